"""`reachable records link`: one linking of a store, on a day; what it decides stands from that day on.

The first linking of back history gives ids in place. After that a change of ids makes new versions of records, so that
whatever was shown of the past can be shown again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from records.frames import typed
from records.kept import IDENTITIES, Tables, arrow, tables_of
from records.linkage.decided import PREFIX, Before, Decided, Evidence, decide
from records.linkage.hidden_keys import key_checks
from records.linkage.linked import linked_pairs
from records.linkage.moved import Move, former_ids, moved_events, moved_links
from records.linkage.persons import unclear
from records.linkage.reviews import (
    NOT_SAME,
    SAME,
    forget_strangers,
    relisted,
    taken,
    waiting,
)
from records.linkage.rows import comparable
from records.linkage.said import disputed_in, verdicts_of, with_decisions
from records.linkage.standing import key_of_each, pairs_of
from records.merge import groups_of, people_of
from records.policy import LinkagePolicy, read_section
from records.refusal import WrongUse
from records.store import Snapshot, open_store
from records.swap import is_own, one_writer, swap_in


@dataclass(frozen=True)
class LinkResult:
    """The snapshot after linking: agencies' people with a shared key, persons of at least two records or with a key,
    those without a key, links made now by likeness, people whose id changed, and pairs that wait for a reviewer."""

    snapshot: Snapshot
    with_key: int
    persons: int
    without_key: int
    by_likeness: int
    moved: int
    to_review: int


def link(
    store: Path, made_on: date | None = None, shared_ids: bool = True, policy: LinkagePolicy | None = None
) -> LinkResult:
    """Links agencies' people on `made_on` (today) and swaps in the result; the same again changes nothing.

    Without `shared_ids` likeness alone decides. WrongUse when `store` is not our own, or the day is before the last
    linking or receipt.
    """
    if not is_own(store):
        raise WrongUse("link needs our own store: ingest deliveries with --out STORE first")
    rules = policy or read_section("linkage", LinkagePolicy)
    with one_writer(store):
        before = open_store(store)
        before.check_bytes()
        tables = tables_of(before)
        day = _day(made_on, tables, before)
        forget_strangers(store, tables)  # of somebody erased while a reviewer still had the pair open
        decisions = waiting(store)
        linked = linked_pairs(tables["person_links"], tables["identities"])
        tables["link_reviews"] = with_decisions(tables["link_reviews"], decisions, linked)
        after, decided = _linked(tables, rules, shared_ids, day)
        swap_in(store, arrow(after), before.ingests())
        taken(store, decisions)
    return _result(open_store(store), tables, after, decided)


def _day(made_on: date | None, tables: Tables, before: Snapshot) -> date:
    day = made_on or date.today()
    deliveries = [entry for entry in before.ingests() if entry["feed"]]  # the log has purges and erasures too
    received = [date.fromisoformat(entry["received_on"]) for entry in deliveries]
    linked = tables["identities"]["linked_on"].max()
    latest = max([*received, *([] if pd.isna(linked) else [linked.date()])], default=day)
    if day > date.today() or day < latest:
        raise WrongUse("--made-on must be no day to come, and not before the last linking or receipt")
    return day


def _linked(tables: Tables, rules: LinkagePolicy, shared_ids: bool, day: date) -> tuple[Tables, Decided]:
    agency_of = _agency_of(tables["people_by_agency"])
    held = _everybody(tables["identities"], agency_of)
    key_of = key_of_each(held)
    pairs = _pairs(tables["identifiers"], agency_of, rules)
    reviews = tables["link_reviews"]
    evidence = Evidence(pairs, key_of if shared_ids else {}, verdicts_of(reviews), disputed_in(reviews))
    before = Before(held, tables["person_links"], _last_number(tables))
    decided = decide(before, agency_of, evidence, rules, day)
    made = pd.concat([_undone(tables["person_links"], decided, day), decided.links], ignore_index=True)
    told = {
        "identities": decided.identities,
        "person_links": made,
        "link_reviews": relisted(reviews, pairs, decided.persons, made, rules, day),
        "key_checks": key_checks(agency_of, key_of, pairs, rules.link_at),
    }
    return _moved({**tables, **told}, held, decided, day), decided


def _agency_of(by_agency: pd.DataFrame) -> dict[str, str]:
    people = by_agency.drop_duplicates("person_id").sort_values("person_id")
    return dict(zip(people["person_id"], people["agency"], strict=True))


def _everybody(identities: pd.DataFrame, agency_of: Mapping[str, str]) -> pd.DataFrame:
    """The table of identities with a row for every agency's person, in order of their ids."""
    everyone = sorted({*agency_of, *identities["agency_person_id"]} & set(agency_of))
    held = identities.drop_duplicates("agency_person_id").set_index("agency_person_id")
    return typed(held.reindex(everyone).reset_index(names="agency_person_id"), IDENTITIES)


def _pairs(identifiers: pd.DataFrame, agency_of: Mapping[str, str], rules: LinkagePolicy) -> pd.DataFrame:
    from records.linkage.model import nothing_scored, scored

    found = nothing_scored()
    if len(identifiers):
        found = scored(comparable(identifiers, agency_of))
    return found.assign(unclear=unclear(found, agency_of, rules))


def _last_number(tables: Tables) -> int:
    ids = pd.concat([tables["identities"]["person_id"], tables["former_ids"]["person_id"]]).dropna()
    numbers = ids[ids.str.fullmatch(PREFIX + "[0-9]+")].str.removeprefix(PREFIX).astype("int64")
    return int(numbers.max()) if len(numbers) else 0


def _undone(links: pd.DataFrame, decided: Decided, day: date) -> pd.DataFrame:
    """All links, with the day on those that held until now and no longer do."""
    fallen = np.array([pair in decided.undone for pair in pairs_of(links)], dtype=bool)
    return links.assign(undone_on=links["undone_on"].mask(fallen & links["undone_on"].isna(), pd.Timestamp(day)))


def _moved(tables: Tables, held: pd.DataFrame, decided: Decided, day: date) -> Tables:
    """The tables with everything that follows from who is who: ids on records and links, people and groups."""
    move = Move(_effective(held), _effective(decided.identities), tables["whose"], _backfill(tables, held), day)
    events, links = moved_events(tables["events"], move), moved_links(tables["links"], move)
    former = pd.concat([tables["former_ids"], former_ids(held, events, links, move)], ignore_index=True)
    merged = (tables["identities"], former)
    return {
        **tables,
        "events": events,
        "links": links,
        "former_ids": former,
        "people": people_of(tables["people_by_agency"], *merged),
        "groups": groups_of(tables["groups_by_agency"], *merged),
    }


def _effective(identities: pd.DataFrame) -> pd.Series:
    """The id that records carry, by agency_person_id: the partnership's, or where there is none the agency's own."""
    ids = identities.set_index("agency_person_id")["person_id"]
    return ids.fillna(pd.Series(ids.index, index=ids.index, dtype="str"))


def _backfill(tables: Tables, held: pd.DataFrame) -> frozenset[str]:
    """Feeds of which no person was ever looked at by a linking: their back history gets its ids in place."""
    feeds = tables["people_by_agency"][["feed", "person_id"]].dropna()
    seen = held.loc[held["linked_on"].notna(), "agency_person_id"]
    return frozenset(set(feeds["feed"]) - set(feeds.loc[feeds["person_id"].isin(seen), "feed"]))


def _result(snapshot: Snapshot, before: Tables, after: Tables, decided: Decided) -> LinkResult:
    now, keys = after["identities"], after["identities"]["shared_key"]
    was = before["identities"].set_index("agency_person_id")["person_id"].reindex(now["agency_person_id"])
    changed = was.notna().to_numpy() & (was.to_numpy() != now["person_id"].to_numpy())
    return LinkResult(
        snapshot,
        int(keys.notna().sum()),
        int(now["person_id"].nunique()),
        int(keys.isna().sum()),
        int((decided.links["basis"] == "likeness").sum()),
        int(changed.sum()),
        int((~after["link_reviews"]["verdict"].isin([SAME, NOT_SAME])).sum()),
    )
