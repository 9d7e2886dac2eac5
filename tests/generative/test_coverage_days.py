"""Where a feed's coverage begins and ends, to the day, for the whole catalogue and for catalogues that nobody wrote:
half of the days looked at is enough for silence to be a value, a day less is null; what is recorded stands anyway.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from features.build import indicators_as_of
from features.catalogue import Catalogue
from features.indicator import Indicator
from features.indicators import CATALOGUE
from features.reference import reference_as_of
from records.events import COVERAGE, EVENTS, LINKS, PEOPLE
from records.kinds import kinds
from tests.generative.any_indicator import any_catalogue, any_day
from tests.generative.boundaries import Row, alone, nothing, tie, turned, usual

QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large)
DRAWN = (Phase.explicit, Phase.generate)  # a fault names its own indicator: nothing to shrink
SETTINGS = settings(max_examples=8, deadline=None, database=None, derandomize=True, suppress_health_check=QUIET)
SETTINGS = settings(SETTINGS, phases=DRAWN)
DAY, AGES = timedelta(days=1), (16, 18)
A_YEAR = 365  # days looked at where an indicator has no window, or looks ahead


@dataclass(frozen=True)
class Case:
    """Lines of coverage as (from, to, min_age, max_age), the birth of whom they may cover, and whether they do."""

    name: str
    lines: tuple[tuple[date, date, int | None, int | None], ...]
    covered: bool
    born_on: date | None = None


@pytest.mark.parametrize("part", range(3))
def test_over_the_whole_catalogue(part):
    @settings(SETTINGS, max_examples=2)
    @given(day=any_day())
    def hold(day):
        for one in CATALOGUE.indicators[part::3]:
            hold_at_every_edge(one, day)

    hold()


@SETTINGS
@given(catalogue=any_catalogue(), day=any_day(), later=st.integers(0, 400))
def test_over_any_catalogue(catalogue, day, later):
    for one in catalogue:
        hold_at_every_edge(one, day, later * DAY)


def hold_at_every_edge(one: Indicator, day: date, later: timedelta = DAY) -> None:
    """For each case somebody without and somebody with a record: a value, null, or the record's own value."""
    tried = cases(one, day, later)
    events, links, people, lines = [], [], [], []
    for place, case in enumerate(tried * 2):
        person, area = f"P{place}", f"A{place}"
        people.append({"person_id": person, "born_on": case.born_on or date(2008, 5, 1), "area": area})
        sides = (one.kinds[0], *one.with_kinds[:1])  # of a pair both must be covered
        lines += [_line(kind, area, *said) for said in case.lines for kind in sides]
        if place >= len(tried):
            owner = f"near {person}" if one.links else person
            events += [row | {"person_id": owner} for row in _records(one, day)]
            links += [tie(one, day) | {"person_id": person, "other_id": owner}] if one.links else []
    lines.append(
        _line(one.kinds[0], "elsewhere", day, day, None, None)
    )  # so that lines are given, and not all is covered
    tables = {"links": (links, LINKS), "people": (people, PEOPLE), "coverage": (lines, COVERAGE)}
    rest = {name: pa.Table.from_pylist(rows, schema) for name, (rows, schema) in tables.items()}
    asked = pa.table({"person_id": [one["person_id"] for one in people], "as_of": pa.array([day] * len(people))})
    given = (pa.Table.from_pylist(events, EVENTS), asked, Catalogue("one", (one,)))
    found = indicators_as_of(*given, **rest).column(one.name).to_pylist()
    for place, case in enumerate(tried):
        own = [line for line in lines if line["area"] in (f"A{place}", "elsewhere")]
        twin = _by_twin(given, rest | {"coverage": pa.Table.from_pylist(own, COVERAGE)}, place)
        assert found[place] == twin, (one, case)
        assert found[place] == _silent(one, case), (one, case)
        assert found[len(tried) + place] == _recorded(one, day, case), (one, case)


def _by_twin(given: tuple, rest: dict[str, pa.Table], place: int) -> float | None:
    """The twin's value for one of them; it looks at each day of each line, so it is given those of nobody else."""
    events, asked, catalogue = given
    built = reference_as_of(events, asked.slice(place, 1), catalogue, **rest)
    return built.column(catalogue.names[0])[0].as_py()


def cases(one: Indicator, day: date, later: timedelta) -> list[Case]:
    """Lines that cover half of the days looked at, and one day less, at either end of them and by age."""
    looked = _days_looked_at(one)
    half, first = (looked + 1) // 2, day - looked * DAY
    least, most = day - half * DAY, first + (half - 1) * DAY  # the latest beginning and the earliest end that suffice
    long_ago = first - 40 * DAY
    found = [
        Case("begins in time", ((least, day - DAY, None, None),), True),
        Case("begins a day late", ((least + DAY, day - DAY, None, None),), False),
        Case("begins a day late, and ends late", ((least + DAY, day + later, None, None),), False),
        Case("begins on the day", ((day, day + later, None, None),), False),
        Case("ends in time", ((first, most, None, None),), True),
        Case("ends a day early", ((first, most - DAY, None, None),), False),
        Case("ends a day early, begun long ago", ((long_ago, most - DAY, None, None),), False),
        Case("ends the day before the window", ((long_ago, first - DAY, None, None),), False),
        Case("no line", (), False),
    ]
    if half > 2:
        middle = least + (half // 2) * DAY
        touching = ((least, middle - DAY, None, None), (middle, day - DAY, None, None))
        gap = ((least, middle - DAY, None, None), (middle + DAY, day - DAY, None, None))
        overlap = ((least + DAY, middle, None, None), (middle, day - DAY, None, None))
        found += [Case("two that touch", touching, True), Case("a day between two", gap, False)]
        found += [Case("a day in two counts once", overlap, False)]
    return found + _by_age(least, most, (long_ago, day + later))


def _by_age(least: date, most: date, always: tuple[date, date]) -> list[Case]:
    found = []
    for age in AGES:
        for turns, covered in ((least, True), (least + DAY, False)):
            found.append(Case(f"covered from {age}", ((*always, age, None),), covered, turned(turns, age)))
        for turns, covered in ((most + DAY, True), (most, False)):
            found.append(Case(f"covered until {age}", ((*always, None, age - 1),), covered, turned(turns, age)))
    return [case for case in found if case.born_on is not None]


def _days_looked_at(one: Indicator) -> int:
    if one.window is None or one.inner == "nearing":
        return A_YEAR
    return 2 * one.window if one.inner in ("trend", "rise") else one.window


def _line(kind: str, area: str, begin: date, end: date, youngest: int | None, oldest: int | None) -> Row:
    agency = kinds()[kind].agency if kind in kinds() else "another"
    ages = {"min_age": youngest, "max_age": oldest}
    return {"agency": agency, "kind": kind, "area": area, "from": begin, "to": end, "received_on": end} | ages


def _records(one: Indicator, day: date) -> list[Row]:
    record = usual(one, day)
    return [record, *([record | {"record_id": "S", "kind": one.with_kinds[0]}] if one.with_kinds else [])]


def _silent(one: Indicator, case: Case) -> float | None:
    if one.measure == "covered":
        return float(case.covered)
    return nothing(one) if case.covered else None


def _recorded(one: Indicator, day: date, case: Case) -> float | None:
    """What is recorded stands, covered or not; what looks at the young person's own birthday is left to them."""
    if one.measure == "covered":
        return float(case.covered)
    if one.measure == "nearing":
        return float(_turns_within(one, day, case.born_on or date(2008, 5, 1)))
    return alone(one, day, day - DAY)


def _turns_within(one: Indicator, day: date, born: date) -> bool:
    year = born.year + (one.age or 0)
    turns = date(year, 3, 1) if (born.month, born.day) == (2, 29) and year % 4 else born.replace(year=year)
    return day <= turns < day + (one.window or 0) * DAY
