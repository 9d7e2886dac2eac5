"""`reachable train table`: the same training on a table that someone brings, one row a case, with no store behind it.

The test is what `split` says, else the last fifth by time or by row; the last fifth of what remains calibrates. Group
columns, and columns whose name says a protected characteristic, are no predictors unless they are kept by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.catalogue import Catalogue
from records.events import PROTECTED
from records.refusal import Refused
from training.brought_file import read_table
from training.calibration import Floats
from training.fitting import Slice, Study
from training.policy import Policy
from training.provenance import code_sha256, file_sha256, library_versions
from training.split import Split

LAST_SHARE = 0.2  # the last fifth (contract)
MOST_LEVELS = 30  # a text column with more values than this is an identifier or free text
YES = {"1", "1.0", "true", "yes"}
NO = {"0", "0.0", "false", "no"}


@dataclass(frozen=True)
class Asked:
    """Which column is what, by name."""

    label: str
    time: str | None = None
    split: str | None = None
    drop: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()

    @property
    def named(self) -> list[str]:
        """Every column that must be in the file."""
        return [one for one in (self.label, self.time, self.split, *self.drop, *self.groups, *self.keep) if one]


@dataclass(frozen=True)
class Brought:
    """The table as it came, which rows are the test, what the model may see, and which columns it was refused."""

    frame: pd.DataFrame
    test: NDArray[np.bool_]
    study: Study
    left_out: tuple[str, ...]

    @property
    def test_rows(self) -> pd.DataFrame:
        """The test rows in their order, every column as it came."""
        return self.frame[self.test]


def bring(path: Path, name: str, asked: Asked, policy: Policy) -> Brought:
    """The study of a table; Refused where the label is not yes or no, or no predictor is left."""
    frame = read_table(path, asked.named)
    outcome = _label(frame, asked.label)
    order, test = _order_and_test(frame, asked)
    inputs, left_out = _inputs(frame, asked)
    rows = inputs.to_numpy(dtype=np.float64)
    before = order[~test[order]]
    calibrating = before[len(before) - int(len(before) * LAST_SHARE) :]
    slices = {
        "train": before[: len(before) - len(calibrating)],
        "calibration": calibrating,
        "test": np.flatnonzero(test),
    }
    share = policy.training.table_capacity_share
    study = Study(
        name=name,
        target=asked.label,
        **{key: Slice(rows[at], outcome[at], at.astype(np.int64)) for key, at in slices.items()},
        inputs=tuple(inputs.columns),
        directions=("either",) * rows.shape[1],
        themes=tuple(inputs.columns),
        catalogue=Catalogue("table", ()),
        outcome=None,
        cohort=None,
        dates=Split(),
        capacities=(max(1, int(share * len(calibrating))), max(1, int(share * test.sum()))),
        min_positives=policy.other_outcomes.min_positives,
        bar=policy.other_outcomes.bar,
        plain=None,
        evidence={"data_sha256": file_sha256(path), "code_sha256": code_sha256(), "libraries": library_versions()},
    )
    return Brought(frame, test, study, left_out)


def _label(frame: pd.DataFrame, column: str) -> NDArray[np.bool_]:
    text = frame[column].astype(str).str.strip().str.lower()
    wrong = int((~text.isin(YES | NO)).sum())
    if wrong:
        raise Refused(
            f"the label column {column} must hold 0 or 1 (or true or false); {wrong} rows hold something else"
        )
    return text.isin(YES).to_numpy()


def _order_and_test(frame: pd.DataFrame, asked: Asked) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Row numbers in order of time (else as they stand), and which rows are the test."""
    n = len(frame)
    order = np.arange(n) if asked.time is None else _by_time(frame[asked.time])
    if asked.split is None:
        test = np.zeros(n, dtype=bool)
        test[order[int(n * (1 - LAST_SHARE)) :]] = True
        return order, test
    side = frame[asked.split].astype(str).str.strip().str.lower()
    wrong = int((~side.isin(["train", "test"])).sum())
    if wrong:
        raise Refused(f"the split column {asked.split} must hold train or test; {wrong} rows hold something else")
    return order, (side == "test").to_numpy()


def _by_time(column: pd.Series) -> NDArray[np.int64]:
    times = (
        column if pd.api.types.is_numeric_dtype(column) else pd.to_datetime(column, errors="coerce", format="ISO8601")
    )
    if times.isna().any():
        raise Refused(
            f"the time column {column.name} must hold numbers or ISO dates; {int(times.isna().sum())} rows do not"
        )
    return np.argsort(times.to_numpy(), kind="stable")


def _inputs(frame: pd.DataFrame, asked: Asked) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Predictors as numbers, and the columns left out as protected, as groups or as free text."""
    roles = {asked.label, asked.time, asked.split, *asked.drop}
    protected = {one for one in frame.columns if str(one).lower() in PROTECTED}
    groups = (set(asked.groups) | protected) - set(asked.keep)
    found: dict[str, Floats | pd.Series] = {}
    left_out = [str(one) for one in frame.columns if one in groups - roles]
    for column in (one for one in frame.columns if one not in roles | groups):
        numbers = _numbers(frame[column])
        found |= numbers
        left_out += [] if numbers else [str(column)]
    if not found:
        raise Refused("the table must have at least one predictor beside the label and the groups; none is left")
    return pd.DataFrame(found, index=frame.index), tuple(left_out)


def _numbers(column: pd.Series) -> dict[str, pd.Series]:
    """A number column as it is; a text column as one 0 or 1 for each of its values, or nothing where they are many."""
    name = str(column.name)
    if pd.api.types.is_bool_dtype(column) or pd.api.types.is_numeric_dtype(column):
        return {name: column.astype(float)}
    levels = sorted(column.dropna().astype(str).unique())
    if len(levels) > MOST_LEVELS:
        return {}
    return {f"{name}={level}": (column.astype(str) == level).astype(float) for level in levels}
