"""Our arithmetic against fairlearn's and scikit-learn's own functions, on the same rows."""

from __future__ import annotations

import fairlearn.metrics as fair
import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from audits.figures import Figures, figures
from audits.measures import NOBODY
from audits.rows import AuditRows, each_and_crossing
from audits.scores import auc, average_precision, brier, calibration, log_odds, ties

N = 1200


@pytest.fixture(scope="module")
def found(rows: AuditRows) -> list[Figures]:
    return figures(rows, 0.95)


@pytest.fixture(scope="module")
def rows() -> AuditRows:
    rng = np.random.default_rng(3)
    chance = np.round(rng.beta(1, 4, N), 2)
    label = rng.random(N) < chance
    groups = pd.DataFrame({"a": rng.choice(["x", "y", "z"], N), "b": rng.choice(["p", "q"], N)}, dtype=object)
    return AuditRows(label, chance >= 0.3, chance, chance, np.arange(N), groups, each_and_crossing(["a", "b"]))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("tpr", fair.true_positive_rate),
        ("fnr", fair.false_negative_rate),
        ("fpr", fair.false_positive_rate),
        ("selection_rate", fair.selection_rate),
    ],
)
def test_rates_equal_fairlearns(rows: AuditRows, found: list[Figures], ours: str, theirs: object) -> None:
    frame = fair.MetricFrame(metrics=theirs, y_true=rows.label, y_pred=rows.selected, sensitive_features=rows.groups)
    mine = {f.group: f.metrics[ours].value for f in found if f.by == ("a", "b")}
    assert mine == pytest.approx(frame.by_group.to_dict())


def test_measures_of_the_score_equal_scikit_learns(rows: AuditRows) -> None:
    even, rank = np.ones(N), ties(rows.score)
    assert auc(rows.label, rank, even) == pytest.approx(roc_auc_score(rows.label, rows.score))
    assert average_precision(rows.label, rank, even) == pytest.approx(average_precision_score(rows.label, rows.score))
    assert brier(rows.label, rows.chance, even) == pytest.approx(brier_score_loss(rows.label, rows.chance))


def test_weights_are_as_good_as_repeated_rows(rows: AuditRows) -> None:
    weight = np.random.default_rng(4).integers(0, 3, N)
    label, score = np.repeat(rows.label, weight), np.repeat(rows.score, weight)
    assert auc(rows.label, ties(rows.score), weight.astype(float)) == pytest.approx(roc_auc_score(label, score))


def test_calibration_is_the_logistic_line(rows: AuditRows) -> None:
    odds = log_odds(rows.chance)
    found = calibration(rows.label, odds, rows.person)
    assert found is not None
    line = LogisticRegression(C=np.inf, tol=1e-10).fit(odds[:, None], rows.label)
    assert found.slope == pytest.approx(line.coef_[0, 0], abs=1e-4)
    shifted = 1 / (1 + np.exp(-(odds + found.intercept)))
    assert shifted.mean() == pytest.approx(rows.label.mean())


def test_standard_errors_are_those_of_the_bootstrap(rows: AuditRows) -> None:
    odds, rng = log_odds(rows.chance), np.random.default_rng(6)
    draws = [rng.integers(0, N, N) for _ in range(200)]
    slopes = [calibration(rows.label[at], odds[at], np.arange(N)).slope for at in draws]
    assert calibration(rows.label, odds, rows.person).slope_error == pytest.approx(np.std(slopes), rel=0.2)


def test_one_class_has_no_calibration() -> None:
    assert calibration(np.zeros(9, dtype=bool), np.linspace(-1, 1, 9), np.arange(9)) is None


def test_a_group_of_one_outcome_says_so_and_not_that_its_rows_are_few() -> None:
    chance, person = np.linspace(0.1, 0.9, 60), np.arange(60)
    groups = pd.DataFrame({"a": ["none"] * 20 + ["all"] * 20 + ["both"] * 20}, dtype=object)
    label = np.repeat([False, True, False], 20)
    label[50:] = True
    rows = AuditRows(label, chance >= 0.5, chance, chance, person, groups, each_and_crossing(["a"]))
    why = {one.group[0]: one.why.get("auc") for one in figures(rows, 0.95) if one.by}
    assert why == {"none": NOBODY["tpr"], "all": NOBODY["fpr"], "both": None}
    slopes = {one.group[0]: one.why.get("calibration_slope") for one in figures(rows, 0.95) if one.by}
    assert (slopes["none"], slopes["all"]) == (NOBODY["tpr"], NOBODY["fpr"])
