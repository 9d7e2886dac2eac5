"""Checks that a report carries: the figures agree with each other, and do not look too good to be true.

Figures that no table could produce are never written (source: shared design, domain, FOI of June 2025: published
MCC above the square root of precision times recall). Any other failed check is written, and bars approval.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt
from typing import Any

from audits.figures import Figures
from audits.measures import Counts
from records.refusal import Refused

Json = dict[str, Any]
NEAR = 1e-9
WITHOUT_FIGURES = {  # what a published report says of a check, passed or failed: its figures are from exact counts
    "metric_identities": "the figures must agree with one another in every group",
    "auc_not_leakage": "AUC must not be so high that it is treated as leakage until disproved",
    "list_at_capacity": "the list must be about as long as the capacity: one score, one answer",
    "auc_at_least": "AUC must be at least what the success bar asks for",
    "auc_at_most": "AUC must be no higher than the success bar allows: above that it is treated as leakage",
    "lift_over_plain_count": "it must reach as many as the success bar asks for beside a plain count of flags",
    "calibration_slope": "the calibration slope must lie within the success bar",
}


def check(name: str, passed: bool, detail: str) -> Json:
    """One entry of `checks`."""
    return {"name": name, "passed": bool(passed), "detail": detail}


def without_figures(checks: Sequence[Json]) -> list[Json]:
    """The same checks as they may be published: passed or failed, and what each asks for."""
    return [{**one, "detail": WITHOUT_FIGURES[one["name"]]} for one in checks]


def identities(found: Sequence[Figures]) -> Json:
    """Refused where any figure breaks an identity that every table of counts obeys; else the check, passed."""
    broken = [f"{figures.name}: {what}" for figures in found for what in broken_identities(figures)]
    if broken:
        raise Refused(*(f"the figures contradict each other and were not written: {what}" for what in broken))
    return check("metric_identities", True, f"the figures agree with one another in all {len(found)} groups")


def broken_identities(figures: Figures) -> Iterator[str]:
    """What a group's figures say that can't be."""
    value = {name: found.value for name, found in figures.metrics.items() if found}
    for one, other in (("tpr", "fnr"), ("ppv", "fdr")):
        if one in value and abs(value[one] + value[other] - 1) > NEAR:
            yield f"{one} and {other} must add up to 1"
    if {"tpr", "ppv"} <= value.keys():
        reached = value["tpr"] * value["observed"]
        if abs(reached - value["ppv"] * value["selection_rate"]) > NEAR:
            yield "tpr times the outcome rate must equal ppv times the selection rate"
        if mcc(figures.counts) > sqrt(value["ppv"] * value["tpr"]) + NEAR:
            yield "MCC must not be above the square root of precision times recall"
    for name, found in figures.metrics.items():
        if found and found.low is not None and found.high is not None and not found.low <= found.high:
            yield f"the interval of {name} must not be upside down"
        if found and name not in ("calibration_slope", "calibration_intercept") and not 0 <= found.value <= 1:
            yield f"{name} must lie between 0 and 1"


def mcc(counts: Counts) -> float:
    """Matthews' correlation between selected and harmed; 0 where a margin is empty."""
    tp, fp, fn, tn = (float(c) for c in (counts.tp, counts.fp, counts.fn, counts.tn))
    scale = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    return (tp * tn - fp * fn) / sqrt(scale) if scale else 0.0


def leakage(everyone: Figures, most: float) -> Json:
    """AUC above the bar is treated as leakage until disproved."""
    auc = everyone.metrics["auc"]
    if auc is None:
        return check("auc_not_leakage", True, f"does not apply: {everyone.why['auc']}")
    detail = f"AUC {auc.value:.3f}; above {most:.2f} it is treated as leakage until disproved"
    return check("auc_not_leakage", auc.value <= most, detail)
