"""What its source takes back, what is past its time, what our own flag caused, and who was erased: the store, the
indicators and the list follow."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest

import records.ingest
from features.build import indicators_as_of
from features.indicators import CATALOGUE
from records.agreements import Agreement
from records.delivery import Delivery, Feed, delivery_of
from records.erase import erase
from records.events import EVENTS, PEOPLE
from records.frames import to_frame
from records.ingest import ingest
from records.marks import mark
from records.store import open_store
from records.validate import Sieve
from serving.problem import Problem

FIRST, SECOND = date(2026, 1, 2), date(2026, 1, 4)
HARM = [
    one for one in CATALOGUE.indicators if one.measure == "count" and "serious_violence" in one.kinds and one.window
]
FEED = Feed("world", "police", 0, "recorded", FIRST, person_prefix="")


def delivered(events: pd.DataFrame, people: pd.DataFrame, received_on: date) -> Delivery:
    sieves = {"all": Sieve("all.csv", events, [])}
    return delivery_of(FEED, sieves, people, [events])


@pytest.fixture
def fed(world, monkeypatch):
    """The world with a store of our own; `fed(events)` takes a delivery in and gives the store."""
    flat = open_store(world.home.store)
    people = to_frame(flat.people(), PEOPLE)
    events = to_frame(flat.events(), EVENTS)
    events = events.assign(record_id="world:all:" + events["record_id"])
    world.home.store.unlink()

    def take_in(said: pd.DataFrame, received_on: date) -> Path:
        one = delivered(said, people, received_on)
        monkeypatch.setattr(records.ingest, "read_source", lambda *_: one)
        ingest(["world:x"], world.home.store, received_on)
        return world.home.store

    take_in(events, FIRST)
    return world, events, take_in


def listed(world) -> list[str]:
    return [one["person_id"] for one in world.state.weekly_list(world.worker, 5)["people"]]


def harm_of(world, person_id: str) -> list[float]:
    snapshot = open_store(world.home.store)
    as_of = snapshot.last_receipt() + timedelta(days=1)
    asked = pa.table({"person_id": [person_id], "as_of": pa.array([as_of], pa.date32())})
    built = indicators_as_of(snapshot.events(), asked, HARM)
    return [built[one.name][0].as_py() for one in HARM]


def test_what_the_source_takes_back_leaves_store_indicators_and_list(fed) -> None:
    world, events, take_in = fed
    first = listed(world)[0]
    assert sum(harm_of(world, first)) > 0
    theirs = (events["person_id"] == first) & (events["kind"] != "contact")
    take_in(events[~theirs].reset_index(drop=True), SECOND)
    mine = open_store(world.home.store).person(first).events
    assert {row["superseded_on"] for row in mine.to_pylist() if row["kind"] != "contact"} == {SECOND}
    assert sum(harm_of(world, first)) == 0
    assert first not in listed(world)


def test_records_that_our_own_flag_caused_raise_nothing_and_stay_marked(fed, tmp_path: Path) -> None:
    world, events, take_in = fed
    first = listed(world)[0]
    named = events.loc[events["person_id"] == first, "record_id"]
    (tmp_path / "ids.txt").write_text("\n".join(named), encoding="utf-8")
    assert mark(world.home.store, tmp_path / "ids.txt", "our enquiry led to them", "A. Worker") == len(named)
    assert sum(harm_of(world, first)) == 0
    assert first not in listed(world)
    take_in(events, SECOND)
    held = open_store(world.home.store).events()
    assert set(held.filter(held["our_flag"])["record_id"].to_pylist()) == set(named)


def test_an_erased_person_is_nowhere_and_the_next_delivery_does_not_bring_them_back(fed) -> None:
    world, events, take_in = fed
    first = listed(world)[0]
    erase(world.home.store, first)
    assert first not in listed(world)
    with pytest.raises(Problem, match="nobody with this reference"):
        world.state.score_person(world.worker, first, "early_help")
    take_in(events, SECOND)
    assert open_store(world.home.store).person(first) is None
    assert first not in listed(world)


def test_somebody_referred_and_then_erased_is_on_no_list_and_counted_in_none(fed) -> None:
    world, _, _ = fed
    gone = listed(world)[0]
    said = {"person_id": gone, "purpose": "early_help", "rationale": "Seems withdrawn lately."}
    world.state.refer(world.worker, said, None)
    erase(world.home.store, gone)
    answer = world.state.weekly_list(world.worker, 5)
    assert gone not in str(answer)
    assert (len(answer["people"]), answer["elsewhere"]) == (5, 0)


def test_a_record_past_its_time_counts_on_its_last_day_and_on_none_after(fed) -> None:
    world, _, _ = fed
    flat = world.home.store.parent / "flat"
    flat.mkdir()
    events, people = open_store(world.home.store).events(), open_store(world.home.store).people()
    recent = pc.max(events["happened_on"]).as_py()
    until = recent + timedelta(days=2)
    kept = events.set_column(
        events.schema.get_field_index("expires_on"),
        EVENTS.field("expires_on"),
        pa.array([until] * len(events), pa.date32()),
    )
    pa.parquet.write_table(kept, flat / "events.parquet")
    pa.parquet.write_table(people, flat / "people.parquet")
    asked = pa.table({"person_id": people["person_id"][:80], "as_of": pa.array([until] * 80, pa.date32())})
    later = asked.set_column(1, "as_of", pa.array([until + timedelta(days=1)] * 80, pa.date32()))
    read = open_store(flat).events()
    on_the_day, after = (indicators_as_of(read, rows, HARM) for rows in (asked, later))
    assert sum(pc.sum(on_the_day[one.name]).as_py() for one in HARM) > 0
    assert sum(pc.sum(after[one.name]).as_py() or 0 for one in HARM) == 0


def test_a_score_says_which_feed_is_late_has_stopped_or_has_expired(fed) -> None:
    world, _, _ = fed
    terms = {"legal_basis": "L", "agreement": "A", "owner": "O", "rhythm_days": 31}
    state = world.state
    for ends, as_of, word, missing in (
        (date(2030, 1, 1), FIRST, None, False),
        (date(2030, 1, 1), FIRST + timedelta(days=50), "The feed of world was late on ", False),
        (date(2030, 1, 1), FIRST + timedelta(days=100), "The feed of world had stopped by ", True),
        (date(2026, 1, 1), FIRST, "The agreement for the feed of world ended on 1 January 2026", True),
    ):
        state.agreements = {"world": Agreement(expires_on=ends, **terms)}
        state.now = lambda as_of=as_of: datetime(as_of.year, as_of.month, as_of.day, 9, tzinfo=UTC)
        answer = state.score_person(world.worker, "P0001", "early_help", as_of)
        assert [
            one for one in answer["limits"] if "feed of world" in one and one.startswith(word or "?")
        ] or word is None
        assert ("police" in answer["missing_feeds"]) is missing
