"""The checks before a post, the headers of every page, and a stylesheet that fetches nothing."""

from __future__ import annotations

import re

import pytest
from starlette.datastructures import Headers
from starlette.responses import Response

from records.refusal import Refused
from serving.pages.protection import PAGE_POLICY, REPORT_POLICY, from_our_page, guard, is_form, same_token
from serving.pages.rendering import ENVIRONMENT
from serving.pages.vendor import VENDORED, without_fonts_and_crest


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"host": "127.0.0.1:3000", "origin": "http://127.0.0.1:3000", "sec-fetch-site": "same-origin"}, True),
        ({"host": "127.0.0.1:3000", "origin": "null", "sec-fetch-site": "same-origin"}, True),
        ({"host": "127.0.0.1:3000"}, True),
        ({"host": "127.0.0.1:3000", "origin": "null", "sec-fetch-site": "cross-site"}, False),
        ({"host": "127.0.0.1:3000", "origin": "http://127.0.0.1:3000", "sec-fetch-site": "same-site"}, False),
        ({"host": "127.0.0.1:3000", "origin": "https://elsewhere.example"}, False),
        ({"host": "127.0.0.1:3000", "origin": "http://127.0.0.1:3001"}, False),
    ],
)
def test_a_post_comes_from_our_own_page(headers: dict[str, str], ours: bool) -> None:
    assert from_our_page(Headers(headers)) is ours


def test_an_empty_token_never_holds() -> None:
    assert not same_token("", "")
    assert not same_token("a", "b")
    assert same_token("a", "a")


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "multipart/form-data; boundary=x", ""])
def test_only_our_kind_of_form_is_read(kind: str) -> None:
    assert not is_form(Headers({"content-type": kind}))
    assert is_form(Headers({"content-type": "application/x-www-form-urlencoded; charset=utf-8"}))


def test_a_page_is_kept_by_nobody_and_framed_by_nobody() -> None:
    headers = guard(Response("")).headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert "default-src 'none'" in PAGE_POLICY
    assert "frame-ancestors 'none'" in PAGE_POLICY
    assert "script" not in PAGE_POLICY


def test_a_report_is_sandboxed_and_framed_by_us_alone() -> None:
    headers = guard(Response(""), REPORT_POLICY).headers
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert re.search(r"\bsandbox(;|$)", headers["content-security-policy"])


def test_everything_is_escaped() -> None:
    text = ENVIRONMENT.from_string("{{ said }}").render(said="<img src=x onerror=alert(1)>")
    assert text == "&lt;img src=x onerror=alert(1)&gt;"


def test_the_stylesheet_fetches_nothing_and_has_no_font_of_gov_uk() -> None:
    css = VENDORED.read_text(encoding="utf-8")
    assert "url(" not in css
    assert "@import" not in css
    assert "GDS Transport" not in css
    assert ".govuk-button" in css


def test_a_stylesheet_that_would_fetch_something_is_refused() -> None:
    with pytest.raises(Refused, match="must fetch nothing"):
        without_fonts_and_crest("a{background:url(https://elsewhere.example/x.png)}")
