"""Which young people are brothers and sisters: families, their children's birth dates, twins, and what they share.

Children come at intervals from a first birth that may lie before the county's oldest, so that every year of birth
has eldest, middle and youngest. Sizes and intervals are assumptions near England's.
"""

from __future__ import annotations

import numpy as np

from records.county.dates import YEAR_DAYS, Array, Days

SIZES = {1: 0.32, 2: 0.40, 3: 0.18, 4: 0.07, 5: 0.03}  # children in a family, before those outside the ages
LONGEST_SPAN = 14  # years before the oldest birth date at which a first child may have been born
LEAST_GAP, TYPICAL_GAP = 0.9, 2.0  # years between births: the least, and what comes on top on average
TWIN_SHARE = 0.015  # of births after which another follows the same day
DRAWN_BESIDE = 400  # families beyond what is needed on average, so that small counties have enough


def draw_families(count: int, oldest: int, youngest: int, rng: np.random.Generator) -> tuple[Array, Days, Array]:
    """For `count` people born from `oldest` to `youngest` (days): the family's number, the birth date, and whether
    the person was born with the one in the row before. Families stand together, in no order of age."""
    families = int(count * 0.9) + DRAWN_BESIDE
    sizes = rng.choice(list(SIZES), families, p=list(SIZES.values()))
    family = np.repeat(np.arange(families), sizes)
    eldest = np.diff(family, prepend=-1) != 0
    gap = LEAST_GAP + rng.exponential(TYPICAL_GAP, len(family))
    twin = ~eldest & (rng.random(len(family)) < TWIN_SHARE)
    gap = np.where(eldest | twin, 0, gap)
    first = rng.uniform(oldest - LONGEST_SPAN * YEAR_DAYS, youngest + 1, families)[family]
    born = np.floor(first + YEAR_DAYS * _since_the_eldest(gap, family, eldest)).astype(np.int64)
    rows = np.flatnonzero((born >= oldest) & (born <= youngest))[:count]
    assert len(rows) == count
    numbers = np.unique(family[rows], return_inverse=True)[1]
    twin = twin[rows] & (np.diff(numbers, prepend=-1) == 0)
    return numbers.astype(np.int32), born[rows].astype(np.int32), twin


def _since_the_eldest(gap: Array, family: Array, eldest: Array) -> Array:
    total = np.cumsum(gap)
    return total - total[np.flatnonzero(eldest)][family]


def shared(drawn: Array, household: Array, share: Array, correlation: Array, rng: np.random.Generator) -> Array:
    """`drawn` [people, leanings], standard normal, with `share` (by leaning) of its variance the household's."""
    homes = rng.standard_normal((int(household.max(initial=0)) + 1, len(share))) @ np.linalg.cholesky(correlation).T
    return np.sqrt(1 - share) * drawn + np.sqrt(share) * homes[household]
