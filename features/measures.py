"""The closed list of measures: what each makes of the records that an indicator holds as of a date.

Plain functions within what numba can compile; `kernel` compiles these very ones. `held[:n]` are positions in
`records`, ordered by `happened_on`; an indicator is windowed before it gets here (`reach_of`). Source: contract.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from records.visibility import NEVER, ended


class Records(NamedTuple):
    """Record versions as parallel arrays [n], ordered by person, `happened_on`, `amount`; dates are int32 days.

    `group` says which indicators count the record; `labels` [columns, n] are int32 codes for `distinct`, -1 for null.
    """

    happened: NDArray[np.int32]
    known: NDArray[np.int32]
    superseded: NDArray[np.int32]
    ended: NDArray[np.int32]
    ended_known: NDArray[np.int32]
    amount: NDArray[np.float64]
    group: NDArray[np.int16]
    labels: NDArray[np.int32]


@dataclass(frozen=True)
class Measure:
    """A measure's number in the kernel and its meaning, exact enough to recompute a value by hand."""

    number: int
    meaning: str


COUNT, EVER, TOTAL, DAYS_SINCE, DECAYED, DISTINCT, OPEN_NOW, DAYS_OPEN, TREND = range(9)
MEASURES = {
    "count": Measure(COUNT, "how many records count"),
    "ever": Measure(EVER, "1 if any record counts, else 0"),
    "total": Measure(TOTAL, "the sum of the column (amount), null counting 0"),
    "days_since": Measure(DAYS_SINCE, "days from the latest happened_on to the as-of date; null when there is none"),
    "decayed": Measure(DECAYED, "the sum of the column, or of 1 when none is named, times 0.5^(age / half-life)"),
    "distinct": Measure(DISTINCT, "how many different values the column has, nulls skipped"),
    "open_now": Measure(OPEN_NOW, "1 if any spell is open, its ending not having come or not being known; else 0"),
    "days_open": Measure(DAYS_OPEN, "days d of the window on which a spell is open: happened_on <= d < ended_on"),
    "trend": Measure(TREND, "the count in the window minus the count in the window of the same length before it"),
}


def reach_of(measure: str, window: int | None) -> int:
    """How many days back a record may have happened and still be held: spells count whenever they began."""
    if window is None or measure == "days_open":
        return NEVER
    return 2 * window if measure == "trend" else window


def total(records: Records, held: NDArray[np.int32], n: int) -> float:
    """The sum of amounts, in stored order."""
    value = 0.0
    for k in range(n):
        value += records.amount[held[k]]
    return value


def decayed(records: Records, held: NDArray[np.int32], n: int, as_of: int, half_life: float, column: int) -> float:
    """Amounts (ones when `column` is -1), each halved for every `half_life` days of age, summed in stored order."""
    value = 0.0
    for k in range(n):
        weight = 0.5 ** ((as_of - records.happened[held[k]]) / half_life)
        value += weight if column < 0 else weight * records.amount[held[k]]
    return value


def distinct(records: Records, held: NDArray[np.int32], n: int, column: int) -> float:
    """How many different labels, nulls (-1) skipped."""
    value = 0.0
    for k in range(n):
        label = records.labels[column, held[k]]
        new = label >= 0
        for earlier in range(k):
            if records.labels[column, held[earlier]] == label:
                new = False
                break
        value += new
    return value


def open_now(records: Records, held: NDArray[np.int32], n: int, as_of: int) -> float:
    """1.0 if any spell has no ending that counts as of the date."""
    for k in range(n):
        if not ended(records.ended[held[k]], records.ended_known[held[k]], as_of):
            return 1.0
    return 0.0


def days_open(records: Records, held: NDArray[np.int32], n: int, as_of: int, window: int) -> float:
    """Days of the union of spells within [as_of - window, as_of); a spell without an ending that counts is open."""
    reached = as_of - window
    days = 0
    for k in range(n):
        i = held[k]
        finish = records.ended[i] if ended(records.ended[i], records.ended_known[i], as_of) else as_of
        begin = max(records.happened[i], reached)
        if finish > begin:
            days += finish - begin
            reached = finish
    return float(days)


def trend(records: Records, held: NDArray[np.int32], n: int, as_of: int, window: int) -> float:
    """Records in the window minus records in the one before it; `held` reaches over both."""
    recent = 0
    for k in range(n):
        recent += records.happened[held[k]] >= as_of - window
    return float(2 * recent - n)
