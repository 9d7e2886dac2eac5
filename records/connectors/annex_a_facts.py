"""Annex A's lists in the plain names that `facts_of_need` and `facts_of_care` tell social care by.

A list that says the latest of something (a review, a move, a contact) tells each delivery's date as a record of its own
in a table named `…_latest`, which the next delivery does not take back.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from records.connectors import annex_a_lists as annex
from records.connectors import facts_of_care as care
from records.connectors import facts_of_need as need
from records.connectors.annex_a_lists import CHILD_ID, AnnexList
from records.connectors.cin_census import CONFERENCE_WITHIN_DAYS
from records.connectors.facts_of_need import Facts
from records.delivery import Feed
from records.validate import Sieve

LATEST = "_latest"
SILENT_HOME = "H"  # deported: implies immigration status


def events(feed: Feed, sieves: dict[str, Sieve]) -> list[pd.DataFrame]:
    """Event rows of every list that was delivered."""
    readers: dict[AnnexList, Callable[[Feed, str, pd.DataFrame], Facts]] = {
        annex.CONTACTS: _contacts,
        annex.EARLY_HELP: _early_help,
        annex.REFERRALS: _referrals,
        annex.ASSESSMENTS: _assessments,
        annex.ENQUIRIES: _enquiries,
        annex.IN_NEED: _needs,
        annex.PROTECTED: _protection,
        annex.IN_CARE: _in_care,
        annex.CARE_LEAVERS: _care_leavers,
    }
    came = [(one, read) for one, read in readers.items() if one.table in sieves]
    return [made for one, read in came for made in read(feed, one.table, _rows(sieves[one.table], one))]


def _rows(sieve: Sieve, one: AnnexList) -> pd.DataFrame:
    """A list's rows with the child's id in `person` and, in `native`, that id and the rest of the list's key."""
    rows = sieve.rows
    native = rows[CHILD_ID]
    for column in one.key[1:]:
        day = rows[column].dtype.kind == "M"
        native = native + ":" + (rows[column].dt.strftime("%Y-%m-%d") if day else rows[column].fillna(""))
    named = {"person": rows[CHILD_ID], "native": native}
    if one.in_order:
        named |= {"start": rows[one.in_order[0][0]], "end": rows[one.in_order[0][1]]}
    return rows.assign(**named)


def _dated(rows: pd.DataFrame, on: pd.Series) -> pd.DataFrame:
    """Rows that say when, with the day in `on` and the child's id and that day as `native`."""
    said = rows.assign(on=on, native=rows["person"] + ":" + on.dt.strftime("%Y-%m-%d"))
    return said[on.notna()].drop_duplicates("native")


def _contacts(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    return need.contacts(feed, table, rows.assign(on=rows["Date of Contact"], source=rows["Contact Source"]))


def _early_help(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    """The list does not say how early help ended."""
    return need.early_help(feed, table, rows.assign(met=False))


def _referrals(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    return need.referrals(feed, table, rows.assign(start=rows["Date of referral"], source=rows["Referral Source"]))


def _assessments(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    unseen = rows["Child Seen During Continuous Assessment"].isin(annex.NO)
    return need.assessments(feed, table, rows.assign(unseen=unseen))


def _enquiries(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    """The list has no end of an enquiry: the conference that it led to, else the day by which one had to be held."""
    held, limit = rows["end"], rows["start"] + np.timedelta64(CONFERENCE_WITHIN_DAYS, "D")
    end = held.fillna(limit)
    said = rows.assign(held=held, due=limit, end=end.mask(end > pd.Timestamp(feed.received_on)))
    yield from need.enquiries(feed, table, said)
    yield from need.conferences(feed, table, said)


def _needs(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    return need.needs(feed, table, rows.assign(need=rows["Primary Need Code"]))


def _protection(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    category = rows["Initial Category of Abuse"].map(annex.CATEGORIES)
    yield from need.protection(feed, table, rows.assign(category=category))
    yield from need.reviews(feed, table + LATEST, _dated(rows, rows["Date of latest review conference"]))


def _in_care(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    yield from care.looked_after(feed, table, rows)
    legal = rows.assign(status=rows["Child's Legal Status"], start=rows["Start date of current legal status"])
    yield from care.legal_statuses(feed, table, legal[legal["start"].notna()])
    placed = rows["Start Date of Most Recent Placement"]
    now = rows.assign(start=placed, type=rows["Placement Type"], miles=np.nan, moved=False)[placed.notna()]
    yield from care.placements(feed, table, now)
    moves = _dated(rows, placed.where((placed > rows["start"]) & ~rows["Placement Type"].isin(care.TEMPORARY)))
    kind = "placement_move"
    yield feed.events(moves, table + LATEST, "native", kind, kind, happened_on=moves["on"])


def _care_leavers(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    seen, home = rows["Latest Date of Contact"], rows["Type of Accommodation"]
    since = pd.concat([seen, rows["Latest Pathway Plan Review Date"]], axis=1).min(axis=1).astype("datetime64[s]")
    said = rows.assign(
        since=since,
        seen=seen,
        in_touch=rows["LA in Touch"],
        home=home.mask(home == SILENT_HOME),
        unsuitable=rows["Suitability of Accommodation"] == "Unsuitable",
        activity=rows["Activity Status"],
    )
    return care.care_leavers(feed, table, said)
