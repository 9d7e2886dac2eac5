"""What the police note of who knows whom: a part of what is so, late, and only between people whom they know.

Kin are noted where officers came to the home; friends where they were seen together. Shares are assumptions.
"""

from __future__ import annotations

import numpy as np

from records.county.dates import FIRST_DATE, LAST_DATE, NEVER, YEAR_DAYS, Array, known_by_the_end
from records.county.extracts import Column, Dates, Extract
from records.county.people import People

NOTED = {"associate": 0.4, "sibling": 0.35, "household": 0.3}  # of pairs both of whom the police know
LINKS = tuple(NOTED)
NOTED_AFTER = {"associate": 240.0, "sibling": 1500.0, "household": 1500.0}  # days on average
KIN_FROM_AGE = 8.0  # years: from then on officers note who lives together
BREAKS_NOTED, BREAK_LAG = 0.4, 300.0


def associates(people: People, known: Array, own_ids: Array, rng: np.random.Generator) -> Extract:
    """The police's `associates`: each pair once, `own_ids` by person, for those of `people` who are `known`."""
    a, b, since, until, kind = pairs(people)
    noted = known[a] & known[b] & (rng.random(len(a)) < np.array([NOTED[one] for one in LINKS])[kind])
    a, b, since, until, kind = (column[noted] for column in (a, b, since, until, kind))
    after = rng.exponential(np.array([NOTED_AFTER[one] for one in LINKS])[kind])
    recorded = np.maximum(since, FIRST_DATE) + 1 + after.astype(np.int64)
    ended = np.where(until == NEVER, NEVER, until + rng.exponential(BREAK_LAG, len(a)).astype(np.int64))
    ended = np.where((rng.random(len(a)) < BREAKS_NOTED) & (ended > recorded), ended, NEVER)
    columns: dict[str, Column] = {
        "other_nominal_id": own_ids[b],
        "kind": np.array(LINKS)[kind],
        "recorded_on": Dates(recorded.astype(np.int32)),
        "ended_on": Dates(known_by_the_end(ended)),
    }
    order = np.lexsort((a, recorded))
    return Extract(a, "nominal_id", columns).where(order[(recorded < np.minimum(until, LAST_DATE))[order]])


def pairs(people: People) -> tuple[Array, ...]:
    """Every pair that is so, noted or not: two rows of people, since and until when, and which of `LINKS`."""
    net = people.network
    kin_a, kin_b = pairs_within(people.household)
    sibling = people.family[kin_a] == people.family[kin_b]
    grown = np.maximum(people.born[kin_a], people.born[kin_b]) + round(KIN_FROM_AGE * YEAR_DAYS)
    return (
        np.concatenate([net.a, kin_a]),
        np.concatenate([net.b, kin_b]),
        np.concatenate([net.since, grown]).astype(np.int64),
        np.concatenate([net.until, np.full(len(kin_a), NEVER)]).astype(np.int64),
        np.concatenate([np.zeros(len(net.a), np.intp), np.where(sibling, 1, 2)]),
    )


def pairs_within(groups: Array) -> tuple[Array, Array]:
    """Each pair of rows of one group once, for rows that stand together by group."""
    largest = int(np.bincount(groups).max(initial=0))
    rows = [np.flatnonzero(groups[:-step] == groups[step:]) for step in range(1, min(largest, len(groups)))]
    first = np.concatenate([np.empty(0, np.intp), *rows])
    second = np.concatenate([np.empty(0, np.intp), *(row + step for step, row in enumerate(rows, 1))])
    return first, second
