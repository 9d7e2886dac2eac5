"""Secrets that let somebody in: how they are made and what is kept of them. Only an HMAC under a key outside the
database is ever stored, so neither the database nor a backup of it opens a door."""

from __future__ import annotations

import hashlib
import hmac
import secrets

SECRET_BYTES = 32


def new_secret() -> str:
    """A fresh secret of 256 bits, as text for a header, a cookie or a link."""
    return secrets.token_urlsafe(SECRET_BYTES)


def kept(key: bytes, kind: str, secret: str) -> str:
    """What is kept of a secret: an HMAC that depends on its kind, so that a link's code is never a token."""
    return hmac.new(key, f"{kind}:{secret}".encode(), hashlib.sha256).hexdigest()
