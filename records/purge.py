"""Takes out of the store what it may no longer keep: records past their time, and people of whom nothing else is left.

It happens at every ingest, and by `reachable records purge`. A store that was purged holds one snapshot: the one
before held what had to go.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from records.agreements import agreement_from_log, load_agreements
from records.alongside import BACK
from records.covered import while_kept
from records.frames import among
from records.kept import Tables, arrow, tables_of
from records.linkage.reviews import forget_strangers
from records.merge import groups_of, partnership_ids, people_of
from records.policy import read_section
from records.refusal import WrongUse
from records.retention import Retention, expiry, links_past_their_time
from records.store import Snapshot, open_store
from records.swap import is_own, one_writer, swap_in

# Where the store's tables hold an agency's id of a person, and where the partnership's.
AGENCY_IDS: dict[str, tuple[str, ...]] = {
    "people_by_agency": ("person_id",),
    "groups_by_agency": ("person_id",),
    "identifiers": ("agency_person_id",),
    "identities": ("agency_person_id",),
    "former_ids": ("agency_person_id", "person_id"),
    "person_links": ("one", "other"),
    "link_reviews": ("one", "other"),
    "key_checks": ("one", "other"),
    "whose": ("agency_person_id", "other_id"),
}
PERSON_IDS = {"events": ("person_id",), "links": ("person_id", "other_id")}


@dataclass(frozen=True)
class Purged:
    """How many records and links went, and how many people of whom nothing else was held."""

    records: int
    links: int
    people: int


def purge(store: Path, as_of: date | None = None, policy: Retention | None = None) -> Purged:
    """Purges the store of what is past its time as of a day, today by default; no older snapshot stays.

    WrongUse where `store` is not our own.
    """
    with one_writer(store):
        before = own_store(store)
        log = before.ingests()
        tables, gone = kept_only(tables_of(before), as_of or date.today(), agreed_years(log), policy)
        note = [{"feed": "", "did": "purge", "on": date.today().isoformat(), **asdict(gone)}] if any_of(gone) else []
        forget_strangers(store, tables)
        swap_in(store, arrow(tables), [*log, *note], alone=True)
    return gone


def own_store(store: Path) -> Snapshot:
    """The current snapshot of our own store; WrongUse for anything else, since only our own can be changed. Refused
    where its bytes are not those it wrote."""
    if not is_own(store):
        raise WrongUse("STORE must be our own store: a flat folder of tables is yours to change")
    found = open_store(store)
    found.check_bytes()
    return found


def kept_only(
    tables: Tables, as_of: date, years: Mapping[str, int | None], policy: Retention | None = None
) -> tuple[Tables, Purged]:
    """`tables` with the last day of use on each record, without what is past it as of the day."""
    policy = policy or read_section("retention", Retention)
    day = pd.Timestamp(as_of)
    born = tables["people"].set_index("person_id")["born_on"]
    events = tables["events"].assign(expires_on=expiry(tables["events"], born, policy, years))
    past = (events["expires_on"] < day).to_numpy()
    kept = events[~past].reset_index(drop=True)
    old = links_past_their_time(tables["links"], as_of, policy)
    links = tables["links"][~old].reset_index(drop=True)
    old_links = int(tables["links"].loc[old, "record_id"].nunique())
    losing = {*events.loc[past, "person_id"], *tables["links"].loc[old, "person_id"]}
    people = of_whom_nothing_is_held({**tables, "events": kept, "links": links}, losing)
    coverage = while_kept(tables["coverage"], day, policy, years)
    purged = without_people({**tables, "events": kept, "links": links, "coverage": coverage}, people)
    if past.any() or old_links:
        purged = with_merged(purged)
    return purged, Purged(events.loc[past, "record_id"].nunique(), old_links, len(people))


def without_people(tables: Tables, people: Collection[str]) -> Tables:
    """`tables` without a trace of these people, under whichever of their ids; `people` and `groups` are still to be
    merged anew (`with_merged`)."""
    if not len(people):
        return tables
    ids = ids_of(tables["identities"], people)
    theirs = records_of(tables["whose"], ids)
    less = {name: _without(tables[name], columns, ids) for name, columns in AGENCY_IDS.items()}
    for name, columns in PERSON_IDS.items():
        rows = _without(tables[name], columns, ids)
        given = rows["record_id"].str.removesuffix(BACK)
        less[name] = rows[~among(given, theirs)].reset_index(drop=True)
    return {**tables, **less}


def ids_of(identities: pd.DataFrame, people: Collection[str]) -> list[str]:
    """Every id by which an agency, or the partnership, knows one of these people; an agency's id stands for whom it
    is linked to."""
    as_agency = identities.loc[among(identities["agency_person_id"], list(people)), "person_id"].dropna()
    persons = {*people, *as_agency}
    linked = identities.loc[among(identities["person_id"], list(persons)), "agency_person_id"]
    return sorted({*persons, *linked})


def records_of(whose: pd.DataFrame, ids: Collection[str]) -> pd.Series:
    """The records about these people, also those that stand under an id which they had before they were linked."""
    mine = among(whose["agency_person_id"], list(ids)) | among(whose["other_id"], list(ids))
    return whose.loc[mine, "record_id"]


def of_whom_nothing_is_held(tables: Tables, people: Collection[str]) -> list[str]:
    """Of these people, those of whom the store has no version of a record and no link, under any id of theirs."""
    if not people:
        return []
    mine = records_held(tables)
    ids = pd.concat([tables["events"]["person_id"], tables["links"]["person_id"], mine["agency_person_id"]])
    ids = pd.concat([ids, mine["other_id"]]).dropna().drop_duplicates()
    held = {*ids, *partnership_ids(ids, tables["identities"])}
    asked = pd.Series(sorted(people), dtype="str")
    now = partnership_ids(asked, tables["identities"])
    return [one for one, other in zip(asked, now, strict=True) if held.isdisjoint((one, other))]


def records_held(tables: Tables) -> pd.DataFrame:
    """Whose the records and links are that `tables` hold."""
    held = pd.concat([tables["events"]["record_id"], tables["links"]["record_id"]])
    return tables["whose"][among(tables["whose"]["record_id"], held)].reset_index(drop=True)


def with_merged(tables: Tables) -> Tables:
    """`tables` with people and groups as they follow from what agencies say, and whose records are still held."""
    return {
        **tables,
        "people": people_of(tables["people_by_agency"], tables["identities"], tables["former_ids"]),
        "groups": groups_of(tables["groups_by_agency"], tables["identities"], tables["former_ids"]),
        "whose": records_held(tables),
    }


def agreed_years(log: list[dict]) -> dict[str, int | None]:
    """By feed, the years of keeping that its agreement sets: as feeds.toml says now, else as the log had it."""
    logged = {entry["feed"]: agreement for entry in log if (agreement := agreement_from_log(entry))}
    return {feed: one.keep_years for feed, one in {**logged, **load_agreements()}.items()}


def any_of(gone: Purged) -> bool:
    """Whether anything went."""
    return any(asdict(gone).values())


def _without(rows: pd.DataFrame, columns: tuple[str, ...], ids: Collection[str]) -> pd.DataFrame:
    theirs = np.zeros(len(rows), dtype=bool)
    for column in columns:
        theirs |= among(rows[column], list(ids))
    return rows[~theirs].reset_index(drop=True)
