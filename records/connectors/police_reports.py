"""Police files beside crimes: custody, referrals to the National Referral Mechanism, notices to schools, intelligence.

Intelligence is a count and nothing else: its file is read only where the partnership switched it on, and of it the
person and the two dates alone. A child who was at home when domestic abuse happened is its victim (Domestic Abuse
Act 2021, section 3), and so is whoever was referred as exploited.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from records.connectors.files import RECORDED, File, RecordedFeed, is_there
from records.connectors.police_outcomes import as_the_crime_goes
from records.delivered import Refusal
from records.kinds import words_of
from records.validate import Column, Sieve

PERSON = "nominal_id"
INTELLIGENCE_OFF = "is off in feeds.toml: the file was not read"


def _file(name: str, own: str, happened: str, *more: Column) -> File:
    columns = (
        Column(own, "id", required=True),
        Column(PERSON, "id", required=True),
        Column(happened, "day", required=True),
        RECORDED,
    )
    return File(name, (*columns, *more), (own,), ((happened, "recorded_on"),), since_birth=happened)


CUSTODY = _file("custody", "custody_id", "detained_on", Column("crime_id", "id", optional=True))
REFERRALS = _file(
    "nrm", "referral_id", "referred_on", Column("exploitation", words=words_of("nrm_exploitation.csv", "code"))
)
NOTICES = _file("school_notices", "notice_id", "incident_on")
INTELLIGENCE = _file("intelligence", "report_id", "reported_on")
FILES = (CUSTODY, REFERRALS, NOTICES)


def events(feed: RecordedFeed, sieves: Mapping[str, Sieve], crimes: pd.DataFrame) -> list[pd.DataFrame]:
    """The records of whichever of these files came; `crimes` are the events of crimes, as which custody goes."""
    makers = {"custody": _custody, "nrm": _referrals, "school_notices": _notices, "intelligence": _intelligence}
    made = {name: make(feed, sieves[name].rows) for name, make in makers.items() if name in sieves}
    if "custody" in made:
        made["custody"] = as_the_crime_goes(made["custody"], crimes)
    return list(made.values())


def intelligence_left_out(path: Path) -> tuple[Refusal, ...]:
    """Says that the file of intelligence came and was not read."""
    return (Refusal("intelligence.csv", "(all)", INTELLIGENCE_OFF, 0),) if is_there(path, "intelligence") else ()


def _custody(feed: RecordedFeed, rows: pd.DataFrame) -> pd.DataFrame:
    return feed.events(
        rows.assign(person=rows[PERSON]),
        "custody",
        "custody_id",
        "police_custody",
        role="suspect",
        happened_on=rows["detained_on"],
        recorded=rows["recorded_on"],
        incident_id=f"{feed.name}:" + rows["crime_id"],
    )


def _referrals(feed: RecordedFeed, rows: pd.DataFrame) -> pd.DataFrame:
    told = words_of("nrm_exploitation.csv", "code", passed_on="yes")
    return feed.events(
        rows.assign(person=rows[PERSON]),
        "nrm",
        "referral_id",
        "nrm_referral",
        role="victim",
        happened_on=rows["referred_on"],
        recorded=rows["recorded_on"],
        code=rows["exploitation"].where(rows["exploitation"].isin(told)),
    )


def _notices(feed: RecordedFeed, rows: pd.DataFrame) -> pd.DataFrame:
    return feed.events(
        rows.assign(person=rows[PERSON]),
        "school_notices",
        "notice_id",
        "school_notice",
        role="victim",
        happened_on=rows["incident_on"],
        recorded=rows["recorded_on"],
    )


def _intelligence(feed: RecordedFeed, rows: pd.DataFrame) -> pd.DataFrame:
    return feed.events(
        rows.assign(person=rows[PERSON]),
        "intelligence",
        "report_id",
        "intelligence",
        happened_on=rows["reported_on"],
        recorded=rows["recorded_on"],
    )
