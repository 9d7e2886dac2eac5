"""Reads a table of predictions that someone brings, and refuses what can't be audited: never a value in a message."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from audits.cut import highest
from audits.rows import NOT_KNOWN, AuditRows, each_and_crossing
from records.refusal import Refused, WrongUse
from training.brought_file import read_table

MOST_GROUPS = 50  # a column with more values than this is no grouping: an id or a date, most likely
CHOICE = "give exactly one of --capacity, --threshold and --selected"


@dataclass(frozen=True)
class Columns:
    """Which column is what, and how rows were selected: exactly one of capacity, threshold and selected."""

    label: str
    score: str
    groups: tuple[str, ...]
    capacity: int | None = None
    threshold: float | None = None
    selected: str | None = None
    person: str | None = None

    def __post_init__(self) -> None:
        if sum(v is not None for v in (self.capacity, self.threshold, self.selected)) != 1:
            raise WrongUse(CHOICE)
        if self.capacity is not None and self.capacity < 1:
            raise WrongUse("--capacity must be at least 1")
        if self.threshold is not None and not np.isfinite(self.threshold):
            raise WrongUse("--threshold must be a finite number")
        if not self.groups or len(set(self.groups)) != len(self.groups):
            raise WrongUse("--groups must name at least one column, each once")
        if {self.label, self.score, self.selected} & set(self.groups):
            raise WrongUse("--groups must not name the label, score or selected column")

    @property
    def named(self) -> list[str]:
        """Every column that must be in the file, each once."""
        wanted = [self.label, self.score, self.selected, self.person, *self.groups]
        return list(dict.fromkeys(c for c in wanted if c))


def read_predictions(path: Path, columns: Columns) -> AuditRows:
    """The rows of a CSV (or .csv.gz) or Parquet file, in its order. Refused where a column is missing, the label is
    not 0 and 1 with both present, a score is no number, or a group column has too many values."""
    table = read_table(path, columns.named)
    score = _numbers(path, table, columns.score)
    label = _flags(path, table, columns.label)
    if label.all() or not label.any():
        raise Refused(
            f"{path.name}, column {columns.label}: must hold both 0 and 1; all {len(label)} rows are the same"
        )
    selected = _selected(path, table, columns, score)
    groups = pd.DataFrame({c: _group(path, table, c) for c in columns.groups})
    person = table[columns.person].to_numpy() if columns.person else np.arange(len(table))
    person = np.unique(person.astype(str), return_inverse=True)[1]
    chance, why = _as_chance(score)
    return AuditRows(label, selected, score, chance, person, groups, each_and_crossing(list(columns.groups)), why)


def _numbers(path: Path, table: pd.DataFrame, column: str) -> np.ndarray:
    values = pd.to_numeric(table[column], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    wrong = int((~np.isfinite(values)).sum())
    if wrong:
        raise Refused(f"{path.name}, column {column}: must be a finite number in every row; {wrong} rows are not")
    return values


def _flags(path: Path, table: pd.DataFrame, column: str) -> np.ndarray:
    values = _numbers(path, table, column)
    wrong = int((~np.isin(values, (0, 1))).sum())
    if wrong:
        raise Refused(f"{path.name}, column {column}: must be 0 or 1 in every row; {wrong} rows are neither")
    return values == 1


def _selected(path: Path, table: pd.DataFrame, columns: Columns, score: np.ndarray) -> np.ndarray:
    if columns.selected is not None:
        return _flags(path, table, columns.selected)
    if columns.threshold is not None:
        return score >= columns.threshold
    if columns.capacity is None or columns.capacity > len(score):
        raise WrongUse(f"--capacity must be at most the number of rows, {len(score)}")
    return highest(score, columns.capacity)


def _group(path: Path, table: pd.DataFrame, column: str) -> pd.Series:
    values = table[column]
    if values.nunique() > MOST_GROUPS:
        raise Refused(
            f"{path.name}, column {column}: must hold at most {MOST_GROUPS} groups; it holds {values.nunique()}"
        )
    if pd.api.types.is_float_dtype(values) and (values.dropna() % 1 == 0).all():
        values = values.astype("Int64")
    text = values.astype("string").str.strip()
    return text.where(text.notna() & (text != ""), NOT_KNOWN).astype(object)


def _as_chance(score: np.ndarray) -> tuple[np.ndarray | None, dict[str, str]]:
    needs_chance = ("brier", "calibration_slope", "calibration_intercept", "mean_predicted")
    needs_rank = ("auc", "average_precision")
    if len(np.unique(score)) <= 2:
        why = "the score has only two values, so it is the selection itself: it ranks nobody and is no chance"
        return None, dict.fromkeys((*needs_rank, *needs_chance), why)
    if score.min() < 0 or score.max() > 1:
        return None, dict.fromkeys(needs_chance, "the score does not lie between 0 and 1, so it is no chance")
    return score, {}
