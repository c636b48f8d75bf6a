"""The proof that the slips are what the ledger says: replay it and compare; verify its chain."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from app.slips.ledger import carry_out, link, lock, note_held
from app.slips.op import canonical, sha256, stored
from app.slips.slip import Objection
from app.slips.tables import (
    GENESIS,
    Attachment,
    Conflict,
    Entry,
    Held,
    NumberRange,
    Pin,
    Slip,
    SlipPerson,
    Version,
    Work,
)  # fmt: skip

_COLUMNS = tuple(SQLModel.metadata.tables["entry"].columns.keys())
PROJECTION = (Slip, SlipPerson, Work, Attachment, Pin, Conflict, Held, Version, NumberRange)


class NotPlayable(Exception):
    """An entry the ledger says was applied, and which cannot be."""


def rebuild(session: Session) -> list[str]:
    """Makes the projection anew from the ledger; returns what was different before, as `table: key`. Raises NotPlayable
    for an entry nobody can have written."""
    lock(session)
    before = _projection(session)
    for table in PROJECTION:
        session.execute(delete(table))
    session.expire_all()
    for entry in _entries(session):
        _replay(session, entry)
    session.flush()
    after = _projection(session)
    return sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))


def broken_links(session: Session) -> list[int]:
    """Sequence numbers at which the chain does not hold, an op does not have its hash, or a number is missing."""
    broken, chain, expected = [], GENESIS, 1
    for entry in _entries(session):
        chain = link(chain, entry.op_id, entry.hash)
        if entry.seq != expected or entry.chain != chain or sha256(entry.op.encode()) != entry.hash:
            broken.append(entry.seq)
        chain, expected = entry.chain, entry.seq + 1
    return broken


def export(session: Session) -> Iterator[dict[str, Any]]:
    """The ledger entry by entry, the op as the text its hash is over: all that docs/verify_ledger.py needs."""
    for entry in _entries(session):
        yield {name: getattr(entry, name) for name in _COLUMNS}


def _replay(session: Session, entry: Entry) -> None:
    if entry.outcome == "held":
        note_held(session, entry)
    else:
        try:
            carry_out(session, stored(entry.op, entry.hash), entry, session.get(Slip, entry.slip_id))
        except (Objection, ValueError, LookupError, TypeError) as error:
            raise NotPlayable(f"entry {entry.seq} cannot be replayed: {type(error).__name__} {error}") from error
    session.flush()


def _entries(session: Session) -> Iterator[Entry]:
    last = 0
    while page := list(session.scalars(select(Entry).where(Entry.seq > last).order_by(Entry.seq).limit(500))):
        yield from page
        last = page[-1].seq
        session.expunge_all()


def _projection(session: Session) -> dict[str, str]:
    return dict(_digests(session))


def _digests(session: Session) -> Iterator[tuple[str, str]]:
    for model in PROJECTION:
        table = SQLModel.metadata.tables[str(model.__tablename__)]
        keys = [column.name for column in table.primary_key]
        for row in session.execute(select(table)).mappings():
            values: dict[str, Any] = dict(row)
            yield f"{table.name}: {' '.join(str(values[key]) for key in keys)}", sha256(canonical(values))
