"""The ledger's database: how it is opened and brought to its newest shape, on SQLite or PostgreSQL.

SQLite runs in WAL with synchronous=FULL and writers begin immediately; PostgreSQL writers hold one advisory lock.
Without that, 65 of 1,000 rows forked silently from two workers (shared design, architecture 11).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from records.refusal import Refused
from serving.tables import LEDGER

BUSY_MILLISECONDS = 30_000
WRITER_LOCK = 7_236_241  # any constant: the advisory lock that every writer of this application takes
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    f"busy_timeout={BUSY_MILLISECONDS}",
    "secure_delete=ON",
)


def open_database(url: str) -> Engine:
    """The database at `url`, brought to its newest shape; safe when several processes open it at once."""
    engine = connect(url)
    try:
        with writing(engine) as connection:
            _upgrade(connection)
    except Exception:
        engine.dispose()
        raise
    return engine


def stands(url: str) -> bool:
    """True when there is a ledger at `url`; looking creates nothing."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return Path(parsed.database or "").is_file()
    engine = connect(url)
    try:
        return inspect(engine).has_table(LEDGER.name)
    finally:
        engine.dispose()


def connect(url: str) -> Engine:
    """The database at `url` as it stands: nothing is created but an empty SQLite file's folder. Refused where it is of
    another make."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    if parsed.get_backend_name() != "sqlite":
        raise Refused("REACHABLE_LEDGER_URL must name a database of SQLite or PostgreSQL")
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


class ReadOnly(SQLAlchemyError):
    """The server answers and takes no writes; SQLite says so by itself."""


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that no other writer can run beside; committed at the end, rolled back on an error."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            held = text("SELECT pg_advisory_xact_lock(:lock), current_setting('transaction_read_only')")
            if connection.execute(held, {"lock": WRITER_LOCK}).one()[1] == "on":
                raise ReadOnly("a standby, or a server that was set to take no writes")
        yield connection


def _set_pragmas(raw: Any, _record: Any) -> None:
    raw.isolation_level = None
    cursor = raw.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    if not _is_newest(connection, config):
        command.upgrade(config, "head")


def _is_newest(connection: Connection, config: Any) -> bool:
    from alembic.script import ScriptDirectory

    if not inspect(connection).has_table("alembic_version"):
        return False
    current = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return current == ScriptDirectory.from_config(config).get_current_head()
