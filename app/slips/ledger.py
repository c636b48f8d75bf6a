"""The ledger: the one function through which anything happens to a slip.

The order inside `append` is the contract of docs/protocol.md: known? -> hash and sender? -> gap? -> allowed? -> bytes? ->
apply -> number, chain -> receipt. The caller commits, then answers.
"""

import logging
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app import clock, ids
from app.errors import Refusal
from app.people.device import owner_of
from app.people.person import Person
from app.slips import evidence, held, pen
from app.slips import slip as slips
from app.slips.conflicts import Clash, merge
from app.slips.lines import has_bad_value
from app.slips.op import Malformed, Op, canonical, op_hash, read_op, sha256, without_hash
from app.slips.slip import Objection
from app.slips.tables import Entry, Head, Held, Slip, SlipPerson

Result = dict[str, Any]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sender:
    """Whose push grant an op came with. `trouble` is why it may not send any more: the op is stored, and held."""

    person_id: str
    trouble: str | None = None


def lock(session: Session) -> Head:
    """Takes the write lock of the ledger; nobody else gets a sequence number until we commit."""
    return session.scalars(select(Head).where(Head.id == 1).with_for_update()).one()


def append(session: Session, raw: Any, sender: Sender) -> Result:
    """One op into the ledger; one result of the wire. Raises Refusal `malformed` for what is not an op at all."""
    head = lock(session)
    try:
        op, digest = read_op(raw), op_hash(raw)
    except Malformed:
        if isinstance(raw, dict) and ids.is_id(raw.get("op_id")):
            return {"op_id": raw["op_id"], "result": "error", "code": "hash_differs"}
        raise Refusal("malformed") from None
    earlier = {entry.hash: entry for entry in session.scalars(select(Entry).where(Entry.op_id == raw["op_id"]))}
    if digest in earlier:
        return _again(earlier[digest])
    if raw.get("hash") != digest:
        return {"op_id": raw["op_id"], "result": "error", "code": "hash_differs"}
    reason = _stranger(session, raw, op, sender) or ("id_reused" if earlier else None)
    if reason or op is None:
        return _hold(
            session, head, raw, digest, reason or "bad_shape", counted=reason is None or reason in _OWN_TROUBLE
        )
    return _append_known(session, head, raw, op)


def _append_known(session: Session, head: Head, raw: dict[str, Any], op: Op) -> Result:
    last = session.scalar(select(func.max(Entry.n)).where(Entry.slip_id == op.slip_id, Entry.device == op.device)) or 0
    if op.n > last + 1:
        return {"op_id": op.op_id, "result": "later", "expected": last + 1}
    if op.n <= last:
        return _hold(session, head, raw, op.hash, "number_reused", counted=False)
    current = session.get(Slip, op.slip_id)
    author = session.get_one(Person, op.author)
    reason = pen.objection(op, current, author, _on_slip(session, op))
    if reason or has_bad_value(op):
        return _hold(session, head, raw, op.hash, reason or "bad_value")
    if op.kind == "submit" and current is not None:
        missing = evidence.missing_bytes(session, op, merge(current.content, op, seq=0)[0])
        if missing:
            return {"op_id": op.op_id, "result": "need_blobs", "missing": missing}
    return _apply(session, head, raw, op)


def _apply(session: Session, head: Head, raw: dict[str, Any], op: Op) -> Result:
    entry = _entry(head, raw, op.hash, "applied")
    try:
        with session.begin_nested():
            clashes = carry_out(session, op, entry)
    except Objection as objection:
        return _hold(session, head, raw, op.hash, objection.reason)
    entry.outcome = "merged" if clashes else "applied"
    _write(session, head, entry)
    result: Result = {"op_id": op.op_id, "result": entry.outcome, "receipt": receipt(entry)}
    return {**result, "conflicts": [_told(clash, op) for clash in clashes]} if clashes else result


def carry_out(session: Session, op: Op, entry: Entry) -> list[Clash]:
    """What an op does, for a new one and at every replay. Raises Objection with nothing written."""
    if op.kind == "resolve":
        held.decide(session, op, entry)
        return []
    return slips.apply(session, op, entry)


def note_held(session: Session, entry: Entry) -> None:
    """What a held entry does: it is put before the office, and the slip's people hear of it."""
    session.add(
        Held(
            seq=entry.seq, op_id=entry.op_id, slip_id=entry.slip_id, author=entry.author,
            kind=entry.kind, reason=entry.reason or "",
        )
    )  # fmt: skip
    current = session.get(Slip, entry.slip_id)
    if current is not None:
        current.seq = entry.seq


def receipt(entry: Entry) -> dict[str, Any]:
    return {"op_id": entry.op_id, "hash": entry.hash, "seq": entry.seq, "chain": entry.chain}


def link(chain: str, op_id: str, digest: str) -> str:
    """The next value of the chain."""
    return sha256(f"{chain}{op_id}{digest}".encode())


_OWN_TROUBLE = ("grant_expired", "device_revoked")


def _stranger(session: Session, raw: dict[str, Any], op: Op | None, sender: Sender) -> str | None:
    """Author and device must be the sender's own; an op is never filed under somebody else's name. A device nobody knows was
    paired after the backup we were restored from: its owner has paired anew and sends what is left from it."""
    device = raw.get("device")
    if raw.get("author") != sender.person_id or not isinstance(device, str):
        return "wrong_author"
    if owner_of(session, device) not in (None, sender.person_id):
        return "wrong_author"
    return sender.trouble


def _on_slip(session: Session, op: Op) -> bool:
    who = select(SlipPerson.active).where(SlipPerson.slip_id == op.slip_id, SlipPerson.person_id == op.author)
    return bool(session.scalar(who))


def _again(entry: Entry) -> Result:
    result: Result = {"op_id": entry.op_id, "result": "duplicate", "receipt": receipt(entry)}
    return {**result, "reason": entry.reason} if entry.outcome == "held" else result


def _hold(
    session: Session, head: Head, raw: dict[str, Any], digest: str, reason: str, *, counted: bool = True
) -> Result:
    entry = _entry(head, raw, digest, "held", reason)
    entry.n = entry.n if counted else 0  # what is not this device's next op must not move its counter
    _write(session, head, entry)
    note_held(session, entry)
    log.info("held", extra={"op_id": entry.op_id, "reason": reason, "seq": entry.seq})
    return {"op_id": entry.op_id, "result": "held", "reason": reason, "receipt": receipt(entry)}


def _entry(head: Head, raw: dict[str, Any], digest: str, outcome: str, reason: str | None = None) -> Entry:
    return Entry(
        seq=head.seq + 1, op_id=raw["op_id"], hash=digest, chain=link(head.chain, raw["op_id"], digest),
        slip_id=_text(raw, "slip_id", 36), device=_text(raw, "device", 36), author=_text(raw, "author", 36),
        n=raw["n"] if type(raw.get("n")) is int and 1 <= raw["n"] <= 1_000_000 else 0, kind=_text(raw, "kind", 12),
        outcome=outcome, reason=reason, received_at=clock.stamp(), op=canonical(without_hash(raw)).decode(),
    )  # fmt: skip


def _text(raw: dict[str, Any], name: str, most: int) -> str:
    value = raw.get(name)
    return value[:most] if isinstance(value, str) else ""


def _write(session: Session, head: Head, entry: Entry) -> None:
    session.execute(insert(Entry), [entry.model_dump()])
    head.seq, head.chain = entry.seq, entry.chain


def _told(clash: Clash, op: Op) -> dict[str, Any]:
    return {
        "id": clash.id(op.op_id), "row_id": clash.row_id, "field": clash.field,
        "current": clash.current, "proposed": clash.proposed,
    }  # fmt: skip
