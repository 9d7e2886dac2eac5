"""Signing in by a one-time link, and out again. Looking at the link uses nothing up; pressing the button does.

Before there is a session, a cookie and a field of the same random value stand in for its token.
"""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import Response

from serving.pages import protection
from serving.pages.answering import check_post
from serving.pages.asking import Ask, first_page
from serving.problem import Problem
from serving.signin import COOKIE, SESSION_HOURS, Session

BEFORE = "reachable_before"


def home(ask: Ask) -> Response:
    """The first page of one's role, or how to sign in."""
    if ask.session is None or first_page(ask.actor) == "home":
        return ask.page("signed_out.html", "Sign in", 401 if ask.session is None else 200)
    return ask.go(first_page(ask.actor))


def link_page(ask: Ask) -> Response:
    """Who the link would let in, and the button that does."""
    guest = ask.state.signin.link_actor(ask.param("code"))
    if guest is None:
        return ask.page("link_spent.html", "This link does not work", 410)
    before = secrets.token_urlsafe()
    response = ask.page("sign_in.html", "Sign in", guest=guest, before=before, code=ask.param("code"))
    _set(response, ask.request, BEFORE, before)
    return response


def use_link(ask: Ask) -> Response:
    """Uses the link up and opens a session."""
    check_post(ask, protection.same_token(ask.typed.get("before", ""), ask.request.cookies.get(BEFORE, "")))
    session = ask.state.signin.use_link(ask.param("code"))
    if session is None:
        return ask.page("link_spent.html", "This link does not work", 410)
    return _welcome(ask, session)


def sign_out(ask: Ask) -> Response:
    """Ends the session here and in the database."""
    if ask.session is None:
        raise Problem(401, "You are already signed out.")
    ask.state.signin.sign_out(ask.session.cookie)
    response = ask.go("home", "signed_out")
    response.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=_secure(ask.request))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _welcome(ask: Ask, session: Session) -> Response:
    response = ask.go(first_page(session.actor))
    _set(response, ask.request, COOKIE, session.cookie, SESSION_HOURS * 3600)
    response.delete_cookie(BEFORE, httponly=True, samesite="strict", secure=_secure(ask.request))
    return response


def _set(response: Response, request: Request, name: str, value: str, seconds: int | None = None) -> None:
    response.set_cookie(name, value, seconds, httponly=True, samesite="strict", secure=_secure(request))


def _secure(request: Request) -> bool:
    """Whether the cookie is kept to HTTPS: wherever the page itself came over it."""
    return request.url.scheme == "https"
