"""The list and what moves it: capacity, cool-off after a review, referrals; and what a review writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from serving.problem import Problem
from serving.ranking import Place, in_order
from serving.state import State


def ids(listed):
    return [one["person_id"] for one in listed["people"]]


def score(world, person_id):
    return world.state.score_person(world.worker, person_id, "early_help")


def review_of(answer, **more):
    return {"assessment_id": answer["assessment_id"], "outcome": "not_confirmed", "rationale": "known well", **more}


def test_the_better_rank_decides_and_ties_go_to_the_first_target():
    harmed = {"A": Place(1, "priority"), "B": Place(2, "review"), "C": Place(3, "review")}
    involved = {"C": Place(1, "priority"), "A": Place(2, "review"), "D": Place(3, "review")}
    order = in_order({"harmed": harmed, "involved": involved})
    assert order == (("A", "harmed"), ("C", "involved"), ("B", "harmed"), ("D", "involved"))


def test_the_list_is_the_top_by_rank_with_what_is_open_for_each(world):
    listed = world.state.weekly_list(world.worker, 10)
    assert [one["targets"]["harmed"]["rank"] for one in listed["people"]] == list(range(1, 11))
    assert all(
        spell["label"] and spell["since"] and spell["service"] in (True, False)
        for one in listed["people"]
        for spell in one["open_to"]
    )
    assert ids(world.state.weekly_list(world.worker, 3)) == ids(listed)[:3]


def test_somebody_reviewed_rests_and_comes_back_after_the_cool_off(world):
    first, *rest = ids(world.state.weekly_list(world.worker, 4))
    world.state.review(world.worker, review_of(score(world, first)), None)
    assert ids(world.state.weekly_list(world.worker, 3)) == rest
    assert score(world, first)["listed"] == {"yes": False, "because": None}
    now = world.state.now()
    later = State(world.home, world.state.policy, lambda: now + timedelta(days=91))
    assert first in ids(later.weekly_list(world.worker, 4))


def test_a_referral_puts_somebody_on_the_list_until_a_review(world):
    listed = ids(world.state.weekly_list(world.worker, 50))
    other = next(f"P{n:04}" for n in range(260) if f"P{n:04}" not in listed)
    world.state.refer(world.worker, {"person_id": other, "purpose": "panel", "rationale": "a teacher asked"}, "k")
    assert ids(world.state.weekly_list(world.worker, 3)) == [other, *listed[:3]]
    answer = score(world, other)
    assert answer["listed"] == {"yes": True, "because": "referral"}
    world.state.review(world.worker, review_of(answer), None)
    assert ids(world.state.weekly_list(world.worker, 3)) == listed[:3]


def test_a_reason_said_to_be_somebody_elses_opens_a_correction(world):
    answer = score(world, ids(world.state.weekly_list(world.worker, 1))[0])
    theme = answer["targets"]["harmed"]["raises"][0]["theme"]
    reasons = [{"theme": theme, "verdict": "wrong_person"}]
    done = world.state.review(world.worker, review_of(answer, reasons=reasons), None)
    asked = world.state.ledger.find("correction_asked", person_id=answer["person_id"])
    assert [row.payload["answer"]["correction_id"] for row in asked] == done["corrections"]


def test_an_expired_assessment_is_not_reviewed(world):
    answer = score(world, "P0001")
    late = world.state.now() + timedelta(days=world.state.policy.score.expires_days + 1)
    later = State(world.home, world.state.policy, lambda: late)
    with pytest.raises(Problem) as no:
        later.review(world.worker, review_of(answer), None)
    assert no.value.status == 409


def test_no_request_may_exceed_the_capacity_and_every_name_shown_is_a_row(world):
    with pytest.raises(Problem) as no:
        world.state.weekly_list(world.worker, world.state.policy.capacity.most_per_request + 1)
    assert no.value.status == 422
    shown = ids(world.state.weekly_list(world.worker, 5))
    assert [row.person_id for row in world.state.ledger.find("list_shown")] == shown


def test_an_assessment_of_another_area_can_not_be_reviewed(world):
    answer = score(world, "P0001")
    north = replace(world.worker, id="n", area="North")
    with pytest.raises(Problem) as no:
        world.state.review(north, review_of(answer), None)
    assert no.value.status == 404
