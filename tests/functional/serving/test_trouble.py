"""What is broken is told and nothing is shown: a damaged store or bundle, a ledger that can't be written."""

from __future__ import annotations

import asyncio
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from records.refusal import Refused, WrongUse
from records.store import open_store, write_snapshot
from serving.approvals import APPROVED
from serving.ledger import Entry
from serving.pages import app as pages
from serving.problem import Problem
from serving.requests import ScoreRequest, checked
from serving.state import State


def own_store(world) -> Path:
    """The world's tables as a store of our own in its place; the path of its events."""
    flat = open_store(world.home.store)
    tables = {name: getattr(flat, name)() for name in ("people", "events", "links", "coverage")}
    world.home.store.unlink()
    return write_snapshot(world.home.store, tables, []).path / "events.parquet"


def cut_in_half(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def flip_one_byte(file: Path) -> None:
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2] ^= 1
    file.write_bytes(bytes(whole))


def started(world) -> State:
    state = State(world.home, world.state.policy, world.state.now)
    state.warm()
    return state


async def link_page(state: State, link: str) -> httpx.Response:
    transport = httpx.ASGITransport(pages.create(state))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as browser:
        return await browser.get(link)


def seen(state: State, link: str) -> int:
    """The status of a page, asked for in a thread of its own: a browser test may have left a loop running here."""
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(lambda: asyncio.run(link_page(state, link)).status_code).result()


@pytest.mark.parametrize("damage", [cut_in_half, flip_one_byte, Path.unlink])
def test_a_damaged_store_is_not_ready_with_the_reason_and_the_pages_are_up(world, damage):
    damage(own_store(world))
    state = started(world)
    assert "store" in state.why_not_ready().lower()
    with pytest.raises((Refused, WrongUse)):
        state.score_person(world.worker, "P0001", "early_help")
    assert seen(state, state.signin.create_link(world.worker)) == 200


def test_a_damaged_flat_store_is_not_ready_with_the_file(world):
    folder = shutil.copytree(world.home.store.resolve(), world.home.path / "copy")
    world.home.store.unlink()
    folder.rename(world.home.store)
    cut_in_half(world.home.store / "events.parquet")
    assert "events.parquet" in started(world).why_not_ready()


def test_a_store_that_is_sound_again_is_served_again(world):
    events = own_store(world)
    sound = events.read_bytes()
    cut_in_half(events)
    state = started(world)
    events.write_bytes(sound)
    assert state.why_not_ready() is None


def test_an_approved_bundle_that_is_gone_is_told_every_time_not_once(world):
    state = started(world)
    said = {"name": "harmed", "version": "2", "target": "harmed", "stage": "live", "by": "B", "minute": "M"}
    state.ledger.append(Entry("test", APPROVED, {**said, "accepted": {}, "teams": [], "demo": True}, ref="0" * 64))
    assert [state.why_not_ready() is None for _ in range(2)] == [False, False]


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31"])
def test_a_day_before_anybody_was_recorded_is_422(day):
    with pytest.raises(Problem) as no:
        checked(ScoreRequest, {"person_id": "P0001", "purpose": "early_help", "as_of": day})
    assert no.value.status == 422


def test_the_earliest_day_that_is_taken_scores_nobody_and_breaks_nothing(world):
    asked = checked(ScoreRequest, {"person_id": "P0001", "purpose": "early_help", "as_of": "1900-01-01"})
    answer = world.state.score_person(world.worker, asked.person_id, asked.purpose, asked.as_of)
    assert {told["band"] for told in answer["targets"].values()} == {"not_scored"}
