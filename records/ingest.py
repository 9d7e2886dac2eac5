"""Takes deliveries in: all of them into one new snapshot, or nothing. Protected columns are split out at the door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa

from records.conform import conform, may_discuss_by_kind
from records.connectors import read_source
from records.cumulative import Changes, first_delivery, later_delivery
from records.delivered import Refusal, is_folder
from records.delivery import Delivery
from records.events import COVERAGE, EVENTS, GROUPS, LINKS, PEOPLE
from records.frames import to_arrow, to_frame, typed
from records.merge import (
    AGENCY_GROUPS,
    AGENCY_PEOPLE,
    IDENTITIES,
    after_delivery,
    dated_departures,
    groups_of,
    identities_after,
    partnership_ids,
    people_of,
    with_unnamed,
)
from records.refusal import Refused, WrongUse
from records.store import EVENT_ORDER, Snapshot, open_store
from records.swap import CURRENT, one_writer, swap_in

Tables = dict[str, pd.DataFrame]
KEPT = {
    "people": PEOPLE,
    "groups": GROUPS,
    "events": EVENTS,
    "links": LINKS,
    "coverage": COVERAGE,
    "identities": IDENTITIES,
    "people_by_agency": AGENCY_PEOPLE,
    "groups_by_agency": AGENCY_GROUPS,
}


@dataclass(frozen=True)
class IngestResult:
    """What one ingest took in, by feed: rows of each table, and what became of the records; and what it refused."""

    snapshot: Snapshot
    rows: dict[str, dict[str, int]]
    changes: dict[str, Changes]
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
        tables, changes = _taken_in(tables_of(before), deliveries, received_on)
        log = [*(before.ingests() if before else []), *(_entry(one, received_on, changes) for one in deliveries)]
        swap_in(store, arrow(tables), log)
    return IngestResult(
        open_store(store),
        {one.feed: one.tables for one in deliveries},
        changes,
        tuple(refusal for one in deliveries for refusal in one.refused),
    )


def tables_of(snapshot: Snapshot | None) -> Tables:
    """Every table that our own store keeps, as data frames; empty ones where there is no store yet."""
    return {name: to_frame(snapshot.kept(name) if snapshot else None, schema) for name, schema in KEPT.items()}


def arrow(tables: Tables) -> dict[str, pa.Table]:
    """The tables as the contract has them, checked and sorted, ready to be written."""
    checked = {name: to_arrow(frame, KEPT[name]) for name, frame in tables.items()}
    checked["events"] = checked["events"].sort_by([(column, "ascending") for column in EVENT_ORDER])
    for name in ("people", "groups", "events", "links", "coverage"):
        conform(checked[name], name, name)
    return checked


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
        if one.events.empty:
            reasons = sorted({f"{r.file}, column {r.column}: {r.reason} ({r.rows} rows)" for r in one.refused})
            raise Refused(f"{one.feed}: no record could be taken from the delivery", *reasons)


def _check_order(deliveries: list[Delivery], before: Snapshot | None, received_on: date) -> None:
    feeds = {one.feed for one in deliveries}
    for entry in before.ingests() if before else []:
        if entry["feed"] in feeds and date.fromisoformat(entry["received_on"]) > received_on:
            raise Refused(f"{entry['feed']}: --received-on must not be before the feed's last delivery")


def _taken_in(tables: Tables, deliveries: list[Delivery], received_on: date) -> tuple[Tables, dict[str, Changes]]:
    changes = {}
    for one in deliveries:
        tables, changes[one.feed] = _one_taken_in(tables, one, received_on)
    tables["people"] = people_of(tables["people_by_agency"], tables["identities"])
    tables["groups"] = groups_of(tables["groups_by_agency"], tables["identities"])
    return tables, changes


def _one_taken_in(tables: Tables, one: Delivery, received_on: date) -> tuple[Tables, Changes]:
    identities = identities_after(tables["identities"], one.identities)
    delivered = _as_stored(one.events, identities)
    ours = tables["events"]["record_id"].str.startswith(f"{one.feed}:")
    held, others = tables["events"][ours], tables["events"][~ours]
    people, groups = one.people, typed(one.groups.assign(agency=one.agency), AGENCY_GROUPS)
    if held.empty:
        events, changes = first_delivery(delivered)
    else:
        came = {f"{one.feed}:{table}" for table in one.tables}
        events, changes = later_delivery(held, delivered, came, one.left_out, received_on)
        people = dated_departures(tables["people_by_agency"], people, received_on)
    return {
        **tables,
        "events": _joined(others, events),
        "coverage": _covered(tables["coverage"], delivered, received_on),
        "identities": identities,
        "people_by_agency": with_unnamed(after_delivery(tables["people_by_agency"], people), one),
        "groups_by_agency": after_delivery(tables["groups_by_agency"], groups),
    }, changes


def _as_stored(events: pd.DataFrame, identities: pd.DataFrame) -> pd.DataFrame:
    by_kind = may_discuss_by_kind(pa.chunked_array([pa.array(events["kind"], pa.string())])).to_pandas()
    ours = partnership_ids(events["person_id"], identities)
    return typed(events.assign(person_id=ours, may_discuss=events["may_discuss"].fillna(by_kind)), EVENTS)


def _covered(held: pd.DataFrame, delivered: pd.DataFrame, received_on: date) -> pd.DataFrame:
    """What the feed has told us of each kind: from its first record to the last day on which it recorded anything."""
    now = delivered[["agency", "kind"]].drop_duplicates().assign(area=None, received_on=pd.Timestamp(received_on))
    now["from"], now["to"] = delivered["happened_on"].min(), delivered["known_on"].max()
    span = {"from": ("from", "min"), "to": ("to", "max"), "received_on": ("received_on", "max")}
    return _joined(held, now).groupby(["agency", "kind"], as_index=False).agg(**span)


def _joined(*frames: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([frame for frame in frames if len(frame)] or [frames[0]], ignore_index=True)


def _entry(one: Delivery, received_on: date, changes: dict[str, Changes]) -> dict:
    refused = [asdict(refusal) for refusal in one.refused]
    return {
        "feed": one.feed,
        "agency": one.agency,
        "received_on": received_on.isoformat(),
        "rows": one.tables,
        "records": asdict(changes[one.feed]),
        "refused": refused,
    }
