"""Attendance by term: the share of sessions missed follows what is going on, with a habit of its own."""

from __future__ import annotations

import numpy as np

from records.county.dates import MONTH_STARTS, TERMS, Array, calendar_month
from records.county.state import State

# Log odds of missing a session: the base gives a median near 5%, as published for England; the rest is assumed.
ABSENCE = {"base": -3.0, "learning": 0.2, "home": 0.2, "support": -0.3, "crisis": 0.5, "exploited": 0.8} | {
    "suspension": 0.15,
    "excluded": 0.3,
    "conduct": 0.05,
    "harmed": 0.2,
    "victim": 0.15,
}
HABIT_KEPT, HABIT_NEW = 0.8, 0.35  # the habit is a first-order autoregression from term to term
GOOD_SHARE = 0.05  # missing a twentieth or less is good attendance


def close_term(state: State, index: int, rng: np.random.Generator) -> None:
    """Where a term's figures close in the month at `index`, notes each pupil's term and sets the two factors.

    The journal's picture is [sessions possible, sessions missed]; its day is the first of the month after.
    """
    month = calendar_month(index)
    if month not in TERMS:
        return
    pupil = np.flatnonzero(state.factor("at_school") * state.present)
    possible = np.full(len(pupil), TERMS[month][1])
    missed = rng.binomial(possible, _share(state, rng)[pupil])
    state.factor("absence")[pupil] = missed / possible
    state.factor("attends_well")[pupil] = missed <= GOOD_SHARE * possible
    closed = np.full(len(pupil), MONTH_STARTS[index + 1])
    state.journal.note("attendance", pupil, closed, picture=np.stack([possible, missed], 1).astype(np.float32))


def _share(state: State, rng: np.random.Generator) -> Array:
    habit = HABIT_KEPT * state.absence_habit + rng.normal(0, HABIT_NEW, len(state.people))
    state.absence_habit[:] = habit
    odds = ABSENCE["base"] + habit + sum(w * state.factor(name) for name, w in ABSENCE.items() if name != "base")
    return 1 / (1 + np.exp(-odds))
