"""Schools: suspensions, permanent exclusions and termly attendance, as a council's school systems export them.

Sex, ethnicity and special educational needs go to `groups` and nowhere else.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from records.delivery import SEX_OF, Delivery, Feed, delivery_of, month_of
from records.kinds import words_of
from records.validate import Column, Sieve, sieve_file

NAME, AGENCY = "school_exclusions", "school"
DELAY_DAYS = 7  # an assumption: schools' systems are read once a week
PERSISTENT, SEVERE, GOOD = 0.10, 0.50, 0.05  # shares of sessions missed; DfE's definitions of persistent and severe
KIND_OF = {"SUSP": "suspension", "PERM": "permanent_exclusion"}
SEND_OF = {"N": "none", "K": "sen_support", "E": "ehcp"}

PUPILS = (
    Column("pupil_id", "id", required=True),
    Column("county_reference", "id"),
    Column("born_on", "day", required=True),
    Column("sex"),
    Column("ethnicity"),
    Column("sen_status", words=frozenset(SEND_OF)),
    Column("area"),
)
EXCLUSIONS = (
    Column("exclusion_id", "id", required=True),
    Column("pupil_id", "id", required=True),
    Column("category", required=True, words=frozenset(KIND_OF)),
    Column("reason", words=words_of("exclusion_reasons.csv", "code")),
    Column("start_date", "day", required=True),
    Column("sessions", "number", at_least=0, at_most=400),
    Column("recorded_on", "day", required=True),
)
ATTENDANCE = (
    Column("pupil_id", "id", required=True),
    Column("term", "id", required=True),
    Column("term_end", "day", required=True),
    Column("sessions_possible", "number", required=True, at_least=1, at_most=400),
    Column("sessions_missed", "number", required=True, at_least=0, at_most=400),
    Column("recorded_on", "day", required=True),
)


def read(path: Path, received_on: date) -> Delivery:
    """The delivery in folder `path`: pupils.csv, exclusions.csv and attendance.csv."""
    feed = Feed(NAME, AGENCY, DELAY_DAYS, "recorded", received_on)
    pupils = sieve_file(path / "pupils.csv", PUPILS, received_on, ["pupil_id"])
    exclusions = sieve_file(path / "exclusions.csv", EXCLUSIONS, received_on, ["exclusion_id"])
    attendance = sieve_file(path / "attendance.csv", ATTENDANCE, received_on, ["pupil_id", "term"])
    for sieve in (exclusions, attendance):
        sieve.refuse_unknown("pupil_id", pupils.ids("pupil_id"), "pupils.csv")
    missed_too_many = attendance.rows["sessions_missed"] > attendance.rows["sessions_possible"]
    attendance.refuse(missed_too_many, "sessions_missed", "must not be more than sessions_possible")
    return delivery_of(
        feed,
        {"pupils": pupils, "exclusions": exclusions, "attendance": attendance},
        _people(feed, pupils.rows),
        [_exclusions(feed, exclusions), *_attendance(feed, attendance)],
        groups=_groups(feed, pupils.rows),
        identities=_identities(feed, pupils.rows),
    )


def _people(feed: Feed, rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {"person_id": feed.person_ids(rows["pupil_id"]), "born_on": month_of(rows["born_on"]), "area": rows["area"]}
    )


def _groups(feed: Feed, rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "person_id": feed.person_ids(rows["pupil_id"]),
            "ethnicity": rows["ethnicity"],
            "ethnicity_source": "school_census",
            "sex": rows["sex"].map(SEX_OF),
            "send": rows["sen_status"].map(SEND_OF),
        }
    )


def _identities(feed: Feed, rows: pd.DataFrame) -> pd.DataFrame:
    known = rows[rows["county_reference"].notna()]
    return pd.DataFrame(
        {"agency_person_id": feed.person_ids(known["pupil_id"]), "shared_key": known["county_reference"]}
    )


def _exclusions(feed: Feed, sieve: Sieve) -> pd.DataFrame:
    rows = sieve.rows.rename(columns={"pupil_id": "person"})
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


def _attendance(feed: Feed, sieve: Sieve) -> list[pd.DataFrame]:
    """A term can be persistent and severe at once: each is its own record, as the definitions nest."""
    rows = sieve.rows.assign(person=sieve.rows["pupil_id"])
    rows["native"] = rows["pupil_id"] + ":" + rows["term"]
    share = rows["sessions_missed"] / rows["sessions_possible"]
    cases = {
        "persistent_absence": share >= PERSISTENT,
        "severe_absence": share >= SEVERE,
        "good_attendance": share <= GOOD,
    }
    return [_term(feed, rows[holds], kind) for kind, holds in cases.items()]


def _term(feed: Feed, rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    return feed.events(
        rows,
        "attendance",
        "native",
        kind,
        part=kind,
        happened_on=rows["term_end"],
        recorded=rows["recorded_on"],
        amount=rows["sessions_missed"],
    )
