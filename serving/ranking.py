"""Everybody's rank as of a date, within each target, by raw margin; the two are never mixed into one score.

The list is this week's top by the better of a person's two ranks, ties to the first target of policy.toml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from features.age import age_as_of
from records.store import Snapshot
from serving.view import Model, View, prepared_for
from training.cohort import CohortRule, eligibility

KEPT = 16  # rankings held in memory: the current one for each team, and a few as-of dates that somebody asks about


@dataclass(frozen=True)
class Place:
    """Where a person stands within one target: rank from 1, and band."""

    rank: int
    band: str


Places = Mapping[str, Place]


@dataclass(frozen=True, eq=False)
class Ranking:
    """By target, the place of everyone in the model's cohort; and everyone in order, with the target that put them
    there: by the better rank, then target, then person_id."""

    places: dict[str, Places]
    order: tuple[tuple[str, str], ...]


def ranking(view: View, models: Mapping[str, Model], as_of: date) -> Ranking:
    """The ranking by these models as of a date; computed once for a snapshot, and then kept."""
    return _ranking(view.snapshot, tuple(models.items()), as_of)


def in_order(places: Mapping[str, Places]) -> tuple[tuple[str, str], ...]:
    """(person_id, target that put them there), best first."""
    best: dict[str, tuple[int, int, str]] = {}
    for order, (target, found) in enumerate(places.items()):
        for person_id, place in found.items():
            mine = (place.rank, order, target)
            best[person_id] = min(best.get(person_id, mine), mine)
    ordered = sorted(best.items(), key=lambda one: (one[1][:2], one[0]))
    return tuple((person_id, target) for person_id, (_, _, target) in ordered)


@lru_cache(maxsize=KEPT)
def _ranking(snapshot: Snapshot, models: tuple[tuple[str, Model], ...], as_of: date) -> Ranking:
    places = {target: _places(snapshot, model, as_of) for target, model in models}
    return Ranking(places, in_order(places))


def _places(snapshot: Snapshot, model: Model, as_of: date) -> Places:
    people = _eligible(snapshot, model.bundle.cohort, as_of)
    ids = people["person_id"].to_pylist()
    if not ids:
        return {}
    margins = model.bundle.margins(_rows(snapshot, people, model, as_of))
    best_first = np.lexsort((np.array(ids), -margins)).tolist()
    bands = [model.bundle.band_of(margin) for margin in margins.tolist()]
    return {ids[row]: Place(rank, bands[row]) for rank, row in enumerate(best_first, 1)}


def _eligible(snapshot: Snapshot, rule: CohortRule | None, as_of: date) -> pa.Table:
    if rule is None:
        return snapshot.people()
    why_not = eligibility(snapshot.people(), snapshot.events(), as_of, rule)["why_not"]
    return snapshot.people().filter(why_not.is_null())


def _rows(snapshot: Snapshot, people: pa.Table, model: Model, as_of: date) -> NDArray[np.float64]:
    ids = people["person_id"].combine_chunks()
    values = prepared_for(snapshot, model.bundle.catalogue).rows(ids, as_of)
    return np.column_stack([values, age_as_of(people["born_on"], as_of)])
