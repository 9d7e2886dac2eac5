"""All measures by group: precision and calibration next to reach, selection and errors for context."""

from __future__ import annotations

from typing import Any

from audits.report.markup import figure, paragraph, section, table, text
from audits.report.words import group_words, tables

Json = dict[str, Any]
COLUMNS = {
    "ppv": "Precision",
    "selection_rate": "Listed",
    "observed": "Outcome rate",
    "mean_predicted": "Mean predicted",
    "fpr": "False positive rate",
    "for": "False omission rate",
    "auc": "AUC",
    "calibration_slope": "Calibration slope",
    "brier": "Brier score",
}


def fairness(report: Json) -> str:
    """One table a characteristic. Measures that no group has are left out, with the reason once."""
    shown = {name: head for name, head in COLUMNS.items() if not _never(report, name)}
    told = paragraph(
        "Precision and calibration come second, since contact with services can also harm. Where outcome rates differ "
        "between groups these measures cannot all be equal: the board records which it puts first, and why. "
        "One threshold holds for everybody; thresholds by group are never set."
    )
    return section(
        "Other measures by group", told, _absent(report), *(_table(shown, *entry) for entry in tables(report))
    )


def _never(report: Json, name: str) -> bool:
    return report["overall"][name]["value"] is None


def _absent(report: Json) -> str:
    whys = {report["overall"][name].get("why", "") for name in COLUMNS if _never(report, name)}
    names = ", ".join(head for name, head in COLUMNS.items() if _never(report, name))
    return paragraph(f"{names}: none, since {'; '.join(sorted(whys))}.") if names else ""


def _table(shown: dict[str, str], title: str, groups: list[Json]) -> str:
    rows = [[text(group_words(g["group"])), *(figure(name, g["metrics"][name]) for name in shown)] for g in groups]
    return table(title, ["Group", *shown.values()], rows)
