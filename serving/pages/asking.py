"""One request to a page: who asks, what they typed, and the way to answer. Views are plain functions of an Ask.

`answered_by` does for every route what no view may forget: the session, the checks before a post, the headers, and
faults in plain words. Views run in a worker thread, for the ledger and the store block.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from records.refusal import Refused, WrongUse
from serving.faults import keep_trace
from serving.pages import protection, rendering
from serving.pages.forms import Form
from serving.problem import Problem, not_written
from serving.roles import Action, Actor, may
from serving.signin import COOKIE, Session
from serving.state import State

MOST_FIELDS = 60
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


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
    "signed_out": "You are signed out",
}
MENU: tuple[tuple[Action, str, str, tuple[str, ...]], ...] = (
    ("list", "weekly", "This week’s list", ("/list", "/young-people", "/assessments")),
    ("refer", "refer", "Refer", ("/referrals",)),
    ("look_up", "look_up", "Was I scored?", ("/was-i-scored",)),
    ("reports", "reports", "Reports", ("/reports",)),
    ("register", "register", "Register of models", ("/register",)),
)
View = Callable[[Ask], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


def answered_by(view: View, state: State, open_to_all: bool = False) -> Endpoint:
    """The endpoint of a view: signed-in people only unless `open_to_all`, every post checked, every fault a page."""

    async def endpoint(request: Request) -> Response:
        ask = Ask(request, state, None)
        try:
            cookie = request.cookies.get(COOKIE, "")
            session = await run_in_threadpool(state.signin.session, cookie) if cookie else None
            ask = Ask(request, state, session, await _typed(request))
            if not open_to_all:
                _check_session(ask)
            response = await run_in_threadpool(view, ask)
        except (Problem, HTTPException) as no:
            response = said_no(ask, no)
        except (Refused, WrongUse):
            response = said_no(ask, Problem(503, "The records or a model can’t be read at the moment."))
        except SQLAlchemyError:
            response = said_no(ask, not_written())
        except Exception as fault:  # the one place where a fault of ours becomes a page and keeps its trace
            response = _our_fault(ask, fault)
        return protection.guard(response, response.headers.get("content-security-policy", protection.PAGE_POLICY))

    return endpoint


def said_no(ask: Ask, no: Problem | HTTPException) -> Response:
    """The page for something that can't be: what must be and what to do, in plain words."""
    status = no.status if isinstance(no, Problem) else no.status_code
    sentences = (no.detail, *getattr(no, "errors", ()))
    title = TITLES.get(status, "This can’t be done")
    return ask.page("problem.html", title, status, sentences=sentences, reference="")


TITLES = {
    401: "You are not signed in",
    403: "You can’t do this",
    404: "We can’t find that",
    405: "We can’t find that",
    409: "This was already sent",
    503: "Nothing can be shown at the moment",
}


def _our_fault(ask: Ask, fault: Exception) -> Response:
    sentences = ("Something went wrong on our side. What you typed was not recorded; go back and try again.",)
    reference = keep_trace(fault)
    return ask.page("problem.html", "Sorry, there is a fault", 500, sentences=sentences, reference=reference)


async def _typed(request: Request) -> dict[str, str]:
    if request.method != "POST":
        return {}
    if not protection.is_form(request.headers):
        raise Problem(415, "This page takes the form on it and nothing else.")
    sent = await request.form(max_files=0, max_fields=MOST_FIELDS)
    return {name: _clean(value) for name, value in sent.items() if isinstance(value, str)}


def _clean(text: str) -> str:
    return CONTROL.sub("", text.replace("\r\n", "\n")).strip()


def _check_session(ask: Ask) -> None:
    if ask.session is None:
        raise Problem(401, "Sign in first, with the link that you were sent. A session ends after a working day.")
    if ask.request.method == "POST":
        check_post(ask, ask.state.signin.csrf_holds(ask.session, ask.typed.get("csrf")))


def check_post(ask: Ask, token_holds: bool) -> None:
    """Raises 403 unless a post comes from one of our own pages with its token."""
    if not (token_holds and protection.from_our_page(ask.request.headers)):
        raise Problem(
            403, "This form did not come from a page of yours, or it is too old. Open the page again and resend."
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
