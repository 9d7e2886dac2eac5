"""Bad input over HTTP: a plain problem each time, and no trace of the input in the answer or the log."""

from __future__ import annotations

import json
import random
import string

import httpx
import pytest

from serving.roles import Actor

MARK = "zqx"
REQUESTS = 200


@pytest.mark.parametrize("path", ["/metrics", "/docs.json", "/schema.json", "/healthz", "/queue", "/people/P1/scores"])
def test_no_route_answers_without_sign_in(running, path):
    running.refused(running.client.get(path), 401)


@pytest.mark.parametrize("path", ["/score", "/score_records", "/review", "/correction", "/refer"])
@pytest.mark.parametrize("header", [None, "Bearer zqx", "Basic zqx", "Bearer"])
def test_a_bad_token_is_401_before_anything_is_read(running, path, header):
    headers = {"Authorization": header} if header else {}
    running.refused(running.client.post(path, content=b"{", headers=headers), 401)


@pytest.mark.parametrize(
    "path", ["/nowhere", "/score/x", "/people/P1", "/metrics", "/schema.json", "/", "/list", "/list/x"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_address_that_is_no_route_is_404_for_a_token_and_for_nobody_else(running, path, method):
    for header, status in ((f"Bearer {running.tokens['board']}", 404), ("Bearer zqx", 401), (None, 401)):
        answer = running.client.request(method, path, headers={"Authorization": header} if header else {})
        if status == 401 and answer.headers["content-type"].startswith("text/html"):
            assert 400 <= answer.status_code < 500  # a page that says how to sign in
        else:
            running.refused(answer, status)


def test_another_host_name_is_refused(running):
    running.refused(running.client.get("/livez", headers={"Host": "zqx.example"}), 421)


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_over_a_mebibyte_is_413(running, chunked):
    body = b"x" * (10 * 1024 * 1024)
    sent = (body[at : at + 65536] for at in range(0, len(body), 65536)) if chunked else body
    headers = {"Authorization": f"Bearer {running.tokens['worker']}", "Content-Type": "application/json"}
    try:
        response = running.client.post("/score", content=sent, headers=headers)
    except (httpx.WriteError, httpx.ReadError):  # the service answered and closed before the body was through
        return
    running.refused(response, 413)


def test_two_hundred_bad_bodies_each_get_a_problem_and_leave_nothing_in_the_log(running):
    rng = random.Random(11)
    for _ in range(REQUESTS):
        path = rng.choice(["/score", "/score_records", "/review", "/correction", "/refer"])
        running.refused(running.post(path, bad_body(rng)), 400, 403, 404, 422)
    assert running.client.get("/readyz").status_code == 200


@pytest.mark.parametrize("amount", [-5, -0.001, 1e308, 1_000_001])
def test_an_amount_below_nothing_or_beyond_belief_is_422(running, amount):
    body = {**GOOD, "events": [{**EVENT, "amount": amount}]}
    running.refused(running.post("/score_records", body), 422)


def test_a_wrong_role_or_purpose_is_403_and_recorded(running):
    before = len(running.world.state.ledger.find("refused"))
    running.refused(running.post("/score", {"person_id": "P0001", "purpose": "zqx"}), 403)
    body = {"person_id": "P0001", "purpose": "model_review"}
    running.refused(running.post("/score", body, role="board"), 403)
    assert len(running.world.state.ledger.find("refused")) == before + 2


def test_a_media_type_of_its_own_is_415(running):
    for media in ("application/vnd.bentoml+pickle", "text/plain", "multipart/form-data"):
        running.refused(running.post("/score", b"zqx", **{"Content-Type": media}), 415)


@pytest.mark.parametrize("path", ["/queue", "/people/P0001/scores"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_read_with_another_method_is_405_and_names_those_that_it_takes(running, path, method):
    headers = {"Authorization": f"Bearer {running.tokens['worker']}"}
    response = running.client.request(method, path, headers=headers, content=b"zqx")
    running.refused(response, 405)
    assert response.headers["allow"] == "GET, HEAD"
    running.refused(running.client.request(method, path), 401)


def test_a_police_token_sees_no_list_no_band_and_no_reason(running):
    police = running.world.state.tokens.create(Actor("p", "P", "worker", "police", purposes=("early_help",)))
    running.tokens["police"] = police
    running.refused(running.get("/queue", "police"), 403)
    body = {"person_id": "P0001", "purpose": "early_help"}
    running.refused(running.post("/score", body, role="police"), 403)


EVENT = {
    "record_id": "zqxR",
    "agency": "school",
    "kind": "suspension",
    "happened_on": "2025-01-01",
    "known_on": "2025-01-02",
}
GOOD = {
    "person": {"person_id": "zqxP", "born_on": "2010-01-01"},
    "events": [EVENT],
    "as_of": "2025-06-01",
    "purpose": "early_help",
}
BAD_DATES = ["2025-02-30", "2999-01-01", "zqx", "2025-W01-1", 20250101, None, "01/02/2025", "2025-1-1"]
NOT_JSON = [
    b"",
    b"{",
    b"NaN",
    b'{"person_id": NaN}',
    b"\xff\xfezqx",
    b'{"zqx": 1, "zqx": 2}',
    b"[" * 100_000,
    b"Infinity",
]


def bad_body(rng):
    """One body with at least one fault: not JSON, a wrong type or shape, an unknown field, a date that can't be."""
    return rng.choice([_not_json, _wild, _bad_event, _unknown_field, _duplicate, _no_amount])(rng)


def _not_json(rng):
    return rng.choice(NOT_JSON)


def _wild(rng, depth=0):
    text = MARK + "".join(rng.choices(string.printable, k=rng.randrange(20)))
    plain = [text, rng.randrange(-(10**30), 10**30), rng.random(), None, True, [], {}]
    if depth > 3:
        return rng.choice(plain)
    names = ["person_id", "purpose", "as_of", "events", "assessment_id", "rationale", text]
    made = {name: _wild(rng, depth + 1) for name in rng.sample(names, rng.randrange(1, 5))}
    return {**made, text: 1} if depth == 0 else rng.choice([made, [made], *plain])


def _bad_event(rng):
    field = rng.choice(["happened_on", "known_on"])
    return {**GOOD, "events": [{**EVENT, field: rng.choice(BAD_DATES)}]}


def _unknown_field(rng):
    return {**GOOD, "person": {**GOOD["person"], rng.choice(["ethnicity", "sex", "postcode", "zqx"]): "zqx"}}


def _duplicate(_rng):
    return {**GOOD, "events": GOOD["events"] * 2}


def _no_amount(rng):
    event = {**EVENT, "amount": "here"}
    return json.dumps({**GOOD, "events": [event]}).replace('"here"', rng.choice(["NaN", "1e999", "-Infinity"])).encode()
