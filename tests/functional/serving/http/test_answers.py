"""Answers over HTTP are those in process; writes can be sent again; lists keep to the capacity."""

from __future__ import annotations

import pytest


def test_a_score_over_http_is_the_one_in_process(running):
    person_id = running.people[0]["person_id"]
    over = running.post("/score", {"person_id": person_id, "purpose": "early_help"}).json()
    within = running.world.state.score_person(running.world.worker, person_id, "early_help")
    assert over["targets"] == within["targets"]
    assert over["listed"] == within["listed"]


def test_records_that_the_caller_holds_score_as_the_same_records_of_the_store(running):
    person_id = running.people[1]["person_id"]
    records = running.world.state._views.current().snapshot.person(person_id)
    events = [{k: _text(v) for k, v in row.items() if k != "person_id"} for row in records.events.to_pylist()]
    stored = running.post("/score", {"person_id": person_id, "purpose": "early_help"}).json()
    person = {k: _text(v) for k, v in records.person.items()}
    body = {"person": person, "events": events, "as_of": stored["as_of"], "purpose": "early_help"}
    assert running.post("/score_records", body).json()["targets"] == stored["targets"]


def _text(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def test_a_write_sent_twice_is_one_and_with_another_body_is_refused(running):
    shown = running.post("/score", {"person_id": "P0002", "purpose": "early_help"}).json()
    review = {"assessment_id": shown["assessment_id"], "outcome": "confirmed", "rationale": "seen at home"}
    first, again = (running.post("/review", review, **{"Idempotency-Key": "k1"}) for _ in range(2))
    assert first.status_code == 200
    assert first.json() == again.json()
    other = running.post("/review", {**review, "outcome": "not_confirmed"}, **{"Idempotency-Key": "k1"})
    assert other.status_code == 409
    assert len(running.world.state.ledger.find("reviewed", ref=shown["assessment_id"])) == 1
    assert running.get("/people/P0002/scores").json()["scored"] is True


def test_a_list_over_the_policys_capacity_is_refused(running):
    assert len(running.get("/queue?capacity=4").json()["people"]) == 4
    for query in ("capacity=51", "capacity=0", "capacity=x", "capacity=1&capacity=2", "other=1"):
        running.refused(running.get(f"/queue?{query}"), 422)


@pytest.mark.parametrize("person_id", ["zqx%2Fb", "%2e%2e%2Fzqx", "zqx%0Ab"])
def test_a_reference_with_a_stroke_is_somebody_we_do_not_hold_and_no_other_route(running, person_id):
    running.refused(running.get(f"/people/{person_id}/scores"), 404)
