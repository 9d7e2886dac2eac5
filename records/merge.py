"""One row for each person from what several agencies say of them, and one row of groups for audits.

Each agency's view is kept as it was given; the merged rows follow from it, so that linkage can change its mind.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from records.delivery import Delivery
from records.frames import among, typed
from records.kept import AGENCY_PEOPLE

# Whose word goes first where agencies differ: an assumption.
AGENCY_ORDER = ("social_care", "school", "police", "youth_justice", "housing", "health")
FEED_ORDER = ("ssd", "cin_census", "annex_a", "ssda903")  # of social care's: the richest first, the return last
# Self-defined ethnicity goes before an officer's observation (shared design, domain).
ETHNICITY_ORDER = ("self_defined", "school_census", "social_care", "officer_observed")


def people_of(by_agency: pd.DataFrame, identities: pd.DataFrame) -> pd.DataFrame:
    """The people table: for each person the first agency's word on each column that any agency filled in."""
    return _first_word(by_agency, identities, AGENCY_ORDER)


def groups_of(by_agency: pd.DataFrame, identities: pd.DataFrame) -> pd.DataFrame:
    """The groups table, in the same way; ethnicity and its source go by how it was found out."""
    if by_agency.empty:
        return by_agency
    ethnic = ["ethnicity", "ethnicity_source"]
    known = by_agency[by_agency["ethnicity"].notna()]
    by_source = _first_word(known.assign(agency=known["ethnicity_source"]), identities, ETHNICITY_ORDER)
    rest = _first_word(by_agency.drop(columns=ethnic), identities, AGENCY_ORDER)
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
    """Adds whoever has records in a delivery but no row that could be taken: all that is known of them is their id."""
    ids = one.events["person_id"].drop_duplicates()
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
    """Who is who after a delivery: a person whose shared key is as it was keeps the partnership's id."""
    if delivered.empty:
        return held
    delivered = delivered.drop_duplicates("agency_person_id")
    kept = held.merge(delivered, on=["agency_person_id", "shared_key"])
    others = held[~among(held["agency_person_id"], delivered["agency_person_id"])]
    news = delivered[~among(delivered["agency_person_id"], kept["agency_person_id"])].assign(person_id=None)
    return pd.concat([frame for frame in (others, kept, news) if len(frame)], ignore_index=True)


def partnership_ids(ids: pd.Series, identities: pd.DataFrame) -> pd.Series:
    """Agencies' person ids as the partnership's, where linkage has given one; else as they are."""
    linked = identities[identities["person_id"].notna()]
    return ids.map(linked.set_index("agency_person_id")["person_id"]).astype("str").fillna(ids)


def _of_the_same_feed(held: pd.DataFrame, delivered: pd.DataFrame) -> pd.Series:
    """Rows of the feed that was delivered; a store from before feeds were told apart names only the agency."""
    same = among(held["feed"], delivered["feed"].unique()) | held["feed"].isna()
    return same & among(held["agency"], delivered["agency"].unique())


def _first_word(by_agency: pd.DataFrame, identities: pd.DataFrame, order: tuple[str, ...]) -> pd.DataFrame:
    places = {"_agency": _place(by_agency["agency"], order), "_feed": _place(by_agency["feed"], FEED_ORDER)}
    named = by_agency.assign(person_id=partnership_ids(by_agency["person_id"], identities), **places)
    by = ["person_id", "_agency", "agency", "_feed", "feed"]
    ordered = named.sort_values(by, kind="stable").drop(columns=by[1:])
    return ordered.groupby("person_id", as_index=False).first()


def _place(names: pd.Series, order: tuple[str, ...]) -> pd.Series:
    return names.map({name: place for place, name in enumerate(order)}).fillna(len(order))
