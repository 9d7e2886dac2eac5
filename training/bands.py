"""Bands at capacity: as many people stand in `priority` as enquiries could be made in the calibration period.

Thresholds are set once, on the calibration slice, and frozen in the bundle. They lie half-way between two margins
that occurred, so that the last bit of a sum never moves anybody over the line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Band = Literal["priority", "review", "not_prioritised"]
WEEKS_A_DATE = 13  # each as-of date stands for the quarter that it opens


@dataclass(frozen=True)
class Bands:
    """`priority` from one margin up, `review` from a lower one; the rest is `not_prioritised`."""

    priority_from: float
    review_from: float

    def band_of(self, margin: float) -> Band:
        """The band of one raw margin."""
        if margin >= self.priority_from:
            return "priority"
        return "review" if margin >= self.review_from else "not_prioritised"


def slots(weekly_slots: int, dates: int) -> int:
    """k: how many enquiries can be made in a period of so many quarterly as-of dates."""
    return weekly_slots * WEEKS_A_DATE * max(1, dates)


def set_bands(margins: NDArray[np.float64], k: int, review_multiple: int) -> Bands:
    """Thresholds on one slice: the k highest margins are priority, the next down to `review_multiple` * k review.

    Rows with one margin are never parted: the cut is the one whose size is nearest to the capacity."""
    priority = _threshold(margins, k)
    return Bands(priority, min(priority, _threshold(margins, k * review_multiple)))


def _threshold(margins: NDArray[np.float64], k: int) -> float:
    levels, counts = np.unique(margins, return_counts=True)
    above = np.cumsum(counts[::-1])[::-1]
    at = int(np.argmin(np.abs(above - k)))
    below = levels[at - 1] if at > 0 else levels[at] - 1.0
    return float((levels[at] + below) / 2)
