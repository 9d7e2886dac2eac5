"""Alembic's entry: runs inside the transaction that serving.database opened, so that two processes can't meet here."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], target_metadata=None, transactional_ddl=False)
context.run_migrations()
