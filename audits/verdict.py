"""Verdicts on reach: of the young people who came to harm, what share would the list have reached, group by group.

A gap is a *concern* where the difference to the largest group is larger than the board allows and chance does not
explain it (Holm's correction over every comparison in the report). *No gap found* needs two things: the audit was
large enough to find a gap of that size, and the corrected interval rules one out. All else is *not enough evidence*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

from scipy.optimize import brentq
from scipy.stats import fisher_exact, norm

from audits.figures import Figures
from audits.intervals import Interval, difference, ratio, wilson, z_for
from audits.rows import NOT_KNOWN
from training.policy import AuditPolicy

NO_GAP, CONCERN, NOT_ENOUGH = "no_gap_found", "concern", "not_enough_evidence"
FEW_EXPECTED = 5  # below this in any cell of the two-by-two table, Fisher's exact test takes the place of z


@dataclass(frozen=True)
class Verdict:
    """One group against the largest of its table: reach as ratio and difference, and what may be concluded."""

    verdict: str
    because: str
    is_reference: bool
    reference: tuple[str, ...]
    reach_ratio: Interval | None
    reach_difference: Interval | None
    fnr_ratio: Interval | None
    smallest_gap: float | None


@dataclass(frozen=True)
class Comparison:
    """A group beside the largest of its table; `chances` are the uncorrected p-values of every comparison in the
    report, this one's at `at`."""

    one: Figures
    reference: Figures
    chances: tuple[float, ...]
    at: int

    def concluded(self, policy: AuditPolicy, with_: tuple[int, int] | None = None) -> tuple[str, str]:
        """The verdict and its words; `with_` puts other numbers listed of those with the outcome in both groups."""
        if with_ is not None:
            return self._instead(*with_).concluded(policy)
        gap = _gap(self.one, self.reference, policy.confidence)
        corrected = _gap(self.one, self.reference, 1 - (1 - policy.confidence) / len(self.chances))
        p = holm(self.chances)[self.at]
        return _conclude(gap, corrected, _reach(self.reference)[0], p, self.smallest_gap(policy), policy)

    def smallest_gap(self, policy: AuditPolicy) -> float | None:
        """The smallest shortfall that this comparison could have found."""
        (_, size), (other, other_size) = _reach(self.one), _reach(self.reference)
        return smallest_gap(size, other, other_size, len(self.chances), policy.confidence, policy.power)

    def _instead(self, tp: int, reference_tp: int) -> Comparison:
        one, reference = _reaching(self.one, tp), _reaching(self.reference, reference_tp)
        chances = list(self.chances)
        chances[self.at] = _chance_alone(one, reference)
        return Comparison(one, reference, tuple(chances), self.at)


def judge(found: Sequence[Figures], policy: AuditPolicy) -> list[Verdict]:
    """A verdict for each of the given groups (everyone left out), in their order."""
    groups = [f for f in found if f.by]
    references = {f.by: _largest([g for g in groups if g.by == f.by]) for f in groups}
    compared = {(c.one.by, c.one.group): c for c in comparisons(found)}
    return [_verdict(f, references[f.by], compared.get((f.by, f.group)), policy) for f in groups]


def comparisons(found: Sequence[Figures]) -> list[Comparison]:
    """Every group that can be tested against the largest of its table."""
    groups = [f for f in found if f.by]
    references = {f.by: _largest([g for g in groups if g.by == f.by]) for f in groups}
    compared = [f for f in groups if f is not references[f.by] and _testable(f, references[f.by])]
    chances = tuple(_chance_alone(f, references[f.by]) for f in compared)
    return [Comparison(f, references[f.by], chances, at) for at, f in enumerate(compared)]


def holm(chances: Sequence[float]) -> list[float]:
    """Holm's step-down corrected p-values, in the given order. Source: Holm 1979."""
    order = sorted(range(len(chances)), key=lambda i: chances[i])
    corrected, worst = [0.0] * len(chances), 0.0
    for step, index in enumerate(order):
        worst = max(worst, min(1.0, (len(chances) - step) * chances[index]))
        corrected[index] = worst
    return corrected


def smallest_gap(
    size: float, reach: float, reference_size: float, comparisons: int, confidence: float, power: float
) -> float | None:
    """The smallest shortfall in reach that a test of this size finds with the given power; null where not even
    a group that was never reached would be noticed. Normal approximation, two-sided, corrected for comparisons."""
    wanted = norm.ppf(power)
    strict = z_for(1 - (1 - confidence) / max(1, comparisons))

    def lacking(gap: float) -> float:
        low = reach - gap
        pooled = (low * size + reach * reference_size) / (size + reference_size)
        null = sqrt(pooled * (1 - pooled) * (1 / size + 1 / reference_size))
        spread = sqrt(low * (1 - low) / size + reach * (1 - reach) / reference_size)
        return gap - strict * null - float(wanted) * spread

    if reach == 0 or lacking(reach) < 0:
        return None
    return float(brentq(lacking, 0.0, reach, xtol=1e-6))


def _largest(groups: Sequence[Figures]) -> Figures:
    named = [f for f in groups if NOT_KNOWN not in f.group] or list(groups)
    return max(named, key=lambda f: f.counts.n)


def _testable(one: Figures, reference: Figures) -> bool:
    return one.counts.positives > 0 and reference.counts.positives > 0


def _chance_alone(one: Figures, reference: Figures) -> float:
    p, n, q, m = *_reach(one), *_reach(reference)
    pooled = (p * n + q * m) / (n + m)
    if min(pooled, 1 - pooled) * min(n, m) < FEW_EXPECTED:
        table = [[round(p * n), round((1 - p) * n)], [round(q * m), round((1 - q) * m)]]
        return float(fisher_exact(table).pvalue)
    return float(2 * norm.sf(abs(p - q) / sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))))


def _reaching(one: Figures, tp: int) -> Figures:
    return replace(one, counts=replace(one.counts, tp=tp, fn=one.counts.positives - tp))


def _reach(one: Figures) -> tuple[float, float]:
    return one.counts.tp / one.counts.positives, one.sizes["tpr"]


def _verdict(one: Figures, reference: Figures, comparison: Comparison | None, policy: AuditPolicy) -> Verdict:
    if comparison is None:
        enough = one is reference and one.counts.positives > 0
        why = (
            "the largest group, which the others are compared with"
            if enough
            else "nobody had the outcome, so there is nothing to compare"
        )
        return Verdict(NO_GAP if enough else NOT_ENOUGH, why, one is reference, reference.group, *[None] * 4)
    (reach, size), (other, other_size) = _reach(one), _reach(reference)
    verdict, why = comparison.concluded(policy)
    shares = ratio(reach, size, other, other_size, policy.confidence)
    missed = ratio(1 - reach, size, 1 - other, other_size, policy.confidence)
    gap, found = _gap(one, reference, policy.confidence), comparison.smallest_gap(policy)
    return Verdict(verdict, why, False, reference.group, shares, gap, missed, found)


def _gap(one: Figures, reference: Figures, confidence: float) -> Interval:
    ends = (wilson(*_reach(figures), confidence) for figures in (one, reference))
    return difference(*ends)


def allowed(reach: float, policy: AuditPolicy) -> tuple[float, float]:
    """How far below and above the largest group's reach a group may lie before the board calls it a gap: the
    narrower of policy's difference and ratio."""
    return (
        min(policy.gap_difference, (1 - policy.gap_ratio) * reach),
        min(policy.gap_difference, (1 / policy.gap_ratio - 1) * reach),
    )


def _conclude(
    gap: Interval, corrected: Interval, reach: float, p: float, found: float | None, policy: AuditPolicy
) -> tuple[str, str]:
    below, above = allowed(reach, policy)
    beyond = gap.value < -below or gap.value > above
    if beyond and p < 1 - policy.confidence:
        lower = "lower" if gap.value < 0 else "higher"
        return CONCERN, f"reach is {lower} than in the largest group by more than the board allows, and not by chance"
    ruled_out = (corrected.low or 0.0) >= -below and (corrected.high or 0.0) <= above
    if found is not None and found <= below and ruled_out and not beyond:
        return NO_GAP, "a gap as large as the board's limit would have been found, and none was"
    return NOT_ENOUGH, "too few had the outcome to find, or to rule out, a gap as large as the board's limit"
