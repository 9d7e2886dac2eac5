"""One person's score: a model, a person's records and an as-of date in; a band, its chance and its reasons out. Pure.

The hot path is one numpy row in fixed order and one exact decomposition of its margin; the chance is taken from the
row's sum, so that what is shown as reasons adds up to what is shown as score.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from features.age import age_as_of
from features.build import one_row
from records.events import PEOPLE
from records.store import PersonRecords, Snapshot
from serving.reasons import AROUND, Case, Part, backed, case_of, estimated_share, reasons
from serving.view import Model, prepared_for
from training.cohort import eligibility
from training.policy import Policy

NO_MODEL = "no model for this is approved for your use"
AGE_CONTEXT = {"theme": "Age", "text": "Age is one of the inputs; it is never a reason"}
LIMITS = (
    "A band orders a list of conversations. It says nothing certain about any one young person.",
    "Not prioritised does not mean that no help is needed: what agencies do not know can’t be counted.",
    "Check each reason against its records and what you know; a wrong record can be corrected.",
    "Not for enforcement, and never a ground to suspect anybody.",
)


@dataclass(frozen=True)
class Scored:
    """A scored row: the margin, what each input added to it (base last), and the inputs' values."""

    margin: float
    contributions: NDArray[np.float64]
    values: NDArray[np.float64]


@dataclass(frozen=True)
class Origin:
    """Whose records are scored: those of somebody held in the snapshot, with people around them, or those that a caller
    sent. What the partnership's feeds cover is the snapshot's either way."""

    snapshot: Snapshot
    held: bool


def targets(
    models: dict[str, Model],
    records: PersonRecords,
    as_of: date,
    policy: Policy,
    seen: Callable[[str], bool],
    origin: Origin,
) -> dict[str, Any]:
    """The answer for every target of policy.toml; `not_scored`, with why, where no model may be shown."""
    case = case_of(records.events, as_of, seen, policy.score)
    return {
        target: one_target(models[target], records, as_of, case, origin)
        if target in models
        else {"band": "not_scored", "why": NO_MODEL}
        for target in policy.targets
    }


def one_target(model: Model, records: PersonRecords, as_of: date, case: Case, origin: Origin) -> dict[str, Any]:
    """One target's band, chance, observed range and reasons, or `not_scored` with why."""
    why = why_not(model, records, as_of)
    if why is not None:
        return {"band": "not_scored", "why": why, "model": model.card()}
    scored = score(model, records, as_of, origin)
    low, high = model.bundle.observed_range(scored.margin)
    found = backed(_parts(model, scored), case)
    told = reasons(found, case)
    told["context"].append(AGE_CONTEXT)
    return {
        "band": model.bundle.band_of(scored.margin),
        "chance_in_100": 100 * chance(model, scored.margin),
        "range": [100 * low, 100 * high],
        **told,
        "estimated_share": estimated_share(found, case),
        "model": model.card(),
    }


def why_not(model: Model, records: PersonRecords, as_of: date) -> str | None:
    """Why the person is outside the model's cohort as of the date, or None."""
    if model.bundle.cohort is None:
        return None
    person = pa.Table.from_pylist([records.person], schema=PEOPLE)
    reason: str | None = eligibility(person, records.events, as_of, model.bundle.cohort)["why_not"][0].as_py()
    return reason


def score(model: Model, records: PersonRecords, as_of: date, origin: Origin) -> Scored:
    """The margin of one person and what it is made of, in log-odds."""
    values = np.append(_values(model, records, as_of, origin), _age(records, as_of))
    contributions = model.bundle.contributions(values[None, :])[0]
    return Scored(float(contributions.sum()), contributions, values)


def chance(model: Model, margin: float) -> float:
    """The calibrated chance of a margin, in full precision."""
    return float(model.bundle.calibration.chances(np.array([margin]))[0])


def _values(model: Model, records: PersonRecords, as_of: date, origin: Origin) -> NDArray[np.float64]:
    """The indicators: from what was prepared of the snapshot, or from the records that the caller sent."""
    person_id, catalogue = records.person["person_id"], model.bundle.catalogue
    if origin.held:
        return prepared_for(origin.snapshot, catalogue).row(person_id, as_of)
    person = pa.Table.from_pylist([records.person], schema=PEOPLE)
    coverage = origin.snapshot.coverage()
    values = one_row(records.events, as_of, catalogue, person_id=person_id, people=person, coverage=coverage)
    if len(records.links):  # a caller may say who is around somebody, but sends no records of theirs
        values[[one.measure == AROUND for one in catalogue.indicators]] = np.nan
    return values


def _age(records: PersonRecords, as_of: date) -> float:
    return float(age_as_of(pa.array([records.person["born_on"]], pa.date32()), as_of)[0])


def _parts(model: Model, scored: Scored) -> list[Part]:
    """The indicators' parts; age, the last input, has none."""
    weights = scored.contributions.tolist()
    return [
        Part(indicator, value, weight)
        for indicator, value, weight in zip(model.bundle.catalogue.indicators, scored.values, weights, strict=False)
    ]
