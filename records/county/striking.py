"""Who is struck by which hazard in a month: every hazard's chance for everyone at once, one product of matrices.

`lives` asks month by month; the chances are those of `Hazard`: a yearly rate moved by factors on the log scale, by
age, capped, and only where a life is present and in the state that the hazard needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from records.county.dates import Array
from records.county.hazards.hazard import FACTORS, Hazard
from records.county.state import OLDEST, ROW, State

BLOCK = 8192  # people at a time, so that their chances stay in the processor's cache
AGES = np.arange(0, OLDEST + 1)


class Chances:
    """The chances of `hazards`, as arrays in their order; `times` multiplies yearly rates by name.

    `seldom` are those that need a state which few are in, by the factors of it: only those few are looked at.
    """

    def __init__(self, hazards: tuple[Hazard, ...], times: Mapping[str, float]) -> None:
        self.hazards = hazards
        yearly = [hazard.per_year * times.get(hazard.name, 1.0) for hazard in hazards]
        base = np.log(np.array(yearly) / 12)
        self.most = (np.array([hazard.at_most for hazard in hazards]) / 12).astype(np.float32)[:, None]
        self.weights = np.zeros((len(hazards), len(FACTORS)), np.float32)
        for row, hazard in enumerate(hazards):
            for name, weight in hazard.weights.items():
                self.weights[row, ROW[name]] = weight
        curves = [np.interp(AGES, list(hazard.ages), list(hazard.ages.values())) for hazard in hazards]
        with np.errstate(divide="ignore"):
            self.by_age = (np.log(np.array(curves)) + base[:, None]).astype(np.float32)
        self.needs = [[ROW[name] for name in hazard.while_in] for hazard in hazards]
        self.seldom: dict[tuple[int, ...], Array] = {}
        for needed in {tuple(rows): None for rows in self.needs if rows and rows != [ROW["at_school"]]}:
            self.seldom[needed] = np.flatnonzero([tuple(rows) == needed for rows in self.needs])
        rare = np.concatenate([np.empty(0, np.intp), *self.seldom.values()])
        self.often = np.setdiff1d(np.arange(len(hazards)), rare)

    def monthly(self, state: State) -> Array:
        """The chance in the month that begins [hazards, people]."""
        of = np.arange(len(self.hazards))
        rate = self._unbound(state, slice(None), of) * state.present
        return rate / (1 + rate / self.most)

    def _unbound(self, state: State, rows: slice | Array, of: Array) -> Array:
        """The chance before it is held to its most [hazards `of`, people at `rows`], present or not."""
        factors = state.factors[:, rows]
        rate = self.weights[of] @ factors
        rate += np.take(self.by_age[of].T, state.years[rows], axis=0).T
        np.exp(rate, out=rate)
        for row, hazard in enumerate(of):
            if self.needs[hazard]:
                rate[row] *= factors[self.needs[hazard]].max(0)
        return rate

    def struck(self, state: State, rng: np.random.Generator) -> Iterator[tuple[Hazard, Array]]:
        """Each hazard with the people whom it strikes this month, in the order of the hazards."""
        found: list[list[Array]] = [[] for _ in self.hazards]
        for start in range(0, len(state.people), BLOCK):
            block = slice(start, start + BLOCK)
            for hazard, hit in self._strike(state, block, self._possible(state, block), rng):
                found[hazard].append(hit + start)
        for needed, of in self.seldom.items():
            rows = np.flatnonzero(state.factors[list(needed)].max(0) * state.present)
            for hazard, hit in self._strike(state, rows, of, rng):
                found[hazard].append(rows[hit])
        for one, people in zip(self.hazards, found, strict=True):
            yield one, np.concatenate(people) if people else np.empty(0, np.intp)

    def _strike(
        self, state: State, rows: slice | Array, of: Array, rng: np.random.Generator
    ) -> Iterator[tuple[int, Array]]:
        if not len(of):
            return
        rate = self._unbound(state, rows, of)
        drawn = rng.random(rate.shape, np.float32)
        hit = np.flatnonzero(drawn < rate)
        row, person = np.divmod(hit, max(1, rate.shape[1]))
        bound = rate.ravel()[hit] / (1 + rate.ravel()[hit] / self.most[of[row], 0])
        struck = (drawn.ravel()[hit] < bound) & state.present[rows][person]
        row, person = row[struck], person[struck]
        ends = np.searchsorted(row, np.arange(len(of) + 1))
        for place, hazard in enumerate(of):
            if ends[place] < ends[place + 1]:
                yield int(hazard), person[ends[place] : ends[place + 1]]

    def _possible(self, state: State, rows: slice) -> Array:
        """The hazards that can strike somebody at `rows`, by age; none where nobody is present."""
        here = state.years[rows][state.present[rows]]
        if not len(here):
            return self.often[:0]
        return self.often[np.isfinite(self.by_age[self.often, here.min() : here.max() + 1]).any(1)]
