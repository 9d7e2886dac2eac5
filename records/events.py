"""The record contract: the tables that a store holds, their columns and types, and the words they may use.

One event row is one *version* of one record. A change of status, code, role or amount, and a withdrawal, closes
a version by `superseded_on`; a later version carries the same `record_id`. Source: shared design, contract.
"""

from __future__ import annotations

import csv
from importlib import resources

import pyarrow as pa

ROLES = ("concerned", "victim", "suspect", "witness")
STATUSES = ("recorded", "charged", "cautioned_or_convicted", "diverted", "no_further_action", "cancelled")
KNOWN_BASES = ("recorded", "estimated")
MOST_AMOUNT = 1_000_000  # our assumption: sessions, days, miles or a score; one below 0 would lower a sum that raises
MAY_DISCUSS = ("with_the_young_person", "professionals_only", "ask_source_first")

PEOPLE = pa.schema(
    [
        pa.field("person_id", pa.string(), nullable=False),
        pa.field("born_on", pa.date32()),
        pa.field("area", pa.string()),
        pa.field("left_on", pa.date32()),
        pa.field("left_known_on", pa.date32()),
    ]
)
GROUPS = pa.schema(
    [pa.field("person_id", pa.string(), nullable=False)]
    + [
        pa.field(name, pa.string())
        for name in (
            "ethnicity",
            "ethnicity_source",
            "sex",
            "gender",
            "send",
            "disability",
            "immigration_status",
            "care_experience",
        )
    ]
)
EVENTS = pa.schema(
    [
        pa.field("record_id", pa.string(), nullable=False),
        pa.field("version", pa.int32(), nullable=False),
        pa.field("person_id", pa.string(), nullable=False),
        pa.field("agency", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("role", pa.string(), nullable=False),
        pa.field("status", pa.string(), nullable=False),
        pa.field("happened_on", pa.date32(), nullable=False),
        pa.field("known_on", pa.date32(), nullable=False),
        pa.field("known_basis", pa.string(), nullable=False),
        pa.field("superseded_on", pa.date32()),
        pa.field("ended_on", pa.date32()),
        pa.field("ended_known_on", pa.date32()),
        pa.field("code", pa.string()),
        pa.field("amount", pa.float64()),
        pa.field("place", pa.string()),
        pa.field("incident_id", pa.string()),
        pa.field("may_discuss", pa.string(), nullable=False),
        pa.field("our_flag", pa.bool_()),  # our own flag caused the record: it raises nothing; null is false
        pa.field(
            "expires_on", pa.date32()
        ),  # the last day as of which it may be used; null where no rule of keeping is
    ]
)
LINKS = pa.schema(
    [
        pa.field("record_id", pa.string(), nullable=False),
        pa.field("person_id", pa.string(), nullable=False),
        pa.field("other_id", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("started_on", pa.date32(), nullable=False),
        pa.field("known_on", pa.date32(), nullable=False),
        pa.field("superseded_on", pa.date32()),
        pa.field("ended_on", pa.date32()),
        pa.field("ended_known_on", pa.date32()),
    ]
)
COVERAGE = pa.schema(
    [
        pa.field("agency", pa.string(), nullable=False),
        pa.field("kind", pa.string()),
        pa.field("area", pa.string()),
        pa.field("from", pa.date32(), nullable=False),
        pa.field("to", pa.date32(), nullable=False),
        pa.field("received_on", pa.date32(), nullable=False),
        pa.field("min_age", pa.int32()),  # whole years; null is any
        pa.field("max_age", pa.int32()),
        pa.field("feed", pa.string()),
        pa.field("known_on", pa.date32()),  # counts as of later dates only; null: back history, which covers the past
        pa.field("in_time_to", pa.date32()),  # as of dates up to it the line lasts to the date: records/in_time.py
    ]
)
# Kept in our own store beside the contract's tables. Whoever reads people or events never meets them.
IDENTIFIERS = pa.schema(  # for linkage alone: records/linkage* is the only reader
    [
        ("agency_person_id", pa.string()),
        *((name, pa.string()) for name in ("forename", "surname")),
        ("born_on", pa.date32()),
        *((name, pa.string()) for name in ("address", "postcode", "school_number", "nhs_number")),
        ("known_on", pa.date32()),
    ]
)
COUNTS = pa.schema(  # what comes only as numbers: no person is in it
    [
        ("area", pa.string()),
        ("period", pa.date32()),
        ("kind", pa.string()),
        ("n", pa.int32()),
        ("known_on", pa.date32()),
        ("agency", pa.string()),
    ]
)
TABLES = {"people": PEOPLE, "groups": GROUPS, "events": EVENTS, "links": LINKS, "coverage": COVERAGE}

PROTECTED_LIST = resources.files("records.codes").joinpath("protected.csv")
# Columns that name or stand in for a protected characteristic: split out at the door, refused elsewhere.
PROTECTED = frozenset(row["column"] for row in csv.DictReader(PROTECTED_LIST.read_text(encoding="utf-8").splitlines()))
