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

from features import around, covered, measures, room
from features import compiled as compiling
from features.around import active_on, hold_linked, pool, room_for
from features.compiled import compiled, inner
from features.covered import Cover, covered_on
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
from features.plan import Asked, Deals
from features.room import Room, deal, deal_pooled
from records import visibility
from records.visibility import NEVER, visible

AT_A_TIME = 64  # people who share room to work in, one after another: to make room takes as long as to fill a few
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
    names, `ask` what it asks of coverage, `uncovered` the value where its feeds do not cover them."""

    measure: int
    reach: int
    window: int
    half_life: float
    column: int
    none: float
    uncovered: float
    selection: int
    turns: int
    ask: int


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
def unrecorded(given: int, one: One, nth: int, room: Room) -> float:
    """The value where no record is held as of the nth date."""
    return one.none if given == 0 or room.covered[one.ask, nth] else one.uncovered


@inner
def fill_own(
    one: One, dates: tuple[int, int], records: Records, pairs: NDArray, given: int, rows: Rows, room: Room, out: NDArray
) -> None:
    """Write an indicator over records of one's own into `out` [rows]."""
    chosen, n = room.chosen[one.selection], room.n[one.selection]
    for row in range(dates[0], dates[1]):
        as_of = rows.as_of[row]
        kept = hold(records, chosen, n, as_of, as_of - one.reach, room.held)
        if kept and one.measure == TOGETHER:
            kept *= measures.any_of(records, room.held, kept, pairs[one.column, 0])
        value = measured(records, one, pairs, room.held, kept, as_of) if kept else 0.0
        if kept == 0 or (one.measure == TOGETHER and value == 0.0):  # of a pair, the other side may not be covered
            value = unrecorded(given, one, row - dates[0], room)
        out[rows.place[row]] = value


@inner
def fill_around(
    one: One,
    dates: tuple[int, int],
    records: Records,
    kinds: int,
    given: int,
    rows: Rows,
    pairs: NDArray[np.bool_],
    room: Room,
    out: NDArray,
) -> None:
    """Write an indicator over records of others, whom links of `kinds` (bits) lead to, into `out` [rows]."""
    for row in range(dates[0], dates[1]):
        as_of = rows.as_of[row]
        kept = hold_linked(records, kinds, one.selection, row - dates[0], as_of, as_of - one.reach, room)
        if kept:
            out[rows.place[row]] = measured(records, one, pairs, room.held, kept, as_of)
        else:
            out[rows.place[row]] = unrecorded(given, one, row - dates[0], room)


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
        asked.selection[j],
        turns[asked.column[j], p] if asked.measure[j] == NEARING else NEVER,
        cover.ask[j],
    )


@inner
def fill_none(j: int, dates: tuple[int, int], cover: Cover, rows: Rows, asked: Asked, room: Room, out: NDArray) -> None:
    """Write indicator j where no record is there at any date: by far the most frequent case. Without a `One`: to make
    one for each took three times as long."""
    uncovered = 0.0 if asked.measure[j] == COVERED else np.nan
    for row in range(dates[0], dates[1]):
        covered = cover.given == 0 or room.covered[cover.ask[j], row - dates[0]]
        out[rows.place[row]] = asked.none[j] if covered else uncovered


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
    """Write every indicator of person p as of each of their dates into `out` [indicators, rows]."""
    ties = (links.first[p], links.first[p + 1])
    room.n[:] = 0
    deal(records, first[p], first[p + 1], Deals(asked.own_first, asked.own_to), room)
    if ties[1] > ties[0]:
        around = Deals(asked.around_first, asked.around_to)
        deal_pooled(records, pool(first, records, links, ties, around, room), around, room)
        active_on(links, ties, dates, rows.as_of, room.active)
    if cover.given:
        covered_on(cover, p, dates, rows.as_of, room.covered)
    for j in range(len(asked.measure)):
        if room.n[asked.selection[j]] == 0:
            fill_none(j, dates, cover, rows, asked, room, out[j])
            continue
        one, kinds = one_of(asked, j, p, turns, cover), asked.links[j]
        if kinds:
            fill_around(one, dates, records, kinds, cover.given, rows, asked.pairs, room, out[j])
        else:
            fill_own(one, dates, records, asked.pairs, cover.given, rows, room, out[j])


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
        for block in numba.prange((len(rows.who) + AT_A_TIME - 1) // AT_A_TIME):
            begin, end = block * AT_A_TIME, min((block + 1) * AT_A_TIME, len(rows.who))
            most, ties = room_for(first, links, rows.who[begin:end])
            dates = np.diff(rows.first[begin : end + 1]).max()
            room = Room(
                np.empty((asked.selections, most), np.int64),
                np.empty(asked.selections, np.int64),
                np.empty(most, np.int64),
                np.empty(most, np.int64),
                np.empty(most, np.int64),
                np.empty((ties, dates), np.int64),
                np.empty((cover.asks.shape[1], dates), np.bool_),
            )
            for q in range(begin, end):
                days = (rows.first[q], rows.first[q + 1])
                fill_cells(rows.who[q], days, first, records, links, turns, cover, rows, asked, room, out)
        return stamp

    return fill


def _stamp() -> int:
    """A digest of the sources compiled in: numba's own cache looks only at the file that the entry stands in."""
    parts = (around, covered, room, measures, visibility, compiling)
    sources = (__file__, *(str(part.__file__) for part in parts))
    return int.from_bytes(hashlib.sha256(b"".join(Path(source).read_bytes() for source in sources)).digest()[:7])


fill_everyone = compiled(_entry(2 * _stamp() + 1), parallel=True)
fill_one = compiled(_entry(2 * _stamp()))
