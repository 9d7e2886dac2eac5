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
from numba.extending import register_jitable
from numpy.typing import NDArray

from features import measures
from features.measures import COUNT, DAYS_OPEN, DAYS_SINCE, DECAYED, DISTINCT, EVER, OPEN_NOW, TOTAL, Records
from features.plan import Asked
from records import visibility
from records.visibility import visible

COMPILED_IN = (
    visibility.visible,
    visibility.ended,
    measures.total,
    measures.decayed,
    measures.distinct,
    measures.open_now,
    measures.days_open,
    measures.trend,
)
# Without reference counts, which the inner loops would spend nine tenths of their time on; nothing in them allocates.
_inner = register_jitable(_nrt=False)
for function in COMPILED_IN:
    _inner(function)


class Rows(NamedTuple):
    """Who is asked for and when: the rows of person p stand at `first[p]:first[p + 1]` of `as_of` and `place`, the
    row of the answer."""

    first: NDArray[np.int64]
    as_of: NDArray[np.int32]
    place: NDArray[np.int64]


@_inner
def choose(counts: NDArray[np.bool_], group: NDArray[np.int16], first: int, last: int, chosen: NDArray) -> int:
    """Write the positions of the records that an indicator counts at any date; say how many. Without a branch, since
    no processor guesses this one."""
    n = 0
    for i in range(first, last):
        chosen[n] = i
        n += counts[group[i]]
    return n


@_inner
def hold(records: Records, chosen: NDArray, n: int, as_of: int, since: int, held: NDArray) -> int:
    """Of the chosen, write those that count as of the date and happened on or after `since`; say how many."""
    kept = 0
    for k in range(n):
        i = chosen[k]
        held[kept] = i
        happened = records.happened[i]
        kept += (happened >= since) & visible(happened, records.known[i], records.superseded[i], as_of)
    return kept


@_inner
def measured(records: Records, asked: Asked, j: int, held: NDArray, n: int, as_of: int) -> float:
    """The value of indicator j over the records held, of which there is at least one."""
    measure = asked.measure[j]
    if measure == COUNT:
        return float(n)
    if measure == EVER:
        return 1.0
    if measure == DAYS_SINCE:
        return float(as_of - records.happened[held[n - 1]])
    if measure == TOTAL:
        return measures.total(records, held, n)
    if measure == DECAYED:
        return measures.decayed(records, held, n, as_of, asked.half_life[j], asked.column[j])
    if measure == DISTINCT:
        return measures.distinct(records, held, n, asked.column[j])
    if measure == OPEN_NOW:
        return measures.open_now(records, held, n, as_of)
    if measure == DAYS_OPEN:
        return measures.days_open(records, held, n, as_of, asked.window[j])
    return measures.trend(records, held, n, as_of, asked.window[j])


@_inner
def fill_cells(
    mine: tuple[int, int],
    rows: Rows,
    dates: tuple[int, int],
    records: Records,
    asked: Asked,
    chosen: NDArray,
    held: NDArray,
    out: NDArray,
) -> None:
    """Write every indicator of one person (records from `mine[0]` to `mine[1]`) as of each of their dates into `out`
    [indicators, rows]; `chosen` and `held` are room to work in."""
    for j in range(len(asked.measure)):
        n = choose(asked.counts[j], records.group, mine[0], mine[1], chosen)
        none = np.nan if asked.measure[j] == DAYS_SINCE else 0.0
        for row in range(dates[0], dates[1]):
            as_of = rows.as_of[row]
            kept = hold(records, chosen, n, as_of, as_of - asked.reach[j], held) if n else 0
            out[j, rows.place[row]] = measured(records, asked, j, held, kept, as_of) if kept else none


def _entry(stamp: int) -> Callable[..., int]:
    def fill(first: NDArray, records: Records, rows: Rows, asked: Asked, out: NDArray) -> int:
        for p in numba.prange(len(first) - 1):
            mine, dates = (first[p], first[p + 1]), (rows.first[p], rows.first[p + 1])
            chosen, held = np.empty(mine[1] - mine[0], np.int64), np.empty(mine[1] - mine[0], np.int64)
            fill_cells(mine, rows, dates, records, asked, chosen, held, out)
        return stamp

    return fill


def _stamp() -> int:
    """A digest of the sources compiled in: numba's own cache looks only at the file that the entry stands in."""
    sources = (__file__, measures.__file__, visibility.__file__)
    return int.from_bytes(hashlib.sha256(b"".join(Path(source).read_bytes() for source in sources)).digest()[:7])


def _compile(parallel: bool) -> Callable[..., int]:
    fill = _entry(2 * _stamp() + parallel)
    try:
        return numba.njit(cache=True, parallel=parallel)(fill)
    except RuntimeError:  # nowhere to keep compiled code: a read-only install without a home
        return numba.njit(parallel=parallel)(fill)


fill_everyone = _compile(parallel=True)
fill_one = _compile(parallel=False)
