"""The table that a model is made from and audited on: one row for each person in the cohort and as-of date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from features.age import age_as_of
from features.build import indicators_as_of
from features.catalogue import Catalogue
from records.refusal import Refused, WrongUse
from records.store import Snapshot
from training.calibration import Floats
from training.cohort import CohortRule, eligibility
from training.days import day_number
from training.outcome import Outcome, labels

ENGINES = ("local", "spark")


def build_table(
    snapshot: Snapshot,
    dates: Sequence[date],
    cohort_rule: CohortRule | None,
    catalogue: Catalogue,
    outcome: Outcome | None,
    engine: str = "local",
    people: Sequence[str] | None = None,
) -> pa.Table:
    """person_id, as_of, age in years, one column an indicator, and `label` where an outcome is given.

    Rows stand by date, then in the store's order of people. Without a cohort rule every person is in; `people` leaves
    out everyone else. Refused where nobody is in on any date."""
    if engine not in ENGINES:
        raise WrongUse(f"the engine must be one of {', '.join(ENGINES)}")
    if engine == "spark":
        raise WrongUse("this version builds on one machine: use --engine local")
    rows = cohort_rows(snapshot, dates, cohort_rule, people)
    if not len(rows):
        raise Refused(f"nobody is in the cohort on any of the {len(dates)} dates asked for")
    built = indicators_as_of(snapshot.events(), rows.select(["person_id", "as_of"]), catalogue)
    built = built.add_column(2, "age", pa.array(age_as_of(rows["born_on"], rows["as_of"]), from_pandas=True))
    if outcome is None:
        return built
    return built.append_column("label", pa.array(labels(snapshot.events(), rows, outcome)))


def cohort_rows(
    snapshot: Snapshot, dates: Sequence[date], cohort_rule: CohortRule | None, people: Sequence[str] | None = None
) -> pa.Table:
    """person_id, as_of and born_on of everyone who is in, date by date."""
    known = snapshot.people()
    if people is not None:
        known = known.filter(pc.is_in(known["person_id"], pa.array(people, pa.string())))
    return pa.concat_tables([_on_one_date(known, snapshot.events(), day, cohort_rule) for day in sorted(set(dates))])


def missing_from(snapshot: Snapshot, people: Sequence[str]) -> int:
    """How many of the people named the store doesn't know, each counted once."""
    return len(set(people) - set(snapshot.people()["person_id"].to_pylist()))


def columns_of(table: pa.Table, inputs: Sequence[str]) -> Floats:
    """[rows, inputs] float64 with NaN for null, the columns in the order of `inputs`."""
    return np.column_stack([table[name].to_numpy().astype(np.float64) for name in inputs])


def _on_one_date(people: pa.Table, events: pa.Table, day: date, cohort_rule: CohortRule | None) -> pa.Table:
    if cohort_rule is not None:
        people = people.filter(pc.is_null(eligibility(people, events, day, cohort_rule)["why_not"]))
    as_of = pa.array(np.full(len(people), day_number(day), dtype=np.int32)).cast(pa.date32())
    return pa.table({"person_id": people["person_id"], "as_of": as_of, "born_on": people["born_on"]})
