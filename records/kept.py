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
IDENTITIES = pa.schema([(name, pa.string()) for name in ("agency_person_id", "shared_key", "person_id")])
AGENCY_PEOPLE = pa.schema([*PEOPLE, *BY_FEED])
AGENCY_GROUPS = pa.schema([*GROUPS, *BY_FEED])
KEPT_IDENTIFIERS = pa.schema([*IDENTIFIERS, *BY_FEED])
KEPT_COUNTS = pa.schema([*COUNTS, ("superseded_on", pa.date32()), ("record_id", pa.string())])
KEPT = {
    "people": PEOPLE,
    "groups": GROUPS,
    "events": EVENTS,
    "links": LINKS,
    "coverage": COVERAGE,
    "identities": IDENTITIES,
    "identifiers": KEPT_IDENTIFIERS,
    "counts": KEPT_COUNTS,
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
