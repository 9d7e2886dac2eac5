"""Who grows up with whom and who knows whom: households, and friendships by area, age and leaning.

Friends are found among those alike, so that what goes on around somebody says something about what is to come.
The network is there to be lived in: hazards read what kin and associates are going through.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from records.county.dates import LAST_DATE, NEVER, YEAR_DAYS, Array, Days

# Friendship: an assumption throughout. People are lined up by area, age and leaning, with noise, and linked to those
# who stand next to them; the more both take part in the life of the street, the likelier a tie that others would see.
LINE_UPS, REACH = 2, (1, 2)
COHORT_YEARS, AGE_NOISE, LEANING_NOISE = 2.0, 0.7, 0.8
TIE_ODDS = {"base": -1.0, "street": 0.8, "conduct": 0.4}
TIES_FROM_AGE, TYPICAL_WAIT = 9.5, 3.5  # years
TIES_LAST = 6.0  # years, on average
SHARES_A_HOME = 0.05  # of families who live with the one before: step-families, kin, one house for two


@dataclass(frozen=True)
class Network:
    """Pairs of associates, each once: rows of the people `a` < `b`, `since` and `until` when."""

    a: Array
    b: Array
    since: Days
    until: Days

    def among(self, rows: Array, count: int) -> Network:
        """The pairs that are both among `rows` (of `count` people), numbered by their place there."""
        place = np.full(count, -1, np.intp)
        place[rows] = np.arange(len(rows))
        kept = (place[self.a] >= 0) & (place[self.b] >= 0)
        return Network(place[self.a[kept]], place[self.b[kept]], self.since[kept], self.until[kept])

    def on(self, date: int) -> Network:
        """The pairs that stand on `date`."""
        stands = (self.since <= date) & (self.until > date)
        return Network(self.a[stands], self.b[stands], self.since[stands], self.until[stands])


def around(network: Network, values: Array) -> Array:
    """For each person the sum of `values` (one for each person) over their associates in `network`, as float32."""
    count = len(values)
    total = np.bincount(network.a, values[network.b], count)
    total += np.bincount(network.b, values[network.a], count)
    return total.astype(np.float32)


def at_home(household: Array, values: Array) -> Array:
    """For each person the sum of `values` over the others of their household, as float32."""
    return (np.bincount(household, values)[household] - values).astype(np.float32)


def with_household(household: Array, of_age: Array, person: Array, day: Array) -> tuple[Array, Array]:
    """`person` and `day` of what befell a home, with everyone else there for whom `of_age` is true on the same day.

    Whoever was struck twice in one call is struck once, on the earlier day; the answer is in order of person.
    """
    first_day = np.full(int(household.max(initial=0)) + 1, NEVER, np.int64)
    np.minimum.at(first_day, household[person], day)
    also = np.flatnonzero(of_age & (first_day[household] != NEVER))
    everyone = np.union1d(person, also)
    return everyone, first_day[household[everyone]]


def households(family: Array, rng: np.random.Generator) -> Array:
    """The household of each person, numbered from 0: a family, or two that share a home."""
    first = np.flatnonzero(np.diff(family, prepend=-1))
    starts = np.zeros(len(family), np.int32)
    starts[first] = rng.random(len(first)) >= SHARES_A_HOME
    starts[:1] = 1
    return np.cumsum(starts) - 1


def draw_network(
    household: Array, area: Array, born: Days, street: Array, conduct: Array, rng: np.random.Generator
) -> Network:
    """Associates among people of `area`; `street` and `conduct` are leanings."""
    pairs = [_neighbours_in_line(area, born, street + conduct, rng) for _ in range(LINE_UPS)]
    a, b = (np.concatenate(side) for side in zip(*pairs, strict=True))
    odds = TIE_ODDS["base"] + TIE_ODDS["street"] * (street[a] + street[b]) / 2
    odds = odds + TIE_ODDS["conduct"] * (conduct[a] + conduct[b]) / 2
    tied = (rng.random(len(a)) < 1 / (1 + np.exp(-odds))) & (household[a] != household[b])
    key = np.unique(np.minimum(a, b)[tied].astype(np.int64) * len(area) + np.maximum(a, b)[tied])
    a, b = key // len(area), key % len(area)
    waits = TIES_FROM_AGE * YEAR_DAYS + rng.exponential(TYPICAL_WAIT * YEAR_DAYS, len(a))
    since = (np.maximum(born[a], born[b]) + waits).astype(np.int64)
    until = since + 1 + rng.exponential(TIES_LAST * YEAR_DAYS, len(a)).astype(np.int64)
    until = np.where(until < LAST_DATE, until, NEVER).astype(np.int32)
    begun = since < LAST_DATE
    return Network(a[begun], b[begun], since[begun].astype(np.int32), until[begun])


def _neighbours_in_line(area: Array, born: Days, leaning: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    years = born / YEAR_DAYS + rng.normal(0, AGE_NOISE, len(born))
    line = np.lexsort((leaning + rng.normal(0, LEANING_NOISE, len(born)), years // COHORT_YEARS, area))
    a = np.concatenate([line[:-step] for step in REACH])
    b = np.concatenate([line[step:] for step in REACH])
    near = (area[a] == area[b]) & (np.abs(born[a] - born[b]) < 2 * COHORT_YEARS * YEAR_DAYS)
    return a[near], b[near]
