"""The review list of linkage through its pages: who may see it, what is written down, what the next linking does."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import httpx
import pytest
import uvicorn

from records.linkage import link
from records.linkage.reviews import waiting
from records.policy import LinkagePolicy
from serving.home import Home
from serving.middleware import Gate
from serving.pages.app import create
from serving.pages.linking import FIELDS, lines
from serving.pages.words import plain_date
from serving.roles import Actor
from serving.state import State
from tests.browser.visiting import field
from tests.unit.records.linkage.small_store import store_of
from tests.unit.records.linkage.test_likeness import people
from training.policy import Policy

RULES = LinkagePolicy(link_at=0.9, review_at=0.2, times_likelier=10)
TOM = ("Boswell", "2008-05-17", "1 High Street", "CT1 2AB")
PAIR = people(("police-1", "Tom", *TOM), ("school-1", "Thomasina", *TOM))
IDENTIFYING = ("Thomasina", "Boswell", "1 High Street", "CT1 2AB", "17 May 2008")


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = store_of(tmp_path_factory.mktemp("linked") / "store", PAIR)
    link(store, date(2024, 7, 1), policy=RULES)
    return store


@pytest.fixture
def state(tmp_path: Path, linked: Path, policy: Policy) -> State:
    home = Home(tmp_path)
    shutil.copytree(linked, home.store)
    return State(home, policy)


@contextmanager
def signed_in(state: State, **who: str) -> Iterator[httpx.Client]:
    """A client of the pages for an administrator, or whoever else is asked for."""
    server = uvicorn.Server(uvicorn.Config(Gate(create(state), state), port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    actor = Actor("t-1", "Sam Field", **{"role": "administrator", **who})
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", follow_redirects=True, timeout=60) as client:
        address = state.signin.create_link(actor)
        client.post(address, data={"before": field(client.get(address), "before")})
        yield client
    server.should_exit = True
    thread.join()


def only_pair(client: httpx.Client) -> str:
    page = client.get("/same-person").text
    return page.split('href="/same-person/')[1].split('"')[0]


def test_a_pair_is_compared_decided_and_followed(state: State, caplog: pytest.LogCaptureFixture) -> None:
    with signed_in(state) as client:
        listed = client.get("/same-person")
        assert "The forename differs or is not held, and no school or NHS number says" in listed.text
        assert not any(word in listed.text for word in IDENTIFYING)
        address = f"/same-person/{only_pair(client)}"
        page = client.get(address)
        assert all(word in page.text for word in IDENTIFYING)
        assert page.text.count("can’t be compared") == 2  # neither agency holds a number
        assert "no-store" in page.headers["cache-control"]
        cells, roles = (len(re.findall(part, page.text)) for part in (r"<t[rhd][ >]", r' role="(row|\w+header|cell)"'))
        assert cells == roles > 0  # on a narrow screen the rows are laid out anew, and would be no table without them
        nothing = client.post(address, data={"csrf": field(page, "csrf"), "key": "k0"})
        assert (nothing.status_code, "Say whether they are" in nothing.text) == (422, True)
        said = {"csrf": field(page, "csrf"), "key": "k1", "verdict": "same", "note": "Met her"}
        for _ in range(2):  # sent twice, recorded once
            assert "What you said is recorded" in client.post(address, data=said).text
        assert "1 decision waits" in client.get("/same-person").text
    rows = state.ledger.find("link_decided")
    assert [(row.actor, row.payload["verdict"], row.payload["by"]) for row in rows] == [("t-1", "same", "Sam Field")]
    written = str([row.payload for row in state.ledger.find()]) + caplog.text
    assert not any(word in written for word in IDENTIFYING)
    assert len(waiting(state.home.store)) == 1
    ids = link(state.home.store, date(2024, 8, 1), policy=RULES).snapshot.kept("identities")["person_id"].to_pylist()
    assert ids == ["P0000001", "P0000001"]
    assert waiting(state.home.store) == []


def test_a_pair_that_is_opened_again_shows_who_said_what_of_it_and_when(state: State) -> None:
    with signed_in(state) as client:
        address = f"/same-person/{only_pair(client)}"
        page = client.get(address)
        assert "before</h2>" not in page.text
        said = {"csrf": field(page, "csrf"), "key": "k1", "verdict": "cannot_tell", "note": "Two <twins>?"}
        client.post(address, data=said)
        assert link(state.home.store, date(2024, 8, 1), policy=RULES).to_review == 1  # open still, as its page says
        day = plain_date(state.ledger.find("link_decided")[0].at.isoformat())
        line = f"Sam Field said on {day}: “I can’t tell”"
        assert line in client.get("/same-person").text
        page = client.get(address)
        assert line in page.text
        assert "“Two &lt;twins&gt;?”" in page.text
        client.post(address, data={**said, "csrf": field(page, "csrf"), "key": "k2", "verdict": "not_same"})
        link(state.home.store, date(2024, 8, 2), policy=RULES)
        again = client.get(address).text  # it stands on no list now; whoever has its address sees both
        assert again.index(line) < again.index(f"Sam Field said on {day}: “They are not the same person”")


def test_a_link_by_likeness_is_found_by_its_person_and_undone(tmp_path: Path, policy: Policy) -> None:
    home = Home(tmp_path / "home")
    store_of(home.store, people(("police-1", "Thomasina", *TOM), ("school-1", "Thomasina", *TOM)))
    assert link(home.store, date(2024, 7, 1), policy=RULES).by_likeness == 1
    state = State(home, policy)
    with signed_in(state) as client:
        page = client.get("/same-person")
        asked = {"csrf": field(page, "csrf"), "person_id": ""}
        assert "Enter the partnership reference" in client.post("/same-person", data=asked).text
        nothing = client.post("/same-person", data={**asked, "person_id": "P9"}).text
        assert "Nothing under this reference" in nothing
        assert "check the reference" in nothing  # nobody has this one
        shown = client.post("/same-person", data={**asked, "person_id": "P0000001"}).text
        assert "Joined on 1 July 2024" in shown
        assert not any(word in shown for word in IDENTIFYING)
        address = "/same-person/" + shown.split('href="/same-person/')[1].split('"')[0]
        page = client.get(address)
        assert "joined as one person since 1 July 2024" in page.text
        said = {"csrf": field(page, "csrf"), "key": "k1", "verdict": "not_same"}
        assert "What you said is recorded" in client.post(address, data=said).text
    rows = state.ledger.find("links_of_person_shown")
    assert [row.person_id for row in rows] == ["P9", "P0000001"]
    found = link(home.store, date(2024, 8, 1), policy=RULES)
    assert found.snapshot.kept("identities")["person_id"].to_pylist() == ["P0000001", None]
    assert (found.to_review, link(home.store, date(2024, 8, 1), policy=RULES).by_likeness) == (0, 0)


@pytest.mark.parametrize(("other", "alike"), [("XM1 0AJ", True), ("XM1 0AA", False)])
def test_a_postcode_is_the_same_however_it_was_typed(other: str, alike: bool) -> None:
    known = [dict.fromkeys(FIELDS) | {"postcode": code} for code in ("xm10aj", other)]
    found = lines([{"known_as": [one]} for one in known])
    assert [one.alike for one in found if one.field == "Postcode"] == [alike]


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("9434765919", "943 476 5919", "the same"),
        ("9434765919", "9434765870", "not the same"),
        ("9434765919", None, "can’t be compared"),
        (None, None, "can’t be compared"),
    ],
)
def test_a_number_that_an_agency_does_not_hold_is_not_compared(one: str | None, other: str | None, told: str) -> None:
    known = [dict.fromkeys(FIELDS) | {"nhs_number": number} for number in (one, other)]
    assert [line.told for line in lines([{"known_as": [row]} for row in known]) if line.field == "NHS number"] == [told]


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ("29 yew rd, castlegate", "the same"),
        ("29 Yew Road, Castlegate", "not written alike"),
        ("", "can’t be compared"),
    ],
)
def test_of_an_address_it_is_said_how_it_is_written_and_no_more(other: str, told: str) -> None:
    """A street that one agency shortens was once said to be not the same."""
    known = [dict.fromkeys(FIELDS) | {"address": one} for one in ("29 YEW RD, CASTLEGATE", other)]
    assert [line.told for line in lines([{"known_as": [row]} for row in known]) if line.field == "Address"] == [told]


@pytest.mark.parametrize("who", [{"role": "worker"}, {"role": "board"}, {"agency": "police"}])
def test_nobody_else_sees_the_list(state: State, who: dict[str, str]) -> None:
    with signed_in(state, **who) as client:
        assert client.get("/same-person").status_code == 403
        assert client.get("/same-person/L123").status_code == 403


def test_a_sign_in_of_one_area_sees_no_pair_and_a_pair_that_is_gone_is_told(state: State) -> None:
    with signed_in(state, area="North") as client:
        page = client.get("/same-person")
        assert client.get(f"/same-person/{only_pair(client)}").status_code == 403
        asked = {"csrf": field(page, "csrf"), "person_id": "P0000001"}
        assert client.post("/same-person", data=asked).status_code == 403
    with signed_in(state) as client:
        assert client.get("/same-person/L0").status_code == 404
