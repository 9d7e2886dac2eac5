"""The slow, obvious twin of the kernel: every indicator straight from its definition, in plain Python.

Property tests hold the kernel to this exactly; nothing else may be quick here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pyarrow as pa

from features.catalogue import Catalogue, as_catalogue
from features.indicator import Indicator
from features.measures import span_of
from features.selection import Record, day_number, held, in_order, is_open, paired, records_of
from records.kinds import kinds
from records.visibility import NEVER, ended, visible

EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, eq=False)
class World:
    """What is known: each person's records in order, and the rows of links, people and coverage as they stand."""

    records: dict[str, list[Record]]
    links: list[dict[str, Any]]
    people: list[dict[str, Any]]
    coverage: list[dict[str, Any]]

    @cached_property
    def days_covered(self) -> dict[tuple[str, tuple[str, ...], tuple[range, ...]], set[int]]:
        """What was found so far: the days covered, by person, kinds and what the lines tell as of the date."""
        return {}


def reference_as_of(
    events: pa.Table,
    rows: pa.Table,
    catalogue: Catalogue | Sequence[Indicator],
    *,
    links: pa.Table | None = None,
    people: pa.Table | None = None,
    coverage: pa.Table | None = None,
) -> pa.Table:
    """The same table as `indicators_as_of`, cell by cell."""
    chosen, by_person = as_catalogue(catalogue), defaultdict(list)
    for record in records_of(events):
        by_person[record.person_id].append(record)
    world = World(by_person, *([] if table is None else table.to_pylist() for table in (links, people, coverage)))
    asked = [(row["person_id"], day_number(row["as_of"])) for row in rows.to_pylist()]
    columns = {
        one.name: pa.array([_cell(world, person, one, as_of) for person, as_of in asked], pa.float64())
        for one in chosen.indicators
    }
    return pa.table({"person_id": rows.column("person_id"), "as_of": rows.column("as_of"), **columns})


def value(records: Sequence[Record], indicator: Indicator, as_of: int) -> float | None:
    """One indicator over `records`, which stand in order; None for never."""
    there = held(records, indicator, as_of)
    recently = as_of - (indicator.window or 0)
    match indicator.inner:
        case "count":
            return float(len(there))
        case "ever":
            return float(bool(there))
        case "total":
            return sum_in_order(_number(one, indicator) for one in there)
        case "days_since":
            return float(min(as_of - one.happened_on for one in there)) if there else None
        case "decayed":
            return sum_in_order(_decayed(one, indicator, as_of) for one in there)
        case "distinct":
            return float(len({getattr(one, indicator.column or "") for one in there} - {None}))
        case "open_now":
            return float(any(is_open(one, as_of) for one in there))
        case "days_open":
            return float(sum(any(_spans(one, day, as_of) for one in there) for day in range(recently, as_of)))
        case "trend":
            recent = sum(one.happened_on >= recently for one in there)
            return float(recent - (len(there) - recent))
        case "rise":
            return sum_in_order(_number(one, indicator) for one in there if one.happened_on >= recently) - sum_in_order(
                _number(one, indicator) for one in there if one.happened_on < recently
            )
        case "first":
            return float(min(one.happened_on for one in there) >= recently) if there else 0.0
        case _:
            return float(sum(bool(near) for _, near in paired(there, indicator)))


def value_on(events: pa.Table, indicator: Indicator, as_of: date) -> float | None:
    """One indicator of the one person whose `events` these are."""
    return value(records_of(events), indicator, day_number(as_of))


def _cell(world: World, person: str, indicator: Indicator, as_of: int) -> float | None:
    if indicator.measure == "covered":
        return float(_covered(world, person, indicator, as_of))
    whose = _linked(world, person, indicator, as_of) if indicator.measure == "neighbours" else {person}
    records = in_order(record for one in whose for record in world.records[one])
    there = held(records, indicator, as_of)
    if indicator.measure == "together":
        there = [one for one, _ in paired(there, indicator)]
    if not there:
        return indicator.when_none if _covered(world, person, indicator, as_of) else None
    if indicator.measure == "nearing":
        return _nearing(world, person, indicator, as_of) if any(is_open(one, as_of) for one in there) else 0.0
    found = value(records, indicator, as_of)
    if indicator.measure == "together" and not found:  # the other side of the pair may not be covered
        return indicator.when_none if _covered(world, person, indicator, as_of) else None
    return found


def _linked(world: World, person: str, indicator: Indicator, as_of: int) -> set[str]:
    """Everyone else to whom a link of the declared kinds counts as of the date."""
    mine = [one for one in world.links if one["person_id"] == person and one["kind"] in indicator.links]
    return {one["other_id"] for one in mine if _link_counts(one, as_of)} - {person}


def _link_counts(link: dict[str, Any], as_of: int) -> bool:
    there = visible(_day(link["started_on"]), _day(link["known_on"]), _day(link["superseded_on"]), as_of)
    return bool(there and not ended(_day(link["ended_on"]), _day(link["ended_known_on"]), as_of))


def _nearing(world: World, person: str, indicator: Indicator, as_of: int) -> float | None:
    """Whether the age in whole years on the last day of the window is reached by then, and not the day before D."""
    born = _person(world, person).get("born_on")
    if born is None:
        return None
    age, last = indicator.age or 0, as_of + (indicator.window or 0) - 1
    return float(_age(born, as_of - 1) < age <= _age(born, last))


def _covered(world: World, person: str, indicator: Indicator, as_of: int) -> bool:
    if not world.coverage:
        return True
    span = span_of(indicator.inner, indicator.window)
    sets = [of for of in (indicator.kinds, indicator.with_kinds) if of]
    days = (_days_covered(world, person, of, as_of).intersection(range(as_of - span, as_of)) for of in sets)
    return all(2 * len(found) >= span for found in days)


def _days_covered(world: World, person: str, of: tuple[str, ...], as_of: int) -> set[int]:
    lines = [(one, _days_of(one, as_of)) for one in world.coverage if _speaks(one, of) and _known(one, as_of)]
    days, asked = world.days_covered, (person, of, tuple(told for _, told in lines))
    if asked not in days:
        who = _person(world, person)
        days[asked] = {day for line, told in lines for day in told if _line_covers(line, who, day)}
    return days[asked]


def _speaks(line: dict[str, Any], of: tuple[str, ...]) -> bool:
    """Whether a line covers one of the kinds; a kind that our list does not know may be any agency's."""
    agencies = {kinds()[kind].agency if kind in kinds() else line["agency"] for kind in of}
    return line["kind"] in of if line["kind"] is not None else line["agency"] in agencies


def _known(line: dict[str, Any], as_of: int) -> bool:
    return line.get("known_on") is None or _day(line["known_on"]) < as_of


def _days_of(line: dict[str, Any], as_of: int) -> range:
    """From `from` to `to`, or as of a date on which its feed is in time to that date, whatever comes after it."""
    in_time_to = line.get("in_time_to")
    lasts = in_time_to is not None and as_of <= _day(in_time_to)
    return range(_day(line["from"]), max(_day(line["to"]), as_of if lasts else 0) + 1)


def _line_covers(line: dict[str, Any], who: dict[str, Any], day: int) -> bool:
    low, high = line.get("min_age"), line.get("max_age")
    if line["area"] not in (None, who.get("area")):
        return False
    if low is None and high is None:
        return True
    born = who.get("born_on")
    if born is None:
        return False
    return (-NEVER if low is None else low) <= _age(born, day) <= (NEVER if high is None else high)


def _person(world: World, person: str) -> dict[str, Any]:
    return next((one for one in world.people if one["person_id"] == person), {})


def _age(born: date, day: int) -> int:
    """Whole years on the day: one more on each birthday."""
    then = date.fromordinal(EPOCH + day)
    return then.year - born.year - ((then.month, then.day) < (born.month, born.day))


def _day(day: date | None) -> int:
    return NEVER if day is None else day_number(day)


def _number(record: Record, indicator: Indicator) -> float:
    return record.harm(indicator.harm_version) if indicator.column == "harm" else record.amount


def _decayed(record: Record, indicator: Indicator, as_of: int) -> float:
    weight = 0.5 ** ((as_of - record.happened_on) / (indicator.half_life or 1))
    return weight * (1.0 if indicator.column is None else _number(record, indicator))


def _spans(spell: Record, day: int, as_of: int) -> bool:
    return spell.happened_on <= day and (is_open(spell, as_of) or day < spell.ended_on)


def sum_in_order(numbers: Iterable[float]) -> float:
    """Plain additions from first to last: Python's own `sum` compensates from 3.12 on."""
    result = 0.0
    for number in numbers:
        result += number
    return result
