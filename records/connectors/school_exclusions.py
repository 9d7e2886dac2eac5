"""Schools: suspensions, permanent exclusions, termly attendance, moves and life after 16, as a council exports them.

Sex, ethnicity and special educational needs go to `groups` and nowhere else; names and numbers to linkage alone.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from records.connectors import school_places
from records.connectors.files import (
    RECORDED,
    File,
    RecordedFeed,
    delivery_of_files,
    people_file,
    read_files,
)
from records.delivery import SEX_OF, Delivery
from records.kinds import words_of
from records.validate import Column, Sieve

NAME, AGENCY = "school_exclusions", "school"
DELAY_DAYS = 7  # an assumption: schools' systems are read once a week
ENTRY_DAYS = 35  # an assumption: schools return weeks after the fact, where they do not say when
PERSISTENT, SEVERE, GOOD = 0.10, 0.50, 0.05  # shares of sessions missed; DfE's definitions of persistent and severe
IMPROVED_BY = 10  # one session in so many fewer missed than the term before: as much as makes absence persistent
TERM_BEFORE_DAYS = 190  # the term before ends at most this long before: July to just after Christmas, an assumption
KIND_OF = {"SUSP": "suspension", "PERM": "permanent_exclusion"}
SEND_OF = {"N": "none", "K": "sen_support", "E": "ehcp"}
PERSON = "pupil_id"

PUPILS = people_file(
    PERSON,
    Column("upn", "id", optional=True),
    Column("sex"),
    Column("ethnicity"),
    Column("sen_status", words=frozenset(SEND_OF)),
    name="pupils",
)
EXCLUSIONS = File(
    "exclusions",
    (
        Column("exclusion_id", "id", required=True),
        Column(PERSON, "id", required=True),
        Column("category", required=True, words=frozenset(KIND_OF)),
        Column("reason", words=words_of("exclusion_reasons.csv", "code")),
        Column("start_date", "day", required=True),
        Column("sessions", "number", at_least=0, at_most=400),
        RECORDED,
    ),
    ("exclusion_id",),
)
ATTENDANCE = File(
    "attendance",
    (
        Column(PERSON, "id", required=True),
        Column("term", "id", required=True),
        Column("term_end", "day", required=True),
        Column("sessions_possible", "number", required=True, at_least=1, at_most=400),
        Column("sessions_missed", "number", required=True, at_least=0, at_most=400),
        RECORDED,
    ),
    (PERSON, "term"),
)
EVENTS = {"exclusions": EXCLUSIONS, "attendance": ATTENDANCE}


def read(path: Path, received_on: date) -> Delivery:
    """The delivery in folder `path`: pupils.csv and whichever of the other files came."""
    feed = RecordedFeed(NAME, AGENCY, DELAY_DAYS, "recorded", received_on, entry_days=ENTRY_DAYS)
    sieves = read_files(path, PUPILS, (*EVENTS.values(), *school_places.FILES), received_on)
    events = school_places.events(feed, sieves)
    if "exclusions" in sieves:
        events.append(_exclusions(feed, sieves["exclusions"]))
    if "attendance" in sieves:
        events += _attendance(feed, sieves["attendance"])
    return delivery_of_files(
        feed,
        sieves,
        PUPILS,
        events,
        groups=_groups(feed, sieves["pupils"].rows),
    )


def _groups(feed: RecordedFeed, rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "person_id": feed.person_ids(rows[PERSON]),
            "ethnicity": rows["ethnicity"],
            "ethnicity_source": "school_census",
            "sex": rows["sex"].map(SEX_OF),
            "send": rows["sen_status"].map(SEND_OF),
        }
    )


def _exclusions(feed: RecordedFeed, sieve: Sieve) -> pd.DataFrame:
    rows = sieve.rows.rename(columns={PERSON: "person"})
    return feed.events(
        rows,
        "exclusions",
        "exclusion_id",
        rows["category"].map(KIND_OF),
        happened_on=rows["start_date"],
        recorded=rows["recorded_on"],
        code=rows["reason"],
        amount=rows["sessions"],
    )


def _attendance(feed: RecordedFeed, sieve: Sieve) -> list[pd.DataFrame]:
    """A term can be persistent and severe at once: each is its own record, as the definitions nest."""
    too_many = sieve.rows["sessions_missed"] > sieve.rows["sessions_possible"]
    sieve.refuse(too_many, "sessions_missed", "must not be more than sessions_possible")
    rows = sieve.rows.assign(person=sieve.rows[PERSON])
    rows["native"] = rows[PERSON] + ":" + rows["term"]
    rows = rows.assign(**feed.dated(rows["recorded_on"], rows["term_end"]))
    share = rows["sessions_missed"] / rows["sessions_possible"]
    cases = {
        "persistent_absence": share >= PERSISTENT,
        "severe_absence": share >= SEVERE,
        "good_attendance": share <= GOOD,
    }
    return [*(_term(feed, rows[holds], kind) for kind, holds in cases.items()), _improved(feed, rows)]


def _improved(feed: RecordedFeed, rows: pd.DataFrame) -> pd.DataFrame:
    """Terms clearly better than the one before, known once both were; shares are compared as whole numbers."""
    order = rows.sort_values([PERSON, "term_end"], kind="stable")
    before = order.groupby(PERSON)[
        ["sessions_missed", "sessions_possible", "term_end", "known_on", "known_basis"]
    ].shift()
    fewer = before["sessions_missed"] * order["sessions_possible"]
    fewer -= order["sessions_missed"] * before["sessions_possible"]
    soon = (order["term_end"] - before["term_end"]).dt.days <= TERM_BEFORE_DAYS
    better = soon & (IMPROVED_BY * fewer >= before["sessions_possible"] * order["sessions_possible"])
    guessed = (order["known_basis"] == "estimated") | (before["known_basis"] == "estimated")
    both = order.assign(
        known_on=order["known_on"].where(order["known_on"] >= before["known_on"], before["known_on"]),
        known_basis=np.where(guessed, "estimated", "recorded"),
    )
    return _term(feed, both[better], "attendance_improved")


def _term(feed: RecordedFeed, rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    return feed.events(
        rows,
        "attendance",
        "native",
        kind,
        part=kind,
        happened_on=rows["term_end"],
        known_on=rows["known_on"],
        known_basis=rows["known_basis"],
        amount=rows["sessions_missed"],
    )
