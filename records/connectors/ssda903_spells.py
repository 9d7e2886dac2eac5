"""Times in care, placements and legal statuses from the episodes of a looked-after return.

An episode is a stretch in one placement under one legal status, so each of these is one spell over many episodes. Of a
`damaged` child an episode could not be read: a spell that may have gone on in it is not ended there, nor joined to the
next one here. `records/continued.py` decides both by what the store knows.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from records.connectors import facts_of_care as facts
from records.delivery import Feed

STARTED = "S"  # the reason for an episode that begins a time in care
MOVES = ("P", "B")  # reasons for a new episode in which both placement and carer changed
OTHER_STATUS = "L"  # the reason for a new episode in the same placement: its legal status alone changed
GOES_ON = {  # by the part of a record's id, the reasons for an episode across which such a spell goes on
    "": (OTHER_STATUS,),
    "looked_after": (OTHER_STATUS, "P", "T", "B", "U"),
    "legal_status": ("P", "T"),
}
ANOTHER_FOLLOWS = "X1"  # the reason for an ending on whose day another episode begins
GOING_ON = np.datetime64("2200-01-01", "s")


def in_order(rows: pd.DataFrame, damaged: pd.Series) -> pd.DataFrame:
    """Episodes child by child: `begins`, a time in care; `hidden`, at least one before it could not be read; `unsure`,
    one that could not be read may follow, so that `end` is the latest day on which the episode can have ended."""
    rows = rows.sort_values(["CHILD", "DECOM"]).reset_index(drop=True)
    by_child, unread = rows["CHILD"], rows["CHILD"].isin(damaged)
    until = rows["DEC"].fillna(GOING_ON).groupby(by_child).cummax()
    over, following = until.groupby(by_child).shift(), rows.groupby("CHILD")["DECOM"].shift(-1)
    hidden = (rows["DECOM"] > over) & unread & (rows["RNE"] != STARTED)
    may_follow = rows["REC"].isna() | (rows["REC"] == ANOTHER_FOLLOWS)
    unsure = unread & may_follow & (until < following.fillna(GOING_ON))
    return rows.assign(
        person=rows["CHILD"],
        native=native(rows, "DECOM"),
        start=rows["DECOM"],
        end=rows["DEC"].mask(unsure, following),
        begins=over.isna() | ((rows["DECOM"] > over) & ~hidden),
        hidden=hidden,
        unsure=unsure,
    )


def in_care(feed: Feed, rows: pd.DataFrame) -> facts.Facts:
    """From episodes `in_order`: a time in care goes on while each begins no later than an earlier one ended; so does a
    legal status, and a placement in which only the legal status changed."""
    said = rows.assign(type=rows["PLACE"], miles=np.nan, status=rows["LS"])
    said = said.assign(moved=rows["RNE"].isin(MOVES) & ~facts.away_or_back(said, ["CHILD"]))
    yield from facts.placements(feed, "episodes", _stretches(said, ""))
    yield from facts.looked_after(feed, "episodes", _stretches(said, "looked_after"))
    yield from facts.legal_statuses(feed, "episodes", _stretches(said, "legal_status"))


def continues(feed: Feed, rows: pd.DataFrame) -> frozenset[str]:
    """The spells that the first episode given of a child did not begin, or the first after one that can't be read."""
    first = rows[~rows.duplicated("CHILD") | rows["hidden"]]
    going = [(part, first[first["RNE"].isin(reasons)]) for part, reasons in GOES_ON.items()]
    return frozenset(id for part, some in going for id in feed.record_ids("episodes", some["native"], part))


def unsure_ends(feed: Feed, rows: pd.DataFrame) -> frozenset[str]:
    """The spells that may have gone on in an episode that could not be read."""
    runs = [(part, _stretches(rows.assign(type=None, miles=None, moved=None, status=None), part)) for part in GOES_ON]
    return frozenset(
        id for part, run in runs for id in feed.record_ids("episodes", run.loc[run["unsure"], "native"], part)
    )


def native(rows: pd.DataFrame, start: str) -> pd.Series:
    """A row's own id: the form has no number, so it is the child's and the day."""
    return rows["CHILD"] + ":" + rows[start].dt.strftime("%Y-%m-%d")


def _begin(rows: pd.DataFrame, part: str) -> pd.Series:
    if part == "looked_after":
        return rows["begins"]
    if part == "legal_status":
        return rows["begins"] | rows["hidden"] | (rows.duplicated("CHILD") & (rows["LS"] != rows["LS"].shift()))
    elsewhere = (rows["RNE"] != OTHER_STATUS) | (rows["PLACE"] != rows["PLACE"].shift())
    return rows["begins"] | rows["hidden"] | elsewhere


def _stretches(rows: pd.DataFrame, part: str) -> pd.DataFrame:
    """One row for each run of episodes that are one spell."""
    run = _begin(rows, part).cumsum().rename("run")
    rows = rows.assign(until=rows["end"].fillna(GOING_ON))
    first = {name: (name, "first") for name in ("native", "start", "status", "type", "miles", "moved")}
    last = {"until": ("until", "max"), "unsure": ("unsure", "last")}
    runs = rows.groupby(["person", run], as_index=False).agg(**first, **last)
    return runs.assign(end=runs["until"].mask(runs["until"] == GOING_ON))
