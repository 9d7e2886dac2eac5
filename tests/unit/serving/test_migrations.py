"""The migrations build exactly the tables that the code writes to."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from serving.database import open_database
from serving.tables import METADATA


def test_the_migrations_and_the_tables_are_one(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path / 'ledger.db'}")
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)
    engine.dispose()
    assert differences == []
