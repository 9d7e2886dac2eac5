"""One audit, two versions: everything for the board, and what may be published, from the same figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from audits import compose
from audits.disclosure import ALL, Rule, levels
from audits.figures import Figures
from audits.published import rounded_rates, rounded_verdicts
from audits.veil import veiled
from audits.verdict import Verdict, judge
from training.policy import AuditPolicy

Json = dict[str, Any]
SCHEMA = 1


@dataclass(frozen=True)
class Assembled:
    """The measured parts of report.json, with the level up to which everyone's figures may be shown."""

    figures: Json
    everyone_level: int


def internal(found: Sequence[Figures], policy: AuditPolicy) -> Assembled:
    """Exact figures; counts under the internal threshold hidden, and verdicts that would tell them. Where exact figures
    of a group have to be hidden for the small counts of another, groups are told from rounded counts, if these tell
    the reach of more young people who came to harm."""
    rule = Rule(1, policy.internal_threshold - 1)
    shown, wider = levels(found, rule), levels(found, rule, policy.round_to)
    verdicts = veiled(found, judge(found, policy), shown, rule, policy)
    exact = _put_together(compose.overall(found[0], shown[0]), found, verdicts, shown, 1)
    if wider == shown:
        return exact
    rounded = _rounded(compose.overall(found[0], wider[0]), found, wider, rule, policy)
    return max(exact, rounded, key=lambda one: _reach_told(found, one))


def published(found: Sequence[Figures], policy: AuditPolicy) -> Assembled:
    """Rounded figures; small counts hidden, and no verdict where its reach is hidden."""
    rule = Rule(policy.published_low, policy.published_high)
    shown = levels(found, rule, policy.round_to)
    overall = compose.overall(rounded_rates(found[0], policy), shown[0], policy.round_to)
    assembled = _rounded(overall, found, shown, rule, policy)
    for entry, level in zip(assembled.figures["groups"], shown[1:], strict=True):
        if level < ALL:
            entry.update(verdict=None, because=compose.HIDDEN, smallest_gap_found_at_80=None)
    return assembled


def _rounded(
    overall: Json, found: Sequence[Figures], shown: Sequence[int], rule: Rule, policy: AuditPolicy
) -> Assembled:
    """Groups from rounded counts, beside everyone as they are told."""
    groups = [rounded_rates(f, policy) for f in found[1:]]
    verdicts = rounded_verdicts(veiled(found, judge(found, policy), shown, rule, policy), groups, policy)
    return _put_together(overall, [found[0], *groups], verdicts, shown, policy.round_to)


def _reach_told(found: Sequence[Figures], assembled: Assembled) -> int:
    """How many with the outcome are in groups whose reach is told, summed over the tables."""
    told = zip(found[1:], assembled.figures["groups"], strict=True)
    return sum(f.counts.positives for f, entry in told if entry["metrics"]["tpr"]["value"] is not None)


def _put_together(
    overall: Json, found: Sequence[Figures], verdicts: Sequence[Verdict], shown: Sequence[int], to: int
) -> Assembled:
    level_of = {(f.by, f.group): level for f, level in zip(found, shown, strict=True)}
    groups = [
        compose.group(f, v, level_of[f.by, f.group], level_of[f.by, v.reference], to)
        for f, v in zip(found[1:], verdicts, strict=True)
    ]
    figures = {
        "schema": SCHEMA,
        "overall": overall,
        "groups": groups,
        "rounded_to": to,
        "suppressed": compose.suppressed(found, shown),
    }
    return Assembled(figures, shown[0])
