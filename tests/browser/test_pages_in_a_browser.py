"""What people do, in a real browser with JavaScript off: a visit, a narrow screen, no request to outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.browser.visiting import Installation

CHROMIUM = Path("/usr/bin/chromium")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is missing: see requirements-browser.lock")
pytestmark = [
    pytest.mark.xdist_group("pages"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="/usr/bin/chromium is missing: Debian's package chromium"),
]
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
NARROW, WIDE = {"width": 320, "height": 800}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any, installation: Installation) -> Iterator[Any]:
    """A page without JavaScript; afterwards it must have asked nobody but the service, and broken no policy."""
    context = chromium.new_context(java_script_enabled=False, viewport=WIDE)
    opened, complaints = context.new_page(), []
    outside = lambda asked: None if asked.url.startswith(installation.address) else complaints.append(asked.url)  # noqa: E731
    opened.on("request", outside)
    opened.on("console", lambda said: complaints.append(said.text) if "Security Policy" in said.text else None)
    yield opened
    context.close()
    assert complaints == []


@pytest.fixture
def worker_at_home(page: Any, installation: Installation) -> Any:
    from tests.browser.page_objects import Worker

    worker = Worker(page, installation.address)
    worker.sign_in(installation.link("worker"))
    return worker


def test_a_visit_from_the_list_to_the_decision(worker_at_home: Any, installation: Installation) -> None:
    worker = worker_at_home
    assert worker.heading() == "This week’s list"
    worker.choose("P000101")
    assert "Prioritised" not in worker.page.content()
    worker.note_view("")
    assert worker.faults() == ["Say whether someone should have a conversation with them soon"]
    worker.note_view("Yes, soon", "Plays football on Thursdays")
    assert worker.band("Harm from serious violence") == "Prioritised for a conversation"
    assert worker.reasons() == ["Reported as a victim", "Missing episodes", "Hidden harm at home"]
    assert worker.marked_silent() == ["Hidden harm at home"]
    assert "28 November 2025" in worker.unfold("Missing episodes")
    worker.page.get_by_role("button", name="Confirm or not").click()
    worker.decide("", "", {"Missing episodes": "agrees"})
    assert len(worker.faults()) == 2
    assert worker.page.get_by_label("Missing episodes").input_value() == "agrees"
    worker.decide("Yes: what I know bears this out", "She asked for it herself.", {})
    assert "Your decision is recorded" in worker.page.content()
    row = installation.state.ledger.find("reviewed", person_id="P000101")[-1]
    assert row.payload["outcome"] == "confirmed"
    shown = installation.state.ledger.find("score_shown", ref=str(row.ref))[-1]
    assert shown.payload["own_view"] == "Yes, soon. Plays football on Thursdays"
    assert {"theme": "Missing episodes", "verdict": "agrees"} in row.payload["reasons"]


def test_a_correction_and_a_referral(worker_at_home: Any, installation: Installation) -> None:
    worker = worker_at_home
    worker.open("/young-people/P000102")
    worker.note_view("I do not know them well enough to say")
    worker.page.get_by_role("link", name="Ask for a correction").click()
    worker.page.get_by_label("11 November 2025: Violence with serious injury, reported as a victim").check()
    worker.page.get_by_label("It is about somebody else").check()
    worker.page.get_by_label("What should it say").fill("Same name, another school.")
    worker.page.get_by_role("button", name="Ask for the correction").click()
    assert "Your request for a correction is recorded" in worker.page.content()
    asked = installation.state.ledger.find("correction_asked", person_id="P000102")[-1].payload
    assert (asked["record_id"], asked["what_is_wrong"]) == ("E010", "wrong_person")
    worker.page.get_by_role("link", name="Refer", exact=True).last.click()
    assert worker.page.get_by_label("Partnership reference").input_value() == "P000102"
    worker.page.get_by_label("What worries you?").fill("New bruises, and will not say why.")
    worker.page.get_by_role("button", name="Refer").click()
    assert "Referred by a practitioner" in worker.page.content()


def test_the_board_reads_a_report_in_its_frame(page: Any, audited: Installation) -> None:
    from tests.browser.page_objects import Somebody

    board = Somebody(page, audited.address)
    board.sign_in(audited.link("board"))
    board.page.get_by_role("link", name="harmed, version 1").click()
    framed = board.page.frame_locator("iframe").get_by_role("heading", level=1)
    assert re.match("Audit", framed.inner_text())


def test_pages_fit_a_narrow_and_a_wide_window_and_are_in_order(chromium: Any, audited: Installation) -> None:
    from tests.browser.page_objects import Somebody, Worker

    context, complaints = chromium.new_context(viewport=WIDE), []
    worker = Worker(context.new_page(), audited.address)
    note = lambda said: complaints.append(said.text) if "Security Policy" in said.text else None  # noqa: E731
    worker.page.on("console", note)
    for door in ("/", "/list", "/sign-in/spent", audited.link("worker")):
        worker.open(door)
        _in_order(worker, door)
    worker.sign_in(audited.link("worker"))
    worker.open("/young-people/P000101")
    worker.note_view("No, not at the moment")
    assessment = worker.page.url.removeprefix(audited.address)
    mine = (
        "/list",
        "/young-people/P000103",
        assessment,
        f"{assessment}/decision",
        f"{assessment}/correction",
        "/referrals",
        "/was-i-scored",
    )
    for path in (*mine, "/what-counts"):
        worker.open(path)
        _in_order(worker, path)
    board = Somebody(worker.page, audited.address)
    board.sign_in(audited.link("board"))
    for path in ("/reports", f"/reports/{audited.bundle_sha256}", "/register", "/nowhere"):
        board.open(path)
        _in_order(board, path)
    context.close()
    assert complaints == []


def _in_order(somebody: Any, path: str) -> None:
    levels = somebody.heading_levels()
    assert levels[0] == 1, path
    assert levels.count(1) == 1, path
    assert all(after - before <= 1 for before, after in pairwise(levels)), path
    for size in (NARROW, WIDE):
        somebody.page.set_viewport_size(size)
        assert somebody.width_beyond_the_window() == 0, (path, size)
    assert somebody.fields_without_label() == [], path
    assert somebody.page.locator("html").get_attribute("lang") == "en-GB"
