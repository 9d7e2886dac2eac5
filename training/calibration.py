"""From raw margin to chance: a logistic line fitted on the calibration slice, and what was observed around each score.

The margin keeps the ranking; calibration may stretch and shift it but never turn it round. The range beside a
chance is the 95% Wilson interval of the outcome rate among the people who scored about the same in calibration.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from records.refusal import Refused

Floats = NDArray[np.float64]
Z95 = 1.959963984540054  # the 97.5th percentile of the normal distribution
RIDGE = 1e-6  # keeps the fit finite where a leak separates the classes fully
NEWTON_STEPS = 60
LONGEST_STEP = 5.0
FINEST = 100  # an assumption: people in the topmost range, an interval of plus or minus 10 points at a rate of 50%
COARSEST = 1 / 20  # of all rows in one range: each next range holds twice as many, up to this share


@dataclass(frozen=True)
class ObservedRange:
    """What was observed among calibration rows from `margin` up to the next range: rate, 95% interval, people."""

    margin: float
    low: float
    high: float
    observed: float
    people: int


@dataclass(frozen=True)
class Calibration:
    """chance = 1 / (1 + exp(-(intercept + slope * margin))), with the observed ranges in order of margin."""

    intercept: float
    slope: float
    ranges: tuple[ObservedRange, ...]

    def chances(self, margins: Floats) -> Floats:
        """Chances between 0 and 1, the shape of `margins`."""
        return sigmoid(self.intercept + self.slope * np.asarray(margins, dtype=np.float64))

    def observed_range(self, margin: float) -> tuple[float, float]:
        """The 95% interval of what was observed at that score in calibration."""
        starts = [one.margin for one in self.ranges[1:]]
        found = self.ranges[int(np.searchsorted(starts, margin, side="right"))]
        return found.low, found.high

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> Calibration:
        """The inverse of `dataclasses.asdict`."""
        return cls(given["intercept"], given["slope"], tuple(ObservedRange(**one) for one in given["ranges"]))


def calibrate(margins: Floats, labels: NDArray[np.bool_], people: NDArray[np.int64]) -> Calibration:
    """Fit on one slice: margins [n], labels [n], and a number for the person of each row [n].

    Refused where the slice holds only one class, or where a higher margin goes with fewer outcomes."""
    if labels.all() or not labels.any():
        raise Refused(
            f"the calibration slice must hold both outcomes; {int(labels.sum())} of {len(labels)} rows have it"
        )
    intercept, slope = logistic_line(margins, labels)
    if slope <= 0:
        raise Refused(f"higher scores must go with more outcomes in the calibration slice; the slope is {slope:.3f}")
    return Calibration(intercept, slope, _ranges(margins, labels, people))


def logistic_line(
    margins: Floats,
    labels: NDArray[np.bool_],
    weights: Floats | None = None,
    start: tuple[float, float] = (0.0, 0.0),
    tolerance: float = 1e-10,
) -> tuple[float, float]:
    """Intercept and slope of the (weighted) logistic regression of labels on margins, by Newton's method."""
    weight = np.ones(len(margins)) if weights is None else weights
    intercept, slope = start
    for _ in range(NEWTON_STEPS):
        chance = sigmoid(intercept + slope * margins)
        missed, spread = weight * (labels - chance), weight * chance * (1 - chance)
        level, tilt = missed.sum() - RIDGE * intercept, _dot(missed, margins) - RIDGE * slope
        flat, mixed, steep = spread.sum() + RIDGE, _dot(spread, margins), _dot(spread, margins * margins) + RIDGE
        scale = flat * steep - mixed * mixed
        up, turn = (steep * level - mixed * tilt) / scale, (flat * tilt - mixed * level) / scale
        intercept += float(np.clip(up, -LONGEST_STEP, LONGEST_STEP))
        slope += float(np.clip(turn, -LONGEST_STEP, LONGEST_STEP))
        if max(abs(up), abs(turn)) < tolerance:
            break
    return float(intercept), float(slope)


def _dot(one: Floats, other: Floats) -> float:
    """A sum of products in one thread, so that it is the same on any machine."""
    return float(np.einsum("i,i->", one, other))


def sigmoid(values: Floats) -> Floats:
    """The logistic function; neither end overflows."""
    return np.asarray(expit(values), dtype=np.float64)


def wilson(positives: float, n: float) -> tuple[float, float]:
    """The 95% Wilson interval of positives out of n."""
    if n <= 0:
        return 0.0, 1.0
    rate, z2 = positives / n, Z95 * Z95
    middle = (rate + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * np.sqrt(rate * (1 - rate) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return float(max(0.0, middle - half)), float(min(1.0, middle + half))


def _ranges(margins: Floats, labels: NDArray[np.bool_], people: NDArray[np.int64]) -> tuple[ObservedRange, ...]:
    """Rows in order of margin, cut into runs that are finest at the top, where a list is drawn; rows with one margin
    stay together, and a person who has several rows in a run counts once towards its precision."""
    order = np.argsort(margins, kind="stable")
    ordered = margins[order]
    wanted = ordered[_starts(len(ordered), len(ordered) / len(np.unique(people)))]
    starts = np.unique(np.searchsorted(ordered, wanted, side="left"))
    return tuple(
        _one_range(ordered[run[0]], order[run], labels, people) for run in np.split(np.arange(len(order)), starts[1:])
    )


def _starts(rows: int, rows_a_person: float) -> list[int]:
    """Where each run should start, from the lowest; the lowest run takes what is left over."""
    size, starts = FINEST * rows_a_person, [rows]
    while starts[-1] > 2 * size:
        starts.append(int(starts[-1] - size))
        size = max(FINEST * rows_a_person, min(2 * size, COARSEST * rows))
    return [0, *reversed(starts[1:])] if len(starts) > 1 else [0]


def _one_range(
    start: float, rows: NDArray[np.int64], labels: NDArray[np.bool_], people: NDArray[np.int64]
) -> ObservedRange:
    rate, distinct = float(labels[rows].mean()), len(np.unique(people[rows]))
    low, high = wilson(rate * distinct, distinct)
    return ObservedRange(float(start), low, high, rate, distinct)
