"""Does a delivery come whole: as large as the last, in all of its tables, up to now, and without taking much back."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from records.arrival import Answer, Arrival, at_least, judged
from records.delivery import table_of
from records.in_time import rhythm_of
from records.kinds import INTELLIGENCE
from records.measured import size_of
from records.reach import NO_IDS

YEAR_DAYS = 365  # a school year has its seasons: the newest rhythm is held against the same days a year before,
USUAL_PERIODS = 4  # or, until a feed has told of a year, against the mean of so many rhythms before it


def volume(arrival: Arrival) -> Iterator[Answer]:
    """Whether it is much smaller than the one before."""
    before = ((arrival.entry or {}).get("measured") or {}).get("records")
    if before is None:
        return
    before -= len(_switched_off(arrival))
    now = size_of(arrival.one)
    share = now / max(before, 1)
    found = f"{now:,} records after {before:,}"
    yield (
        judged(arrival, before, share < arrival.policy.volume_refuse, "refuse"),
        found,
        at_least("volume_refuse", arrival),
    )


def tables(arrival: Arrival) -> Iterator[Answer]:
    """Whether every table that came the last time came again. What is held of one that stays away stands as it was, and
    in a feed of many no other question would notice."""
    came_before = (arrival.entry or {}).get("rows") or {}
    stand = table_of(arrival.taken.stood).value_counts()
    asked = stand[stand.index.isin(list(came_before)) & (stand >= arrival.policy.least_records)]
    if asked.empty:
        return
    away = asked[~asked.index.isin(list(arrival.one.tables))].sort_index()
    named = ", ".join(f"{table} ({n:,} stand)" for table, n in away.items())
    warned = f"did not come, or without a row that could be read: {named}"
    found = warned if named else f"all {len(asked)} tables of which many records stand came again"
    yield "warn" if named else "fine", found, "every table that came the last time"


def quiet(arrival: Arrival) -> Iterator[Answer]:
    """Whether few of its records are of late."""
    known = arrival.one.events["known_on"]
    if known.empty:
        return
    rhythm = rhythm_of(arrival.agreement)
    ago = (pd.Timestamp(arrival.received_on) - known).dt.days.to_numpy()
    usual, when = _usual(ago, rhythm)
    if usual is None:
        return
    newest = int((ago < rhythm).sum())
    found = f"{newest:,} records in the last {rhythm} days, {usual:,.0f} {when}"
    quiet = newest < arrival.policy.quiet_warn * usual
    yield judged(arrival, usual, quiet, "warn"), found, at_least("quiet_warn", arrival)


def _usual(ago: np.ndarray, rhythm: int) -> tuple[float | None, str]:
    """How many records a rhythm of this season usually has, by how many days ago each was known, and when that was."""
    if ago.max() >= YEAR_DAYS + rhythm:
        return float(((ago >= YEAR_DAYS) & (ago < YEAR_DAYS + rhythm)).sum()), "in the same days a year before"
    periods = min(USUAL_PERIODS, int(ago.max()) // rhythm)
    if periods < 1:
        return None, ""
    return ((ago >= rhythm) & (ago < (periods + 1) * rhythm)).sum() / periods, "in as many days before"


def withdrawn(arrival: Arrival) -> Iterator[Answer]:
    """Whether much is gone of the whole feed, else of any table: a file that was cut short is a small part of a feed of
    many. A table's links count with its records, as some tables make nothing else. What goes because the agreement has
    switched it off was meant to."""
    off = _switched_off(arrival)
    lost = arrival.taken.withdrawn.difference(off)
    gone_records = arrival.taken.records.withdrawn - (len(arrival.taken.withdrawn) - len(lost))
    whole = list(_share_of_standing(arrival, gone_records, "withdrawn_refuse", "are gone"))
    held, gone = (table_of(ids).value_counts() for ids in (arrival.taken.stood, lost))
    enough = held[held >= arrival.policy.least_records]
    most = arrival.policy.withdrawn_refuse
    worst = gone[(gone / enough.reindex(gone.index)) > most]
    if len(worst) and not any(verdict == "refuse" for verdict, *_ in whole):
        found = "; ".join(f"{n:,} of {held[table]:,} of {table}" for table, n in sorted(worst.items()))
        whole = [("refuse", f"of some tables too many records are gone: {found}", f"at most {most:.0%} of any")]
    yield from whole


def _switched_off(arrival: Arrival) -> pd.Index:
    """Intelligence held from when the agreement let it be counted, as it does no more."""
    if arrival.agreement is not None and arrival.agreement.intelligence:
        return NO_IDS
    standing = arrival.held["superseded_on"].isna() & (arrival.held["kind"] == INTELLIGENCE)
    return pd.Index(arrival.held.loc[standing, "record_id"])


def changed(arrival: Arrival) -> Iterator[Answer]:
    """Whether many records say something else than before."""
    yield from _share_of_standing(arrival, arrival.taken.records.changed, "changed_refuse", "came with other contents")


def _share_of_standing(arrival: Arrival, records: int, limit: str, what: str) -> Iterator[Answer]:
    if arrival.entry is None or not arrival.standing:
        return
    most: float = getattr(arrival.policy, limit)
    found = f"{records:,} of {arrival.standing:,} records {what}"
    beyond = records / arrival.standing > most
    yield judged(arrival, arrival.standing, beyond, "refuse"), found, f"at most {most:.0%}"
