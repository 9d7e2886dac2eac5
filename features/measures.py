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

# Without a sign: of each index that has one, compiled code asks whether it counts from the end.
Positions = NDArray[np.uint64]


class Records(NamedTuple):
    """Record versions as parallel arrays [n], ordered by person, `happened_on` and numbers; dates are int32 days.

    `numbers` [1 + versions, n] holds amounts, then harm days by each version of the index that is asked for; `group`
    says which indicators count the record; `labels` [columns, n] are int32 codes for `distinct`, -1 for null.
    """

    happened: NDArray[np.int32]
    known: NDArray[np.int32]
    superseded: NDArray[np.int32]
    ended: NDArray[np.int32]
    ended_known: NDArray[np.int32]
    numbers: NDArray[np.float64]
    group: NDArray[np.int32]
    labels: NDArray[np.int32]


@dataclass(frozen=True)
class Measure:
    """A measure's number in the kernel and its meaning, exact enough to recompute a value by hand."""

    number: int
    meaning: str


TOGETHER_DAYS = 30  # an assumption: what is recorded within a month of one another belongs to one turn of events

COUNT, EVER, TOTAL, DAYS_SINCE, DECAYED, DISTINCT, OPEN_NOW, DAYS_OPEN, TREND = range(9)
RISE, FIRST, TOGETHER, NEARING, COVERED, NEIGHBOURS = range(9, 15)
MEASURES = {
    "count": Measure(COUNT, "how many records count"),
    "ever": Measure(EVER, "1 if any record counts, else 0"),
    "total": Measure(
        TOTAL, "the sum of the column (amount by default, or harm: the Crime Harm Index), null counting 0"
    ),
    "days_since": Measure(DAYS_SINCE, "days from the latest happened_on to the as-of date; null when there is none"),
    "decayed": Measure(DECAYED, "the sum of the column, or of 1 when none is named, times 0.5^(age / half-life)"),
    "distinct": Measure(DISTINCT, "how many different values the column has, nulls skipped"),
    "open_now": Measure(OPEN_NOW, "1 if any spell is open, its ending not having come or not being known; else 0"),
    "days_open": Measure(DAYS_OPEN, "days d of the window on which a spell is open: happened_on <= d < ended_on"),
    "trend": Measure(TREND, "the count in the window minus the count in the window of the same length before it"),
    "rise": Measure(RISE, "the total in the window minus the total in the window of the same length before it"),
    "first": Measure(FIRST, "1 if the earliest record that counts, of all the past, happened in the window; else 0"),
    "together": Measure(
        TOGETHER,
        f"how many records of kinds have another record, of with_kinds, within {TOGETHER_DAYS} days before or after; "
        "both in the window, roles and statuses holding for both and codes for the first; null where there is none and "
        "the feeds of either do not cover the young person",
    ),
    "nearing": Measure(
        NEARING,
        "1 if a spell is open and the young person turns `age` on one of the days D to D + window - 1; else 0; null "
        "when one is open and the date of birth is not known",
    ),
    "covered": Measure(
        COVERED, "1 if the feeds of the kinds cover the young person on half of the days or more, else 0"
    ),
    "neighbours": Measure(
        NEIGHBOURS,
        "the measure named by `of` over the records of everyone linked by one of `links` as of the date, each person "
        "once; a link counts by the same rule as a record, and no longer once its ending counts",
    ),
}
EVER_SINCE = ("days_open", "first", "nearing")  # measures whose records count whenever they happened
TWICE = ("trend", "rise")
DAYS_WITHOUT_WINDOW = 365  # over which coverage is asked for where an indicator has no window


def reach_of(measure: str, window: int | None) -> int:
    """How many days back a record may have happened and still be held: spells count whenever they began."""
    if window is None or measure in EVER_SINCE:
        return NEVER
    return 2 * window if measure in TWICE else window


def span_of(measure: str, window: int | None) -> int:
    """Over how many days before the as-of date a feed must have covered a person for silence to mean nothing."""
    if window is None or measure == "nearing":
        return DAYS_WITHOUT_WINDOW
    return 2 * window if measure in TWICE else window


def total(records: Records, held: Positions, begin: int, end: int, column: int) -> float:
    """The sum of a row of numbers, in stored order."""
    value = 0.0
    for k in range(begin, end):
        value += records.numbers[column, held[k]]
    return value


def decayed(
    records: Records, held: Positions, begin: int, end: int, as_of: int, half_life: float, column: int
) -> float:
    """Numbers (ones when `column` is -1), each halved for every `half_life` days of age, summed in stored order."""
    value = 0.0
    for k in range(begin, end):
        weight = 0.5 ** ((as_of - records.happened[held[k]]) / half_life)
        value += weight if column < 0 else weight * records.numbers[column, held[k]]
    return value


def distinct(records: Records, held: Positions, begin: int, end: int, column: int) -> float:
    """How many different labels, nulls (-1) skipped."""
    value = 0.0
    for k in range(begin, end):
        label = records.labels[column, held[k]]
        new = label >= 0
        for earlier in range(begin, k):
            if records.labels[column, held[earlier]] == label:
                new = False
                break
        value += new
    return value


def open_now(records: Records, held: Positions, begin: int, end: int, as_of: int) -> float:
    """1.0 if any spell has no ending that counts as of the date."""
    for k in range(begin, end):
        if not ended(records.ended[held[k]], records.ended_known[held[k]], as_of):
            return 1.0
    return 0.0


def days_open(records: Records, held: Positions, begin: int, end: int, as_of: int, window: int) -> float:
    """Days of the union of spells within [as_of - window, as_of); a spell without an ending that counts is open."""
    reached = as_of - window
    days = 0
    for k in range(begin, end):
        i = held[k]
        finish = records.ended[i] if ended(records.ended[i], records.ended_known[i], as_of) else as_of
        start = max(records.happened[i], reached)
        if finish > start:
            days += finish - start
            reached = finish
    return float(days)


def trend(records: Records, held: Positions, begin: int, end: int, as_of: int, window: int) -> float:
    """Records in the window minus records in the one before it; `held` reaches over both."""
    recent = 0
    for k in range(begin, end):
        recent += records.happened[held[k]] >= as_of - window
    return float(2 * recent - (end - begin))


def rise(records: Records, held: Positions, begin: int, end: int, as_of: int, window: int, column: int) -> float:
    """The total in the window minus the total in the one before it, each summed in stored order."""
    recent, before = 0.0, 0.0
    for k in range(begin, end):
        if records.happened[held[k]] >= as_of - window:
            recent += records.numbers[column, held[k]]
        else:
            before += records.numbers[column, held[k]]
    return recent - before


def first(records: Records, held: Positions, begin: int, as_of: int, window: int) -> float:
    """1.0 if the earliest of the records held, of which there is at least one, happened in the window."""
    return 1.0 if records.happened[held[begin]] >= as_of - window else 0.0


def together(records: Records, held: Positions, begin: int, end: int, pair: NDArray[np.bool_]) -> float:
    """How many of the records that `pair[0]` counts have another near in time that `pair[1]` counts, by group."""
    value = 0.0
    for k in range(begin, end):
        near = False
        for other in range(begin, end):
            apart = abs(records.happened[held[k]] - records.happened[held[other]])
            near |= (other != k) & (apart <= TOGETHER_DAYS) & pair[1, records.group[held[other]]]
        value += near & pair[0, records.group[held[k]]]
    return value


def nearing(records: Records, held: Positions, begin: int, end: int, as_of: int, window: int, turns: int) -> float:
    """1.0 if a spell is open and the day `turns` comes within the window ahead; NaN if open and the day is NEVER."""
    if open_now(records, held, begin, end, as_of) == 0.0:
        return 0.0
    if turns == NEVER:
        return np.nan
    return 1.0 if as_of <= turns < as_of + window else 0.0
