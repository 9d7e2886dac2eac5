"""Between deliveries on time silence is told up to the date asked about; once a feed is late, to its last record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from features.build import from_snapshot, one_row, prepare
from features.catalogue import Catalogue
from features.indicators import CATALOGUE
from features.stream import in_chunks
from features.trace import trace
from records.feeds import feeds_as_of
from records.ingest import ingest
from records.store import Snapshot, open_store
from tests.unit.records.conftest import NO_MISSING, PEOPLE, written

QUARTER = next(one for one in CATALOGUE.indicators if one.name == "missing_episodes_quarter")
ROLES = {"roles": ("concerned",)}
MONTH = Catalogue(
    "month", (replace(QUARTER, name="reports_month", kinds=("police_missing_report",), window=30, **ROLES),)
)
RECEIVED, DAY = date(2024, 7, 1), timedelta(days=1)  # of police, monthly: late after 46 days
LATE_FROM = RECEIVED + 47 * DAY
CRIMES = """
crime_id,nominal_id,role,offence_code,occurred_on,recorded_on,outcome_type,outcome_on,place
K1,N1,victim,34B,2024-03-01,2024-03-03,,,street
"""
CONCERN = "concern_id,nominal_id,kind,occurred_on,recorded_on\nE1,N2,domestic_abuse,2024-06-20,2024-06-24\n"


FILES = {"people": PEOPLE, "crimes": CRIMES, "missing": NO_MISSING, "concerns": CONCERN}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    ingest([f"police:{written(tmp_path / 'police', FILES)}"], tmp_path / "store", RECEIVED)
    return tmp_path / "store"


def rows(*days: date) -> pa.Table:
    return pa.table({"person_id": pa.array(["police-N2"] * len(days)), "as_of": pa.array(days, pa.date32())})


def seen(snapshot: Snapshot, *days: date) -> list[float | None]:
    return from_snapshot(snapshot, rows(*days), MONTH)[MONTH.names[0]].to_pylist()


def test_silence_between_deliveries_is_nothing_recorded_until_the_feed_is_late(store: Path) -> None:
    snapshot = open_store(store)
    to = snapshot.coverage()["to"][0].as_py()
    (feed,) = feeds_as_of(snapshot, RECEIVED)
    assert (to, feed.late_from) == (date(2024, 6, 25), LATE_FROM)
    days = [to + n * DAY for n in (1, 15, 17, 40)] + [LATE_FROM - DAY, LATE_FROM, LATE_FROM + 100 * DAY]
    assert seen(snapshot, *days) == [0, 0, 0, 0, 0, None, None]


def test_the_batch_the_request_the_chunks_and_the_trace_say_the_same(store: Path) -> None:
    snapshot, (indicator,) = open_store(store), MONTH.indicators
    days = [RECEIVED + n * DAY for n in range(-60, 60, 7)] + [LATE_FROM - DAY, LATE_FROM]
    whole, made = seen(snapshot, *days), prepare(snapshot, MONTH)
    around = {"links": snapshot.links(), "people": snapshot.people(), "coverage": snapshot.coverage()}
    nan = [np.nan if value is None else value for value in whole]
    asked = [one_row(snapshot.events(), day, MONTH, person_id="police-N2", **around)[0] for day in days]
    np.testing.assert_array_equal([made.row("police-N2", day)[0] for day in days], nan)
    np.testing.assert_array_equal(asked, nan)
    chunks = [part for _, part in in_chunks(snapshot.events(), rows(*days), MONTH, **around)]
    assert pa.concat_tables(chunks)[MONTH.names[0]].to_pylist() == whole
    traced = [trace(snapshot, "police-N2", day, indicator) for day in days]
    assert [(one.value, one.covered) for one in traced] == [(value, value is not None) for value in whole]


def test_as_of_no_day_of_the_past_does_anything_change(store: Path, tmp_path: Path) -> None:
    """A flat folder of the same tables keeps no log of deliveries: its lines end where they say."""
    snapshot, flat = open_store(store), tmp_path / "flat"
    flat.mkdir()
    for name in ("people", "events", "coverage"):
        pq.write_table(pq.read_table(snapshot.path / f"{name}.parquet"), flat / f"{name}.parquet")
    plain = open_store(flat)
    assert plain.coverage()["in_time_to"].null_count == len(plain.coverage())
    to = plain.coverage()["to"][0].as_py()
    past = [to + DAY - n * DAY for n in range(400)]
    asked = pa.table({"person_id": ["police-N1"] * 400, "as_of": pa.array(past, pa.date32())})
    assert from_snapshot(snapshot, asked, CATALOGUE).equals(from_snapshot(plain, asked, CATALOGUE))
    assert seen(plain, to + 16 * DAY, to + 17 * DAY, LATE_FROM - DAY) == [0, None, None]


def test_a_line_is_in_time_as_long_as_what_it_tells_came(store: Path, tmp_path: Path) -> None:
    """Of a kind whose table did not come again, the silence is no longer told although its feed still comes."""
    first, second = RECEIVED + 30 * DAY, RECEIVED + 60 * DAY
    custody = {"custody": "custody_id,nominal_id,detained_on,recorded_on,crime_id\n"}
    ingest([f"police:{written(tmp_path / 'first', FILES | custody)}"], store, first)
    ingest([f"police:{written(tmp_path / 'second', FILES)}"], store, second)
    told = {row["kind"]: row["in_time_to"] for row in open_store(store).coverage().to_pylist()}
    assert (told["police_custody"], told["serious_violence"]) == (first + 46 * DAY, second + 46 * DAY)


def test_no_line_is_in_time_beyond_its_agreement(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terms = 'legal_basis = "a"\nagreement = "b"\nowner = "c"\nrhythm_days = 31\n'
    (tmp_path / "feeds.toml").write_text(f"[feed.police]\n{terms}expires_on = 2024-07-20\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert seen(open_store(store), date(2024, 7, 20), date(2024, 7, 21)) == [0, None]
