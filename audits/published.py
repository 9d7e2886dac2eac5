"""The published version: counts rounded, rates taken from rounded counts, small counts gone for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from audits.disclosure import nearest
from audits.figures import RANKED, Figures
from audits.intervals import Interval, difference, ratio, wilson
from audits.measures import RATES
from audits.verdict import Verdict
from training.policy import AuditPolicy

COMPLEMENTS = {"fnr": "tpr", "fdr": "ppv"}
SCORE_DIGITS = 2


def rounded_rates(figures: Figures, policy: AuditPolicy) -> Figures:
    """The same group with every rate taken from rounded counts, and measures of the score to two decimals."""
    rates: dict[str, Interval | None] = {name: _rate(figures, name, policy) for name in RATES}
    for name, other in COMPLEMENTS.items():
        rates[name] = _complement(rates[other])
    scored = {name: _coarse(figures.metrics[name]) for name in RANKED}
    why = {name: "too few to take a rate from rounded counts" for name, found in rates.items() if found is None}
    return replace(figures, metrics={**rates, **scored}, why=why | figures.why)


def rounded_verdict(verdict: Verdict, one: Figures, reference: Figures, policy: AuditPolicy) -> Verdict:
    """The same verdict, its ratio and difference taken from the two groups' rounded rates."""
    reach, other = one.metrics["tpr"], reference.metrics["tpr"]
    if verdict.reach_difference is None or reach is None or other is None:
        return replace(verdict, reach_ratio=None, reach_difference=None, fnr_ratio=None, smallest_gap=None)
    size, size_other = (max(policy.round_to, nearest(f.sizes["tpr"], policy.round_to)) for f in (one, reference))
    return replace(
        verdict,
        reach_ratio=ratio(reach.value, size, other.value, size_other, policy.confidence),
        reach_difference=difference(reach, other),
        fnr_ratio=ratio(1 - reach.value, size, 1 - other.value, size_other, policy.confidence),
        smallest_gap=None if verdict.smallest_gap is None else round(verdict.smallest_gap, SCORE_DIGITS),
    )


def references(found: Sequence[Figures], verdicts: Sequence[Verdict]) -> list[Figures]:
    """The group that each verdict compares with, in order (`found` without everyone)."""
    by_name = {(f.by, f.group): f for f in found}
    return [by_name[f.by, v.reference] for f, v in zip(found, verdicts, strict=True)]


def _rate(figures: Figures, name: str, policy: AuditPolicy) -> Interval | None:
    part, whole = (nearest(figures.counts.sum(cells), policy.round_to) for cells in RATES[name])
    if not whole:
        return None
    size = max(policy.round_to, nearest(figures.sizes[name], policy.round_to))
    return wilson(part / whole, size, policy.confidence)


def _complement(found: Interval | None) -> Interval | None:
    if found is None or found.low is None or found.high is None:
        return None
    return Interval(1 - found.value, 1 - found.high, 1 - found.low)


def _coarse(found: Interval | None) -> Interval | None:
    if found is None:
        return None
    low, high = (None if end is None else round(end, SCORE_DIGITS) for end in (found.low, found.high))
    return Interval(round(found.value, SCORE_DIGITS), low, high)
