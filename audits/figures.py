"""Every figure of every group, with its interval, before anything is judged or hidden."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from audits.intervals import Interval, bootstrap, effective_size, wilson, z_for
from audits.measures import NOBODY, RATES, SCORE_MEASURES, Counts, counts_by, in_cells, members
from audits.rows import AuditRows, Table
from audits.scores import Line, auc, average_precision, brier, calibration, log_odds, mean, ties

TOO_FEW = "too few rows to measure"
RANKED = (*SCORE_MEASURES, "average_precision")
BESIDE = ("auc", "average_precision", "calibration_slope", "calibration_intercept")


@dataclass(frozen=True)
class Figures:
    """One group of one table: its counts, the effective number of rows behind each rate, every metric (null
    with a reason in `why` where there is none), and the (column, group) of each other table it is inside."""

    by: Table
    group: tuple[str, ...]
    counts: Counts
    sizes: dict[str, float]
    metrics: dict[str, Interval | None]
    why: dict[str, str]
    within: frozenset[tuple[str, str]] = frozenset()

    @property
    def name(self) -> str:
        """`race=Asian`, `race=Asian+sex=Female`, or `everyone`."""
        return "+".join(f"{b}={g}" for b, g in zip(self.by, self.group, strict=True)) or "everyone"


def figures(rows: AuditRows, confidence: float) -> list[Figures]:
    """Everyone first, then each group of each table in the order of the tables."""
    tables: list[Table] = [(), *rows.tables]
    return [
        _figures_of(rows, table, group, counts, confidence)
        for table in tables
        for group, counts in counts_by(rows, table).items()
    ]


def _figures_of(rows: AuditRows, table: Table, group: tuple[str, ...], counts: Counts, confidence: float) -> Figures:
    mask = members(rows, table, group)
    sizes = {name: _size(rows, mask, name) for name in RATES}
    rates = {name: _rate(counts, name, sizes[name], confidence) for name in RATES}
    scored = _score_metrics(rows, mask, confidence)
    why = {name: NOBODY[name] for name, found in rates.items() if found is None}
    why |= {name: rows.why.get(name, _why_none(name, counts)) for name in RANKED if scored.get(name) is None}
    every = {**rates, **{name: scored.get(name) for name in RANKED}}
    return Figures(table, group, counts, sizes, every, why, _within(rows, mask))


def _why_none(name: str, counts: Counts) -> str:
    """Why a measure of the score can't be had though there are scores: what sets those with the outcome beside those
    without needs some of both."""
    if name in BESIDE and not counts.positives:
        return NOBODY["tpr"]
    return NOBODY["fpr"] if name in BESIDE and counts.positives == counts.n else TOO_FEW


def _within(rows: AuditRows, mask: np.ndarray) -> frozenset[tuple[str, str]]:
    held = ((column, rows.groups.loc[mask, column]) for column in rows.groups)
    return frozenset((str(column), str(values.iloc[0])) for column, values in held if values.nunique(dropna=False) == 1)


def _size(rows: AuditRows, mask: np.ndarray, name: str) -> float:
    hit, among = (in_cells(rows, cells) & mask for cells in RATES[name])
    return effective_size(hit, among, rows.person) if among.any() else 0.0


def _rate(counts: Counts, name: str, size: float, confidence: float) -> Interval | None:
    part, whole = (counts.sum(cells) for cells in RATES[name])
    return wilson(part / whole, size, confidence) if whole else None


def _score_metrics(rows: AuditRows, mask: np.ndarray, confidence: float) -> dict[str, Interval]:
    label, person = rows.label[mask], rows.person[mask]
    measures: dict[str, Callable[[np.ndarray], float]] = {}
    if "auc" not in rows.why:
        rank = ties(rows.score[mask])
        measures = {"auc": partial(auc, label, rank), "average_precision": partial(average_precision, label, rank)}
    if rows.chance is None:
        return _drawn(measures, person, confidence)
    chance = rows.chance[mask]
    measures |= {"brier": partial(brier, label, chance), "mean_predicted": partial(mean, chance)}
    return _drawn(measures, person, confidence) | _line(calibration(label, log_odds(chance), person), confidence)


def _drawn(
    measures: dict[str, Callable[[np.ndarray], float]], person: np.ndarray, confidence: float
) -> dict[str, Interval]:
    """Each measure with its bootstrap interval, those that can't be had left out."""
    if not measures:
        return {}

    def every(weight: np.ndarray) -> np.ndarray:
        return np.array([measure(weight) for measure in measures.values()])

    values = every(np.ones(len(person)))
    ends = bootstrap(every, person, confidence)
    found = zip(measures, values, ends, strict=True)
    return {name: Interval(float(value), *end) for name, value, end in found if np.isfinite(value)}


def _line(line: Line | None, confidence: float) -> dict[str, Interval]:
    if line is None:
        return {}
    half, other = (z_for(confidence) * error for error in (line.intercept_error, line.slope_error))
    return {
        "calibration_intercept": Interval(line.intercept, line.intercept - half, line.intercept + half),
        "calibration_slope": Interval(line.slope, line.slope - other, line.slope + other),
    }
