"""Why a score is what it is, by theme: all windows of one thing together, with the records behind it.

A theme raises or lowers only through an indicator that a record stands behind; absence, age, strengths not seen and
what is known of people around are context. A reason shows nothing that identifies anybody else: no place, no
incident, no other person. "Nothing on record" and "no feed covers this" are told apart.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from features.columns import column_of
from features.indicator import Indicator
from features.selection import Record, behind, day_number, held, records_of
from records.kinds import kinds
from training.policy import ScorePolicy

CAUTION = ("with_the_young_person", "ask_source_first", "professionals_only")  # from the least to the most restrictive
SHOWN = ["record_id", "agency", "kind", "role", "status", "happened_on", "known_on", "may_discuss"]
HARD_TO_SAY = ("decayed",)  # a weighted sum is no number that anybody can check; it speaks where nothing else does
AROUND = "neighbours"  # the measure over other people's records
COMPARED = ("trend", "rise")  # measures that hold a window against the one before it
DIFFERENT = 2  # so many at least are different ones
COVERED = "covered"  # the measure of whether a feed covers somebody: no record ever stands behind it
SILENCE, SILENCE_THERE = ", so silence says nothing", ", so silence there says nothing"
SAME_RECORDS = "; Not a further fact: the records are those of the reasons before it, looked at in another way"
SAID_TOGETHER = 2  # so many indicators of a theme speak in its text


@dataclass(frozen=True)
class Part:
    """One indicator's part in a score: its value, and the log-odds that it added to the raw margin."""

    indicator: Indicator
    value: float
    weight: float


@dataclass(frozen=True)
class Backed:
    """A part of a score with the person's own records that stand behind its value."""

    part: Part
    rows: Sequence[Record]


@dataclass(frozen=True)
class Case:
    """What the reasons of one answer are drawn from: a person's records by kind, each row as it would be told, the rows
    whose known date is estimated, and the as-of day number; `seen` says whether an agency's records may be shown."""

    by_kind: Mapping[str, Sequence[Record]]
    told: Sequence[Mapping[str, Any]]
    estimated: frozenset[int]
    as_of: int
    seen: Callable[[str], bool]
    policy: ScorePolicy


def case_of(events: pa.Table, as_of: date, seen: Callable[[str], bool], policy: ScorePolicy) -> Case:
    """The case of one person's events, made once for all targets."""
    by_kind: dict[str, list[Record]] = {}
    for one in records_of(events):
        by_kind.setdefault(one.kind, []).append(one)
    bases = enumerate(column_of(events, "known_basis").to_pylist())
    estimated = frozenset(row for row, basis in bases if basis == "estimated")
    return Case(by_kind, events.select(SHOWN).to_pylist(), estimated, day_number(as_of), seen, policy)


def backed(parts: Iterable[Part], case: Case) -> list[Backed]:
    """Each part with the records behind it, found once for all that is told of them."""
    return [Backed(part, _behind(part, case)) for part in parts]


def estimated_share(found: Sequence[Backed], case: Case) -> float | None:
    """The share, 0 to 1, of what records add to or take from the score that rests on estimated known dates; None
    where no record stands behind it."""
    weights = [abs(one.part.weight) for one in found if one.rows]
    guessed = [abs(one.part.weight) * _guessed(one.rows, case) for one in found if one.rows]
    whole = math.fsum(weights)
    return math.fsum(guessed) / whole if whole else None


def reasons(found_of: Iterable[Backed], case: Case) -> dict[str, list[dict[str, Any]]]:
    """raises, lowers and context of one target, strongest first. Themes below `slight` are left out, and one that rests
    on records of stronger ones alone says so: it is no further fact."""
    found: dict[str, list[tuple[float, dict[str, Any]]]] = {"raises": [], "lowers": [], "context": []}
    for theme, members in _themes(found_of).items():
        weight = math.fsum(one.part.weight for one in members)
        if abs(weight) >= math.log(case.policy.slight):
            for side, reason in _told(theme, members, weight, case):
                found[side].append((abs(weight), reason))
    return {side: _once(r for _, r in sorted(each, key=lambda one: -one[0])) for side, each in found.items()}


def strength(weight: float, policy: ScorePolicy) -> str:
    """strong, moderate or slight: the odds ratio that the log-odds stand for, by policy.toml."""
    levels = (("strong", policy.strong), ("moderate", policy.moderate))
    return next((name for name, odds in levels if abs(weight) >= math.log(odds)), "slight")


def _once(strongest_first: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    told, before = [], set[str]()
    for reason in strongest_first:
        records = {row["record_id"] for row in reason.get("records", ())}
        nothing_new = bool(records) and records <= before
        told.append(reason | {"text": reason["text"] + SAME_RECORDS} if nothing_new else reason)
        before |= records
    return told


def _themes(found: Iterable[Backed]) -> dict[str, list[Backed]]:
    themes: dict[str, list[Backed]] = {}
    for one in found:
        themes.setdefault(one.part.indicator.theme, []).append(one)
    return themes


def _told(theme: str, members: list[Backed], weight: float, case: Case) -> list[tuple[str, dict[str, Any]]]:
    """The theme's entry and its side; none where it rests only on records that the caller may not see."""
    pushing = [one for one in members if one.rows and one.part.weight * weight > 0 and not _too_little(one.part)]
    if not pushing:
        return [("context", told)] if (told := _context(theme, members, weight, case)) else []
    records = _shown({row.row for one in members for row in one.rows}, case)
    if not records:
        return []
    speaking = _speaking(pushing)
    counted = _shown({row.row for one in speaking for row in one.rows}, case)
    told = {
        "theme": theme,
        "text": "; ".join(dict.fromkeys(_text(one.part) for one in speaking)),
        "strength": strength(weight, case.policy),
        "agencies": sorted({row["agency"] for row in records}),
        "may_discuss": max((row["may_discuss"] for row in records), key=CAUTION.index),
        "ask": speaking[0].part.indicator.ask,
        "records": records,
        "counted": [row["record_id"] for row in counted],
    }
    return [("raises" if weight > 0 else "lowers", told)]


def _speaking(pushing: list[Backed]) -> list[Backed]:
    """Of the parts that push, strongest first, those whose words make the text. How many different ones there are is
    left unsaid where there is one and another part speaks: the count tells it."""
    parts = sorted(pushing, key=lambda one: -abs(one.part.weight))
    parts = [one for one in parts if one.part.indicator.measure not in HARD_TO_SAY] or parts[:1]
    parts = [one for one in parts if not _one_alone(one.part)] or parts
    parts = [one for one in parts if not any(_the_same_within(other, one) for other in parts)]
    said = [one.part.indicator for one in parts]
    return [one for one in parts if not any(_says_more(other, one.part.indicator) for other in said)][:SAID_TOGETHER]


def _context(theme: str, members: list[Backed], weight: float, case: Case) -> dict[str, Any] | None:
    """What is said of a theme without a record of the person's own: what is known of people around, in general words
    and to professionals alone; else what is not there, and whether anybody would have told."""
    around = [one.part for one in members if one.part.indicator.measure == AROUND and one.part.weight * weight > 0]
    around = [part for part in around if part.value > 0]
    if around:
        told_by = {kinds()[kind].agency for part in around for kind in part.indicator.kinds if kind in kinds()}
        if not all(case.seen(agency) for agency in told_by):
            return None
        plain = [part for part in around if part.indicator.inner != "days_since"] or around[:1]
        text = "; ".join(dict.fromkeys(_in_general(part) for part in plain[:SAID_TOGETHER]))
        return {"theme": theme, "text": text, "may_discuss": CAUTION[-1], "ask": around[0].indicator.ask}
    if all(one.part.indicator.measure == COVERED for one in members):
        whole = all(one.part.value for one in members)
        told = "each of them covers" if whole else "not all of them cover"
        return {"theme": theme, "text": f"{theme}: {told} this young person{'' if whole else SILENCE}"}
    kept = [_held(one.part.indicator, case) for one in members]
    if any(kept) and not any(case.seen(record.agency) for of in kept for record in of):
        return None
    unheard = any(_not_covered(one.part) and not of for one, of in zip(members, kept, strict=True))
    return {"theme": theme, "text": f"{theme}: {_silence(members, any(kept), unheard)}"}


def _silence(members: list[Backed], kept: bool, unheard: bool) -> str:
    """What it was that spoke by being absent: no more of what is on record, nothing at all, or a feed's silence.
    `kept` says whether any record is held, `unheard` whether a value is null because no feed covers."""
    if unheard and not kept and all(np.isnan(one.part.value) for one in members):
        return f"no feed covers this young person here{SILENCE}"
    if unheard:
        recorded = "there are records" if kept else "nothing on record"
        return f"{recorded}, but no feed covers this young person for part of this{SILENCE_THERE}"
    if any(one.rows for one in members):
        return "that no more is on record counted for more than what there is"
    return "there are records, but none that this asks about" if kept else "nothing on record"


def _too_little(part: Part) -> bool:
    """Whether a part weighs against its own nature: less of a strength than others have is no reason for concern, and
    less of a trouble speaks for nobody; nor does either where there is no more than before. Days since may say both."""
    ways, against = set(part.indicator.direction.values()), "lowers" if part.weight > 0 else "raises"
    no_more = part.indicator.inner in COMPARED and not part.value > 0
    return part.indicator.inner != "days_since" and (no_more or ways == {against})


def _one_alone(part: Part) -> bool:
    return part.indicator.inner == "distinct" and not part.value >= DIFFERENT


def _says_more(one: Indicator, other: Indicator) -> bool:
    """Whether one tells how many, how long or how long ago of what the other says only that it is there at all."""
    alike = (one.roles, one.statuses, one.codes) == (other.roles, other.statuses, other.codes)
    return other.measure == "ever" != one.measure and alike and set(one.kinds) <= set(other.kinds)


def _the_same_within(one: Backed, other: Backed) -> bool:
    """Whether one says of a shorter window what the other says of a longer one, of the same records."""
    windows = one.part.indicator.window, other.part.indicator.window
    shorter = windows[0] is not None and (windows[1] is None or windows[0] < windows[1])
    same = one.part.indicator.inner == other.part.indicator.inner == "count" and one.part.value == other.part.value
    return shorter and same and {row.row for row in one.rows} == {row.row for row in other.rows}


def _held(indicator: Indicator, case: Case) -> list[Record]:
    """The person's own records that are held, be it that the value is made without them."""
    return [] if indicator.measure in (AROUND, COVERED) else held(_named(indicator, case), indicator, case.as_of)


def _not_covered(part: Part) -> bool:
    """Whether the value is null where nothing recorded would be a number: no feed covers the person, unless a record
    is held and it is the date of birth that is not known."""
    return part.indicator.when_none is not None and bool(np.isnan(part.value))


def _guessed(rows: Sequence[Record], case: Case) -> float:
    return sum(row.row in case.estimated for row in rows) / len(rows)


def _behind(part: Part, case: Case) -> list[Record]:
    named = _named(part.indicator, case)
    return behind(named, part.indicator, case.as_of, part.value) if named else []


def _named(indicator: Indicator, case: Case) -> list[Record]:
    """The person's own records of an indicator's kinds."""
    kinds_named = dict.fromkeys((*indicator.kinds, *indicator.with_kinds))
    return [one for kind in kinds_named for one in case.by_kind.get(kind, ())]


def _shown(rows: set[int], case: Case) -> list[dict[str, Any]]:
    """Each record once, newest first, with the fields that may be shown; dates as ISO text."""
    seen = [case.told[row] for row in rows if case.seen(case.told[row]["agency"])]
    newest = sorted(seen, key=lambda row: (row["happened_on"], row["record_id"]), reverse=True)
    return [{name: _plain(value) for name, value in row.items()} for row in newest]


def _text(part: Part) -> str:
    return part.indicator.say(0.0 if np.isnan(part.value) else part.value)


def _in_general(part: Part) -> str:
    """What is said of people around, without its number: how many, or on which day, would tell who."""
    if part.indicator.inner == "days_since":
        return f"{part.indicator.theme}: something is on record about people around them"
    return part.indicator.reason.partition(": {")[0]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
