"""The same person across agencies: one opaque partnership id for everyone who carries the same shared key.

Whoever carries none stays as their agency knows them. What linkage decides stands in `identities` alone; people,
groups and the ids on records follow from it, so another way of deciding can take this one's place.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from records.frames import among
from records.ingest import Tables, arrow, tables_of
from records.merge import groups_of, partnership_ids, people_of
from records.refusal import WrongUse
from records.store import Snapshot, open_store
from records.swap import CURRENT, one_writer, swap_in

DIGITS = 7
PREFIX = "P"


@dataclass(frozen=True)
class LinkResult:
    """The snapshot after linking: agencies' people with a shared key, the persons they are, and those without a key."""

    snapshot: Snapshot
    with_key: int
    persons: int
    without_key: int


def link(store: Path) -> LinkResult:
    """Joins agencies' ids on the shared key and swaps in the result; doing it again changes nothing.

    WrongUse when `store` is not our own store.
    """
    if not (store / CURRENT).is_file():
        raise WrongUse("link needs our own store: ingest deliveries with --out STORE first")
    with one_writer(store):
        before = open_store(store)
        tables = tables_of(before)
        identities = decided(tables["identities"])
        swap_in(store, arrow(_relinked(tables, identities)), before.ingests())
    unkeyed = ~among(tables["people_by_agency"]["person_id"], identities["agency_person_id"])
    return LinkResult(open_store(store), len(identities), identities["person_id"].nunique(), int(unkeyed.sum()))


def decided(identities: pd.DataFrame) -> pd.DataFrame:
    """`identities` with a partnership id for every shared key: the one it had, else the next number in order."""
    held = identities.dropna(subset="person_id").drop_duplicates("shared_key").set_index("shared_key")["person_id"]
    fresh = pd.Index(identities["shared_key"].unique()).difference(held.index)
    last = held.str.removeprefix(PREFIX).astype("int64").max() if len(held) else 0
    numbers = pd.Series(range(last + 1, last + 1 + len(fresh)), index=fresh, dtype="int64").astype("str")
    return identities.assign(
        person_id=identities["shared_key"].map(pd.concat([held, PREFIX + numbers.str.zfill(DIGITS)]))
    )


def _relinked(tables: Tables, identities: pd.DataFrame) -> Tables:
    events, links = tables["events"], tables["links"]
    return {
        **tables,
        "identities": identities,
        "events": events.assign(person_id=partnership_ids(events["person_id"], identities)),
        "links": links.assign(
            person_id=partnership_ids(links["person_id"], identities),
            other_id=partnership_ids(links["other_id"], identities),
        ),
        "people": people_of(tables["people_by_agency"], identities, tables["former_ids"]),
        "groups": groups_of(tables["groups_by_agency"], identities, tables["former_ids"]),
    }
