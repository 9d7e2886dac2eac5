"""The door of the pages: who gets in, which posts are refused, and what no browser keeps."""

from __future__ import annotations

import base64
import hashlib
import re

import httpx
import pytest

from serving.pages.app import OPEN_TO_ALL, PAGES
from tests.browser.visiting import VIEW, Installation, field, signed_in

pytestmark = pytest.mark.xdist_group("pages")
BEHIND_THE_DOOR = [re.sub(r"{[\w:]+}", "P000101", address) for address, _, see, _ in PAGES if see not in OPEN_TO_ALL]


@pytest.mark.parametrize("page", [*BEHIND_THE_DOOR, "/nowhere"])
def test_no_page_answers_without_a_session(installation: Installation, page: str) -> None:
    for answer in (httpx.get(installation.address + page), httpx.post(installation.address + page, data={"a": "b"})):
        assert answer.status_code == 401
        assert "P000101" not in answer.text


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_a_program_that_is_signed_in_reads_of_a_wrong_address_in_a_problem_and_a_person_in_a_page(
    worker: httpx.Client, method: str
) -> None:
    problem = worker.request(method, "/nowhere")
    assert (problem.status_code, problem.headers["content-type"]) == (404, "application/problem+json")
    page = worker.get("/nowhere", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "There is no page at this address" in page.text


@pytest.mark.parametrize("path", ["/nowhere", "/metrics", "/docs.json", "/livez/x", "/young-people"])
def test_a_browser_that_is_not_signed_in_reads_one_page_at_every_address(installation: Installation, path: str) -> None:
    page = httpx.get(installation.address + path, headers={"Accept": "text/html,*/*;q=0.8"})
    assert (page.status_code, page.headers["content-type"]) == (401, "text/html; charset=utf-8")
    assert "You are not signed in" in page.text
    for method, accept in (("GET", "*/*"), ("PUT", "text/html")):
        said = httpx.request(method, installation.address + path, headers={"Accept": accept})
        if path != "/young-people":
            assert (said.status_code, said.headers["content-type"]) == (401, "application/problem+json")


@pytest.mark.parametrize("page", BEHIND_THE_DOOR)
def test_whose_session_has_ended_is_told_so_in_a_page(installation: Installation, page: str) -> None:
    answer = httpx.get(installation.address + page)
    assert answer.headers["content-type"].startswith("text/html")
    assert "Sign in first" in answer.text


def test_looking_at_a_link_uses_nothing_up_and_using_it_twice_is_refused(installation: Installation) -> None:
    link = installation.link("worker")
    with httpx.Client(base_url=installation.address) as first, httpx.Client(base_url=installation.address) as second:
        pages = [client.get(link) for client in (first, second)]
        assert [page.status_code for page in pages] == [200, 200]
        assert first.post(link, data={"before": field(pages[0], "before")}).status_code == 303
        again = second.post(link, data={"before": field(pages[1], "before")})
    assert again.status_code == 410
    assert "reachable_session" not in again.headers.get("set-cookie", "")


def test_a_link_posted_from_elsewhere_is_refused_and_still_works(installation: Installation) -> None:
    link = installation.link("worker")
    with httpx.Client(base_url=installation.address) as client:
        before = {"before": field(client.get(link), "before")}
        assert client.post(link, data=before, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
        assert httpx.post(installation.address + link, data=before).status_code == 403
        assert client.post(link, data=before).status_code == 303


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(installation: Installation) -> None:
    link = installation.link("worker")
    with httpx.Client(base_url=installation.address) as client:
        answer = client.post(link, data={"before": field(client.get(link), "before")})
    cookie = next(said for said in answer.headers.get_list("set-cookie") if said.startswith("reachable_session"))
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


@pytest.mark.parametrize("token", [None, "", "another"])
def test_a_post_without_its_token_is_refused_and_changes_nothing(
    installation: Installation, worker: httpx.Client, token: str | None
) -> None:
    shown = installation.state.ledger.last_seq("score_shown")
    body = VIEW if token is None else {**VIEW, "csrf": token}
    assert worker.post("/young-people/P000101", data=body).status_code == 403
    assert worker.post("/sign-out", data={"csrf": token or ""}).status_code == 403
    assert installation.state.ledger.last_seq("score_shown") == shown


def test_a_post_from_another_site_is_refused_even_with_its_token(worker: httpx.Client) -> None:
    body = {**VIEW, "csrf": field(worker.get("/young-people/P000101"), "csrf")}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        assert worker.post("/young-people/P000101", data=body, headers=headers).status_code == 403


def test_another_kind_of_body_is_refused(worker: httpx.Client) -> None:
    body = {**VIEW, "csrf": field(worker.get("/young-people/P000101"), "csrf")}
    assert worker.post("/young-people/P000101", json=body).status_code == 415
    assert worker.post("/young-people/P000101", data=body, files={"f": b"x"}).status_code == 415


def test_personal_pages_are_kept_nowhere(worker: httpx.Client) -> None:
    headers = worker.get("/young-people/P000101").headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert worker.get("/static/reachable.css").headers["cache-control"] == "private, max-age=3600"
    assert worker.get("/static/README.md").status_code == 404


def test_a_page_before_sign_in_carries_its_style_and_the_hash_that_lets_it(
    installation: Installation, worker: httpx.Client
) -> None:
    for door in (httpx.get(installation.address + path) for path in ("/", "/list", "/sign-in/spent", "/nowhere")):
        if door.headers["content-type"].startswith("text/html"):
            (style,) = re.findall(r"<style>(.*?)</style>", door.text, re.DOTALL)
            digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in door.headers["content-security-policy"]
    for within in ("/list", "/nowhere", "/young-people/nobody", "/reports"):
        assert "<style" not in worker.get(within).text


def test_police_see_no_list_and_no_band(installation: Installation) -> None:
    with signed_in(installation, agency="police") as police:
        for page in ("/list", "/young-people/P000101", "/was-i-scored"):
            text = police.get(page).text
            assert "P000102" not in text
            assert "Missing episode" not in text
        assert police.get("/list").status_code == 403


def test_police_refer_by_a_form_whose_words_fit_and_stay_on_a_page_that_is_theirs(installation: Installation) -> None:
    with signed_in(installation, agency="police") as police:
        form = police.get("/referrals")
        assert "at the top of a young person’s page" not in form.text
        assert "ask a worker of the partnership for it" in form.text
        sent = {
            "person_id": "P000102",
            "rationale": "Was hurt.",
            "csrf": field(form, "csrf"),
            "key": field(form, "key"),
        }
        done = police.post("/referrals", data=sent)
    assert done.status_code == 200
    assert "Your referral is recorded" in done.text


def test_roles_meet_only_their_own_pages(installation: Installation) -> None:
    with signed_in(installation, "board") as board, signed_in(installation, "worker") as worker:
        assert board.get("/list").status_code == 403
        assert board.get("/young-people/P000101").status_code == 403
        assert worker.get("/reports").status_code == 403
        for form in ("/referrals", "/was-i-scored"):  # else they write what is then refused
            assert (board.get(form).status_code, worker.get(form).status_code) == (403, 200)
            assert "<textarea" not in board.get(form).text
        assert worker.get("/register").status_code == 403


def test_signing_out_ends_the_session_everywhere(worker: httpx.Client) -> None:
    cookies = dict(worker.cookies)
    assert "You are signed out" in worker.post("/sign-out", data={"csrf": field(worker.get("/list"), "csrf")}).text
    worker.cookies.update(cookies)
    assert worker.get("/list").status_code == 401
