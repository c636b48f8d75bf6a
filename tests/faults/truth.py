"""Compares what people were shown with what is in the database and on the disk."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.firm import Firm
from app.slips import replay
from app.slips.ledger import receipt
from app.slips.tables import Blob, Entry, Slip
from tests.faults.carrier import Carrier
from tests.faults.desk import Desk


def untrue(firm: Firm, *phones: Carrier, desk: Desk | None = None) -> list[str]:
    """Everything that is not as somebody was told; empty when all is well. The projection is made anew for it."""
    with firm.database.read() as session:
        found = [f"chain broken at {seq}" for seq in replay.broken_links(session)]
        for phone in phones:
            found += [*_ops(session, phone), *_pictures(session, firm, phone)]
        found += [*_decisions(session, desk), *_files(session, firm)]
    return found + [f"not what the ledger says: {what}" for what in firm.database.write(replay.rebuild)]


def half_served(phone: Carrier) -> list[str]:
    """Pictures the server hands out that are not the ones taken."""
    answers = {digest: phone.http.get(f"/api/blobs/{digest}") for digest in phone.pictures}
    return [
        f"{digest}: {answer.status_code}, {len(answer.content)} bytes"
        for digest, answer in answers.items()
        if answer.status_code != 404 and (answer.status_code, answer.content) != (200, phone.pictures[digest])
    ]


def _ops(session: Session, phone: Carrier) -> Iterator[str]:
    """What has a receipt is in the ledger once and as the receipt says; nothing is there twice, nothing was held."""
    mine = select(Entry).where(Entry.author == phone.person, Entry.device == phone.device)
    entries: dict[str, list[Entry]] = {}
    for entry in session.scalars(mine.order_by(Entry.seq)):
        entries.setdefault(entry.op_id, []).append(entry)
    waiting = {op["op_id"] for op in phone.outbox}
    for op_id, op in phone.saved.items():
        found = entries.pop(op_id, [])
        if len(found) != 1 and (found or op_id not in waiting):
            yield f"{op['kind']} {op_id}: {len(found)} times in the ledger"
        if op_id in phone.receipts and [receipt(entry) for entry in found] != [phone.receipts[op_id]]:
            yield f"{op['kind']} {op_id}: another receipt"
        yield from (f"{op['kind']} {op_id}: {entry.reason}" for entry in found if entry.outcome != "applied")
    yield from (f"{op_id}: never saved on this phone" for op_id in entries)


def _pictures(session: Session, firm: Firm, phone: Carrier) -> Iterator[str]:
    for digest in phone.pictures.keys() - set(phone.unsent):
        if session.get(Blob, digest) is None:
            yield f"{digest}: told to be here, is not noted"
        elif not firm.files.has(digest) or firm.files.read(digest) != phone.pictures[digest]:
            yield f"{digest}: not the bytes that were taken"


def _decisions(session: Session, desk: Desk | None) -> Iterator[str]:
    for slip_id in desk.approved if desk else []:
        times = select(func.count()).where(Entry.slip_id == slip_id, Entry.kind == "approve")
        if (session.get_one(Slip, slip_id).state, session.scalar(times)) != ("approved", 1):
            yield f"{slip_id}: was approved"


def _files(session: Session, firm: Firm) -> Iterator[str]:
    """Every row has its file, every file is what its name says."""
    there = set(firm.files.all())
    yield from (f"{digest}: noted, and no file" for digest in set(session.scalars(select(Blob.sha256))) - there)
    for digest in there:
        if hashlib.sha256(firm.files.read(digest)).hexdigest() != digest:
            yield f"{digest}: file is something else"
