"""What a model must beat: a plain count of flags that anybody could keep on paper, and a logistic regression."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.calibration import Floats

STEPS = 100


def plain_count(rows: Floats, directions: Sequence[str], themes: Sequence[str]) -> Floats:
    """[n, inputs] → [n]: how many themes show at least one thing that raises, each theme once."""
    counted = np.zeros(len(rows))
    for theme in sorted(set(themes)):
        mine = [i for i, (d, t) in enumerate(zip(directions, themes, strict=True)) if t == theme and d == "raises"]
        if mine:
            counted += (np.nan_to_num(rows[:, mine]) > 0).any(axis=1)
    return counted


def unit_weights(rows: Floats, train: Floats, labels: NDArray[np.bool_]) -> Floats:
    """[n]: the plain count for a table whose directions nobody declared: how many inputs lie beyond their training
    median on the side that went with the outcome there."""
    middle = np.nanmedian(train, axis=0)
    above = np.nan_to_num(train - middle) > 0
    towards = np.where(above[labels].mean(axis=0) >= above[~labels].mean(axis=0), 1.0, -1.0)
    return (np.nan_to_num((rows - middle) * towards) > 0).sum(axis=1).astype(np.float64)


@dataclass(frozen=True)
class Logistic:
    """A fitted logistic regression on standardised inputs, with a flag for each input that may be null."""

    model: object
    middle: Floats
    spread: Floats
    holed: NDArray[np.bool_]

    def chances(self, rows: Floats) -> Floats:
        """[n, inputs] with NaN for null → [n] chances."""
        return np.asarray(self.model.predict_proba(self._design(rows))[:, 1])  # type: ignore[attr-defined]

    def _design(self, rows: Floats) -> Floats:
        return _design(rows, self.middle, self.spread, self.holed)


def fit_logistic(rows: Floats, labels: NDArray[np.bool_]) -> Logistic:
    """Ridge-shrunk logistic regression; null is the input's mean plus a weight of its own."""
    from sklearn.linear_model import LogisticRegression

    empty = np.isnan(rows)
    known = (~empty).sum(axis=0)
    middle = np.where(empty, 0.0, rows).sum(axis=0) / np.maximum(known, 1)
    spread = np.sqrt(np.where(empty, 0.0, (rows - middle) ** 2).sum(axis=0) / np.maximum(known, 1))
    spread, holed = np.where(spread > 0, spread, 1.0), np.asarray(empty.any(axis=0))
    model = LogisticRegression(solver="newton-cholesky", max_iter=STEPS).fit(
        _design(rows, middle, spread, holed), labels
    )
    return Logistic(model, middle, spread, holed)


def _design(rows: Floats, middle: Floats, spread: Floats, holed: NDArray[np.bool_]) -> Floats:
    empty = np.isnan(rows)
    return np.column_stack([np.where(empty, 0.0, (rows - middle) / spread), empty[:, holed].astype(float)])
