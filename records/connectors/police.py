"""Police: people, recorded crimes by role, missing reports and concerns, as a force's records system exports them.

A suspect's record starts as `recorded` and becomes what its outcome says on the day that the outcome was given, so
that no past date sees a later outcome. An outcome is about the suspect: a victim's record stays, unless cancelled.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from records.delivery import SEX_OF, Delivery, Feed, delivery_of, month_of
from records.kinds import code_list, words_of
from records.validate import Column, Sieve, sieve_file

NAME, AGENCY = "police", "police"
DELAY_DAYS = 1  # an assumption: the force's extract is made every night
SILENT_CODES = words_of("police_offences.csv", "offence_code", group="sexual") | {"8P", "105B"}  # tell sex or race
CONCERN_KINDS = {"exploitation": "exploitation_report", "domestic_abuse": "domestic_abuse_incident"}

PEOPLE = (
    Column("nominal_id", "id", required=True),
    Column("county_reference", "id"),
    Column("born_on", "day", required=True),
    Column("sex"),
    Column("officer_ethnicity"),
    Column("self_defined_ethnicity"),
    Column("area"),
    Column("left_on", "day"),
    Column("left_recorded_on", "day"),
)
CRIMES = (
    Column("crime_id", "id", required=True),
    Column("nominal_id", "id", required=True),
    Column("role", required=True, words=frozenset(("victim", "suspect", "witness"))),
    Column("offence_code", required=True, words=words_of("police_offences.csv", "offence_code")),
    Column("occurred_on", "day", required=True),
    Column("recorded_on", "day", required=True),
    Column("outcome_type", words=words_of("police_outcomes.csv", "outcome_type")),
    Column("outcome_on", "day"),
    Column("place"),
)
MISSING = (
    Column("report_id", "id", required=True),
    Column("nominal_id", "id", required=True),
    Column("missing_from", "day", required=True),
    Column("found_on", "day"),
    Column("recorded_on", "day", required=True),
)
CONCERNS = (
    Column("concern_id", "id", required=True),
    Column("nominal_id", "id", required=True),
    Column("kind", required=True, words=frozenset(CONCERN_KINDS)),
    Column("occurred_on", "day", required=True),
    Column("recorded_on", "day", required=True),
)


def read(path: Path, received_on: date) -> Delivery:
    """The delivery in folder `path`: people.csv, crimes.csv, missing.csv and concerns.csv."""
    feed = Feed(NAME, AGENCY, DELAY_DAYS, "recorded", received_on)
    sieves = {
        "people": sieve_file(path / "people.csv", PEOPLE, received_on, ["nominal_id"]),
        "crimes": sieve_file(path / "crimes.csv", CRIMES, received_on, ["crime_id", "nominal_id", "role"]),
        "missing": sieve_file(path / "missing.csv", MISSING, received_on, ["report_id"]),
        "concerns": sieve_file(path / "concerns.csv", CONCERNS, received_on, ["concern_id"]),
    }
    _hold_together(sieves)
    people = sieves["people"].rows
    events = [_crimes(feed, sieves["crimes"]), _missing(feed, sieves["missing"]), _concerns(feed, sieves["concerns"])]
    return delivery_of(
        feed, sieves, _people(feed, people), events, groups=_groups(feed, people), identities=_identities(feed, people)
    )


def _hold_together(sieves: dict[str, Sieve]) -> None:
    people, crimes = sieves["people"], sieves["crimes"]
    undated = people.rows["left_on"].notna() & people.rows["left_recorded_on"].isna()
    people.refuse(undated, "left_recorded_on", "must be filled in where left_on is")
    for name in ("crimes", "missing", "concerns"):
        sieves[name].refuse_unknown("nominal_id", people.ids("nominal_id"), "people.csv")
    crimes.refuse_before("recorded_on", "occurred_on")
    crimes.refuse_before("outcome_on", "occurred_on")
    undated = crimes.rows["outcome_type"].notna() & crimes.rows["outcome_on"].isna()
    crimes.refuse(undated, "outcome_on", "must be filled in where outcome_type is")
    sieves["missing"].refuse_before("found_on", "missing_from")
    sieves["concerns"].refuse_before("recorded_on", "occurred_on")


def _people(feed: Feed, rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "person_id": feed.person_ids(rows["nominal_id"]),
            "born_on": month_of(rows["born_on"]),
            "area": rows["area"],
            "left_on": rows["left_on"],
            "left_known_on": feed.known(rows["left_recorded_on"]).where(rows["left_on"].notna()),
        }
    )


def _groups(feed: Feed, rows: pd.DataFrame) -> pd.DataFrame:
    self_defined = rows["self_defined_ethnicity"].notna()
    observed = rows["officer_ethnicity"].notna()
    return pd.DataFrame(
        {
            "person_id": feed.person_ids(rows["nominal_id"]),
            "ethnicity": rows["self_defined_ethnicity"].fillna(rows["officer_ethnicity"]),
            "ethnicity_source": np.select([self_defined, observed], ["self_defined", "officer_observed"], ""),
            "sex": rows["sex"].map(SEX_OF),
        }
    )


def _identities(feed: Feed, rows: pd.DataFrame) -> pd.DataFrame:
    known = rows[rows["county_reference"].notna()]
    return pd.DataFrame(
        {"agency_person_id": feed.person_ids(known["nominal_id"]), "shared_key": known["county_reference"]}
    )


def _crimes(feed: Feed, sieve: Sieve) -> pd.DataFrame:
    rows = sieve.rows.assign(person=sieve.rows["nominal_id"])
    rows["native"] = rows["crime_id"] + ":" + rows["nominal_id"] + ":" + rows["role"]
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
    return _with_outcomes(first, rows, feed.known(rows["outcome_on"]))


def _with_outcomes(first: pd.DataFrame, rows: pd.DataFrame, outcome_known: pd.Series) -> pd.DataFrame:
    statuses = {row["outcome_type"]: row["status"] for row in code_list("police_outcomes.csv")}
    status = rows["outcome_type"].map(statuses)
    about_them = (rows["role"] == "suspect") | (status == "cancelled")
    changed = about_them & status.notna() & (status != "recorded")
    later = changed & (outcome_known > first["known_on"])
    first["status"] = status.where(changed & ~later, "recorded")
    first["superseded_on"] = outcome_known.where(later)
    second = first[later].assign(version=2, status=status[later], known_on=outcome_known[later], superseded_on=pd.NaT)
    return pd.concat([first, second], ignore_index=True)


def _missing(feed: Feed, sieve: Sieve) -> pd.DataFrame:
    rows = sieve.rows.assign(person=sieve.rows["nominal_id"])
    return feed.events(
        rows,
        "missing",
        "report_id",
        "police_missing_report",
        happened_on=rows["missing_from"],
        recorded=rows["recorded_on"],
        ended_on=rows["found_on"],
    )


def _concerns(feed: Feed, sieve: Sieve) -> pd.DataFrame:
    rows = sieve.rows.assign(person=sieve.rows["nominal_id"])
    return feed.events(
        rows,
        "concerns",
        "concern_id",
        rows["kind"].map(CONCERN_KINDS),
        happened_on=rows["occurred_on"],
        recorded=rows["recorded_on"],
    )
