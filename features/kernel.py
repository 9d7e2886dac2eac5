"""Every indicator as of every date: a direct loop over a person's own records, parallel over people.

No cell is derived from another: running sums of floats leave residues, and a running maximum can't forget a
superseded record (shared design, architecture 2). numba compiles the one visibility rule and the measures.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from features import compiled as compiling
from features import measures
from features.compiled import compiled, inner
from features.covered import Cover
from features.linked import Links
from features.measures import (
    COUNT,
    COVERED,
    DAYS_OPEN,
    DAYS_SINCE,
    DECAYED,
    DISTINCT,
    EVER,
    FIRST,
    NEARING,
    OPEN_NOW,
    RISE,
    TOGETHER,
    TOTAL,
    Records,
)
from features.plan import Asked
from records import visibility
from records.visibility import ended, visible

COMPILED_IN = (
    visibility.visible,
    visibility.ended,
    measures.total,
    measures.decayed,
    measures.distinct,
    measures.open_now,
    measures.days_open,
    measures.trend,
    measures.rise,
    measures.first,
    measures.together,
    measures.any_of,
    measures.nearing,
)
for function in COMPILED_IN:
    inner(function)


class Rows(NamedTuple):
    """Who is asked for and when: the rows of the person `who[q]` stand at `first[q]:first[q + 1]` of `as_of` and
    `place`, the row of the answer."""

    who: NDArray[np.int64]
    first: NDArray[np.int64]
    as_of: NDArray[np.int32]
    place: NDArray[np.int64]


class Known(NamedTuple):
    """What is held: the records of person p at `first[p]:first[p + 1]`, their links, the days on which they turn the
    ages that are asked for [ages, people], and what the feeds covered. Behind them stand those whom only links name."""

    first: NDArray[np.int64]
    records: Records
    links: Links
    turns: NDArray[np.int32]
    cover: Cover


class Room(NamedTuple):
    """Room to work in: records chosen and held, whose they are (the first of that person's links), active links."""

    chosen: NDArray[np.int64]
    held: NDArray[np.int64]
    owner: NDArray[np.int64]
    active: NDArray[np.bool_]


@inner
def choose(counts: NDArray[np.bool_], group: NDArray[np.int16], first: int, last: int, chosen: NDArray) -> int:
    """Write the positions of the records that an indicator counts at any date; say how many. Without a branch, since
    no processor guesses this one."""
    n = 0
    for i in range(first, last):
        chosen[n] = i
        n += counts[group[i]]
    return n


@inner
def hold(records: Records, chosen: NDArray, n: int, as_of: int, since: int, held: NDArray) -> int:
    """Of the chosen, write those that count as of the date and happened on or after `since`; say how many."""
    kept = 0
    for k in range(n):
        i = chosen[k]
        held[kept] = i
        happened = records.happened[i]
        kept += (happened >= since) & visible(happened, records.known[i], records.superseded[i], as_of)
    return kept


@inner
def pool(known: Known, counts: NDArray[np.bool_], p: int, room: Room) -> int:
    """Write the records, of everyone to whom links lead, that an indicator counts at any date, in stored order of the
    whole, and whose they are; say how many."""
    n, links = 0, known.links
    for link in range(links.first[p], links.first[p + 1]):
        other = links.other[link]
        if link > links.first[p] and links.other[link - 1] == other:
            continue
        for i in range(known.first[other], known.first[other + 1]):
            if counts[known.records.group[i]]:
                insert(known.records, room, n, i, link)
                n += 1
    return n


@inner
def insert(records: Records, room: Room, n: int, i: int, link: int) -> None:
    """Put record i among the n chosen by `happened_on`, then numbers."""
    k = n
    while k > 0 and before(records, i, room.chosen[k - 1]):
        room.chosen[k], room.owner[k] = room.chosen[k - 1], room.owner[k - 1]
        k -= 1
    room.chosen[k], room.owner[k] = i, link


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
def hold_linked(known: Known, kinds: int, p: int, n: int, as_of: int, since: int, room: Room) -> int:
    """As `hold`, of the records of people to whom a link of `kinds` (bits) counts as of the date."""
    links, origin = known.links, known.links.first[p]
    leads = origin
    for link in range(origin, links.first[p + 1]):
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
        happened = known.records.happened[i]
        counts = visible(happened, known.records.known[i], known.records.superseded[i], as_of)
        room.held[kept] = i
        kept += (happened >= since) & counts & room.active[room.owner[k] - origin]
    return kept


@inner
def measured(known: Known, asked: Asked, j: int, p: int, held: NDArray, n: int, as_of: int) -> float:
    """The value of indicator j of person p over the records held, of which there is at least one."""
    measure, records, column = asked.measure[j], known.records, asked.column[j]
    if measure == COUNT:
        return float(n)
    if measure == EVER:
        return 1.0
    if measure == DAYS_SINCE:
        return float(as_of - records.happened[held[n - 1]])
    if measure == TOTAL:
        return measures.total(records, held, n, column)
    if measure == DECAYED:
        return measures.decayed(records, held, n, as_of, asked.half_life[j], column)
    if measure == DISTINCT:
        return measures.distinct(records, held, n, column)
    if measure == OPEN_NOW:
        return measures.open_now(records, held, n, as_of)
    if measure == DAYS_OPEN:
        return measures.days_open(records, held, n, as_of, asked.window[j])
    if measure == RISE:
        return measures.rise(records, held, n, as_of, asked.window[j], column)
    if measure == FIRST:
        return measures.first(records, held, as_of, asked.window[j])
    if measure == TOGETHER:
        return measures.together(records, held, n, asked.pairs[column])
    if measure == NEARING:
        return measures.nearing(records, held, n, as_of, asked.window[j], known.turns[column, p])
    return measures.trend(records, held, n, as_of, asked.window[j])


@inner
def covers(cover: Cover, p: int, of: int, span: int, as_of: int) -> bool:
    """Whether half of the `span` days before the date, or more, are covered for person p by the set of kinds `of`."""
    if cover.given == 0:
        return True
    days, since, place = 0, as_of - span, cover.profile[p] * cover.sets + of
    for k in range(cover.first[place], cover.first[place + 1]):
        days += max(0, min(as_of, cover.end[k]) - max(since, cover.begin[k]))
    return 2 * days >= span


@inner
def unrecorded(known: Known, asked: Asked, j: int, p: int, as_of: int) -> float:
    """The value of indicator j where no record is held: null (NaN) where the feeds do not cover the person."""
    covered = covers(known.cover, p, asked.covered_by[j], asked.span[j], as_of)
    if asked.measure[j] == COVERED:
        return 1.0 if covered else 0.0
    return asked.none[j] if covered else np.nan


@inner
def fill_cells(
    p: int, dates: tuple[int, int], known: Known, rows: Rows, asked: Asked, room: Room, out: NDArray
) -> None:
    """Write every indicator of person p as of each of their dates into `out` [indicators, rows]."""
    for j in range(len(asked.measure)):
        linked = asked.links[j] != 0
        if linked:
            n = pool(known, asked.counts[j], p, room)
        else:
            n = choose(asked.counts[j], known.records.group, known.first[p], known.first[p + 1], room.chosen)
        for row in range(dates[0], dates[1]):
            as_of, kept = rows.as_of[row], 0
            if n and linked:
                kept = hold_linked(known, asked.links[j], p, n, as_of, as_of - asked.reach[j], room)
            elif n:
                kept = hold(known.records, room.chosen, n, as_of, as_of - asked.reach[j], room.held)
            if kept and asked.measure[j] == TOGETHER:
                kept *= measures.any_of(known.records, room.held, kept, asked.pairs[asked.column[j], 0])
            if kept:
                out[j, rows.place[row]] = measured(known, asked, j, p, room.held, kept, as_of)
            else:
                out[j, rows.place[row]] = unrecorded(known, asked, j, p, as_of)


@inner
def most_records(first: NDArray[np.int64], links: Links, p: int) -> int:
    """The most records that any indicator of person p may choose from: their own, or those of everyone linked."""
    pooled = 0
    for link in range(links.first[p], links.first[p + 1]):
        other = links.other[link]
        if link == links.first[p] or links.other[link - 1] != other:
            pooled += first[other + 1] - first[other]
    return max(first[p + 1] - first[p], pooled)


def _entry(stamp: int) -> Callable[..., int]:
    def fill(
        first: NDArray,
        records: Records,
        links: Links,
        turns: NDArray,
        cover: Cover,
        rows: Rows,
        asked: Asked,
        out: NDArray,
    ) -> int:
        for q in numba.prange(len(rows.who)):
            p = rows.who[q]
            known = Known(
                first, records, links, turns, cover
            )  # here, since a loop in parallel takes no tuple of tuples
            most, ties = most_records(first, links, p), links.first[p + 1] - links.first[p]
            chosen, held = np.empty(most, np.int64), np.empty(most, np.int64)
            room = Room(chosen, held, np.empty(most, np.int64), np.empty(ties, np.bool_))
            fill_cells(p, (rows.first[q], rows.first[q + 1]), known, rows, asked, room, out)
        return stamp

    return fill


def _stamp() -> int:
    """A digest of the sources compiled in: numba's own cache looks only at the file that the entry stands in."""
    sources = (__file__, measures.__file__, visibility.__file__, compiling.__file__)
    return int.from_bytes(hashlib.sha256(b"".join(Path(source).read_bytes() for source in sources)).digest()[:7])


fill_everyone = compiled(_entry(2 * _stamp() + 1), parallel=True)
fill_one = compiled(_entry(2 * _stamp()))
