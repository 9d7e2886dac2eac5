"""What counts about you: the same page for everybody who is signed in, and nobody else, true to the models in use."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

import features
from features.catalogue import Catalogue, load_catalogue
from features.indicators import CATALOGUE
from features.plainly import SECRETS, TITLE, parts_counting, parts_of
from serving.approvals import APPROVED, RETIRED
from serving.ledger import Entry
from tests.browser.small_county import bundle
from tests.browser.visiting import Installation, signed_in
from training.bundle import write_bundle

pytestmark = pytest.mark.xdist_group("pages")
OPT_IN = load_catalogue(Path(features.__file__).parent / "opt_in" / "intelligence.toml")
SAID = {"name": "harmed", "target": "harmed", "by": "Board", "minute": "M", "teams": [], "accepted": {}, "demo": True}
COUNTED = "How many notes the police hold that nobody has checked"


@pytest.fixture
def approved(installation: Installation, tmp_path: Path):
    """Approves a model of a catalogue at a stage; afterwards the installation's own is live again, alone."""
    state, made = installation.state, []

    def approve(catalogue: Catalogue, stage: str) -> None:
        plain = bundle(state.policy)
        inputs = (*plain.inputs[:-1], *(one.name for one in catalogue.indicators), "age")
        whole = Catalogue("with more", (*plain.catalogue.indicators, *catalogue.indicators))
        scorer = replace(plain.scorer, inputs=len(inputs))
        sha = write_bundle(replace(plain, catalogue=whole, inputs=inputs, scorer=scorer), tmp_path / "bundle")
        shutil.copytree(tmp_path / "bundle", state.home.bundles / sha, dirs_exist_ok=True)
        state.ledger.append(Entry("tests", APPROVED, {**SAID, "version": "2", "stage": stage}, ref=sha))
        made.append(sha)

    yield approve
    for sha in made:
        state.ledger.append(Entry("tests", RETIRED, {**SAID, "version": "2", "because": "of the tests"}, ref=sha))
    first = Entry("tests", APPROVED, {**SAID, "version": "1", "stage": "live"}, ref=installation.bundle_sha256)
    state.ledger.append(first)


def told(client: httpx.Client) -> str:
    """All that the page says, without its marks."""
    page = client.get("/what-counts")
    assert page.status_code == 200
    return html.unescape(re.sub(r"<[^>]+>", " ", page.text))


@pytest.mark.parametrize(("role", "agency"), [("worker", None), ("worker", "police"), ("board", None)])
def test_everybody_who_is_signed_in_reads_the_whole_page(installation: Installation, role: str, agency: str | None):
    with signed_in(installation, role, agency) as client:
        page = told(client)
    assert TITLE in page
    for part in parts_counting(bundle(installation.state.policy).catalogue.indicators):
        assert part.heading in page
        assert all(line in page for line in (*part.paragraphs, *part.lines))


@pytest.mark.parametrize(("stage", "counts"), [("silent", False), ("limited", True), ("live", True)])
def test_intelligence_is_told_once_a_model_in_use_counts_it(
    worker: httpx.Client, approved: Callable[[Catalogue, str], None], stage: str, counts: bool
):
    approved(Catalogue("opted in", (OPT_IN["intelligence_reports_year"],)), stage)
    page = told(worker)
    assert (COUNTED in page, SECRETS in page) == (counts, not counts)


def test_an_indicator_of_the_partnerships_own_is_told_by_its_name(
    worker: httpx.Client, approved: Callable[[Catalogue, str], None]
):
    own = replace(CATALOGUE["missing_episodes_year"], name="late_at_night", theme="Being out late at night")
    approved(Catalogue("own", (own,)), "live")
    assert "Being out late at night." in told(worker)


def test_where_no_model_is_in_use_it_is_made_from_our_own_catalogue(
    installation: Installation, worker: httpx.Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(installation.state, "in_use", tuple)
    page = told(worker)
    assert all(line in page for part in parts_of(CATALOGUE) for line in part.lines)


def test_every_page_leads_to_it(worker: httpx.Client):
    assert 'href="/what-counts"' in worker.get("/list").text


def test_nobody_reads_it_without_sign_in(installation: Installation):
    assert httpx.get(f"{installation.address}/what-counts").status_code == 401
