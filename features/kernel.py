"""Every indicator as of every date: a direct loop over a person's own records, person by person.

No cell is derived from another: running sums of floats leave residues, and a running maximum can't forget a
superseded record (shared design, architecture 2). numba compiles the one visibility rule and the measures.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from features import measures
from features.around import active_on, hold_linked, pool, room_for
from features.compiled import compiled, inner, stamp
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
    OPEN_NOW,
    RISE,
    TOGETHER,
    TOTAL,
    TREND,
    Positions,
    Records,
)
from features.plan import Asked, Deals
from features.room import Room, deal, deal_pooled
from records import visibility
from records.visibility import visible

AT_A_TIME = 64  # people who share room to work in, one after another: to make room takes as long as to fill a few
for function in (
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
    measures.nearing,
):
    inner(function)


class Rows(NamedTuple):
    """Who is asked for and when, person by person: the dates of the person `who[q]` stand at `first[q]:first[q + 1]` of
    `as_of`, as do the rows of the answer."""

    who: NDArray[np.int64]
    first: NDArray[np.int64]
    as_of: NDArray[np.int32]


class Known(NamedTuple):
    """What is held: the records of person p at `first[p]:first[p + 1]`, their links, the days on which they turn the
    ages that are asked for [ages, people], and what the feeds covered. Behind them stand those whom only links name."""

    first: NDArray[np.int64]
    records: Records
    links: Links
    turns: NDArray[np.int32]
    cover: Cover


@inner
def hold(records: Records, chosen: Positions, n: int, as_of: int, held: Positions) -> int:
    """Of the chosen, write those that count as of the date, in stored order; say how many."""
    kept = 0
    for k in range(n):
        i = chosen[k]
        held[kept] = i
        kept += visible(records.happened[i], records.known[i], records.superseded[i], as_of)
    return kept


@inner
def begin_at(records: Records, held: Positions, end: int, since: int) -> int:
    """Where, among the records held, those begin that happened on or after `since`: they stand in order of day."""
    begin = end
    while begin > 0 and records.happened[held[begin - 1]] >= since:
        begin -= 1
    return begin


@inner
def measured(
    records: Records, asked: Asked, j: int, held: Positions, begin: int, end: int, as_of: int, turns: NDArray
) -> float:
    """The value of indicator j over the records at `begin:end` of those held, of which there is at least one, for who
    turns the ages that are asked for on the days `turns` [ages]."""
    measure, column, window = asked.measure[j], asked.column[j], asked.window[j]
    if measure == COUNT:
        return float(end - begin)
    if measure == EVER:
        return 1.0
    if measure == DAYS_SINCE:
        return float(as_of - records.happened[held[end - 1]])
    if measure == TOTAL:
        return measures.total(records, held, begin, end, column)
    if measure == TREND:
        return measures.trend(records, held, begin, end, as_of, window)
    if measure == DECAYED:
        return measures.decayed(records, held, begin, end, as_of, asked.half_life[j], column)
    if measure == DISTINCT:
        return measures.distinct(records, held, begin, end, column)
    if measure == OPEN_NOW:
        return measures.open_now(records, held, begin, end, as_of)
    if measure == DAYS_OPEN:
        return measures.days_open(records, held, begin, end, as_of, window)
    if measure == RISE:
        return measures.rise(records, held, begin, end, as_of, window, column)
    if measure == FIRST:
        return measures.first(records, held, begin, as_of, window)
    if measure == TOGETHER:
        return measures.together(records, held, begin, end, asked.pairs[column])
    return measures.nearing(records, held, begin, end, as_of, window, turns[column])


@inner
def fill_held(
    s: int,
    dates: tuple[int, int],
    records: Records,
    turns: NDArray[np.int32],
    rows: Rows,
    asked: Asked,
    room: Room,
    out: NDArray,
) -> None:
    """Write the indicators that share selection s into `out` [indicators, rows], where any record is held."""
    held = room.held
    for row in range(dates[0], dates[1]):
        as_of = rows.as_of[row]
        if asked.leads[s]:
            end = hold_linked(records, asked.leads[s], s, row - dates[0], as_of, room)
        else:
            end = hold(records, room.chosen[s], room.n[s], as_of, held)
        if end == 0:
            continue
        for k in range(asked.sharing_first[s], asked.sharing_first[s + 1]):
            j = asked.sharing[k]
            begin = begin_at(records, held, end, as_of - asked.reach[j])
            if begin == end:
                continue
            value = measured(records, asked, j, held, begin, end, as_of, turns)
            if value != 0.0 or asked.measure[j] != TOGETHER:  # of a pair, the other side may not be covered
                out[j, row] = value


@inner
def fill_unrecorded(dates: tuple[int, int], asked: Asked, out: NDArray) -> None:
    """Write into `out` [indicators, rows] what stands where no record is held: by far the most frequent case, so it is
    written for many people at once and what is held goes over it."""
    for j in range(len(asked.none)):
        out[j, dates[0] : dates[1]] = asked.none[j]


@inner
def fill_uncovered(dates: tuple[int, int], cover: Cover, asked: Asked, room: Room, out: NDArray) -> None:
    """Write over it where the feeds do not cover a person: null, and of `covered` 0."""
    for j in range(len(asked.none)):
        uncovered = 0.0 if asked.measure[j] == COVERED else np.nan
        for row in range(dates[0], dates[1]):
            if not room.covered[cover.ask[j], row - dates[0]]:
                out[j, row] = uncovered


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
    """Write what is held of person p, and where nothing is but their feeds do not cover them, as of each of their dates
    into `out` [indicators, rows]."""
    ties = (links.first[p], links.first[p + 1])
    room.n[:] = 0
    deal(records, first[p], first[p + 1], Deals(asked.own_first, asked.own_to), room)
    if ties[1] > ties[0]:
        around = Deals(asked.around_first, asked.around_to)
        deal_pooled(records, pool(first, records, links, ties, around, room), around, room)
        active_on(links, ties, dates, rows.as_of, room.active)
    if cover.given and not covered_on(cover, p, dates, rows.as_of, room.covered):
        fill_uncovered(dates, cover, asked, room, out)
    for s in range(len(room.n)):
        if room.n[s]:
            fill_held(s, dates, records, turns[:, p], rows, asked, room, out)


def _entry(version: int) -> Callable[..., int]:
    """The kernel, with the version of its sources compiled in: numba's cache then tells one version from another."""

    def fill_rows(
        first: NDArray,
        records: Records,
        links: Links,
        turns: NDArray,
        cover: Cover,
        rows: Rows,
        asked: Asked,
        out: NDArray,
    ) -> int:
        for begin in range(0, len(rows.who), AT_A_TIME):
            end = min(begin + AT_A_TIME, len(rows.who))
            most, ties = room_for(first, links, rows.who[begin:end])
            dates = np.diff(rows.first[begin : end + 1]).max()
            room = Room(
                np.empty((len(asked.leads), most), np.uint64),
                np.empty(len(asked.leads), np.int64),
                np.empty(most, np.uint64),
                np.empty(most, np.uint64),
                np.empty(most, np.uint64),
                np.empty((ties, dates), np.int64),
                np.empty((cover.asks.shape[1], dates), np.bool_),
            )
            fill_unrecorded((rows.first[begin], rows.first[end]), asked, out)
            for q in range(begin, end):
                days = (rows.first[q], rows.first[q + 1])
                fill_cells(rows.who[q], days, first, records, links, turns, cover, rows, asked, room, out)
        return version

    return fill_rows


fill = compiled(_entry(stamp()))
