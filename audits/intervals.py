"""Intervals: what a figure could have been, had other young people happened to be in the test.

Rates get Wilson's interval on an effective size, which allows for one person standing in several rows; measures
of the score get a bootstrap that draws people, not rows; differences get Newcombe's, ratios the log interval.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from scipy.stats import norm

DRAWS = 300  # bootstrap draws: the ends of a 95% interval then move by about a tenth of its width between seeds
SEED = 20260101
MOST_FAILED = 0.1  # no interval where more than this share of draws could not be measured (say, one class alone)


@dataclass(frozen=True)
class Interval:
    """A figure with its lower and upper end; null ends where none can be had."""

    value: float
    low: float | None
    high: float | None


def z_for(confidence: float) -> float:
    """The two-sided normal quantile, 1.96 for .95."""
    return float(norm.ppf((1 + confidence) / 2))


def wilson(share: float, size: float, confidence: float) -> Interval:
    """Wilson's score interval for a share seen in `size` (effective) rows. Source: Wilson 1927."""
    z = z_for(confidence)
    centre = (share + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    return Interval(share, max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half)))


def effective_size(hit: np.ndarray, among: np.ndarray, person: np.ndarray) -> float:
    """How many independent rows the share of `hit` among `among` is worth: rows over the design effect of
    persons with several rows; the number of persons where the share is 0 or 1."""
    rows = int(among.sum())
    _, of = np.unique(person[among], return_inverse=True)
    people = int(of.max()) + 1 if rows else 0
    if people == rows:
        return float(rows)
    share = float(hit[among].mean())
    plain = share * (1 - share) / rows
    if plain == 0 or people < 2:
        return float(people)
    drift = np.bincount(of, hit[among] - share)
    clustered = people / (people - 1) * float((drift**2).sum()) / rows**2
    return rows / max(1.0, clustered / plain)


def difference(one: Interval, other: Interval) -> Interval:
    """Newcombe's interval for `one` less `other`, from their Wilson intervals. Source: Newcombe 1998, method 10."""
    gap = one.value - other.value
    low = gap - sqrt((one.value - (one.low or 0.0)) ** 2 + ((other.high or 0.0) - other.value) ** 2)
    high = gap + sqrt(((one.high or 0.0) - one.value) ** 2 + (other.value - (other.low or 0.0)) ** 2)
    return Interval(gap, max(-1.0, low), min(1.0, high))


def ratio(one: float, size: float, other: float, other_size: float, confidence: float) -> Interval | None:
    """The log interval of a ratio of shares, half a row added where a share is 0; null where the lower part of
    the ratio is 0. Source: Katz 1978, with Walter's correction."""
    if other == 0:
        return None
    p, n = ((one * size + 0.5) / (size + 1), size + 1) if one == 0 else (one, size)
    spread = sqrt((1 - p) / (p * n) + (1 - other) / (other * other_size))
    half = z_for(confidence) * spread
    low = 0.0 if one == 0 else exp(log(p / other) - half)
    return Interval(one / other, low, exp(log(p / other) + half))


def bootstrap(
    measure: Callable[[np.ndarray], np.ndarray], person: np.ndarray, confidence: float, draws: int = DRAWS
) -> list[tuple[float | None, float | None]]:
    """Percentile ends for every figure that `measure(row weights)` returns, persons drawn with replacement."""
    _, of = np.unique(person, return_inverse=True)
    people = int(of.max()) + 1
    rng = np.random.default_rng(SEED)
    drawn = [
        measure(np.bincount(rng.integers(0, people, people), minlength=people)[of].astype(float)) for _ in range(draws)
    ]
    return [_ends(column, confidence) for column in np.array(drawn).T]


def _ends(drawn: np.ndarray, confidence: float) -> tuple[float | None, float | None]:
    good = drawn[np.isfinite(drawn)]
    if len(good) < (1 - MOST_FAILED) * len(drawn):
        return None, None
    low, high = np.quantile(good, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)
