"""What several people say of one pair comes to one word, and what is open is what somebody can still settle."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from records.frames import typed
from records.kept import LINK_REVIEWS
from records.linkage import link
from records.linkage.comparing import open_reviews, side_by_side
from records.linkage.reviews import LinkDecision, review_id_of
from records.linkage.said import disputed_in, verdicts_of, with_decisions
from tests.unit.records.linkage.small_store import RECEIVED, store_of
from tests.unit.records.linkage.test_frozen import LATER, LATEST, RULES, TOM, ids, on, say
from tests.unit.records.linkage.test_likeness import people

TWINS = (("police-1", "Tom", *TOM), ("school-1", "Thomasina", *TOM))
PAIR = ("police-1", "school-1")


def said(before: pd.DataFrame | None, *words: tuple[str, str]) -> pd.DataFrame:
    """The table after a linking that finds these words: who said what, in that order."""
    held = typed(pd.DataFrame(columns=LINK_REVIEWS.names), LINK_REVIEWS) if before is None else before
    days = [f"2024-08-{day:02}T10:00:00+00:00" for day in range(1, len(words) + 1)]
    decisions = [
        LinkDecision(f"D{day}", review_id_of(*PAIR), *PAIR, verdict, by, day)
        for (by, verdict), day in zip(words, days, strict=True)
    ]
    return with_decisions(held, decisions, held[:0])


@pytest.mark.parametrize(
    ("first", "then", "comes_to"),
    [
        ([("anna", "not_same")], [("bert", "cannot_tell")], "not_same"),
        ([("anna", "same")], [("bert", "cannot_tell")], "same"),
        ([("anna", "not_same")], [("anna", "cannot_tell")], "cannot_tell"),
        ([("anna", "not_same"), ("bert", "cannot_tell")], [], "not_same"),
        ([("anna", "not_same"), ("anna", "cannot_tell")], [], "cannot_tell"),
        ([("anna", "not_same"), ("bert", "not_same"), ("bert", "cannot_tell")], [], "not_same"),
        ([("anna", "cannot_tell")], [("bert", "cannot_tell")], "cannot_tell"),
        ([("anna", "same")], [("bert", "not_same")], "not_same"),
        ([("anna", "same")], [("anna", "not_same"), ("bert", "same")], "disputed"),
        ([("anna", "same"), ("bert", "not_same")], [("bert", "cannot_tell")], "disputed"),
        ([("anna", "same"), ("bert", "not_same")], [("bert", "same")], "same"),
    ],
)
def test_a_later_word_replaces_one_s_own_and_cannot_tell_nobody_else_s(
    first: list[tuple[str, str]], then: list[tuple[str, str]], comes_to: str
) -> None:
    after = said(said(None, *first), *then)
    assert after["verdict"].to_list() == [comes_to]
    assert verdicts_of(after) == ({PAIR: comes_to == "same"} if comes_to in ("same", "not_same") else {})
    assert disputed_in(after) == ({PAIR} if comes_to == "disputed" else set())


def test_a_yes_that_is_disputed_stands_and_its_pair_is_open_until_somebody_settles_it(tmp_path: Path) -> None:
    store = store_of(tmp_path / "store", people(*TWINS))
    on(store, RECEIVED)
    say(store, *PAIR, "same", by="anna")
    joined = ids(on(store, LATER).snapshot)
    assert joined["police-1"] == joined["school-1"]
    say(store, *PAIR, "not_same", "2024-09-02T10:00:00+00:00", by="anna")
    say(store, *PAIR, "same", "2024-09-03T10:00:00+00:00", by="bert")
    for _ in range(2):
        found = on(store, LATEST)
        assert (ids(found.snapshot), found.to_review) == (joined, 1)
    assert [pair["review_id"] for pair in open_reviews(found.snapshot)] == [review_id_of(*PAIR)]
    assert side_by_side(found.snapshot, review_id_of(*PAIR)) is not None
    say(store, *PAIR, "not_same", "2024-10-01T10:00:00+00:00", by="bert")
    found = on(store, LATEST)
    assert found.to_review == 0
    assert ids(found.snapshot)["police-1"] != ids(found.snapshot)["school-1"]


def test_a_no_that_is_disputed_stays_apart_however_alike_they_are(tmp_path: Path) -> None:
    store = store_of(tmp_path / "store", people(("police-1", "Tom", *TOM), ("school-1", "Tom", *TOM)))
    say(store, *PAIR, "not_same", by="anna")
    assert on(store, RECEIVED).by_likeness == 0
    say(store, *PAIR, "same", "2024-08-02T10:00:00+00:00", by="anna")
    say(store, *PAIR, "not_same", "2024-08-03T10:00:00+00:00", by="bert")
    found = on(store, LATER)
    assert (found.by_likeness, found.to_review) == (0, 1)


def test_a_yes_that_its_reviewer_takes_back_is_asked_again(tmp_path: Path) -> None:
    store = store_of(tmp_path / "store", people(*TWINS))
    on(store, RECEIVED)
    say(store, *PAIR, "same")
    joined = ids(on(store, LATER).snapshot)
    say(store, *PAIR, "cannot_tell", "2024-09-02T10:00:00+00:00")
    found = on(store, LATEST)
    assert (ids(found.snapshot), found.to_review) == (joined, 1)


def test_the_only_open_pair_leaves_the_list_once_a_key_joins_it(tmp_path: Path) -> None:
    store = store_of(tmp_path / "store", people(*TWINS), dict.fromkeys(PAIR, "C1"))
    assert link(store, RECEIVED, shared_ids=False, policy=RULES).to_review == 1
    found = on(store, LATER)
    assert (found.to_review, open_reviews(found.snapshot)) == (0, [])
    assert side_by_side(found.snapshot, review_id_of(*PAIR)) is None
