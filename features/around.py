"""The records of those around a young person, pooled for the kernel: everyone linked, each once, as of a date.

A person linked by two ties counts once; a tie counts by the one visibility rule, `started_on` standing for
`happened_on`, and no longer once its ending counts.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from features.compiled import inner
from features.linked import Links
from features.measures import Records
from features.plan import Deals
from features.room import Room
from records.visibility import ended, visible


@inner
def before(records: Records, i: int, other: int) -> bool:
    """Whether record i comes before another in stored order."""
    if records.happened[i] != records.happened[other]:
        return records.happened[i] < records.happened[other]
    for row in range(len(records.numbers)):
        if records.numbers[row, i] != records.numbers[row, other]:
            return records.numbers[row, i] < records.numbers[row, other]
    return False


@inner
def insert(records: Records, room: Room, n: int, i: int, link: int) -> None:
    """Put record i among the n pooled by `happened_on`, then numbers."""
    k = n
    while k > 0 and before(records, i, room.pooled[k - 1]):
        room.pooled[k], room.owner[k] = room.pooled[k - 1], room.owner[k - 1]
        k -= 1
    room.pooled[k], room.owner[k] = i, link


@inner
def pool(
    first: NDArray[np.int64], records: Records, links: Links, ties: tuple[int, int], deals: Deals, room: Room
) -> int:
    """Write the records, of everyone to whom links lead, that any selection counts at any date, in stored order of the
    whole, and whose they are; say how many."""
    n = 0
    for link in range(ties[0], ties[1]):
        other = links.other[link]
        if link > ties[0] and links.other[link - 1] == other:
            continue
        for i in range(first[other], first[other + 1]):
            if deals.first[records.group[i] + 1] > deals.first[records.group[i]]:
                insert(records, room, n, i, link - ties[0])
                n += 1
    return n


@inner
def active_on(links: Links, ties: tuple[int, int], dates: tuple[int, int], as_of: NDArray, active: NDArray) -> None:
    """Write into `active` [links, dates] by which kinds (bits) each other is linked as of each date: at the first of
    the links that lead to them."""
    leads = ties[0]
    for link in range(ties[0], ties[1]):
        if links.other[link] != links.other[leads]:
            leads = link
        if link == leads:
            active[link - ties[0]] = 0
        for row in range(dates[0], dates[1]):
            there = visible(links.started[link], links.known[link], links.superseded[link], as_of[row])
            over = ended(links.ended[link], links.ended_known[link], as_of[row])
            active[leads - ties[0], row - dates[0]] |= links.kind[link] * (there & (not over))


@inner
def hold_linked(records: Records, leads: int, s: int, nth: int, as_of: int, room: Room) -> int:
    """As `hold`, as of the nth date, of selection s and the people to whom a link of the kinds `leads` (bits) counts
    then."""
    kept = 0
    for k in range(room.n[s]):
        place = room.chosen[s, k]
        i = room.pooled[place]
        counts = visible(records.happened[i], records.known[i], records.superseded[i], as_of)
        room.held[kept] = i
        kept += counts & ((room.active[room.owner[place], nth] & leads) != 0)
    return kept


@inner
def most_records(first: NDArray[np.int64], links: Links, p: int) -> int:
    """The most records that any indicator of person p may choose from: their own, or those of everyone linked."""
    pooled = 0
    for link in range(links.first[p], links.first[p + 1]):
        other = links.other[link]
        if link == links.first[p] or links.other[link - 1] != other:
            pooled += first[other + 1] - first[other]
    return max(first[p + 1] - first[p], pooled)


@inner
def room_for(first: NDArray[np.int64], links: Links, who: NDArray[np.int64]) -> tuple[int, int]:
    """The most records that an indicator of any of these people may choose from, and the most links."""
    most, ties = 0, 0
    for p in who:
        most = max(most, most_records(first, links, p))
        ties = max(ties, links.first[p + 1] - links.first[p])
    return most, ties
