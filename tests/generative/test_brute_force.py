"""A plain reading of the contract agrees with the kernel on 1,000 random people and dates, whatever the measure."""

from __future__ import annotations

import pytest

from features.measures import MEASURES
from tests.generative.brute_force import compare, drawn_indicators
from tests.generative.brute_force import random as made

WORLDS, PEOPLE = 40, 25  # 40 worlds of 25 people, each as of a date of their own: 1,000 people and dates
PARTS = 4  # tests, so that two workers share them


@pytest.mark.parametrize("part", range(PARTS))
def test_every_cell_of_every_measure_is_as_the_contract_says(part):
    found = [compare(PEOPLE, seed) for seed in range(part, WORLDS, PARTS)]
    assert [name for _, _, names in found for name in names] == []
    assert sum(cells for cells, _, _ in found) == WORLDS // PARTS * PEOPLE * len(drawn_indicators(made.Random(0)))
    assert sum(counted for _, counted, _ in found) > 1000


def test_every_measure_is_among_those_compared():
    assert {one.measure for one in drawn_indicators(made.Random(0))} == set(MEASURES)
