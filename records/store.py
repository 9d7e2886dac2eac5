"""The store that everyone reads: a snapshot of tables, everyone at once or one person, held to the contract.

A flat folder of Parquet or CSV tables is as good as our own store. People and events never carry a protected
column: the reader takes the contract's columns and no other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from records.conform import HELD_ONCE, PLAIN, read_conforming
from records.delivered import is_folder
from records.events import EVENTS, TABLES
from records.in_time import lines_in_time
from records.refusal import Refused, Replaced, WrongUse
from records.swap import CURRENT, INGESTS, SNAPSHOTS, current, one_writer, readable, sha_of, swap_in
from records.visibility import NEVER, counts_until

T = TypeVar("T")
TRIES = 10  # a reader that is overtaken by two snapshots so often has a store that does nothing but write
KEEPING = ("superseded_on", "expires_on")
EVENT_ORDER = ["person_id", "kind", "happened_on", "record_id", "version"]
ORDER = {"people": ["person_id"], "events": EVENT_ORDER, "links": ["person_id", "record_id", "known_on"]}


@dataclass(frozen=True)
class PersonRecords:
    """What the store holds of one person: the people row, their event versions and their links."""

    person: dict[str, Any]
    events: pa.Table
    links: pa.Table


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One state of the store. Tables are read on first use and then kept; `path` is the folder that holds them.

    Two of one folder are not the same: each goes by what is past its keeping on the day when it is read, or on
    `latest`, if that is later. One for a nation holds `only` these columns of events (`holding`)."""

    path: Path
    latest: date | None = None
    only: tuple[str, ...] | None = None

    @cached_property
    def sha(self) -> str:
        """The snapshot's name in our own store; for a flat folder the sha256 over its tables' names and bytes."""
        if self.path.parent.name == SNAPSHOTS:
            return self.path.name
        return sha_of([found for name in sorted(TABLES) if (found := self._file(name))])

    def until(self, day: date) -> Snapshot:
        """The same state for questions as of dates up to `day`: what is past its keeping by then counts no longer."""
        return self if day <= (self.latest or _tomorrow()) else replace(self, latest=day)

    def holding(self, only: Iterable[str]) -> Snapshot:
        """The same state in a fraction of the memory, for whoever reads everybody at once: of events these columns
        alone, repeated words held once (dictionaries), person by person and in no other order."""
        asked = {*only, "person_id"}
        if self.only is not None and asked <= set(self.only):
            return self
        return replace(self, only=tuple(name for name in EVENTS.names if name in asked))

    def people(self) -> pa.Table:
        """The people table of the contract, by person_id."""
        return self._people

    def events(self) -> pa.Table:
        """The events table of the contract, sorted by person, kind, happened_on, record and version.

        Where a record's keeping has ended (`expires_on` is past), `superseded_on` is no later: it counts no longer.
        Whoever asks as of a date after tomorrow asks `until` that date first.
        """
        return self._events

    def links(self) -> pa.Table:
        """The links table of the contract; empty where none was brought."""
        return self._links

    def coverage(self) -> pa.Table:
        """The coverage table of the contract, with the day up to which each line is in time where our own store tells
        of deliveries; empty means that everything is covered."""
        return self._coverage

    def person(self, person_id: str) -> PersonRecords | None:
        """One person's rows, or None when the store does not know them."""
        row = self._people_rows.get(person_id)
        if row is None:
            return None
        events = self._events.slice(*self._event_slices.get(person_id, (0, 0)))
        links = self._links.slice(*self._link_slices.get(person_id, (0, 0)))
        return PersonRecords(self._people.slice(row, 1).to_pylist()[0], events, links)

    def check(self) -> None:
        """Reads every table now. Refused where one can't be read, or our own store's bytes are not those it wrote."""
        self.check_bytes()
        for read in (self.people, self.events, self.links, self.coverage, self.ingests):
            read()

    def check_bytes(self) -> None:
        """Refused where our own store's bytes are not those it wrote: a table that is lost would be taken for empty."""
        if self.path.parent.name == SNAPSHOTS and _sha_of_folder(self.path) != self.path.name:
            if not self.path.is_dir():
                raise Replaced
            raise Refused("the snapshot's bytes must match its name; they do not: restore the store from a copy")

    def last_receipt(self) -> date:
        """The day on which the partnership last received anything; Refused for a store without a single record."""
        received = pc.max(self._coverage["received_on"]).as_py() or pc.max(self._events["known_on"]).as_py()
        if received is None and (logged := [one["received_on"] for one in self._ingests if "received_on" in one]):
            received = date.fromisoformat(max(logged))  # counts alone: no record of a person is there
        if received is None:
            raise Refused("the store holds no record: ingest a delivery first")
        return received

    def group_path(self) -> Path | None:
        """Where the protected groups stand; only audits may read that file."""
        return self._file("groups")

    def kept(self, name: str) -> pa.Table | None:
        """A table that our own store keeps beside the contract's (identities, each agency's people), if it is there.

        Replaced where the whole snapshot is gone."""
        return self._read_beside(f"{name}.parquet", pq.read_table)

    def ingests(self) -> list[dict]:
        """What was ingested into our own store, in order; empty for a flat folder."""
        return list(self._ingests)

    @cached_property
    def _ingests(self) -> list[dict]:
        return self._read_beside(INGESTS, lambda log: json.loads(log.read_text(encoding="utf-8"))) or []

    @cached_property
    def _people(self) -> pa.Table:
        return self._table("people")

    @cached_property
    def _events(self) -> pa.Table:
        latest = self.latest or _tomorrow()
        if self.only is None:
            return _while_kept(self._table("events"), latest)
        return _while_kept(_by_person(self._whole("events", HELD_ONCE), {*self.only, *KEEPING}), latest).select(
            self.only
        )

    @cached_property
    def _links(self) -> pa.Table:
        return self._table("links")

    @cached_property
    def _coverage(self) -> pa.Table:
        return lines_in_time(self._table("coverage"), self._ingests)

    @cached_property
    def _people_rows(self) -> dict[str, int]:
        return {person_id: row for row, person_id in enumerate(self._people["person_id"].to_pylist())}

    @cached_property
    def _event_slices(self) -> dict[str, tuple[int, int]]:
        return _slices(self._events["person_id"])

    @cached_property
    def _link_slices(self) -> dict[str, tuple[int, int]]:
        return _slices(self._links["person_id"])

    def _table(self, name: str) -> pa.Table:
        table = self._whole(name)
        ordered = table.sort_by([(column, "ascending") for column in ORDER[name]]) if name in ORDER else table
        return ordered.combine_chunks()

    def _whole(self, name: str, words: str = PLAIN) -> pa.Table:
        path = self._file(name)
        try:
            table = read_conforming(path, name, words) if path else TABLES[name].empty_table()
        except Refused:
            if self.path.is_dir():
                raise
        if not self.path.is_dir():  # a table that is gone with its snapshot is no empty table
            raise Replaced
        return table

    def _read_beside(self, name: str, read: Callable[[Path], T]) -> T | None:
        """What is read of a file that may be absent, but never because its snapshot went meanwhile."""
        found, file = None, self.path / name
        try:
            found = read(file) if file.is_file() else None
        except FileNotFoundError:
            pass
        except (OSError, ValueError) as error:  # the second: no JSON, no UTF-8, no Parquet
            raise Refused(f"{name} must be as the store wrote it; it can't be read: restore it from a copy") from error
        if found is None and not self.path.is_dir():
            raise Replaced
        return found

    def _file(self, name: str) -> Path | None:
        return next((p for end in ("parquet", "csv") if (p := self.path / f"{name}.{end}").is_file()), None)


def open_store(path: Path) -> Snapshot:
    """The current snapshot of our own store, or a flat folder of tables; WrongUse when it is neither."""
    path = Path(path)
    if not is_folder(path):
        raise WrongUse("STORE must be a folder: our own store, or one of people and events as Parquet or CSV")
    sha = _steady(path) if (path / CURRENT).is_file() else None
    snapshot = Snapshot(path / SNAPSHOTS / sha if sha else path)
    missing = [name for name in ("people", "events") if snapshot._file(name) is None]
    if missing and not snapshot.path.is_dir():
        raise Replaced
    if missing:
        raise WrongUse(f"STORE must hold {' and '.join(missing)} as .parquet or .csv; none is there")
    return snapshot


def open_whole(path: Path) -> Snapshot:
    """The current snapshot with every table read and checked, though the store may be renewed meanwhile.

    Refused as `Snapshot.check` does.
    """
    for _ in range(TRIES):
        with suppress(Replaced):
            snapshot = open_store(path)
            snapshot.check()
            return snapshot
    raise Replaced


@readable()
def _steady(path: Path) -> str | None:
    """The current snapshot's name; asked again where the one that was read has been removed since."""
    for _ in range(TRIES):
        named = (path / CURRENT).read_text(encoding="utf-8", errors="replace")
        try:
            return current(path)
        except Refused:
            if named == (path / CURRENT).read_text(encoding="utf-8", errors="replace"):
                raise
    raise Replaced


def write_snapshot(store: Path, tables: dict[str, pa.Table], ingests: list[dict]) -> Snapshot:
    """Writes `tables` as the store's new snapshot, whole or not at all, and returns it."""
    with one_writer(Path(store)):
        swap_in(Path(store), tables, ingests)
    return open_store(Path(store))


def _by_person(events: pa.Table, held: set[str]) -> pa.Table:
    """The columns that are held, put person by person where they do not stand so already."""
    table = events.select([name for name in events.column_names if name in held])
    person = table["person_id"]
    ordered = not len(table) or pc.all(pc.less_equal(person[:-1], person[1:])).as_py()
    return table if ordered is not False else table.sort_by("person_id")


def _tomorrow() -> date:
    return date.today() + timedelta(days=1)  # the latest day as of which values are usually asked for


def _while_kept(events: pa.Table, latest: date) -> pa.Table:
    """The events with the one visibility rule's last day in `superseded_on`, where keeping ends by the latest day."""
    past = pc.fill_null(pc.less_equal(events["expires_on"], latest), False)
    if not pc.any(past).as_py():
        return events
    ending = pc.if_else(past, events["expires_on"], pa.scalar(None, pa.date32()))
    replaced, expires = (
        pc.fill_null(days.cast(pa.int32()), NEVER).to_numpy().astype(np.int64)
        for days in (events["superseded_on"], ending)
    )
    until = counts_until(replaced, expires)
    days = pa.array(until, pa.int32(), mask=until == NEVER).cast(pa.date32())
    return events.set_column(events.schema.get_field_index("superseded_on"), EVENTS.field("superseded_on"), days)


def _sha_of_folder(folder: Path) -> str | None:
    try:
        return sha_of(sorted(folder.iterdir()))
    except OSError:
        return None


def _slices(person_ids: pa.ChunkedArray) -> dict[str, tuple[int, int]]:
    runs = pc.run_end_encode(person_ids.combine_chunks())
    ends = np.asarray(runs.run_ends)
    starts = np.concatenate([[0], ends[:-1]]) if len(ends) else ends
    return dict(zip(runs.values.to_pylist(), zip(starts.tolist(), (ends - starts).tolist(), strict=True), strict=True))
