"""When the partnership came to know what social care tells: table by table, by the best date that the source has.

A date of recording in the source (an authorisation) is taken as it is, and the delivery added. Where there is none, the
days until a table's rows are entered are an assumption with its reason in codes/known_dates.csv, marked `estimated`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from records.delivery import Feed
from records.kinds import code_list


@dataclass(frozen=True)
class KnownDate:
    """How long until a table's rows are entered, then delivered; `year_ends` is the month and day on which a
    collection year is over, for what is delivered once a year."""

    entry_days: int
    ended_entry_days: int
    delivery_days: int
    year_ends: tuple[int, int] | None

    def known(self, day: pd.Series, entry_days: int) -> pd.Series:
        """The first day on which a delivery held what happened on `day` and was entered that many days later."""
        entered = day + np.timedelta64(entry_days, "D")
        return (entered if self.year_ends is None else self._year_end(entered)) + np.timedelta64(
            self.delivery_days, "D"
        )

    def _year_end(self, day: pd.Series) -> pd.Series:
        month, first = self.year_ends or (1, 1)
        over = (day.dt.month > month) | ((day.dt.month == month) & (day.dt.day >= first))
        ends = pd.to_datetime({"year": day.dt.year + over, "month": month, "day": first})
        return ends.astype("datetime64[s]")


@cache
def known_dates() -> dict[tuple[str, str], KnownDate]:
    """The rule of each feed and table, as codes/known_dates.csv has them."""
    return {(row["feed"], row["table"]): _rule(row) for row in code_list("known_dates.csv")}


@dataclass(frozen=True)
class DatedFeed(Feed):
    """A feed whose tables each have their own known date."""

    def events(
        self, rows: pd.DataFrame, table: str, native: str, kind: str | pd.Series, part: str = "", **given: Any
    ) -> pd.DataFrame:
        """Event rows as `Feed.events` makes them. `recorded` is the source's own day of recording, where it has one;
        `noticed` the day from which something could be entered, where that is not the day it happened."""
        happened = given["happened_on"]
        recorded = given.pop("recorded", pd.Series(pd.NaT, index=rows.index, dtype="datetime64[s]"))
        since = given.pop("noticed", happened)
        ended = given.get("ended_on", pd.Series(pd.NaT, index=rows.index, dtype="datetime64[s]"))
        known = self.known_in(table, recorded, stated=True).fillna(self.known_in(table, since))
        basis = np.where(recorded.notna(), "recorded", "estimated")
        told = {"known_on": known, "known_basis": basis, "ended_known_on": self.known_in(table, ended, ending=True)}
        return super().events(rows, table, native, kind, part, **{**told, **given})

    def known_in(self, table: str, day: pd.Series, stated: bool = False, ending: bool = False) -> pd.Series:
        """When `day` in `table` was known: from the source's own date of recording (`stated`), or by estimate."""
        rule = known_dates()[self.name, table]
        entry = 0 if stated else rule.ended_entry_days if ending else rule.entry_days
        return rule.known(day, entry).clip(upper=pd.Timestamp(self.received_on))


def _rule(row: dict[str, str]) -> KnownDate:
    month, _, first = row["year_ends"].partition("-")
    ends = (int(month), int(first)) if first else None
    return KnownDate(int(row["entry_days"]), int(row["ended_entry_days"]), int(row["delivery_days"]), ends)
