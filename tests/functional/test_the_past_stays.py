"""Later deliveries and linkings leave every cell of every past date as it was, but for records whose keeping ended."""

from __future__ import annotations

import random
import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from features.build import from_snapshot
from features.indicators import CATALOGUE
from records.county import write_county
from records.county.feeds import sources
from records.ingest import ingest
from records.linkage import link
from records.store import Snapshot, open_store

PEOPLE = 300
PAST = (date(2023, 1, 1), date(2024, 3, 1), date(2025, 1, 1), date(2026, 1, 1))
DELIVERIES = ((0.7, date(2026, 1, 1)), (1.0, date(2026, 2, 1)), (0.9, date(2026, 3, 1)))  # share of the rows, received
HELD_WHOLE = ("people", "pupils", "person")
FEEDS = ("ssd", "school_exclusions", "police", "youth_justice", "housing", "navigator")


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A linked store after each of the deliveries: rows come, and go again."""
    folder, made = tmp_path_factory.mktemp("past"), []
    write_county(PEOPLE, 7, folder / "county")
    for number, (share, received_on) in enumerate(DELIVERIES):
        shutil.copytree(folder / "county", folder / f"{number}")
        for file in sorted((folder / f"{number}").rglob("*.csv")):
            if not any(word in file.stem for word in HELD_WHOLE):
                _keep(file, share)
        store = folder / f"store {number}"
        if made:
            shutil.copytree(made[-1], store)
        ingest(sources(folder / f"{number}", FEEDS), store, received_on)
        link(store, received_on)
        made.append(store)
    return made


@pytest.mark.slow
def test_no_past_cell_moves_but_by_the_end_of_a_record_s_keeping(stores: list[Path]) -> None:
    first = open_store(stores[0])
    asked = first.people()["person_id"].to_pylist()
    rows = pa.table({"person_id": np.repeat(asked, len(PAST)), "as_of": pa.array(list(PAST) * len(asked), pa.date32())})
    before, snapshot = from_snapshot(first, rows, CATALOGUE), first
    for store, (_, received_on) in zip(stores[1:], DELIVERIES[1:], strict=True):
        now = open_store(store)
        after = from_snapshot(now, rows, CATALOGUE)
        assert not now.events().equals(snapshot.events())
        assert _moved(before, after) <= _near_an_ended_keeping(snapshot, received_on)
        before, snapshot = after, now


def _moved(before: pa.Table, after: pa.Table) -> set[str]:
    """Whose cells are otherwise: what a feed is known later to have covered changes no date before it was known."""
    differs = np.zeros(len(before), dtype=bool)
    for one in CATALOGUE.indicators:
        was, now = before[one.name].to_numpy(), after[one.name].to_numpy()
        differs |= ~((was == now) | (np.isnan(was) & np.isnan(now)))
    return set(before["person_id"].filter(pa.array(differs)).to_pylist())


def _near_an_ended_keeping(snapshot: Snapshot, day: date) -> set[str]:
    """People with a record whose keeping ended by the day, and those linked with them."""
    events, links = snapshot.events(), snapshot.links()
    pairs = zip(events["person_id"].to_pylist(), events["expires_on"].to_pylist(), strict=True)
    own = {person for person, until in pairs if until is not None and until <= day}
    ties = zip(links["person_id"].to_pylist(), links["other_id"].to_pylist(), strict=True)
    return own | {person for person, other in ties if other in own}


def _keep(file: Path, share: float) -> None:
    header, *lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    chance = random.Random(file.name)
    file.write_text("".join([header, *(line for line in lines if chance.random() < share)]), encoding="utf-8")
