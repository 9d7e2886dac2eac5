"""What the speed rows measure: each record can count, and peers leave out as early as we do what nothing asks about."""

from __future__ import annotations

from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from benchmarks import files, kernel, outsiders
from benchmarks.histories import EVERY, RECORDS, Size, histories, sixty
from benchmarks.peers import query_of

SMALL = Size(people=40, records=25, dates=3)
ASKED_ABOUT = {kind for one in sixty().indicators for kind in one.kinds}
TO_THE_LETTER, AS_IN_A_STORE = RECORDS


def test_every_record_of_the_speed_row_is_of_a_kind_asked_about() -> None:
    events, _ = histories(SMALL, of=RECORDS[TO_THE_LETTER])
    assert set(events["kind"].to_pylist()) == ASKED_ABOUT
    events, _ = histories(SMALL, of=RECORDS[AS_IN_A_STORE])
    assert ASKED_ABOUT < set(events["kind"].to_pylist()) <= set(EVERY)


def test_duckdb_leaves_out_kinds_that_nothing_asks_about_and_is_asked_for_no_order() -> None:
    query = query_of(sixty())
    assert all(f"'{kind}'" in query.split("kind IN")[1] for kind in ASKED_ABOUT)
    assert "ORDER BY" not in query


@pytest.mark.parametrize("which", RECORDS)
def test_every_cell_of_each_peer_is_ours(which: str) -> None:
    assert [one["equal"] for one in kernel.in_memory(SMALL, which)] == [True, True]


def test_files_time_both_as_often_and_every_cell_is_equal(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def once(work, times):
        asked.append(times)
        return 1.0, None, work()

    monkeypatch.setattr(files, "best", once)
    assert [one["equal"] for one in files.run(SMALL)] == [True, True]
    assert len(set(asked)) == 1


def test_peers_outside_are_handed_only_kinds_that_are_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[set[str]] = []

    def look(command, **_ignored):
        handed.append(set(pc.unique(pq.read_table(command[2])["kind"]).to_pylist()))
        raise StopIteration

    monkeypatch.setattr(outsiders.subprocess, "run", look)
    monkeypatch.setattr(outsiders, "PEERS", Path(__file__))
    with pytest.raises(StopIteration):
        outsiders._peer("by_collate.py", SMALL, AS_IN_A_STORE, [])
    assert handed == [ASKED_ABOUT]
