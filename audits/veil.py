"""A verdict is an observation too: of a hidden reach it may say only what leaves three counts possible.

Anybody can work out which verdict each possible count would get, so a verdict that only one or two of them get is not
said: it becomes *not enough evidence*, in the same words for every group whose reach is hidden.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from audits.disclosure import ALL, OUTCOME, Rule
from audits.figures import Figures
from audits.verdict import NOT_ENOUGH, Comparison, Verdict, comparisons
from training.policy import AuditPolicy

VEILED = "too few to find, or to show, a gap as large as the board's limit"
LEAST_POSSIBLE = 3  # as in audits.disclosure: at least three values possible for every small count
Named = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class _Said:
    """A verdict and its words, for one possible count."""

    verdict: str
    because: str


def veiled(
    found: Sequence[Figures], verdicts: Sequence[Verdict], shown: Sequence[int], rule: Rule, policy: AuditPolicy
) -> list[Verdict]:
    """The verdicts of the groups (`found` and `shown` begin with everyone), those that tell a hidden count put off."""
    level_of: dict[Named, int] = {(f.by, f.group): level for f, level in zip(found, shown, strict=True)}
    compared = {(c.one.by, c.one.group): c for c in comparisons(found)}
    softened = []
    for one, verdict in zip(found[1:], verdicts, strict=True):
        level, other = level_of[one.by, one.group], level_of[one.by, verdict.reference]
        comparison = compared.get((one.by, one.group))
        if not verdict.is_reference and min(level, other) < ALL:
            said = _may_say(comparison, level, other, rule, policy)
            verdict = replace(verdict, verdict=said.verdict, because=said.because)
        softened.append(verdict)
    return softened


def _may_say(comparison: Comparison | None, level: int, other: int, rule: Rule, policy: AuditPolicy) -> _Said:
    """What the count as it is may be said to mean. Nothing where the number with the outcome is hidden as well."""
    nothing = _Said(NOT_ENOUGH, VEILED)
    if comparison is None or min(level, other) < OUTCOME:
        return nothing
    each = {
        tp: _Said(*comparison.concluded(policy, with_=reached))
        for tp, reached in _possible(comparison, level, other, rule)
    }
    each = {tp: nothing if said.verdict == NOT_ENOUGH else said for tp, said in each.items()}
    each = _merged(each, nothing)
    return each[(comparison.one if level < ALL else comparison.reference).counts.tp]


def _merged(each: dict[int, _Said], nothing: _Said) -> dict[int, _Said]:
    """Words that fewer than three counts share become `nothing`; where `nothing` is then too rare, all become it."""
    times = Counter(each.values())
    found = {tp: said if times[said] >= LEAST_POSSIBLE else nothing for tp, said in each.items()}
    rare = 0 < sum(said == nothing for said in found.values()) < LEAST_POSSIBLE
    return dict.fromkeys(found, nothing) if rare else found


def _possible(comparison: Comparison, level: int, other: int, rule: Rule) -> Iterator[tuple[int, tuple[int, int]]]:
    """Each number listed that the hidden group could have, and what both groups' numbers would then be: where both
    are hidden their sum is taken as known. Small counts are told apart from those hidden to protect them."""
    one, reference = comparison.one.counts, comparison.reference.counts
    mine = one if level < ALL else reference

    def small(tp: int) -> bool:
        return rule.small(tp) or rule.small(mine.positives - tp)

    for tp in range(mine.positives + 1):
        moved = tp - mine.tp
        reached = (tp, reference.tp - moved * (other < ALL)) if level < ALL else (one.tp, tp)
        if small(tp) == small(mine.tp) and 0 <= reached[1] <= reference.positives:
            yield tp, reached
