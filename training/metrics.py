"""How well a model ranks and how well its chances match, each figure with a 95% interval that resamples people.

Rows of one person stand or fall together in the bootstrap, since their outcomes overlap. Rows with one score share
their places in the top k, so that a plain count with many ties is judged fairly.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from training.calibration import Floats, logistic_line, sigmoid

Figures = dict[str, dict[str, float]]
SEED = 7
LEAST_CHANCE = 1e-9
STEPS = 20
CLOSE_ENOUGH = 1e-7  # far inside the interval that the figure is drawn for


@dataclass(frozen=True)
class Judged:
    """What is judged: scores [n], outcomes [n], a number for each row's person [n], and chances [n] if any."""

    scores: Floats
    labels: NDArray[np.bool_]
    people: NDArray[np.int64]
    chances: Floats | None = None

    @cached_property
    def _order(self) -> NDArray[np.int64]:
        return np.argsort(-self.scores, kind="stable")

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        ordered = self.scores[self._order]
        return np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])

    def ranking(self, weights: Floats, k: float) -> dict[str, float]:
        """AUC, average precision, and precision, recall and lift among the first k, rows weighted."""
        each = np.add.reduceat(weights[self._order], self._starts)
        hits = np.add.reduceat((weights * self.labels)[self._order], self._starts)
        rows, positives = np.cumsum(each), np.cumsum(hits)
        total, found = rows[-1], positives[-1]
        misses_below = (total - found) - (rows - positives)
        reached = float(np.interp(k, np.r_[0.0, rows], np.r_[0.0, positives]))
        return {
            "auc": float((hits * (misses_below + (each - hits) / 2)).sum() / (found * (total - found))),
            "average_precision": float((hits * positives / np.where(rows > 0, rows, 1)).sum() / found),
            "precision_at_k": reached / k,
            "recall_at_k": reached / float(found),
            "lift_at_k": reached / k / float(found / total),
        }

    def calibration(self, weights: Floats, start: tuple[float, float]) -> dict[str, float]:
        """Brier score, calibration slope, and intercept with the slope held at 1 (calibration in the large)."""
        assert self.chances is not None
        total = weights.sum()
        _, slope = logistic_line(self._logits, self.labels, weights, start, CLOSE_ENOUGH)
        return {
            "brier": float((weights * (self.chances - self.labels) ** 2).sum() / total),
            "calibration_slope": slope,
            "calibration_intercept": _shift(self._logits, self.labels, weights),
            "mean_predicted": float((weights * self.chances).sum() / total),
            "observed": float((weights * self.labels).sum() / total),
        }

    @cached_property
    def _logits(self) -> Floats:
        assert self.chances is not None
        kept = np.clip(self.chances, LEAST_CHANCE, 1 - LEAST_CHANCE)
        return np.log(kept / (1 - kept))

    @cached_property
    def _line(self) -> tuple[float, float]:
        return logistic_line(self._logits, self.labels)

    def all(self, weights: Floats, k: float) -> dict[str, float]:
        """Every figure that can be had: those on chances only where there are chances."""
        found = self.ranking(weights, k)
        return found if self.chances is None else {**found, **self.calibration(weights, self._line)}


def judge(judged: Judged, k: float, bootstraps: int) -> Figures:
    """Each metric as value, low and high; k rows are listed. The interval is the 2.5th to 97.5th percentile."""
    n = len(judged.labels)
    value = judged.all(np.ones(n), min(k, n))
    draws = [judged.all(weights, min(k, n) * weights.sum() / n) for weights in _resampled(judged, bootstraps)]
    return {name: _figure(value[name], [draw[name] for draw in draws]) for name in value}


def brier(chances: Floats, labels: NDArray[np.bool_]) -> float:
    """The mean squared distance between chance and outcome."""
    return float(np.mean((chances - labels) ** 2))


def _resampled(judged: Judged, bootstraps: int) -> list[Floats]:
    """Row weights of each draw of people with replacement; a draw that lost one class whole is drawn again."""
    draw = np.random.default_rng(SEED)
    _, person = np.unique(judged.people, return_inverse=True)
    count = int(person.max()) + 1
    found: list[Floats] = []
    while len(found) < bootstraps:
        weights = np.bincount(draw.integers(0, count, count), minlength=count)[person].astype(np.float64)
        if 0 < (weights * judged.labels).sum() < weights.sum():
            found.append(weights)
    return found


def _shift(logits: Floats, labels: NDArray[np.bool_], weights: Floats) -> float:
    shift, observed = 0.0, float((weights * labels).sum())
    for _ in range(STEPS):
        chance = sigmoid(logits + shift)
        expected = weights * chance
        step = float(observed - expected.sum()) / max(float((expected * (1 - chance)).sum()), LEAST_CHANCE)
        shift += float(np.clip(step, -5, 5))
        if abs(step) < CLOSE_ENOUGH:
            break
    return shift


def _figure(value: float, draws: list[float]) -> dict[str, float]:
    low, high = np.percentile(draws, [2.5, 97.5]) if draws else (value, value)
    return {"value": value, "low": float(low), "high": float(high)}
