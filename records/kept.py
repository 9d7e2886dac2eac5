"""The tables that our own store keeps, as data frames and back: the contract's, and those beside it.

Each agency's own view is kept as it was given; the contract's tables of people and groups follow from it.
"""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from records.conform import conform
from records.events import COUNTS, COVERAGE, EVENTS, GROUPS, IDENTIFIERS, LINKS, PEOPLE
from records.frames import to_arrow, to_frame
from records.store import EVENT_ORDER, Snapshot

Tables = dict[str, pd.DataFrame]
BY_FEED = [("agency", pa.string()), ("feed", pa.string())]
TEXT, DAY = pa.string(), pa.date32()
# Who is who as linkage decided it: the key that the id was given under, and the day of the decision (blank: none yet).
IDENTITIES = pa.schema(
    [("agency_person_id", TEXT), ("shared_key", TEXT), ("person_id", TEXT), ("linked_key", TEXT), ("linked_on", DAY)]
)
FORMER_IDS = pa.schema([("agency_person_id", TEXT), ("person_id", TEXT), ("since", DAY), ("until", DAY)])
PERSON_LINKS = pa.schema(  # every link that was ever made, and when it was undone
    [
        ("one", TEXT),
        ("other", TEXT),
        ("probability", pa.float64()),
        ("basis", TEXT),
        ("made_on", DAY),
        ("undone_on", DAY),
    ]
)
LINK_REVIEWS = pa.schema(  # pairs that a person is asked about, and what they said
    [
        *((name, TEXT) for name in ("review_id", "one", "other")),
        ("probability", pa.float64()),
        ("why", TEXT),
        ("listed_on", DAY),
        *((name, TEXT) for name in ("verdict", "decided_by", "decided_at")),
        ("applied_on", DAY),
    ]
)
KEY_CHECKS = pa.schema(  # what the model says of people who carry a key, with their keys hidden: for the audit
    [("one", TEXT), ("other", TEXT), ("by_key", pa.bool_()), ("by_model", pa.bool_())]
)
WHOSE = pa.schema([("record_id", TEXT), ("agency_person_id", TEXT), ("other_id", TEXT)])
AGENCY_PEOPLE = pa.schema([*PEOPLE, *BY_FEED])
AGENCY_GROUPS = pa.schema([*GROUPS, *BY_FEED])
KEPT_IDENTIFIERS = pa.schema([*IDENTIFIERS, *BY_FEED])
ERASED = pa.schema([("tombstone", TEXT), ("erased_on", DAY)])
MARKS = pa.schema([("record_id", TEXT), ("because", TEXT), ("marked_by", TEXT), ("marked_on", DAY)])
KEPT_COUNTS = pa.schema([*COUNTS, ("superseded_on", pa.date32()), ("record_id", pa.string())])
KEPT = {
    "people": PEOPLE,
    "groups": GROUPS,
    "events": EVENTS,
    "links": LINKS,
    "coverage": COVERAGE,
    "identities": IDENTITIES,
    "former_ids": FORMER_IDS,
    "person_links": PERSON_LINKS,
    "link_reviews": LINK_REVIEWS,
    "key_checks": KEY_CHECKS,
    "whose": WHOSE,
    "identifiers": KEPT_IDENTIFIERS,
    "counts": KEPT_COUNTS,
    "erased": ERASED,
    "marks": MARKS,
    "people_by_agency": AGENCY_PEOPLE,
    "groups_by_agency": AGENCY_GROUPS,
}


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
