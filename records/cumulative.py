"""Gives a delivery its place in time: what is new, changed, ended, withdrawn or as it was since the one before.

A feed's first delivery keeps the known dates that its connector gives. Afterwards the day of receipt is the known
date of everything new: an unchanged row keeps its own, a changed one closes the old version, a vanished one is
withdrawn, and an ending that arrives for an open spell, or that no delivery told of, is set in place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import date
from types import MappingProxyType

import numpy as np
import pandas as pd

from records.events import EVENTS
from records.frames import among
from records.reach import NOTHING, Beyond
from records.withdrawn import withdrawn

BOOKKEEPING = ("record_id", "version", "known_on", "known_basis", "superseded_on", "ended_on", "ended_known_on")
CONTENT = tuple(name for name in EVENTS.names if name not in (*BOOKKEEPING, "expires_on"))


@dataclass(frozen=True)
class Changes:
    """How many records of a feed a delivery left in each state."""

    new: int
    unchanged: int
    changed: int
    ended: int
    withdrawn: int

    def __add__(self, other: Changes) -> Changes:
        return Changes(*(mine + its for mine, its in zip(astuple(self), astuple(other), strict=True)))


NO_CHANGES = Changes(0, 0, 0, 0, 0)


def first_delivery(delivered: pd.DataFrame) -> tuple[pd.DataFrame, Changes]:
    """All of a feed's first delivery, its history included."""
    return delivered, Changes(delivered["record_id"].nunique(), 0, 0, 0, 0)


def later_delivery(
    held: pd.DataFrame,
    delivered: pd.DataFrame,
    tables: set[str],
    left_out: frozenset[str],
    received_on: date,
    content: tuple[str, ...] = CONTENT,
    unread: Mapping[str, int] = MappingProxyType({}),
    beyond: Beyond = NOTHING,
) -> tuple[pd.DataFrame, Changes, pd.Index]:
    """The feed's versions after a later delivery, what became of its records, and the ids that it takes back.

    `held` and `delivered` are rows of the events table, or of another whose rows have the columns of BOOKKEEPING and
    `content`, in which a change makes a new version. `tables` are the prefixes `feed:table` that were delivered:
    records of others have not vanished. Nor have those of which a row came and was refused: `left_out` are the rows
    whose id could be read, `unread` counts the others. `beyond` are those that it need not hold.
    """
    today = pd.Timestamp(received_on)
    now = delivered.sort_values("version").drop_duplicates("record_id", keep="last").set_index("record_id")
    last = held.sort_values("version").drop_duplicates("record_id", keep="last").set_index("record_id")
    standing = last[last["superseded_on"].isna()]
    both = standing.index.intersection(now.index)
    same, ending = _compared(standing.loc[both], now.loc[both], content)
    changed = both[~same & ~ending]
    missing = standing.index.difference(now.index).difference(beyond.over)
    gone = withdrawn(missing, tables, left_out, unread)
    unseen = beyond.ended[beyond.ended.index.isin(gone)]
    gone = gone.difference(unseen.index)
    new = now.index.difference(standing.index)
    kept = _closed(held, changed.union(gone), today)
    kept = _ended(kept, pd.concat([now.loc[both[ending], "ended_on"], unseen]), today)
    arriving = [_arriving(now.loc[new], last, today), _arriving(now.loc[changed], last, today)]
    rows = pd.concat([kept, *(frame for frame in arriving if len(frame))], ignore_index=True)
    return rows, Changes(len(new), int(same.sum()), len(changed), int(ending.sum()) + len(unseen), len(gone)), gone


def _compared(standing: pd.DataFrame, now: pd.DataFrame, content: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """For each record: whether nothing changed, and whether all that changed is that an open spell has ended."""
    alike = np.ones(len(now), dtype=bool)
    for column in content:
        alike &= _equal(standing[column], now[column])
    same_end = _equal(standing["ended_on"], now["ended_on"])
    ending = standing["ended_on"].isna().to_numpy() & now["ended_on"].notna().to_numpy()
    return alike & same_end, alike & ending


def _equal(one: pd.Series, other: pd.Series) -> np.ndarray:
    both_null = one.isna().to_numpy() & other.isna().to_numpy()
    return both_null | (one == other).fillna(False).to_numpy(dtype=bool)


def _closed(held: pd.DataFrame, record_ids: pd.Index, today: pd.Timestamp) -> pd.DataFrame:
    closing = among(held["record_id"], record_ids) & held["superseded_on"].isna()
    return held.assign(superseded_on=held["superseded_on"].mask(closing, today))


def _ended(held: pd.DataFrame, ended_on: pd.Series, today: pd.Timestamp) -> pd.DataFrame:
    ending = among(held["record_id"], ended_on.index) & held["superseded_on"].isna()
    ends = pd.Series(ended_on.reindex(held["record_id"]).to_numpy(), index=held.index)
    return held.assign(
        ended_on=held["ended_on"].mask(ending, ends), ended_known_on=held["ended_known_on"].mask(ending, today)
    )


def _arriving(now: pd.DataFrame, last: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """New versions, known from today; an ending that stood already keeps the day it became known."""
    before = last.reindex(now.index)
    same_end = _equal(before["ended_on"], now["ended_on"])
    ended_known = before["ended_known_on"].where(same_end, today).where(now["ended_on"].notna())
    version = before["version"].fillna(0).astype("int64") + 1
    known = {"known_on": today, "known_basis": "recorded"}  # the day of receipt is a fact, whatever its feed estimates
    arriving = now.assign(version=version, superseded_on=pd.NaT, ended_known_on=ended_known, **known)
    return arriving.reset_index(names="record_id")
