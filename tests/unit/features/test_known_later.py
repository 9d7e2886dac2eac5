"""A delivery after a gap does not rewrite what was known in it: as of those dates nobody held its records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from features.build import from_snapshot
from features.catalogue import Catalogue
from features.indicators import CATALOGUE
from records.ingest import ingest
from records.store import Snapshot, open_store
from tests.unit.features.test_in_time import CONCERN, DAY, FILES, LATE_FROM, MONTH, RECEIVED, rows, seen
from tests.unit.records.conftest import written

AGAIN = RECEIVED + 300 * DAY  # long after the feed had stopped
LATER = CONCERN + "E2,N2,domestic_abuse,2025-04-20,2025-04-24\n"
EARLIER = LATER + "E3,N2,domestic_abuse,2019-01-20,2019-01-24\n"


def taken_in(store: Path, folder: Path, concerns: str, received_on: date) -> Snapshot:
    files = FILES | {"concerns": concerns}
    ingest([f"police:{written(folder / f'{received_on}', files)}"], store, received_on)
    return open_store(store)


@pytest.fixture
def first(tmp_path: Path) -> Snapshot:
    return taken_in(tmp_path / "store", tmp_path, CONCERN, RECEIVED)


def cells(snapshot: Snapshot, days: list[date]) -> dict[str, list[float | None]]:
    return from_snapshot(snapshot, rows(*days), CATALOGUE).to_pydict()


def test_a_delivery_after_a_gap_changes_no_cell_of_a_date_before_it_came(first: Snapshot, tmp_path: Path) -> None:
    days = [RECEIVED + n * DAY for n in range(-400, 300, 9)] + [LATE_FROM - DAY, LATE_FROM, AGAIN]
    before = cells(first, days)
    assert seen(first, LATE_FROM, AGAIN) == [None, None]
    after = taken_in(tmp_path / "store", tmp_path, LATER, AGAIN)
    assert cells(after, days) == before


def test_seen_from_after_it_came_the_days_of_the_gap_are_covered(first: Snapshot, tmp_path: Path) -> None:
    after = taken_in(tmp_path / "store", tmp_path, LATER, AGAIN)
    days = [LATE_FROM, AGAIN, AGAIN + DAY, AGAIN + 46 * DAY, AGAIN + 47 * DAY]
    assert seen(after, *days) == [None, None, 0, 0, None]
    year = Catalogue("year", (replace(MONTH.indicators[0], name="reports_year", window=365),))
    assert from_snapshot(after, rows(AGAIN, AGAIN + DAY), year)["reports_year"].to_pylist() == [None, 0]


def test_deliveries_in_time_are_one_line_that_counts_as_of_any_date(first: Snapshot, tmp_path: Path) -> None:
    after = taken_in(tmp_path / "store", tmp_path, LATER, LATE_FROM - DAY)
    lines = after.coverage()
    assert lines["known_on"].null_count == len(lines) == len(first.coverage())
    days = [RECEIVED + n * DAY for n in range(-400, 46, 9)]
    assert cells(after, days) == cells(first, days)


def test_a_line_after_a_gap_is_lengthened_by_the_delivery_after_it(first: Snapshot, tmp_path: Path) -> None:
    taken_in(tmp_path / "store", tmp_path, LATER, AGAIN)
    after = taken_in(tmp_path / "store", tmp_path, LATER, AGAIN + 31 * DAY)
    told = {(one["known_on"], one["received_on"]) for one in after.coverage().to_pylist()}
    assert told == {(None, RECEIVED), (AGAIN, AGAIN + 31 * DAY)}


def test_history_that_came_later_covers_the_past_only_as_of_dates_after_it_came(
    first: Snapshot, tmp_path: Path
) -> None:
    came, asked = RECEIVED + 31 * DAY, date(2021, 1, 1)
    before = cells(first, [asked, came])
    after = taken_in(tmp_path / "store", tmp_path, EARLIER, came)
    assert cells(after, [asked, came]) == before
    assert {one["from"] for one in after.coverage().to_pylist() if one["known_on"] == came} == {date(2019, 1, 20)}
    assert seen(after, came + DAY, came + 46 * DAY) == [0, 0]
