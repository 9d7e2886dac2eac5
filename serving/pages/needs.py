"""What the pages ask of the service behind them, and nothing more: the seam between HTML and judgement.

Every method writes the ledger before it answers and raises when the actor may not, so a page can't show what was not recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from training.policy import Policy


class Actor(Protocol):
    """Who is signed in."""

    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...


class SignIn(Protocol):
    """One-time links and sessions."""

    def consume(self, code: str) -> str:
        """Uses up a one-time code and returns the value of the session cookie; refuses a used, expired or unknown one."""

    def actor(self, cookie: str) -> Actor | None:
        """Who holds this session, or nobody."""

    def csrf_token(self, cookie: str) -> str:
        """The token that every form of this session carries."""

    def end(self, cookie: str) -> None:
        """Ends the session."""


class State(Protocol):
    """The service as the pages see it."""

    policy: Policy
    signin: SignIn

    def weekly_list(self, actor: Any, capacity: int) -> dict[str, Any]: ...
    def person_records(self, actor: Any, person_id: str) -> list[dict[str, Any]]: ...
    def score_person(
        self, actor: Any, person_id: str, purpose: str, as_of: date | None = None, own_view: str | None = None
    ) -> dict[str, Any]: ...
    def assessment(self, actor: Any, assessment_id: str) -> dict[str, Any]:
        """The answer as it was shown (with `own_view`), from the ledger; nothing is scored again."""

    def review(self, actor: Any, body: Mapping[str, Any], key: str) -> dict[str, Any]: ...
    def correction(self, actor: Any, body: Mapping[str, Any], key: str) -> dict[str, Any]: ...
    def refer(self, actor: Any, body: Mapping[str, Any], key: str) -> dict[str, Any]: ...
    def scores_of(self, actor: Any, person_id: str) -> dict[str, Any]: ...
    def reports(self, actor: Any) -> list[dict[str, Any]]: ...
    def report_file(self, actor: Any, bundle_sha256: str, name: str) -> Path: ...
    def register(self, actor: Any) -> list[dict[str, Any]]: ...
