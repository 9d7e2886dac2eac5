"""A kill leaves the old store or the new one, and a reader never mixes two snapshots; more of each by command."""

from __future__ import annotations

import pytest

from tests.robustness import damaged, kills, swaps


@pytest.mark.slow
def test_a_kill_at_a_random_moment_leaves_the_old_store_or_the_new_one() -> None:
    found = kills.main(8, people=150)
    assert {name: sum(states.values()) for name, states in found.items()} == {"ingest": 4, "link": 4}


@pytest.mark.slow
def test_a_reader_never_mixes_two_snapshots() -> None:
    reads, _, seen, mixed = swaps.main(20)
    assert reads > 0
    assert seen > 1
    assert mixed == 0


@pytest.mark.slow
def test_a_damaged_extract_of_any_connector_is_refused_clearly_whole_or_by_row() -> None:
    found, wrong = damaged.main(36)
    assert wrong == []
    assert sum(found.values()) == 36
    assert found["whole"] > 0
    assert found["by row"] > 0
