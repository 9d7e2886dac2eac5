"""What each theme adds to a margin: contributions are exact SHAP values, so a theme's is the sum of its inputs'."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from training.calibration import Floats


def by_theme(contributions: Floats, themes: Sequence[str]) -> dict[str, Floats]:
    """[n, inputs + 1] log-odds and the theme of each input → theme: [n]; the base column is left out."""
    found: dict[str, Floats] = {}
    for column, theme in enumerate(themes):
        found[theme] = found.get(theme, np.zeros(len(contributions))) + contributions[:, column]
    return found


def importance(contributions: Floats, names: Sequence[str]) -> list[tuple[str, float]]:
    """Mean absolute contribution of each input in log-odds, largest first; ties in order of name."""
    mean = np.abs(contributions[:, : len(names)]).mean(axis=0)
    return sorted(zip(names, map(float, mean), strict=True), key=lambda one: (-one[1], one[0]))
