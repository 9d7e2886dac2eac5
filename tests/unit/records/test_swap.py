"""The swap of a snapshot: a death at any point leaves a store that opens, with the old snapshot or the new one."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from records.check import findings
from records.conform import conform
from records.events import PEOPLE
from records.refusal import Refused, Replaced, WrongUse
from records.store import open_store, write_snapshot
from records.swap import current, one_writer

ROOT = Path(__file__).resolve().parents[3]
STEPS = 20  # more than a swap takes: from some step on it goes through


class Killed(BaseException):
    """Ends the swap where it stands, as a kill would: nothing in the swap tidies up."""


def tables(people: int) -> dict[str, pa.Table]:
    events = pa.table(
        {
            "record_id": [f"t:e:{i}" for i in range(people)],
            "person_id": [f"P{i}" for i in range(people)],
            "agency": ["police"] * people,
            "kind": ["theft"] * people,
            "role": ["victim"] * people,
            "status": ["recorded"] * people,
            "happened_on": [date(2024, 1, 1)] * people,
            "known_on": [date(2024, 1, 2)] * people,
        }
    )
    ids = pa.table({"person_id": [f"P{i}" for i in range(people)]}, schema=pa.schema([PEOPLE.field("person_id")]))
    return {"people": conform(ids, "people", "people"), "events": conform(events, "events", "events")}


def die_at(step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the process die at the `step`-th call that makes something lasting."""
    left = iter(range(step))

    def dying(real):  # type: ignore[no-untyped-def]
        def call(*args, **kwargs):  # type: ignore[no-untyped-def]
            if next(left, None) is None:
                raise Killed
            return real(*args, **kwargs)

        return call

    monkeypatch.setattr(os, "fsync", dying(os.fsync))
    monkeypatch.setattr(Path, "rename", dying(Path.rename))
    monkeypatch.setattr(Path, "write_text", dying(Path.write_text))


@pytest.mark.parametrize("step", range(STEPS))
def test_a_death_at_any_step_leaves_the_old_snapshot_or_the_new(tmp_path: Path, step: int) -> None:
    old = write_snapshot(tmp_path, tables(2), [])
    with pytest.MonkeyPatch.context() as patch:
        die_at(step, patch)
        with contextlib.suppress(Killed):
            write_snapshot(tmp_path, tables(3), [])
    assert open_store(tmp_path).people().num_rows in (2, 3)
    assert findings(tmp_path)
    assert step > 0 or open_store(tmp_path).sha == old.sha
    assert write_snapshot(tmp_path, tables(4), []).people().num_rows == 4
    assert ".writing" not in os.listdir(tmp_path / "snapshots")


def test_a_killed_process_leaves_the_store_usable_and_unlocked(tmp_path: Path) -> None:
    old = write_snapshot(tmp_path, tables(2), [])
    hold = (
        f"import sys, time; sys.path.insert(0, {str(ROOT)!r})\n"
        "from pathlib import Path; from records.swap import one_writer\n"
        f"with one_writer(Path({str(tmp_path)!r})):\n"
        f"    Path({str(tmp_path)!r}, 'snapshots', '.writing').mkdir(); print('holding', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", hold], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "holding\n"
        with pytest.raises(WrongUse, match="another ingest"):
            write_snapshot(tmp_path, tables(3), [])
        process.send_signal(signal.SIGKILL)
    assert open_store(tmp_path).sha == old.sha
    assert write_snapshot(tmp_path, tables(3), []).people().num_rows == 3


def test_the_last_two_snapshots_are_kept_and_a_reader_keeps_its_own(tmp_path: Path) -> None:
    first = write_snapshot(tmp_path, tables(1), [])
    second = write_snapshot(tmp_path, tables(2), [])
    assert first.people().num_rows == 1
    third = write_snapshot(tmp_path, tables(3), [])
    assert sorted(os.listdir(tmp_path / "snapshots")) == sorted([second.sha, third.sha])
    assert write_snapshot(tmp_path, tables(3), []).sha == third.sha
    assert len(os.listdir(tmp_path / "snapshots")) == 2


def test_a_table_that_went_with_its_snapshot_is_not_taken_for_one_that_never_was(tmp_path: Path) -> None:
    beside = {"identifiers": pa.table({"agency_person_id": ["A1"]})}
    first = write_snapshot(tmp_path, tables(1) | beside, [{"feed": "police"}])
    second = write_snapshot(tmp_path, tables(2), [])
    assert first.kept("identifiers") is not None
    assert second.kept("identifiers") is None
    assert second.ingests() == []
    write_snapshot(tmp_path, tables(3), [])
    for gone in (lambda: first.kept("identifiers"), first.ingests):
        with pytest.raises(Replaced):
            gone()


def test_one_thread_of_many_writes_at_a_time(tmp_path: Path) -> None:
    refused: list[WrongUse] = []

    def write() -> None:
        try:
            write_snapshot(tmp_path, tables(2), [])
        except WrongUse as busy:
            refused.append(busy)

    with one_writer(tmp_path):
        threads = [threading.Thread(target=write) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(refused) == 4
    assert current(tmp_path) is None


def test_a_changed_byte_is_found_and_a_pointer_to_nothing_is_refused(tmp_path: Path) -> None:
    snapshot = write_snapshot(tmp_path, tables(5), [])
    log = snapshot.path / "ingests.json"
    log.write_text("[ ]\n")
    with pytest.raises(Refused, match="bytes must match"):
        findings(tmp_path)
    (tmp_path / "CURRENT").write_text("0" * 64)
    with pytest.raises(Refused, match="must name a snapshot"):
        open_store(tmp_path)


def test_a_disk_that_takes_no_more_is_said_and_leaves_the_old_snapshot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_snapshot(tmp_path, tables(1), [])
    before = current(tmp_path)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("pyarrow.parquet.write_table", full)
    with pytest.raises(WrongUse, match=r"No space left on device.*it is as it was"):
        write_snapshot(tmp_path, tables(2), [])
    assert current(tmp_path) == before
    assert not (tmp_path / "snapshots" / ".writing").exists()
