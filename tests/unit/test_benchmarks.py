"""What the speed rows measure: each record can count, and peers leave out as early as we do what nothing asks about;
the nation's store is no narrower than a real one."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from benchmarks import files, kernel, nation, outsiders
from benchmarks.histories import EVERY, RECORDS, Size, histories, sixty
from benchmarks.peers import query_of
from records.events import EVENTS
from records.kinds import kinds
from records.store import open_store

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


def test_the_nations_store_holds_what_a_partnerships_own_does(tmp_path: Path) -> None:
    nation.make(60, tmp_path)
    store = open_store(tmp_path)
    events, lines = store.events(), store.coverage()
    assert pq.read_schema(tmp_path / "events.parquet").names == EVENTS.names
    assert not [name for name in EVENTS.names if events[name].null_count == len(events)]
    spells = events.filter(pc.is_in(events["kind"], pa.array([kind for kind in EVERY if kinds()[kind].spell])))
    assert 0 < spells["ended_on"].null_count < len(spells)
    assert len(set(lines["feed"].to_pylist())) > 4
    for name in ("min_age", "max_age", "area", "in_time_to"):
        assert lines[name].null_count < len(lines), name
    assert len(lines) > len(pc.unique(lines["kind"]))  # a feed with a gap


def test_one_person_is_asked_for_with_coverage_and_every_cell_is_the_twins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "LIVE_PEOPLE", 60)
    monkeypatch.setattr(kernel, "ONE_PERSON_TIMES", 10)
    assert kernel.one_person()["equal"]
