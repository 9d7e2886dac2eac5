"""What the pages show and record: the view before the band, the words around a band, decisions, the board's pages."""

from __future__ import annotations

import re

import httpx
import pytest

from serving.pages.rendering import ENVIRONMENT
from tests.browser.small_county import HOSTILE, STRANGE
from tests.browser.visiting import VIEW, Installation, assessed, field, signed_in

pytestmark = pytest.mark.xdist_group("pages")


def test_hostile_words_are_shown_and_never_run(worker: httpx.Client) -> None:
    page = worker.get("/young-people/P000103")
    assert HOSTILE not in page.text
    assert page.text.count("&lt;script&gt;") >= 2
    band = worker.post("/young-people/P000103", data={**VIEW, "known": HOSTILE, "csrf": field(page, "csrf")})
    assert band.status_code == 200
    assert "<script" not in band.text
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;" in band.text


def test_the_view_is_recorded_with_the_score_before_the_band_is_shown(
    installation: Installation, worker: httpx.Client
) -> None:
    assert "Prioritised for a conversation" not in worker.get("/young-people/P000101").text
    page = assessed(worker, "P000101")
    assert "Prioritised for a conversation" in page.text
    row = installation.state.ledger.find("score_shown", person_id="P000101")[-1]
    assert row.payload["own_view"] == "Yes, soon. Trusts the coach"


def test_that_no_records_came_for_long_is_told_before_the_band_and_once(worker: httpx.Client) -> None:
    page = assessed(worker, "P000101").text
    told = re.findall(r"No records came in the \d+ days between \d+ \w+ \d{4} and \d+ \w+ \d{4}", page)
    assert len(told) == 1
    assert page.index(told[0]) < page.index("Prioritised for a conversation")
    assert page.index("How far you can rely on this") < page.index("A band orders a list of conversations.")


def test_not_prioritised_is_never_shown_as_all_right(worker: httpx.Client) -> None:
    page = assessed(worker, "P000104").text
    assert "Not prioritised" in page
    assert "This does not say that they are all right." in page


def test_outside_the_cohort_there_is_no_band_but_a_reason(worker: httpx.Client) -> None:
    page = assessed(worker, "P000105").text
    assert "Not scored" in page
    assert "Why there is no band" in page
    assert "Prioritised" not in page


def test_without_a_band_there_is_nothing_to_confirm_and_the_page_says_what_there_is(
    installation: Installation, worker: httpx.Client
) -> None:
    page = assessed(worker, "P000105")
    assert "Confirm or not" not in page.text
    assert "Ask for a correction" in page.text
    before = installation.state.ledger.last_seq("reviewed")
    sent = {"csrf": field(page, "csrf"), "outcome": "confirmed", "rationale": "Known well."}
    for answer in (worker.get(f"{page.url}/decision"), worker.post(f"{page.url}/decision", data=sent)):
        assert answer.status_code == 422
        assert "There is no band here to confirm" in answer.text
    assert installation.state.ledger.last_seq("reviewed") == before


def test_who_is_listed_for_a_referral_alone_can_be_answered_without_a_band(worker: httpx.Client) -> None:
    form = worker.get("/referrals")
    sent = {"csrf": field(form, "csrf"), "person_id": "P000105", "rationale": "Their brother was hurt."}
    assert "P000105" in worker.post("/referrals", data=sent).text
    band = assessed(worker, "P000105")
    assert "Not scored" in band.text
    decision = worker.get(f"{band.url}/decision")
    assert "Somebody referred them" in decision.text
    sent = {"csrf": field(decision, "csrf"), "outcome": "not_confirmed", "rationale": "I have seen them since."}
    worker.post(f"{band.url}/decision", data=sent)
    assert "/young-people/P000105" not in worker.get("/list").text


def test_whoever_agrees_with_a_band_that_is_not_first_has_a_true_answer(worker: httpx.Client) -> None:
    page = worker.get(f"{assessed(worker, 'P000104').url}/decision").text
    assert "Harm from serious violence: others should come first" in page
    assert "a conversation should come first" not in page


def test_someone_unknown_is_a_page_in_plain_words(worker: httpx.Client) -> None:
    answer = worker.get("/young-people/nobody")
    assert answer.status_code == 404
    assert "We can’t find that" in answer.text
    for page in (answer, worker.get("/assessments/nothing"), worker.get("/assessments/nothing/correction")):
        assert not re.search(r"\b[a-z]+_id\b", re.search(r"<main(?s:.*)</main>", page.text)[0])


@pytest.mark.parametrize("reference", ["no/body", "..", ".", "no\r\nbody", "%2F", "?done=review"])
def test_a_reference_that_is_nobodys_is_a_page_in_plain_words(worker: httpx.Client, reference: str) -> None:
    answer = worker.get("/list/find", params={"person": reference})
    assert answer.status_code == 404
    assert "We can’t find that" in answer.text


def test_a_reference_of_any_characters_leads_to_its_page_and_band(worker: httpx.Client) -> None:
    page = worker.get("/list/find", params={"person": STRANGE})
    band = worker.post(str(page.url), data={**VIEW, "csrf": field(page, "csrf")})
    assert (page.status_code, band.status_code) == (200, 200)
    assert f"Young person {STRANGE}" in band.text
    assert worker.get("/referrals", params={"person": STRANGE}).text.count(STRANGE) == 1


def test_what_was_typed_stands_after_a_fault_and_the_summary_names_it(worker: httpx.Client) -> None:
    form = worker.get(str(assessed(worker, "P000101").url) + "/decision")
    sent = {
        "csrf": field(form, "csrf"),
        "key": field(form, "key"),
        "next_step": "Ring the school",
        "verdict-1": "agrees",
    }
    answer = worker.post(str(form.url), data=sent)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert 'href="#rationale"' in answer.text
    assert "Ring the school" in answer.text
    assert re.search(r'<option value="agrees" selected', answer.text)
    assert "<title>Error: " in answer.text


def test_a_decision_sent_twice_is_recorded_once(installation: Installation, worker: httpx.Client) -> None:
    form = worker.get(str(assessed(worker, "P000102").url) + "/decision")
    sent = {
        "csrf": field(form, "csrf"),
        "key": field(form, "key"),
        "outcome": "not_confirmed",
        "rationale": "Moved away.",
    }
    before = len(installation.state.ledger.find("reviewed", person_id="P000102"))
    for _ in range(2):
        assert "Your decision is recorded" in worker.post(str(form.url), data=sent).text
    rows = installation.state.ledger.find("reviewed", person_id="P000102")
    assert len(rows) == before + 1
    assert "own_view" not in rows[-1].payload  # it stands with the score, said once


def looked_up(worker: httpx.Client, person_id: str) -> str:
    page = worker.get("/was-i-scored")
    return worker.post("/was-i-scored", data={"csrf": field(page, "csrf"), "person_id": person_id}).text


def test_a_place_on_the_list_is_told_once_a_day_to_whoever_asks_whether_they_were_scored(worker: httpx.Client) -> None:
    listed = [re.findall(r"/young-people/(P\d+)", worker.get("/list").text) for _ in range(3)]
    answer = looked_up(worker, listed[0][0])
    assert answer.count("On a list of young people to find out more about, seen by Sam Field") == 1


def test_whoever_asks_is_told_what_happened_and_no_more(worker: httpx.Client) -> None:
    assessed(worker, "P000105")
    nobody_scored = looked_up(worker, "P000105")
    assert re.search(r"They were looked up (once|\d+ times) and not scored: no band was shown", nobody_scored)
    assert "A band was shown" not in nobody_scored
    assessed(worker, "P000104")
    assert "Why: deciding whether to offer early help. Shown:" in looked_up(worker, "P000104")


def test_the_list_says_as_of_which_day_nothing_was_open_and_that_others_may_be_there(worker: httpx.Client) -> None:
    form = worker.get("/referrals")
    sent = {"csrf": field(form, "csrf"), "person_id": "P000101", "rationale": "So that they are on the list."}
    page = worker.post("/referrals", data=sent).text
    (day,) = re.findall(r"as it stood on record on (\d+ \w+ \d{4})", page)
    assert f"Nothing was open</strong> on record on {day}" in page
    assert f"Already open on {day}" in page
    assert "A service whose records do not reach us may still be working with them" in page
    assert " now:" not in page


def test_what_a_worker_must_know_stands_before_the_long_list_of_records(worker: httpx.Client) -> None:
    page = assessed(worker, "P000101").text
    parts = (
        "Harm from serious violence",
        "already open",
        "Why: ",
        "own view, noted",
        "How far you can",
        "order of time",
    )
    places = [page.index(part) for part in parts]
    assert places == sorted(places)


def test_every_record_on_the_page_of_the_band_can_be_said_to_be_wrong(
    installation: Installation, worker: httpx.Client
) -> None:
    page = assessed(worker, "P000101")
    form = worker.get(f"{page.url}/correction")
    behind, others = form.text.split("4 more records, behind none of the reasons")
    assert "3 June 2024: Violence without serious injury, reported as a suspect" in others
    assert "Police. No further action, which is never evidence of guilt" in others
    assert re.search(r"14 February 2025: Domestic abuse incident at home(?s:.*?)Do not say aloud", behind)
    sent = {"csrf": field(form, "csrf"), "key": field(form, "key"), "problem": "not_true", "detail": "Another boy."}
    without = worker.post(str(form.url), data=sent)
    assert "Choose one of the records, or the whole answer" in without.text
    asked = worker.post(str(form.url), data={**sent, "record_id": "E007"})
    assert "Your request for a correction is recorded" in asked.text
    assert installation.state.ledger.find("correction_asked")[-1].payload["record_id"] == "E007"
    chosen = worker.get(f"{page.url}/correction", params={"record": "E007"}).text
    assert re.search(r'value="E007" checked', chosen)
    assert re.search(r"<details [^>]* open>", chosen)


def test_the_register_says_who_decided_and_what_they_accepted(installation: Installation) -> None:
    with signed_in(installation, "board") as board:
        page = board.get("/register").text
    assert "Approved by Board of the tests" in page
    assert "Too few people to tell" in page
    assert "Demo approval" in page


def test_a_report_stands_in_a_sandbox(audited: Installation) -> None:
    with signed_in(audited, "board") as board:
        page = board.get(f"/reports/{audited.bundle_sha256}").text
        report = board.get(f"/reports/{audited.bundle_sha256}/report.html")
        stolen = board.get(f"/reports/{audited.bundle_sha256}/..%2F..%2Fledger.db")
    assert re.search(r"<iframe [^>]*sandbox", page)
    assert "sandbox" in report.headers["content-security-policy"]
    assert "Audit" in report.text
    assert stolen.status_code == 404


def test_on_the_page_with_the_band_reasons_come_first_and_records_unfold_year_by_year(worker: httpx.Client) -> None:
    before, after = worker.get("/young-people/P000101").text, assessed(worker, "P000101").text
    for page, years in ((before, []), (after, ["2025: 8 records", "2024: 1 record", "2023: 1 record"])):
        timeline = page[page.index('id="records"') :]
        assert re.findall(r"__summary-text\">([^<]*)<", timeline) == years
    assert after.index("Why: ") < after.index('id="records"')


def test_what_a_reason_does_not_count_unfolds_within_the_records_behind_it(worker: httpx.Client) -> None:
    page = assessed(worker, "P000101").text
    assert re.search(r"3 records behind this", page)
    assert "not counted in what is said here" not in page


def test_what_stopped_or_ended_stands_open_and_what_came_late_unfolds() -> None:
    none, late = "No records came.", "The feed of {} was late on 1 May 2026: its last delivery came on 1 March 2026."
    ended, stopped = "The agreement for the feed of c ended on 1 May 2026.", "The feed of d had stopped by 1 May 2026."
    lines = [none, late.format("a"), late.format("b"), ended, stopped]
    gaps = ENVIRONMENT.from_string('{% import "parts.html" as parts %}{{ parts.gaps(lines) }}')
    assert "<details" not in gaps.render(lines=lines[:2])
    opened, folded = gaps.render(lines=lines).split("<details")
    assert [line for line in lines if line in opened] == [none, ended, stopped]
    assert "2 about records that came late" in folded
    opened, folded = gaps.render(lines=[late.format(name) for name in "abc"]).split("<details")
    assert ("feed of a" in opened, "feed of b" in opened, "2 more about records" in folded) == (True, False, True)
