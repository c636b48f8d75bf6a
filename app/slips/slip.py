"""The slip: what an op does to it. Called by the ledger, for a new op and at every replay alike."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from app.db import column_table
from app.people.device import is_desk
from app.slips import evidence, hours, pins
from app.slips.conflicts import Clash, Content, empty, merge
from app.slips.evidence import EXTENT, part_of
from app.slips.op import Op, content_hash
from app.slips.tables import Conflict, Entry, NumberRange, Slip, SlipPerson, Version, Work
from app.slips.upcast import content_as

AS_NEW_VERSION = ("submitted", "approved")  # what was handed in is never changed, only followed by a version


class Objection(Exception):
    """The op cannot be applied after all; `reason` is the one it is held with."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def apply(session: Session, op: Op, entry: Entry, current: Slip | None) -> list[Clash]:
    """Changes the slip as the op says and writes its projection. Raises Objection with nothing written."""
    slip = current or _new(session, op, entry)
    content, clashes = merge(slip.content, op, seq=entry.seq)
    DO.get(op.kind, _change)(session, slip, content, op, entry)
    if current is None:
        session.connection().execute(_BEGIN, {name: getattr(slip, name) for name in _COLUMNS})
    keep_clashes(session, slip, op, entry, clashes)
    return clashes


def keep(session: Session, slip: Slip, content: Content, seq: int) -> None:
    """Writes the content and everything that is read out of it."""
    fields = content["fields"]
    if slip.job_id != fields.get("job"):
        pins.note_job(session, fields.get("job"))
    slip.content, slip.seq, slip.rev = content, seq, slip.rev + 1
    slip.content_hash = content_hash(slip.id, content)
    slip.date, slip.kind, slip.title = fields.get("date"), fields.get("kind"), fields.get("title") or ""
    slip.job_id, slip.site_id, slip.crew_id = fields.get("job"), fields.get("site"), fields.get("crew")
    slip.company_id, slip.lead = fields.get("company"), fields.get("lead")
    slip.photos = len(live_rows(content, "photo"))
    _count_hours(session, slip, content)
    _note_people(session, slip, content)
    evidence.remember(session, slip.id, content)
    pins.remember(session, slip.id, content)


def live_rows(content: Content, table: str) -> dict[str, dict[str, Any]]:
    """Row id -> row, oldest id first."""
    rows = sorted(content["rows"].items())
    return {row_id: row for row_id, row in rows if row["table"] == table and not row.get("dropped")}


def keep_version(session: Session, slip: Slip, op: Op, entry: Entry) -> None:
    """Puts down what the slip says now as its current version."""
    session.add(
        Version(
            slip_id=slip.id, version=slip.version, seq=entry.seq, at=entry.received_at, by=op.author,
            reason=str(op.new("reason") or ""), content_hash=slip.content_hash, content=slip.content,
        )
    )  # fmt: skip


def change_as_version(session: Session, slip: Slip, content: Content, op: Op, entry: Entry) -> None:
    """A change by the office: after hand-in it is a version of its own."""
    versioned = slip.state in AS_NEW_VERSION
    slip.version += versioned
    keep(session, slip, content, entry.seq)
    if versioned:
        keep_version(session, slip, op, entry)


def keep_clashes(session: Session, slip: Slip, op: Op, entry: Entry, clashes: list[Clash]) -> None:
    for clash in clashes:
        session.merge(
            Conflict(
                id=clash.id(op.op_id), seq=entry.seq, slip_id=slip.id, op_id=op.op_id, author=op.author,
                row_id=clash.row_id, field=clash.field, current=clash.current, proposed=clash.proposed,
            )
        )  # fmt: skip


def hand_in(session: Session, slip: Slip, content: Content, op: Op, entry: Entry, *, signed: bool = True) -> None:
    """Submitted: numbered, versioned, and only if it says what was signed (`signed`)."""
    signature = _signature(op, content)
    saw = _signed_over(op, content) if signed else set()
    if saw and saw != {content_hash(slip.id, content_as(op.made_with, content))}:
        raise Objection("changed_since_signing")
    slip.version += slip.submitted_at is not None
    slip.state, slip.handed_in_at, slip.outcome = "submitted", entry.received_at, signature.get("outcome")
    slip.submitted_at = slip.submitted_at or entry.received_at
    keep(session, slip, content, entry.seq)
    slip.number = slip.number or _next_number(session, slip.date or entry.received_at)
    keep_version(session, slip, op, entry)


def _new(session: Session, op: Op, entry: Entry) -> Slip:
    planned = is_desk(session, op.device)  # a role may change, a desk stays a desk
    return Slip(id=op.slip_id, state="draft", author=op.author, seq=entry.seq, planned=int(planned), content=empty())


def _change(session: Session, slip: Slip, content: Content, op: Op, entry: Entry) -> None:
    keep(session, slip, content, entry.seq)


def _signature(op: Op, content: Content) -> dict[str, Any]:
    """What the hand-in says about the extent of the work: it decides how the office reads the slip."""
    row_id = next(row_id for row_id, row in op.rows.items() if part_of(row) == EXTENT)
    return content["rows"][row_id]["fields"]  # type: ignore[no-any-return]


def _signed_over(op: Op, content: Content) -> set[str | None]:
    """The hashes of what was signed now: for the work, an acceptance, by the crew. At first an own signature said none
    (pen.py asks for it now), and what is in the ledger replays as it was."""
    rows = [content["rows"][row_id]["fields"] for row_id, row in op.rows.items() if row.table == "signature"]
    signed = [row for row in rows if row.get("outcome") == "signed"]
    return {row.get("content_hash") for row in signed if row.get("content_hash") or row.get("part") != "own"}


def _withdraw(session: Session, slip: Slip, content: Content, op: Op, entry: Entry) -> None:
    slip.state = "draft"
    keep(session, slip, content, entry.seq)


def _send_back(session: Session, slip: Slip, content: Content, op: Op, entry: Entry) -> None:
    slip.state, slip.returns = "returned", slip.returns + 1
    keep(session, slip, content, entry.seq)


def _approve(session: Session, slip: Slip, content: Content, op: Op, entry: Entry) -> None:
    slip.state, slip.approved_at, slip.approved_by = "approved", entry.received_at, op.author
    keep(session, slip, content, entry.seq)


def _void(session: Session, slip: Slip, content: Content, op: Op, entry: Entry) -> None:
    slip.state = "void"
    keep(session, slip, content, entry.seq)


DO: dict[str, Callable[[Session, Slip, Content, Op, Entry], None]] = {
    "submit": hand_in,
    "withdraw": _withdraw,
    "return": _send_back,
    "approve": _approve,
    "void": _void,
    "correct": change_as_version,
}


# Core, not the ORM, for what every op of every phone writes (docs/performance.md).
_WORK, _ON = column_table(Work), column_table(SlipPerson)
_BEGIN, _COLUMNS = insert(column_table(Slip)), tuple(column_table(Slip).columns.keys())
_FORGET_WORK = delete(_WORK).where(_WORK.c.slip_id == bindparam("slip"))
_KEEP_WORK = insert(_WORK)
_NOTED = select(_ON.c.person_id, _ON.c.active).where(_ON.c.slip_id == bindparam("slip"))
_NOTE = insert(_ON)
_NOTE_AGAIN = (
    update(_ON)
    .where(_ON.c.slip_id == bindparam("slip"), _ON.c.person_id == bindparam("person"))
    .values(active=bindparam("on"))
)


def _next_number(session: Session, date: str) -> str:
    """`2026-0412`: gap-free within the year of the slip's day, given under the write lock."""
    year = int(date[:4])
    range_ = session.get(NumberRange, year)
    if range_ is None:
        range_ = NumberRange(year=year)
        session.add(range_)
    range_.last += 1
    return f"{year}-{range_.last:04d}"


def _count_hours(session: Session, slip: Slip, content: Content) -> None:
    counted = [] if slip.state == "void" else _entries(slip, content)
    slip.minutes = sum(entry["minutes"] for entry in counted)
    slip.plan_minutes = sum(entry["plan_minutes"] for entry in counted)
    if slip.rev > 1:
        session.connection().execute(_FORGET_WORK, {"slip": slip.id})
    if counted:
        session.connection().execute(_KEEP_WORK, counted)


def _entries(slip: Slip, content: Content) -> list[dict[str, Any]]:
    breaks = [row["fields"] for row in live_rows(content, "break").values()]
    rows = live_rows(content, "time")
    return [_entry(slip, row_id, row["fields"], breaks) for row_id, row in rows.items() if row["fields"].get("person")]


def _entry(slip: Slip, row_id: str, time: dict[str, Any], breaks: list[dict[str, Any]]) -> dict[str, Any]:
    own = [pause for pause in breaks if pause.get("time") == row_id]
    return {
        "slip_id": slip.id, "row_id": row_id, "person_id": time["person"], "name": time.get("name") or "",
        "date": slip.date or (time.get("start") or "0000-00-00")[:10],
        "start": time.get("start"), "end": time.get("end"),
        "minutes": hours.net_minutes(time, own), "break_minutes": hours.break_minutes(own),
        "plan_minutes": hours.net_minutes(_as_planned(time), [_as_planned(pause) for pause in own]),
        "activity": time.get("activity") or "work", "billable": 1 if time.get("billable") is None else time["billable"],
    }  # fmt: skip


def _as_planned(fields: dict[str, Any]) -> dict[str, Any]:
    return {"start": fields.get("plan_start"), "end": fields.get("plan_end")}


def _note_people(session: Session, slip: Slip, content: Content) -> None:
    """Who is on the slip now; who was, stays noted as gone."""
    now = {row["fields"].get("person") for row in live_rows(content, "time").values()}
    now |= {slip.lead, None if slip.planned else slip.author}
    now.discard(None)
    connection = session.connection()
    noted = dict(connection.execute(_NOTED, {"slip": slip.id}).all()) if slip.rev > 1 else {}
    new = [{"slip_id": slip.id, "person_id": one, "active": True} for one in sorted(now - noted.keys())]
    if new:
        connection.execute(_NOTE, new)
    changed = [{"slip": slip.id, "person": one, "on": one in now} for one, on in noted.items() if on != (one in now)]
    if changed:
        connection.execute(_NOTE_AGAIN, changed)
