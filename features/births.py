"""Birthdays, for what depends on the day itself: coming of age, and the ages that a feed covers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from records.visibility import NEVER


def birthdays(born: NDArray[np.int32], ages: Sequence[int]) -> NDArray[np.int32]:
    """[ages, people]: the day number on which each person turns each age; NEVER where `born` (day numbers) is.

    Whoever was born on 29 February turns a year older on 1 March where there is no such day."""
    if not ages:
        return np.empty((0, len(born)), np.int32)
    known = born != NEVER
    days = np.where(known, born, 0).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    of_month = days - months.astype("datetime64[D]")
    turned = [(months + np.timedelta64(12 * age, "M")).astype("datetime64[D]") + of_month for age in ages]
    numbers = np.array([np.where(known, turn.astype(np.int64), NEVER) for turn in turned], dtype=np.int32)
    return numbers
