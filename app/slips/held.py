"""What the office decides: ops that were held, and conflicts. A decision is an op too."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Refusal
from app.slips import evidence
from app.slips import slip as slips
from app.slips.conflicts import merge, settle
from app.slips.lines import digest, has_bad_value
from app.slips.op import Op, RowPatch, stored
from app.slips.pen import unfit
from app.slips.slip import AS_NEW_VERSION, Objection, change_as_version
from app.slips.tables import Conflict, Entry, Held, Slip

MERGED = ("edit", "add_row", "drop_row", "attach", "detach", "remark")
_NOT_NOW = ("slip_exists", "unknown_slip")


def decide(session: Session, op: Op, entry: Entry) -> None:
    """Carries out the decisions of a `resolve`. Raises Objection with nothing written if one of them cannot be."""
    for row_id, row in op.rows.items():
        if row.table == "held":
            _decide_held(session, row_id, row, op, entry)
        elif row.table == "conflict":
            _decide_conflict(session, row_id, row, op, entry)
        else:
            raise Objection("bad_shape")


def obstacle(session: Session, slip: Slip | None, held: Held) -> str | None:
    """Why a held op cannot be applied as things are, or None. What lacks bytes still can be, if the decision says so;
    what was held for lacking them needs no more saying, so that a replay does the same whether they have come or not.
    """
    try:
        late = _read(session.get_one(Entry, held.seq))
    except Objection as objection:
        return objection.reason
    if late.kind == "create" or slip is None:
        return ("slip_exists" if slip else None) if late.kind == "create" else "unknown_slip"
    if late.kind == "submit" and slip.state in ("draft", "returned"):
        waits = held.reason != evidence.WITHOUT_BYTES
        lacking = waits and evidence.missing_bytes(session, late, merge(slip.content, late, seq=0)[0])
        return evidence.WITHOUT_BYTES if lacking else None
    return "wrong_state" if slip.state == "void" or late.kind not in MERGED else None


def hindrance(session: Session, slip: Slip | None, held: Held) -> str | None:
    """As `obstacle`; and what was handed in gets no picture that has not come, unless the office says so. Asked before
    a decision is written, not of one that stands in the ledger."""
    reason = obstacle(session, slip, held)
    if reason or slip is None or slip.state not in AS_NEW_VERSION:
        return reason
    lacking = evidence.not_come(session, _read(session.get_one(Entry, held.seq)))
    return evidence.WITHOUT_BYTES if lacking else None


def refuse_without_bytes(session: Session, slip_id: str, table: str, row_id: str) -> None:
    """The same for a decision somebody is about to make, also about a value that names a picture."""
    slip = session.get(Slip, slip_id)
    if slip is None or slip.state not in AS_NEW_VERSION:
        return
    if table == "conflict":
        lacking = _lacks(session, session.get(Conflict, row_id))
    else:
        query = select(Held).where(Held.op_id == row_id, Held.slip_id == slip_id, Held.decided_seq.is_(None))
        waiting = session.scalar(query.order_by(Held.seq).limit(1))
        lacking = waiting is not None and hindrance(session, slip, waiting) == evidence.WITHOUT_BYTES
    if lacking:
        raise Refusal(evidence.WITHOUT_BYTES)


def _lacks(session: Session, conflict: Conflict | None) -> bool:
    """Whether the other value is a picture that has not come."""
    if conflict is None or conflict.field not in ("sha256", "value") or not digest(conflict.proposed):
        return False
    return not evidence.here(session, [str(conflict.proposed)])


def _decide_held(session: Session, op_id: str, row: RowPatch, op: Op, entry: Entry) -> None:
    query = select(Held).where(Held.op_id == op_id, Held.slip_id == op.slip_id, Held.decided_seq.is_(None))
    held = session.scalar(query.order_by(Held.seq).limit(1))
    if held is None:
        raise Objection("bad_value")
    decision = _decision(row)
    if decision == "apply":
        _apply_held(session, held, row, op, entry)
    held.decided_seq, held.decision = entry.seq, decision
    _touch(session, op.slip_id, entry.seq)


def _apply_held(session: Session, held: Held, row: RowPatch, op: Op, entry: Entry) -> None:
    slip = session.get(Slip, op.slip_id)
    reason = obstacle(session, slip, held)
    if reason and not (reason == evidence.WITHOUT_BYTES and _said(row, "without_bytes") == 1):
        raise Objection("wrong_state" if reason in _NOT_NOW else reason)
    late = _read(session.get_one(Entry, held.seq))
    if slip is None:
        slips.apply(session, late, entry, None)
        return
    content, clashes = merge(slip.content, late, seq=entry.seq)
    if late.kind == "submit":  # taken as it is: its signature still says what was signed
        slips.hand_in(session, slip, content, late, entry, signed=False)
        return
    change_as_version(session, slip, content, op, entry)
    slips.keep_clashes(session, slip, late, entry, clashes)


def _read(entry: Entry) -> Op:
    """The held op as it can be read today: an update may know what an earlier release did not."""
    try:
        late = stored(entry.op, entry.hash)
    except ValueError:
        raise Objection("bad_shape") from None
    reason = unfit(late) or ("bad_value" if has_bad_value(late) else None)
    if reason:
        raise Objection(reason)
    return late


def _decide_conflict(session: Session, conflict_id: str, row: RowPatch, op: Op, entry: Entry) -> None:
    conflict = session.get(Conflict, conflict_id)
    if conflict is None or conflict.slip_id != op.slip_id or conflict.decided_seq is not None:
        raise Objection("bad_value")
    decision = _decision(row)
    if decision == "replaced" and conflict.field == "table":
        raise Objection("bad_value")  # a line cannot become one of another table
    if decision == "replaced":
        slip = session.get_one(Slip, op.slip_id)
        content = settle(slip.content, conflict.row_id, conflict.field, conflict.proposed)
        change_as_version(session, slip, content, op, entry)
    conflict.decided_seq, conflict.decision = entry.seq, decision
    _touch(session, op.slip_id, entry.seq)


def _decision(row: RowPatch) -> str:
    decision = _said(row, "decision")
    if not decision:
        raise Objection("bad_value")
    return str(decision)


def _said(row: RowPatch, name: str) -> object:
    return row.fields.get(name, [None, None])[1]


def _touch(session: Session, slip_id: str, seq: int) -> None:
    """Phones hear of a decision even if no field changed."""
    slip = session.get(Slip, slip_id)
    if slip is not None:
        slip.seq = seq
