"""Figures that no table of counts could produce are never written."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import matthews_corrcoef

from audits.checks import WITHOUT_FIGURES, identities, leakage, mcc
from audits.figures import Figures, figures
from audits.intervals import Interval
from audits.rows import AuditRows
from records.refusal import Refused


@pytest.fixture(scope="module")
def rows() -> AuditRows:
    rng = np.random.default_rng(9)
    chance = rng.beta(1, 4, 400)
    groups = pd.DataFrame({"g": rng.choice(["a", "b"], 400)}, dtype=object)
    return AuditRows(rng.random(400) < chance, chance > 0.3, chance, chance, np.arange(400), groups, (("g",),))


@pytest.fixture(scope="module")
def found(rows: AuditRows) -> list[Figures]:
    return figures(rows, 0.95)


def test_honest_figures_pass(found: list[Figures]) -> None:
    assert identities(found)["passed"]


def test_mcc_is_scikit_learns(rows: AuditRows, found: list[Figures]) -> None:
    assert mcc(found[0].counts) == pytest.approx(matthews_corrcoef(rows.label, rows.selected))


@pytest.mark.parametrize(
    ("metric", "value", "says"),
    [
        ("fnr", Interval(0.9, 0.8, 0.95), "tpr and fnr"),
        ("ppv", Interval(0.01, 0.0, 0.2), "square root of precision times recall"),
        ("auc", Interval(1.2, 1.1, 1.3), "auc must lie between 0 and 1"),
        ("brier", Interval(0.2, 0.3, 0.1), "upside down"),
    ],
)
def test_contradictions_are_refused(found: list[Figures], metric: str, value: Interval, says: str) -> None:
    bent = replace(found[0], metrics={**found[0].metrics, metric: value})
    with pytest.raises(Refused, match=says):
        identities([bent])


def test_an_auc_too_good_to_be_true_fails(found: list[Figures]) -> None:
    assert leakage(found[0], 0.9)["passed"]
    assert not leakage(found[0], 0.5)["passed"]


def test_what_a_published_check_asks_for_reads_right_after_passed_and_after_failed() -> None:
    """`AUC at most: passed. whether AUC is so high …` said the opposite of itself."""
    assert all(" must " in asked and not asked.startswith("whether") for asked in WITHOUT_FIGURES.values())
