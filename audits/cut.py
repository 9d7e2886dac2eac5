"""Who stands on a list of a given length where scores tie: everybody with one score or nobody, whatever the row order.

As for the bands (`training.bands`), the list is the one whose length is nearest to the capacity, and never empty.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from audits.checks import check

Json = dict[str, Any]
NAME = "list_at_capacity"
MOST_MOVED = 0.5  # of the capacity: a list that ties make longer or shorter than this is no list of that length


def highest(scores: np.ndarray, capacity: int) -> np.ndarray:
    """Which rows stand on the list of about `capacity` highest scores: booleans of shape [n]."""
    levels, counts = np.unique(scores, return_counts=True)
    listed_from = np.cumsum(counts[::-1])[::-1]
    nearest = np.abs(listed_from - capacity) == np.abs(listed_from - capacity).min()
    return np.asarray(scores >= levels[nearest].max())


def at_capacity(selected: np.ndarray, capacity: int) -> Json:
    """Whether ties left a list of about the length asked for; fails where they moved it by more than half of that."""
    listed = int(selected.sum())
    told = f"{listed} listed where {capacity} could be: those with one score are listed together or not at all"
    return check(NAME, abs(listed - capacity) <= MOST_MOVED * capacity, told)
