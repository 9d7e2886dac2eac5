"""The ledger: every score shown, review, correction, approval and refusal is a row here before it is answered.

Rows are appended under one writer's lock, each linked to the one before; workers commit in groups. What a row is
about stands beside the chain and can be erased, and the chain still holds. If it can't be written, nothing is shown.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select
from sqlalchemy.exc import SQLAlchemyError

from records.refusal import Refused
from serving.chain import FIRST, Content, Row, canonical, digest, link
from serving.commits import GroupCommit
from serving.database import open_database, writing
from serving.home import Home
from serving.problem import not_written
from serving.tables import CONTENTS, LEDGER

SALT_BYTES = 16
KEY = "ledger"  # the name of the chain's secret under REACHABLE_HOME
FOUND = (
    *(LEDGER.c[name] for name in ("seq", "at", "actor", "action")),
    *(CONTENTS.c[name] for name in ("person_id", "ref", "payload")),
)


@dataclass(frozen=True)
class Entry:
    """What is to be written: who did what, about whom, with which payload; `ref` is what it can be found by."""

    actor: str
    action: str
    payload: dict[str, Any] = field(default_factory=dict)
    person_id: str | None = None
    ref: str | None = None


@dataclass(frozen=True)
class Found:
    """A row with what it is about, where that has not been erased."""

    seq: int
    at: datetime
    actor: str
    action: str
    person_id: str | None
    ref: str | None
    payload: dict[str, Any]


class Ledger:
    """The ledger of one database. `key` is the secret of the chain, which the database doesn't hold."""

    def __init__(self, engine: Engine, key: bytes, clock: Callable[[], datetime] | None = None) -> None:
        self.engine = engine
        self.key = key
        self.now = clock or (lambda: datetime.now(UTC))
        self._groups = GroupCommit(self._append_all)

    def append(self, *entries: Entry) -> list[Row]:
        """Writes the entries as the next rows of the chain; returns once they are durable. Threads share commits.
        Problem 503 where they can't be written."""
        try:
            return self._groups.append(entries)
        except SQLAlchemyError:
            raise not_written() from None

    def check_writable(self) -> None:
        """Problem 503 where nothing could be written now; writes nothing."""
        try:
            with writing(self.engine):
                pass
        except SQLAlchemyError:
            raise not_written() from None

    def append_within(self, connection: Connection, entries: Sequence[Entry]) -> list[Row]:
        """The same inside a transaction that `serving.database.writing` opened."""
        rows: list[Row] = []
        last = _last(connection)
        for entry in entries:
            seq, prev = (last.seq + 1, last.link) if last else (1, FIRST)
            last = self._write(connection, entry, seq, prev)
            rows.append(last)
        return rows

    def erase(self, seqs: Sequence[int], actor: str, because: str) -> int:
        """Erases what the rows are about and says so in a row of its own; returns how many were erased."""
        with writing(self.engine) as connection:
            gone = connection.execute(delete(CONTENTS).where(CONTENTS.c.seq.in_(seqs))).rowcount
            self.append_within(connection, [Entry(actor, "erased", {"rows": list(seqs), "because": because})])
        self._scrub()
        return int(gone)

    def find(
        self,
        *actions: str,
        person_id: str | None = None,
        ref: str | None = None,
        since: datetime | None = None,
        seq: int | None = None,
    ) -> list[Found]:
        """The rows of these actions whose content still stands, oldest first."""
        query = select(*FOUND).join(CONTENTS, CONTENTS.c.seq == LEDGER.c.seq).order_by(LEDGER.c.seq)
        query = query.where(LEDGER.c.action.in_(actions)) if actions else query
        query = query.where(CONTENTS.c.person_id == person_id) if person_id is not None else query
        query = query.where(CONTENTS.c.ref == ref) if ref is not None else query
        query = query.where(LEDGER.c.at >= stamp(since)) if since else query
        query = query.where(LEDGER.c.seq == seq) if seq is not None else query
        with self.engine.connect() as connection:
            return [_found(tuple(row)) for row in connection.execute(query)]

    def people_of(self, action: str, since: datetime) -> dict[str, str]:
        """Each person whom a row of this action since then is about, oldest first, with the newest row's time."""
        newest = func.max(LEDGER.c.at)
        query = select(CONTENTS.c.person_id, newest).join(LEDGER, CONTENTS.c.seq == LEDGER.c.seq)
        query = query.where(LEDGER.c.action == action, LEDGER.c.at >= stamp(since), CONTENTS.c.person_id.is_not(None))
        with self.engine.connect() as connection:
            rows = connection.execute(query.group_by(CONTENTS.c.person_id).order_by(newest, CONTENTS.c.person_id))
            return {row[0]: row[1] for row in rows}

    def last_seq(self, *actions: str) -> int:
        """The sequence number of the newest row of these actions, 0 where there is none."""
        query = select(func.max(LEDGER.c.seq)).where(LEDGER.c.action.in_(actions))
        with self.engine.connect() as connection:
            return int(connection.execute(query).scalar() or 0)

    def rows(self) -> Iterator[Row]:
        """Every row of the chain in order."""
        with self.engine.connect() as connection:
            for row in connection.execution_options(yield_per=1000).execute(select(LEDGER).order_by(LEDGER.c.seq)):
                yield Row(*row)

    def _append_all(self, waiting: Sequence[Sequence[Entry]]) -> list[list[Row]]:
        with writing(self.engine) as connection:
            return [self.append_within(connection, entries) for entries in waiting]

    def _write(self, connection: Connection, entry: Entry, seq: int, prev: str) -> Row:
        salt, at = secrets.token_hex(SALT_BYTES), stamp(self.now())
        content = Content(entry.person_id, entry.ref, canonical(entry.payload))
        sealed = digest(self.key, salt, content)
        row = Row(
            seq, at, entry.actor, entry.action, sealed, prev,
            link(self.key, seq, at, entry.actor, entry.action, sealed, prev),
        )  # fmt: skip
        connection.execute(insert(LEDGER).values(row.__dict__))
        connection.execute(insert(CONTENTS).values(seq=seq, salt=salt, **content.__dict__))
        return row

    def _scrub(self) -> None:
        """SQLite keeps old pages in its write-ahead log until they are moved: move them now."""
        if self.engine.dialect.name == "sqlite":
            with closing(self.engine.raw_connection()) as raw:
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def open_ledger(home: Home, clock: Callable[[], datetime] | None = None) -> Ledger:
    """The ledger of an installation, its tables brought up to date. Refused where it can't be written to, or where it
    has rows and its key is gone: under another key the old rows would never hold again."""
    try:
        engine = open_database(home.ledger_url())
        with engine.connect() as connection:
            begun = connection.execute(select(LEDGER.c.seq).limit(1)).first() is not None
    except (SQLAlchemyError, OSError) as error:
        raise Refused(
            "the ledger must be a database that can be opened and written to; "
            f"it can't be ({type(error).__name__}), so nothing is shown: see to REACHABLE_HOME or REACHABLE_LEDGER_URL"
        ) from None
    if begun and not home.has_key(KEY):
        raise Refused("the ledger has rows and its key is gone: put secrets/ledger.key back from its copy")
    return Ledger(engine, home.key(KEY), clock)


def stamp(moment: datetime) -> str:
    """A moment as text in UTC, which sorts as it is ordered."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment(text: str) -> datetime:
    """The moment that `stamp` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def _last(connection: Connection) -> Row | None:
    row = connection.execute(select(LEDGER).order_by(LEDGER.c.seq.desc()).limit(1)).first()
    return Row(*row) if row else None


def _found(row: tuple[Any, ...]) -> Found:
    seq, at, actor, action, person_id, ref, payload = row
    try:
        return Found(seq, moment(at), actor, action, person_id, ref, json.loads(payload))
    except (ValueError, TypeError):
        raise Refused(f"row {seq} of the ledger was changed; `reachable ledger verify` names every such row") from None
