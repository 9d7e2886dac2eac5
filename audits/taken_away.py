"""What can be had by adding and taking away: no small count of one table of linkage may follow from all of them.

Everyone is the sum of each table's groups, and a broad ethnic group the sum of those reported apart from it and the
rest. Whoever knows every shown figure asks a linear programme how small and how large each hidden one could be; of one
that was rounded they know no more than the rounding leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linprog

from audits.nearest import nearest

Json = dict[str, Any]
WHATS: dict[str, tuple[str, ...]] = {  # counts, each with the figures that tell it
    "pairs": ("pairs", "missed", "recall", "precision"),
    "missed": ("missed", "recall"),
    "wrong": ("precision",),
}
LEAST_SPAN = 2.0  # as in audits.disclosure: at least three values possible for every small count
LEAST_STEP = 0.5  # a pair counts a half at each of its ends
TINY = 1e-6
Ends = tuple[np.ndarray, np.ndarray]
Spans = Callable[[set[int]], float]


@dataclass(frozen=True)
class Line:
    """One line of a table as it is `told`, and the true counts behind it by their name in WHATS. A line that is told
    nowhere, such as what the groups of a table leave over, has None."""

    told: Json | None
    counts: Mapping[str, float]

    def tells(self, what: str) -> bool:
        """Whether a count can be read off the line."""
        if self.told is None:
            return False
        found = self.told[WHATS[what][0]]
        return (found if what == "pairs" else found["value"]) is not None

    def hide(self, what: str) -> None:
        """Takes the figures out that tell a count, with what bounds them."""
        assert self.told is not None
        for name in WHATS[what]:
            self.told[name] = None if name == "pairs" else dict.fromkeys(self.told[name])


@dataclass(frozen=True)
class Sum:
    """A line by its place, and those that add up to it."""

    whole: int
    parts: tuple[int, ...]


def hide_what_follows(lines: Sequence[Line], sums: Sequence[Sum], least: Mapping[str, int], to: int = 1) -> None:
    """Hides further counts, the smallest groups' first, until no hidden count under `least` can be told within two.
    Counts are told to the nearest `to`."""
    for what in WHATS:
        true = np.array([line.counts[what] for line in lines])
        hidden = {at for at, line in enumerate(lines) if not line.tells(what)}
        for secret in [at for at in sorted(hidden) if 0 < true[at] < least[what]]:
            _hide_until(secret, hidden, lines, sums, what, _known(true, to))


def _known(true: np.ndarray, to: int) -> Ends:
    """Between what each count lies for whoever reads it to the nearest `to`; they are halves at the finest."""
    if to == 1:
        return true, true
    told = np.array([nearest(count, to) for count in true])
    return np.maximum(told - to / 2, 0), told + to / 2 - LEAST_STEP


def _hide_until(
    secret: int, hidden: set[int], lines: Sequence[Line], sums: Sequence[Sum], what: str, known: Ends
) -> None:
    def width(unknown: set[int]) -> float:
        return span(secret, unknown, sums, known)

    while width(hidden) < LEAST_SPAN - TINY:
        closing = _next(hidden, lines, sums, width)
        if closing is None:
            return
        lines[closing].hide(what)
        hidden.add(closing)


def _next(hidden: set[int], lines: Sequence[Line], sums: Sequence[Sum], width: Spans) -> int | None:
    """The smallest line that makes the secret hard to tell, else the one that widens it most; a sum is hidden last."""
    wholes = {one.whole for one in sums}
    parts = {part for one in sums for part in one.parts if lines[part].told is not None} - hidden
    order = sorted(parts, key=lambda at: (at in wholes, lines[at].counts["pairs"], at))
    wide = [(at, width(hidden | {at})) for at in order]
    enough = [at for at, found in wide if found >= LEAST_SPAN - TINY]
    return enough[0] if enough else max(wide, key=lambda one: one[1])[0] if wide else None


def span(secret: int, hidden: set[int], sums: Sequence[Sum], known: Ends) -> float:
    """The most less the least that a hidden count could be, given the ends [lines] between which each other lies."""
    matrix = np.zeros((len(sums), len(known[0])))
    for row, one in enumerate(sums):
        matrix[row, one.whole] = 1.0
        matrix[row, list(one.parts)] = -1.0
    bounds = [(0.0, None) if at in hidden else ends for at, ends in enumerate(zip(*known, strict=True))]
    goal = np.array([float(at == secret) for at in range(len(bounds))])
    right = np.zeros(len(sums))
    ends = [linprog(sign * goal, A_eq=matrix, b_eq=right, bounds=bounds, method="highs") for sign in (1.0, -1.0)]
    least, most = (float("inf") if end.status == 3 else float(end.fun) for end in ends)
    return float("inf") if np.isinf([least, most]).any() else -most - least
