"""Whom a delivery tells of no longer: its feed does not list them, or all that it brings of them is past its time.

What the feed told of them goes: names at once, as linkage reads what sources say now; the rest once nothing is held.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from records.delivery import Delivery, of_feed
from records.frames import among
from records.kept import Tables
from records.merge import partnership_ids
from records.purge import of_whom_nothing_is_held, records_held, without_people

TOLD = {"people_by_agency": "person_id", "groups_by_agency": "person_id", "identifiers": "agency_person_id"}


def without_unlisted(tables: Tables, one: Delivery, past: Collection[str]) -> Tables:
    """`tables` after a delivery, not merged yet, without what its feed told of people whom it tells of no longer.

    `past` are the people of whom it brought only what is past its time. Names and births go unless a record of the
    feed still stands; an id, month of birth and area stay while any version of a record or a link is held.
    """
    unlisted = _unlisted(tables["people_by_agency"], one, past)
    if not unlisted:
        return tables
    nothing_held = of_whom_nothing_is_held(tables, unlisted)
    nameless = set(unlisted) - _with_standing_records(tables, one.feed)
    gone = {"people_by_agency": nothing_held, "groups_by_agency": nothing_held, "identifiers": nameless}
    less = {name: _without(tables[name], column, one.feed, gone[name]) for name, column in TOLD.items()}
    after = {**tables, **less}
    return without_people(after, _told_by_nobody(after, nothing_held))


def forgotten(before: Tables, after: Tables) -> int:
    """Of how many people what a feed told went."""
    lost = [set(before[name][column]) - set(after[name][column]) for name, column in TOLD.items()]
    return len(set[str]().union(*lost))


def _unlisted(by_agency: pd.DataFrame, one: Delivery, past: Collection[str]) -> list[str]:
    """The feed's people of whom the delivery says nothing; nobody where rows that can't be read may be about them."""
    said = {*one.people["person_id"]} | one.people_recorded
    theirs = set(by_agency.loc[by_agency["feed"] == one.feed, "person_id"])
    missing = theirs - said - one.refused_people
    if len(missing) <= sum(one.unread.values()):
        missing = set()
    return sorted(missing | (theirs & set(past)))


def _with_standing_records(tables: Tables, feed: str) -> set[str]:
    """People of whom a version of the feed's records or links is open."""
    standing = {name: tables[name][tables[name]["superseded_on"].isna()] for name in ("events", "links")}
    mine = records_held({**tables, **standing})
    mine = mine[of_feed(mine["record_id"], feed)]
    return {*mine["agency_person_id"].dropna(), *mine["other_id"].dropna()}


def _told_by_nobody(tables: Tables, people: list[str]) -> list[str]:
    """Of these people, those whom no feed lists under any id of theirs."""
    identities = tables["identities"]
    told = set(partnership_ids(tables["people_by_agency"]["person_id"], identities))
    ids = partnership_ids(pd.Series(people, dtype="str"), identities)
    return [person for person, now in zip(people, ids, strict=True) if now not in told]


def _without(rows: pd.DataFrame, column: str, feed: str, people: Collection[str]) -> pd.DataFrame:
    theirs = among(rows[column], list(people)) & np.asarray(rows["feed"] == feed, dtype=bool)
    return rows[~theirs].reset_index(drop=True)
