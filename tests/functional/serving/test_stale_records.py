"""A store that nobody has fed for a quarter says so in every answer, however complete it was on its last day."""

from __future__ import annotations

from datetime import timedelta

from serving.coverage import FRESH_DAYS
from serving.score import LIMITS
from serving.state import State


def test_an_answer_warns_once_nothing_has_come_for_a_quarter(world):
    last = world.state._views.current().snapshot.last_receipt()
    fresh = world.state.now().replace(year=last.year, month=last.month, day=last.day) + timedelta(days=FRESH_DAYS)
    for days, warned in ((0, 0), (1, 1)):
        state = State(world.home, world.state.policy, lambda days=days: fresh + timedelta(days=days))
        limits = state.score_person(world.worker, "P0001", "early_help")["limits"]
        assert limits[-len(LIMITS) :] == list(LIMITS)
        assert len(limits) == len(LIMITS) + warned
    assert limits[0].startswith(f"No records came in the {FRESH_DAYS + 1} days between {last.day} {last:%B %Y} and ")
    assert state.score_person(world.worker, "P0001", "early_help", last)["limits"] == limits
