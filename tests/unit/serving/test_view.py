"""A view is made anew when the day has changed: what is past its keeping since counts no longer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import records.store
import serving.view
from features.catalogue import Catalogue
from features.indicators import CATALOGUE
from records.events import EVENTS, PEOPLE
from serving.database import open_database
from serving.home import Home
from serving.ledger import Ledger
from serving.view import Views, prepared_for

KEPT_UNTIL = date(2024, 3, 1)


def on(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = type("clock", (date,), {"today": classmethod(lambda cls: day)})
    monkeypatch.setattr(records.store, "date", clock)
    monkeypatch.setattr(serving.view, "date", clock)


def home_with_a_record(folder: Path) -> Home:
    home = Home(folder)
    home.store.mkdir(parents=True)
    dates = {"happened_on": date(2023, 12, 1), "known_on": date(2023, 12, 2), "expires_on": KEPT_UNTIL}
    words = {"agency": "school", "kind": "suspension", "role": "concerned", "status": "recorded"}
    rest = {"record_id": "R", "version": 1, "person_id": "P", "known_basis": "recorded"}
    events = [rest | words | dates | {"may_discuss": "with_the_young_person"}]
    pq.write_table(pa.Table.from_pylist(events, schema=EVENTS), home.store / "events.parquet")
    people = [{"person_id": "P", "born_on": date(2008, 1, 1), "area": "A"}]
    pq.write_table(pa.Table.from_pylist(people, schema=PEOPLE), home.store / "people.parquet")
    return home


def test_a_service_that_stays_up_stops_counting_a_record_past_its_keeping(tmp_path, monkeypatch):
    views = Views(home_with_a_record(tmp_path), Ledger(open_database(f"sqlite:///{tmp_path / 'ledger.db'}"), b"k" * 32))
    counted = Catalogue("one", (CATALOGUE["suspensions_year"],))

    def suspensions(day: date) -> float:
        on(day, monkeypatch)
        return float(prepared_for(views.current().snapshot, counted).row("P", day)[0])

    assert suspensions(date(2024, 2, 1)) == 1
    assert suspensions(date(2024, 5, 1)) == 0
    assert views.current() is views.current()
