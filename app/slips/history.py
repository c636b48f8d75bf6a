"""Who did what when: read from the ledger, which is the history."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.people.person import Person
from app.slips.op import Malformed, Op, stored
from app.slips.tables import Entry


@dataclass(frozen=True)
class Step:
    """One entry of the ledger, as a person reads it. `op` is None for what never had the shape of one; `brought_by` is
    the name of who loaded the file it came in, `text` the op as it was hashed."""

    seq: int
    at: str
    who: str
    name: str
    kind: str
    outcome: str
    reason: str | None
    op: Op | None
    hash: str
    brought_by: str = ""
    text: str = ""

    @property
    def changes(self) -> list[tuple[str, str, Any, Any]]:
        """(table or '', field, old, new) of everything it changed."""
        if self.op is None:
            return []
        own = [("", name, old, new) for name, (old, new) in self.op.patch.items()]
        return own + [
            (row.table, name, old, new) for row in self.op.rows.values() for name, (old, new) in row.fields.items()
        ]


def history(session: Session, slip_id: str) -> list[Step]:
    """Oldest first."""
    by = aliased(Person)
    query = select(Entry, Person.name, by.name).outerjoin(Person, Person.id == Entry.author)
    query = query.outerjoin(by, by.id == Entry.brought_by).where(Entry.slip_id == slip_id).order_by(Entry.seq)
    return [_step(entry, name or "", brought or "") for entry, name, brought in session.execute(query).all()]


def _step(entry: Entry, name: str, brought_by: str) -> Step:
    return Step(
        seq=entry.seq, at=entry.received_at, who=entry.author, name=name, kind=entry.kind, outcome=entry.outcome,
        reason=entry.reason, op=_op(entry), hash=entry.hash, brought_by=brought_by, text=entry.op,
    )  # fmt: skip


def _op(entry: Entry) -> Op | None:
    try:
        return stored(entry.op, entry.hash)
    except (ValueError, Malformed):
        return None
