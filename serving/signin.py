"""Signing in to the pages: one-time links and the sessions that they open.

Looking at a link uses nothing up (mail programs look at every link): only the POST on its page does. A session is a
random cookie of which only an HMAC is kept, and its forms carry a code that another site can't know.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, Engine, Table, insert, select, update

from serving.credentials import kept, new_secret
from serving.database import writing
from serving.ledger import stamp
from serving.roles import Actor, actor_from
from serving.tables import LINKS, SESSIONS

LINK_HOURS = 24
SESSION_HOURS = 8  # a working day
COOKIE = "reachable_session"


@dataclass(frozen=True)
class Session:
    """An open session: who it belongs to, the cookie's value, and the code that its forms must carry."""

    actor: Actor
    cookie: str
    csrf: str


class SignIn:
    """The one-time links and sessions of one database."""

    def __init__(self, engine: Engine, key: bytes, now: Callable[[], datetime]) -> None:
        self._engine, self._key, self._now = engine, key, now

    def create_link(self, actor: Actor, hours: float = LINK_HOURS) -> str:
        """A path /sign-in/<code> that lets the actor in once, until it expires."""
        code = new_secret()
        self._keep(LINKS, "link", code, actor, hours)
        return f"/sign-in/{code}"

    def link_actor(self, code: str) -> Actor | None:
        """Who the link would let in, or None when it is unknown, used or expired. Uses nothing up."""
        return self._actor(LINKS, "link", code, LINKS.c.used_at)

    def use_link(self, code: str) -> Session | None:
        """Uses the link up and opens a session; None when it is unknown, used or expired."""
        actor = self.link_actor(code)
        if actor is None or not self._close(LINKS, "link", code, "used_at"):
            return None
        cookie = new_secret()
        self._keep(SESSIONS, "session", cookie, actor, SESSION_HOURS)
        return self._session(actor, cookie)

    def session(self, cookie: str) -> Session | None:
        """The open session of a cookie, or None."""
        actor = self._actor(SESSIONS, "session", cookie, SESSIONS.c.ended_at)
        return self._session(actor, cookie) if actor else None

    def sign_out(self, cookie: str) -> None:
        """Ends the session of a cookie."""
        self._close(SESSIONS, "session", cookie, "ended_at")

    def end(self, actor_id: str) -> int:
        """Ends every open link and session of an actor; returns how many there were."""
        return self._end(LINKS, "used_at", actor_id) + self._end(SESSIONS, "ended_at", actor_id)

    def csrf_holds(self, session: Session, code: str | None) -> bool:
        """True when a form's code is the session's."""
        return code is not None and hmac.compare_digest(session.csrf.encode(), code.encode())

    def _session(self, actor: Actor, cookie: str) -> Session:
        return Session(actor, cookie, kept(self._key, "csrf", cookie))

    def _keep(self, table: Table, kind: str, secret: str, actor: Actor, hours: float) -> None:
        until = self._now() + timedelta(hours=hours)
        row = {
            "secret": kept(self._key, kind, secret),
            "actor": json.dumps(actor.as_json()),
            "expires_at": stamp(until),
        }
        with writing(self._engine) as connection:
            connection.execute(insert(table).values(row))

    def _actor(self, table: Table, kind: str, secret: str, closed: Column[str]) -> Actor | None:
        query = select(table.c.actor).where(
            table.c.secret == kept(self._key, kind, secret), closed.is_(None), table.c.expires_at > stamp(self._now())
        )
        with self._engine.connect() as connection:
            found = connection.execute(query).scalar()
        return actor_from(json.loads(found)) if found else None

    def _end(self, table: Table, column: str, actor_id: str) -> int:
        still_open = table.c[column].is_(None) & (table.c.expires_at > stamp(self._now()))
        with writing(self._engine) as connection:
            rows = connection.execute(select(table.c.secret, table.c.actor).where(still_open)).all()
            mine = [row.secret for row in rows if actor_from(json.loads(row.actor)).id == actor_id]
            connection.execute(update(table).where(table.c.secret.in_(mine)).values({column: stamp(self._now())}))
        return len(mine)

    def _close(self, table: Table, kind: str, secret: str, column: str) -> bool:
        """True for the one caller that closed it: a link used twice at once opens one session."""
        still_open = (table.c.secret == kept(self._key, kind, secret)) & table.c[column].is_(None)
        with writing(self._engine) as connection:
            done = connection.execute(update(table).where(still_open).values({column: stamp(self._now())}))
        return bool(done.rowcount == 1)
