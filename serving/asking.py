"""Who is asking, for the length of one request: set once by the middleware, read where the answer is made."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

from serving.roles import Actor


@dataclass(frozen=True)
class Asking:
    """A signed-in request: its actor, and the key under which a write may be sent again."""

    actor: Actor
    idempotency_key: str | None


ASKING: ContextVar[Asking] = ContextVar("asking")
