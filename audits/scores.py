"""Measures of the score itself: ranking (AUC, average precision), Brier score, calibration; each with row weights.

Weights make the same functions serve the figure (all ones) and the bootstrap (how often each person was drawn).
"""

from __future__ import annotations

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


def log_odds(chance: np.ndarray) -> np.ndarray:
    """The log-odds of each chance, kept off the two ends."""
    inside = np.clip(chance, EDGE, 1 - EDGE)
    return np.log(inside) - np.log1p(-inside)


def calibration(label: np.ndarray, odds: np.ndarray, weight: np.ndarray) -> tuple[float, float]:
    """Intercept and slope: the shift of the log-odds that makes mean chance and outcome rate equal (0 is perfect),
    and the slope of a logistic regression of the outcome on them (1 is perfect). NaN where there is nothing to fit."""
    harmed = float((weight * label).sum())
    if min(harmed, float(weight.sum()) - harmed) < 1 or np.ptp(odds[weight > 0]) < EDGE:
        return float("nan"), float("nan")
    return _shift(label, odds, weight), logistic_line(odds, label, weight, (0.0, 1.0))[1]


def _shift(label: np.ndarray, odds: np.ndarray, weight: np.ndarray) -> float:
    shift = 0.0
    for _ in range(STEPS):
        chance = sigmoid(odds + shift)
        step = (weight * (label - chance)).sum() / max((weight * chance * (1 - chance)).sum(), TINY)
        shift += float(np.clip(step, -LONGEST_STEP, LONGEST_STEP))
        if abs(step) < CLOSE:
            return shift
    return float("nan")
