"""Migrations: from empty, again, and to exactly the tables the code knows."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from app.firm import Firm
from app.metadata import METADATA
from app.migrate import migrate
from app.slips import queries


def test_the_migrated_tables_are_those_of_the_code(firm: Firm) -> None:
    with firm.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_every_table_comes_from_a_migration(firm: Firm) -> None:
    assert set(inspect(firm.database.engine).get_table_names()) == {*METADATA.tables, "alembic_version"}


def test_migrating_again_changes_nothing(firm: Firm) -> None:
    with firm.database.read() as session:
        before = queries.head(session).server
    migrate(firm)
    with firm.database.read() as session:
        assert queries.head(session).server == before
