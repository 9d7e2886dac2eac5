"""Looked-after children as councils return them to the Department for Education: SSDA903 header, episodes, missing.

The return is made once a year, so the known date is estimated as the day the year's return was due. An episode
is a stretch in one placement under one legal status; being looked after is one spell however many it has.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from records.connectors.facts_of_care import SILENT_TYPES
from records.connectors.facts_of_need import MISSING_KINDS
from records.delivery import SEX_OF, Delivery, Feed, delivery_of, month_of
from records.kinds import words_of
from records.validate import Column, Sieve, sieve_file

NAME, AGENCY = "ssda903", "social_care"
BRITISH = "%d/%m/%Y"
RETURN_DUE_DAYS = 91  # the return for a year to 31 March is due by the end of June: DfE's guide to the collection
YEAR_ENDS_IN = 4  # a collection year is over on the first of April
GROWN_UP = 18  # years: nobody starts an episode of being looked after as an adult
MOVES = ("P", "B")  # reasons for a new episode in which both placement and carer changed
GOING_ON = np.datetime64("2200-01-01", "s")


def _words(column: str) -> frozenset[str]:
    return words_of("ssda903_codes.csv", "code", column=column)


def _coded(column: str, required: bool = True) -> Column:
    return Column(column, required=required, words=_words(column))


def _day(column: str, required: bool = True) -> Column:
    return Column(column, "day", required, day_format=BRITISH)


CHILD = Column("CHILD", "id", required=True, form=r"[A-Za-z0-9/_-]{1,20}")
HEADER = (
    CHILD,
    Column("SEX", required=True, words=frozenset(("1", "2"))),
    _day("DOB"),
    Column("ETHNIC", required=True, words=words_of("ethnicity.csv", "code")),
)
EPISODES = (
    CHILD,
    _day("DECOM"),
    _coded("RNE"),
    _coded("LS"),
    _coded("CIN"),
    Column("PLACE", required=True, words=words_of("placement_types.csv", "code")),
    _coded("PLACE_PROVIDER", required=False),
    _day("DEC", required=False),
    _coded("REC", required=False),
    _coded("REASON_PLACE_CHANGE", required=False),
    Column("URN", form=r"\d{5,7}|X{7}"),
)
MISSING = (
    CHILD,
    _day("DOB"),
    Column("MISSING", required=True, words=frozenset(MISSING_KINDS)),
    _day("MIS_START"),
    _day("MIS_END", required=False),
)


@dataclass(frozen=True)
class AnnualReturn(Feed):
    """A feed that comes once a year, after 31 March."""

    def known(self, recorded: pd.Series) -> pd.Series:
        """The day on which the return for the year of `recorded` was due, or the day of receipt before that."""
        year = recorded.dt.year + (recorded.dt.month >= YEAR_ENDS_IN)
        ends = pd.to_datetime({"year": year, "month": YEAR_ENDS_IN, "day": 1}).astype("datetime64[s]")
        return super().known(ends)


def read(path: Path, received_on: date) -> Delivery:
    """The delivery in folder `path`: header.csv, episodes.csv and, where it came, missing.csv."""
    feed = AnnualReturn(NAME, AGENCY, RETURN_DUE_DAYS, "estimated", received_on)
    header = sieve_file(path / "header.csv", HEADER, received_on, ["CHILD"])
    episodes = sieve_file(path / "episodes.csv", EPISODES, received_on, ["CHILD", "DECOM"])
    sieves = {"header": header, "episodes": episodes}
    _hold_episodes(episodes, header)
    events = [*_episodes(feed, episodes.rows), _looked_after(feed, episodes.rows)]
    if (path / "missing.csv").exists():
        sieves["missing"] = sieve_file(path / "missing.csv", MISSING, received_on, ["CHILD", "MIS_START"])
        _hold_missing(sieves["missing"], header)
        events.append(_missing(feed, sieves["missing"].rows))
    return delivery_of(feed, sieves, _people(feed, header.rows), events, groups=_groups(feed, header, episodes))


def _hold_episodes(episodes: Sieve, header: Sieve) -> None:
    episodes.refuse_unknown("CHILD", header.ids("CHILD"), "header.csv")
    episodes.refuse_before("DEC", "DECOM")
    _refuse_before_birth(episodes, header, "DECOM")
    born = _born(episodes, header)
    adult = (episodes.rows["DECOM"].dt.year - born.dt.year) > GROWN_UP
    episodes.refuse(adult, "DECOM", "must not be after the year of the 18th birthday")


def _hold_missing(missing: Sieve, header: Sieve) -> None:
    missing.refuse_unknown("CHILD", header.ids("CHILD"), "header.csv")
    missing.refuse_before("MIS_END", "MIS_START")
    born = _born(missing, header)
    missing.refuse(born.notna() & (missing.rows["DOB"] != born), "DOB", "must be the child's date in header.csv")
    _refuse_before_birth(missing, header, "MIS_START")


def _born(sieve: Sieve, header: Sieve) -> pd.Series:
    return sieve.rows["CHILD"].map(header.rows.set_index("CHILD")["DOB"])


def _refuse_before_birth(sieve: Sieve, header: Sieve, column: str) -> None:
    sieve.refuse(sieve.rows[column] < _born(sieve, header), column, "must not be before birth")


def _people(feed: Feed, rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"person_id": feed.person_ids(rows["CHILD"]), "born_on": month_of(rows["DOB"])})


def _groups(feed: Feed, header: Sieve, episodes: Sieve) -> pd.DataFrame:
    rows = header.rows
    return pd.DataFrame(
        {
            "person_id": feed.person_ids(rows["CHILD"]),
            "ethnicity": rows["ETHNIC"],
            "ethnicity_source": "social_care",
            "sex": rows["SEX"].map(SEX_OF),
            "care_experience": np.where(rows["CHILD"].isin(episodes.rows["CHILD"]), "yes", "no"),
        }
    )


def _episodes(feed: Feed, rows: pd.DataFrame) -> list[pd.DataFrame]:
    rows = rows.assign(person=rows["CHILD"], native=_native(rows, "DECOM"))
    moved = rows[rows["RNE"].isin(MOVES)]
    code = rows["PLACE"].mask(rows["PLACE"].isin(SILENT_TYPES))
    started, ended, kind = rows["DECOM"], rows["DEC"], "placement_move"
    return [
        feed.events(rows, "episodes", "native", "placement", happened_on=started, ended_on=ended, code=code),
        feed.events(moved, "episodes", "native", kind, part=kind, happened_on=moved["DECOM"]),
    ]


def _looked_after(feed: Feed, rows: pd.DataFrame) -> pd.DataFrame:
    """A time in care goes on while each episode begins no later than an earlier one ended."""
    rows = rows.sort_values(["CHILD", "DECOM"]).reset_index(drop=True)
    rows = rows.assign(until=rows["DEC"].fillna(GOING_ON))
    until_before = rows.groupby("CHILD")["until"].cummax().groupby(rows["CHILD"]).shift()
    entered = until_before.isna() | (rows["DECOM"] > until_before)
    care = rows.groupby(["CHILD", entered.cumsum().rename("time")], as_index=False).agg(
        DECOM=("DECOM", "min"), until=("until", "max")
    )
    care = care.assign(person=care["CHILD"], native=_native(care, "DECOM"))
    ended, kind = care["until"].mask(care["until"] == GOING_ON), "looked_after"
    return feed.events(care, "episodes", "native", kind, part=kind, happened_on=care["DECOM"], ended_on=ended)


def _missing(feed: Feed, rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.assign(person=rows["CHILD"], native=_native(rows, "MIS_START"))
    kind = rows["MISSING"].map(MISSING_KINDS)
    started, ended = rows["MIS_START"], rows["MIS_END"]
    return feed.events(rows, "missing", "native", kind, happened_on=started, ended_on=ended)


def _native(rows: pd.DataFrame, start: str) -> pd.Series:
    return rows["CHILD"] + ":" + rows[start].dt.strftime("%Y-%m-%d")
