"""Why a score is what it is, by theme: all windows of one thing together, with the records behind it.

A theme raises or lowers only through an indicator that a record stands behind; absence, age and strengths not seen
are context. A reason shows nothing that identifies anybody else: no place, no incident, no other person.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from features.indicator import Indicator
from features.selection import Record, behind, day_number, records_of
from training.policy import ScorePolicy

CAUTION = ("with_the_young_person", "ask_source_first", "professionals_only")  # from the least to the most restrictive
SHOWN = ["record_id", "agency", "kind", "role", "status", "happened_on", "known_on", "may_discuss"]
HARD_TO_SAY = ("decayed",)  # a weighted sum is no number that anybody can check; it speaks where nothing else does
SAID_TOGETHER = 2  # so many indicators of a theme speak in its text


@dataclass(frozen=True)
class Part:
    """One indicator's part in a score: its value, and the log-odds that it added to the raw margin."""

    indicator: Indicator
    value: float
    weight: float


@dataclass(frozen=True)
class Case:
    """What the reasons of one answer are drawn from: a person's records by kind, each row as it would be told, and the
    as-of day number; `seen` says whether an agency's records may be shown."""

    by_kind: Mapping[str, Sequence[Record]]
    told: Sequence[Mapping[str, Any]]
    as_of: int
    seen: Callable[[str], bool]
    policy: ScorePolicy


def case_of(events: pa.Table, as_of: date, seen: Callable[[str], bool], policy: ScorePolicy) -> Case:
    """The case of one person's events, made once for all targets."""
    by_kind: dict[str, list[Record]] = {}
    for one in records_of(events):
        by_kind.setdefault(one.kind, []).append(one)
    return Case(by_kind, events.select(SHOWN).to_pylist(), day_number(as_of), seen, policy)


def reasons(parts: Iterable[Part], case: Case) -> dict[str, list[dict[str, Any]]]:
    """raises, lowers and context of one target, strongest first. Themes below `slight` are left out."""
    found: dict[str, list[tuple[float, dict[str, Any]]]] = {"raises": [], "lowers": [], "context": []}
    for theme, members in _themes(parts).items():
        weight = math.fsum(part.weight for part in members)
        if abs(weight) >= math.log(case.policy.slight):
            for side, reason in _told(theme, members, weight, case):
                found[side].append((abs(weight), reason))
    return {side: [r for _, r in sorted(each, key=lambda one: -one[0])] for side, each in found.items()}


def strength(weight: float, policy: ScorePolicy) -> str:
    """strong, moderate or slight: the odds ratio that the log-odds stand for, by policy.toml."""
    levels = (("strong", policy.strong), ("moderate", policy.moderate))
    return next((name for name, odds in levels if abs(weight) >= math.log(odds)), "slight")


def _themes(parts: Iterable[Part]) -> dict[str, list[Part]]:
    themes: dict[str, list[Part]] = {}
    for part in parts:
        themes.setdefault(part.indicator.theme, []).append(part)
    return themes


def _told(theme: str, members: list[Part], weight: float, case: Case) -> list[tuple[str, dict[str, Any]]]:
    """The theme's entry and its side; none where it rests only on records that the caller may not see."""
    found = [(part, _behind(part.indicator, case)) for part in members]
    pushing = [(part, rows) for part, rows in found if rows and part.weight * weight > 0]
    if not pushing:
        return [("context", _absence(theme, any(rows for _, rows in found)))]
    records = _shown({one.row for _, rows in found for one in rows}, case)
    if not records:
        return []
    pushing.sort(key=lambda one: (one[0].indicator.measure in HARD_TO_SAY, -abs(one[0].weight)))
    told = {
        "theme": theme,
        "text": "; ".join(dict.fromkeys(_text(part) for part, _ in pushing[:SAID_TOGETHER])),
        "strength": strength(weight, case.policy),
        "agencies": sorted({row["agency"] for row in records}),
        "may_discuss": max((row["may_discuss"] for row in records), key=CAUTION.index),
        "ask": pushing[0][0].indicator.ask,
        "records": records,
    }
    return [("raises" if weight > 0 else "lowers", told)]


def _behind(indicator: Indicator, case: Case) -> list[Record]:
    named = [one for kind in indicator.kinds for one in case.by_kind.get(kind, ())]
    return behind(named, indicator, case.as_of) if named else []


def _absence(theme: str, some: bool) -> dict[str, Any]:
    said = "what is on record counts for less than what is not" if some else "nothing on record"
    return {"theme": theme, "text": f"{theme}: {said}"}


def _shown(rows: set[int], case: Case) -> list[dict[str, Any]]:
    """Each record once, newest first, with the fields that may be shown; dates as ISO text."""
    seen = [case.told[row] for row in rows if case.seen(case.told[row]["agency"])]
    newest = sorted(seen, key=lambda row: (row["happened_on"], row["record_id"]), reverse=True)
    return [{name: _plain(value) for name, value in row.items()} for row in newest]


def _text(part: Part) -> str:
    return part.indicator.reason.format(value=0.0 if np.isnan(part.value) else part.value)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
