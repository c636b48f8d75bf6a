"""Work after the answer: a table of jobs with leases, and the thread that does them.

A job is enqueued in the transaction of the business row it follows from, so it is there exactly when that row is.
Whoever claims it holds it for `LEASE`; a process that dies loses its lease and another one starts over. Handlers
therefore must be harmless when they run twice. A job that failed `MOST_TRIES` times is `dead`: kept with its error,
never tried again.
"""

import logging
import os
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import JSON, Column, ColumnElement, Index, Text, and_, func, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import Field, SQLModel

from app import clock
from app.db import Database

LEASE = timedelta(minutes=2)
FIRST_PAUSE = timedelta(seconds=10)  # after a failure; each further one is four times as long
MOST_TRIES = 5
POLL = 2.0  # seconds; jobs of other processes and retries are found this late at most
LONGEST_ERROR = 2000

Payload = dict[str, Any]
log = logging.getLogger(__name__)


class Job(SQLModel, table=True):
    """Something to be done. `new` -> `run` -> `done`, back to `new` after a failure, or `dead`."""

    __tablename__ = "queue"  # `job` is the client's order
    __table_args__ = (Index("queue_by_state", "state", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    payload: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    state: str = Field(default="new", max_length=4)
    tries: int = Field(default=0)
    run_at: str | None = Field(default=None, max_length=24, description="not before; empty: as soon as possible")
    lease: str | None = Field(default=None, max_length=24, description="until when the worker may hold it")
    worker: str | None = Field(default=None, max_length=80)
    error: str = Field(default="", sa_column=Column(Text, nullable=False))
    created_at: str = Field(max_length=24)
    done_at: str | None = Field(default=None, max_length=24)


JOB = SQLModel.metadata.tables["queue"]


@dataclass(frozen=True)
class Claimed:
    """A job somebody holds. `tries` tells this holding from an earlier or later one."""

    id: int
    kind: str
    payload: Payload
    tries: int
    worker: str


def enqueue(session: Session, kind: str, payload: Payload, *, after: timedelta | None = None) -> None:
    """Puts down a job; it exists when the caller's transaction commits, and only then."""
    run_at = clock.stamp(clock.now() + after) if after else None
    session.add(Job(kind=kind, payload=payload, run_at=run_at, created_at=clock.stamp()))


def is_due(session: Session) -> bool:
    """Whether there is anything to claim or to bury. Cheap, and writes nothing."""
    return session.scalar(select(JOB.c.id).where(_due()).limit(1)) is not None


def claim(session: Session, worker: str) -> Claimed | None:
    """Takes the oldest job that is due. Two workers never get the same one."""
    _bury_exhausted(session)
    oldest = select(JOB.c.id).where(_due()).order_by(JOB.c.id).limit(1).with_for_update(skip_locked=True)
    taken = session.execute(
        update(JOB)
        .where(JOB.c.id == oldest.scalar_subquery())
        .values(state="run", lease=clock.stamp(clock.now() + LEASE), worker=worker, tries=JOB.c.tries + 1)
        .returning(JOB.c.id, JOB.c.kind, JOB.c.payload, JOB.c.tries, JOB.c.worker)
    ).first()
    return Claimed(*taken) if taken else None


def renew(session: Session, job: Claimed) -> bool:
    """Holds a job for another while; False when somebody else has it by now."""
    return _change(session, job, lease=clock.stamp(clock.now() + LEASE))


def finish(session: Session, job: Claimed) -> bool:
    return _change(session, job, state="done", lease=None, error="", done_at=clock.stamp())


def fail(session: Session, job: Claimed, error: str) -> bool:
    """Puts a job back for a later try, or among the dead."""
    dead = job.tries >= MOST_TRIES
    run_at = None if dead else clock.stamp(clock.now() + FIRST_PAUSE * 4 ** (job.tries - 1))
    state = "dead" if dead else "new"
    return _change(session, job, state=state, lease=None, run_at=run_at, error=error[:LONGEST_ERROR])


def counts(session: Session) -> dict[str, int]:
    """How many jobs are in which state."""
    return {state: number for state, number in session.execute(select(JOB.c.state, func.count()).group_by(JOB.c.state))}


class HasDatabase(Protocol):
    """What a worker needs of a firm."""

    @property
    def database(self) -> Database: ...


F = TypeVar("F", bound=HasDatabase)
Handler = Callable[[F, Payload], None]


class Worker(Generic[F]):
    """The thread of one process that does jobs, one at a time. `handlers`: kind -> handler(firm, payload)."""

    def __init__(self, firm: F, handlers: Mapping[str, Handler[F]], *, poll: float = POLL) -> None:
        self._firm = firm
        self._handlers = handlers
        self._poll = poll
        self._name = f"{socket.gethostname()[:40]}:{os.getpid()}:{id(self):x}"
        self._news = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._firm.database.on_write(self._news.set)
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends after the job in hand."""
        self._stopping.set()
        self._news.set()
        if self._thread:
            self._thread.join()

    def work_off(self) -> int:
        """Does everything that is due, here and now; returns how many jobs that were."""
        done = 0
        while not self._stopping.is_set() and (job := self._next()):
            self._do(job)
            done += 1
        return done

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._news.clear()
            try:
                self.work_off()
            except Exception:  # the database is away: the jobs are still there when it is back
                log.exception("jobs not reached")
                self._stopping.wait(self._poll)
            self._news.wait(self._poll)
            self._stopping.wait(0.05)  # many commits in a row are one look

    def _next(self) -> Claimed | None:
        with self._firm.database.read() as session:
            if not is_due(session):  # a claim is a write, and every write wakes us
                return None
        return self._firm.database.write(lambda session: claim(session, self._name))

    def _do(self, job: Claimed) -> None:
        held = Holding(self._firm.database, job)
        try:
            with held:
                self._handlers[job.kind](self._firm, job.payload)
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            log.exception("job failed", extra={"job": job.id, "kind": job.kind, "tries": job.tries})
            self._firm.database.write(lambda session: fail(session, job, reason))
        else:
            self._firm.database.write(lambda session: finish(session, job))


class Holding:
    """Renews the lease of a job as long as somebody is inside."""

    def __init__(self, database: Database, job: Claimed, *, every: float = LEASE.total_seconds() / 3) -> None:
        self._database = database
        self._job = job
        self._every = every
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._renew, name="lease", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _renew(self) -> None:
        while not self._over.wait(self._every):
            try:
                self._database.write(lambda session: renew(session, self._job))
            except Exception:  # tried again in a while; without luck the lease ends, which is what it is for
                log.exception("lease not renewed", extra={"job": self._job.id})


def _due() -> ColumnElement[bool]:
    """New and not too early, or left behind by a worker whose lease has run out."""
    now = clock.stamp()
    waiting = and_(JOB.c.state == "new", or_(JOB.c.run_at.is_(None), JOB.c.run_at <= now))
    return or_(waiting, and_(JOB.c.state == "run", JOB.c.lease < now))


def _bury_exhausted(session: Session) -> None:
    """A job whose workers died on it every time is dead as well."""
    abandoned = (JOB.c.state == "run", JOB.c.lease < clock.stamp(), JOB.c.tries >= MOST_TRIES)
    values = {"state": "dead", "lease": None, "error": "abandoned by its workers"}
    session.execute(update(JOB).where(*abandoned).values(**values))


def _change(session: Session, job: Claimed, **values: Any) -> bool:
    still_ours = (JOB.c.id == job.id, JOB.c.state == "run", JOB.c.worker == job.worker, JOB.c.tries == job.tries)
    result = session.execute(update(JOB).where(*still_ours).values(**values))
    return bool(result.rowcount)  # type: ignore[attr-defined]
