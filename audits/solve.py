"""The attacker: how far a hidden count can be narrowed down from the figures that are shown.

Knows every shown count exactly, that counts are not negative, and which groups add up to which; asks a linear
programme for the least and the most that a hidden count could be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from audits.figures import Figures
from audits.measures import CELLS, Counts

Shown = list[list[tuple[str, ...]]]  # for each group, the sums of cells that are shown
Row = dict[int, float]


@dataclass(frozen=True)
class Tables:
    """The true counts as one vector (four cells a group), and the sums between groups that anybody knows."""

    counts: np.ndarray
    sums: tuple[Row, ...]

    @classmethod
    def of(cls, found: Sequence[Figures]) -> Tables:
        """From the figures of one report: a group equals the groups of another table that partition it."""
        counts = np.array([getattr(f.counts, cell) for f in found for cell in CELLS], dtype=float)
        return cls(counts, tuple(row for whole, parts in _partitions(found) for row in _sums(whole, parts)))


def span(tables: Tables, shown: Shown, group: int, cells: tuple[str, ...]) -> float:
    """The most less the least that a sum of one group's cells could be, given what is shown."""
    known = [_row(g, c) for g, sums in enumerate(shown) for c in sums]
    matrix = _matrix([*known, *tables.sums], len(tables.counts))
    right = matrix @ tables.counts
    goal = np.zeros(len(tables.counts))
    goal[list(_row(group, cells))] = 1.0
    ends = [linprog(sign * goal, A_eq=matrix, b_eq=right, method="highs") for sign in (1.0, -1.0)]
    least, most = (float("inf") if end.status == 3 else float(end.fun) for end in ends)
    return float("inf") if np.isinf([least, most]).any() else -most - least


def _row(group: int, cells: tuple[str, ...]) -> Row:
    return {group * len(CELLS) + CELLS.index(cell): 1.0 for cell in cells}


def _matrix(rows: Sequence[Row], width: int) -> csr_array:
    where = [(i, j, value) for i, row in enumerate(rows) for j, value in row.items()]
    if not where:
        return csr_array((1, width))
    i, j, values = zip(*where, strict=True)
    return csr_array((values, (i, j)), shape=(len(rows), width))


def _sums(whole: int, parts: Sequence[int]) -> list[Row]:
    size = len(CELLS)
    return [{whole * size + c: 1.0} | {part * size + c: -1.0 for part in parts} for c in range(size)]


def remainders(found: Sequence[Figures]) -> list[Figures]:
    """What no table names and anybody can subtract: a group less the groups of a finer table inside it."""
    rests: list[Figures] = []
    for figures in sorted(found, key=lambda f: not f.by):
        for table in sorted({f.by for f in found if f.by} - {figures.by}):
            parts = [f for f in (*found, *rests) if f.by == table and _inside(f, figures)]
            rest = Counts(*(getattr(figures.counts, c) - sum(getattr(p.counts, c) for p in parts) for c in CELLS))
            if parts and rest.n:
                within = frozenset(zip(figures.by, figures.group, strict=True))
                rests.append(Figures(table, (f"rest of {figures.name}",) * len(table), rest, {}, {}, {}, within))
    return rests


def _partitions(found: Sequence[Figures]) -> list[tuple[int, list[int]]]:
    """(whole, parts) for every group and every other table whose groups inside it add up to it in all cells."""
    tables = sorted({f.by for f in found if f.by})
    pairs = []
    for whole, figures in enumerate(found):
        for table in tables:
            parts = [i for i, f in enumerate(found) if f.by == table and _inside(f, figures)]
            if parts and table != figures.by and _adds_up(found, whole, parts):
                pairs.append((whole, parts))
    return pairs


def _inside(part: Figures, whole: Figures) -> bool:
    """A crossing lies inside its margins, everything inside everyone, a finer group inside the one it is of."""
    stated = dict(zip(part.by, part.group, strict=True))
    agrees = [stated.get(b) == g or (b, g) in part.within for b, g in zip(whole.by, whole.group, strict=True)]
    return all(agrees)


def _adds_up(found: Sequence[Figures], whole: int, parts: Sequence[int]) -> bool:
    return all(
        sum(getattr(found[i].counts, cell) for i in parts) == getattr(found[whole].counts, cell) for cell in CELLS
    )
