"""What a delivery that reaches back only so far can't take back: what was over before the day that it begins with."""

from __future__ import annotations

from datetime import date

import pandas as pd

from records.kinds import kinds


def no_longer_listed(held: pd.DataFrame, reaches_back_to: date | None) -> frozenset[str]:
    """The ids among `held` (rows of events) of what had ended, or without an end had happened, before that day.

    A spell that goes on is expected in every delivery. None, for a feed that delivers all of its history, is nothing.
    """
    if reaches_back_to is None:
        return frozenset()
    goes_on = held["kind"].isin([kind.kind for kind in kinds().values() if kind.spell]) & held["ended_on"].isna()
    over = held["ended_on"].fillna(held["happened_on"]) < pd.Timestamp(reaches_back_to)
    return frozenset(held.loc[over & ~goes_on, "record_id"])
