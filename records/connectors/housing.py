"""Housing: moves of home, being moved away, temporary accommodation, a settled home, and who shares a tenancy.

The address itself is read for linkage alone. That a place is a refuge is not passed on: it tells of domestic abuse
and must not be known.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from records.connectors.files import (
    ENDED_RECORDED,
    RECORDED,
    File,
    RecordedFeed,
    delivery_of_files,
    people_file,
    read_files,
)
from records.delivered import Refusal
from records.delivery import Delivery
from records.kinds import words_of
from records.validate import Column, Sieve
from records.withdrawn import BOTH

NAME, AGENCY = "housing", "housing"
DELAY_DAYS = 14  # an assumption: housing systems are read twice a month
ENTRY_DAYS = 30  # an assumption: tenancies and stays are entered within the month, where the day is not said
PERSON = "resident_id"
YES_NO = frozenset(("yes", "no"))
MOST_IN_ONE_HOME = 16  # a tenancy of more is a wrong number or a whole building: an assumption
TOO_MANY = f"must be of at most {MOST_IN_ONE_HOME} people to make links; the records went in, no links were made"
IN_ORDER = (("start_date", "end_date"), ("end_date", "ended_recorded_on"))
SPELL = (
    Column("start_date", "day", required=True),
    Column("end_date", "day"),
    RECORDED,
    ENDED_RECORDED,
)

PEOPLE = people_file(PERSON)
MOVES = File(
    "moves",
    (
        Column("move_id", "id", required=True),
        Column(PERSON, "id", required=True),
        Column("moved_on", "day", required=True),
        Column("out_of_area", required=True, words=YES_NO),
        RECORDED,
    ),
    ("move_id",),
    since_birth="moved_on",
)
TEMPORARY = File(
    "temporary_accommodation",
    (
        Column("stay_id", "id", required=True),
        Column(PERSON, "id", required=True),
        Column("type", required=True, words=words_of("temporary_accommodation.csv", "code")),
        *SPELL,
    ),
    ("stay_id",),
    IN_ORDER,
    since_birth="start_date",
)
TENANCIES = File(
    "tenancies",
    (
        Column("tenancy_id", "id", required=True),
        Column(PERSON, "id", required=True),
        Column("tenure", required=True, words=words_of("tenures.csv", "code")),
        Column("after_homelessness", required=True, words=YES_NO),
        *SPELL,
    ),
    ("tenancy_id", PERSON),
    IN_ORDER,
)


def read(path: Path, received_on: date) -> Delivery:
    """The delivery in folder `path`: people.csv and whichever of moves, temporary_accommodation and tenancies came."""
    feed = RecordedFeed(NAME, AGENCY, DELAY_DAYS, "recorded", received_on, entry_days=ENTRY_DAYS)
    sieves = read_files(path, PEOPLE, (MOVES, TEMPORARY, TENANCIES), received_on)
    makers = {"moves": _moves, "temporary_accommodation": _temporary, "tenancies": _settled}
    links = _households(feed, sieves["tenancies"]) if "tenancies" in sieves else pd.DataFrame()
    return delivery_of_files(
        feed,
        sieves,
        PEOPLE,
        [rows for name, make in makers.items() if name in sieves for rows in make(feed, sieves[name].rows)],
        links=links,
    )


def _moves(feed: RecordedFeed, rows: pd.DataFrame) -> list[pd.DataFrame]:
    return [_move(feed, rows, "housing_move"), _move(feed, rows[rows["out_of_area"] == "yes"], "moved_out_of_area")]


def _move(feed: RecordedFeed, rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    return feed.events(
        rows.assign(person=rows[PERSON]),
        "moves",
        "move_id",
        kind,
        part=kind,
        happened_on=rows["moved_on"],
        recorded=rows["recorded_on"],
    )


def _temporary(feed: RecordedFeed, rows: pd.DataFrame) -> list[pd.DataFrame]:
    told = rows["type"].isin(words_of("temporary_accommodation.csv", "code", passed_on="yes"))
    stays = feed.events(
        rows.assign(person=rows[PERSON]),
        "temporary_accommodation",
        "stay_id",
        "temporary_accommodation",
        happened_on=rows["start_date"],
        recorded=rows["recorded_on"],
        ended_on=rows["end_date"],
        ended_known_on=feed.ending(rows["ended_recorded_on"], rows["end_date"]),
        code=rows["type"].where(told),
        may_discuss=pd.Series("professionals_only", rows.index, dtype="str").mask(told),
    )
    return [stays]


def _settled(feed: RecordedFeed, rows: pd.DataFrame) -> list[pd.DataFrame]:
    """A tenancy that lasts and that ended homelessness: a settled home found."""
    found = rows["tenure"].isin(words_of("tenures.csv", "code", settled="yes")) & (rows["after_homelessness"] == "yes")
    rows = rows[found]
    rows = rows.assign(person=rows[PERSON], native=rows["tenancy_id"] + ":" + rows[PERSON])
    settled = feed.events(
        rows, "tenancies", "native", "settled_home", happened_on=rows["start_date"], recorded=rows["recorded_on"]
    )
    return [settled]


def _households(feed: RecordedFeed, sieve: Sieve) -> pd.DataFrame:
    """Who shares a tenancy, for as long as both do: once for each two."""
    rows = sieve.rows
    known = feed.dated(rows["recorded_on"], rows["start_date"])["known_on"]
    rows = rows.assign(known=known, ended_known=feed.ending(rows["ended_recorded_on"], rows["end_date"]))
    crowded = rows.groupby("tenancy_id")[PERSON].transform("size") > MOST_IN_ONE_HOME
    if crowded.any():
        sieve.refused.append(Refusal(sieve.file, "tenancy_id", TOO_MANY, int(crowded.sum())))
    shared = rows[~crowded & rows.duplicated("tenancy_id", keep=False)]
    both = shared.merge(shared, on="tenancy_id", suffixes=("", "_2"))
    both = both[both[PERSON] < both[f"{PERSON}_2"]].reset_index(drop=True)
    started = both[["start_date", "start_date_2"]].max(axis=1)
    first = both["end_date"].isna() | (both["end_date_2"] < both["end_date"])  # whose end comes first, nobody's last
    ended_on = both["end_date"].mask(first, both["end_date_2"])
    one, other = (both["tenancy_id"] + ":" + both[person] for person in (PERSON, f"{PERSON}_2"))
    links = pd.DataFrame(
        {
            "record_id": feed.record_ids("tenancies", one + BOTH + other, "with"),
            "person_id": feed.person_ids(both[PERSON]),
            "other_id": feed.person_ids(both[f"{PERSON}_2"]),
            "kind": "household",
            "started_on": started,
            "known_on": both[["known", "known_2"]].max(axis=1),
            "ended_on": ended_on,
            "ended_known_on": both["ended_known"].mask(first, both["ended_known_2"]),
        }
    )
    return links[ended_on.isna() | (ended_on >= started)]
