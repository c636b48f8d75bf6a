"""Brings a database to this release."""

from pathlib import Path
from uuid import uuid4

from alembic import command
from alembic.config import Config
from sqlalchemy.orm import Session

from app.firm import Firm
from app.sites.checklists import put_in_shipped
from app.slips.tables import Head

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def migrate(firm: Firm) -> None:
    """Creates or upgrades the tables; a new database gets its identity and the checklists that come along. Does
    nothing when there is nothing to do."""
    _make_folders(firm)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with firm.database.engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    firm.database.write(_begin)


def _begin(session: Session) -> None:
    if session.get(Head, 1) is None:
        session.add(Head(id=1, server=str(uuid4())))
    put_in_shipped(session)


def _make_folders(firm: Firm) -> None:
    firm.files.folder.mkdir(parents=True, exist_ok=True)
    path = firm.database.engine.url.database
    if firm.database.sqlite and path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
