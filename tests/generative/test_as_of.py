"""What holds for every indicator, today's and tomorrow's: the future and the unknown change nothing, nor does order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from features.build import indicators_as_of, one_row
from features.catalogue import Catalogue
from features.indicators import CATALOGUE
from features.plan import plan_of
from features.prepared import prepared
from tests.generative.any_indicator import any_catalogue

QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
SETTINGS = settings(max_examples=8, deadline=None, database=None, suppress_health_check=QUIET)
AS_OF = date(2024, 6, 1)
PEOPLE = ("P1", "P2", "P3")
ROWS = pa.table({"person_id": pa.array(PEOPLE), "as_of": pa.array([AS_OF] * 3, pa.date32())})
OURS = st.just(CATALOGUE)
ANY = any_catalogue().map(lambda ones: Catalogue("any", ones))

pytestmark = pytest.mark.parametrize("catalogues", [OURS, ANY], ids=["the whole catalogue", "random indicators"])


def built(world, catalogue, rows=ROWS) -> pa.Table:
    events, rest = world.tables()
    return indicators_as_of(events, rows, catalogue, **rest)


def not_before(day: date) -> date:
    return day if day >= AS_OF else AS_OF


def changed(rows, **how) -> list[dict]:
    """The rows with some of their columns put through a function."""
    return [row | {name: turn(row[name]) for name, turn in how.items() if name in row} for row in rows]


def drawn(data, catalogues, worlds):
    catalogue = data.draw(catalogues)
    return catalogue, data.draw(worlds(catalogue.indicators)), data.draw(worlds(catalogue.indicators))


def nothing(_) -> None:
    return None


@SETTINGS
@given(data=st.data())
def test_a_poisoned_future_changes_nothing(data, catalogues, worlds):
    catalogue, world, poison = drawn(data, catalogues, worlds)
    events = changed(poison.events, happened_on=not_before, superseded_on=nothing)
    links = changed(poison.links, started_on=not_before, superseded_on=nothing)
    assert built(world.and_(events, links), catalogue).equals(built(world, catalogue))


@SETTINGS
@given(data=st.data())
def test_what_was_not_yet_known_changes_nothing(data, catalogues, worlds):
    catalogue, world, late = drawn(data, catalogues, worlds)
    events = changed(late.events, known_on=not_before, superseded_on=nothing)
    links = changed(late.links, known_on=not_before, superseded_on=nothing)
    assert built(world.and_(events, links), catalogue).equals(built(world, catalogue))


@SETTINGS
@given(data=st.data())
def test_what_our_own_flag_caused_changes_nothing(data, catalogues, worlds):
    catalogue, world, caused = drawn(data, catalogues, worlds)
    events = changed(caused.events, our_flag=lambda _: True)
    assert built(world.and_(events), catalogue).equals(built(world, catalogue))


@SETTINGS
@given(data=st.data())
def test_a_link_as_victim_changes_nothing(data, catalogues, worlds):
    catalogue, world, more = drawn(data, catalogues, worlds)
    links = changed(more.links, kind=lambda _: "harmed_by")
    assert built(world.and_(links=links), catalogue).equals(built(world, catalogue))


@SETTINGS
@given(data=st.data())
def test_an_ending_that_is_not_yet_known_changes_nothing(data, catalogues, worlds):
    catalogue, world, _ = drawn(data, catalogues, worlds)

    def with_endings(**how):
        return replace(world, events=changed(world.events, **how), links=changed(world.links, **how))

    hidden = with_endings(ended_known_on=lambda day: AS_OF if day else None)
    endless = with_endings(ended_on=nothing, ended_known_on=nothing)
    assert built(hidden, catalogue).equals(built(endless, catalogue))


@SETTINGS
@given(data=st.data())
def test_a_superseded_version_counts_until_that_is_known_and_then_no_more(data, catalogues, worlds):
    catalogue, world, replaced = drawn(data, catalogues, worlds)

    def until(day):
        rows = [changed(one, superseded_on=lambda _: day) for one in (replaced.events, replaced.links)]
        return built(world.and_(*rows), catalogue)

    assert until(AS_OF - timedelta(days=1)).equals(built(world, catalogue))
    assert until(AS_OF).equals(until(None))


@SETTINGS
@given(data=st.data(), known_for=st.sampled_from((0, 1, 2, 30, 400)))
def test_a_version_that_another_replaces_hands_over_on_one_day(data, known_for, catalogues, worlds):
    """Cut in two versions of the same content, wherever, each record and link counts once: never twice, never not."""
    catalogue, world, replaced = drawn(data, catalogues, worlds)

    def cut(rows):
        day = [row["known_on"] + timedelta(days=known_for) for row in rows]
        first = [row | {"superseded_on": when} for row, when in zip(rows, day, strict=True)]
        return first + [row | {"known_on": when, "superseded_on": None} for row, when in zip(rows, day, strict=True)]

    events, links = (changed(rows, superseded_on=nothing) for rows in (replaced.events, replaced.links))
    whole, in_two = world.and_(events, links), world.and_(cut(events), cut(links))
    assert built(in_two, catalogue).equals(built(whole, catalogue))


@SETTINGS
@given(data=st.data())
def test_order_changes_nothing(data, catalogues, worlds, asked):
    """Also of what happened on one day, where sums of other amounts might come out otherwise."""
    catalogue, world, _ = drawn(data, catalogues, worlds)
    summing = [one for one in catalogue.indicators if one.measure in ("total", "rise")]
    crowded = data.draw(worlds((data.draw(st.sampled_from(summing)),), more=20))
    on_one_day = changed(crowded.events, happened_on=lambda _: AS_OF - timedelta(days=1), superseded_on=nothing)
    world = world.and_([row | {"person_id": PEOPLE[0], "known_on": row["happened_on"]} for row in on_one_day])
    rows = data.draw(asked)
    shuffled = replace(
        world, **{name: data.draw(st.permutations(getattr(world, name))) for name in ("events", "links")}
    )
    order = pa.array(data.draw(st.permutations(range(rows.num_rows))))
    expected = built(world, catalogue, rows).take(order)
    assert built(shuffled, catalogue, rows.take(order)).equals(expected)


@SETTINGS
@given(data=st.data())
def test_one_at_a_time_equals_all_at_once(data, catalogues, worlds):
    """Alone with the records of those around, and from what was prepared for everyone: the same bits."""
    catalogue, world, _ = drawn(data, catalogues, worlds)
    events, rest = world.tables()
    everyone = prepared(events, pa.array(PEOPLE), plan_of(catalogue), **rest)
    for person, row in zip(PEOPLE, built(world, catalogue).to_pylist(), strict=True):
        expected = np.array([np.nan if row[name] is None else row[name] for name in catalogue.names])
        alone = one_row(events, AS_OF, catalogue, person_id=person, **rest)
        assert alone.tobytes() == expected.tobytes()
        assert everyone.row(person, AS_OF).tobytes() == expected.tobytes()


@SETTINGS
@given(data=st.data(), years=st.sampled_from((-8, -4, 4, 8)))
def test_the_calendar_does_not_matter(data, years, catalogues, worlds):
    """Moved by whole cycles of four years, within which a birthday stays on its day."""
    catalogue, world, _ = drawn(data, catalogues, worlds)
    shift = timedelta(days=1461 * years // 4)

    def moved(rows):
        return [{n: v + shift if isinstance(v, date) else v for n, v in row.items()} for row in rows]

    parts = {name: moved(getattr(world, name)) for name in ("events", "links", "people")}
    there = replace(world, **parts, coverage=None if world.coverage is None else moved(world.coverage))
    rows = ROWS.set_column(1, "as_of", pa.array([AS_OF + shift] * 3, pa.date32()))
    assert built(there, catalogue, rows).drop_columns("as_of").equals(built(world, catalogue).drop_columns("as_of"))
