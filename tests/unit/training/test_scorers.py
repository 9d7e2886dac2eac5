"""Boosted trees and points: declared directions hold, contributions are exact, equal data give equal bytes."""

from __future__ import annotations

from itertools import combinations
from math import factorial
from typing import Any

import numpy as np
import pytest

from records.refusal import Refused
from training.baselines import fit_logistic, plain_count, unit_weights
from training.boosting import LIMITS, Boosted, fit_boosted
from training.contributions import by_theme, importance
from training.fitting import held_to
from training.points import PointsScore, fit_points
from training.policy import Policy

Rows = tuple[np.ndarray, np.ndarray, np.ndarray]
STEPS = np.arange(0.0, 6.0)


def swept(inputs: np.ndarray, column: int) -> np.ndarray:
    """The first fifty rows, with one input going from 0 to 5."""
    rows = np.repeat(inputs[:50], len(STEPS), axis=0)
    rows[:, column] = np.tile(STEPS, 50)
    return rows


@pytest.mark.parametrize(("direction", "sign"), [("raises", 1), ("lowers", -1)])
def test_a_margin_never_goes_against_a_declared_direction(rows: Rows, direction: str, sign: int) -> None:
    inputs, labels, people = rows
    boosted, _ = fit_boosted(inputs, labels, people, [direction] * 6)
    for column in range(6):
        steps = np.diff(boosted.margins(swept(inputs, column)).reshape(50, -1), axis=1)
        assert (sign * steps >= -1e-12).all()


def test_points_are_whole_few_and_in_their_direction(rows: Rows) -> None:
    inputs, labels, _ = rows
    directions = ["raises", "raises", "lowers", "lowers", "raises", "raises"]
    points = fit_points(inputs, labels, directions, list("aabbcc"))
    assert len(points.items) <= 3
    for item in points.items:
        assert isinstance(item.points, int)
        assert item.points > 0 if directions[item.column] == "raises" else item.points < 0
    assert PointsScore.from_text(points.text) == points
    nothing = np.full((1, 6), np.nan)
    shares = sum(points.unit * one.points * one.share for one in points.items)
    assert points.margins(nothing)[0] == pytest.approx(points.intercept)
    assert points.contributions(nothing)[0, -1] == pytest.approx(points.intercept + shares)


def test_points_on_noise_or_few_positives_are_refused_or_short(rows: Rows) -> None:
    inputs, labels, _ = rows
    with pytest.raises(Refused, match="at least one input"):
        fit_points(np.zeros((100, 2)), labels[:100], ["raises", "raises"], ["a", "b"])
    few = np.flatnonzero(labels)[:25].tolist() + np.flatnonzero(~labels)[:500].tolist()
    assert len(fit_points(inputs[few], labels[few], ["raises"] * 6, list("abcdef")).items) <= 2


def test_equal_data_give_equal_bytes(rows: Rows) -> None:
    inputs, labels, people = rows
    first, parameters = fit_boosted(inputs, labels, people, ["raises"] * 6, trials=2)
    second, _ = fit_boosted(inputs, labels, people, ["raises"] * 6, trials=2)
    assert first.text == second.text
    assert (parameters["num_leaves"], parameters["max_depth"]) == (31, 6) == (LIMITS["num_leaves"], LIMITS["max_depth"])
    again = fit_points(inputs, labels, ["raises"] * 6, list("abcdef"))
    assert again == fit_points(inputs, labels, ["raises"] * 6, list("abcdef"))


def expected(node: dict[str, Any], row: np.ndarray, known: frozenset[int]) -> float:
    """A tree's value where only some inputs are known: at an unknown one, both ways by their share of training rows."""
    if "leaf_value" in node:
        return float(node["leaf_value"])
    left, right = node["left_child"], node["right_child"]
    if node["split_feature"] in known:
        return expected(left if row[node["split_feature"]] <= node["threshold"] else right, row, known)
    sizes = [float(child.get("internal_count", child.get("leaf_count"))) for child in (left, right)]
    values = [expected(child, row, known) for child in (left, right)]
    return (sizes[0] * values[0] + sizes[1] * values[1]) / sum(sizes)


def shapley(trees: list[dict[str, Any]], row: np.ndarray, column: int) -> float:
    """Shapley's own sum over every set of the other inputs."""
    others, total = [one for one in range(len(row)) if one != column], 0.0
    for size in range(len(row)):
        weight = factorial(size) * factorial(len(row) - size - 1) / factorial(len(row))
        for chosen in map(frozenset, combinations(others, size)):
            gain = sum(expected(one, row, chosen | {column}) - expected(one, row, chosen) for one in trees)
            total += weight * gain
    return total


def test_contributions_are_shapley_values_by_their_definition(rows: Rows) -> None:
    inputs, labels, people = rows
    whole = np.nan_to_num(inputs)
    boosted, _ = fit_boosted(whole, labels, people, ["either"] * 6)
    trees = [one["tree_structure"] for one in boosted.booster.dump_model()["tree_info"]][:8]
    few = Boosted(boosted.booster.model_to_string(num_iteration=8))
    for row in whole[:3]:
        ours = few.contributions(row[None, :])[0]
        assert ours[:-1] == pytest.approx([shapley(trees, row, column) for column in range(6)], abs=1e-9)
        assert ours[-1] == pytest.approx(sum(expected(one, row, frozenset()) for one in trees), abs=1e-9)


def test_one_row_alone_scores_as_among_many(rows: Rows) -> None:
    inputs, labels, people = rows
    boosted, _ = fit_boosted(inputs, labels, people, ["either"] * 6)
    together = boosted.margins(inputs[:200])
    assert [boosted.margins(inputs[i : i + 1])[0] for i in range(200)] == together.tolist()


def test_a_theme_adds_up_its_inputs() -> None:
    added = np.array([[0.5, -0.2, 0.1, -3.0]])
    assert {k: v.tolist() for k, v in by_theme(added, ["a", "b", "a"]).items()} == {"a": [0.6], "b": [-0.2]}
    assert importance(added, ["x", "y", "z"])[0] == ("x", 0.5)


def test_a_plain_count_counts_each_raised_theme_once() -> None:
    rows = np.array([[1, 2, 0, 5], [0, 0, 3, np.nan], [0, 1, 1, 1]], dtype=float)
    counted = plain_count(rows, ["raises", "raises", "lowers", "raises"], ["a", "a", "b", "c"])
    assert counted.tolist() == [2, 0, 2]


def test_unit_weights_turn_each_input_towards_the_outcome(rows: Rows) -> None:
    inputs, labels, _ = rows
    flipped = inputs * np.array([1, -1, 1, 1, 1, 1])
    assert np.array_equal(unit_weights(inputs, inputs, labels) > 0, unit_weights(inputs, inputs, labels) >= 1)
    for given in (inputs, flipped):
        counted = unit_weights(given, given, labels)
        assert counted[labels].mean() > counted[~labels].mean()


def test_logistic_regression_bears_nulls_and_constant_inputs(rows: Rows) -> None:
    inputs, labels, _ = rows
    given = np.column_stack([inputs, np.ones(len(inputs))])
    chances = fit_logistic(given, labels).chances(given)
    assert np.isfinite(chances).all()
    assert chances.mean() == pytest.approx(labels.mean(), abs=0.01)


def test_an_auc_over_the_bar_fails_it_as_leakage(policy: Policy) -> None:
    figures = {
        name: {"value": value} for name, value in (("auc", 0.95), ("calibration_slope", 1.0), ("recall_at_k", 0.3))
    }
    lines = {one["name"]: one for one in held_to(policy.targets["harmed"].bar, figures, figures)}
    assert not lines["auc_at_most"]["passed"]
    assert "leakage" in lines["auc_at_most"]["detail"]
    assert all(one["passed"] for name, one in lines.items() if name != "auc_at_most")
