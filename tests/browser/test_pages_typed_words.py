"""What a person typed is never lost: too much of it, an unknown reference, a form whose hidden key went missing."""

from __future__ import annotations

import httpx
import pytest

from tests.browser.visiting import VIEW, Installation, assessed, field

pytestmark = pytest.mark.xdist_group("pages")
WORDS = "He asked for help twice"
LONGEST = 4000
UNKNOWN = ("P9999999", "P" * 300)


def decide(worker: httpx.Client, assessment: httpx.Response, **other: str) -> httpx.Response:
    """The decision that a worker sends; `other` fields of the form come last, an empty key takes the key away."""
    form = worker.get(f"{assessment.url}/decision")
    sent = {"csrf": field(form, "csrf"), "key": field(form, "key"), "outcome": "confirmed", "rationale": WORDS}
    return worker.post(str(form.url), data={name: said for name, said in {**sent, **other}.items() if said != "-"})


def refer(worker: httpx.Client, person_id: str, key: str = "") -> httpx.Response:
    form = worker.get("/referrals")
    sent = {"csrf": field(form, "csrf"), "key": key or field(form, "key"), "person_id": person_id, "rationale": WORDS}
    return worker.post("/referrals", data={name: said for name, said in sent.items() if said != "-"})


def test_a_view_of_the_full_length_stands_in_no_decisions_way(installation: Installation, worker: httpx.Client) -> None:
    page = worker.get("/young-people/P000101")
    known = "k" * LONGEST
    seen = worker.post(str(page.url), data={**VIEW, "known": known, "csrf": field(page, "csrf")})
    assert "Your decision is recorded" in decide(worker, seen).text
    shown = installation.state.ledger.find("score_shown", person_id="P000101")[-1]
    assert shown.payload["own_view"] == f"Yes, soon. {known}"
    assert installation.state.ledger.find("reviewed", ref=str(shown.ref))[-1].payload["rationale"] == WORDS


@pytest.mark.parametrize("person_id", UNKNOWN)
def test_a_referral_of_somebody_unknown_keeps_what_was_typed(worker: httpx.Client, person_id: str) -> None:
    answer = refer(worker, person_id)
    assert answer.status_code == 422
    assert 'href="#person_id"' in answer.text
    assert WORDS in answer.text
    assert person_id in answer.text


@pytest.mark.parametrize("person_id", UNKNOWN)
def test_looking_up_somebody_unknown_keeps_what_was_typed(worker: httpx.Client, person_id: str) -> None:
    page = worker.get("/was-i-scored")
    answer = worker.post("/was-i-scored", data={"csrf": field(page, "csrf"), "person_id": person_id})
    assert answer.status_code == 422
    assert 'href="#person_id"' in answer.text
    assert person_id in answer.text


@pytest.mark.parametrize("key", ["-", "", "k" * 300])
def test_a_form_without_a_usable_key_is_recorded(installation: Installation, worker: httpx.Client, key: str) -> None:
    seen = assessed(worker, "P000102")
    before = len(installation.state.ledger.find("reviewed", person_id="P000102"))
    assert "Your decision is recorded" in decide(worker, seen, key=key).text
    assert len(installation.state.ledger.find("reviewed", person_id="P000102")) == before + 1
    assert "Your referral is recorded" in refer(worker, "P000102", key or "-").text
    form = worker.get(f"{seen.url}/correction")
    sent = {"csrf": field(form, "csrf"), "key": key, "record_id": "", "problem": "missing", "detail": WORDS}
    asked = worker.post(str(form.url), data={name: said for name, said in sent.items() if said != "-"})
    assert "Your request for a correction is recorded" in asked.text


def test_a_form_sent_again_with_other_words_says_so_and_can_then_be_sent(worker: httpx.Client) -> None:
    seen = assessed(worker, "P000102")
    decide(worker, seen, key="the same key")
    again = decide(worker, seen, key="the same key", rationale="Other words")
    assert again.status_code == 422
    assert "Other words" in again.text
    assert "Idempotency-Key" not in again.text
    assert field(again, "key") != "the same key"
    assert "Your decision is recorded" in decide(worker, seen, key=field(again, "key"), rationale="Other words").text


def test_a_form_that_is_far_too_long_is_refused_in_a_page(worker: httpx.Client) -> None:
    form = worker.get("/referrals")
    sent = {"csrf": field(form, "csrf"), "person_id": "P000101", "rationale": "r" * 300 * 1024}
    answer = worker.post("/referrals", data=sent)
    assert answer.status_code == 413
    assert answer.headers["content-type"].startswith("text/html")
    assert "too long" in answer.text


def test_words_that_were_sent_after_the_session_ended_are_given_back_to_be_copied(worker: httpx.Client) -> None:
    form = worker.get(f"{assessed(worker, 'P000102').url}/decision")
    sent = {"csrf": field(form, "csrf"), "outcome": "confirmed", "rationale": f"{WORDS} & more"}
    stale = worker.post(str(form.url), data={**sent, "csrf": "of an older session"})
    worker.cookies.clear()
    ended = worker.post(str(form.url), data=sent)
    assert (stale.status_code, ended.status_code) == (403, 401)
    for answer in (stale, ended):
        assert "It was not recorded. Copy it before you leave this page" in answer.text
        assert f"readonly>{WORDS} &amp; more</textarea>" in answer.text
    assert "sign in in another tab" in ended.text


def test_words_that_another_site_sends_are_shown_to_nobody(worker: httpx.Client) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        answer = worker.post("/referrals", data={"rationale": WORDS, "csrf": "x"}, headers=headers)
        assert answer.status_code == 403
        assert WORDS not in answer.text
