"""How the service says no: RFC 9457 problem details. A sentence for the reader, never anything of what was sent."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any


class Problem(Exception):
    """A request that can't be answered: the status, and what must be, what we got and what to do, in plain words.

    `allow` are the methods that a route takes, where it was the method that could not be."""

    def __init__(self, status: int, detail: str, errors: tuple[str, ...] = (), allow: tuple[str, ...] = ()) -> None:
        super().__init__(status, detail, errors)
        self.status, self.detail, self.errors, self.allow = status, detail, errors, allow

    def body(self, reference: str) -> dict[str, Any]:
        """The problem as a JSON object; `reference` finds it in the service's log."""
        whole: dict[str, Any] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "reference": reference,
        }
        return {**whole, "errors": list(self.errors)} if self.errors else whole


def not_written() -> Problem:
    """Nothing is shown that the ledger does not hold."""
    return Problem(503, "The ledger can't be written at the moment, so nothing is shown. Try again in a minute.")
