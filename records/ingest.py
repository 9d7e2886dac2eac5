"""Takes deliveries in: all of them into one new snapshot, or nothing. Protected columns are split out at the door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from records.connectors import read_source
from records.cumulative import Changes
from records.delivered import Refusal, is_folder
from records.delivery import Delivery
from records.kept import Tables, arrow, tables_of
from records.merge import groups_of, people_of
from records.refusal import Refused, WrongUse
from records.store import Snapshot, open_store
from records.swap import CURRENT, one_writer, swap_in
from records.taken_in import taken_in


@dataclass(frozen=True)
class IngestResult:
    """What one ingest took in, by feed: rows of each table, and what became of the records; and what it refused."""

    snapshot: Snapshot
    rows: dict[str, dict[str, int]]
    changes: dict[str, Changes]
    links: dict[str, Changes]
    refused: tuple[Refusal, ...]


def ingest(
    sources: Sequence[str], store: Path, received_on: date | None = None, data: Path | None = None
) -> IngestResult:
    """Reads every source (`CONNECTOR:PATH`) and swaps in a snapshot that holds them all.

    `received_on` is the day the deliveries came, today by default; `data` is what ${DATA} means in a mapping.
    Refused when a file can't be used or no row of a feed could be; then the store stays as it was.
    """
    received_on = received_on or date.today()
    _before(store)
    deliveries = [read_source(source, received_on, data) for source in sources]
    _check_feeds(deliveries)
    with one_writer(store):
        before = _before(store)
        _check_order(deliveries, before, received_on)
        tables, changes, links = _all_taken_in(tables_of(before), deliveries, received_on)
        log = [*(before.ingests() if before else []), *(_entry(one, received_on, changes, links) for one in deliveries)]
        swap_in(store, arrow(tables), log)
    return IngestResult(
        open_store(store),
        {one.feed: one.tables for one in deliveries},
        changes,
        links,
        tuple(refusal for one in deliveries for refusal in one.refused),
    )


def _before(store: Path) -> Snapshot | None:
    if not is_folder(store):
        return None
    if not (store / CURRENT).exists():
        if any((store / f"{name}.{end}").exists() for name in ("people", "events") for end in ("parquet", "csv")):
            raise WrongUse("--out must be our own store or a new folder; a flat folder of tables can't be added to")
        return None
    return open_store(store)


def _check_feeds(deliveries: list[Delivery]) -> None:
    if len({one.feed for one in deliveries}) < len(deliveries):
        raise WrongUse("each feed must come once in an ingest; two sources are of the same feed")
    for one in deliveries:
        if one.events.empty and one.counts.empty:
            reasons = sorted({f"{r.file}, column {r.column}: {r.reason} ({r.rows} rows)" for r in one.refused})
            raise Refused(f"{one.feed}: no record could be taken from the delivery", *reasons)


def _check_order(deliveries: list[Delivery], before: Snapshot | None, received_on: date) -> None:
    feeds = {one.feed for one in deliveries}
    for entry in before.ingests() if before else []:
        if entry["feed"] in feeds and date.fromisoformat(entry["received_on"]) > received_on:
            raise Refused(f"{entry['feed']}: --received-on must not be before the feed's last delivery")


def _all_taken_in(
    tables: Tables, deliveries: list[Delivery], received_on: date
) -> tuple[Tables, dict[str, Changes], dict[str, Changes]]:
    changes, links = {}, {}
    for one in deliveries:
        taken = taken_in(tables, one, received_on)
        tables, changes[one.feed], links[one.feed] = taken.tables, taken.records, taken.links
    tables["people"] = people_of(tables["people_by_agency"], tables["identities"], tables["former_ids"])
    tables["groups"] = groups_of(tables["groups_by_agency"], tables["identities"], tables["former_ids"])
    return tables, changes, links


def _entry(one: Delivery, received_on: date, changes: dict[str, Changes], links: dict[str, Changes]) -> dict:
    return {
        "feed": one.feed,
        "agency": one.agency,
        "received_on": received_on.isoformat(),
        "rows": one.tables,
        "records": asdict(changes[one.feed]),
        "links": asdict(links[one.feed]),
        "refused": [asdict(refusal) for refusal in one.refused],
    }
