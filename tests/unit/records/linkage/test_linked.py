"""A link that nobody was asked about can be opened and undone; one by a shared key can't."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.linkage import link
from records.linkage.comparing import links_of, open_reviews, side_by_side
from records.linkage.reviews import review_id_of
from tests.unit.records.linkage.small_store import RECEIVED, store_of
from tests.unit.records.linkage.test_frozen import LATER, RULES, TOM, on, say
from tests.unit.records.linkage.test_likeness import people

PAIR = ("police-1", "school-1")
ALIKE = (("police-1", "Tom", *TOM), ("school-1", "Tom", *TOM))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    store = store_of(tmp_path / "store", people(*ALIKE))
    on(store, RECEIVED)
    return store


def test_a_link_by_likeness_is_on_no_list_yet_opens(store: Path) -> None:
    found = on(store, RECEIVED).snapshot
    assert open_reviews(found) == []
    assert [(pair["review_id"], pair["listed_on"]) for pair in links_of(found, "P0000001")] == [
        (review_id_of(*PAIR), RECEIVED)
    ]
    assert links_of(found, "police-1") == []
    pair = side_by_side(found, review_id_of(*PAIR))
    assert pair is not None
    assert (pair["why"], pair["linked_on"]) == ("linked", RECEIVED)


def test_a_no_undoes_it_and_it_opens_as_decided(store: Path) -> None:
    say(store, *PAIR, "not_same")
    found = on(store, LATER).snapshot
    assert links_of(found, "P0000001") == []
    pair = side_by_side(found, review_id_of(*PAIR))
    assert pair is not None
    assert (pair["why"], pair["linked_on"]) == ("linked", None)
    assert pair["probability"] > RULES.link_at


def test_a_link_of_which_somebody_cannot_tell_goes_on_the_list(store: Path) -> None:
    say(store, *PAIR, "cannot_tell")
    listed = open_reviews(on(store, LATER).snapshot)
    assert [(pair["review_id"], pair["why"], pair["listed_on"]) for pair in listed] == [
        (review_id_of(*PAIR), "linked", RECEIVED)
    ]


def test_a_link_that_a_key_confirms_is_not_offered(tmp_path: Path) -> None:
    store = store_of(tmp_path / "keyed", people(*ALIKE), dict.fromkeys(PAIR, "C1"))
    link(store, RECEIVED, shared_ids=False, policy=RULES)
    found = on(store, LATER).snapshot
    assert links_of(found, "P0000001") == []
    assert side_by_side(found, review_id_of(*PAIR)) is None
