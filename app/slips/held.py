"""What the office decides: ops that were held, and conflicts. A decision is an op too."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.slips import evidence
from app.slips import slip as slips
from app.slips.conflicts import merge, settle
from app.slips.op import Op, RowPatch, stored
from app.slips.slip import Objection, change_as_version
from app.slips.tables import Conflict, Entry, Held, Slip


def decide(session: Session, op: Op, entry: Entry) -> None:
    """Carries out the decisions of a `resolve`. Raises Objection with nothing written if one of them cannot be."""
    for row_id, row in op.rows.items():
        if row.table == "held":
            _decide_held(session, row_id, row, op, entry)
        elif row.table == "conflict":
            _decide_conflict(session, row_id, row, op, entry)
        else:
            raise Objection("bad_shape")


def _decide_held(session: Session, op_id: str, row: RowPatch, op: Op, entry: Entry) -> None:
    held = session.scalar(
        select(Held).where(Held.op_id == op_id, Held.slip_id == op.slip_id, Held.decided_seq.is_(None))
    )
    if held is None:
        raise Objection("bad_value")
    decision = _decision(row)
    if decision == "apply":
        _apply_held(session, held, op, entry)
    held.decided_seq, held.decision = entry.seq, decision
    _touch(session, op.slip_id, entry.seq)


def _apply_held(session: Session, held: Held, op: Op, entry: Entry) -> None:
    slip = session.get(Slip, op.slip_id)
    original = session.get_one(Entry, held.seq)
    if (
        slip is None
        or slip.state == "void"
        or held.reason in ("bad_shape", "bad_value", "unknown_schema", "unknown_kind")
    ):
        raise Objection("wrong_state")
    late = stored(original.op, original.hash)
    if late.kind == "submit":
        _hand_in_late(session, slip, late, entry)
    elif late.kind in ("edit", "add_row", "drop_row", "attach", "detach", "remark"):
        content, clashes = merge(slip.content, late, seq=entry.seq)
        change_as_version(session, slip, content, op, entry)
        slips.keep_clashes(session, slip, late, entry, clashes)
    else:
        raise Objection("wrong_state")


def _hand_in_late(session: Session, slip: Slip, late: Op, entry: Entry) -> None:
    """A hand-in that was held: the office takes it as it is; the signature row still says what was signed."""
    content, _ = merge(slip.content, late, seq=entry.seq)
    if slip.state not in ("draft", "returned") or evidence.missing_bytes(session, late, content):
        raise Objection("wrong_state")
    slips.hand_in(session, slip, content, late, entry, signed=False)


def _decide_conflict(session: Session, conflict_id: str, row: RowPatch, op: Op, entry: Entry) -> None:
    conflict = session.get(Conflict, conflict_id)
    if conflict is None or conflict.slip_id != op.slip_id or conflict.decided_seq is not None:
        raise Objection("bad_value")
    decision = _decision(row)
    if decision == "replaced":
        slip = session.get_one(Slip, op.slip_id)
        content = settle(slip.content, conflict.row_id, conflict.field, conflict.proposed)
        change_as_version(session, slip, content, op, entry)
    conflict.decided_seq, conflict.decision = entry.seq, decision
    _touch(session, op.slip_id, entry.seq)


def _decision(row: RowPatch) -> str:
    decision = row.fields.get("decision", [None, None])[1]
    if not decision:
        raise Objection("bad_value")
    return str(decision)


def _touch(session: Session, slip_id: str, seq: int) -> None:
    """Phones hear of a decision even if no field changed."""
    slip = session.get(Slip, slip_id)
    if slip is not None:
        slip.seq = seq
