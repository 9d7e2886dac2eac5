"""policy.toml, read strictly: an unknown or missing entry is refused, so that no threshold is ever a silent default."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from records.refusal import WrongUse

FILE = "policy.toml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Partnership(_Strict):
    name: str
    owner: str


class CohortPolicy(_Strict):
    min_age: int
    max_age: int
    known_within_days: int


class Bar(_Strict):
    auc_at_least: float
    auc_at_most: float
    lift_over_plain_count: float
    slope_low: float
    slope_high: float


class TargetPolicy(_Strict):
    title: str
    question: str
    horizon_days: int
    maturity_days: int
    min_positives: int
    bar: Bar


class OtherOutcomes(_Strict):
    min_positives: int
    bar: Bar


class TrainingPolicy(_Strict):
    look_back_days: int
    dates_a_slice: int
    most_train_dates: int
    bootstraps: int
    search_trials: int
    table_capacity_share: float


class Capacity(_Strict):
    weekly_slots: int
    review_multiple: int
    most_per_request: int
    cool_off_days: int


class ScorePolicy(_Strict):
    expires_days: int
    strong: float
    moderate: float
    slight: float


class AuditPolicy(_Strict):
    confidence: float
    power: float
    gap_ratio: float
    gap_difference: float
    internal_threshold: int
    published_low: int
    published_high: int
    round_to: int
    review_months: int


class Policy(_Strict):
    """The whole of policy.toml."""

    partnership: Partnership
    cohort: CohortPolicy
    targets: dict[str, TargetPolicy]
    other_outcomes: OtherOutcomes
    training: TrainingPolicy
    capacity: Capacity
    score: ScorePolicy
    audit: AuditPolicy
    purposes: dict[str, str]


def load_policy(path: Path | None = None) -> Policy:
    """The policy at `path`, else `policy.toml` of the working folder, else the one beside the packages."""
    chosen = path or usual_place()
    if not chosen.is_file():
        raise WrongUse(f"--policy must name a file; there is no file {chosen.name}")
    try:
        return Policy.model_validate(tomllib.loads(chosen.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUse(f"{chosen.name} must be TOML in UTF-8: {error}") from error
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise WrongUse(f"{chosen.name} has entries that can't be used: {faults}") from error


def usual_place() -> Path:
    """Where the policy stands that holds when none is named; WrongUse where there is none."""
    places = (Path(FILE), Path(__file__).resolve().parent.parent / FILE)
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise WrongUse(f"{FILE} must be in the working folder or named with --policy; none was found")
    return found
