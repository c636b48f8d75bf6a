"""Alembic's door: the same tables and the same engine as the app."""

from alembic import context

from app.db import Database
from app.metadata import METADATA
from app.settings import read_settings


def run() -> None:
    connection = context.config.attributes.get("connection")
    if connection is not None:
        return _on(connection)
    database = Database(read_settings().database_url)
    with database.engine.connect() as connection, connection.begin():
        _on(connection)
    database.close()


def _on(connection) -> None:  # type: ignore[no-untyped-def]
    context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


run()
