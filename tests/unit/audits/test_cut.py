"""Ties at the end of the list: all of one score or none, the nearer to the capacity."""

from __future__ import annotations

import numpy as np
import pytest

from audits.cut import at_capacity, highest

SCORES = np.repeat([5.0, 4.0, 3.0, 2.0, 1.0], [10, 10, 60, 200, 100])


@pytest.mark.parametrize(("capacity", "listed"), [(10, 10), (20, 20), (40, 20), (60, 80), (100, 80), (1, 10)])
def test_the_list_is_the_nearest_that_parts_no_tie(capacity: int, listed: int) -> None:
    chosen = highest(SCORES, capacity)
    assert chosen.sum() == listed
    assert SCORES[chosen].min() > SCORES[~chosen].max()


def test_between_two_as_near_the_shorter_is_taken() -> None:
    assert highest(SCORES, 50).sum() == 20


def test_row_order_changes_nothing() -> None:
    shuffled = np.random.default_rng(5).permutation(len(SCORES))
    assert np.array_equal(highest(SCORES, 60)[shuffled], highest(SCORES[shuffled], 60))


@pytest.mark.parametrize(("capacity", "passed"), [(20, True), (40, True), (45, False), (5, False), (180, False)])
def test_a_list_that_ties_move_by_more_than_half_fails(capacity: int, passed: bool) -> None:
    found = at_capacity(highest(SCORES, capacity), capacity)
    assert found["passed"] is passed
    assert f"listed where {capacity} could be" in found["detail"]
