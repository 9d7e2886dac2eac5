"""The arithmetic of the ledger's chain: what a row's digest and link cover. Pure, so that anyone can check it.

A row's digest is an HMAC of its payload with a salt of its own; its link is an HMAC of the row with the link before.
Erasing a payload erases its salt, so the digest that stays says nothing about what it covered.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

FIRST = "0" * 64


@dataclass(frozen=True)
class Row:
    """One row of the chain: sequence, time (ISO 8601, UTC), who, what, the payload's digest, and both links."""

    seq: int
    at: str
    actor: str
    action: str
    digest: str
    prev: str
    link: str


@dataclass(frozen=True)
class Content:
    """What a row is about, which can be erased: the person, a reference (an assessment, a model) and the payload."""

    person_id: str | None
    ref: str | None
    payload: str


def canonical(value: Any) -> str:
    """JSON with one spelling for one value; NaN and infinity are refused with ValueError."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(key: bytes, salt: str, content: Content) -> str:
    """The salted digest of a content: 64 hex digits."""
    text = canonical([salt, content.person_id, content.ref, content.payload])
    return _hmac(key, text)


def link(key: bytes, seq: int, at: str, actor: str, action: str, digest: str, prev: str) -> str:
    """The link of a row, over everything in it and the link before: 64 hex digits."""
    return _hmac(key, canonical([seq, at, actor, action, digest, prev]))


def holds(key: bytes, row: Row) -> bool:
    """True when the row's link is the one that its columns give; False too where one of them holds no text at all."""
    try:
        expected = link(key, row.seq, row.at, row.actor, row.action, row.digest, row.prev)
        return hmac.compare_digest(expected.encode(), row.link.encode())
    except (AttributeError, TypeError, ValueError):
        return False


def covers(key: bytes, row: Row, salt: str, content: Content) -> bool:
    """True when the row's digest is that of the content; False too where the content holds no text at all."""
    try:
        return hmac.compare_digest(digest(key, salt, content).encode(), row.digest.encode())
    except (AttributeError, TypeError, ValueError):
        return False


def _hmac(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode("utf-8"), hashlib.sha256).hexdigest()
