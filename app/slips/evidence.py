"""Photos and signatures: which bytes a slip names, and which of them are not here yet."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.slips.op import Op
from app.slips.tables import Attachment, Blob

TABLES = ("photo", "signature")


def named(content: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Live rows that name bytes: row id -> row."""
    rows = content["rows"].items()
    return {
        row_id: row
        for row_id, row in rows
        if row["table"] in TABLES and not row.get("dropped") and row["fields"].get("sha256")
    }


def missing_bytes(session: Session, op: Op, content: dict[str, Any]) -> list[str]:
    """Digests a submit needs that are not here: those of the slip, of the op's rows and of its manifest."""
    digests = {row["fields"]["sha256"] for row in named(content).values()}
    digests |= {item.sha256 for item in op.manifest}
    digests |= {str(row.fields["sha256"][1]) for row in op.rows.values() if row.fields.get("sha256", [None, None])[1]}
    known = set(session.scalars(select(Blob.sha256).where(Blob.sha256.in_(digests))))
    return sorted(digests - known)


def remember(session: Session, slip_id: str, content: dict[str, Any]) -> None:
    """Writes down who names which bytes; rows stay when a photo is taken off, the history still names it."""
    rows = named(content)
    if not rows:
        return
    known = set(session.scalars(select(Attachment.row_id).where(Attachment.slip_id == slip_id)))
    for row_id in sorted(rows.keys() - known):
        fields = rows[row_id]["fields"]
        size = fields.get("size") or 0
        session.add(
            Attachment(slip_id=slip_id, row_id=row_id, sha256=fields["sha256"], size=size, role=rows[row_id]["table"])
        )
