"""The table that a model is made from and audited on: one row for each person in the cohort and as-of date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from features.age import age_as_of
from features.build import from_snapshot
from features.catalogue import Catalogue
from features.stream import columns_read, in_chunks
from features.written import parquet
from records.refusal import Refused, WrongUse
from records.store import Snapshot
from training.calibration import Floats
from training.cohort import CohortRule, cohort_of
from training.days import day_number
from training.outcome import Outcome, labels
from training.ripe import only_ripe

ENGINES = ("local", "spark")


@dataclass(frozen=True)
class Written:
    """What a file of indicators holds: its rows and columns, and the rows whose label is not ripe."""

    rows: int
    columns: int
    unripe: int


def build_table(
    snapshot: Snapshot,
    dates: Sequence[date],
    cohort_rule: CohortRule | None,
    catalogue: Catalogue,
    outcome: Outcome | None,
    people: Sequence[str] | None = None,
) -> pa.Table:
    """person_id, as_of, age in years, one column an indicator, and `label` where an outcome is given.

    Rows stand by date, then in the store's order of people. Without a cohort rule every person is in; `people` leaves
    out everyone else. Refused where nobody is in on any date."""
    snapshot = snapshot.until(max(dates))
    rows = _somebody(cohort_rows(snapshot, dates, cohort_rule, people), dates)
    return _beside(_labelled(snapshot, rows, outcome), from_snapshot(snapshot, rows, catalogue))


def write_table(
    snapshot: Snapshot,
    dates: Sequence[date],
    cohort_rule: CohortRule | None,
    catalogue: Catalogue,
    outcome: Outcome | None,
    out: Path,
    engine: str = "local",
    people: Sequence[str] | None = None,
) -> Written:
    """The table of `build_table` as a Parquet file, by chunks of people or on Spark: by person, then date; labels that
    are not ripe are null. The file is written whole or not at all. Refused as `build_table` is."""
    if engine not in ENGINES:
        raise WrongUse(f"the engine must be one of {', '.join(ENGINES)}")
    snapshot = snapshot.until(max(dates)).holding(columns_for(catalogue, outcome))
    rows = _somebody(cohort_rows(snapshot, dates, cohort_rule, people, by_person=True), dates)
    rows = _labelled(snapshot, rows, outcome)
    if outcome is not None:
        rows = only_ripe(rows, snapshot, outcome)
    columns = 0
    with parquet(out) as parts:
        for part, answer in _parts(snapshot, rows, catalogue, engine):
            table = _beside(part, answer)
            columns = len(table.column_names)
            parts.add(table)
    return Written(len(rows), columns, rows["label"].null_count if outcome else 0)


def cohort_rows(
    snapshot: Snapshot,
    dates: Sequence[date],
    cohort_rule: CohortRule | None,
    people: Sequence[str] | None = None,
    by_person: bool = False,
) -> pa.Table:
    """person_id, as_of and born_on of everyone who is in: date by date, or person by person; in the store's order."""
    known, days = snapshot.people(), sorted(set(dates))
    if people is not None:
        known = known.filter(pc.is_in(known["person_id"], pa.array(people, pa.string())))
    within = np.ones((len(days), len(known)), dtype=bool)
    if cohort_rule is not None:
        cohort = cohort_of(known, snapshot.events(), cohort_rule)
        within = np.stack([cohort.within(day) for day in days])
    at, who = np.nonzero(within.T)[::-1] if by_person else np.nonzero(within)
    numbers = np.array([day_number(day) for day in days], dtype=np.int32)[at]
    mine = known.select(["person_id", "born_on"]).take(pa.array(who))
    return mine.add_column(1, "as_of", pa.array(numbers).view(pa.date32()))


def columns_for(catalogue: Catalogue, outcome: Outcome | None) -> set[str]:
    """The columns of events that `write_table` reads; a label goes by when each record first became known."""
    return columns_read(catalogue) | ({"record_id"} if outcome else set())


def missing_from(snapshot: Snapshot, people: Sequence[str]) -> int:
    """How many of the people named the store doesn't know, each counted once."""
    return len(set(people) - set(snapshot.people()["person_id"].to_pylist()))


def columns_of(table: pa.Table, inputs: Sequence[str]) -> Floats:
    """[rows, inputs] float64 with NaN for null, the columns in the order of `inputs`."""
    return np.column_stack([table[name].to_numpy().astype(np.float64) for name in inputs])


def _somebody(rows: pa.Table, dates: Sequence[date]) -> pa.Table:
    if not len(rows):
        raise Refused(f"nobody is in the cohort on any of the {len(dates)} dates asked for")
    return rows


def _parts(
    snapshot: Snapshot, rows: pa.Table, catalogue: Catalogue, engine: str
) -> Iterable[tuple[pa.Table, pa.Table]]:
    around = {"links": snapshot.links(), "people": snapshot.people(), "coverage": snapshot.coverage()}
    if engine == "local":
        return in_chunks(snapshot.events(), rows, catalogue, **around)
    from features.spark import indicators_on_spark

    return [(rows, indicators_on_spark(snapshot.events(), rows, catalogue, **around))]


def _labelled(snapshot: Snapshot, rows: pa.Table, outcome: Outcome | None) -> pa.Table:
    if outcome is None:
        return rows
    return rows.append_column("label", pa.array(labels(snapshot.events(), rows, outcome)))


def _beside(rows: pa.Table, built: pa.Table) -> pa.Table:
    """Indicators with the age of the rows before them and their labels, where there are any, behind."""
    built = built.add_column(2, "age", pa.array(age_as_of(rows["born_on"], rows["as_of"]), from_pandas=True))
    return built.append_column("label", rows["label"]) if "label" in rows.column_names else built
