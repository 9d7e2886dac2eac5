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

from features import around, measures
from features import compiled as compiling
from features.around import Room, hold_linked, most_records, pool
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
    TREND,
    Records,
)
from features.plan import Asked
from records import visibility
from records.visibility import NEVER, visible

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


class One(NamedTuple):
    """What the kernel needs of one indicator for one person: `turns` is the day on which they turn the age that it
    names, `place` where the stretches that its feeds cover them stand, `uncovered` the value outside of these."""

    measure: int
    reach: int
    window: int
    half_life: float
    column: int
    none: float
    uncovered: float
    span: int
    turns: int
    place: int


@inner
def measured(
    records: Records, one: One, pairs: NDArray[np.bool_], held: NDArray[np.int64], n: int, as_of: int
) -> float:
    """The value of an indicator over the records held, of which there is at least one."""
    measure = one.measure
    if measure == COUNT:
        return float(n)
    if measure == EVER:
        return 1.0
    if measure == DAYS_SINCE:
        return float(as_of - records.happened[held[n - 1]])
    if measure == TOTAL:
        return measures.total(records, held, n, one.column)
    if measure == TREND:
        return measures.trend(records, held, n, as_of, one.window)
    if measure == DECAYED:
        return measures.decayed(records, held, n, as_of, one.half_life, one.column)
    if measure == DISTINCT:
        return measures.distinct(records, held, n, one.column)
    if measure == OPEN_NOW:
        return measures.open_now(records, held, n, as_of)
    if measure == DAYS_OPEN:
        return measures.days_open(records, held, n, as_of, one.window)
    if measure == RISE:
        return measures.rise(records, held, n, as_of, one.window, one.column)
    if measure == FIRST:
        return measures.first(records, held, as_of, one.window)
    if measure == TOGETHER:
        return measures.together(records, held, n, pairs[one.column])
    return measures.nearing(records, held, n, as_of, one.window, one.turns)


@inner
def unrecorded(cover: Cover, one: One, as_of: int) -> float:
    """The value where no record is held: `none` where the feeds cover half of the span before the date or more."""
    if cover.given == 0:
        return one.none
    days, since = 0, as_of - one.span
    for k in range(cover.first[one.place], cover.first[one.place + 1]):
        days += max(0, min(as_of, cover.end[k]) - max(since, cover.begin[k]))
    return one.none if 2 * days >= one.span else one.uncovered


@inner
def fill_own(
    n: int,
    one: One,
    dates: tuple[int, int],
    records: Records,
    pairs: NDArray[np.bool_],
    cover: Cover,
    rows: Rows,
    room: Room,
    out: NDArray,
) -> None:
    """Write an indicator over the n records chosen of one's own into `out` [rows]."""
    for row in range(dates[0], dates[1]):
        as_of = rows.as_of[row]
        kept = hold(records, room.chosen, n, as_of, as_of - one.reach, room.held) if n else 0
        if kept and one.measure == TOGETHER:
            kept *= measures.any_of(records, room.held, kept, pairs[one.column, 0])
        value = measured(records, one, pairs, room.held, kept, as_of) if kept else unrecorded(cover, one, as_of)
        out[rows.place[row]] = value


@inner
def fill_around(
    n: int,
    one: One,
    dates: tuple[int, int],
    records: Records,
    links: Links,
    ties: tuple[int, int],
    kinds: int,
    cover: Cover,
    rows: Rows,
    pairs: NDArray[np.bool_],
    room: Room,
    out: NDArray,
) -> None:
    """Write an indicator over the n records chosen of others, whom links of `kinds` (bits) lead to, into `out`."""
    for row in range(dates[0], dates[1]):
        as_of = rows.as_of[row]
        kept = hold_linked(records, links, kinds, ties, n, as_of, as_of - one.reach, room) if n else 0
        value = measured(records, one, pairs, room.held, kept, as_of) if kept else unrecorded(cover, one, as_of)
        out[rows.place[row]] = value


@inner
def one_of(asked: Asked, j: int, p: int, turns: NDArray[np.int32], cover: Cover) -> One:
    """Indicator j, as asked of person p."""
    return One(
        asked.measure[j],
        asked.reach[j],
        asked.window[j],
        asked.half_life[j],
        asked.column[j],
        asked.none[j],
        0.0 if asked.measure[j] == COVERED else np.nan,
        asked.span[j],
        turns[asked.column[j], p] if asked.measure[j] == NEARING else NEVER,
        cover.profile[p] * cover.sets + asked.covered_by[j],
    )


@inner
def fill_cells(
    p: int,
    dates: tuple[int, int],
    first: NDArray,
    records: Records,
    links: Links,
    turns: NDArray,
    cover: Cover,
    rows: Rows,
    asked: Asked,
    room: Room,
    out: NDArray,
) -> None:
    """Write every indicator of person p as of each of their dates into `out` [indicators, rows]. Nothing to choose
    from is by far the most frequent case, and has a loop of its own: a call for each would take most of the time."""
    ties = (links.first[p], links.first[p + 1])
    for j in range(len(asked.measure)):
        kinds = asked.links[j]
        if kinds:
            n = pool(first, records, links, ties, asked.counts[j], room)
        else:
            n = choose(asked.counts[j], records.group, first[p], first[p + 1], room.chosen)
        if n == 0 and cover.given == 0:
            for row in range(dates[0], dates[1]):
                out[j, rows.place[row]] = asked.none[j]
        elif kinds:
            one = one_of(asked, j, p, turns, cover)
            fill_around(n, one, dates, records, links, ties, kinds, cover, rows, asked.pairs, room, out[j])
        else:
            one = one_of(asked, j, p, turns, cover)
            fill_own(n, one, dates, records, asked.pairs, cover, rows, room, out[j])


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
            most, ties = most_records(first, links, p), links.first[p + 1] - links.first[p]
            chosen, held = np.empty(most, np.int64), np.empty(most, np.int64)
            room = Room(chosen, held, np.empty(most, np.int64), np.empty(ties, np.bool_))
            dates = (rows.first[q], rows.first[q + 1])
            fill_cells(p, dates, first, records, links, turns, cover, rows, asked, room, out)
        return stamp

    return fill


def _stamp() -> int:
    """A digest of the sources compiled in: numba's own cache looks only at the file that the entry stands in."""
    sources = (__file__, around.__file__, measures.__file__, visibility.__file__, compiling.__file__)
    return int.from_bytes(hashlib.sha256(b"".join(Path(source).read_bytes() for source in sources)).digest()[:7])


fill_everyone = compiled(_entry(2 * _stamp() + 1), parallel=True)
fill_one = compiled(_entry(2 * _stamp()))
