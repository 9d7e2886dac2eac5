"""Which records made a value, and why the others of the same kinds did not: one person, one date, one indicator.

What counts is asked of the very rules that the values come from; here it is only put into words. Of people around
somebody no id is ever told: how many they are, and how many records of theirs counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from features.build import from_snapshot
from features.catalogue import Catalogue
from features.indicator import Indicator
from features.measures import reach_of, span_of
from features.selection import Record, behind, day_number, held, is_open, records_of
from records.refusal import WrongUse
from records.store import Snapshot
from records.visibility import NEVER, visible

LONG_BEFORE = -NEVER  # a day by which anything was known
SHOWN = ("happened_on", "known_on", "superseded_on", "ended_on", "ended_known_on")
WORDS = ("agency", "kind", "role", "status", "code", "amount")


@dataclass(frozen=True)
class Around:
    """What stands behind a value of `neighbours`: links of the declared kinds ever on record, the people linked as of
    the date whose records were held, and how many records those were."""

    links: int
    people: float | None
    records: float | None


@dataclass(frozen=True)
class Trace:
    """A value with the records that made it and those that did not, each as a row to show.

    `of_other_kinds` is how many more records the person has; `covered` says whether the feeds covered them.
    """

    value: float | None
    counted: tuple[dict[str, Any], ...]
    left_out: tuple[dict[str, Any], ...]
    of_other_kinds: int
    covered: bool
    around: Around | None


def trace(snapshot: Snapshot, person_id: str, as_of: date, indicator: Indicator) -> Trace:
    """The value of one person as of a date, taken apart. WrongUse when the store does not know the person."""
    snapshot = snapshot.until(as_of)
    found = snapshot.person(person_id)
    if found is None:
        raise WrongUse("PERSON must be a person_id of the store; it is not")
    table = found.events.to_pylist()
    records, day = records_of(found.events), day_number(as_of)
    own = indicator.measure != "neighbours"
    named = [one for one in records if own and one.kind in (*indicator.kinds, *indicator.with_kinds)]
    value = _value(snapshot, person_id, as_of, indicator)
    made = {one.row for one in behind(named, indicator, day, value)}
    sides = [of for of in (indicator.kinds, indicator.with_kinds) if of]  # of a pair both must be covered
    return Trace(
        value,
        tuple(_shown(table[one.row]) for one in named if one.row in made),
        tuple(
            {"why_not": why_not(one, named, indicator, as_of)} | _shown(table[one.row])
            for one in named
            if one.row not in made
        ),
        len(records) - len(named),
        all(_value(snapshot, person_id, as_of, _coverage_of(indicator, of)) == 1 for of in sides),
        None if own else _around(snapshot, person_id, as_of, indicator, found.links),
    )


def why_not(record: Record, records: Sequence[Record], indicator: Indicator, as_of: date) -> str:
    """Why a record of an indicator's kinds does not stand behind its value as of a date: the first reason there is."""
    day = day_number(as_of)
    reason = _of_another_sort(record, indicator) or _not_visible(record, day)
    if reason:
        return reason
    reach = reach_of(indicator.inner, indicator.window)
    if record.happened_on < day - reach:
        return f"outside the window, which begins on {as_of - timedelta(days=reach)}"
    there = held(records, indicator, day)
    if record not in there:
        return "not one that this indicator counts"
    return _held_but(record, there, indicator, day)


def _held_but(record: Record, there: Sequence[Record], indicator: Indicator, as_of: int) -> str:
    if indicator.measure == "nearing" and is_open(record, as_of):
        return "open, but the birthday is not known to come within the window"
    if indicator.measure == "first" and record.happened_on == min(one.happened_on for one in there):
        return "the first, but before the window began"
    return HELD_BUT.get(indicator.measure, "held, but it adds nothing").format(column=indicator.column)


HELD_BUT = {
    "open_now": "its end has come and is known",
    "nearing": "its end has come and is known",
    "days_since": "a later one is the latest",
    "first": "an earlier one is the first",
    "distinct": "it has no {column}",
    "together": "nothing that counts is within 30 days of it",
    "days_open": "no day of it lies in the window",
    "covered": "coverage asks about the feed, not about records",
}


def _of_another_sort(record: Record, indicator: Indicator) -> str:
    if record.our_flag:
        return "our own flag caused it"
    if indicator.counted_roles and record.role not in indicator.counted_roles:
        return f"another role: {record.role}"
    if record.status not in indicator.counted_statuses:
        return f"another status: {record.status}"
    if indicator.codes and record.kind in indicator.kinds and record.code not in indicator.codes:
        return f"another code: {record.code or 'none'}"
    return ""


def _not_visible(record: Record, as_of: int) -> str:
    """Which of its dates keeps a record from counting, asked of the one rule with the other dates out of the way."""
    if not visible(record.happened_on, LONG_BEFORE, NEVER, as_of):
        return "had not happened before the date"
    if not visible(record.happened_on, record.known_on, NEVER, as_of):
        return "known too late: not before the date"
    if not visible(record.happened_on, record.known_on, record.superseded_on, as_of):
        return "superseded, withdrawn or past its keeping before the date"
    return ""


def _around(snapshot: Snapshot, person_id: str, as_of: date, indicator: Indicator, links: pa.Table) -> Around:
    reach = reach_of(indicator.inner, indicator.window)  # as far back as the value's own records
    window = None if reach == NEVER else reach
    plain: dict[str, Any] = {"half_life": None, "harm_index": None, "window": window}
    people = replace(indicator, of="distinct", column="person_id", **plain)
    records = replace(indicator, of="count", column=None, **plain)
    counts = (_value(snapshot, person_id, as_of, one) for one in (people, records))
    ever = sum(kind in indicator.links for kind in links.column("kind").to_pylist())
    return Around(ever, *counts)


def _coverage_of(indicator: Indicator, of: tuple[str, ...]) -> Indicator:
    """Whether the feeds of these kinds covered the person for as long as the indicator's value asks."""
    return Indicator(
        name="covered", theme="covered", kinds=of, measure="covered",
        window=span_of(indicator.inner, indicator.window),
        reason="covered", ask="covered?", source="covered", direction={"harmed": "either"},
    )  # fmt: skip


def _value(snapshot: Snapshot, person_id: str, as_of: date, indicator: Indicator) -> float | None:
    rows = pa.table({"person_id": [person_id], "as_of": pa.array([as_of], pa.date32())})
    built = from_snapshot(snapshot, rows, Catalogue("traced", (indicator,)))
    value: float | None = built.column(indicator.name)[0].as_py()
    return value


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row.get(name) for name in ("record_id", "version", *SHOWN, *WORDS)}
