"""A nation by chunks equals everyone at once, cell by cell; a file is whole or not there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from benchmarks.histories import Size, histories
from features.build import indicators_as_of
from features.indicators import CATALOGUE
from features.stream import by_person, in_chunks
from features.written import parquet
from records.events import LINKS, PEOPLE

PEOPLE_N = 60


def whole() -> tuple[pa.Table, pa.Table, dict[str, pa.Table]]:
    """Events, rows, and the links, people and coverage around them."""
    events, rows = histories(Size(PEOPLE_N, 12, 3))
    random = np.random.default_rng(1)
    ids = [f"P{n:07d}" for n in range(PEOPLE_N)]
    pairs = [(a, b) for a, b in random.integers(0, PEOPLE_N, (150, 2)).tolist() if a != b]
    links = [
        {
            "record_id": f"l{n}",
            "person_id": ids[a],
            "other_id": ids[b],
            "kind": ("sibling", "household", "associate")[n % 3],
            "started_on": date(2018 + n % 6, 1, 1),
            "known_on": date(2018 + n % 6, 2, 1),
        }
        for n, (a, b) in enumerate(pairs)
    ]
    born = [{"person_id": one, "born_on": date(2005 + n % 8, 3, 1), "area": "A"} for n, one in enumerate(ids)]
    coverage = pa.table(
        {
            "agency": ["school", "police"],
            "kind": pa.nulls(2, pa.string()),
            "area": pa.array([None, "A"], pa.string()),
            "from": pa.array([date(2019, 1, 1)] * 2),
            "to": pa.array([date(2026, 1, 1)] * 2),
            "received_on": pa.array([date(2026, 1, 1)] * 2),
        }
    )
    around = {"links": pa.Table.from_pylist(links, LINKS), "people": pa.Table.from_pylist(born, PEOPLE)}
    return events, rows, {**around, "coverage": coverage}


@pytest.mark.parametrize("people_a_chunk", [1, 7, 1000])
def test_chunks_of_any_size_equal_everyone_at_once(people_a_chunk: int) -> None:
    events, rows, around = whole()
    together = indicators_as_of(events, rows, CATALOGUE, **around)
    parts = list(in_chunks(events, rows, CATALOGUE, people_a_chunk=people_a_chunk, **around))
    assert pa.concat_tables([answer for _, answer in parts]).equals(together)
    assert pa.concat_tables([part for part, _ in parts]).equals(rows)


def test_neighbours_have_something_to_say_here() -> None:
    events, rows, around = whole()
    together = indicators_as_of(events, rows, CATALOGUE, **around)
    over_others = [one.name for one in CATALOGUE.indicators if one.measure == "neighbours"]
    assert over_others
    assert any(pc.any(pc.greater(together[name], 0)).as_py() for name in over_others)


def test_records_that_do_not_stand_by_person_are_put_so() -> None:
    events, rows, around = whole()
    shuffled = events.take(np.random.default_rng(2).permutation(len(events)))
    parts = in_chunks(shuffled, rows, CATALOGUE, people_a_chunk=9, **around)
    together = indicators_as_of(events, rows, CATALOGUE, **around)
    assert pa.concat_tables([answer for _, answer in parts]).equals(together)


def test_people_who_stand_nowhere_are_passed_over() -> None:
    table = by_person(pa.table({"person_id": ["a", "a", "c"], "n": [1, 2, 3]}))
    assert table.at(table.places(pa.array(["c", "b", "a"])))["n"].to_pylist() == [1, 2, 3]
    assert table.at(table.places(pa.array(["b"], pa.string()))).num_rows == 0


def test_rows_far_apart_are_taken_from_each_piece_of_a_table_as_they_stand() -> None:
    ids = [[f"p{n:03d}" for n in range(at, at + 40)] for at in range(0, 200, 40)]
    table = by_person(pa.table({"person_id": pa.chunked_array(ids), "n": np.arange(200)}))
    places = np.array([199, 3, 41, 42, 120, -1])
    assert table.at(places)["n"].to_pylist() == [3, 41, 42, 120, 199]
    assert table.at(np.arange(38, 43))["n"].to_pylist() == [38, 39, 40, 41, 42]


def broken_off(out: Path) -> None:
    """Begins a file and fails before its end."""
    with parquet(out) as parts:
        parts.add(pa.table({"a": [2]}))
        raise RuntimeError


def test_a_file_that_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "t.parquet"
    with parquet(out) as parts:
        parts.add(pa.table({"a": [1]}))
    with pytest.raises(RuntimeError):
        broken_off(out)
    assert pq.read_table(out)["a"].to_pylist() == [1]
    assert [one.name for one in tmp_path.iterdir()] == ["t.parquet"]


def test_parts_are_written_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    out = tmp_path / "t.parquet"
    with parquet(out) as parts:
        for n in range(20):
            parts.add(pa.table({"a": [n]}))
    assert parts.rows == 20
    assert pq.read_table(out)["a"].to_pylist() == list(range(20))


def test_words_held_once_each_make_no_difference() -> None:
    events, rows, around = whole()
    words = [name for name in events.column_names if pa.types.is_string(events.schema.field(name).type)]
    encoded = events
    for name in words:
        at = encoded.column_names.index(name)
        encoded = encoded.set_column(at, name, events[name].dictionary_encode())
    together = indicators_as_of(events, rows, CATALOGUE, **around)
    assert indicators_as_of(encoded, rows, CATALOGUE, **around).equals(together)
