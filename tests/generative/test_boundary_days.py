"""Boundary days hold for the whole catalogue and for catalogues that nobody wrote: what counts up to a day counts no
more on the next, as the contract says it (`boundaries`), for the kernel and for its slow twin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from features.build import indicators_as_of
from features.catalogue import Catalogue
from features.indicator import Indicator
from features.indicators import CATALOGUE
from features.reference import reference_as_of
from records.events import EVENTS, LINKS, PEOPLE
from tests.generative.any_indicator import any_catalogue, any_day
from tests.generative.boundaries import Case, Row, cases, tie, usual

QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
DRAWN = (
    Phase.explicit,
    Phase.generate,
)  # a catalogue of many indicators would take minutes to shrink, and the fault names its own
SETTINGS = settings(
    max_examples=30, deadline=None, database=None, derandomize=True, suppress_health_check=QUIET, phases=DRAWN
)
AS_OF = date(2024, 6, 1)  # around which histories are drawn
A_FEW = 5  # indicators of a part, for which other records are drawn beside the one at the edge
TIED = [one for one in CATALOGUE.indicators if one.measure != "covered"]


@dataclass(frozen=True)
class Made:
    """What an indicator's cases look like as tables, and whom they are asked for."""

    events: pa.Table
    rest: dict[str, pa.Table]
    rows: pa.Table


@pytest.mark.parametrize("part", range(4))
def test_over_the_whole_catalogue(part, records_of):
    ones = tuple(TIED[part::4])

    @settings(SETTINGS, max_examples=6)
    @given(day=any_day(), data=st.data())
    def hold(day, data):
        noise = {one.name: data.draw(records_of((one,))) for one in ones[:A_FEW]}
        hold_at_every_edge(ones, day, noise)

    hold()


def test_over_any_catalogue(records_of):
    reached = set()

    @SETTINGS
    @given(catalogue=any_catalogue(), day=any_day(), data=st.data())
    def hold(catalogue, day, data):
        ones = tuple(one for one in catalogue if one.measure != "covered")
        hold_at_every_edge(ones, day, {one.name: data.draw(records_of((one,))) for one in ones})
        reached.update(one.inner for one in ones)

    hold()
    assert reached >= {"count", "days_open", "trend", "together", "nearing"}


def hold_at_every_edge(ones: tuple[Indicator, ...], day: date, noise: dict[str, list[Row]]) -> None:
    """Kernel and twin give what is due at each edge, and a record beyond one changes nothing of a life with others."""
    tried = {one.name: cases(one, day) for one in ones}
    made = {one.name: _made(one, day, tried[one.name], noise.get(one.name, [])) for one in ones}
    whole, rest = _together(list(made.values()))
    by_kernel = indicators_as_of(
        whole, pa.concat_tables([one.rows for one in made.values()]), Catalogue("o", ones), **rest
    )
    at = 0
    for one in ones:
        mine = made[one.name]
        values = by_kernel.column(one.name).to_pylist()[at : at + len(mine.rows)]
        at += len(mine.rows)
        twin = reference_as_of(mine.events, mine.rows, Catalogue("o", (one,)), **mine.rest)
        assert values == twin.column(one.name).to_pylist(), one
        _hold(one, tried[one.name], values)


def _hold(one: Indicator, tried: list[Case], values: list[float | None]) -> None:
    n = len(tried)
    alone, among, others = values[:n], values[n : 2 * n], values[2 * n]
    for case, value, beside in zip(tried, alone, among, strict=True):
        assert value == case.expected, (one, case)
        assert case.counts or beside == others, (one, case)


def _made(one: Indicator, day: date, tried: list[Case], noise: list[Row]) -> Made:
    """Each case for somebody who has nothing else, then for somebody with other records; last these others alone."""
    events: list[Row] = []
    links: list[Row] = []
    people: list[Row] = []
    shift = day - AS_OF
    moved = [{n: v + shift if isinstance(v, date) else v for n, v in row.items()} for row in noise]
    for place, case in enumerate([*tried, *tried, None]):
        person = f"{one.name} {place}"
        own = [] if case is None else _records(one, day, case)
        owner = f"near {person}" if one.links else person
        events += [row | {"person_id": owner} for row in own]
        if one.links and case is not None:
            links.append(tie(one, day) | {"person_id": person, "other_id": owner} | case.link)
        if place >= len(tried) and moved:
            friend = f"friend of {person}" if one.links else person
            events += [row | {"person_id": friend} for row in moved]
            links += [tie(one, day) | {"person_id": person, "other_id": friend}] if one.links else []
        people.append({"person_id": person, "born_on": case.born_on if case else _born(tried)})
    rest = {"links": pa.Table.from_pylist(links, LINKS), "people": pa.Table.from_pylist(people, PEOPLE)}
    asked = [person["person_id"] for person in people]
    rows = pa.table({"person_id": pa.array(asked), "as_of": pa.array([day] * len(asked), pa.date32())})
    return Made(pa.Table.from_pylist(events, EVENTS), rest, rows)


def _records(one: Indicator, day: date, case: Case) -> list[Row]:
    record = usual(one, day) | case.record
    if not one.with_kinds:
        return [record]
    return [record, record | {"record_id": "S", "kind": one.with_kinds[0]} | (case.partner or {})]


def _born(tried: list[Case]) -> date | None:
    return tried[0].born_on


def _together(made: list[Made]) -> tuple[pa.Table, dict[str, Any]]:
    rest = {name: pa.concat_tables([one.rest[name] for one in made]) for name in ("links", "people")}
    return pa.concat_tables([one.events for one in made]), rest
