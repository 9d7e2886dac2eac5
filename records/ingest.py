"""Takes deliveries in: all of them into one new snapshot, or nothing. Protected columns are split out at the door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from records.agreed_checks import IngestChecks
from records.agreements import load_agreements
from records.alternatives import refuse_alternatives
from records.arrival import Check
from records.arrivals import Accepted, Arrived, Rules, arrive
from records.connectors import read_source
from records.cumulative import Changes
from records.delivered import Refusal, is_folder
from records.delivery import Delivery
from records.frames import among
from records.kept import Tables, arrow, tables_of
from records.linkage.reviews import forget_strangers
from records.policy import read_section
from records.purge import Purged, agreed_years, any_of, kept_only, with_merged
from records.refusal import Refused, WrongUse
from records.retention import Retention
from records.store import Snapshot, open_store
from records.swap import SNAPSHOTS, is_own, one_writer, swap_in

MAY_STAND_THERE = {SNAPSHOTS, "lost+found"}  # of a first delivery that died; of a disk of the store's own


@dataclass(frozen=True)
class IngestResult:
    """What one ingest took in, by feed: rows of each table, and what became of records and links; what it asked of
    each delivery, what it refused, how many delivered records were past their time, and what the store purged."""

    snapshot: Snapshot
    rows: dict[str, dict[str, int]]
    changes: dict[str, Changes]
    links: dict[str, Changes]
    checks: tuple[Check, ...]
    refused: tuple[Refusal, ...]
    past_their_time: dict[str, int]
    purged: Purged


def ingest(
    sources: Sequence[str],
    store: Path,
    received_on: date | None = None,
    data: Path | None = None,
    words: tuple[Accepted, ...] = (),
) -> IngestResult:
    """Reads every source (`CONNECTOR:PATH`) and swaps in a snapshot that holds them all.

    `received_on` is the day the deliveries came, today by default; `data` is what ${DATA} means in a mapping; `words`
    are checks that somebody accepts. Refused when a file can't be used, no row of a feed could be, its agreement has
    ended or a check refuses it; then the store stays as it was.
    """
    received_on = received_on or date.today()
    _before(store)
    deliveries = [read_source(source, received_on, data) for source in sources]
    _check_feeds(deliveries)
    with one_writer(store):
        before = _before(store)
        if before:
            before.check_bytes()
        log = before.ingests() if before else []
        refuse_alternatives([*(entry["feed"] for entry in log), *(one.feed for one in deliveries)])
        _check_order(deliveries, log, received_on)
        tables = tables_of(before)
        _check_linkings(tables, deliveries, received_on)
        arrived, purged = _all_taken_in(tables, deliveries, log, _rules(store, received_on, words))
        entries = [one.entry for one in arrived]
        went = any_of(purged) or any(one.forgotten for one in arrived)
        if went:
            forget_strangers(store, arrived[-1].tables)
        swap_in(store, arrow(arrived[-1].tables), [*log, *entries], alone=went)
    feeds = [one.feed for one in deliveries]
    return IngestResult(
        open_store(store),
        {one.feed: one.tables for one in deliveries},
        dict(zip(feeds, (one.records for one in arrived), strict=True)),
        dict(zip(feeds, (one.links for one in arrived), strict=True)),
        tuple(check for one in arrived for check in one.checks),
        tuple(refusal for one in deliveries for refusal in one.refused),
        {one.entry["feed"]: one.entry["past_their_time"] for one in arrived},
        purged,
    )


def _before(store: Path) -> Snapshot | None:
    if not is_folder(store):
        return None
    if not is_own(store):
        there = {one.name for one in store.iterdir() if not one.name.startswith(".")}
        if any(f"{name}.{end}" in there for name in ("people", "events") for end in ("parquet", "csv")):
            raise WrongUse("--out must be our own store or a new folder; a flat folder of tables can't be added to")
        if there - MAY_STAND_THERE:
            raise WrongUse("--out must be our own store or a new folder; it holds something else: choose another place")
        return None
    return open_store(store)


def _check_feeds(deliveries: list[Delivery]) -> None:
    if len({one.feed for one in deliveries}) < len(deliveries):
        raise WrongUse("each feed must come once in an ingest; two sources are of the same feed")
    for one in deliveries:
        if one.events.empty and one.counts.empty and not one.may_be_empty:
            reasons = sorted({f"{r.file}, column {r.column}: {r.reason} ({r.rows} rows)" for r in one.refused})
            raise Refused(f"{one.feed}: no record could be taken from the delivery", *reasons)


def _check_order(deliveries: list[Delivery], log: list[dict], received_on: date) -> None:
    feeds = {one.feed for one in deliveries}
    for entry in log:
        if entry["feed"] in feeds and date.fromisoformat(entry["received_on"]) > received_on:
            raise Refused(f"{entry['feed']}: --received-on must not be before the feed's last delivery")


def _check_linkings(tables: Tables, deliveries: list[Delivery], received_on: date) -> None:
    """Refused where a feed came before a linking that is in the store: its records would count under ids which nobody
    had then."""
    for one in deliveries:
        linked = _last_linked(tables, one.feed)
        if linked is not None and pd.Timestamp(received_on) < linked:
            raise Refused(
                f"{one.feed}: --received-on must not be before {linked.date()}, when its people were last linked; it "
                "is: take deliveries in before the linking that follows them, or give that day"
            )


def _last_linked(tables: Tables, feed: str) -> pd.Timestamp | None:
    """The day of the last linking of a feed's people; None after the first alone, which gives ids in place."""
    people = tables["people_by_agency"].loc[tables["people_by_agency"]["feed"] == feed, "person_id"]
    days = tables["identities"].loc[among(tables["identities"]["agency_person_id"], people), "linked_on"].dropna()
    moved = tables["former_ids"].loc[among(tables["former_ids"]["agency_person_id"], people), "until"]
    later = pd.concat([days[days > days.min()], moved])
    return None if later.empty else later.max()


def _rules(store: Path, received_on: date, words: tuple[Accepted, ...]) -> Rules:
    retention = read_section("retention", Retention)
    return Rules(store, received_on, retention, read_section("ingest_checks", IngestChecks), load_agreements(), words)


def _all_taken_in(
    tables: Tables, deliveries: list[Delivery], log: list[dict], rules: Rules
) -> tuple[list[Arrived], Purged]:
    """Every delivery taken in, the last with the tables after all of them; and what was purged before and after."""
    last = {entry["feed"]: entry for entry in log}
    years = agreed_years(log)
    tables, before = kept_only(tables, rules.received_on, years, rules.retention)
    arrived: list[Arrived] = []
    for one in deliveries:
        arrived.append(arrive(arrived[-1].tables if arrived else tables, one, last.get(one.feed), rules))
    years |= {one.entry["feed"]: (one.entry["agreement"] or {}).get("keep_years") for one in arrived}
    tables, after = kept_only(with_merged(arrived[-1].tables), rules.received_on, years, rules.retention)
    arrived[-1] = replace(arrived[-1], tables=tables)
    return arrived, Purged(*(one + other for one, other in zip(astuple(before), astuple(after), strict=True)))
