"""What keeps another site, a shared computer or a frame from misusing a page: headers, and checks before a post.

A post must carry the session's token, and where the browser says where it comes from (Sec-Fetch-Site, Origin), that
must be our own page. Under our no-referrer policy a browser sends `Origin: null` from our pages too: it says nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from pathlib import Path
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import Response

STATIC = Path(__file__).resolve().parent.parent / "static"
# Before sign-in no address of ours answers, stylesheets neither: the pages at the door carry their style within.
DOOR_STYLE = "".join((STATIC / name).read_text(encoding="utf-8") for name in ("govuk-frontend.css", "reachable.css"))
DOOR_STYLE_HASH = base64.b64encode(hashlib.sha256(DOOR_STYLE.encode()).digest()).decode()
PAGE_POLICY = (
    f"default-src 'none'; style-src 'self' 'sha256-{DOOR_STYLE_HASH}'; img-src 'self'; "
    "form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
SAME_SITE = ("same-origin", "none")
FORM_TYPE = "application/x-www-form-urlencoded"


def guard(response: Response, policy: str = PAGE_POLICY) -> Response:
    """The response with its security headers; personal pages are never kept by a browser or a proxy."""
    response.headers.update(HEADERS)
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Frame-Options"] = "SAMEORIGIN" if policy == REPORT_POLICY else "DENY"
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def from_our_page(headers: Headers) -> bool:
    """True where a post came from a page of this service, as far as the browser says."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site not in SAME_SITE:
        return False
    return origin in (None, "null") or urlsplit(origin).netloc == headers.get("host")


def is_form(headers: Headers) -> bool:
    """True for the one kind of body that our forms send."""
    return headers.get("content-type", "").split(";")[0].strip().lower() == FORM_TYPE


def same_token(sent: str, expected: str) -> bool:
    """Whether the token of a form is the session's, compared in constant time; an empty one never is."""
    return bool(expected) and hmac.compare_digest(sent.encode(), expected.encode())
