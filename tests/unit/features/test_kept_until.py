"""A record counts up to the last day of its keeping and not as of the day after, wherever in time that day lies."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from features.build import from_snapshot, prepare
from features.catalogue import Catalogue
from features.indicators import CATALOGUE
from reachable import run
from records.events import EVENTS, PEOPLE
from records.store import open_store

DAY = timedelta(days=1)
NAME = "suspension_days_since"
NOW = date.today()
LAST_DAYS = (NOW - 400 * DAY, NOW - DAY, NOW, NOW + DAY, NOW + 2 * DAY, NOW + 3000 * DAY)


def store(folder: Path, *last_days: date) -> Path:
    """A flat folder: one person, and a record for each last day of keeping, a day apart."""
    words = {"agency": "school", "kind": "suspension", "role": "concerned", "status": "recorded"}
    words |= {"version": 1, "person_id": "P", "known_basis": "recorded", "may_discuss": "with_the_young_person"}
    events = [
        words | {"record_id": f"R{n}", "happened_on": day, "known_on": day, "expires_on": last}
        for n, last in enumerate(last_days)
        for day in (NOW - 1000 * DAY + n * DAY,)
    ]
    pq.write_table(pa.Table.from_pylist(events, schema=EVENTS), folder / "events.parquet")
    people = [{"person_id": "P", "born_on": date(2008, 1, 1), "area": "A"}]
    pq.write_table(pa.Table.from_pylist(people, schema=PEOPLE), folder / "people.parquet")
    return folder


@pytest.mark.parametrize("last", LAST_DAYS)
def test_a_value_ends_with_the_keeping_of_its_record(tmp_path: Path, last: date) -> None:
    days = [last, last + DAY]
    rows = pa.table({"person_id": ["P"] * 2, "as_of": pa.array(days, pa.date32())})
    built = from_snapshot(open_store(store(tmp_path, last)), rows, Catalogue("one", (CATALOGUE[NAME],)))
    assert built.column(NAME).to_pylist() == [(last - NOW).days + 1000, None]


@pytest.mark.parametrize("last", LAST_DAYS)
def test_the_command_builds_it_so(tmp_path: Path, last: date) -> None:
    (tmp_path / "people.txt").write_text("P\n")
    days = [last.isoformat(), (last + DAY).isoformat()]
    told = ["--as-of", *days, "--people", str(tmp_path / "people.txt"), "--out", str(tmp_path / "T.parquet")]
    (tmp_path / "store").mkdir()
    assert run(["features", "build", str(store(tmp_path / "store", last)), *told]) == 0
    built = pq.read_table(tmp_path / "T.parquet")
    assert [value is None for value in built.column(NAME).to_pylist()] == [False, True]


@pytest.mark.parametrize("last", LAST_DAYS)
def test_a_trace_says_so(tmp_path: Path, last: date, capsys: pytest.CaptureFixture[str]) -> None:
    folder = store(tmp_path, last)
    for day, counted in ((last, 1), (last + DAY, 0)):
        assert run(["features", "trace", str(folder), "P", day.isoformat(), NAME, "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert (len(found["counted"]), found["value"] is None) == (counted, not counted)
        reasons = [row["why_not"] for row in found["left_out"]]
        assert reasons == ["superseded, withdrawn or past its keeping before the date"] * (1 - counted)


def test_a_record_whose_keeping_ends_later_still_stands_open_in_the_table(tmp_path: Path) -> None:
    folder = open_store(store(tmp_path, NOW, NOW + 9 * DAY))
    assert folder.events()["superseded_on"].to_pylist() == [NOW, None]
    later = folder.until(NOW + 9 * DAY)
    assert later.events()["superseded_on"].to_pylist() == [NOW, NOW + 9 * DAY]
    assert later.until(NOW + 5 * DAY) is later
    assert folder.until(NOW + DAY) is folder
    assert later.sha == folder.sha


def test_one_prepared_for_everyone_agrees_with_what_is_built(tmp_path: Path) -> None:
    snapshot, one = open_store(store(tmp_path, NOW + DAY)), Catalogue("one", (CATALOGUE[NAME],))
    rows = pa.table({"person_id": ["P"], "as_of": pa.array([NOW + DAY], pa.date32())})
    assert prepare(snapshot, one).row("P", NOW + DAY)[0] == from_snapshot(snapshot, rows, one)[NAME][0].as_py() == 1001
