"""The database: one writer on SQLite, a pool on Postgres, and nobody else commits.

`write(work)` runs `work(session)`, commits, and only then returns its result: an answer can never be ahead of the disk.
On SQLite one thread takes everything that waits, gives each piece of work a savepoint, and commits them together
(docs/decisions/0002); on Postgres each piece of work is a transaction of its own.
"""

import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Table, create_engine, event, inspect
from sqlalchemy.orm import Session

from app.failpoints import reach

T = TypeVar("T")
MOST_AT_ONCE = 64  # pieces of work in one commit


class TransactionLost(Exception):
    """SQLite took the whole transaction back by itself, as it does on a full disk: what came before is gone too."""


class Database:
    """Reads see a snapshot, writes are durable when `write` returns."""

    def __init__(self, url: str) -> None:
        self.url = _with_driver(url)
        self.sqlite = self.url.startswith("sqlite")
        self.engine = _sqlite_engine(self.url) if self.sqlite else _postgres_engine(self.url)
        self._listeners: list[Callable[[], None]] = []
        self._writer: Writer | None = None
        self._starting = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A snapshot to read from. What is written here is thrown away."""
        with Session(self.engine, autoflush=False) as session:
            if not self.sqlite:
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session

    def write(self, work: Callable[[Session], T]) -> T:
        """Does the work in a transaction and commits it. Raises what work or commit raised, with nothing kept."""
        result = self._only_writer().do(work) if self.sqlite else self._write_alone(work)
        for tell in self._listeners:
            tell()
        return result

    def on_write(self, listener: Callable[[], None]) -> None:
        """Calls back after every commit, from the thread that wrote."""
        self._listeners.append(listener)

    def close(self) -> None:
        if self._writer:
            self._writer.stop()
            self._writer = None
        self.engine.dispose()

    def _only_writer(self) -> "Writer":
        with self._starting:
            if self._writer is None:
                self._writer = Writer(self.engine)
            return self._writer

    def _write_alone(self, work: Callable[[Session], T]) -> T:
        with Session(self.engine) as session, session.begin():
            result = work(session)
            reach("database.committing")
        reach("database.committed")
        return result


class Writer:
    """The thread that writes to SQLite."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: queue.SimpleQueue[tuple[Callable[[Session], Any], Future[Any]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def do(self, work: Callable[[Session], T]) -> T:
        done: Future[T] = Future()
        self._waiting.put((work, done))
        return done.result()

    def stop(self) -> None:
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        going = True
        while going:
            batch = [self._waiting.get()]
            while len(batch) < MOST_AT_ONCE and not self._waiting.empty():
                batch.append(self._waiting.get())
            going = None not in batch
            if work := [item for item in batch if item is not None]:
                self._write(work)

    def _write(self, batch: list[tuple[Callable[[Session], Any], "Future[Any]"]]) -> None:
        if len(batch) == 1:
            return _write_one(self._engine, *batch[0])
        answers: list[tuple[Future[Any], Any, BaseException | None]] = []
        try:
            with self._engine.connect() as connection, connection.begin():
                for work, done in batch:
                    answers.append((done, *_in_savepoint(connection, work)))
                reach("database.committing")
        except BaseException as error:  # begin or commit failed: nothing of this batch is kept
            for _, done in batch:
                done.set_exception(error)
            return
        reach("database.committed")
        for done, result, failure in answers:
            done.set_exception(failure) if failure else done.set_result(result)


def _write_one(engine: Engine, work: Callable[[Session], Any], done: "Future[Any]") -> None:
    """Nobody else to be kept apart from: no savepoint."""
    try:
        with Session(engine) as session, session.begin():
            result = work(session)
            reach("database.committing")
        reach("database.committed")
    except BaseException as error:
        done.set_exception(error)
    else:
        done.set_result(result)


def _in_savepoint(connection: Connection, work: Callable[[Session], Any]) -> tuple[Any, BaseException | None]:
    try:
        with Session(connection, join_transaction_mode="create_savepoint") as session, session.begin():
            return work(session), None
    except Exception as error:
        return None, error


def column_table(model: Any) -> Table:
    """The table of a model, for statements without the ORM."""
    table: Table = inspect(model).local_table
    return table


def _with_driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1).replace("postgres://", "postgresql+psycopg://", 1)


def _postgres_engine(url: str) -> Engine:
    engine = create_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True)

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: Any) -> None:
        """A commit is on the disk, however the server was set up."""
        connection.autocommit = True
        connection.execute("SET synchronous_commit TO on")
        connection.autocommit = False

    return engine


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=30000",
            "cache_size=-16000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _began(connection: Connection) -> None:
        writing = threading.current_thread().name == "writer"
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    event.listen(engine, "savepoint", lambda connection, _: _still_in_it(connection))
    event.listen(engine, "commit", _still_in_it)
    return engine


def _still_in_it(connection: Connection) -> None:
    """Without this a savepoint would begin a transaction of its own, and a commit of nothing would pass for one."""
    driver: Any = connection.connection.dbapi_connection
    if not driver.in_transaction:
        raise TransactionLost
