"""Disclosure control: which figures of which group may be shown, so that no small count can be worked out.

Each group is shown up to a level: nothing; its size; who came to harm; who was listed; all four counts. A level
is closed where it would show a small count, then further levels are closed until no small count can be solved
from what remains: sums of groups, rates times denominators, differences between crossed and plain tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from audits.figures import Figures
from audits.measures import CELLS, Counts
from audits.nearest import nearest
from audits.solve import Behind, Shown, Tables, remainders, span

NOTHING, SIZE, OUTCOME, LISTED, ALL = range(5)
SHOWN_AT: dict[int, tuple[tuple[str, ...], ...]] = {
    SIZE: (CELLS,),
    OUTCOME: (("tp", "fn"), ("fp", "tn")),
    LISTED: (("tp", "fp"), ("fn", "tn")),
    ALL: (("tp",), ("fp",), ("fn",), ("tn",)),
}
TINY = 1e-6
LEAST_SPAN = 2.0  # what remains must leave at least three values possible for every small count
MOST_LEFT_OPEN = 0.20  # a share that rounding alone leaves open by more is not published: it may be about ten points
# off either way, which is what the board calls a gap in reach


@dataclass(frozen=True)
class Rule:
    """Counts from `low` to `high` are small. Source: shared design, domain (published 1 to 5; internally under 10)."""

    low: int
    high: int

    def small(self, count: int) -> bool:
        """Whether a count may not be shown."""
        return self.low <= count <= self.high

    def behind(self, count: float, to: int) -> tuple[int, int]:
        """The least and the most that may lie behind a count shown to the nearest `to`. No small one does, since that
        would be hidden: where 1 to 9 are, a 10 is at least 10 and a 0 is 0."""
        told = nearest(count, to)
        possible = [n for n in range(max(0, told - to // 2), told + (to + 1) // 2) if not self.small(n)]
        return possible[0], possible[-1]


@dataclass(frozen=True)
class _Secret:
    group: int
    cells: tuple[str, ...]
    level: int


def levels(found: Sequence[Figures], rule: Rule, to: int = 1) -> list[int]:
    """The level up to which each group may be shown, in order, such that no small count can be solved. Counts of groups
    are shown to the nearest `to`; everyone comes first."""
    rests = remainders(found)
    tables = Tables.of(found, rests)
    behind = partial(rule.behind, to=to) if to > 1 else None
    allowed = [*(_primary(figures, rule) for figures in found), *[NOTHING] * len(rests)]
    for secret in _secrets([*(f.counts for f in found), *(rest.counts for rest in rests)], rule):
        while span(tables, _shown(allowed), secret.group, secret.cells, behind) < LEAST_SPAN - TINY:
            _close_one(tables, found, allowed, secret, behind)
    return allowed[: len(found)]


def _primary(figures: Figures, rule: Rule) -> int:
    for level in (SIZE, OUTCOME, LISTED, ALL):
        if any(rule.small(figures.counts.sum(cells)) for cells in SHOWN_AT[level]):
            return level - 1
    return ALL


def _secrets(counts: Sequence[Counts], rule: Rule) -> list[_Secret]:
    return [
        _Secret(index, cells, level)
        for index, one in enumerate(counts)
        for level, sums in SHOWN_AT.items()
        for cells in sums
        if rule.small(one.sum(cells))
    ]


def _shown(allowed: Sequence[int]) -> Shown:
    return [[cells for level in range(SIZE, top + 1) for cells in SHOWN_AT[level]] for top in allowed]


def _close_one(
    tables: Tables, found: Sequence[Figures], allowed: list[int], secret: _Secret, behind: Behind | None
) -> None:
    """Closes the smallest group that makes the secret hard to solve; else the one that widens it most."""
    open_still = [i for i, level in enumerate(allowed) if level >= secret.level]
    open_still.sort(key=lambda i: (not found[i].by, found[i].counts.n))
    widest, most = open_still[0], -1.0
    for index in open_still:
        width = _span_without(tables, allowed, index, secret, behind)
        if width > most + TINY:
            widest, most = index, width
        if width >= LEAST_SPAN - TINY:
            break
    allowed[widest] = secret.level - 1


def _span_without(tables: Tables, allowed: Sequence[int], closed: int, secret: _Secret, behind: Behind | None) -> float:
    tried = [secret.level - 1 if i == closed else level for i, level in enumerate(allowed)]
    return span(tables, _shown(tried), secret.group, secret.cells, behind)
