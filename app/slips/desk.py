"""Ops made at a desk: the same ops as a phone's, made where the slip is."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock, ids
from app.errors import STATUS, Refusal
from app.people.device import desk_of
from app.people.person import Person
from app.slips import upcast
from app.slips.ledger import Result, Sender, append, lock
from app.slips.op import Value, op_hash
from app.slips.tables import Entry, Slip

NewRows = dict[str, dict[str, Any]]  # row id -> {"table", "fields": {field: new value}}


def act(
    session: Session,
    person: Person,
    kind: str,
    slip_id: str,
    *,
    patch: dict[str, Value] | None = None,
    rows: NewRows | None = None,
    seen: Mapping[str, Value] | None = None,
) -> Result:
    """Makes an op of somebody at a desk and appends it. Refused, with nothing kept, if the ledger would hold it.

    `seen`: what somebody was shown of fields the crew writes too; else what the slip says now is taken for seen.
    """
    lock(session)
    slip = session.get(Slip, slip_id, populate_existing=True)
    content = slip.content if slip else {"fields": {}, "extra": {}, "rows": {}}
    device = desk_of(session, person).id
    op: dict[str, Any] = {
        "op_id": ids.new(), "slip_id": slip_id, "author": person.id, "device": device, "kind": kind,
        "schema": upcast.newest(), "base_rev": slip.rev if slip else 0,
        "patch": _pairs(content, patch or {}, seen or {}),
        "rows": {row_id: _row(content, row_id, row) for row_id, row in (rows or {}).items()},
        "manifest": [], "client_time": clock.now().isoformat(timespec="seconds"), "offset_ms": 0,
    }  # fmt: skip
    op["n"] = _next_n(session, slip_id, device)
    op["hash"] = op_hash(op)
    result = append(session, op, Sender(person.id))
    if result["result"] not in ("applied", "merged"):
        reason = result.get("reason", "failed")
        raise Refusal(reason if reason in STATUS else "bad_value", reason=reason)
    return result


def _pairs(part: dict[str, Any], new: dict[str, Value], seen: Mapping[str, Value]) -> dict[str, list[Value]]:
    now = {**part["extra"], **part["fields"], **seen}
    return {name: [now.get(name), value] for name, value in new.items()}


def _row(content: dict[str, Any], row_id: str, row: dict[str, Any]) -> dict[str, Any]:
    there = content["rows"].get(row_id, {"fields": {}, "extra": {}})
    return {"table": row["table"], "fields": _pairs(there, row["fields"], {})}


def _next_n(session: Session, slip_id: str, device: str) -> int:
    last = session.scalar(select(func.max(Entry.n)).where(Entry.slip_id == slip_id, Entry.device == device))
    return (last or 0) + 1
