"""What holds for every indicator, today's and tomorrow's: the future and the unknown change nothing, nor does order."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from features.build import indicators_as_of, one_row
from features.indicators import CATALOGUE

SETTINGS = settings(max_examples=15, deadline=None, database=None)
AS_OF = date(2024, 6, 1)
PEOPLE = ("P1", "P2", "P3")
ROWS = pa.table({"person_id": pa.array(PEOPLE), "as_of": pa.array([AS_OF] * 3, pa.date32())})


def built(events: pa.Table) -> pa.Table:
    return indicators_as_of(events, ROWS, CATALOGUE)


def not_before(day: date) -> date:
    return day if day >= AS_OF else AS_OF


@SETTINGS
@given(data=st.data())
def test_a_poisoned_future_changes_nothing(data, histories, events_of):
    history, poison = data.draw(histories()), data.draw(histories())
    future = [record | {"happened_on": not_before(record["happened_on"]), "superseded_on": None} for record in poison]
    assert built(events_of(history + future)).equals(built(events_of(history)))


@SETTINGS
@given(data=st.data())
def test_what_was_not_yet_known_changes_nothing(data, histories, events_of):
    history, late = data.draw(histories()), data.draw(histories())
    unknown = [record | {"known_on": not_before(record["known_on"]), "superseded_on": None} for record in late]
    assert built(events_of(history + unknown)).equals(built(events_of(history)))


@SETTINGS
@given(data=st.data())
def test_an_ending_that_is_not_yet_known_changes_nothing(data, histories, events_of):
    history = data.draw(histories())
    hidden = [record | {"ended_known_on": AS_OF} if record["ended_on"] else record for record in history]
    endless = [record | {"ended_on": None, "ended_known_on": None} for record in history]
    assert built(events_of(hidden)).equals(built(events_of(endless)))


@SETTINGS
@given(data=st.data())
def test_a_superseded_version_counts_until_that_is_known_and_then_no_more(data, histories, events_of):
    history, replaced = data.draw(histories()), data.draw(histories())
    before = [record | {"superseded_on": AS_OF - timedelta(days=1)} for record in replaced]
    after = [record | {"superseded_on": AS_OF} for record in replaced]
    never = [record | {"superseded_on": None} for record in replaced]
    assert built(events_of(history + before)).equals(built(events_of(history)))
    assert built(events_of(history + after)).equals(built(events_of(history + never)))


@SETTINGS
@given(data=st.data())
def test_order_changes_nothing(data, histories, asked, events_of):
    history, rows = data.draw(histories()), data.draw(asked)
    shuffled = data.draw(st.permutations(history))
    order = pa.array(data.draw(st.permutations(range(rows.num_rows))))
    expected = indicators_as_of(events_of(history), rows, CATALOGUE).take(order)
    assert indicators_as_of(events_of(shuffled), rows.take(order), CATALOGUE).equals(expected)


@SETTINGS
@given(data=st.data())
def test_one_at_a_time_equals_all_at_once(data, histories, events_of):
    history = data.draw(histories())
    together = built(events_of(history)).to_pylist()
    for person, row in zip(PEOPLE, together, strict=True):
        alone = one_row(events_of([record for record in history if record["person_id"] == person]), AS_OF, CATALOGUE)
        expected = [float("nan") if row[name] is None else row[name] for name in CATALOGUE.names]
        assert list(map(repr, alone.tolist())) == list(map(repr, expected))


@SETTINGS
@given(data=st.data(), days=st.integers(-3000, 3000))
def test_the_calendar_does_not_matter(data, days, histories, events_of):
    history, shift = data.draw(histories()), timedelta(days=days)
    moved = [
        {name: value + shift if isinstance(value, date) else value for name, value in record.items()}
        for record in history
    ]
    rows = ROWS.set_column(1, "as_of", pa.array([AS_OF + shift] * 3, pa.date32()))
    then = indicators_as_of(events_of(moved), rows, CATALOGUE)
    assert then.drop_columns("as_of").equals(built(events_of(history)).drop_columns("as_of"))
