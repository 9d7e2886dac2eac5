"""What simpler means would have done, as published: the same count is the same figure as the model's own."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from audits.beside_rounded import rounded_baselines
from training.policy import load_policy

POLICY = load_policy().audit
ROWS, POSITIVES, LISTED = 33_214, 1505, 260


def test_one_that_reached_as_many_is_not_published_as_reaching_more() -> None:
    """126 of 1505 were once published as 9.0%, beside the model's own 131 as 8.6%: both are 130 of 1510."""
    label = np.arange(ROWS) < POSITIVES
    tested = SimpleNamespace(rows=SimpleNamespace(label=label), capacity=LISTED)
    figures = {
        "recall_at_k": {"value": 126 / POSITIVES, "low": 0.0693, "high": 0.0966},
        "precision_at_k": {"value": 126 / LISTED, "low": 0.4015, "high": 0.5564},
        "auc": {"value": 0.7239, "low": 0.7054, "high": 0.7426},
    }
    found = rounded_baselines({"logistic_regression": figures}, tested, POLICY)["logistic_regression"]
    assert found["recall_at_k"]["value"] == round(130 / 1510, 4)
    assert found["precision_at_k"]["value"] == 0.5
    for name, exact in figures.items():
        assert found[name]["low"] <= exact["low"] <= exact["high"] <= found[name]["high"]
