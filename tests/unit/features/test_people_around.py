"""Neighbours, coming of age and the prepared snapshot: what counts on the day, and whom one may ask for."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from features.births import birthdays
from features.build import indicators_as_of, one_row, prepare, records_behind
from features.catalogue import as_catalogue
from features.indicator import HARMED, Indicator
from features.selection import day_number
from records.events import EVENTS, LINKS, PEOPLE
from records.refusal import Refused, WrongUse
from records.store import open_store
from records.visibility import NEVER

DAY = date(2024, 6, 1)
WORDS = {"theme": "T", "reason": "{value}", "ask": "A?", "source": "S", "direction": HARMED}
AROUND = Indicator(
    name="around", kinds=("missing_episode",), measure="neighbours", of="total", links=("sibling", "household"), **WORDS
)
PERSONS = Indicator(
    name="persons", kinds=("missing_episode",), measure="neighbours", of="distinct", column="person_id",
    links=("sibling", "household"), **WORDS,
)  # fmt: skip
NEARING = Indicator(name="nearing", kinds=("looked_after",), measure="nearing", age=18, window=30, **WORDS)
ONES = as_catalogue([AROUND, PERSONS, NEARING])


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def event(person: str, kind: str = "missing_episode", amount: float = 1.0) -> dict:
    words = {"record_id": "R", "version": 1, "person_id": person, "agency": "social_care", "kind": kind}
    words |= {"role": "concerned", "status": "recorded", "known_basis": "recorded", "may_discuss": "ask_source_first"}
    return words | {"happened_on": ago(40), "known_on": ago(39), "amount": amount}


def link(other: str, kind: str = "sibling", **given) -> dict:
    words = {"record_id": "L", "person_id": "P1", "other_id": other, "kind": kind}
    return words | {"started_on": ago(400), "known_on": ago(399)} | given


def around(*links: dict) -> list[float]:
    events = pa.Table.from_pylist(
        [event("P1", amount=64.0), event("P2"), event("P2", amount=2.0), event("P3", amount=4.0)], EVENTS
    )
    return one_row(events, DAY, ONES, person_id="P1", links=pa.Table.from_pylist(list(links), LINKS))[:2].tolist()


@pytest.mark.parametrize(
    ("links", "total", "persons"),
    [
        ([], 0, 0),
        ([link("P2")], 3, 1),
        ([link("P2"), link("P2", "household"), link("P2", known_on=ago(5))], 3, 1),
        ([link("P2"), link("P3", "household")], 7, 2),
        ([link("P2", "associate"), link("P3", "harmed_by")], 0, 0),
        ([link("P2", "harmed_by"), link("P2", "household")], 3, 1),
        ([link("P1"), link("nobody")], 0, 0),
        ([link("P2", started_on=ago(1)), link("P3", started_on=DAY)], 3, 1),
        ([link("P2", known_on=ago(1)), link("P3", known_on=DAY)], 3, 1),
        ([link("P2", superseded_on=DAY), link("P3", superseded_on=ago(1))], 3, 1),
        ([link("P2", ended_on=ago(9), ended_known_on=DAY), link("P3", ended_on=ago(9), ended_known_on=ago(1))], 3, 1),
    ],
)
def test_each_person_counts_once_through_ties_that_count_on_the_day(links, total, persons):
    assert around(*links) == [total, persons]


def test_no_record_of_anybody_else_stands_behind_a_value():
    events = pa.Table.from_pylist([event("P1"), event("P2")], schema=EVENTS)
    assert records_behind(events, AROUND, DAY, 1.0).num_rows == 0


@pytest.mark.parametrize(
    ("born", "expected"),
    [(DAY, 1.0), (DAY - timedelta(1), 0.0), (DAY + timedelta(29), 1.0), (DAY + timedelta(30), 0.0), (None, None)],
)
def test_coming_of_age_from_the_day_itself_to_the_last_of_the_window(born, expected):
    born = None if born is None else born.replace(year=2006)
    people = pa.Table.from_pylist([{"person_id": "P1", "born_on": born}], schema=PEOPLE)
    rows = pa.table({"person_id": ["P1"], "as_of": pa.array([DAY], pa.date32())})
    for events, value in ((event("P1", "looked_after"), expected), (event("P1", "placement"), 0.0)):
        held = pa.Table.from_pylist([events], schema=EVENTS)
        assert indicators_as_of(held, rows, ONES, people=people)["nearing"][0].as_py() == value


def test_birthdays_also_of_the_29th_of_february():
    born = np.array([day_number(date(2008, 2, 29)), NEVER], dtype=np.int32)
    turned = [day_number(date(2024, 2, 29)), day_number(date(2025, 3, 1))]
    assert birthdays(born, (16, 17)).tolist() == [[turned[0], NEVER], [turned[1], NEVER]]


def test_a_prepared_snapshot_answers_for_those_it_knows_and_no_other(tmp_path):
    (tmp_path / "people.csv").write_text("person_id,born_on,area\nP1,2009-06-01,A\nP2,2009-06-01,A\n")
    (tmp_path / "events.csv").write_text(
        "record_id,person_id,agency,kind,role,status,happened_on,known_on,amount\n"
        "R1,P2,social_care,missing_episode,concerned,recorded,2024-01-01,2024-01-02,3\n"
    )
    (tmp_path / "links.csv").write_text(
        "record_id,person_id,other_id,kind,started_on,known_on\nL1,P1,P2,sibling,2020-01-01,2020-01-02\n"
    )
    ready = prepare(open_store(tmp_path), ONES)
    assert ready.row("P1", DAY).tolist() == [3.0, 1.0, 0.0]
    assert ready.rows(pa.array(["P2", "P1"]), DAY).tolist() == [[0.0, 0.0, 0.0], [3.0, 1.0, 0.0]]
    with pytest.raises(WrongUse, match="were prepared") as refused:
        ready.row("P9", DAY)
    assert "P9" not in str(refused.value)
    with pytest.raises(WrongUse, match="1 were not"):
        ready.rows(pa.array(["P1", "P9"]), DAY)


def test_links_that_break_the_contract_are_refused():
    links = pa.Table.from_pylist([link("P2")], schema=LINKS)
    with pytest.raises(Refused, match="links must have the column known_on"):
        one_row(EVENTS.empty_table(), DAY, ONES, person_id="P1", links=links.drop_columns("known_on"))
    soon = links.set_column(4, "started_on", pa.array(["soon"]))
    with pytest.raises(Refused, match="links: the column started_on must be date32"):
        one_row(EVENTS.empty_table(), DAY, ONES, person_id="P1", links=soon)
