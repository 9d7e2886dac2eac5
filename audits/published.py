"""The published version: counts rounded, rates taken from rounded counts, small counts gone for good.

Every interval holds what the rounding leaves open besides chance, and so holds the board's own exact one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from audits.figures import RANKED, Figures
from audits.intervals import Interval
from audits.measures import RATES
from audits.rounding import TOO_FEW, Share, down, gap, share_of, times, up
from audits.verdict import Verdict, smallest_gap
from training.policy import AuditPolicy

COMPLEMENTS = {"fnr": "tpr", "fdr": "ppv"}
SCORE_DIGITS = 2
CHANCE_DIGITS = 3  # of what was predicted: no outcome is in it, and two would set 4% beside an outcome rate of 4.5%


def rounded_rates(figures: Figures, policy: AuditPolicy) -> Figures:
    """The same group with every rate taken from rounded counts, and measures of the score to two decimals (what was
    predicted to three), their ends outwards."""
    shares = {name: _share(figures, name, policy) for name in RATES if name not in COMPLEMENTS}
    for name, other in COMPLEMENTS.items():
        whole = shares[other]
        shares[name] = whole.complement if whole else None
    rates = {name: share.interval(policy.confidence) if share else None for name, share in shares.items()}
    scored = {name: _coarse(name, figures.metrics[name]) for name in RANKED}
    why = {name: TOO_FEW for name, found in rates.items() if found is None}
    return replace(figures, metrics={**rates, **scored}, why=why | figures.why)


def rounded_verdicts(verdicts: Sequence[Verdict], found: Sequence[Figures], policy: AuditPolicy) -> list[Verdict]:
    """The same verdicts, in the order of the groups in `found` (everyone left out), with every figure in them taken
    from rounded counts."""
    compared = sum(not verdict.is_reference for verdict in verdicts)
    by_name = {(f.by, f.group): f for f in found}
    pairs = ((v, f, by_name[f.by, v.reference]) for v, f in zip(verdicts, found, strict=True))
    return [_rounded(verdict, one, reference, compared, policy) for verdict, one, reference in pairs]


def _rounded(verdict: Verdict, one: Figures, reference: Figures, compared: int, policy: AuditPolicy) -> Verdict:
    reach, other = (_share(figures, "tpr", policy) for figures in (one, reference))
    if verdict.is_reference or reach is None or other is None:
        return replace(verdict, reach_ratio=None, reach_difference=None, fnr_ratio=None, smallest_gap=None)
    found = smallest_gap(reach.size, other.value, other.size, compared, policy.confidence, policy.power)
    return replace(
        verdict,
        reach_ratio=times(reach, other, policy.confidence),
        reach_difference=gap(reach, other, policy.confidence),
        fnr_ratio=times(reach.complement, other.complement, policy.confidence),
        smallest_gap=None if found is None else round(found, SCORE_DIGITS),
    )


def _share(figures: Figures, name: str, policy: AuditPolicy) -> Share | None:
    part, whole = (figures.counts.sum(cells) for cells in RATES[name])
    return share_of(part, whole, figures.sizes[name], policy.round_to)


def _coarse(name: str, found: Interval | None) -> Interval | None:
    if found is None:
        return None
    digits = CHANCE_DIGITS if name == "mean_predicted" else SCORE_DIGITS
    low = None if found.low is None else down(found.low, digits)
    high = None if found.high is None else up(found.high, digits)
    return Interval(round(found.value, digits), low, high)
