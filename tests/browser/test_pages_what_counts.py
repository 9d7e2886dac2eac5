"""What counts about you: the same page for everybody who is signed in, and nobody else."""

from __future__ import annotations

import html
import re

import httpx
import pytest

from features.indicators import CATALOGUE
from features.plainly import TITLE, parts_of
from tests.browser.visiting import Installation, signed_in

pytestmark = pytest.mark.xdist_group("pages")


@pytest.mark.parametrize(("role", "agency"), [("worker", None), ("worker", "police"), ("board", None)])
def test_everybody_who_is_signed_in_reads_the_whole_page(installation: Installation, role: str, agency: str | None):
    with signed_in(installation, role, agency) as client:
        page = client.get("/what-counts")
    assert page.status_code == 200
    told = html.unescape(re.sub(r"<[^>]+>", " ", page.text))
    assert TITLE in told
    for part in parts_of(CATALOGUE):
        assert part.heading in told
        assert all(line in told for line in (*part.paragraphs, *part.lines))


def test_every_page_leads_to_it(worker: httpx.Client):
    assert 'href="/what-counts"' in worker.get("/list").text


def test_nobody_reads_it_without_sign_in(installation: Installation):
    assert httpx.get(f"{installation.address}/what-counts").status_code == 401
