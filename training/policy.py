"""policy.toml, read strictly: an unknown or missing entry is refused, so that no threshold is ever a silent default;
so is one that can't be meant, such as a threshold of no people, under which nothing would be hidden."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from records.agreed_checks import IngestChecks
from records.agreements import Age
from records.entries import Entries
from records.policy import LinkagePolicy, held_to, read_file, usual_place
from records.retention import Retention

MOST = 100_000  # days, rows, people or resamples: a larger number is a slip, and some would never be through
Count = Annotated[int, Field(ge=1, le=MOST)]
CountOrNone = Annotated[int, Field(ge=0, le=MOST)]
Share = Annotated[float, Field(ge=0, le=1)]
Between = Annotated[float, Field(gt=0, lt=1)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Odds = Annotated[float, Field(ge=1, allow_inf_nan=False)]


class Partnership(Entries):
    name: str
    owner: str


class CohortPolicy(Entries):
    min_age: Age
    max_age: Age
    known_within_days: Count


class Bar(Entries):
    auc_at_least: Share
    auc_at_most: Share
    lift_over_plain_count: Finite
    slope_low: Finite
    slope_high: Finite


class TargetPolicy(Entries):
    title: str
    question: str
    horizon_days: Count
    maturity_days: CountOrNone
    min_positives: Count
    bar: Bar


class OtherOutcomes(Entries):
    min_positives: Count
    bar: Bar


class TrainingPolicy(Entries):
    look_back_days: Count
    dates_a_slice: Count
    most_train_dates: Count
    bootstraps: Count
    search_trials: CountOrNone
    table_capacity_share: Annotated[float, Field(gt=0, le=1)]


class Capacity(Entries):
    weekly_slots: Count
    review_multiple: Count
    most_per_request: Count
    cool_off_days: CountOrNone


class ScorePolicy(Entries):
    expires_days: Count
    strong: Odds
    moderate: Odds
    slight: Odds


class AuditPolicy(Entries):
    confidence: Between
    power: Between
    gap_ratio: Share
    gap_difference: Share
    internal_threshold: Count
    published_low: Count
    published_high: Count
    round_to: Count
    review_months: Count


class Policy(Entries):
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
