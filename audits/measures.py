"""The measures of an audit: counts of who was selected and who came to harm, and the rates that follow from them.

Each rate is two sums of the same four counts, so that the arithmetic, the intervals and the disclosure control
all read one table. Names follow fairlearn, whose MetricFrame does the grouping.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from fairlearn.metrics import MetricFrame

from audits.rows import AuditRows, Table

CELLS = ("tp", "fp", "fn", "tn")  # listed and harmed; listed, not harmed; harmed, not listed; neither

RATES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "selection_rate": (("tp", "fp"), CELLS),
    "tpr": (("tp",), ("tp", "fn")),
    "fnr": (("fn",), ("tp", "fn")),
    "fpr": (("fp",), ("fp", "tn")),
    "ppv": (("tp",), ("tp", "fp")),
    "fdr": (("fp",), ("tp", "fp")),
    "for": (("fn",), ("fn", "tn")),
    "observed": (("tp", "fn"), CELLS),
}
SCORE_MEASURES = ("auc", "brier", "calibration_slope", "calibration_intercept", "mean_predicted")
METRICS = (*RATES, *SCORE_MEASURES)
NOBODY = {
    "tpr": "nobody in this group had the outcome",
    "fnr": "nobody in this group had the outcome",
    "fpr": "everybody in this group had the outcome",
    "ppv": "nobody in this group was selected",
    "fdr": "nobody in this group was selected",
    "for": "everybody in this group was selected",
}


@dataclass(frozen=True)
class Counts:
    """How many rows fall in each of the four cells."""

    tp: int
    fp: int
    fn: int
    tn: int

    def sum(self, cells: tuple[str, ...]) -> int:
        """The rows in the named cells together."""
        return sum(getattr(self, cell) for cell in cells)

    @property
    def n(self) -> int:
        return self.sum(CELLS)

    @property
    def positives(self) -> int:
        return self.sum(("tp", "fn"))

    @property
    def selected(self) -> int:
        return self.sum(("tp", "fp"))


def in_cells(rows: AuditRows, cells: tuple[str, ...]) -> np.ndarray:
    """Whether each row falls in one of the cells: booleans of shape [n]."""
    of = {
        "tp": rows.label & rows.selected,
        "fp": ~rows.label & rows.selected,
        "fn": rows.label & ~rows.selected,
        "tn": ~rows.label & ~rows.selected,
    }
    return np.logical_or.reduce([of[cell] for cell in cells])


def counts_by(rows: AuditRows, table: Table) -> dict[tuple[str, ...], Counts]:
    """The counts of each group of a table that has any rows; the table `()` is everyone."""
    if not table:
        return {(): Counts(*(int(in_cells(rows, (cell,)).sum()) for cell in CELLS))}
    kept = rows.groups[list(table)].notna().all(axis=1).to_numpy()
    if not kept.any():
        return {}
    frame = MetricFrame(
        metrics={
            "tp": lambda y, s: int((y & s).sum()),
            "fp": lambda y, s: int((~y & s).sum()),
            "fn": lambda y, s: int((y & ~s).sum()),
            "tn": lambda y, s: int((~y & ~s).sum()),
        },
        y_true=rows.label[kept],
        y_pred=rows.selected[kept],
        sensitive_features=rows.groups.loc[kept, list(table)],
    )
    return _by_group(frame.by_group.dropna())


def _by_group(found: pd.DataFrame) -> dict[tuple[str, ...], Counts]:
    keys = [key if isinstance(key, tuple) else (key,) for key in found.index]
    return {key: Counts(*(int(v) for v in row)) for key, row in zip(keys, found[list(CELLS)].to_numpy(), strict=True)}


def members(rows: AuditRows, table: Table, group: tuple[str, ...]) -> np.ndarray:
    """Which rows belong to a group: booleans of shape [n]."""
    found = np.ones(len(rows), dtype=bool)
    for column, value in zip(table, group, strict=True):
        found &= (rows.groups[column] == value).to_numpy()
    return found
