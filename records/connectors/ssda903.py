"""Looked-after children as councils return them to the Department for Education: header, episodes, missing, oc2.

The return (SSDA903) is made once a year, so the known date is estimated as the day the year's return was due. It may
leave out episodes that were over before its year: the reason for a child's first one says what went on.
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
from records.connectors import ssda903_spells as spells
from records.connectors.facts_of_need import MISSING_KINDS
from records.connectors.known_dates import DatedFeed
from records.connectors.ssda903_year import ReturnYear, year_of
from records.delivery import SEX_OF, Delivery, Feed, delivery_of, month_of
from records.frames import looked_up
from records.kinds import words_of
from records.validate import Column, Sieve, sieve_file

NAME, AGENCY = "ssda903", "social_care"
BRITISH = "%d/%m/%Y"
RETURN_DUE_DAYS = 91  # the return for a year to 31 March is due by the end of June: DfE's guide to the collection
GROWN_UP = 18  # years: nobody starts an episode of being looked after as an adult
MOST_SDQ = 40  # the highest total of the strengths and difficulties questionnaire
NO_OR_YES = frozenset(("0", "1"))
DAYS = (  # that are not after the return's year, and how many days later an ending may be told
    ("episodes", "DECOM", 0),
    ("episodes", "DEC", 1),
    ("missing", "MIS_START", 0),
    ("missing", "MIS_END", 1),
)
WHICH_YEAR = (
    "must be of a year that can be told; nothing else in the return is of its last year: name the folder 2022-23"
)


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
    year = _year(path, sieves, received_on)
    rows = spells.in_order(episodes.rows, episodes.in_doubt("CHILD"))
    events = [*spells.in_care(feed, rows)]
    if "missing" in sieves:
        events += _missing(feed, sieves["missing"].rows)
    if "oc2" in sieves:
        events += _in_the_year(feed, sieves["oc2"], year)
    people, groups = _people(feed, header.rows), _groups(feed, header, episodes)
    delivery = delivery_of(feed, sieves, people, events, groups=groups, identifiers=_identifiers(feed, header.rows))
    return replace(
        delivery,
        left_out=delivery.left_out | _left_out_of_the_year(feed, sieves, year),
        reaches_back_to=year.begins,
        tells_to=year.tells_to,
        continues=spells.continues(feed, rows),
        unsure_ends=spells.unsure_ends(feed, rows),
    )


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


def _year(path: Path, sieves: dict[str, Sieve], received_on: date) -> ReturnYear:
    """The return's year. Rows of a later one are refused where the folder names the year, and what was told of some
    time in the year where nothing says which."""
    days = [(sieves[name], column, ends) for name, column, ends in DAYS if name in sieves]
    told = [sieve.rows[column] - np.timedelta64(ends, "D") for sieve, column, ends in days]
    episodes = sieves["episodes"].rows
    year = year_of(path, pd.concat(told).max(), episodes["CHILD"].nunique(), received_on)
    for sieve, column, ends in days if year.named else []:
        later = sieve.rows[column] - np.timedelta64(ends, "D") > pd.Timestamp(year.ends)
        sieve.refuse(later, column, "must not be after the year that the folder is named for")
    if year.dated is None and "oc2" in sieves:
        sieves["oc2"].refuse(np.ones(len(sieves["oc2"].rows), dtype=bool), "(year)", WHICH_YEAR)
    return year


def _left_out_of_the_year(feed: Feed, sieves: dict[str, Sieve], year: ReturnYear) -> frozenset[str]:
    """What the rows of oc2 that were refused would have been called."""
    if "oc2" not in sieves or year.dated is None:
        return frozenset()
    refused = [rows["CHILD"].dropna() for rows in sieves["oc2"].left_out]
    return frozenset(id for rows in refused for id in feed.record_ids("oc2", _in_year(rows, year.dated)))


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


def _missing(feed: Feed, rows: pd.DataFrame) -> facts.Facts:
    """The return does not say whether an interview was offered."""
    said = rows.assign(person=rows["CHILD"], native=spells.native(rows, "MIS_START"), start=rows["MIS_START"])
    said = said.assign(end=rows["MIS_END"], type=rows["MISSING"], not_offered=False, accepted=False)
    return need.missing(feed, "missing", said)


def _in_the_year(feed: Feed, oc2: Sieve, year: ReturnYear) -> facts.Facts:
    """What happened at some time in the year is dated at its end: later than it was, never before."""
    rows = oc2.rows
    on = pd.Series(pd.Timestamp(year.dated or year.ends), index=rows.index, dtype="datetime64[s]")
    native = _in_year(rows["CHILD"], year.dated or year.ends)
    said = rows.assign(person=rows["CHILD"], native=native, on=on, substance=None, score=rows["SDQ_SCORE"])
    said = said.assign(helped=rows["INTERVENTION_RECEIVED"] == "1")
    yield from facts.convictions(feed, "oc2", said[said["CONVICTED"] == "1"])
    yield from facts.substances(feed, "oc2", said[said["SUBSTANCE_MISUSE"] == "1"])
    yield from facts.questionnaires(feed, "oc2", said)


def _in_year(children: pd.Series, dated: date) -> pd.Series:
    return children + f":{dated.year}"
