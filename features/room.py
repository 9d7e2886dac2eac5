"""Room for the kernel to work in for one person, and how their records are dealt out to the indicators in it.

An indicator that looked through all the records for its own would mostly find none, since there are many more
indicators than any record has to do with: so each record goes to the selections that count it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from features.compiled import inner
from features.measures import Positions, Records
from features.plan import Deals


class Room(NamedTuple):
    """Room to work in. `chosen` [selections, records]: what each selection holds at any date, the first `n` of each: of
    one's own, positions of records; of others', places in `pooled`, which holds positions, and in `owner`, whose they
    are: the first of that person's links, as counted in `active` [links, dates]. `held` are records as of one date;
    `covered` is [asks, dates]."""

    chosen: Positions
    n: NDArray[np.int64]
    held: Positions
    pooled: Positions
    owner: Positions
    active: NDArray[np.int64]
    covered: NDArray[np.bool_]


@inner
def deal(records: Records, first: int, last: int, deals: Deals, room: Room) -> None:
    """Deal one's own records out to the selections that count them at any date."""
    for i in range(first, last):
        for k in range(deals.first[records.group[i]], deals.first[records.group[i] + 1]):
            s = deals.to[k]
            room.chosen[s, room.n[s]] = i
            room.n[s] += 1


@inner
def deal_pooled(records: Records, n: int, deals: Deals, room: Room) -> None:
    """As `deal`, of the n records of others that are pooled: their places in the pool."""
    for place in range(n):
        group = records.group[room.pooled[place]]
        for k in range(deals.first[group], deals.first[group + 1]):
            s = deals.to[k]
            room.chosen[s, room.n[s]] = place
            room.n[s] += 1
