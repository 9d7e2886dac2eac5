"""Spells as an agency's system shows them: when they began and ended, and on which days somebody entered that.

What had not been entered by the last date is not there: a spell whose end was not is still open.
"""

from __future__ import annotations

import numpy as np

from records.county.dates import LAST_DATE, NEVER, Array, known_by_the_end
from records.county.extracts import Column, Dates, lag_days
from records.county.journal import Happenings

Lag = dict[str, float]


def entered(lived: Happenings, lag: Lag, rng: np.random.Generator) -> tuple[dict[str, Column], Array]:
    """Columns start_date, end_date, recorded_on and ended_recorded_on, and the days of the first entry."""
    recorded = lived.day + lag_days(**lag, count=len(lived), rng=rng)
    over = np.minimum(lived.end, LAST_DATE) + lag_days(**lag, count=len(lived), rng=rng)
    ended_recorded = known_by_the_end(np.maximum(over, recorded))
    columns: dict[str, Column] = {
        "start_date": Dates(lived.day),
        "end_date": Dates(np.where(ended_recorded == NEVER, NEVER, lived.end)),
        "recorded_on": Dates(recorded),
        "ended_recorded_on": Dates(ended_recorded),
    }
    return columns, recorded


def together(*lived: Happenings) -> Happenings:
    """All of `lived`, one after the other, without their pictures."""
    person, day, end = (np.concatenate([getattr(one, name) for one in lived]) for name in ("person", "day", "end"))
    return Happenings(person, day, end, np.empty((len(person), 0), np.float32))


def has_ended(columns: dict[str, Column]) -> Array:
    """True where the spell is entered as over."""
    ends = columns["end_date"]
    assert isinstance(ends, Dates)
    return ends.days != NEVER
