"""The pictures kept with a run: contributions (shap's beeswarm), importance by input, calibration in test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from training.bundle import Bundle
from training.contributions import importance
from training.fitting import Slice

ROWS_SHOWN = 2000
INPUTS_SHOWN = 15
TENTHS = 10


def draw(bundle: Bundle, test: Slice, folder: Path) -> list[Path]:
    """Writes the pictures into `folder` and returns their paths."""
    import matplotlib

    matplotlib.use("Agg")
    folder.mkdir(parents=True)
    shown = test.rows[np.linspace(0, len(test.rows) - 1, min(ROWS_SHOWN, len(test.rows))).astype(int)]
    added = bundle.contributions(shown)
    pictures = {
        "contributions.png": lambda: _beeswarm(bundle, shown, added),
        "importance.png": lambda: _importance(bundle, added),
        "calibration.png": lambda: _calibration(bundle, test),
    }
    return [_saved(picture(), folder / name) for name, picture in pictures.items()]


def _beeswarm(bundle: Bundle, shown: Any, added: Any) -> Any:
    import shap
    from matplotlib import pyplot

    figure = pyplot.figure()
    explained = shap.Explanation(added[:, :-1], added[:, -1], shown, feature_names=list(bundle.inputs))
    shap.plots.beeswarm(explained, max_display=INPUTS_SHOWN, show=False)
    return figure


def _importance(bundle: Bundle, added: Any) -> Any:
    from matplotlib import pyplot

    top = importance(added, bundle.inputs)[:INPUTS_SHOWN][::-1]
    figure, axes = pyplot.subplots(figsize=(8, 0.35 * len(top) + 1), layout="constrained")
    axes.barh([name for name, _ in top], [value for _, value in top])
    axes.set_xlabel("mean absolute contribution, log-odds")
    return figure


def _calibration(bundle: Bundle, test: Slice) -> Any:
    from matplotlib import pyplot

    chances = bundle.chances(test.rows)
    groups = np.array_split(np.argsort(chances, kind="stable"), TENTHS)
    figure, axes = pyplot.subplots(figsize=(5, 5), layout="constrained")
    axes.plot([chances[one].mean() for one in groups], [test.labels[one].mean() for one in groups], marker="o")
    top = axes.get_xlim()[1]
    axes.plot([0, top], [0, top], linestyle=":", color="grey")
    axes.set(xlabel="predicted chance, by tenths of the test rows", ylabel="observed rate")
    return figure


def _saved(figure: Any, path: Path) -> Path:
    from matplotlib import pyplot

    figure.savefig(path, dpi=110, bbox_inches="tight")
    pyplot.close(figure)
    return path
