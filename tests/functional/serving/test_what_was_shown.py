"""What was shown, told again: a silent model stays silent, a list is a score, a caller's records count as theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from serving.approvals import APPROVED
from serving.ledger import Entry, Found
from serving.pages.look_up import in_brief, past_scores
from serving.problem import Problem
from serving.shown import LISTED, SCORED, by_model, look_up, visible

REVIEW = {"outcome": "not_confirmed", "rationale": "known well"}
EVENT = {
    "record_id": "made-up",
    "agency": "school",
    "kind": "suspension",
    "happened_on": "2025-12-01",
    "known_on": "2025-12-02",
}


def given(world, person_id, area):
    """An answer about records that the caller brings under somebody's id."""
    person = {"person_id": person_id, "born_on": "2010-01-01", "area": area}
    body = {"person": person, "events": [EVENT], "as_of": "2026-01-01", "purpose": "early_help"}
    return lambda actor: world.state.score_records(actor, body)


def refused(work, *arguments):
    with pytest.raises(Problem) as no:
        work(*arguments)
    return no.value.status


def test_a_silent_models_answer_is_looked_up_without_its_band_and_opened_by_no_worker(world):
    said = {"name": "harmed", "version": "1", "target": "harmed", "by": "B", "minute": "M", "teams": [], "accepted": {}}
    silent = Entry("test", APPROVED, {**said, "stage": "silent", "demo": False}, ref=world.bundle.sha256)
    world.state.ledger.append(silent)
    answer = world.state.score_person(world.scientist, "P0001", "model_review")
    assert answer["targets"]["harmed"]["band"] != "not_scored"
    world.state.ledger.append(replace(silent, payload={**silent.payload, "stage": "live"}))
    told = world.state.scores_of(world.worker, "P0001")
    assert told["scored"] is True
    assert told["scores"][0]["by"] == "A Scientist"
    assert "harmed" not in told["scores"][0]["bands"]
    assert told["scores"][0]["assessment_id"] is None
    review = {**REVIEW, "assessment_id": answer["assessment_id"]}
    correction = {"assessment_id": answer["assessment_id"], "what_is_wrong": "missing", "note": "n"}
    assert refused(world.state.assessment, world.worker, answer["assessment_id"]) == 404
    assert refused(world.state.review, world.worker, review, None) == 404
    assert refused(world.state.correction, world.worker, correction, None) == 404


def test_of_two_models_the_silent_ones_target_alone_is_left_out(world):
    targets = {name: {"band": "review", "model": {"name": name}} for name in ("harmed", "involved")}
    kept = {"harmed": {"stage": "live", "teams": []}, "involved": {"stage": "silent", "teams": []}}
    said = {"answer": {"as_of": "2026-01-01", "targets": targets}, "stages": kept, "by": "S", "purpose": "panel"}
    row = Found(1, datetime(2026, 1, 5, tzinfo=UTC), "d1", SCORED, "P1", "A1", said)
    assert look_up(row, world.worker)["bands"] == {"harmed": "review"}
    assert look_up(row, world.worker)["assessment_id"] == "A1"
    assert set(look_up(row, world.scientist)["bands"]) == {"harmed", "involved"}
    nobody_kept = replace(row, payload={**said, "stages": {}})
    assert not by_model(visible(nobody_kept, world.worker))


def test_a_band_on_a_list_is_a_score_that_can_be_looked_up(world):
    listed = world.state.weekly_list(world.worker, 3)
    place = listed["people"][0]
    told = world.state.scores_of(world.worker, place["person_id"])
    assert told["scored"] is True
    (found,) = told["scores"]
    assert (found["shown_in"], found["by"], found["assessment_id"]) == ("list", "A Worker", None)
    assert found["bands"] == {"harmed": place["targets"]["harmed"]["band"]}
    assert found["models"]["harmed"]["sha256"] == world.bundle.sha256
    assert found["purposes"] == list(world.worker.purposes)
    assert found["as_of"] == listed["as_of"]


def test_a_referral_that_no_model_ranked_is_no_score(world):
    world.state.ledger.append(Entry("w1", LISTED, {"answer": {"targets": {}}}, "P0001"))
    assert world.state.scores_of(world.worker, "P0001")["scored"] is False


def test_whoever_was_looked_at_and_not_scored_has_not_been_scored(world):
    long_ago = world.state.score_person(world.worker, "P0001", "early_help", date(2008, 1, 1))
    assert long_ago["targets"]["harmed"]["band"] == "not_scored"
    told = world.state.scores_of(world.worker, "P0001")
    assert (told["scored"], len(told["scores"])) == (False, 1)
    (past,) = past_scores(told["scores"], world.state.policy)
    assert (past.kind, past.bands, past.why) == ("no_band", (), "deciding whether to offer early help")
    assert in_brief([past]) == ["They were looked up once and not scored: no band was shown."]


def test_whoever_stood_on_a_list_alone_is_told_so_and_of_no_purpose_that_nobody_gave(world):
    first, _again = (world.state.weekly_list(world.worker, 3)["people"][0]["person_id"] for _ in range(2))
    (past,) = past_scores(world.state.scores_of(world.worker, first)["scores"], world.state.policy)
    assert (past.kind, past.why, past.what, len(past.bands)) == ("listed", "", "Worked out for the list:", 1)
    assert in_brief([past]) == ["They stood on a list of young people to find out more about."]


def test_of_a_band_that_the_sign_in_may_not_see_the_page_says_that_it_was_shown(world):
    score = {"at": "2026-01-05", "shown_in": "score", "by": "S", "held_by": "store", "purpose": None}
    hidden = {**score, "bands": {"involved": "not_scored"}, "assessment_id": None}
    (past,) = past_scores([hidden], world.state.policy)
    assert (past.kind, past.bands, past.why) == ("hidden", (), "")
    assert in_brief([past, past]) == ["A band was shown 2 times."]


def test_reads_carry_the_sign_ins_purposes_and_need_one_of_the_policys(world):
    actor = replace(world.worker, purposes=("panel", "enforcement"))
    answer = world.state.score_person(actor, "P0001", "panel")
    world.state.weekly_list(actor, 2)
    world.state.person_records(actor, "P0001")
    world.state.assessment(actor, answer["assessment_id"])
    world.state.scores_of(actor, "P0001")
    rows = world.state.ledger.find("list_asked", "list_shown", "records_shown", "assessment_shown", "looked_up")
    assert len(rows) == 6
    assert all(row.payload["purposes"] == ["panel"] for row in rows)
    only_other = replace(world.worker, purposes=("enforcement",))
    assert refused(world.state.weekly_list, only_other, 2) == 403
    assert refused(world.state.scores_of, only_other, "P0001") == 403


def test_records_under_the_id_of_another_areas_person_are_refused(world):
    north = replace(world.worker, id="n", area="North")
    assert refused(given(world, "P0001", "North"), north) == 403
    assert given(world, "P0000", "North")(north)["person_id"] == "P0000"
    assert given(world, "not-in-the-store", "North")(north)["targets"]


def test_a_review_of_a_callers_records_takes_nobody_off_the_list(world):
    first = world.state.weekly_list(world.worker, 3)["people"][0]
    answer = given(world, first["person_id"], first["area"])(world.worker)
    world.state.review(world.worker, {**REVIEW, "assessment_id": answer["assessment_id"]}, None)
    assert world.state.weekly_list(world.worker, 3)["people"][0] == first
    assert world.state.assessment(world.worker, answer["assessment_id"])["decided"][0]["outcome"] == "not_confirmed"
    told = {one["assessment_id"]: one for one in world.state.scores_of(world.worker, first["person_id"])["scores"]}
    assert told[answer["assessment_id"]]["held_by"] == "caller"
    assert told[None]["held_by"] == "store"
