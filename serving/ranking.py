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

from features.age import age_as_of
from features.build import indicators_as_of
from records.store import Snapshot
from serving.view import Model, View
from training.cohort import CohortRule, eligibility

KEPT = 16  # rankings held in memory: the current ones, and a few as-of dates that somebody asks about


@dataclass(frozen=True)
class Place:
    """Where a person stands within one target: rank from 1, and band."""

    rank: int
    band: str


Places = Mapping[str, Place]


def places(view: View, models: Mapping[str, Model], as_of: date) -> dict[str, Places]:
    """By target, the place of everyone in the model's cohort as of the date."""
    return {target: _places(view.snapshot, model, as_of) for target, model in models.items()}


def in_order(ranked: Mapping[str, Places]) -> list[tuple[str, str]]:
    """(person_id, target that put them there), best first: by the better rank, then target, then person_id."""
    best: dict[str, tuple[int, int, str]] = {}
    for order, (target, found) in enumerate(ranked.items()):
        for person_id, place in found.items():
            best[person_id] = min(best.get(person_id, (place.rank, order, target)), (place.rank, order, target))
    ordered = sorted(best.items(), key=lambda one: (one[1][:2], one[0]))
    return [(person_id, target) for person_id, (_, _, target) in ordered]


@lru_cache(maxsize=KEPT)
def _places(snapshot: Snapshot, model: Model, as_of: date) -> Places:
    people = eligible(snapshot, model.bundle.cohort, as_of)
    ids = people["person_id"].to_pylist()
    if not ids:
        return {}
    margins = model.bundle.margins(_rows(snapshot, people, model, as_of))
    ranked = np.lexsort((np.array(ids), -margins))
    return {
        ids[row]: Place(rank, model.bundle.band_of(float(margins[row]))) for rank, row in enumerate(ranked.tolist(), 1)
    }


def eligible(snapshot: Snapshot, rule: CohortRule | None, as_of: date) -> pa.Table:
    """The people who may be scored as of the date."""
    if rule is None:
        return snapshot.people()
    why_not = eligibility(snapshot.people(), snapshot.events(), as_of, rule)["why_not"]
    return snapshot.people().filter(why_not.is_null())


def _rows(snapshot: Snapshot, people: pa.Table, model: Model, as_of: date) -> np.ndarray:
    asked = pa.table({"person_id": people["person_id"], "as_of": pa.array([as_of] * len(people), pa.date32())})
    built = indicators_as_of(snapshot.events(), asked, model.bundle.catalogue)
    columns = [built[name].to_numpy(zero_copy_only=False) for name in model.bundle.catalogue.names]
    return np.column_stack([*columns, age_as_of(people["born_on"], as_of)]).astype(np.float64)
