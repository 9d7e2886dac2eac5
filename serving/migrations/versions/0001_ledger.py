"""The ledger, what can be erased beside it, tokens, sign-in links, sessions and idempotency keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

SEQUENCE = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _ledger()
    _sign_in()
    op.create_table(
        "idempotency",
        sa.Column("scope", sa.String(80), primary_key=True),
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("body", sa.String(64), nullable=False),
        sa.Column("seq", SEQUENCE, nullable=False),
    )


def _ledger() -> None:
    op.create_table(
        "ledger",
        sa.Column("seq", SEQUENCE, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        *(sa.Column(name, sa.String(64), nullable=False) for name in ("digest", "prev", "link")),
        sa.UniqueConstraint("prev", name="ledger_prev_unique"),
    )
    op.create_index("ledger_action", "ledger", ["action", "seq"])
    op.create_table(
        "ledger_contents",
        sa.Column("seq", SEQUENCE, primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.Text),
        sa.Column("ref", sa.Text),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
    )
    op.create_index("ledger_contents_person", "ledger_contents", ["person_id"])
    op.create_index("ledger_contents_ref", "ledger_contents", ["ref"])


def _sign_in() -> None:
    op.create_table(
        "tokens",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("secret", sa.String(64), nullable=False, unique=True),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("revoked_at", sa.String(32)),
    )
    for name, last in (("signin_links", "used_at"), ("sessions", "ended_at")):
        op.create_table(
            name,
            sa.Column("secret", sa.String(64), primary_key=True),
            sa.Column("actor", sa.Text, nullable=False),
            sa.Column("expires_at", sa.String(32), nullable=False),
            sa.Column(last, sa.String(32)),
        )
