"""The properties that `reachable features test` runs on anybody's catalogue hold for the whole of ours at once."""

from __future__ import annotations

import pytest

from features.histories import history_of
from features.indicators import CATALOGUE
from features.properties import PROPERTIES, Trial

SEEDS = (1, 2)


@pytest.mark.parametrize("name", PROPERTIES)
def test_the_whole_catalogue_holds(name):
    for seed in SEEDS:
        trial = Trial(CATALOGUE, history_of(CATALOGUE, 2 * seed), history_of(CATALOGUE, 2 * seed + 1))
        assert PROPERTIES[name](trial) == set()
