"""Which dates train, calibrate and test: later dates judge earlier ones, and no label may reach into the next slice.

A training row is usable when its as-of date + horizon + maturity is not after the first calibration date; a
calibration row when the same is not after the first test date; a test row when it is not after the store's end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from records.refusal import Refused

MONTHS_A_STEP = 3


@dataclass(frozen=True)
class Split:
    """The as-of dates of each slice, in order; all empty for a table that someone brought."""

    train: tuple[date, ...] = ()
    calibration: tuple[date, ...] = ()
    test: tuple[date, ...] = ()

    @property
    def dates(self) -> tuple[date, ...]:
        """Every as-of date, in order."""
        return (*self.train, *self.calibration, *self.test)


def plan(
    first: date,
    last: date,
    horizon_days: int,
    maturity_days: int,
    look_back_days: int,
    dates_a_slice: int,
    most_train_dates: int,
    test_dates: Sequence[date] = (),
) -> Split:
    """Quarterly dates for a store that holds facts from `first` and was last received on `last`.

    With `test_dates` the test slice is those; else the latest quarters whose labels are ripe by `last`. Refused
    where the history is too short, saying by how much."""
    label = timedelta(days=horizon_days + maturity_days)
    start = first + timedelta(days=look_back_days)
    test = tuple(sorted(set(test_dates))) or _latest(start, last - label, dates_a_slice)
    late = sum(day + label > last for day in test)
    if late:
        raise Refused(
            f"{late} of {len(test)} test dates have labels that are not ripe by {last}: "
            f"a test date must be on or before {last - label}"
        )
    calibration = _latest(start, test[0] - label, dates_a_slice) if test else ()
    train = _latest(start, calibration[0] - label, most_train_dates) if calibration else ()
    if not train:
        raise Refused(_too_short(first, last, look_back_days, label.days))
    return Split(train, calibration, test)


def quarters(first: date, last: date) -> list[date]:
    """The first days of January, April, July and October in [first, last]."""
    return months(first, last, MONTHS_A_STEP)


def months(first: date, last: date, step: int = 1) -> list[date]:
    """The first day of each month, or of every `step`-th from January, in [first, last]."""
    numbers = range(first.year * 12, last.year * 12 + 12, step)
    days = (date(number // 12, number % 12 + 1, 1) for number in numbers)
    return [day for day in days if first <= day <= last]


def _latest(first: date, last: date, count: int) -> tuple[date, ...]:
    return tuple(quarters(first, last)[-count:])


def _too_short(first: date, last: date, look_back_days: int, label_days: int) -> str:
    return (
        f"the store must reach back far enough for {look_back_days} days of look-back and three labels of {label_days} "
        f"days one after the other; it holds {(last - first).days} days, from {first} to {last}. "
        "Bring more history, or name a shorter look-back with --look-back"
    )
