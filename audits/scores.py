"""Measures of the score itself: ranking (AUC, average precision), Brier score, calibration.

Weights make one function serve the figure (all ones) and the bootstrap (how often each person was drawn).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.calibration import logistic_line, sigmoid

STEPS = 25  # Newton steps at most; the fit converges in under ten
LONGEST_STEP = 5.0
CLOSE = 1e-9
TINY = 1e-12
EDGE = 1e-6  # chances are kept this far from 0 and 1 before their log-odds are taken


def ties(score: np.ndarray) -> np.ndarray:
    """The rank of each row's score among the distinct scores, lowest 0: what `auc` and `average_precision` take."""
    return np.unique(score, return_inverse=True)[1]


def auc(label: np.ndarray, rank: np.ndarray, weight: np.ndarray) -> float:
    """The chance that a row with the outcome ranks above one without, ties counting half; NaN with one class."""
    harmed = np.bincount(rank, weight * label)
    others = np.bincount(rank, weight * ~label)
    pairs = harmed.sum() * others.sum()
    if pairs < TINY:
        return float("nan")
    below = np.cumsum(others) - others
    return float((harmed * (below + others / 2)).sum() / pairs)


def average_precision(label: np.ndarray, rank: np.ndarray, weight: np.ndarray) -> float:
    """Precision averaged over the recall it adds, going down the ranking; NaN without the outcome."""
    harmed = np.bincount(rank, weight * label)[::-1]
    everyone = np.bincount(rank, weight)[::-1]
    if harmed.sum() < TINY:
        return float("nan")
    precision = np.cumsum(harmed) / np.maximum(np.cumsum(everyone), TINY)
    return float((precision * harmed).sum() / harmed.sum())


def brier(label: np.ndarray, chance: np.ndarray, weight: np.ndarray) -> float:
    """The weighted mean squared distance between chance and outcome."""
    return float((weight * (chance - label) ** 2).sum() / weight.sum())


def mean(chance: np.ndarray, weight: np.ndarray) -> float:
    """The weighted mean chance."""
    return float((chance * weight).sum() / weight.sum())


def log_odds(chance: np.ndarray) -> np.ndarray:
    """The log-odds of each chance, kept off the two ends."""
    inside = np.clip(chance, EDGE, 1 - EDGE)
    return np.log(inside) - np.log1p(-inside)


@dataclass(frozen=True)
class Line:
    """Calibration: the shift of the log-odds that makes mean chance and outcome rate equal (0 is perfect), and the
    slope of a logistic regression of the outcome on them (1 is perfect), each with its standard error by person."""

    intercept: float
    intercept_error: float
    slope: float
    slope_error: float


def calibration(label: np.ndarray, odds: np.ndarray, person: np.ndarray) -> Line | None:
    """Null where there is nothing to fit: one class, or one score. Errors are the sandwich's, clustered by person
    (source: Liang and Zeger 1986)."""
    harmed = int(label.sum())
    if min(harmed, len(label) - harmed) < 1 or np.ptp(odds) < EDGE:
        return None
    shift, line = _shift(label, odds), logistic_line(odds, label)
    design = np.column_stack([np.ones(len(odds)), odds])
    alone = _errors(design[:, :1], label, sigmoid(odds + shift), person)
    both = _errors(design, label, sigmoid(design @ np.array(line)), person)
    return Line(shift, alone[0], line[1], both[1])


def _errors(design: np.ndarray, label: np.ndarray, chance: np.ndarray, person: np.ndarray) -> list[float]:
    _, of = np.unique(person, return_inverse=True)
    people = int(of.max()) + 1
    bread = np.linalg.pinv((design * (chance * (1 - chance))[:, None]).T @ design)
    scores = np.column_stack([np.bincount(of, column * (label - chance)) for column in design.T])
    spread = bread @ (scores.T @ scores) @ bread * people / max(1, people - 1)
    return [float(error) for error in np.sqrt(np.diag(spread))]


def _shift(label: np.ndarray, odds: np.ndarray) -> float:
    shift = 0.0
    for _ in range(STEPS):
        chance = sigmoid(odds + shift)
        step = float((label - chance).sum() / max((chance * (1 - chance)).sum(), TINY))
        shift += float(np.clip(step, -LONGEST_STEP, LONGEST_STEP))
        if abs(step) < CLOSE:
            break
    return shift
