"""Comparing one slip: the server's tables, and a phone's copy, with what the ledger says."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.files import Files
from app.slips.tables import Blob, Conflict, Held, Slip, Version
from tests.simulation.book import Page
from tests.simulation.reading import Wrong, conflict_key
from tests.simulation.store import Store


def same_slip(session: Session, page: Page, files: Files, captured: dict[str, bytes], hopeless: set[str]) -> None:
    """I4, I7, I10, I12, I14: the server's tables say what the ledger says."""
    slip = session.get(Slip, page.slip_id)
    true(slip is not None, "I1: a slip is missing")
    assert slip is not None
    true(slip.state == page.state, f"I10: the slip is {slip.state}, by the ledger it is {page.state}")
    content = _content(slip)
    true(content == (page.fields, _bare(page.live)), f"I7: content differs from the ledger: {content} {page.fields}")
    true(slip.content_hash == page.signed_hash(), "I9: content hash")
    _same_conflicts(session, page)
    held = set(session.scalars(select(Held.op_id).where(Held.slip_id == page.slip_id, Held.decided_seq.is_(None))))
    true(held == page.held, f"I14: held are {held}, by the ledger {page.held}")
    versions = session.execute(
        select(Version.version, Version.content_hash).where(Version.slip_id == page.slip_id)
    ).all()
    true({number: digest for number, digest in versions} == page.versions, "I10: a version is not what it was")
    if page.state in ("submitted", "approved"):
        _complete(session, page, files, captured, hopeless)


def _same_conflicts(session: Session, page: Page) -> None:
    rows = session.scalars(select(Conflict).where(Conflict.slip_id == page.slip_id)).all()
    told = {
        (row.id, row.row_id, row.field, str(row.current), str(row.proposed), row.decided_seq is not None)
        for row in rows
    }
    own = {
        (conflict_key(one), one[1], one[2], str(one[3]), str(one[4]), one in page.decided) for one in page.clashes
    }  # fmt: skip
    true(told == own, f"I7: conflicts {told ^ own}")


def _complete(session: Session, page: Page, files: Files, captured: dict[str, bytes], hopeless: set[str]) -> None:
    for digest in page.digests():
        if page.late and digest in hopeless and session.get(Blob, digest) is None:
            continue  # declared lost by its person; the office took the slip without it
        true(session.get(Blob, digest) is not None, f"I4: {page.state} without {digest[:8]}")
        true(files.has(digest), f"I4: {page.state}, the file {digest[:8]} is missing")
        true(
            files.read(digest) == captured[digest],
            f"I5: {digest[:8]} is not what was captured",
        )


def same_base(store: Store, pages: dict[str, Page]) -> None:
    """L2, I12: what the phone has is what the ledger says, no slip more, no slip less."""
    mine = {slip_id: page for slip_id, page in pages.items() if store.person in page.people}
    true(store.base.keys() == mine.keys(), f"L2: slips {store.base.keys() ^ mine.keys()} of {store.person}")
    for slip_id, page in mine.items():
        _same_change(store.base[slip_id], page)


def _same_change(change: dict[str, Any], page: Page) -> None:
    rows = {row_id: {**row["extra"], **row["fields"]} for row_id, row in change["rows"].items()}
    told = ({**change["extra"], **change["fields"]}, rows)
    true(told == (page.fields, _bare(page.live)), f"L2: {page.slip_id} differs on the phone")
    same = (change["state"], change["seq"]) == (page.state, page.seq)
    true(same, f"L2: {page.slip_id} is {change['state']} on the phone")
    true({held["op_id"] for held in change["held"]} == page.held, "I14: a held op does not show")
    shown = {(one["row_id"], one["field"], one["proposed"]) for one in change["conflicts"]}
    undecided = {(one[1], one[2], one[4]) for one in page.clashes - page.decided}
    true(shown == undecided, "I14: a conflict does not show")


def true(holds: Any, promise: str) -> None:
    """`promise` is broken if it does not hold."""
    if not holds:
        raise Wrong(promise)


def _content(slip: Slip) -> tuple[dict[str, Any], dict[str, Any]]:
    rows = {row_id: _united(row) for row_id, row in slip.content["rows"].items() if not row.get("dropped")}
    return _united(slip.content), rows


def _united(part: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**part["extra"], **part["fields"]}.items() if value is not None}


def _bare(rows: dict[str, Any]) -> dict[str, Any]:
    return {row_id: row["fields"] for row_id, row in rows.items()}
