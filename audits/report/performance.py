"""How well the model does out of time, beside what simpler means would have done with the same enquiries."""

from __future__ import annotations

from typing import Any

from audits.report.charts import calibration_chart
from audits.report.markup import HIDDEN, count, figure, paragraph, per_cent, section, table, text
from audits.report.words import people

Json = dict[str, Any]
MEASURES = {
    "precision_at_k": "ppv",
    "recall_at_k": "tpr",
    "lift_at_k": "lift",
    "auc": "auc",
    "average_precision": "average_precision",
    "brier": "brier",
    "calibration_slope": "calibration_slope",
    "calibration_intercept": "calibration_intercept",
}
COUNTED = ("precision_at_k", "recall_at_k", "lift_at_k")  # every ranking has them: one that is missing is withheld
HEADS = ("Precision", "Reach", "Lift", "AUC", "Average precision", "Brier score", "Slope", "Intercept")
WHO = {"model": "This model", "plain_count": "A plain count of flags", "logistic_regression": "Logistic regression"}
BANDS = {"priority": "Priority", "review": "Review", "not_prioritised": "Not prioritised"}


def performance(report: Json) -> str:
    """Out-of-time results, baselines at the same capacity, outcome rate per band, calibration."""
    return section("How well it does", _baselines(report), _bands(report), _calibration(report))


def everyone(report: Json) -> str:
    """Every measure for everyone, with its interval and the rows it rests on."""
    rows = [
        [text(NAMES[name]), figure(name, found), count(found["n"]) if found["value"] is not None else ""]
        for name, found in report["overall"].items()
    ]
    return section("Every measure, for everyone", table("All measures", ["Measure", "Value", "Rows"], rows))


NAMES = {
    "selection_rate": "Listed (selection rate)",
    "tpr": "Reach (true positive rate)",
    "fnr": "False negative rate",
    "fpr": "False positive rate",
    "ppv": "Precision",
    "fdr": "False discovery rate",
    "for": "False omission rate",
    "observed": "Outcome rate",
    "auc": "AUC",
    "average_precision": "Average precision",
    "brier": "Brier score",
    "calibration_slope": "Calibration slope",
    "calibration_intercept": "Calibration intercept",
    "mean_predicted": "Mean predicted",
}


def _baselines(report: Json) -> str:
    found = report.get("baselines")
    if not found:
        return ""
    capacity = report["operating_point"]["capacity"]
    told = paragraph(
        f"Each stands at the same capacity: the {capacity:,} highest of the test period. The logistic regression's "
        "figures were taken when the model was trained, on the same dates. Dates of the test are later than every date "
        "of the training, and no label reaches from one into the other. Where tied scores share the last places, "
        "precision and reach here may differ from those of the list, which takes all of them or none."
    )
    rows = [[text(WHO[who]), *(_measure(found[who], name) for name in MEASURES)] for who in WHO if who in found]
    return told + table("Beside simpler means", ["Ranking by", *HEADS], rows)


def _measure(figures: Json, name: str) -> str:
    if name in figures:
        return figure(MEASURES[name], figures[name])
    return HIDDEN if name in COUNTED else '<span class="muted">does not apply</span>'


def _bands(report: Json) -> str:
    rows = [[text(BANDS[b["band"]]), count(b["rows"]), _observed(b)] for b in report.get("bands", [])]
    told = paragraph(
        "The thresholds of the bands were set on an earlier slice and frozen, so numbers differ from capacity."
    )
    return (told if rows else "") + table(
        "Outcome rate per band", ["Band", "Tested (rounded)", "Had the outcome"], rows
    )


def _observed(entry: Json) -> str:
    if entry["observed"] is None:
        return HIDDEN
    return figure("observed", {"value": entry["observed"], "low": entry["low"], "high": entry["high"]})


def _calibration(report: Json) -> str:
    found = [b for b in report.get("calibration", []) if b["observed"] is not None]
    if not found:
        return ""
    drawn = calibration_chart(
        [(b["predicted"], b["observed"], b["low"], b["high"]) for b in found], "Predicted against observed"
    )
    rows = [[per_cent(b["predicted"]), _observed(b), count(b["rows"])] for b in found]
    caption = f"Predicted against observed among {people(report)}. On the dashed line the two agree."
    return f"<h3>Calibration</h3><figure>{drawn}<figcaption>{caption}</figcaption></figure>" + table(
        "Calibration", ["Predicted", "Observed", "Tested (rounded)"], rows
    )
