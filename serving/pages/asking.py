"""One request to a page: who asks, what they typed, and the way to answer. Views are plain functions of an Ask.

The menu and the layout's surroundings stand here too, so that every page carries the same ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from serving.idempotency import LONGEST_KEY
from serving.pages import protection, rendering
from serving.pages.forms import Form
from serving.problem import Problem
from serving.roles import Action, Actor, may
from serving.signin import Session
from serving.state import State


@dataclass(frozen=True)
class Ask:
    """A request with its session (None before sign-in) and the fields of its form, cleaned of control characters."""

    request: Request
    state: State
    session: Session | None
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def actor(self) -> Actor:
        """Who is signed in; only views behind sign-in may ask."""
        if self.session is None:
            raise Problem(401, "Sign in first, with the link that you were sent.")
        return self.session.actor

    @property
    def key(self) -> str | None:
        """The form's key, under which it is recorded once however often it is sent; None where it has no usable one."""
        key = self.typed.get("key", "")
        return key if key.isprintable() and 1 <= len(key) <= LONGEST_KEY else None

    def param(self, name: str) -> str:
        """A part of the address, such as the young person's reference."""
        return str(self.request.path_params[name])

    def path(self, name: str, /, **params: str) -> str:
        """The path of a page."""
        return rendering.path_in(self.request, name, **params)

    def page(self, template: str, title: str, status: int = 200, form: Form | None = None, **context: Any) -> Response:
        """A whole page in our layout; with faults in its form it is answered as 422."""
        status = 422 if form and form.errors else status
        around = {
            "actor": self.session.actor if self.session else None,
            "csrf_token": self.session.csrf if self.session else "",
            "navigation": _navigation(self),
            "partnership": self.state.policy.partnership.name,
            "door_style": Markup(protection.DOOR_STYLE),  # noqa: S704 - our own files
            "done": DONE.get(self.request.query_params.get("done", "")),
        }
        return rendering.html(self.request, template, status, title=title, form=form or Form(), **around, **context)

    def go(self, name: str, done: str = "", **params: str) -> Response:
        """After a post: see that page, so that reloading it posts nothing again."""
        query = f"?done={done}" if done else ""
        return RedirectResponse(self.path(name, **params) + query, 303)


DONE = {
    "review": "Your decision is recorded",
    "correction": "Your request for a correction is recorded",
    "referral": "Your referral is recorded",
    "link": "What you said is recorded; the next linking follows it",
    "signed_out": "You are signed out",
}
MENU: tuple[tuple[Action, str, str, tuple[str, ...]], ...] = (
    ("list", "weekly", "This week’s list", ("/list", "/young-people", "/assessments")),
    ("refer", "refer", "Refer", ("/referrals",)),
    ("look_up", "look_up", "Was I scored?", ("/was-i-scored",)),
    ("reports", "reports", "Reports", ("/reports",)),
    ("link", "same_person", "Same person?", ("/same-person",)),
    ("register", "register", "Register of models", ("/register",)),
)


def first_page(actor: Actor) -> str:
    """The first page of the menu that the actor may see; where there is none, how to sign in."""
    return next((name for action, name, _, _ in MENU if may(actor, action)), "home")


def _navigation(ask: Ask) -> list[dict[str, Any]]:
    if ask.session is None:
        return []
    here = ask.request.url.path.removeprefix(ask.request.scope.get("root_path", ""))
    return [
        {"href": ask.path(name), "text": text, "here": here.startswith(under)}
        for action, name, text, under in MENU
        if may(ask.session.actor, action)
    ]
