"""`reachable train STORE`: dates, cohort, indicators and labels from the store, then one tracked bundle a target.

The table is built once for all targets; each target sees only the indicators that name it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from features.catalogue import Catalogue
from records.refusal import Refused
from records.store import Snapshot
from training.bands import slots
from training.bundle import Bundle
from training.cohort import CohortRule
from training.days import day_numbers
from training.fitting import Slice, Study, fit
from training.linked_later import linked_later
from training.named_kinds import refuse_unknown_kinds
from training.outcome import Outcome, labels
from training.policy import Policy
from training.provenance import code_sha256, library_versions
from training.ripe import span
from training.split import Split, plan
from training.table import build_table, columns_of

AGE = "age"


@dataclass(frozen=True)
class Order:
    """What is asked of one training: the rules it goes by and, where wanted, dates of one's own."""

    outcomes: tuple[Outcome, ...]
    cohort: CohortRule
    catalogue: Catalogue
    quick: bool = False
    test_dates: tuple[date, ...] = ()
    look_back_days: int | None = None


@dataclass(frozen=True)
class Trained:
    """A bundle before it is registered, with the test slice that judged it."""

    bundle: Bundle
    test: Slice


def train_store(snapshot: Snapshot, order: Order, policy: Policy, say: Callable[[str], None]) -> list[Trained]:
    """One bundle for each outcome, in order; `say` is told each step. Refused where the store can't carry it."""
    refuse_unknown_kinds(snapshot, order.outcomes, order.cohort)
    splits = {one.name: plan_dates(snapshot, one, order, policy) for one in order.outcomes}
    dates = sorted({day for split in splits.values() for day in split.dates})
    say(f"building {len(order.catalogue)} indicators on {len(dates)} dates, {dates[0]} to {dates[-1]}")
    table = build_table(snapshot, dates, order.cohort, order.catalogue, None)
    say(f"{len(table):,} rows of {len(pc.unique(table['person_id'])):,} people")
    trained = []
    for outcome in order.outcomes:
        study = _study(snapshot, table, outcome, splits[outcome.name], order, policy)
        say(f"{outcome.name}: training on {study.train.counts()['positives']:,} positive rows")
        trained.append(Trained(fit(study, policy, order.quick), study.test))
    return trained


def plan_dates(snapshot: Snapshot, outcome: Outcome, order: Order, policy: Policy) -> Split:
    """The split for one outcome, over the days on which the store shows that outcomes could become known."""
    first, last = span(snapshot, outcome)
    return plan(
        first=first,
        last=last,
        horizon_days=outcome.horizon_days,
        maturity_days=outcome.maturity_days,
        look_back_days=policy.training.look_back_days if order.look_back_days is None else order.look_back_days,
        dates_a_slice=policy.training.dates_a_slice,
        most_train_dates=policy.training.most_train_dates,
        test_dates=order.test_dates,
    )


def _study(snapshot: Snapshot, table: pa.Table, outcome: Outcome, split: Split, order: Order, policy: Policy) -> Study:
    catalogue = order.catalogue.for_target(outcome.name)
    if not len(catalogue):
        raise Refused(f"no indicator of the catalogue names {outcome.name} in its direction: it would have no input")
    terms = policy.targets.get(outcome.name, policy.other_outcomes)
    inputs = (*catalogue.names, AGE)
    slices = _slices(table, split, inputs, labels(snapshot.events(), table, outcome))
    directions = (*(one.direction[outcome.name] for one in catalogue.indicators), "either")
    return Study(
        name=outcome.name,
        target=outcome.name,
        **slices,
        inputs=inputs,
        directions=directions,
        themes=(*(one.theme for one in catalogue.indicators), AGE),
        catalogue=catalogue,
        outcome=outcome,
        cohort=order.cohort,
        dates=split,
        capacities=_capacities(split, policy),
        min_positives=terms.min_positives,
        bar=terms.bar,
        plain=_plain(outcome, inputs),
        evidence=_evidence(snapshot, order) | {"linked_later": linked_later(snapshot, table, _dates(split))},
    )


def _slices(table: pa.Table, split: Split, inputs: Sequence[str], outcome: np.ndarray) -> dict[str, Slice]:
    rows, as_of = columns_of(table, inputs), day_numbers(table["as_of"])
    people = pc.index_in(table["person_id"], pc.unique(table["person_id"])).to_numpy().astype(np.int64)
    found = {}
    for name in ("train", "calibration", "test"):
        mine = np.isin(as_of, day_numbers(pa.array(getattr(split, name), pa.date32())))
        found[name] = Slice(rows[mine], outcome[mine], people[mine])
    return found


def _dates(split: Split) -> dict[str, tuple[date, ...]]:
    return {name: tuple(getattr(split, name)) for name in ("train", "calibration", "test")}


def _capacities(split: Split, policy: Policy) -> tuple[int, int]:
    weekly = policy.capacity.weekly_slots
    return slots(weekly, len(split.calibration)), slots(weekly, len(split.test))


def _plain(outcome: Outcome, inputs: Sequence[str]) -> str | None:
    if outcome.plain_count is not None and outcome.plain_count not in inputs:
        raise Refused(f"{outcome.name}: plain_count must name an indicator of the catalogue for this outcome")
    return outcome.plain_count


def _evidence(snapshot: Snapshot, order: Order) -> dict[str, object]:
    return {
        "data_sha256": snapshot.sha,
        "data_to": snapshot.last_receipt(),
        "code_sha256": code_sha256(),
        "catalogue_sha256": order.catalogue.fingerprint,
        "libraries": library_versions(),
        "quick": order.quick,
    }
