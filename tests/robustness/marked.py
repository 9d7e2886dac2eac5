"""Snapshots that can be told apart in every part of an answer: the same county, said otherwise under a number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from records.events import COVERAGE
from records.store import Snapshot, write_snapshot

LEFT_OUT = 4  # of so many records each snapshot leaves out one
RECENT_DAYS = 60  # before today: no answer warns that the store is old, and none changes at midnight


@dataclass(frozen=True)
class County:
    """What every snapshot is made from: all tables of a store, and its log of deliveries."""

    tables: dict[str, pa.Table]
    log: list[dict[str, Any]]

    @classmethod
    def of(cls, snapshot: Snapshot) -> County:
        """The tables as a snapshot has them, those of the contract and those kept beside them."""
        kept = {file.stem: pq.read_table(file) for file in snapshot.path.glob("*.parquet")}
        told = {"people": snapshot.people(), "events": snapshot.events(), "links": snapshot.links()}
        return cls(kept | told, snapshot.ingests())

    def swapped_in(self, store: Path, number: int) -> str:
        """Writes snapshot `number` into the store, as `ingest` does, and returns its sha256."""
        received = date.today() - timedelta(days=RECENT_DAYS - number)
        log = [{**entry, "received_on": received.isoformat()} for entry in self.log]
        return write_snapshot(store, self._marked(number, received), log).sha

    def _marked(self, number: int, received: date) -> dict[str, pa.Table]:
        """Every area, record and day of receipt names the snapshot; each leaves out other records than the next, and
        hears nothing of another agency."""
        people, events, links = (self.tables[name] for name in ("people", "events", "links"))
        areas = pa.array([f"S{number}"] * people.num_rows)
        return {
            **self.tables,
            "people": people.set_column(people.schema.names.index("area"), people.schema.field("area"), areas),
            "events": _renamed(_without_some(events, number), number),
            "links": _renamed(links, number),
            "coverage": _coverage(events, number, received),
        }


def _without_some(table: pa.Table, number: int) -> pa.Table:
    return table.filter([(row + number) % LEFT_OUT != 0 for row in range(table.num_rows)])


def _renamed(table: pa.Table, number: int) -> pa.Table:
    marked = pc.binary_join_element_wise(table["record_id"], f"S{number}", "~")
    return table.set_column(table.schema.names.index("record_id"), table.schema.field("record_id"), marked)


def _coverage(events: pa.Table, number: int, received: date) -> pa.Table:
    told = sorted(set(zip(events["agency"].to_pylist(), events["kind"].to_pylist(), strict=True)))
    agencies = sorted({agency for agency, _ in told})
    silent = agencies[number % len(agencies)] if len(agencies) > 1 else None
    span = {"from": date(2000, 1, 1), "to": received, "received_on": received}
    rows = [{"agency": agency, "kind": kind, **span} for agency, kind in told if agency != silent]
    return pa.Table.from_pylist(rows, COVERAGE)
