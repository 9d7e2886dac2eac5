"""The county's calendar: nine years of history to a fixed last date, lived month by month.

Days are int32 since 1970-01-01. Two years are lived before the history begins, so that it opens mid-life.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from records.visibility import NEVER

Days = npt.NDArray[np.int32]
Array = npt.NDArray[Any]

YEAR_DAYS = 365.25


def day(iso: str) -> int:
    """The day number of an ISO date."""
    return int(np.datetime64(iso, "D").astype(np.int64))


FIRST_DATE, LAST_DATE = day("2017-01-01"), day("2026-01-01")
ENTERED_BY = LAST_DATE - 7  # social care's entry runs a week behind: an assumption
MONTHS = np.arange("2015-01", "2026-02", dtype="datetime64[M]")
MONTH_STARTS: Days = MONTHS.astype("datetime64[D]").astype(np.int32)

# The month in which a term's figures close, the term's name and its sessions (half days); 380 a year.
TERMS = {3: ("spring", 120), 7: ("summer", 120), 12: ("autumn", 140)}
HOLIDAY_MONTH = 8


def calendar_month(index: int) -> int:
    """1 to 12, for the month of `MONTHS` at `index`."""
    return int(MONTHS[index].astype(np.int64)) % 12 + 1


def known_by_the_end(days: Array) -> Array:
    """`days` with every date that had not come by the last date turned to `NEVER`."""
    return np.where(days < LAST_DATE, days, NEVER).astype(np.int32)


def to_weekday(days: Array) -> Array:
    """Saturdays and Sundays moved back to the Friday before (1970-01-01 was a Thursday)."""
    return days - np.maximum(0, (days + 3) % 7 - 4)
