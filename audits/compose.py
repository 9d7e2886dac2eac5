"""What a report may say: figures, verdicts and levels together, hidden values null. Source: contract, report.json."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from audits.disclosure import ALL, LISTED, NOTHING, OUTCOME, SIZE
from audits.figures import RANKED, Figures
from audits.intervals import Interval
from audits.measures import METRICS, RATES
from audits.nearest import nearest
from audits.verdict import Verdict

DIGITS = 6
HIDDEN = "not shown, so that no small number of young people can be worked out"
LEVEL_OF = (
    dict.fromkeys(("tpr", "fnr", "fpr", "ppv", "fdr", "for"), ALL)
    | dict.fromkeys(RANKED, OUTCOME)
    | {"selection_rate": LISTED, "observed": OUTCOME, "mean_predicted": SIZE}
)
Json = dict[str, Any]


def overall(everyone: Figures, level: int, to: int = 1) -> Json:
    """The figures for everyone, each with its n, rounded to the nearest `to`."""
    shown = {name: _metric(everyone, name, level) for name in (*METRICS, "average_precision")}
    for name, figure in shown.items():
        figure["n"] = nearest(_denominator(everyone, name), to) if figure["value"] is not None else None
    return shown


def group(figures: Figures, verdict: Verdict, level: int, reference_level: int, to: int = 1) -> Json:
    """One entry of `groups`: by and group are text, or lists for a crossing; counts to the nearest `to`."""
    compared = min(level, reference_level)
    return {
        "by": _one_or_list(figures.by),
        "group": _one_or_list(figures.group),
        "n": nearest(figures.counts.n, to) if level >= SIZE else None,
        "positives": nearest(figures.counts.positives, to) if level >= OUTCOME else None,
        "metrics": {name: _metric(figures, name, level) for name in METRICS},
        "reach_ratio": _interval(verdict.reach_ratio if compared >= ALL else None),
        "reach_difference": _interval(verdict.reach_difference if compared >= ALL else None),
        "fnr_ratio": _interval(verdict.fnr_ratio if compared >= ALL else None),
        "smallest_gap_found_at_80": _rounded(
            verdict.smallest_gap if level >= OUTCOME and reference_level >= ALL else None
        ),
        "verdict": verdict.verdict,
        "because": verdict.because,
        "reference": verdict.is_reference,
        "compared_with": _one_or_list(verdict.reference),
    }


def suppressed(found: Sequence[Figures], levels: Sequence[int]) -> list[Json]:
    """What is hidden of whom; not why, since that would tell small counts from those hidden to protect them."""
    return [
        {"by": _one_or_list(f.by), "group": _one_or_list(f.group), "what": _closed(level)}
        for f, level in zip(found, levels, strict=True)
        if level < ALL
    ]


def _closed(level: int) -> list[str]:
    counts = {"n": SIZE, "positives": OUTCOME}
    every = counts | {name: LEVEL_OF[name] for name in METRICS}
    return [name for name, needed in every.items() if level < needed or level == NOTHING]


def _metric(figures: Figures, name: str, level: int) -> Json:
    if level < LEVEL_OF[name]:
        return {**_interval(None), "why": HIDDEN}
    found = figures.metrics[name]
    return _interval(found) if found else {**_interval(None), "why": figures.why[name]}


def _interval(found: Interval | None) -> Json:
    if found is None:
        return {"value": None, "low": None, "high": None}
    return {"value": _rounded(found.value), "low": _rounded(found.low), "high": _rounded(found.high)}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS) + 0.0


def _denominator(figures: Figures, name: str) -> int:
    return figures.counts.sum(RATES[name][1]) if name in RATES else figures.counts.n


def _one_or_list(names: tuple[str, ...]) -> str | list[str]:
    return names[0] if len(names) == 1 else list(names)
