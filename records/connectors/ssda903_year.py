"""Which year a looked-after return is of. It does not say so itself: the days in it, the day it came and its folder do.

No day of a return is later than its year, and the return can't come before its year is over. Where that leaves several
years, nothing is taken back that the latest of them would leave out, and what is told of the year at large waits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

YEAR_ENDS = (3, 31)  # month and day: a collection year runs from 1 April
NAMED = re.compile(r"(?<!\d)(20\d\d)(?:-|_|/| ?to ?)(?:20)?(\d\d)(?!\d|-\d)")  # 2022-23, 2022_2023, "2022 to 2023"
NEVER_QUIET = 50  # children: of so many, some begin or end an episode every year. An assumption; policy's least_records


@dataclass(frozen=True)
class ReturnYear:
    """The last day of the latest year that the return may be of; whether its folder names that year; the last day that
    it surely tells of; and whether that is the year's last, or several years may be meant."""

    ends: date
    named: bool
    tells_to: date
    certain: bool

    @property
    def dated(self) -> date | None:
        """The day of what happened at some time in the year: the last of it. None where several years may be meant."""
        return self.tells_to if self.certain else None

    @property
    def begins(self) -> date:
        """The first day of the latest year that it may be of."""
        return _begins(self.ends)


def year_of(folder: Path, latest: pd.Timestamp, children: int, received_on: date) -> ReturnYear:
    """The year of the return in `folder` of so many `children`, in which `latest` is the last day told, null for none.

    A folder named after a year (2022-23) says it. A day of receipt within a year makes a return of it unfinished.
    """
    over = _last_over(received_on)
    told = over if pd.isna(latest) else _year_end(latest.year + ((latest.month, latest.day) > YEAR_ENDS))
    named = _named(folder)
    if named is not None and _begins(named) <= received_on:
        return ReturnYear(named, True, min(named, received_on), True)
    certain = told >= over or children >= NEVER_QUIET
    return ReturnYear(max(told, over), False, min(told, received_on), certain)


def _last_over(received_on: date) -> date:
    this = _year_end(received_on.year)
    return this if this < received_on else _year_end(received_on.year - 1)


def _named(folder: Path) -> date | None:
    found = NAMED.search(folder.resolve().name.lower())
    follows = found is not None and (int(found[1]) + 1) % 100 == int(found[2])
    return _year_end(int(found[1]) + 1) if found is not None and follows else None


def _begins(ends: date) -> date:
    return _year_end(ends.year - 1) + timedelta(days=1)


def _year_end(year: int) -> date:
    return date(year, *YEAR_ENDS)
