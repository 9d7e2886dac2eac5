"""The points score: where few people came to harm, a short list of questions with whole points, and nothing else.

Each item asks whether one input reaches a cut; its points are a logistic weight rounded to a whole number, never
against the direction that the catalogue declares. It is served and audited like any other bundle.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from records.refusal import Refused
from training.calibration import Floats, sigmoid
from training.written import canonical

POSITIVES_AN_ITEM = 10  # the usual rule of ten events for each fitted weight
MOST_ITEMS = 12
MOST_POINTS = 5
SHRINKAGE = 2.0  # ridge on each weight, in units of one row
CUT_QUANTILES = (0.5, 0.8)  # of the values above nought: where a second cut may lie
CONTINUITY = 0.5  # added to each cell, so that an empty one has a logarithm
LEAST_STRENGTH = 1.645  # standard errors from nought: the one-sided 5% point
BOUNDS: dict[str, tuple[float | None, float | None]] = {
    "raises": (0, None),
    "lowers": (None, 0),
    "either": (None, None),
}


@dataclass(frozen=True)
class Item:
    """One question: does the input numbered `column` reach `cut`? Its points, and how many in training said yes."""

    column: int
    cut: float
    points: int
    share: float


@dataclass(frozen=True)
class PointsScore:
    """margin = intercept + unit * points, so that one point is worth `unit` log-odds wherever it is earned."""

    inputs: int
    intercept: float
    unit: float
    items: tuple[Item, ...]

    @property
    def text(self) -> str:
        """The table as canonical JSON."""
        return canonical(asdict(self)).decode()

    @classmethod
    def from_text(cls, text: str) -> PointsScore:
        """The inverse of `text`."""
        said: dict[str, Any] = json.loads(text)
        return cls(said["inputs"], said["intercept"], said["unit"], tuple(Item(**one) for one in said["items"]))

    def margins(self, rows: Floats) -> Floats:
        """[n, inputs] with NaN for null → [n] log-odds; null never reaches a cut."""
        return self.contributions(rows).sum(axis=1)

    def contributions(self, rows: Floats) -> Floats:
        """[n, inputs + 1]: each item against its share in training, which is its exact SHAP value; then the base."""
        found = np.zeros((len(rows), self.inputs + 1))
        found[:, -1] = self.intercept + sum(self.unit * one.points * one.share for one in self.items)
        for one in self.items:
            found[:, one.column] += self.unit * one.points * (_reaches(rows[:, one.column], one.cut) - one.share)
        return found


def fit_points(
    rows: Floats, labels: NDArray[np.bool_], directions: Sequence[str], themes: Sequence[str]
) -> PointsScore:
    """Fit on the training slice [n, inputs]; at most one item a theme, and one for every ten positives.

    Refused where no input tells the outcome apart at all."""
    room = int(np.clip(labels.sum() // POSITIVES_AN_ITEM, 1, MOST_ITEMS))
    chosen = _strongest(rows, labels, directions, themes)[:room]
    if not chosen:
        raise Refused("a points score needs at least one input that goes with the outcome; none does")
    flags = np.column_stack([_reaches(rows[:, column], cut) for column, cut in chosen])
    intercept, weights = _logistic(flags, labels, [directions[column] for column, _ in chosen])
    unit = max(np.abs(weights).max() / MOST_POINTS, 1e-6)
    points = np.rint(weights / unit).astype(int)
    shares = flags.mean(axis=0)
    items = [Item(c, float(k), int(p), float(s)) for (c, k), p, s in zip(chosen, points, shares, strict=True) if p]
    return PointsScore(rows.shape[1], float(intercept), float(unit), tuple(items))


def _strongest(
    rows: Floats, labels: NDArray[np.bool_], directions: Sequence[str], themes: Sequence[str]
) -> list[tuple[int, float]]:
    """The best (column, cut) of each theme, strongest theme first."""
    best: dict[str, tuple[float, int, float]] = {}
    for column, (direction, theme) in enumerate(zip(directions, themes, strict=True)):
        for cut in _cuts(rows[:, column]):
            strength = _strength(_reaches(rows[:, column], cut), labels, direction)
            if strength > max(LEAST_STRENGTH, best.get(theme, (0.0,))[0]):
                best[theme] = (strength, column, cut)
    return [(column, cut) for _, column, cut in sorted(best.values(), key=lambda one: (-one[0], one[1]))]


def _cuts(values: Floats) -> list[float]:
    """Anything above nought, and the middle and upper part of what is above nought."""
    above = values[values > 0]
    if not len(above):
        return []
    return sorted({float(above.min()), *(float(one) for one in np.quantile(above, CUT_QUANTILES, method="lower"))})


def _strength(flag: Floats, labels: NDArray[np.bool_], direction: str) -> float:
    """How many standard errors the log odds ratio lies from nought, in the declared direction."""
    cells = [((flag == f) & (labels == y)).sum() + CONTINUITY for f in (1, 0) for y in (True, False)]
    with_yes, with_no, without_yes, without_no = cells
    odds = np.log(with_yes * without_no / (with_no * without_yes)) / np.sqrt(sum(1 / one for one in cells))
    return float(abs(odds) if direction == "either" else odds if direction == "raises" else -odds)


def _logistic(flags: Floats, labels: NDArray[np.bool_], directions: Sequence[str]) -> tuple[float, Floats]:
    """Intercept and ridge-shrunk weights, each held to its direction."""
    design = np.column_stack([np.ones(len(flags)), flags])

    def loss(weights: Floats) -> tuple[float, Floats]:
        margin = design @ weights
        penalty = np.r_[0.0, weights[1:]]
        value = np.logaddexp(0, np.where(labels, -margin, margin)).sum() + SHRINKAGE / 2 * (penalty**2).sum()
        return value, design.T @ (sigmoid(margin) - labels) + SHRINKAGE * penalty

    bounds = [(None, None), *(BOUNDS[one] for one in directions)]
    found = minimize(loss, np.zeros(design.shape[1]), jac=True, bounds=bounds, method="L-BFGS-B")
    return float(found.x[0]), found.x[1:]


def _reaches(values: Floats, cut: float) -> Floats:
    return (np.nan_to_num(values, nan=-np.inf) >= cut).astype(np.float64)
