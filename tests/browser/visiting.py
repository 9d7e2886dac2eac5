"""A visit to the pages over HTTP, without a browser: the steps that many tests begin with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from serving.state import State
from serving.tokens import new_actor

VIEW = {"view": "yes", "known": "Trusts the coach", "purpose": "early_help"}


@dataclass(frozen=True)
class Installation:
    """A running installation: where it answers, and its state, from which tests make sign-in links."""

    address: str
    state: State
    bundle_sha256: str

    def link(self, role: str, name: str = "Sam Field", agency: str | None = None) -> str:
        """The path of a fresh one-time link."""
        return self.state.signin.create_link(new_actor(role, name, agency))


def field(page: httpx.Response, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found, f"no field {name}"
    return found[1]


@contextmanager
def signed_in(installation: Installation, role: str = "worker", agency: str | None = None) -> Iterator[httpx.Client]:
    """A client that used a fresh link."""
    with httpx.Client(base_url=installation.address, follow_redirects=True, timeout=30) as client:
        link = installation.link(role, agency=agency)
        client.post(link, data={"before": field(client.get(link), "before")}).raise_for_status()
        yield client


def assessed(client: httpx.Client, person_id: str) -> httpx.Response:
    """The page with the band, after a view was noted."""
    page = client.get(f"/young-people/{person_id}")
    return client.post(f"/young-people/{person_id}", data={**VIEW, "csrf": field(page, "csrf")})
