"""Photos and signatures: which bytes a slip names, and which of them are not here yet."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.slips.op import Op, RowPatch, stored
from app.slips.tables import Attachment, Blob, Entry, Held

TABLES = ("photo", "signature", "answer")
WITHOUT_BYTES = "bytes_missing"  # why a hand-in is held whose pictures will never come

EXTENT = "extent"


def named(content: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Live rows that name bytes: row id -> row."""
    rows = content["rows"].items()
    return {
        row_id: row
        for row_id, row in rows
        if row["table"] in TABLES and not row.get("dropped") and row["fields"].get("sha256")
    }


def missing_bytes(session: Session, op: Op, content: dict[str, Any]) -> set[str]:
    """Digests a submit needs that are not here: those of the slip and those it names itself."""
    digests = {row["fields"]["sha256"] for row in named(content).values()} | _named_by(op)
    return digests - here(session, digests)


def not_come(session: Session, op: Op) -> set[str]:
    """Digests this op itself names that are not here."""
    digests = _named_by(op)
    return digests - here(session, digests)


def here(session: Session, digests: Collection[str]) -> set[str]:
    """Which of these bytes have come, whole and checked."""
    return set(session.scalars(select(Blob.sha256).where(Blob.sha256.in_(digests)))) if digests else set()


def lost(session: Session, slip_ids: Collection[str]) -> set[str]:
    """Pictures their people have declared lost: named by a hand-in that was held without them, and never come."""
    query = select(Entry).join(Held, Held.seq == Entry.seq).where(Held.slip_id.in_(slip_ids))
    held = session.scalars(query.where(Held.reason == WITHOUT_BYTES)) if slip_ids else ()
    digests = {digest for entry in held for digest in _named_by(stored(entry.op, entry.hash))}
    return digests - here(session, digests)


def remember(session: Session, slip_id: str, content: dict[str, Any]) -> None:
    """Writes down who names which bytes; rows stay when a photo is taken off, the history still names it."""
    rows = named(content)
    if not rows:
        return
    query = select(Attachment.row_id, Attachment.sha256).where(Attachment.slip_id == slip_id)
    known = {tuple(one) for one in session.execute(query)}
    for row_id, row in sorted(rows.items()):
        digest, size = row["fields"]["sha256"], row["fields"].get("size") or 0
        if (row_id, digest) not in known:
            session.add(Attachment(slip_id=slip_id, row_id=row_id, sha256=digest, size=size, role=row["table"]))


def part_of(row: RowPatch) -> str:
    """What a signature is given for; phones of before said nothing."""
    return str((row.fields.get("part") or (None, None))[1] or EXTENT)


def _named_by(op: Op) -> set[str]:
    rows = {str(row.fields["sha256"][1]) for row in op.rows.values() if row.fields.get("sha256", [None, None])[1]}
    return {item.sha256 for item in op.manifest} | rows
