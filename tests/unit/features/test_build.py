"""What the table of indicators looks like, what it accepts and what it refuses, and age."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from features import columns, compiled
from features.age import age_as_of
from features.build import indicators_as_of, one_row
from features.catalogue import Catalogue
from features.indicator import Indicator
from features.indicators import CATALOGUE
from features.kernel import fill
from features.plan import plan_of
from records.events import ROLES, STATUSES
from records.refusal import Refused

ROOT = Path(__file__).resolve().parents[3]
DAY = date(2024, 6, 1)
EVENTS = pa.table(
    {
        "person_id": ["P1", "P1"],
        "agency": ["social_care", "social_care"],
        "kind": ["missing_episode", "a_kind_that_no_indicator_names"],
        "role": ["concerned", "concerned"],
        "status": ["recorded", "recorded"],
        "happened_on": pa.array([date(2024, 5, 1)] * 2, pa.date32()),
        "known_on": pa.array([date(2024, 5, 2)] * 2, pa.date32()),
    }
)
ROWS = pa.table({"person_id": ["P2", "P1"], "as_of": pa.array([DAY, DAY], pa.date32())})


def test_one_row_a_person_and_date_in_the_order_asked_with_one_column_an_indicator():
    built = indicators_as_of(EVENTS, ROWS, CATALOGUE)
    assert built.column_names == ["person_id", "as_of", *CATALOGUE.names]
    assert built.column("person_id").to_pylist() == ["P2", "P1"]
    assert set(built.schema.types[2:]) == {pa.float64()}
    assert built.column("missing_episodes_year").to_pylist() == [0.0, 1.0]
    assert built.column("missing_now").to_pylist() == [0.0, 1.0], "no ending is known: open"
    assert built.column("missing_days_since").to_pylist() == [None, 31.0]


def test_a_catalogue_that_tells_very_many_sorts_of_record_apart_counts_each():
    """Kinds, codes, roles and statuses each counted apart: more sorts of record than 16 bits can number."""
    kinds, codes = ([f"{letter}{number}" for number in range(54)] for letter in "kc")
    words = {"codes": codes, "roles": ROLES, "statuses": STATUSES}
    apart = [{"kinds": (kind,)} for kind in kinds]
    apart += [{"kinds": tuple(kinds), key: (word,)} for key, some in words.items() for word in some]
    said = {"theme": "t", "measure": "count", "reason": "r", "ask": "a", "source": "s"}
    said |= {"direction": {"an outcome of one's own": "raises"}}  # what is diverted may raise no target of ours
    ones = Catalogue("many", tuple(Indicator(name=f"i{place}", **said, **one) for place, one in enumerate(apart)))
    assert plan_of(ones).group_of.max() > np.iinfo(np.int16).max

    events = pa.concat_tables([EVENTS] * 27)
    events = events.set_column(2, "kind", [kinds]).append_column("code", [codes])
    built = indicators_as_of(events, ROWS.slice(1), ones).to_pylist()[0]
    counted = [*[1.0] * 54, *[1.0] * 54, *[54.0 * (role == "concerned") for role in ROLES]]
    counted += [54.0 * (status == "recorded") for status in STATUSES]
    assert [built[name] for name in ones.names] == counted


def test_no_row_and_no_event_are_no_trouble():
    assert indicators_as_of(EVENTS, ROWS.slice(0, 0), CATALOGUE).num_rows == 0
    none = indicators_as_of(EVENTS.slice(0, 0), ROWS, CATALOGUE)
    expected = [one.when_none for one in CATALOGUE.indicators]
    assert [none.column(name)[0].as_py() for name in CATALOGUE.names] == expected


def test_pieces_and_larger_types_are_the_same_table():
    pieces = pa.concat_tables([EVENTS.slice(1), EVENTS.slice(0, 1)])
    larger = pieces.set_column(0, "person_id", pieces.column("person_id").cast(pa.large_string()))
    larger = larger.set_column(2, "kind", larger.column("kind").dictionary_encode())
    larger = larger.set_column(5, "happened_on", larger.column("happened_on").cast(pa.timestamp("us")))
    assert indicators_as_of(larger, ROWS, CATALOGUE).equals(indicators_as_of(EVENTS, ROWS, CATALOGUE))


@pytest.mark.parametrize("index", [pa.int8(), pa.uint8(), pa.uint64()])  # DuckDB's enums have no sign
@pytest.mark.parametrize("words", [["N1", None, "N1"], ["N1", "N1", "N2"]])
def test_words_held_in_a_dictionary_however_made_are_the_same_words(words, index):
    held = pa.DictionaryArray.from_arrays(pa.array([2, None, 1, 0], index), pa.array(words))
    happened = pa.array([date(2024, 5, day) for day in range(1, 5)], pa.date32())
    plain = {name: EVENTS[name].to_pylist()[:1] * 4 for name in ("person_id", "agency", "kind", "role", "status")}
    plain |= {"happened_on": happened, "known_on": happened}
    said = {"theme": "t", "reason": "r", "ask": "a", "source": "s", "kinds": ("missing_episode",)}
    said |= {"direction": {"harmed": "raises"}}
    catalogue = Catalogue(
        "codes",
        (
            Indicator(name="one", measure="count", codes=("N1",), **said),
            Indicator(name="many", measure="distinct", column="code", **said),
        ),
    )
    built, expected = (
        indicators_as_of(pa.table(plain | {"code": code}), ROWS, catalogue)
        for code in (held, pa.array(held.to_pylist(), pa.string()))
    )
    assert built.equals(expected)


def test_days_and_numbers_held_in_a_dictionary_are_not_taken_for_their_places():
    days = pa.array([date(2024, 5, 1), date(2021, 5, 1)], pa.date32())
    plain = EVENTS.set_column(5, "happened_on", days).set_column(2, "kind", pa.array(["missing_episode"] * 2))
    plain = plain.append_column("amount", pa.array([7.0, 5.0]))
    held = plain
    for name in ("happened_on", "known_on", "amount"):
        held = held.set_column(held.column_names.index(name), name, held[name].dictionary_encode())
    said = {"theme": "t", "reason": "r", "ask": "a", "source": "s", "kinds": ("missing_episode",)}
    said |= {"direction": {"harmed": "raises"}}
    ones = (
        Indicator(name="n", measure="days_since", **said),
        Indicator(name="sum", measure="total", column="amount", **said),
    )
    catalogue = Catalogue("held", ones)
    assert indicators_as_of(held, ROWS, catalogue).equals(indicators_as_of(plain, ROWS, catalogue))


def test_links_and_coverage_may_hold_their_words_in_dictionaries():
    day = pa.array([date(2024, 1, 1)], pa.date32())
    links = {"record_id": ["L1"], "person_id": ["P2"], "other_id": ["P1"], "kind": ["sibling"]}
    covered = {"agency": ["social_care"], "kind": ["missing_episode"], "area": ["A1"]}
    tables = {
        "links": pa.table(links | {"started_on": day, "known_on": day}),
        "people": pa.table({"person_id": ["P1", "P2"], "area": ["A1", "A2"]}),
        "coverage": pa.table(covered | {"from": day, "to": day, "received_on": day}),
    }
    held = {name: _held_once(table) for name, table in tables.items()}
    assert indicators_as_of(EVENTS, ROWS, CATALOGUE, **held).equals(indicators_as_of(EVENTS, ROWS, CATALOGUE, **tables))


def _held_once(table: pa.Table) -> pa.Table:
    words = [one.dictionary_encode() if one.type == pa.string() else one for one in table.columns]
    return pa.table(words, names=table.column_names)


def test_a_null_that_a_dictionary_holds_is_empty_like_any_other():
    kind = pa.DictionaryArray.from_arrays(pa.array([0, 1], pa.int8()), pa.array(["missing_episode", None]))
    with pytest.raises(Refused, match="kind must not be empty; it is in 1 rows"):
        indicators_as_of(EVENTS.set_column(2, "kind", kind), ROWS, CATALOGUE)


@pytest.mark.parametrize(
    ("events", "fault"),
    [
        (EVENTS.drop_columns("known_on"), "must have the column known_on"),
        (EVENTS.set_column(5, "happened_on", pa.array(["soon", "later"])), "happened_on must be date32"),
        (
            EVENTS.set_column(6, "known_on", pa.array([None, DAY], pa.date32())),
            "known_on must not be empty; it is in 1",
        ),
        (EVENTS.set_column(3, "role", pa.array(["culprit", "concerned"])), "role must be one of .* in 1 rows"),
        (EVENTS.set_column(4, "status", pa.array(["guilty", "guilty"])), "status must be one of .* in 2 rows"),
    ],
)
def test_events_that_break_the_contract_are_refused_with_the_column_and_count(events, fault):
    with pytest.raises(Refused, match=fault) as refused:
        indicators_as_of(events, ROWS, CATALOGUE)
    assert not any(word in str(refused.value) for word in ("culprit", "guilty", "soon", "P1"))


def test_words_that_are_none_of_ours_are_counted_over_all_the_shares_in_which_they_are_looked_up(monkeypatch):
    monkeypatch.setattr(columns, "ROWS_A_SHARE", 1)
    assert indicators_as_of(EVENTS, ROWS, CATALOGUE)["missing_episodes_year"].to_pylist() == [0.0, 1.0]
    with pytest.raises(Refused, match=r"status must be one of .* in 2 rows"):
        indicators_as_of(EVENTS.set_column(4, "status", pa.array(["guilty", "guilty"])), ROWS, CATALOGUE)


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (ROWS.drop_columns("as_of"), "must have the column as_of"),
        (ROWS.set_column(1, "as_of", pa.array(["x", "y"])), "as_of must be date32"),
        (ROWS.set_column(0, "person_id", pa.array([None, "P1"])), "person_id must not be empty; it is in 1 rows"),
    ],
)
def test_rows_that_ask_for_nobody_or_no_day_are_refused(rows, fault):
    with pytest.raises(Refused, match=fault):
        indicators_as_of(EVENTS, rows, CATALOGUE)


def test_one_row_is_of_one_person():
    both = EVENTS.set_column(0, "person_id", pa.array(["P1", "P2"]))
    with pytest.raises(Refused, match="one person's events; they are of 2"):
        one_row(both, DAY, CATALOGUE)


def test_age_in_years_and_unknown_births():
    born = pa.array([date(2008, 6, 1), None], pa.date32())
    np.testing.assert_allclose(age_as_of(born, DAY), [16.0, np.nan], atol=0.001)
    np.testing.assert_allclose(age_as_of(born, pa.array([DAY, DAY], pa.date32())), [16.0, np.nan], atol=0.001)


def test_what_is_kept_compiled_goes_by_every_file_that_stands_in_it():
    """Else a change in one of them would leave the old code in use."""
    names = {Path(file).name for file in compiled._FILES}
    assert names == {
        *("compiled.py", "kernel.py", "room.py", "around.py", "covered.py", "measures.py"),
        "visibility.py",
    }
    assert fill.py_func.__closure__[0].cell_contents == compiled.stamp()


def test_an_install_that_cannot_be_written_still_counts(tmp_path):
    """numba then has nowhere to keep what it compiled; nothing may fail or be said."""
    code = """
import numba.core.caching as caching
caching.CacheImpl._locator_classes = []
import features.kernel as kernel
assert type(kernel.fill._cache).__name__ == "NullCache"
"""
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_kernel_compiles_once_whatever_the_catalogue():
    indicators_as_of(EVENTS, ROWS, CATALOGUE)
    indicators_as_of(EVENTS, ROWS, [CATALOGUE["missing_now"]])
    one_row(EVENTS, DAY, CATALOGUE)
    assert len(fill.signatures) == 1
