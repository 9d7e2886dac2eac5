"""Nothing recorded and not covered are different values: by kind, area, age and half of the days looked at."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
import pytest

from features.build import from_snapshot, indicators_as_of, one_row
from features.catalogue import as_catalogue
from features.indicator import HARMED, Indicator
from features.reference import reference_as_of
from records.events import COVERAGE, EVENTS, PEOPLE
from records.store import open_store

DAY = date(2024, 6, 1)
WORDS = {"theme": "T", "reason": "{value}", "ask": "A?", "source": "S", "direction": HARMED}
COUNT = Indicator(name="count", kinds=("suspension", "permanent_exclusion"), measure="count", window=100, **WORDS)
SINCE = Indicator(name="since", kinds=("suspension",), measure="days_since", **WORDS)
COVERED = Indicator(name="covered", kinds=("suspension",), measure="covered", window=100, **WORDS)
ONES = as_catalogue([COUNT, SINCE, COVERED])
NOBODY_RECORDED = EVENTS.empty_table()


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def line(**given) -> dict:
    usual = {"agency": "school", "kind": None, "area": None, "from": ago(4000), "to": DAY, "received_on": DAY}
    return usual | given


def values(
    *lines: dict, events: pa.Table = NOBODY_RECORDED, born: date | None = date(2009, 6, 1)
) -> list[float | None]:
    people = pa.Table.from_pylist([{"person_id": "P1", "born_on": born, "area": "north"}], schema=PEOPLE)
    coverage = pa.Table.from_pylist(list(lines), schema=COVERAGE)
    rows = pa.table({"person_id": ["P1"], "as_of": pa.array([DAY], pa.date32())})
    built = indicators_as_of(events, rows, ONES, people=people, coverage=coverage)
    alone = one_row(events, DAY, ONES, person_id="P1", people=people, coverage=coverage)
    assert built.equals(reference_as_of(events, rows, ONES, people=people, coverage=coverage))
    found = [built.column(name)[0].as_py() for name in ONES.names]
    assert [None if value != value else value for value in alone.tolist()] == found
    return found


def test_no_coverage_at_all_is_everything_covered():
    assert values() == [0.0, None, 1.0]


@pytest.mark.parametrize(
    ("given", "covers"),
    [
        ({}, True),
        ({"agency": "police"}, False),
        ({"kind": "suspension"}, True),
        ({"kind": "permanent_exclusion"}, None),
        ({"kind": "managed_move"}, False),
        ({"area": "north"}, True),
        ({"area": "south"}, False),
        ({"from": ago(50)}, True),
        ({"from": ago(49)}, False),
        ({"to": ago(51)}, True),
        ({"to": ago(52)}, False),
        ({"received_on": DAY + timedelta(days=900)}, True),
        ({"min_age": 15}, False),
        ({"min_age": 14, "max_age": 14}, True),
        ({"max_age": 13}, False),
    ],
)
def test_one_line(given, covers):
    """Covered for the count alone where the line is of its other kind; born 15 years ago today: 14 until yesterday."""
    expected = {True: [0.0, None, 1.0], False: [None, None, 0.0], None: [0.0, None, 0.0]}[covers]
    assert values(line(**given)) == expected


def test_lines_that_touch_or_overlap_cover_each_day_once():
    parts = [line(**{"from": ago(30), "to": ago(11)}), line(**{"from": ago(20), "to": ago(1)})]
    assert values(*parts)[2] == 0.0
    assert values(*parts, line(**{"from": ago(50), "to": ago(31)}))[2] == 1.0


def test_an_unknown_birth_is_within_no_limit_and_an_unlimited_line_needs_none():
    assert values(line(max_age=17), born=None)[2] == 0.0
    assert values(line(), born=None)[2] == 1.0


def test_a_line_without_a_youngest_age_asks_for_none_even_before_birth():
    tomorrow = DAY + timedelta(days=1)
    assert values(line(max_age=17), born=tomorrow)[2] == 1.0
    assert values(line(min_age=0, max_age=17), born=tomorrow)[2] == 0.0


def test_what_was_recorded_stands_whoever_was_covered():
    words = {"record_id": "R", "version": 1, "person_id": "P1", "agency": "school", "kind": "suspension"}
    words |= {"role": "concerned", "status": "recorded", "known_basis": "recorded", "may_discuss": "ask_source_first"}
    events = pa.Table.from_pylist([words | {"happened_on": ago(3), "known_on": ago(2)}], schema=EVENTS)
    assert values(line(agency="police"), events=events) == [1.0, 3.0, 0.0]


def test_the_school_feed_that_ends_at_eighteen_does_not_reassure_afterwards():
    assert values(line(max_age=17), born=date(2006, 5, 1))[0] == 0.0
    assert values(line(max_age=17), born=date(2006, 3, 1))[0] is None


def test_a_store_is_read_with_its_coverage(tmp_path):
    (tmp_path / "people.csv").write_text("person_id,born_on,area\nP1,2009-06-01,north\n")
    (tmp_path / "events.csv").write_text(
        "record_id,person_id,agency,kind,role,status,happened_on,known_on\n"
        "R1,P1,police,theft,suspect,recorded,2020-01-01,2020-01-02\n"
    )
    (tmp_path / "coverage.csv").write_text("agency,from,to,received_on\npolice,2020-01-01,2024-06-01,2024-06-01\n")
    rows = pa.table({"person_id": ["P1"], "as_of": pa.array([DAY], pa.date32())})
    built = from_snapshot(open_store(tmp_path), rows, ONES)
    assert [built.column(name)[0].as_py() for name in ONES.names] == [None, None, 0.0]


PAIR = Indicator(
    name="pair", kinds=("missing_episode",), with_kinds=("suspension",), measure="together", window=100, **WORDS
)
MISSING = {"record_id": "ssd:m:1", "version": 1, "person_id": "P1", "agency": "social_care", "kind": "missing_episode"}
MISSING |= {"role": "concerned", "status": "recorded", "happened_on": ago(40), "known_on": ago(39)}
MISSING |= {"known_basis": "recorded", "may_discuss": "with_the_young_person"}
SUSPENDED = MISSING | {"record_id": "s:e:1", "agency": "school", "kind": "suspension", "happened_on": ago(50)}


@pytest.mark.parametrize(
    ("records", "agencies", "value"),
    [
        ((), ("school", "social_care"), 0.0),
        ((), ("school",), None),
        ((), ("social_care",), None),
        ((MISSING,), ("school", "social_care"), 0.0),
        ((MISSING,), ("social_care",), None),
        ((SUSPENDED,), ("school",), None),
        ((MISSING, SUSPENDED), (), 1.0),
        ((MISSING, SUSPENDED), ("social_care",), 1.0),
    ],
)
def test_a_pair_that_is_not_there_says_something_only_where_both_its_feeds_cover(records, agencies, value):
    events = pa.Table.from_pylist(list(records), schema=EVENTS)
    lines = [line(agency=agency) for agency in (*agencies, "police")]
    coverage = pa.Table.from_pylist(lines, schema=COVERAGE)
    rows = pa.table({"person_id": ["P1"], "as_of": pa.array([DAY], pa.date32())})
    for build in (indicators_as_of, reference_as_of):
        assert build(events, rows, as_catalogue([PAIR]), coverage=coverage)["pair"].to_pylist() == [value]
