"""Every scorer copes with inputs that are null because no feed covers the person: in training, or only afterwards."""

from __future__ import annotations

import numpy as np
import pytest

from training.baselines import fit_logistic, plain_count
from training.boosting import fit_boosted
from training.points import fit_points

N, DIRECTIONS, THEMES = 600, ("raises", "raises", "either"), ("a", "b", "c")


def uncovered() -> tuple[np.ndarray, np.ndarray]:
    """Rows whose first input goes with the outcome, with half of the second and all of the third never covered."""
    random = np.random.default_rng(7)
    labels = random.random(N) < 0.3
    rows = np.column_stack([labels + random.random(N), random.integers(0, 3, N).astype(float), np.full(N, np.nan)])
    rows[random.random(N) < 0.5, 1] = np.nan
    return rows, labels


def scores(form: str, rows: np.ndarray, labels: np.ndarray, asked: np.ndarray) -> np.ndarray:
    if form == "logistic":
        return fit_logistic(rows, labels).chances(asked)
    if form == "points":
        return fit_points(rows, labels, DIRECTIONS, THEMES).margins(asked)
    if form == "boosted":
        return fit_boosted(rows, labels, np.arange(len(rows)), DIRECTIONS)[0].margins(asked)
    return plain_count(asked, DIRECTIONS, THEMES)


@pytest.mark.parametrize("form", ["logistic", "points", "boosted", "plain count"])
def test_a_null_of_any_input_gives_a_number_that_still_ranks(form):
    rows, labels = uncovered()
    asked = np.vstack([rows, [[np.nan, np.nan, np.nan], [np.nan, 1.0, 2.0]]])
    found = scores(form, rows, labels, asked)
    assert np.isfinite(found).all()
    if form != "plain count":  # both groups have their first input above nought
        assert found[:N][labels].mean() > found[:N][~labels].mean()
