"""The records of those around a young person, pooled for the kernel: everyone linked, each once, as of a date.

A person linked by two ties counts once; a tie counts by the one visibility rule, `started_on` standing for
`happened_on`, and no longer once its ending counts.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from features.compiled import inner
from features.linked import Links
from features.measures import Records
from records.visibility import ended, visible


class Room(NamedTuple):
    """Room to work in: records chosen and held, whose they are (the first of that person's links), active links."""

    chosen: NDArray[np.int64]
    held: NDArray[np.int64]
    owner: NDArray[np.int64]
    active: NDArray[np.bool_]


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
    """Put record i among the n chosen by `happened_on`, then numbers."""
    k = n
    while k > 0 and before(records, i, room.chosen[k - 1]):
        room.chosen[k], room.owner[k] = room.chosen[k - 1], room.owner[k - 1]
        k -= 1
    room.chosen[k], room.owner[k] = i, link


@inner
def pool(
    first: NDArray[np.int64],
    records: Records,
    links: Links,
    ties: tuple[int, int],
    counts: NDArray[np.bool_],
    room: Room,
) -> int:
    """Write the records, of everyone to whom links lead, that an indicator counts at any date, in stored order of the
    whole, and whose they are; say how many."""
    n = 0
    for link in range(ties[0], ties[1]):
        other = links.other[link]
        if link > ties[0] and links.other[link - 1] == other:
            continue
        for i in range(first[other], first[other + 1]):
            if counts[records.group[i]]:
                insert(records, room, n, i, link)
                n += 1
    return n


@inner
def hold_linked(
    records: Records, links: Links, kinds: int, ties: tuple[int, int], n: int, as_of: int, since: int, room: Room
) -> int:
    """As `hold`, of the records of people to whom a link of `kinds` (bits) counts as of the date."""
    origin = ties[0]
    leads = origin
    for link in range(origin, ties[1]):
        if links.other[link] != links.other[leads]:
            leads = link
        if link == leads:
            room.active[leads - origin] = False
        there = visible(links.started[link], links.known[link], links.superseded[link], as_of)
        over = ended(links.ended[link], links.ended_known[link], as_of)
        room.active[leads - origin] |= there & (not over) & ((links.kind[link] & kinds) != 0)
    kept = 0
    for k in range(n):
        i = room.chosen[k]
        happened = records.happened[i]
        counts = visible(happened, records.known[i], records.superseded[i], as_of)
        room.held[kept] = i
        kept += (happened >= since) & counts & room.active[room.owner[k] - origin]
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
