"""The one gate before every route, BentoML's own included: host, size, sign-in, shape, headers, faults in plain words.

BentoML by default leaves /metrics, docs and a tracker open, has no limit on bodies, and writes a refused input into
its log. Here a request is whole, small, signed in and of the right shape before any other code sees it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serving.asking import ASKING, Asking
from serving.body import TOO_LARGE, json_of, replay, whole_body
from serving.faults import keep_trace
from serving.pages import app as pages
from serving.problem import Problem, not_written
from serving.requests import SHAPES, checked
from serving.roles import Actor
from serving.signin import COOKIE
from serving.state import State

READS = re.compile(r"/queue|/people/.+/scores", re.DOTALL)  # an agency's ids may hold a stroke
READING = ("GET", "HEAD")
OWN_DOORS = "|".join(
    (
        *("sign-in", "sign-out", "static", "list", "young-people", "assessments", "referrals", "was-i-scored"),
        *("what-counts", "reports", "register", "same-person"),
    )
)
OPEN_PAGES = re.compile(
    rf"/|/({OWN_DOORS})(/.*)?", re.DOTALL
)  # the pages ask for a session themselves, and say so in a page
CLOSED = re.compile(r"/(metrics|healthz|docs\.json|schema\.json|static_content|assets)(/.*)?")
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
NO_HEADERS = (b"server", b"x-bentoml-request-id")
Headers = dict[bytes, bytes]


class Gate:
    """Wraps the whole application, whose pages alone answer who is not signed in; `hosts` are the names under which it
    may be asked."""

    def __init__(self, app: ASGIApp, state: State) -> None:
        self._app, self._door, self._state = app, pages.create(state), state
        self._hosts = {*LOCAL_HOSTS, *filter(None, os.environ.get("REACHABLE_HOSTS", "").lower().split(","))}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._answer(scope, receive, _Guarded(send))
        elif scope["type"] == "lifespan":
            await self._app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: _Guarded) -> None:
        try:
            response = await self._own_answer(scope)
            if response is None:
                await self._pass_on(scope, receive, send)
                return
        except Problem as no:
            response = said_no(no)
        except SQLAlchemyError:
            response = said_no(not_written())
        except Exception as fault:  # the last line of defence: the caller gets a reference, the log no value
            response = our_fault(fault)
        if not send.started:
            await response(scope, receive, send)

    async def _own_answer(self, scope: Scope) -> Response | None:
        """The two open routes, which say nothing of anybody; None for every other route."""
        headers = _headers(scope)
        if _host(headers.get(b"host", b"").decode("latin-1")) not in self._hosts:
            raise Problem(421, "This service does not answer under that host name.")
        if scope["path"] not in ("/livez", "/readyz") or scope["method"] not in ("GET", "HEAD"):
            return None
        why = await run_in_threadpool(self._state.why_not_ready) if scope["path"] == "/readyz" else None
        return said_no(Problem(503, why)) if why else JSONResponse({"status": "ok"})

    async def _pass_on(self, scope: Scope, receive: Receive, send: _Guarded) -> None:
        headers, path = _headers(scope), scope["path"]
        api = path in SHAPES or READS.fullmatch(path) is not None
        actor = await run_in_threadpool(self._actor, headers, api)
        if actor is None:
            await run_in_threadpool(self._turn_away, headers, api, not api and _for_a_page(scope, headers))
        elif CLOSED.fullmatch(path) or not (api or OPEN_PAGES.fullmatch(path) or _in_a_browser(headers)):
            raise Problem(404, PLAIN[404])
        if READS.fullmatch(path) and scope["method"] not in READING:
            raise Problem(405, "This route is read with GET; it takes no other method.", allow=READING)
        body = await whole_body(headers, receive)
        if path in SHAPES and scope["method"] == "POST":
            checked(SHAPES[path], json_of(headers, body))
        if actor is not None:
            ASKING.set(Asking(actor, _text(headers.get(b"idempotency-key"))))
        await (self._door if actor is None else self._app)(scope, replay(body, receive), send)

    def _turn_away(self, headers: Headers, api: bool, page: bool) -> None:
        """Raises 404 where whoever asks holds a token and it is no route for tokens, 401 where nobody is signed in; a
        page says so itself."""
        if not api and self._by_token(headers) is not None:
            raise Problem(404, "There is no such route for a token. Pages open with a sign-in link, in a browser.")
        if not page:
            raise Problem(401, "Sign in first: Authorization: Bearer and a token, or the link that you were sent.")

    def _by_token(self, headers: Headers) -> Actor | None:
        kind, _, secret = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
        return self._state.tokens.actor_of(secret.strip()) if kind.lower() == "bearer" else None

    def _actor(self, headers: Headers, api: bool) -> Actor | None:
        """Bearer tokens for the JSON routes, session cookies for the pages; neither opens the other's door."""
        if api:
            return self._by_token(headers)
        cookie = cookie_parser(headers.get(b"cookie", b"").decode("latin-1")).get(COOKIE)
        session = self._state.signin.session(cookie) if cookie else None
        return session.actor if session else None


class _Guarded:
    """A send that adds what is missing of our headers and turns another layer's bare error into a problem."""

    def __init__(self, send: Send) -> None:
        self._send, self.started, self._replaced = send, False, False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            self._replaced = _bare_error(message)
            if self._replaced:
                await self._say(message["status"])
            else:
                await self._send({**message, "headers": _with_ours(message["headers"])})
        elif not self._replaced:
            await self._send(message)

    async def _say(self, status: int) -> None:
        problem = said_no(Problem(status, PLAIN.get(status, "This request can't be answered.")))
        await self._send({"type": "http.response.start", "status": status, "headers": _with_ours(problem.raw_headers)})
        await self._send({"type": "http.response.body", "body": problem.body})


PLAIN = {
    404: "There is no such route.",
    405: "This route does not take that method.",
    413: TOO_LARGE,
    500: "A fault of ours; nothing was shown.",
    503: "The service is busy. Try again in a minute.",
    504: "The answer took too long. Try again in a minute.",
}


def said_no(no: Problem) -> JSONResponse:
    """The problem as an application/problem+json response."""
    reference = os.urandom(4).hex()
    headers = {"WWW-Authenticate": "Bearer"} if no.status == 401 else {}
    allowed = {"Allow": ", ".join(no.allow)} if no.allow else {}
    return JSONResponse(no.body(reference), no.status, headers | allowed, "application/problem+json")


def our_fault(fault: Exception) -> JSONResponse:
    """A fault of ours as a problem; its trace, without values, is kept under the reference that is quoted."""
    no = Problem(500, "A fault of ours; nothing was shown. Please report it with this reference.")
    return JSONResponse(no.body(keep_trace(fault)), 500, media_type="application/problem+json")


def _bare_error(message: Message) -> bool:
    kind = dict(message["headers"]).get(b"content-type", b"").split(b";")[0]
    return message["status"] >= 400 and kind not in (b"application/problem+json", b"text/html")


def _with_ours(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    kept = [(name, value) for name, value in headers if name.lower() not in NO_HEADERS]
    there = {name.lower() for name, _ in kept}
    return kept + [(name, value) for name, value in _ours() if name not in there]


def _ours() -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in HEADERS.items()]


def _headers(scope: Mapping[str, list[tuple[bytes, bytes]]]) -> Headers:
    return dict(scope["headers"])


def _in_a_browser(headers: Headers) -> bool:
    """Whether a person is reading, to whom a page says what a problem says to a program."""
    return b"text/html" in headers.get(b"accept", b"")


def _for_a_page(scope: Scope, headers: Headers) -> bool:
    """Whether a page answers who is not signed in: at an address of ours, or wherever a browser asks as browsers do."""
    asks = _in_a_browser(headers) and scope["method"] in (*READING, "POST")
    return asks or OPEN_PAGES.fullmatch(scope["path"]) is not None


def _host(named: str) -> str:
    return re.sub(r":[0-9]+$", "", named.strip().lower())


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode("latin-1")
