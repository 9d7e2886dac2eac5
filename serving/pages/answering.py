"""What no view may forget, done once for every route: session, checks before a post, headers, faults in plain words.

Views run in a worker thread, for the ledger and the store block.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from records.refusal import Refused, WrongUse
from serving.faults import keep_trace
from serving.pages import protection
from serving.pages.asking import Ask
from serving.problem import Problem, not_written
from serving.signin import COOKIE
from serving.state import State

MOST_FIELDS = 60
LARGEST_FORM = 256 * 1024
TEXTS = ("known", "rationale", "next_step", "detail", "note")  # the fields that somebody writes sentences into
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
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
    return ask.page("problem.html", title, status, sentences=sentences, reference="", typed=_typed_back(ask))


TITLES = {
    401: "You are not signed in",
    403: "You can’t do this",
    404: "We can’t find that",
    405: "We can’t find that",
    409: "This can’t be done any more",
    413: "This is too long",
    503: "Nothing can be shown at the moment",
}


def _our_fault(ask: Ask, fault: Exception) -> Response:
    sentences = ("Something went wrong on our side, and nothing was recorded. Try again.",)
    reference, typed = keep_trace(fault), _typed_back(ask)
    return ask.page(
        "problem.html", "Sorry, there is a fault", 500, sentences=sentences, reference=reference, typed=typed
    )


def _typed_back(ask: Ask) -> list[str]:
    """The texts of a form of ours that could not be recorded, for their writer to copy: a browser that goes back asks
    for the page anew, and what was typed into it is gone."""
    ours = ask.request.method == "POST" and protection.from_our_page(ask.request.headers)
    return [ask.typed[name] for name in TEXTS if ours and ask.typed.get(name)]


async def _typed(request: Request) -> dict[str, str]:
    if request.method != "POST":
        return {}
    if not protection.is_form(request.headers):
        raise Problem(415, "This page takes the form on it and nothing else.")
    if len(await request.body()) > LARGEST_FORM:
        raise Problem(413, "What you typed is too long to be sent. Go back, keep a copy of it, and shorten it.")
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
            403,
            "This form did not come from a page of yours, or it is too old. Open the page again and send it there.",
        )
