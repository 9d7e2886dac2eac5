"""A service that is asked while its store is renewed answers each request from one snapshot; twenty by command."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from records.store import open_store
from tests.robustness.marked import County
from tests.robustness.served_swaps import swapped


@pytest.fixture
def county(running):
    """The county of the running service, whose store makes room for one of our own and is put back."""
    store = running.world.home.store
    flat = store.readlink()
    made = County.of(open_store(store))
    store.unlink()
    yield made
    store.rename(store.with_name("store of snapshots"))
    store.symlink_to(flat, target_is_directory=True)


def test_no_answer_mixes_two_snapshots_that_are_swapped_in_while_it_is_asked_for(running, county):
    found = swapped(running.world.home, county, 3, nullcontext(str(running.client.base_url)))
    assert found.mixed == []
    assert found.refused == []
    assert len(found.snapshots) > 1
    assert set(found.answers) == {"score", "queue"}
