"""What social care says outside care, made alike from whichever feed says it: help, need, protection, missing.

Rows come with `person`, `native` (their id in their table) and days under plain names. Codes that imply a disability
are never passed on. A declined offer raises nothing; a contact that services had to make and did not is told.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from records.delivery import Feed
from records.kinds import code_list

INTERVIEW_DUE_DAYS = 3  # a return interview is due within 72 hours of return: statutory guidance on missing children
SILENT_NEEDS = ("N2", "N3")  # primary needs that imply a disability
HOME_NEEDS = ("N1", "N4", "N5")  # what happens at home: whoever told it knows what may safely be said of it
MISSING_KINDS = {"M": "missing_episode", "A": "away_without_authorisation"}
CATEGORIES = {  # a plan's category of abuse, in the words of the Standard Safeguarding Dataset
    "NEG": "Neglect",
    "EMO": "Emotional Abuse",
    "PHY": "Physical Abuse",
    "SAB": "Sexual Abuse",
    "MUL": "Multiple",
}
FACTOR_LIST = code_list("assessment_factors.csv")
FACTORS = frozenset(row["factor"] for row in FACTOR_LIST)
KIND_OF = {row["factor"]: row["kind"] for row in FACTOR_LIST if row["kind"]}

Facts = Iterator[pd.DataFrame]


def spells(feed: Feed, table: str, rows: pd.DataFrame, kind: str | pd.Series, part: str = "", **given: object) -> Facts:
    """Spells of `kind` from `start` to `end`."""
    days = {"happened_on": rows["start"], "ended_on": rows["end"]}
    yield feed.events(rows, table, "native", kind, part, **{**days, **given})


def contacts(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    """`on`, `source`."""
    yield feed.events(rows, table, "native", "contact", happened_on=rows["on"], code=rows["source"])


def early_help(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    """`start`, `end`, `met`: whether it ended with needs met."""
    yield from spells(feed, table, rows, "early_help")
    met, kind = rows[rows["met"] & rows["end"].notna()], "early_help_needs_met"
    yield feed.events(met, table, "native", kind, kind, happened_on=met["end"])


def referrals(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    """`start`, `source`."""
    kind = "referral"
    yield feed.events(rows, table, "native", kind, kind, happened_on=rows["start"], code=rows["source"])


def needs(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    """`start`, `end`, `need`, of referrals that led to more than no further action."""
    told = rows["need"].mask(rows["need"].isin(SILENT_NEEDS))
    care = told.map(dict.fromkeys(HOME_NEEDS, "ask_source_first"))  # else by kind
    yield from spells(feed, table, rows, "child_in_need", code=told, may_discuss=care)


def assessments(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    """`start`, `end` (the day it was authorised), `unseen`: whether it was done without seeing the young person."""
    yield from spells(feed, table, rows, "assessment")
    unseen = rows[rows["unseen"] & rows["end"].notna()]
    yield from contact_missed(feed, table, unseen, "child_not_seen", unseen["end"], recorded=unseen["end"])


def factors(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    """`start`, `end` of the assessment and one `factor` a row; a factor that implies what is protected is not told."""
    rows = rows[rows["factor"].isin(KIND_OF)].drop_duplicates(["native", "factor"])
    rows = rows.assign(native=rows["native"] + "#" + rows["factor"]).reset_index(drop=True)
    made_on, kind = rows["end"].fillna(rows["start"]), rows["factor"].map(KIND_OF)
    yield feed.events(rows, table, "native", kind, happened_on=made_on, recorded=rows["end"], code=rows["factor"])


def enquiries(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    """`start`, `end` of enquiries under section 47."""
    yield from spells(feed, table, rows, "section_47_enquiry")


def conferences(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    """`held`, `due` of initial child protection conferences; one that is only planned says nothing yet."""
    rows, kind = rows[rows["held"] <= pd.Timestamp(feed.received_on)], "initial_conference"
    yield feed.events(rows, table, "native", kind, kind, happened_on=rows["held"])
    late = rows[rows["held"] > rows["due"]]
    yield from contact_missed(feed, table, late, "conference", late["due"], noticed=late["held"])


def protection(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    """`start`, `end`, `category`: the one that the plan began with, as the latest would tell an earlier date what came
    later."""
    yield from spells(feed, table, rows, "protection_plan", code=rows["category"].replace(CATEGORIES))


def missing(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    """`start`, `end`, `type` (M or A), `not_offered` and `accepted`: of the return interview."""
    yield from spells(feed, table, rows, rows["type"].map(MISSING_KINDS))
    due = rows["end"] + np.timedelta64(INTERVIEW_DUE_DAYS, "D")
    over, kind = due <= pd.Timestamp(feed.received_on), "return_interview"
    overdue, held = rows["not_offered"] & over, rows["accepted"] & over
    yield from contact_missed(feed, table, rows[overdue], kind, due[overdue])
    yield feed.events(rows[held], table, "native", kind, kind, happened_on=due[held])


def contact_missed(feed: Feed, table: str, rows: pd.DataFrame, code: str, day: pd.Series, **known: pd.Series) -> Facts:
    """A contact that services had to make by `day` and did not."""
    kind = "statutory_contact_missed"
    yield feed.events(rows, table, "native", kind, kind, happened_on=day, code=code, **known)


def reviews(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    """`on`: the day on which a child protection plan was reviewed."""
    kind = "protection_review"
    yield feed.events(rows, table, "native", kind, kind, happened_on=rows["on"])
