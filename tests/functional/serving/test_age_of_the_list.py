"""The list says to which day records are held, feed by feed, and when they are older than their rhythm allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import serving.coverage
from records.agreed_checks import IngestChecks
from records.agreements import load_agreements
from records.feeds import Standing, feeds_as_of, in_words, late_alone
from records.in_time import late_after
from records.ingest import ingest
from records.kinds import code_list
from records.policy import read_section
from records.store import open_store
from serving.coverage import FRESH_DAYS, gaps, held_to, troubled_feeds
from serving.home import Home
from serving.roles import PURPOSES
from serving.state import State
from tests.functional.serving.test_same_person import signed_in
from tests.unit.records.conftest import CONCERNS, CRIMES, MISSING, PEOPLE, written
from training.policy import Policy

RECEIVED = date(2024, 7, 1)
LATE = late_after(load_agreements()["police"], read_section("ingest_checks", IngestChecks))


def asked_after(days: int) -> datetime:
    return datetime(RECEIVED.year, RECEIVED.month, RECEIVED.day, 9, tzinfo=UTC) + timedelta(days=days)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    files = {"people": PEOPLE, "crimes": CRIMES, "missing": MISSING, "concerns": CONCERNS}
    ingest([f"police:{written(tmp_path / 'police', files)}"], tmp_path / "store", RECEIVED)
    return Home(tmp_path)


def test_the_answer_says_when_each_feed_came_and_warns_from_the_day_that_one_is_late(home: Home) -> None:
    for days, standing in ((0, "in time"), (LATE, "in time"), (LATE + 1, "late")):
        asked = asked_after(days).date()
        told = held_to(open_store(home.store), RECEIVED, asked, load_agreements())
        assert (told["standing_on"], told["data_to"]) == (asked.isoformat(), RECEIVED.isoformat())
        police = {"feed": "police", "agency": "police", "last_delivery": RECEIVED.isoformat(), "standing": standing}
        assert told["feeds"] == [police]
        assert len(told["limits"]) == (standing == "late")
    assert told["limits"][0].startswith(f"The feed of the police was late on {in_words(asked)}: ")


def test_what_does_not_come_any_more_is_told_before_what_is_late(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot, today = open_store(home.store), asked_after(LATE + 20).date()
    (police,) = feeds_as_of(snapshot, today, load_agreements())
    standings: tuple[Standing, ...] = ("late", "stopped", "in time", "expired")
    feeds = [replace(police, feed=standing, standing=standing) for standing in standings]
    monkeypatch.setattr(serving.coverage, "feeds_as_of", lambda *_: feeds)
    told = troubled_feeds(snapshot, today, today, load_agreements())
    assert [line.partition(" on ")[0].partition(" by ")[0] for line in told] == [
        "The agreement for the feed of expired ended", "The feed of stopped had stopped", "The feed of late was late",
    ]  # fmt: skip
    assert [late_alone(line) for line in told] == [False, False, True]


def test_numbers_by_area_are_no_reason_to_warn_of_anybody(home: Home) -> None:
    kind = code_list("count_kinds.csv")[0]["kind"]
    row = f"area,period,kind,n,recorded_on\nNorthgate,2024-05-01,{kind},3,2024-06-01\n"
    numbers = written(home.path / "counts", {"counts": row})
    ingest([f"counts:{numbers}"], home.store, RECEIVED)
    told = held_to(open_store(home.store), RECEIVED, asked_after(LATE + 60).date(), load_agreements())
    assert {one["feed"]: one["standing"] for one in told["feeds"]} == {"counts": "stopped", "police": "stopped"}
    warned = [line.partition(" by ")[0] for line in told["limits"] if line.startswith("The feed")]
    assert warned == ["The feed of the police had stopped"]


def test_a_list_and_a_score_of_one_date_say_the_same_of_late_feeds_and_name_the_days(home: Home) -> None:
    snapshot, today = open_store(home.store), asked_after(LATE + 20).date()
    for days, already in (
        (1, ""),
        (LATE + 1, f" It was late already on {in_words(asked_after(LATE + 1).date())}, up to "),
    ):
        as_of = asked_after(days).date()
        listed, scored = (
            held_to(snapshot, as_of, today, load_agreements())["limits"],
            gaps(snapshot, as_of, today, load_agreements()),
        )
        assert listed == scored
        assert scored[0].startswith(f"The feed of the police was late on {in_words(today)}: ")
        assert ("already" in scored[0]) is bool(already)
        assert already in scored[0]
    assert "already" not in gaps(snapshot, today, today, load_agreements())[0]


def test_a_flat_folder_says_its_last_receipt_and_warns_once_a_quarter_has_gone(world) -> None:
    last = world.state._views.current().snapshot.last_receipt()
    assert world.state.weekly_list(world.worker, 3)["data_to"] == last.isoformat()
    for days, warned in ((FRESH_DAYS, 0), (FRESH_DAYS + 1, 1)):
        now = datetime(last.year, last.month, last.day, 9, tzinfo=UTC) + timedelta(days=days)
        answer = State(world.home, world.state.policy, lambda now=now: now).weekly_list(world.worker, 3)
        assert (len(answer["limits"]), answer["feeds"]) == (warned, [])


def test_the_page_says_it_in_words(home: Home, policy: Policy) -> None:
    for days, warned in ((1, False), (LATE + 1, True)):
        state = State(home, policy, lambda days=days: asked_after(days))
        with signed_in(state, role="worker", purposes=PURPOSES["worker"]) as client:
            page = client.get("/list").text
        assert "Records came last on <strong>1 July 2024</strong>" in page
        assert "The police: 1 July 2024" in page
        assert ("older than they should be" in page) is warned
        assert (f"The feed of the police was late on {in_words(asked_after(days).date())}" in page) is warned
