"""What a delivery that reaches back only so far can't take back: what was over before the day that it begins with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from records.delivery import table_of
from records.kinds import kinds


@dataclass(frozen=True)
class Beyond:
    """Records that a delivery need not hold: the ids of those that were `over` before it begins, and by id the latest
    day on which a spell can have `ended` without any delivery that tells of it."""

    over: pd.Index
    ended: pd.Series


NO_IDS = pd.Index([], dtype="str")
NOTHING = Beyond(NO_IDS, pd.Series([], index=NO_IDS, dtype="datetime64[s]"))


def beyond(held: pd.DataFrame, told_to: Mapping[str, date], reaches_back_to: date | None) -> Beyond:
    """What among `held` (a feed's events) a delivery need not hold; nothing where it holds all of history (None).

    What had ended, or without an end had happened, before it begins is over. A spell that goes on is expected in every
    delivery. Where days lie between the last of which its table told (`told_to`) and those that this delivery tells of,
    one that is not in it ended then or was deleted: which of the two nobody can know.
    """
    if reaches_back_to is None:
        return NOTHING
    begins, last_unseen = pd.Timestamp(reaches_back_to), pd.Timestamp(reaches_back_to) - pd.Timedelta(days=1)
    earlier = held[held["superseded_on"].isna() & (held["ended_on"].fillna(held["happened_on"]) < begins)]
    goes_on = _goes_on(earlier)
    going = earlier[goes_on]
    told = {table: pd.Timestamp(day) for table, day in told_to.items()}
    last_told = table_of(going["record_id"]).map(told).astype("datetime64[s]")
    unseen = pd.Index(going.loc[~(last_told >= last_unseen), "record_id"], dtype="str")
    ended = pd.Series(last_unseen, index=unseen, dtype="datetime64[s]")
    return Beyond(pd.Index(earlier.loc[~goes_on, "record_id"], dtype="str"), ended)


def _goes_on(held: pd.DataFrame) -> pd.Series:
    return held["kind"].isin([kind.kind for kind in kinds().values() if kind.spell]) & held["ended_on"].isna()
