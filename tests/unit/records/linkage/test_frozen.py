"""A link is frozen by its day: what was shown of the past can be shown again, whatever is linked or unlinked later."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from features.build import from_snapshot
from features.indicators import CATALOGUE
from records.erase import erase
from records.linkage import LinkResult, link, model
from records.linkage.comparing import open_reviews, side_by_side
from records.linkage.reviews import LinkDecision, review_id_of, waiting, write_decision
from records.policy import LinkagePolicy
from records.purge import purge
from records.refusal import Refused, WrongUse
from records.store import Snapshot, open_store
from tests.unit.records.linkage.small_store import RECEIVED, store_of
from tests.unit.records.linkage.test_likeness import people

RULES = LinkagePolicy(link_at=0.9, review_at=0.2, times_likelier=10)
LATER, LATEST = date(2024, 9, 1), date(2024, 10, 1)
TOM = ("Boswell", "2008-05-17", "1 High Street", "CT1 2AB")
ROWS = (
    ("police-1", "Tom", *TOM),
    ("school-1", "Thomasina", *TOM),
    ("social_care-1", "Tom", *TOM),
    ("school-2", "Zainab", "Okafor", "2009-01-02", "7 Low Road", "CT3 4CD"),
    ("police-2", "Zainab", "Okafor", "2009-01-02", "7 Low Road", "CT3 4CD"),
)


@pytest.fixture(scope="module")
def chances() -> dict[tuple[str, ...], pd.DataFrame]:
    return {}


@pytest.fixture(autouse=True)
def compared_once(monkeypatch: pytest.MonkeyPatch, chances: dict[tuple[str, ...], pd.DataFrame]) -> None:
    """The same people are compared by Splink once for all tests of this file."""
    scored = model.scored

    def remembered(rows: pd.DataFrame) -> pd.DataFrame:
        key = tuple(rows["agency_person_id"])
        if key not in chances:
            chances[key] = scored(rows)
        return chances[key].copy()

    monkeypatch.setattr(model, "scored", remembered)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return store_of(tmp_path / "store", people(*ROWS))


def on(store: Path, day: date) -> LinkResult:
    return link(store, day, policy=RULES)


def say(
    store: Path, one: str, other: str, verdict: str, at: str = "2024-08-01T10:00:00+00:00", by: str = "admin"
) -> None:
    review_id = review_id_of(one, other)
    write_decision(store, LinkDecision(f"D{at[:10]}", review_id, one, other, verdict, by, at))


def ids(snapshot: Snapshot) -> dict[str, str]:
    rows = snapshot.kept("identities").to_pylist()
    return {row["agency_person_id"]: row["person_id"] or row["agency_person_id"] for row in rows}


def counted(snapshot: Snapshot, person_ids: list[str], as_of: date) -> pa.Table:
    rows = pa.table({"person_id": person_ids, "as_of": pa.array([as_of] * len(person_ids), pa.date32())})
    return from_snapshot(snapshot, rows, CATALOGUE)


def test_the_first_linking_gives_ids_in_place(store: Path) -> None:
    found = on(store, RECEIVED).snapshot
    assert ids(found)["police-1"] == ids(found)["social_care-1"] == "P0000001"
    events = found.events().to_pandas()
    assert len(events) == len(ROWS)
    assert events["superseded_on"].isna().all()
    assert set(found.people()["person_id"].to_pylist()) == {"P0000001", "P0000002", "school-1"}


def test_a_reviewers_yes_moves_records_from_that_day_and_leaves_the_past_as_it_was(store: Path) -> None:
    before = on(store, RECEIVED).snapshot
    say(store, "police-1", "school-1", "same")
    after = on(store, LATER).snapshot
    assert ids(after)["school-1"] == "P0000001"
    old, new = sorted(after.person("school-1").events.to_pylist(), key=lambda row: row["version"]) + [
        row for row in after.person("P0000001").events.to_pylist() if row["agency"] == "school"
    ]
    assert (old["superseded_on"], old["version"]) == (LATER, 1)
    assert (new["known_on"], new["superseded_on"], new["version"]) == (LATER, None, 2)
    assert new["happened_on"] == old["happened_on"]
    everyone = sorted(before.people()["person_id"].to_pylist())
    for day in (date(2024, 5, 1), RECEIVED, LATER):
        assert counted(after, everyone, day).equals(counted(before, everyone, day))
    joined = counted(after, ["P0000001", "school-1"], LATEST)
    assert joined["missing_episodes_year"].to_pylist() == [3.0, 0.0]


def test_two_people_who_disagree_are_followed_by_no_linking_until_somebody_looks_again(store: Path) -> None:
    before = ids(on(store, RECEIVED).snapshot)
    say(store, "police-1", "school-1", "not_same", by="one")
    say(store, "police-1", "school-1", "same", "2024-08-02T10:00:00+00:00", by="another")
    found = on(store, LATER)
    assert ids(found.snapshot) == before
    assert review_id_of("police-1", "school-1") in {pair["review_id"] for pair in open_reviews(found.snapshot)}
    say(store, "police-1", "school-1", "same", "2024-09-03T10:00:00+00:00", by="one")
    assert ids(on(store, LATEST).snapshot)["school-1"] == "P0000001"


def test_of_one_person_s_answers_the_last_is_followed(store: Path) -> None:
    on(store, RECEIVED)
    say(store, "police-1", "school-1", "not_same")
    say(store, "police-1", "school-1", "same", "2024-08-02T10:00:00+00:00")
    assert ids(on(store, LATER).snapshot)["school-1"] == "P0000001"


def test_running_again_decides_nothing_anew(store: Path) -> None:
    on(store, RECEIVED)
    say(store, "police-1", "school-1", "same")
    once = on(store, LATER)
    assert waiting(store) == []
    again = on(store, LATER)
    assert (again.snapshot.sha, again.by_likeness, again.moved) == (once.snapshot.sha, 0, 0)
    strict = LinkagePolicy(link_at=0.999999999, review_at=0.9, times_likelier=1000)
    assert ids(link(store, LATEST, policy=strict).snapshot) == ids(once.snapshot)


def test_a_reviewers_no_splits_and_never_joins_again(store: Path) -> None:
    before = on(store, RECEIVED).snapshot
    say(store, "police-2", "school-2", "not_same")
    found = on(store, LATER)
    after = ids(found.snapshot)
    assert (after["police-2"], after["school-2"]) == ("P0000002", "school-2")
    links = found.snapshot.kept("person_links").to_pandas().set_index(["one", "other"])
    assert links.loc[("police-2", "school-2"), "undone_on"] == LATER
    assert ids(on(store, LATEST).snapshot) == after
    assert counted(found.snapshot, ["P0000002"], LATER).equals(counted(before, ["P0000002"], LATER))


def test_cannot_tell_stays_on_the_list_and_identifiers_stand_side_by_side(store: Path) -> None:
    listed = open_reviews(on(store, RECEIVED).snapshot)
    assert {pair["why"] for pair in listed} == {"other_forename"}
    pair = side_by_side(open_store(store), review_id_of("police-1", "school-1"))
    assert pair is not None
    assert [side["known_as"][0]["forename"] for side in pair["sides"]] == ["Tom", "Thomasina"]
    say(store, "police-1", "school-1", "cannot_tell")
    again = {pair["review_id"]: pair["verdict"] for pair in open_reviews(on(store, LATER).snapshot)}
    assert again[review_id_of("police-1", "school-1")] == "cannot_tell"


def test_a_yes_that_gives_a_person_two_records_of_an_agency_is_not_followed(store: Path) -> None:
    on(store, RECEIVED)
    say(store, "police-2", "social_care-1", "same")
    assert ids(on(store, LATER).snapshot)["police-2"] == "P0000002"


def test_days_go_forward_and_a_spoilt_decision_is_refused(store: Path) -> None:
    on(store, LATER)
    for day in (RECEIVED, date(2999, 1, 1)):
        with pytest.raises(WrongUse, match="--made-on"):
            on(store, day)
    say(store, "police-1", "school-1", "perhaps")
    with pytest.raises(Refused, match="decision"):
        on(store, LATEST)


def test_only_linkage_reads_identifiers() -> None:
    root = Path(__file__).resolve().parents[4]
    readers = {
        path.relative_to(root).as_posix()
        for package in ("records", "features", "training", "audits", "serving")
        for path in (root / package).rglob("*.py")
        if 'kept("identifiers")' in path.read_text(encoding="utf-8")
        or "records.linkage.comparing" in path.read_text(encoding="utf-8")
    }
    assert readers == {"records/linkage/comparing.py", "serving/same_person.py"}


def test_a_key_that_comes_later_joins_and_a_key_of_another_parts(tmp_path: Path) -> None:
    store = store_of(tmp_path / "keyed", people(*ROWS), {"police-2": "C2", "school-2": "C2"})
    assert pd.Series(ids(on(store, RECEIVED).snapshot)).nunique() == 3
    assert ids(open_store(store))["police-2"] == "P0000001"  # those with a key are numbered first


def test_a_store_is_linked_after_somebody_was_erased_and_after_a_purge(store: Path) -> None:
    erase(store, "school-1")
    purge(store, RECEIVED)
    assert {"erase"} <= {entry.get("did") for entry in open_store(store).ingests()}
    on(store, LATER)
    assert "school-1" not in open_store(store).people()["person_id"].to_pylist()
