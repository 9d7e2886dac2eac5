"""The attacker: how far a hidden count can be narrowed down from the figures that are shown.

Knows every shown count exactly, or as its rounding leaves it, that counts are not negative, that a group that is named
has somebody in it, and which groups add up to which; asks a linear programme for the least and the most that a hidden
count could be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from audits.figures import Figures
from audits.measures import CELLS, Counts

Shown = list[list[tuple[str, ...]]]  # for each group, the sums of cells that are shown
Row = dict[int, float]
Behind = Callable[[int], tuple[int, int]]  # the least and the most that may lie behind a count as it is shown


@dataclass(frozen=True)
class Rest:
    """Those of the group at `whole` whom the groups at `parts`, of one other table, leave over."""

    whole: int
    parts: tuple[int, ...]
    counts: Counts


@dataclass(frozen=True)
class Tables:
    """The true counts as one vector (four cells a group), the sums between groups that anybody knows, and how many of
    the groups, the first ones, are named."""

    counts: np.ndarray
    sums: tuple[Row, ...]
    named: int

    @classmethod
    def of(cls, found: Sequence[Figures], rests: Sequence[Rest]) -> Tables:
        """From the figures of one report and, after them, what is left over: a whole equals its parts and its rest."""
        every = [f.counts for f in found] + [rest.counts for rest in rests]
        counts = np.array([getattr(one, cell) for one in every for cell in CELLS], dtype=float)
        whole_of = [(whole, parts) for whole, parts, left in _splits(found) if not left.n]
        whole_of += [(rest.whole, [*rest.parts, len(found) + i]) for i, rest in enumerate(rests)]
        return cls(counts, tuple(row for whole, parts in whole_of for row in _sums(whole, parts)), len(found))


def span(tables: Tables, shown: Shown, group: int, cells: tuple[str, ...], behind: Behind | None = None) -> float:
    """The most less the least that a sum of one group's cells could be, given what is shown: what may lie `behind` it
    (None: it is exact), and of everyone, the first, exactly."""
    width = len(tables.counts)
    known = [(g, _row(g, c)) for g, sums in enumerate(shown) for c in sums]
    exact = _matrix([*(row for g, row in known if not behind or g == 0), *tables.sums], width)
    rounded = _matrix([row for g, row in known if behind and g > 0], width)
    between = [behind(round(count)) for count in rounded @ tables.counts] if behind else []
    least_told, most_told = np.array(between, dtype=float).reshape(-1, 2).T
    fixed = {"A_eq": exact, "b_eq": exact @ tables.counts}
    somebody = _matrix([_row(g, CELLS) for g in range(tables.named)], width)
    within = {
        "A_ub": vstack([rounded, -rounded, -somebody]),
        "b_ub": np.concatenate([most_told, -least_told, -np.ones(tables.named)]),
    }
    goal = np.zeros(width)
    goal[list(_row(group, cells))] = 1.0
    least, most = least_and_most(goal, **fixed, **within)
    return most - least


def least_and_most(goal: np.ndarray, **known: Any) -> tuple[float, float]:
    """The least and the most that a sum of counts could be under what is `known` of them, as `linprog` takes it;
    infinite where nothing holds it. No count is under 0."""
    least, most = (linprog(sign * goal, **known, method="highs") for sign in (1.0, -1.0))
    return float(least.fun), float("inf") if most.status == 3 else -float(most.fun)


def _row(group: int, cells: tuple[str, ...]) -> Row:
    return {group * len(CELLS) + CELLS.index(cell): 1.0 for cell in cells}


def _matrix(rows: Sequence[Row], width: int) -> csr_array:
    where = [(i, j, value) for i, row in enumerate(rows) for j, value in row.items()]
    if not where:
        return csr_array((0, width))
    i, j, values = zip(*where, strict=True)
    return csr_array((values, (i, j)), shape=(len(rows), width))


def _sums(whole: int, parts: Sequence[int]) -> list[Row]:
    size = len(CELLS)
    return [{whole * size + c: 1.0} | {part * size + c: -1.0 for part in parts} for c in range(size)]


def remainders(found: Sequence[Figures]) -> list[Rest]:
    """What no table names and anybody can subtract: a group less the groups of another table inside it."""
    return [Rest(whole, tuple(parts), left) for whole, parts, left in _splits(found) if left.n]


def _splits(found: Sequence[Figures]) -> Iterator[tuple[int, list[int], Counts]]:
    """(whole, parts, what is left over) for every group and every other table with groups inside it."""
    tables = sorted({f.by for f in found if f.by})
    for whole, figures in enumerate(found):
        for table in tables:
            parts = [i for i, f in enumerate(found) if f.by == table and _inside(f, figures)]
            if parts and table != figures.by:
                yield whole, parts, _left_over(found, whole, parts)


def _left_over(found: Sequence[Figures], whole: int, parts: Sequence[int]) -> Counts:
    named = {cell: sum(getattr(found[i].counts, cell) for i in parts) for cell in CELLS}
    return Counts(*(getattr(found[whole].counts, cell) - named[cell] for cell in CELLS))


def _inside(part: Figures, whole: Figures) -> bool:
    """A crossing lies inside its margins, everything inside everyone, a finer group inside the one it is of."""
    stated = dict(zip(part.by, part.group, strict=True))
    agrees = [stated.get(b) == g or (b, g) in part.within for b, g in zip(whole.by, whole.group, strict=True)]
    return all(agrees)
