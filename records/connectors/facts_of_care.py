"""What social care says of time in care and after it, made alike from whichever feed says it.

Rows come as in `facts_of_need`. What tells of adoption, or implies a disability or a pregnancy, is never passed on.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from records.connectors.facts_of_need import Facts, contact_missed, spells
from records.delivery import Feed
from records.kinds import words_of

FAR_MILES = 20  # the distance from which DfE's looked-after statistics count a placement as far from home
SILENT_TYPES = frozenset().union(
    *(words_of("placement_types.csv", "code", silent=word) for word in ("adoption", "disability", "pregnancy"))
)  # placements that tell of these are passed on without their type
TEMPORARY = ("T0", "T1", "T2", "T3", "T4")  # a week in hospital or on holiday: the placement goes on meanwhile
TOLD_STATUSES = words_of("legal_statuses.csv", "code", silent="")
HIGH_SDQ = 17  # a total of 17 or more is a cause for concern: DfE's looked-after statistics
KEEP_IN_TOUCH_DAYS = 61  # at least every two months: Care Leavers (England) Regulations 2010, regulation 8
OUT_OF_TOUCH = ("NO", "N", "b) No", "No")  # refused, not required, returned home: nothing that services missed
NOT_IN_EDUCATION = ("G5",)  # never G4 and G6: who is ill, disabled, pregnant or a parent is not counted for it
IN_EDUCATION = ("F1", "F2", "F4", "F5", "P1", "P2", "P4", "P5")


def looked_after(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    """`start`, `end` of each continuous time in care, however many episodes it was recorded in."""
    yield from spells(feed, table, rows, "looked_after", "looked_after")


def placements(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    """`start`, `end`, `type`, `miles` from home, `moved`: whether the young person moved there from another one."""
    yield from spells(
        feed, table, rows, "placement", code=rows["type"].mask(rows["type"].isin(SILENT_TYPES)), amount=rows["miles"]
    )
    moved, far = rows[rows["moved"]], rows[rows["miles"] >= FAR_MILES]
    yield feed.events(moved, table, "native", "placement_move", "placement_move", happened_on=moved["start"])
    yield from spells(feed, table, far, "placed_far_from_home", "placed_far_from_home", amount=far["miles"])


def away_or_back(rows: pd.DataFrame, by: list[str]) -> pd.Series:
    """Of placements in order within `by`: a temporary one, or the return from it to one of the same type and distance.
    Neither is a move. Whether it is the same home is not delivered."""
    away, groups = rows["type"].isin(TEMPORARY), [rows[name] for name in by]
    settled = pd.Series(np.arange(len(rows)), index=rows.index).mask(away)
    last = settled.groupby(groups).ffill().groupby(groups).shift()
    place = rows[["type", "miles"]].fillna({"miles": -1.0}).reset_index(drop=True)
    same = place.eq(place.reindex(last).reset_index(drop=True)).all(axis=1).to_numpy()
    return away | (away.groupby(groups).shift(fill_value=False) & same)


def legal_statuses(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    """`start`, `end`, `status`; those that tell of adoption or of short breaks are left out."""
    told = rows[rows["status"].isin(TOLD_STATUSES)]
    yield from spells(feed, table, told, "legal_status", "legal_status", code=told["status"])


def convictions(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    """`on`: the offence. A record of social care's own, about a young person `concerned`: the police tell the same
    offence by role and outcome, and only those in care have this one. Its description is free text, never read."""
    status, kind = "cautioned_or_convicted", "conviction_in_care"
    yield feed.events(rows, table, "native", kind, kind, happened_on=rows["on"], status=status)


def substances(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    """`on`, `substance`, `helped`: whether help was received. Help that was offered and declined is not told."""
    kind, help_kind = "substance_misuse_in_care", "substance_support"
    yield feed.events(rows, table, "native", kind, kind, happened_on=rows["on"], code=rows["substance"])
    helped = rows[rows["helped"]]
    yield feed.events(helped, table, "native", help_kind, help_kind, happened_on=helped["on"])


def questionnaires(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    """`on`, `score`: strengths and difficulties; a high total is also a concern about wellbeing."""
    rows = rows[rows["score"].notna()]
    yield feed.events(rows, table, "native", "sdq_score", "sdq", happened_on=rows["on"], amount=rows["score"])
    high, kind = rows[rows["score"] >= HIGH_SDQ], "wellbeing_concern"
    yield feed.events(high, table, "native", kind, kind, happened_on=high["on"], code="SDQ", amount=high["score"])


def care_leavers(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    """`since` (the first day known), `seen` (the latest contact), `in_touch`, `home`, `unsuitable`, `activity`."""
    leavers, kind = rows[rows["since"].notna()], "care_leaver"
    yield feed.events(leavers, table, "native", kind, kind, happened_on=leavers["since"])
    seen = rows[rows["seen"].notna()]
    yield from _homes(feed, table, seen[seen["unsuitable"]])
    yield from _activities(feed, table, seen)
    due = seen["seen"] + np.timedelta64(KEEP_IN_TOUCH_DAYS, "D")
    missed = seen["in_touch"].isin(OUT_OF_TOUCH) & (due <= pd.Timestamp(feed.received_on))
    yield from contact_missed(feed, table, seen[missed], "care_leaver", due[missed])


def _homes(feed: Feed, table: str, rows: pd.DataFrame) -> Facts:
    kind = "unsuitable_accommodation"
    yield feed.events(rows, table, "native", kind, kind, happened_on=rows["seen"], code=rows["home"])


def _activities(feed: Feed, table: str, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Kinds of their own: schools' kinds are about everybody, these about care leavers alone."""
    for kind, codes in (("care_leaver_not_in_education", NOT_IN_EDUCATION), ("care_leaver_in_education", IN_EDUCATION)):
        found = rows[rows["activity"].isin(codes)]
        yield feed.events(found, table, "native", kind, kind, happened_on=found["seen"])
