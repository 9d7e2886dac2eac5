"""How one delivery changes the tables that the store keeps. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

import pandas as pd
import pyarrow as pa

from records.agreements import Agreement
from records.alongside import BACK, counts_after, identifiers_after, links_after
from records.conform import may_discuss_by_kind
from records.covered import coverage_after
from records.cumulative import Changes, first_delivery, later_delivery
from records.delivery import Delivery, of_feed
from records.events import EVENTS
from records.frames import among, typed
from records.kept import AGENCY_GROUPS, AGENCY_PEOPLE, Tables
from records.merge import after_delivery, dated_departures, identities_after, partnership_ids, whose_after, with_unnamed
from records.reach import NO_IDS, beyond


@dataclass(frozen=True)
class Taken:
    """The tables after a delivery, what became of the feed's records (numbers are records too) and links, and the ids
    of both: which stood before, and which were taken back. `counts_stood` of those before are numbers."""

    tables: Tables
    records: Changes
    links: Changes
    stood: pd.Index
    withdrawn: pd.Index
    counts_stood: int = 0


def taken_in(
    tables: Tables,
    one: Delivery,
    received_on: date,
    agreement: Agreement | None = None,
    told_to: Mapping[str, date] = MappingProxyType({}),
) -> Taken:
    """`tables` after the delivery under its agreement; people and groups are merged once every delivery is in.

    `told_to` is the last day of which each table of the feed has told in the deliveries before: empty for a first one.
    """
    identities = identities_after(tables["identities"], one.identities)
    delivered = _as_stored(one.events, identities)
    ours = of_feed(tables["events"]["record_id"], one.feed)
    held, others = tables["events"][ours], tables["events"][~ours]
    first = held.empty and not told_to and not of_feed(tables["counts"]["record_id"], one.feed).any()
    people = typed(one.people.assign(feed=one.feed), AGENCY_PEOPLE)
    groups = typed(one.groups.assign(agency=one.agency, feed=one.feed), AGENCY_GROUPS)
    if first:
        events, changes, gone = *first_delivery(delivered), NO_IDS
    else:
        events, changes, gone = _later(held, delivered, one, received_on, told_to)
        people = dated_departures(tables["people_by_agency"], people, received_on)
    counts, counted, missing = counts_after(tables["counts"], one, received_on, first)
    links, linked, undone = links_after(tables["links"], one, identities, received_on, first)
    after = {
        "events": _joined(others, events),
        "links": links,
        "coverage": coverage_after(tables["coverage"], one, agreement, received_on, first),
        "identities": identities,
        "whose": whose_after(tables["whose"], one),
        "identifiers": identifiers_after(tables["identifiers"], one, received_on, first),
        "counts": counts,
        "people_by_agency": with_unnamed(after_delivery(tables["people_by_agency"], people), one),
        "groups_by_agency": after_delivery(tables["groups_by_agency"], groups),
    }
    numbers = _standing(tables["counts"], one.feed)
    stood = _standing(held, one.feed).append([_standing(tables["links"], one.feed), numbers])
    gone = gone.append([undone, missing])
    return Taken({**tables, **after}, changes + counted, linked, stood, gone, len(numbers))


def of_people_told(one: Delivery, held: pd.DataFrame) -> Delivery:
    """The delivery with names, numbers and groups of people alone whom it or the store knows as such: what is told of
    anybody else would stand under an id that nobody could erase. Names need a row of people that could be read."""
    listed = one.people["person_id"]
    known = pd.concat([listed, pd.Series(sorted(one.people_recorded), dtype="str"), held["person_id"]])
    return replace(
        one,
        identities=_about(one.identities, "agency_person_id", known),
        identifiers=_about(one.identifiers, "agency_person_id", listed),
        groups=_about(one.groups, "person_id", known),
    )


def _about(rows: pd.DataFrame, column: str, people: pd.Series) -> pd.DataFrame:
    return rows if rows.empty else rows[among(rows[column], people)].reset_index(drop=True)


def _later(
    held: pd.DataFrame, delivered: pd.DataFrame, one: Delivery, received_on: date, told_to: Mapping[str, date]
) -> tuple[pd.DataFrame, Changes, pd.Index]:
    came = {f"{one.feed}:{table}" for table in one.tables}
    unlisted = beyond(held, told_to, one.reaches_back_to)
    return later_delivery(held, delivered, came, one.left_out, received_on, unread=one.unread, beyond=unlisted)


def _standing(rows: pd.DataFrame, feed: str) -> pd.Index:
    """The ids of a feed's that stand; a link is one, though it stands in both directions."""
    ids = rows.loc[rows["superseded_on"].isna(), "record_id"]
    return pd.Index(ids[of_feed(ids, feed) & ~ids.str.endswith(BACK)])


def _as_stored(events: pd.DataFrame, identities: pd.DataFrame) -> pd.DataFrame:
    by_kind = may_discuss_by_kind(pa.chunked_array([pa.array(events["kind"], pa.string())])).to_pandas()
    ours = partnership_ids(events["person_id"], identities)
    return typed(events.assign(person_id=ours, may_discuss=events["may_discuss"].fillna(by_kind)), EVENTS)


def _joined(*frames: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([frame for frame in frames if len(frame)] or [frames[0]], ignore_index=True)
