"""The ledger: the one function through which anything happens to a slip.

The order inside `append` is the contract of docs/protocol.md: known? -> hash and sender? -> gap? -> allowed? ->
bytes? -> apply -> number, chain -> receipt. The caller commits, then answers.
"""

import logging
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, event, exists, func, insert, select, update
from sqlalchemy.orm import Session

from app import clock, ids
from app.db import column_table
from app.errors import Refusal
from app.failpoints import reach
from app.people.device import owner_of
from app.people.person import Person
from app.slips import evidence, held, pen
from app.slips import slip as slips
from app.slips.conflicts import Clash, merge
from app.slips.lines import has_bad_value
from app.slips.op import Malformed, Op, read_op, sha256
from app.slips.slip import Objection
from app.slips.tables import Entry, Head, Held, Slip, SlipPerson

Result = dict[str, Any]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sender:
    """Whose push grant an op came with. `trouble` is why it may not send any more: the op is stored, and held.
    `device` and `person` are what the caller has looked up already; `lost` are pictures that will never come; of what
    somebody of the office brought in a file (`brought_by`) nothing more will come at all. `ahead`: it has seen a
    history we do not have, so it must look before it begins to write about a slip."""

    person_id: str
    trouble: str | None = None
    device: str | None = None
    person: Person | None = None
    lost: frozenset[str] = frozenset()
    brought_by: str | None = None
    ahead: bool = False


@dataclass(frozen=True)
class Come:
    """An op as it came, the text its hash is over, that hash, and who brought it if it came in a file."""

    raw: dict[str, Any]
    hashed: str
    digest: str
    brought_by: str | None


@dataclass
class Tip:
    """The end of the ledger, while we hold its write lock."""

    seq: int
    chain: str
    server: str


def lock(session: Session) -> Tip:
    """Takes the write lock of the ledger; nobody else gets a sequence number until we commit."""
    held_already: Tip | None = session.info.get(_TIP)
    if held_already is not None:
        return held_already
    seq, chain, server = session.connection().execute(_LOCK).one()
    tip = Tip(seq, chain, server)
    reach("ledger.locked")
    if not session.in_nested_transaction():  # a lock taken in a savepoint is gone with the savepoint
        session.info[_TIP] = tip
    return tip


@event.listens_for(Session, "after_soft_rollback")
def _forget_tip(session: Session, _: Any) -> None:
    """What was taken back was not the end of the ledger."""
    session.info.pop(_TIP, None)


@event.listens_for(Session, "after_commit")
def _let_go(session: Session) -> None:
    session.info.pop(_TIP, None)


def append(session: Session, raw: Any, sender: Sender) -> Result:
    """One op into the ledger; one result of the wire. Raises Refusal `malformed` for what is not an op at all."""
    tip = lock(session)
    try:
        op, hashed = read_op(raw)
    except Malformed:
        if isinstance(raw, dict) and ids.is_id(raw.get("op_id")):
            return {"op_id": raw["op_id"], "result": "error", "code": "hash_differs"}
        raise Refusal("malformed") from None
    come = Come(raw, hashed.decode(), sha256(hashed), sender.brought_by)
    about = _about(session, raw)
    reach("ledger.looked_up")
    earlier = _earlier(session, raw) if about.known else {}
    if come.digest in earlier:
        return _again(earlier[come.digest])
    if raw.get("hash") != come.digest:
        return {"op_id": raw["op_id"], "result": "error", "code": "hash_differs"}
    reason = _stranger(session, raw, op, sender) or ("id_reused" if earlier else None)
    n, last = _number(raw), about.last or 0
    if sender.ahead and n == 1 and raw.get("kind") != "create":  # nothing before it tells what it follows
        return {"op_id": raw["op_id"], "result": "error", "code": "history_differs"}
    own = (reason is None or reason in _OWN_TROUBLE) and ids.is_id(raw.get("slip_id"))  # in its place in a line of ops
    if own and n > last + 1:
        if not sender.brought_by:
            return {"op_id": raw["op_id"], "result": "later", "expected": last + 1}
        reason = reason or "earlier_missing"
    if reason or op is None:
        return _hold(session, tip, come, reason or "bad_shape", counted=own and n > last)
    if n <= last:
        return _hold(session, tip, come, "number_reused", counted=False)
    return _append_known(session, tip, come, op, sender, about)


def _append_known(session: Session, tip: Tip, come: Come, op: Op, sender: Sender, about: Any) -> Result:
    current = session.get(Slip, op.slip_id) if about.there else None
    author = sender.person or session.get_one(Person, op.author)
    reason = pen.objection(op, current, author, bool(about.on_slip)) or ("bad_value" if has_bad_value(op) else None)
    if reason:
        return _hold(session, tip, come, reason)
    missing = _missing(session, op, current)
    if not missing:
        return _apply(session, tip, come, op, current)
    if sender.brought_by or missing <= sender.lost | evidence.lost(session, [op.slip_id]):  # nothing could still come
        return _hold(session, tip, come, evidence.WITHOUT_BYTES)
    return {"op_id": op.op_id, "result": "need_blobs", "missing": sorted(missing)}


def _missing(session: Session, op: Op, current: Slip | None) -> set[str]:
    """Digests without which this op cannot be applied."""
    if op.kind != "submit" or current is None:
        return set()
    return set(evidence.missing_bytes(session, op, merge(current.content, op, seq=0)[0]))


def _apply(session: Session, tip: Tip, come: Come, op: Op, current: Slip | None) -> Result:
    entry = _entry(tip, come, "applied")
    try:
        clashes = carry_out(session, op, entry, current)
    except Objection as objection:
        return _hold(session, tip, come, objection.reason)
    entry.outcome = "merged" if clashes else "applied"
    reach("ledger.applied")
    _write(session, tip, entry)
    result: Result = {"op_id": op.op_id, "result": entry.outcome, "receipt": receipt(entry)}
    return {**result, "conflicts": [_told(clash, op) for clash in clashes]} if clashes else result


def carry_out(session: Session, op: Op, entry: Entry, current: Slip | None) -> list[Clash]:
    """What an op does to the slip as it is, for a new op and at every replay. Raises Objection with nothing written."""
    if op.kind == "resolve":
        with session.begin_nested():  # of several decisions the last one may be impossible
            held.decide(session, op, entry)
        return []
    return slips.apply(session, op, entry, current)


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


def receipt(entry: Any) -> dict[str, Any]:
    return {"op_id": entry.op_id, "hash": entry.hash, "seq": entry.seq, "chain": entry.chain}


def link(chain: str, op_id: str, digest: str) -> str:
    """The next value of the chain."""
    return sha256(f"{chain}{op_id}{digest}".encode())


_TABLE, _ON = column_table(Entry), column_table(SlipPerson)
_INSERT, _COLUMNS = insert(_TABLE), tuple(_TABLE.columns.keys())
_EARLIER = select(_TABLE).where(_TABLE.c.op_id == bindparam("op"))
_ABOUT = select(
    exists().where(_TABLE.c.op_id == bindparam("op")).label("known"),
    select(func.max(_TABLE.c.n))
    .where(_TABLE.c.slip_id == bindparam("slip"), _TABLE.c.device == bindparam("on"))
    .scalar_subquery()
    .label("last"),
    exists().where(column_table(Slip).c.id == bindparam("slip")).label("there"),
    exists()
    .where(_ON.c.slip_id == bindparam("slip"), _ON.c.person_id == bindparam("who"), _ON.c.active)
    .label("on_slip"),
)
_HEAD = column_table(Head)
_LOCK = select(_HEAD.c.seq, _HEAD.c.chain, _HEAD.c.server).where(_HEAD.c.id == 1).with_for_update()
_ADVANCE = update(_HEAD).where(_HEAD.c.id == 1).values(seq=bindparam("to"), chain=bindparam("link"))
_TIP = "tip of the ledger"
_OWN_TROUBLE = ("grant_expired", "device_revoked")


def _about(session: Session, raw: dict[str, Any]) -> Any:
    """All the tables say about an op before it is looked at, in one question: whether it is `known`, the
    `last` number of its slip and device, whether its slip is `there` and its author `on_slip`."""
    names = {"slip": "slip_id", "on": "device", "who": "author"}
    asked = {name: _text(raw, of, 36) for name, of in names.items()}
    return session.connection().execute(_ABOUT, {"op": raw["op_id"], **asked}).one()


def _earlier(session: Session, raw: dict[str, Any]) -> dict[str, Any]:
    """Entries with this op's id, by their hash."""
    return {entry.hash: entry for entry in session.connection().execute(_EARLIER, {"op": raw["op_id"]})}


def _stranger(session: Session, raw: dict[str, Any], op: Op | None, sender: Sender) -> str | None:
    """Author and device must be the sender's own; an op is never filed under somebody else's name. A device nobody
    knows was paired after the backup we were restored from: its owner paired anew and sends what is left from it."""
    device = raw.get("device")
    if raw.get("author") != sender.person_id or not isinstance(device, str):
        return "wrong_author"
    if device != sender.device and owner_of(session, device) not in (None, sender.person_id):
        return "wrong_author"
    return sender.trouble


def _again(entry: Any) -> Result:
    result: Result = {"op_id": entry.op_id, "result": "duplicate", "receipt": receipt(entry)}
    return {**result, "reason": entry.reason} if entry.outcome == "held" else result


def _hold(session: Session, tip: Tip, come: Come, reason: str, *, counted: bool = True) -> Result:
    entry = _entry(tip, come, "held", reason)
    entry.n = entry.n if counted else 0  # what is not this device's next op must not move its counter
    _write(session, tip, entry)
    note_held(session, entry)
    log.info("held", extra={"op_id": entry.op_id, "reason": reason, "seq": entry.seq})
    return {"op_id": entry.op_id, "result": "held", "reason": reason, "receipt": receipt(entry)}


def _entry(tip: Tip, come: Come, outcome: str, reason: str | None = None) -> Entry:
    raw = come.raw
    return Entry(
        seq=tip.seq + 1, op_id=raw["op_id"], hash=come.digest, chain=link(tip.chain, raw["op_id"], come.digest),
        slip_id=_text(raw, "slip_id", 36), device=_text(raw, "device", 36), author=_text(raw, "author", 36),
        n=_number(raw), kind=_text(raw, "kind", 12),
        outcome=outcome, reason=reason, received_at=clock.stamp(), brought_by=come.brought_by, op=come.hashed,
    )  # fmt: skip


def _number(raw: dict[str, Any]) -> int:
    return raw["n"] if type(raw.get("n")) is int and 1 <= raw["n"] <= 1_000_000 else 0


def _text(raw: dict[str, Any], name: str, most: int) -> str:
    value = raw.get(name)
    return value[:most] if isinstance(value, str) else ""


def _write(session: Session, tip: Tip, entry: Entry) -> None:
    values = {name: getattr(entry, name) for name in _COLUMNS}
    session.connection().execute(_INSERT, values)
    session.connection().execute(_ADVANCE, {"to": entry.seq, "link": entry.chain})
    tip.seq, tip.chain = entry.seq, entry.chain
    reach("ledger.written")


def _told(clash: Clash, op: Op) -> dict[str, Any]:
    return {
        "id": clash.id(op.op_id), "row_id": clash.row_id, "field": clash.field,
        "current": clash.current, "proposed": clash.proposed,
    }  # fmt: skip
