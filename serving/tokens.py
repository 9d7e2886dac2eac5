"""Bearer tokens: made once, shown once, revocable; only a hash is kept. A token says who asks and from where."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, insert, select, update

from records.kinds import kinds
from records.refusal import WrongUse
from serving.credentials import kept, new_secret
from serving.database import writing
from serving.ledger import stamp
from serving.roles import PURPOSES, ROLES, Actor, actor_from
from serving.tables import TOKENS

PREFIX = "rch_"
PARTNERS = ("council", "health", "voluntary", "youth_justice")  # whose people may sign in though they send no records


@dataclass(frozen=True)
class TokenRow:
    """A token as it is listed: never the secret."""

    actor: Actor
    created_at: str
    revoked_at: str | None


class Tokens:
    """The tokens of one database."""

    def __init__(self, engine: Engine, key: bytes, now: Callable[[], datetime]) -> None:
        self._engine, self._key, self._now = engine, key, now

    def create(self, actor: Actor) -> str:
        """Keeps the actor under a new secret and returns the secret, which nothing can show again."""
        secret = PREFIX + new_secret()
        row = {
            "id": actor.id,
            "secret": kept(self._key, "token", secret),
            "actor": json.dumps(actor.as_json()),
            "created_at": stamp(self._now()),
        }
        with writing(self._engine) as connection:
            connection.execute(insert(TOKENS).values(row))
        return secret

    def actor_of(self, secret: str) -> Actor | None:
        """The actor behind a token, or None when there is no such token or it was revoked."""
        query = select(TOKENS.c.actor).where(
            TOKENS.c.secret == kept(self._key, "token", secret), TOKENS.c.revoked_at.is_(None)
        )
        with self._engine.connect() as connection:
            found = connection.execute(query).scalar()
        return actor_from(json.loads(found)) if found else None

    def revoke(self, token_id: str) -> bool:
        """Ends a token by its id; False when no token in use has it."""
        in_use = (TOKENS.c.id == token_id) & TOKENS.c.revoked_at.is_(None)
        with writing(self._engine) as connection:
            done = connection.execute(update(TOKENS).where(in_use).values(revoked_at=stamp(self._now())))
        return bool(done.rowcount == 1)

    def all(self) -> list[TokenRow]:
        """Every token ever made, in order of making."""
        query = select(TOKENS.c.actor, TOKENS.c.created_at, TOKENS.c.revoked_at).order_by(TOKENS.c.created_at)
        with self._engine.connect() as connection:
            return [TokenRow(actor_from(json.loads(a)), at, until) for a, at, until in connection.execute(query)]


def new_actor(
    role: str,
    name: str,
    agency: str | None = None,
    area: str | None = None,
    team: str | None = None,
    purposes: tuple[str, ...] = (),
) -> Actor:
    """An actor with an id of its own; without `purposes`, those of the role. WrongUse for an unknown role or agency:
    what the police may see hangs on the word."""
    if role not in ROLES:
        raise WrongUse(f"--role must be one of {', '.join(ROLES)}")
    if not name.strip():
        raise WrongUse("--name must say who uses the token")
    if agency is not None and agency not in agencies():
        raise WrongUse(f"--agency must be one of {', '.join(agencies())}")
    return Actor(secrets.token_hex(4), name.strip(), role, agency, area, team, purposes or PURPOSES[role])


def agencies() -> tuple[str, ...]:
    """Whom an actor may belong to: the agencies that send records, and the partners that don't."""
    return tuple(sorted({*PARTNERS, *(one.agency for one in kinds().values())}))
