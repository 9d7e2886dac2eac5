"""The tables of the ledger's database. The chain is never updated; what can be erased stands beside it.

The migrations under serving/migrations build exactly these, and a contract test compares the two.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

METADATA = MetaData()
SEQUENCE = BigInteger().with_variant(Integer, "sqlite")

LEDGER = Table(
    "ledger",
    METADATA,
    Column("seq", SEQUENCE, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", String(40), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("prev", String(64), nullable=False),
    Column("link", String(64), nullable=False),
    UniqueConstraint("prev", name="ledger_prev_unique"),
    Index("ledger_action", "action", "seq"),
)
CONTENTS = Table(
    "ledger_contents",
    METADATA,
    Column("seq", SEQUENCE, primary_key=True, autoincrement=False),
    Column("person_id", Text),
    Column("ref", Text),
    Column("salt", String(32), nullable=False),
    Column("payload", Text, nullable=False),
    Index("ledger_contents_person", "person_id"),
    Index("ledger_contents_ref", "ref"),
)
TOKENS = Table(
    "tokens",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("secret", String(64), nullable=False, unique=True),
    Column("actor", Text, nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("revoked_at", String(32)),
)
LINKS = Table(
    "signin_links",
    METADATA,
    Column("secret", String(64), primary_key=True),
    Column("actor", Text, nullable=False),
    Column("expires_at", String(32), nullable=False),
    Column("used_at", String(32)),
)
SESSIONS = Table(
    "sessions",
    METADATA,
    Column("secret", String(64), primary_key=True),
    Column("actor", Text, nullable=False),
    Column("expires_at", String(32), nullable=False),
    Column("ended_at", String(32)),
)
IDEMPOTENCY = Table(
    "idempotency",
    METADATA,
    Column("scope", String(80), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("body", String(64), nullable=False),
    Column("seq", SEQUENCE, nullable=False),
)
