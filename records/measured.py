"""What a delivery measures: numbers that the log keeps, to hold the next delivery against."""

from __future__ import annotations

from typing import Any

import pandas as pd

from records.delivery import Delivery, table_of
from records.frames import among

RECORDED = "recorded"


def measured(one: Delivery, held: pd.DataFrame) -> dict[str, Any]:
    """What the log keeps of a delivery, to hold the next one against: numbers only."""
    news = one.events[~among(one.events["record_id"], held["record_id"])]
    return {
        "records": size_of(one),
        "lag_days": lag_of(news),
        "estimated": estimated_share(one.events),
        "estimated_by_table": estimated_by_table(one.events),
    }


def estimated_by_table(events: pd.DataFrame) -> dict[str, float]:
    """By table of a feed, the share of records whose known date is an estimate."""
    return (events["known_basis"] == "estimated").groupby(table_of(events["record_id"])).mean().round(4).to_dict()


def size_of(one: Delivery) -> int:
    """How many records and counts a delivery holds."""
    return int(one.events["record_id"].nunique()) + len(one.counts)


def lag_of(events: pd.DataFrame) -> float | None:
    """The median days from what happened to when it was known, where that is no estimate; None where all are."""
    recorded = events[events["known_basis"] == RECORDED]
    days = (recorded["known_on"] - recorded["happened_on"]).dt.days
    return None if days.empty else float(days.median())


def estimated_share(events: pd.DataFrame) -> float:
    """The share of records whose known date is an estimate."""
    return round(float((events["known_basis"] == "estimated").mean()), 4) if len(events) else 0.0
