"""What can be had by adding and taking away: no small count of one table of linkage may follow from all of them.

Everyone is the sum of each table's groups, and a broad ethnic group the sum of those reported apart from it and the
rest. Whoever knows every shown figure asks a linear programme how small and how large each hidden one could be. Of one
that was rounded they know what the rounding leaves, and that no small one is shown; of a hidden one, what a bound says,
that a group with a name has somebody in it, and that no more pairs are missed, or linked, than there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from audits.disclosure import LEAST_SPAN, TINY, Rule
from audits.solve import least_and_most

Json = dict[str, Any]
WHATS: dict[str, tuple[str, ...]] = {  # counts, each with the figures that tell it
    "pairs": ("pairs", "missed", "recall", "precision"),
    "missed": ("missed", "recall"),
    "right": ("recall", "missed"),  # pairs that were linked
    "wrong": ("precision",),
}
PARTS_OF_PAIRS = ("missed", "right")
STEP = 1.0  # a reader takes pairs for whole, as most are: both ends of one are mostly of one group
HALF = 0.5  # a bound under it says that a share is lower, one over it that it is higher
Ends = tuple[float, float]


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

    def names_somebody(self, what: str) -> bool:
        """Whether the line is of a group by name: it then has at least one pair."""
        return what == "pairs" and self.told is not None

    def bounds(self, what: str) -> bool:
        """Whether the line says of a hidden count that it is small."""
        bound = None if self.told is None or what == "pairs" else self.told[WHATS[what][0]]["bound"]
        return bound is not None and (bound > HALF if what == "wrong" else bound < HALF)

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


@dataclass(frozen=True)
class Reader:
    """Somebody who has every table: between what each line's count lies for them, as its figures and bounds stand and
    once they are hidden."""

    known: list[Ends]
    silent: Sequence[Ends]
    sums: Sequence[Sum]

    def width(self, secret: int, *hidden: int) -> float:
        """The most less the least that a secret count could be, were these hidden too."""
        at_hand = [self.silent[at] if at in hidden else ends for at, ends in enumerate(self.known)]
        return span(secret, self.sums, at_hand)


def hide_what_follows(lines: Sequence[Line], sums: Sequence[Sum], least: Mapping[str, int], to: int = 1) -> None:
    """Hides further counts and bounds, the smallest groups' first, until no hidden count under `least` can be told
    within two. Counts are told to the nearest `to`."""
    none_known = [float("inf")] * len(lines)
    pairs = _hide_of("pairs", lines, sums, least["pairs"], to, none_known)
    most = [ends_of(at, sums, pairs.known)[1] for at in range(len(lines))]
    for what in list(WHATS)[1:]:
        _hide_of(what, lines, sums, least[what], to, most if what in PARTS_OF_PAIRS else none_known)


def _hide_of(
    what: str, lines: Sequence[Line], sums: Sequence[Sum], least: int, to: int, most: Sequence[float]
) -> Reader:
    """Hides what tells one count too much; what a reader then knows of it, who knows the `most` of each line."""
    read = [_read(line, what, least, to, high) for line, high in zip(lines, most, strict=True)]
    known, silent = zip(*read, strict=True)
    reader = Reader(list(known), silent, sums)
    for at, line in enumerate(lines):
        if 0 < line.counts[what] < least and not line.tells(what):
            _hide_until(at, lines, what, reader)
    return reader


def _read(line: Line, what: str, least: int, to: int, most: float) -> tuple[Ends, Ends]:
    """Between what a count lies for a reader, and once it is hidden."""
    true = line.counts[what]
    silent = known = (float(line.names_somebody(what)), most)
    if line.tells(what):
        known = (true, true) if to == 1 else Rule(1, least - 1).behind(true, to)
    elif line.bounds(what):
        known = (STEP, least - STEP)
    known, silent = ((min(low, true), max(high, true)) for low, high in (known, silent))
    return known, silent


def _hide_until(secret: int, lines: Sequence[Line], what: str, reader: Reader) -> None:
    while reader.width(secret) < LEAST_SPAN - TINY:
        closing = _next(secret, lines, what, reader)
        if closing is None:
            return
        lines[closing].hide(what)
        reader.known[closing] = reader.silent[closing]


def _next(secret: int, lines: Sequence[Line], what: str, reader: Reader) -> int | None:
    """The smallest line that makes the secret hard to tell, else the one that widens it most; bounds are hidden before
    figures, and a sum last."""
    wholes = {one.whole for one in reader.sums}
    parts = {part for one in reader.sums for part in one.parts if lines[part].told is not None}
    open_still = [at for at in parts if reader.known[at] != reader.silent[at]]
    order = sorted(open_still, key=lambda at: (at in wholes, lines[at].tells(what), lines[at].counts["pairs"], at))
    wide = [(at, reader.width(secret, at)) for at in order]
    enough = [at for at, found in wide if found >= LEAST_SPAN - TINY]
    return enough[0] if enough else max(wide, key=lambda one: one[1])[0] if wide else None


def span(secret: int, sums: Sequence[Sum], known: Sequence[Ends]) -> float:
    """The most less the least that a count could be, given the ends [lines] between which each lies."""
    least, most = ends_of(secret, sums, known)
    return most - least


def ends_of(at: int, sums: Sequence[Sum], known: Sequence[Ends]) -> Ends:
    """The least and the most that a count could be, given the ends [lines] between which each lies."""
    matrix = np.zeros((len(sums), len(known)))
    for row, one in enumerate(sums):
        matrix[row, one.whole] = 1.0
        matrix[row, list(one.parts)] = -1.0
    goal = np.array([float(line == at) for line in range(len(known))])
    return least_and_most(goal, A_eq=matrix, b_eq=np.zeros(len(sums)), bounds=known)
