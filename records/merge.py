"""One row for each person from what several agencies say of them, and one row of groups for audits.

Each agency's view is kept as it was given; the merged rows follow from it, so that linkage can change its mind.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from records.delivery import Delivery
from records.frames import among, typed
from records.kept import AGENCY_PEOPLE, IDENTITIES, WHOSE

# Whose word goes first where agencies differ: an assumption.
AGENCY_ORDER = ("social_care", "school", "police", "youth_justice", "housing", "health")
FEED_ORDER = ("ssd", "cin_census", "annex_a", "ssda903")  # of social care's: the richest first, the return last
# Self-defined ethnicity goes before an officer's observation (shared design, domain).
ETHNICITY_ORDER = ("self_defined", "school_census", "social_care", "officer_observed")


def people_of(by_agency: pd.DataFrame, identities: pd.DataFrame, former: pd.DataFrame) -> pd.DataFrame:
    """The people table: for each person the first agency's word on each column that any agency filled in.

    An id that somebody once had (`former`) keeps its row, so that the past stays as it was; whoever was linked to a
    person later fills in what was blank.
    """
    return _first_word(by_agency, identities, former, AGENCY_ORDER)


def groups_of(by_agency: pd.DataFrame, identities: pd.DataFrame, former: pd.DataFrame) -> pd.DataFrame:
    """The groups table, in the same way; ethnicity and its source go by how it was found out."""
    if by_agency.empty:
        return by_agency
    ethnic = ["ethnicity", "ethnicity_source"]
    known = by_agency[by_agency["ethnicity"].notna()]
    by_source = _first_word(known.assign(agency=known["ethnicity_source"]), identities, former, ETHNICITY_ORDER)
    rest = _first_word(by_agency.drop(columns=ethnic), identities, former, AGENCY_ORDER)
    return rest.merge(by_source[["person_id", *ethnic]], on="person_id", how="left")


def after_delivery(held: pd.DataFrame, delivered: pd.DataFrame) -> pd.DataFrame:
    """A feed's view of its people after a delivery: those who came replace their rows, the others stay.

    Feeds of one agency know people by the same ids, yet each tells only what it knows: one never wipes out another.
    """
    if delivered.empty:
        return held
    kept = held[~(among(held["person_id"], delivered["person_id"]) & _of_the_same_feed(held, delivered))]
    return pd.concat([frame for frame in (kept, delivered) if len(frame)] or [held], ignore_index=True)


def with_unnamed(held: pd.DataFrame, one: Delivery) -> pd.DataFrame:
    """Adds whoever has records or links in a delivery but no row that could be taken: all that is known of them is
    their id."""
    ids = pd.Series(sorted(one.people_recorded), dtype="str")
    unnamed = ids[~among(ids, held["person_id"])]
    added = typed(pd.DataFrame({"person_id": unnamed}), AGENCY_PEOPLE).assign(agency=one.agency, feed=one.feed)
    return pd.concat([held, added], ignore_index=True) if len(added) else held


def dated_departures(held: pd.DataFrame, delivered: pd.DataFrame, received_on: date) -> pd.DataFrame:
    """Delivered people with a departure that is news known from today, and one held already as long as it was."""
    ours = held[_of_the_same_feed(held, delivered)]
    before = ours.set_index("person_id").reindex(delivered["person_id"])
    same = before["left_on"].to_numpy() == delivered["left_on"].to_numpy()
    known = np.where(same, before["left_known_on"].to_numpy(), np.datetime64(received_on, "s"))
    return delivered.assign(left_known_on=pd.Series(known, index=delivered.index).where(delivered["left_on"].notna()))


def identities_after(held: pd.DataFrame, delivered: pd.DataFrame) -> pd.DataFrame:
    """Who is who after a delivery: a new key is noted, but an id stays until linkage decides anew, on a day of its own.

    So a record is never taken for changed at its source because its person was linked otherwise.
    """
    if delivered.empty:
        return held
    keys = delivered.drop_duplicates("agency_person_id")[["agency_person_id", "shared_key"]]
    others = held[~among(held["agency_person_id"], keys["agency_person_id"])]
    now = keys.merge(held.drop(columns="shared_key"), on="agency_person_id", how="left")
    return typed(pd.concat([frame for frame in (others, now) if len(frame)], ignore_index=True), IDENTITIES)


def whose_after(held: pd.DataFrame, one: Delivery) -> pd.DataFrame:
    """Which agency's person each record is about, in the agency's own ids: what linkage needs to move them."""
    links = one.links.rename(columns={"person_id": "agency_person_id"})
    now = one.events.rename(columns={"person_id": "agency_person_id"})[["record_id", "agency_person_id"]]
    both = pd.concat([now, links[["record_id", "agency_person_id", "other_id"]]]).drop_duplicates("record_id")
    kept = held[~among(held["record_id"], both["record_id"])]
    return typed(pd.concat([frame for frame in (kept, both) if len(frame)] or [held], ignore_index=True), WHOSE)


def partnership_ids(ids: pd.Series, identities: pd.DataFrame) -> pd.Series:
    """Agencies' person ids as the partnership's, where linkage has given one; else as they are."""
    linked = identities[identities["person_id"].notna()]
    return ids.map(linked.set_index("agency_person_id")["person_id"]).astype("str").fillna(ids)


def _of_the_same_feed(held: pd.DataFrame, delivered: pd.DataFrame) -> pd.Series:
    """Rows of the feed that was delivered; a store from before feeds were told apart names only the agency."""
    same = among(held["feed"], delivered["feed"].unique()) | held["feed"].isna()
    return same & among(held["agency"], delivered["agency"].unique())


def _first_word(
    by_agency: pd.DataFrame, identities: pd.DataFrame, former: pd.DataFrame, order: tuple[str, ...]
) -> pd.DataFrame:
    named = _under_every_id(by_agency, identities, former)
    places = {"_agency": _place(named["agency"], order), "_feed": _place(named["feed"], FEED_ORDER)}
    by = ["person_id", "_since", "_agency", "agency", "_feed", "feed"]
    ordered = named.assign(**places).sort_values(by, kind="stable", na_position="first").drop(columns=by[1:])
    return ordered.groupby("person_id", as_index=False).first()


def _under_every_id(by_agency: pd.DataFrame, identities: pd.DataFrame, former: pd.DataFrame) -> pd.DataFrame:
    """Agencies' rows of people under the id that each has now, and again under every id that it had."""
    since = identities.set_index("agency_person_id")["linked_on"].reindex(by_agency["person_id"])
    now = by_agency.assign(person_id=partnership_ids(by_agency["person_id"], identities), _since=since.to_numpy())
    if former.empty:
        return now
    ids = former.rename(columns={"person_id": "_former", "agency_person_id": "person_id", "since": "_since"})
    before = by_agency.merge(ids.drop(columns="until"), on="person_id")
    before = before.assign(person_id=before["_former"]).drop(columns="_former")
    return pd.concat([now, before], ignore_index=True) if len(before) else now


def _place(names: pd.Series, order: tuple[str, ...]) -> pd.Series:
    return names.map({name: place for place, name in enumerate(order)}).fillna(len(order))
