"""A person is what standing links hold together: whoever leaves takes along those who came in through them alone."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

from records.frames import typed
from records.kept import IDENTITIES, PERSON_LINKS
from records.linkage.decided import Before, Decided, Evidence, decide
from records.linkage.linking import _undone
from records.linkage.model import nothing_scored
from records.linkage.persons import Known, Persons
from records.policy import LinkagePolicy
from tests.unit.records.linkage.small_store import RECEIVED, store_of
from tests.unit.records.linkage.test_frozen import LATER, LATEST, ROWS, ids, on, say
from tests.unit.records.linkage.test_likeness import people

RULES = LinkagePolicy(link_at=0.9, review_at=0.2, times_likelier=10)
FIRST = date(2024, 7, 1)
Pair = tuple[str, str]


@dataclass
class Partnership:
    """Agencies' people, linked day after day with neither files nor names: `likely` pairs are as sure as they say."""

    records: tuple[str, ...]
    keys: dict[str, str] = field(default_factory=dict)
    said: dict[Pair, bool] = field(default_factory=dict)
    likely: dict[Pair, float] = field(default_factory=dict)
    day: date = FIRST

    def __post_init__(self) -> None:
        self.identities = typed(pd.DataFrame({"agency_person_id": sorted(self.records)}), IDENTITIES)
        self.links = typed(pd.DataFrame(columns=PERSON_LINKS.names), PERSON_LINKS)
        self.last = 0

    def link(self) -> Decided:
        agency_of = {record: record[0] for record in sorted(self.records)}
        rows = [(*pair, chance, chance, False, False) for pair, chance in self.likely.items()]
        pairs = pd.DataFrame(rows, columns=["one", "other", "probability", "weight", "second_look", "unclear"])
        pairs = pairs.sort_values(["weight", "one", "other"], ascending=[False, True, True], ignore_index=True)
        scored = pairs if len(pairs) else nothing_scored().assign(unclear=False)
        before = Before(self.identities, self.links, self.last)
        found = decide(before, agency_of, Evidence(scored, self.keys, self.said), RULES, self.day)
        self.identities = found.identities
        self.links = pd.concat([_undone(self.links, found, self.day), found.links], ignore_index=True)
        numbers = found.identities["person_id"].dropna().str.removeprefix("P").astype(int)
        self.last = max(self.last, numbers.max() if len(numbers) else 0)
        self.day += timedelta(days=1)
        return found

    def ids(self) -> dict[str, str]:
        held = self.identities.dropna(subset="person_id")
        return dict(zip(held["agency_person_id"], held["person_id"], strict=True))

    def standing(self) -> list[Pair]:
        held = self.links[self.links["undone_on"].isna()]
        return list(zip(held["one"], held["other"], strict=True))


def test_a_record_that_its_source_no_longer_lists_still_holds_together_whom_it_linked() -> None:
    pairs = {("p1", "s1"): 0.99, ("c1", "s1"): 0.98}
    one = Partnership(("p1", "s1", "c1"), likely=pairs)
    one.link()
    before = one.ids()
    assert before["p1"] == before["c1"]
    one.records, one.likely = ("p1", "c1"), {}
    one.identities = one.identities[one.identities["agency_person_id"] != "s1"]
    assert not one.link().undone
    assert one.ids() == {record: before[record] for record in one.records}


def test_a_wrong_yes_that_is_taken_back_takes_back_whoever_it_brought_along(tmp_path: Path) -> None:
    store = store_of(tmp_path / "twins", people(*ROWS), {"school-1": "C1"})
    before = ids(on(store, RECEIVED).snapshot)
    assert before["police-1"] == before["social_care-1"] != before["school-1"]
    say(store, "school-1", "social_care-1", "same")
    assert ids(on(store, LATER).snapshot)["police-1"] == before["school-1"]
    say(store, "school-1", "social_care-1", "not_same", "2024-09-02T10:00:00+00:00")
    found = on(store, LATEST).snapshot
    after = ids(found)
    assert after["police-1"] == after["social_care-1"] != after["school-1"] == before["school-1"]
    links = found.kept("person_links").to_pandas().set_index(["one", "other"])["undone_on"]
    assert pd.isna(links["police-1", "social_care-1"])
    assert links["school-1", "social_care-1"] == LATEST
    assert on(store, LATEST).snapshot.sha == found.sha


def test_whoever_was_held_by_the_record_that_left_stays_no_longer() -> None:
    some = Partnership(("a1", "b1", "c1"), {"a1": "K1"}, likely={("a1", "b1"): 0.99, ("b1", "c1"): 0.99})
    some.link()
    assert set(some.ids().values()) == {"P0000001"}
    some.keys["b1"] = "K2"
    some.link()
    assert some.ids() == {"a1": "P0000001", "b1": "P0000002", "c1": "P0000002"}  # likely still, and linked anew


def test_of_the_links_between_two_that_are_not_the_same_the_weakest_goes() -> None:
    some = Partnership(("a1", "b1", "c1"), said={("a1", "b1"): True}, likely={("b1", "c1"): 0.99})
    some.link()
    some.said["a1", "c1"] = False
    some.link()
    assert some.standing() == [("a1", "b1")]
    assert some.ids() == {"a1": "P0000001", "b1": "P0000001"}


def test_a_no_parts_nobody_who_carries_one_key() -> None:
    some = Partnership(("a1", "b1"), {"a1": "K1", "b1": "K1"}, said={("a1", "b1"): False})
    some.link()
    for _ in range(2):
        found = some.link()
        assert (len(found.links), found.undone) == (0, frozenset())
    assert some.ids() == {"a1": "P0000001", "b1": "P0000001"}


def test_whom_no_link_holds_is_let_go_by_the_next_linking() -> None:
    some = Partnership(("a1", "b1"))
    some.identities = some.identities.assign(person_id="P0000001", linked_on=pd.Timestamp(FIRST))
    some.link()
    assert some.ids() == {"a1": "P0000001"}


@pytest.mark.parametrize("seed", range(40))
def test_persons_are_what_links_hold_whatever_comes(seed: int) -> None:
    draw = random.Random(seed)
    some = Partnership(tuple(f"{agency}{n}" for agency in "abcd" for n in (1, 2, 3)))
    pairs = [pair for pair in combinations(some.records, 2) if pair[0][0] != pair[1][0]]
    for _ in range(12):
        some.likely.update({draw.choice(pairs): round(draw.uniform(0.5, 1), 3) for _ in range(3)})
        some.said[draw.choice(pairs)] = draw.random() < 0.5
        some.keys[draw.choice(some.records)] = draw.choice(("K1", "K2", "K3"))
        some.keys.pop(draw.choice(some.records), None)
        some.link()
        _are_what_links_hold(some)
        before = (some.ids(), some.standing())
        again = some.link()
        assert (len(again.links), again.undone, some.ids(), some.standing()) == (0, frozenset(), *before)


def _are_what_links_hold(some: Partnership) -> None:
    held = Persons(Known(dict.fromkeys(some.records, ""), {}))
    for pair in some.standing():
        held.join(*pair)
    now = some.ids()
    for one, other in combinations(some.records, 2):
        together = now.get(one, one) == now.get(other, other)
        assert together == held.together(one, other)
        one_key = some.keys.get(one, one) == some.keys.get(other, other)
        assert not (together and some.said.get((one, other)) is False and not one_key)
