"""Looked-after children as councils return them to the Department for Education: header, episodes, missing, oc2.

The return (SSDA903) is made once a year, so the known date is estimated as the day the year's return was due. An
episode is a stretch in one placement under one legal status; being looked after is one spell however many it has.
A return may leave out episodes that were over before its year: the reason for a child's first one says what went on.
The return's previous_permanence tells of adoption and special guardianship: it is never read.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from records.connectors import facts_of_care as facts
from records.connectors import facts_of_need as need
from records.connectors.facts_of_need import MISSING_KINDS
from records.connectors.known_dates import DatedFeed
from records.delivery import SEX_OF, Delivery, Feed, delivery_of, month_of
from records.frames import looked_up
from records.kinds import words_of
from records.validate import Column, Sieve, sieve_file

NAME, AGENCY = "ssda903", "social_care"
BRITISH = "%d/%m/%Y"
RETURN_DUE_DAYS = 91  # the return for a year to 31 March is due by the end of June: DfE's guide to the collection
YEAR_ENDS_IN = 4  # a collection year is over on the first of April
GROWN_UP = 18  # years: nobody starts an episode of being looked after as an adult
STARTED = "S"  # the reason for an episode that begins a time in care
MOVES = ("P", "B")  # reasons for a new episode in which both placement and carer changed
OTHER_STATUS = "L"  # the reason for a new episode in the same placement: its legal status alone changed
GOES_ON = {  # by the part of a record's id, the reasons for an episode across which such a spell goes on
    "": (OTHER_STATUS,),
    "looked_after": (OTHER_STATUS, "P", "T", "B", "U"),
    "legal_status": ("P", "T"),
}
MOST_SDQ = 40  # the highest total of the strengths and difficulties questionnaire
NO_OR_YES = frozenset(("0", "1"))
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
    Column("UPN", "id", optional=True),
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


OC2 = (
    CHILD,
    _day("DOB"),
    Column("SDQ_SCORE", "number", at_least=0, at_most=MOST_SDQ),
    Column("CONVICTED", words=NO_OR_YES),
    Column("SUBSTANCE_MISUSE", words=NO_OR_YES),
    Column("INTERVENTION_RECEIVED", words=NO_OR_YES),
)


def read(path: Path, received_on: date) -> Delivery:
    """The delivery in folder `path`: header.csv, episodes.csv and, where they came, missing.csv and oc2.csv."""
    feed = DatedFeed(NAME, AGENCY, RETURN_DUE_DAYS, "estimated", received_on)
    header = sieve_file(path / "header.csv", HEADER, received_on, ["CHILD"])
    episodes = sieve_file(path / "episodes.csv", EPISODES, received_on, ["CHILD", "DECOM"])
    _hold_episodes(episodes, header)
    sieves = {"header": header, "episodes": episodes, **_besides(path, header, received_on)}
    damaged = pd.concat([rows["CHILD"] for rows in episodes.left_out]) if episodes.left_out else pd.Series(dtype="str")
    events = [*_in_care(feed, episodes.rows, damaged)]
    if "missing" in sieves:
        events += _missing(feed, sieves["missing"].rows)
    year_end = _year_end(episodes.rows, received_on, "DECOM")
    if "oc2" in sieves:
        events += _in_the_year(feed, sieves["oc2"].rows, year_end)
    people, groups = _people(feed, header.rows), _groups(feed, header, episodes)
    delivery = delivery_of(feed, sieves, people, events, groups=groups, identifiers=_identifiers(feed, header.rows))
    # In a quiet year no episode begins. Taken for the year before, its return would withdraw what was over by then.
    begins = _year_end(episodes.rows, received_on, "DECOM", "DEC") - pd.DateOffset(years=1)
    return replace(delivery, reaches_back_to=begins.date(), continues=_continues(feed, episodes.rows, damaged))


def _besides(path: Path, header: Sieve, received_on: date) -> dict[str, Sieve]:
    found = {}
    for name, columns, key in (("missing", MISSING, ["CHILD", "MIS_START"]), ("oc2", OC2, ["CHILD"])):
        if (path / f"{name}.csv").exists():
            found[name] = sieve_file(path / f"{name}.csv", columns, received_on, key)
            _hold_child(found[name], header)
    if "missing" in found:
        found["missing"].refuse_before("MIS_END", "MIS_START")
        _refuse_before_birth(found["missing"], header, "MIS_START")
    return found


def _hold_episodes(episodes: Sieve, header: Sieve) -> None:
    episodes.refuse_unknown("CHILD", header.ids("CHILD"), "header.csv")
    episodes.refuse_before("DEC", "DECOM")
    _refuse_before_birth(episodes, header, "DECOM")
    born = _born(episodes, header)
    adult = (episodes.rows["DECOM"].dt.year - born.dt.year) > GROWN_UP
    episodes.refuse(adult, "DECOM", "must not be after the year of the 18th birthday")


def _hold_child(sieve: Sieve, header: Sieve) -> None:
    sieve.refuse_unknown("CHILD", header.ids("CHILD"), "header.csv")
    born = _born(sieve, header)
    sieve.refuse(born.notna() & (sieve.rows["DOB"] != born), "DOB", "must be the child's date in header.csv")


def _born(sieve: Sieve, header: Sieve) -> pd.Series:
    return looked_up(sieve.rows["CHILD"], header.rows.set_index("CHILD")["DOB"])


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


def _identifiers(feed: Feed, rows: pd.DataFrame) -> pd.DataFrame:
    """For linkage alone: the return has no names."""
    numbers = rows["UPN"].mask(rows["UPN"].str.startswith("UN", na=False))  # a code for why there is none
    ids, known_on = feed.person_ids(rows["CHILD"]), pd.Timestamp(feed.received_on)
    return pd.DataFrame(
        {"agency_person_id": ids, "born_on": rows["DOB"], "school_number": numbers, "known_on": known_on}
    )


def _in_care(feed: Feed, rows: pd.DataFrame, damaged: pd.Series) -> facts.Facts:
    """A time in care goes on while each episode begins no later than an earlier one ended; so does a legal status, and
    a placement in which only the legal status changed. Of a `damaged` child an episode could not be read."""
    rows = rows.sort_values(["CHILD", "DECOM"]).reset_index(drop=True)
    rows = rows.assign(person=rows["CHILD"], native=_native(rows, "DECOM"), start=rows["DECOM"], end=rows["DEC"])
    said = rows.assign(type=rows["PLACE"], miles=np.nan, moved=rows["RNE"].isin(MOVES), status=rows["LS"])
    broken = _broken(rows, damaged)
    elsewhere = (rows["RNE"] != OTHER_STATUS) | (rows["PLACE"] != rows["PLACE"].shift())
    yield from facts.placements(feed, "episodes", _stretches(said, broken | elsewhere))
    yield from facts.looked_after(feed, "episodes", _stretches(said, broken))
    other_status = rows.duplicated("CHILD") & (rows["LS"] != rows["LS"].shift())
    yield from facts.legal_statuses(feed, "episodes", _stretches(said, broken | other_status))


def _broken(rows: pd.DataFrame, damaged: pd.Series) -> pd.Series:
    """Whether a child's episode is its first, or began after all earlier ones had ended; not across a damaged one."""
    until = rows["DEC"].fillna(GOING_ON).groupby(rows["CHILD"]).cummax().groupby(rows["CHILD"]).shift()
    across = rows["CHILD"].isin(damaged) & (rows["RNE"] != STARTED)
    return until.isna() | ((rows["DECOM"] > until) & ~across)


def _stretches(rows: pd.DataFrame, begins: pd.Series) -> pd.DataFrame:
    """One row for each run of episodes that starts where `begins` is true."""
    rows = rows.assign(until=rows["end"].fillna(GOING_ON))
    first = {name: (name, "first") for name in ("native", "start", "status", "type", "miles", "moved")}
    runs = rows.groupby(["person", begins.cumsum().rename("run")], as_index=False).agg(**first, until=("until", "max"))
    return runs.assign(end=runs["until"].mask(runs["until"] == GOING_ON))


def _continues(feed: Feed, rows: pd.DataFrame, damaged: pd.Series) -> frozenset[str]:
    """The spells that the first episode given of a child did not begin; of a `damaged` child, any episode."""
    rows = rows.sort_values(["CHILD", "DECOM"])
    first = rows[~rows.duplicated("CHILD") | rows["CHILD"].isin(damaged)]
    going = [(part, first[first["RNE"].isin(reasons)]) for part, reasons in GOES_ON.items()]
    return frozenset(id for part, some in going for id in feed.record_ids("episodes", _native(some, "DECOM"), part))


def _missing(feed: Feed, rows: pd.DataFrame) -> facts.Facts:
    """The return does not say whether an interview was offered."""
    said = rows.assign(person=rows["CHILD"], native=_native(rows, "MIS_START"), start=rows["MIS_START"])
    said = said.assign(end=rows["MIS_END"], type=rows["MISSING"], not_offered=False, accepted=False)
    return need.missing(feed, "missing", said)


def _in_the_year(feed: Feed, rows: pd.DataFrame, year_end: pd.Timestamp) -> facts.Facts:
    """What happened at some time in the year is dated at its end: later than it was, never before."""
    native = rows["CHILD"] + f":{year_end.year}"
    on = pd.Series(year_end, index=rows.index, dtype="datetime64[s]")
    said = rows.assign(person=rows["CHILD"], native=native, on=on, substance=None, score=rows["SDQ_SCORE"])
    said = said.assign(helped=rows["INTERVENTION_RECEIVED"] == "1")
    yield from facts.convictions(feed, "oc2", said[said["CONVICTED"] == "1"])
    yield from facts.substances(feed, "oc2", said[said["SUBSTANCE_MISUSE"] == "1"])
    yield from facts.questionnaires(feed, "oc2", said)


def _year_end(episodes: pd.DataFrame, received_on: date, *days: str) -> pd.Timestamp:
    """The 31 March that ends the year of the latest of these days of any episode, or the receipt before that."""
    latest = episodes[list(days)].max().max()
    if pd.isna(latest):
        return pd.Timestamp(received_on)
    end = pd.Timestamp(latest.year + (latest.month >= YEAR_ENDS_IN), YEAR_ENDS_IN, 1) - pd.Timedelta(days=1)
    return min(end, pd.Timestamp(received_on))


def _native(rows: pd.DataFrame, start: str) -> pd.Series:
    return rows["CHILD"] + ":" + rows[start].dt.strftime("%Y-%m-%d")
