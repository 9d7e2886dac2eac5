"""policy.toml, read strictly: an unknown or missing entry is refused, so that no threshold is ever a silent default."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from records.agreed_checks import IngestChecks
from records.policy import LinkagePolicy, held_to, read_file, usual_place
from records.retention import Retention


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
    linkage: LinkagePolicy
    retention: Retention
    ingest_checks: IngestChecks
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
    return held_to(Policy, read_file(path), (path or usual_place()).name)
