"""What simpler means would have done, as it may be published: from rounded counts, the ends wide enough for them."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, inf
from typing import Any

from audits.nearest import nearest
from audits.rounding import down, share_of, up
from audits.tested import Tested
from training.metrics import Figures
from training.policy import AuditPolicy

Json = dict[str, Any]
DIGITS = 2  # decimals of a published measure of the score
COUNTED = 4  # of one from counts: their rounding is what hides, and two would set 9% above 8.6% for the same count


def rounded_baselines(beside: dict[str, Figures], tested: Tested, policy: AuditPolicy) -> Json:
    """The same as may be published: measures from counts are from rounded ones, with ends that hold what the rounding
    leaves open, and stand together or, where a count is small or the rounding leaves a share open, not at all (any two
    give the third); measures of the score to two decimals, their ends outwards."""
    label, to = tested.rows.label, policy.round_to
    wholes = _wholes(tested.capacity, int(label.sum()), len(label), to)
    found: Json = {}
    for who, figures in beside.items():
        counted = _may_be_counted(figures, wholes, policy)
        kept = [name for name in figures if counted or name not in wholes]
        found[who] = {name: _coarse(name, figures[name], wholes.get(name), to) for name in kept}
    return found


@dataclass(frozen=True)
class _Whole:
    """What a measure must be multiplied by to be a count of those with the outcome: exactly, as rounded counts give it,
    and the least and the most that may be behind them."""

    exact: float
    rounded: float
    least: float
    most: float


def _wholes(listed: int, positives: int, rows: int, to: int) -> dict[str, _Whole]:
    k, p, n = (_whole(one, to) for one in (listed, positives, rows))
    lift = _Whole(
        k.exact * p.exact / n.exact,
        k.rounded * p.rounded / max(n.rounded, 1),
        k.least * p.least / n.most,
        k.most * p.most / max(n.least, 1),
    )
    return {"precision_at_k": k, "recall_at_k": p, "lift_at_k": lift, "observed": n}


def _whole(count: int, to: int) -> _Whole:
    rounded = nearest(count, to)
    return _Whole(count, rounded, rounded - to / 2, rounded + to / 2)


def _may_be_counted(figures: Figures, wholes: dict[str, _Whole], policy: AuditPolicy) -> bool:
    if "recall_at_k" not in figures:
        return False
    hits = figures["recall_at_k"]["value"] * wholes["recall_at_k"].exact
    shares = (
        share_of(hits, wholes[name].exact, wholes[name].exact, policy.round_to)
        for name in ("precision_at_k", "recall_at_k")
    )
    return round(hits) > policy.published_high and all(shares)


def _coarse(name: str, figure: dict[str, float], whole: _Whole | None, to: int) -> dict[str, float]:
    if whole is None:
        return _ends(figure["value"], figure["low"], figure["high"], DIGITS)
    value, low, high = (figure[end] * whole.exact for end in ("value", "low", "high"))
    most = inf if name == "lift_at_k" else 1.0
    ends = floor(low / to) * to / whole.most, min(most, ceil(high / to) * to / whole.least)
    return _ends(nearest(value, to) / whole.rounded, *ends, COUNTED)


def _ends(value: float, low: float, high: float, digits: int) -> dict[str, float]:
    return {"value": round(value, digits), "low": down(low, digits), "high": up(high, digits)}
