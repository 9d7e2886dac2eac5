"""Police: people, recorded crimes by role, missing reports, concerns and what else a force's records system exports.

A suspect's record starts as `recorded` and becomes what its outcome says on the day that the outcome was given, so
that no past date sees a later outcome; custody for the crime with it. An outcome is about the suspect: a victim's
record stays, unless cancelled.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from records.agreements import load_agreements
from records.connectors import police_links, police_outcomes, police_reports
from records.connectors.files import (
    RECORDED,
    File,
    RecordedFeed,
    delivery_of_files,
    people_file,
    people_rows,
    read_files,
)
from records.delivery import SEX_OF, Delivery
from records.kinds import code_list, words_of
from records.validate import Column, Sieve

NAME, AGENCY = "police", "police"
DELAY_DAYS = 1  # an assumption: the force's extract is made every night
ENTRY_DAYS = 14  # an assumption: nine in ten crimes are recorded within two weeks, where the day is not said
SILENT_CODES = words_of("police_offences.csv", "offence_code", group="sexual") | {"8P", "105B"}  # tell sex or race
CONCERN_KINDS = {"exploitation": "exploitation_report", "domestic_abuse": "domestic_abuse_incident"}

PERSON = "nominal_id"
PEOPLE = people_file(
    PERSON,
    Column("sex"),
    Column("officer_ethnicity"),
    Column("self_defined_ethnicity"),
    Column("left_on", "day"),
    Column("left_recorded_on", "day"),
)
CRIMES = File(
    "crimes",
    (
        Column("crime_id", "id", required=True),
        Column(PERSON, "id", required=True),
        Column("role", required=True, words=frozenset(("victim", "suspect", "witness"))),
        Column("offence_code", required=True, words=words_of("police_offences.csv", "offence_code")),
        Column("occurred_on", "day", required=True),
        RECORDED,
        Column("outcome_type", words=words_of("police_outcomes.csv", "outcome_type")),
        Column("outcome_on", "day"),
        Column("place"),
    ),
    ("crime_id", PERSON, "role"),
    (("occurred_on", "recorded_on"), ("occurred_on", "outcome_on")),
)
MISSING = File(
    "missing",
    (
        Column("report_id", "id", required=True),
        Column(PERSON, "id", required=True),
        Column("missing_from", "day", required=True),
        Column("found_on", "day"),
        RECORDED,
    ),
    ("report_id",),
    (("missing_from", "found_on"),),
)
CONCERNS = File(
    "concerns",
    (
        Column("concern_id", "id", required=True),
        Column(PERSON, "id", required=True),
        Column("kind", required=True, words=frozenset(CONCERN_KINDS)),
        Column("occurred_on", "day", required=True),
        RECORDED,
    ),
    ("concern_id",),
    (("occurred_on", "recorded_on"),),
)
ALWAYS = (CRIMES, MISSING, CONCERNS)  # a force that has none of these sends the header alone


def read(path: Path, received_on: date, intelligence: bool | None = None) -> Delivery:
    """The delivery in folder `path`: people, crimes, missing and concerns, and whichever other files came.

    `intelligence` says whether intelligence.csv may be read; feeds.toml says so where it is None.
    """
    feed = RecordedFeed(NAME, AGENCY, DELAY_DAYS, "recorded", received_on, entry_days=ENTRY_DAYS)
    wanted = intelligence_is_on() if intelligence is None else intelligence
    others = (*police_reports.FILES, police_links.ASSOCIATES, *((police_reports.INTELLIGENCE,) if wanted else ()))
    sieves = read_files(path, PEOPLE, others, received_on, ALWAYS)
    _hold_together(sieves)
    people = sieves["people"].rows
    crimes = _crimes(feed, sieves["crimes"])
    links = [police_links.from_crimes(crimes, sieves["crimes"])]
    if "associates" in sieves:
        links.append(police_links.associates(feed, sieves["associates"].rows))
    told = [crimes, _missing(feed, sieves["missing"]), _concerns(feed, sieves["concerns"])]
    delivery = delivery_of_files(
        feed,
        sieves,
        PEOPLE,
        [*told, *police_reports.events(feed, sieves, crimes)],
        people=_people(feed, people),
        groups=_groups(feed, people),
        links=pd.concat(links, ignore_index=True),
    )
    return delivery if wanted else _without_intelligence(delivery, path)


def intelligence_is_on() -> bool:
    """Whether feeds.toml lets intelligence be counted; off where it says nothing."""
    agreement = load_agreements().get(NAME)
    return agreement is not None and agreement.intelligence


def _without_intelligence(delivery: Delivery, path: Path) -> Delivery:
    """The delivery as one whose table of intelligence came empty, so that what an earlier one brought is withdrawn."""
    refused = (*delivery.refused, *police_reports.intelligence_left_out(path))
    return replace(delivery, tables={**delivery.tables, "intelligence": 0}, refused=refused)


def _hold_together(sieves: dict[str, Sieve]) -> None:
    people, crimes = sieves["people"], sieves["crimes"]
    undated = people.rows["left_on"].notna() & people.rows["left_recorded_on"].isna()
    people.refuse(undated, "left_recorded_on", "must be filled in where left_on is")
    undated = crimes.rows["outcome_type"].notna() & crimes.rows["outcome_on"].isna()
    crimes.refuse(undated, "outcome_on", "must be filled in where outcome_type is")
    if "custody" in sieves:
        police_outcomes.refuse_in_doubt(sieves["custody"], crimes)
    if "associates" in sieves:
        police_links.hold_others(sieves["associates"], people)


def _people(feed: RecordedFeed, rows: pd.DataFrame) -> pd.DataFrame:
    left = rows["left_on"].notna()
    return people_rows(feed, rows, PERSON).assign(
        left_on=rows["left_on"], left_known_on=feed.known(rows["left_recorded_on"]).where(left)
    )


def _groups(feed: RecordedFeed, rows: pd.DataFrame) -> pd.DataFrame:
    self_defined = rows["self_defined_ethnicity"].notna()
    observed = rows["officer_ethnicity"].notna()
    return pd.DataFrame(
        {
            "person_id": feed.person_ids(rows[PERSON]),
            "ethnicity": rows["self_defined_ethnicity"].fillna(rows["officer_ethnicity"]),
            "ethnicity_source": np.select([self_defined, observed], ["self_defined", "officer_observed"], ""),
            "sex": rows["sex"].map(SEX_OF),
        }
    )


def _crimes(feed: RecordedFeed, sieve: Sieve) -> pd.DataFrame:
    rows = sieve.rows.assign(person=sieve.rows[PERSON])
    rows["native"] = rows["crime_id"] + ":" + rows[PERSON] + ":" + rows["role"]
    offences = {row["offence_code"]: row["kind"] for row in code_list("police_offences.csv")}
    first = feed.events(
        rows,
        "crimes",
        "native",
        rows["offence_code"].map(offences),
        role=rows["role"],
        happened_on=rows["occurred_on"],
        recorded=rows["recorded_on"],
        code=rows["offence_code"].mask(rows["offence_code"].isin(SILENT_CODES)),
        place=rows["place"],
        incident_id=f"{feed.name}:" + rows["crime_id"],
    )
    return police_outcomes.with_outcomes(first, _outcomes(rows), feed.known(rows["outcome_on"]))


def _outcomes(rows: pd.DataFrame) -> pd.Series:
    """What each row's outcome says of this person; null where there is none or it is not about them."""
    statuses = {row["outcome_type"]: row["status"] for row in code_list("police_outcomes.csv")}
    status = rows["outcome_type"].map(statuses).astype("str")
    about_them = (rows["role"] == "suspect") | (status == "cancelled")
    return status.where(about_them & (status != "recorded"))


def _missing(feed: RecordedFeed, sieve: Sieve) -> pd.DataFrame:
    rows = sieve.rows.assign(person=sieve.rows[PERSON])
    return feed.events(
        rows,
        "missing",
        "report_id",
        "police_missing_report",
        happened_on=rows["missing_from"],
        recorded=rows["recorded_on"],
        ended_on=rows["found_on"],
    )


def _concerns(feed: RecordedFeed, sieve: Sieve) -> pd.DataFrame:
    rows = sieve.rows.assign(person=sieve.rows[PERSON])
    return feed.events(
        rows,
        "concerns",
        "concern_id",
        rows["kind"].map(CONCERN_KINDS),
        happened_on=rows["occurred_on"],
        recorded=rows["recorded_on"],
    )
