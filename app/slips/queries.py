"""Every select over slips starts here, at `visible_to(person)`: the only place that decides who sees what."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from app import clock
from app.people.person import Person
from app.sites import documents
from app.slips.tables import Attachment, Conflict, Entry, Head, Held, Slip, SlipPerson, Version

Change = dict[str, Any]


def visible_to(person: Person) -> Select[Slip]:
    """The slips a person may see: the office all of them, everybody else those they are on."""
    if person.reviews:
        return select(Slip)
    return select(Slip).where(_on(person.id, active=True))


def slip_for(session: Session, person: Person, slip_id: str) -> Slip | None:
    return session.scalar(visible_to(person).where(Slip.id == slip_id))


def names_bytes(session: Session, person: Person, sha256: str) -> bool:
    """Whether a slip the person may see names these bytes, or they lie at a site."""
    if documents.is_carried(session, sha256):
        return True
    named = exists().where(Attachment.slip_id == Slip.id, Attachment.sha256 == sha256)
    return session.scalar(visible_to(person).where(named).limit(1)) is not None


def head(session: Session) -> Head:
    return session.get_one(Head, 1, populate_existing=True)  # the ledger moves it on without the ORM


def chain_at(session: Session, seq: int) -> str | None:
    """The chain value of an entry, None where the ledger has no such entry."""
    return session.scalar(select(Entry.chain).where(Entry.seq == seq))


def changed_since(session: Session, person: Person, cursor: int, limit: int, *, days: int) -> list[Change]:
    """What a phone has to hear, in the order of `seq`; at first nothing finished longer than `days` ago."""
    query = select(Slip, SlipPerson.active).join(SlipPerson, SlipPerson.slip_id == Slip.id)
    query = query.where(SlipPerson.person_id == person.id, Slip.seq > cursor).order_by(Slip.seq).limit(limit)
    if cursor == 0:
        query = query.where(SlipPerson.active, _recent(person, days))
    rows = session.execute(query).all()
    told = _tell(session, [slip for slip, active in rows if active])
    return [told[slip.id] if active else {"slip_id": slip.id, "seq": slip.seq, "gone": True} for slip, active in rows]


def all_for_phone(session: Session, person: Person, *, days: int) -> list[Change]:
    """The snapshot of a reset."""
    query = select(Slip).where(_on(person.id, active=True), _recent(person, days)).order_by(Slip.seq)
    slips = list(session.scalars(query))
    told = _tell(session, slips)
    return [told[slip.id] for slip in slips]


def known_ops(session: Session, person: Person) -> list[str]:
    """Every op of this person the ledger has."""
    return list(session.scalars(select(Entry.op_id).where(Entry.author == person.id).order_by(Entry.seq)))


def change_of(session: Session, slip: Slip) -> Change:
    """A slip as the wire tells it."""
    return _tell(session, [slip])[slip.id]


def versions(session: Session, slip_id: str) -> list[Version]:
    return list(session.scalars(select(Version).where(Version.slip_id == slip_id).order_by(Version.version)))


def open_held(session: Session, slip_id: str) -> list[Held]:
    query = select(Held).where(Held.slip_id == slip_id, Held.decided_seq.is_(None)).order_by(Held.seq)
    return list(session.scalars(query))


def open_conflicts(session: Session, slip_id: str) -> list[Conflict]:
    query = select(Conflict).where(Conflict.slip_id == slip_id, Conflict.decided_seq.is_(None))
    return list(session.scalars(query.order_by(Conflict.seq, Conflict.id)))


def orphans(session: Session) -> list[Held]:
    """Held ops of slips that do not exist: nobody would see them on a slip's page."""
    there = exists().where(Slip.id == Held.slip_id)
    return list(session.scalars(select(Held).where(Held.decided_seq.is_(None), ~there).order_by(Held.seq)))


def needs_decision() -> Any:
    """Condition on Slip: it has a held op or a conflict nobody decided yet."""
    held = exists().where(Held.slip_id == Slip.id, Held.decided_seq.is_(None))
    conflict = exists().where(Conflict.slip_id == Slip.id, Conflict.decided_seq.is_(None))
    return or_(held, conflict)


def trays(session: Session, person: Person, today: str) -> dict[str, int]:
    """How many slips lie in each tray of the inbox."""
    return {name: _count(session, visible_to(person).where(tray(name, today))) for name in TRAYS}


TRAYS = ("review", "returned", "missing", "decide")


def tray(name: str, today: str) -> Any:
    """Condition on Slip: it lies in this tray. `missing`: planned, its day is over, and not handed in."""
    if name == "decide":
        return needs_decision()
    if name == "missing":
        return and_(Slip.state == "draft", Slip.planned == 1, Slip.date < today)
    return Slip.state == {"review": "submitted", "returned": "returned"}[name]


def _on(person_id: str, *, active: bool) -> Any:
    return exists().where(SlipPerson.slip_id == Slip.id, SlipPerson.person_id == person_id, SlipPerson.active == active)


def _recent(person: Person, days: int) -> Any:
    since = (clock.now() - timedelta(days=days)).date().isoformat()
    return or_(Slip.state.in_(("draft", "submitted", "returned")), Slip.date >= since)


def _count(session: Session, query: Select[Slip]) -> int:
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _tell(session: Session, slips: list[Slip]) -> dict[str, Change]:
    told = {slip.id: _change(slip) for slip in slips}
    ids = list(told)
    for held in session.scalars(
        select(Held).where(Held.slip_id.in_(ids), Held.decided_seq.is_(None)).order_by(Held.seq)
    ):
        told[held.slip_id]["held"].append(_fields(held, "op_id", "author", "kind", "reason", "seq"))
    conflicts = select(Conflict).where(Conflict.slip_id.in_(ids), Conflict.decided_seq.is_(None))
    for conflict in session.scalars(conflicts.order_by(Conflict.seq, Conflict.id)):
        told[conflict.slip_id]["conflicts"].append(
            _fields(conflict, "id", "row_id", "field", "current", "proposed", "author")
        )
    for version in session.scalars(select(Version).where(Version.slip_id.in_(ids), Version.reason != "")):
        told[version.slip_id]["corrections"].append(_fields(version, "version", "by", "at", "reason"))
    return told


def _change(slip: Slip) -> Change:
    change = _fields(slip, "seq", "rev", "state", "version", "number", "author", "planned", "content_hash")
    change |= _fields(slip, "submitted_at", "approved_at", "approved_by")
    change = {name: value for name, value in change.items() if value is not None}
    return {
        "slip_id": slip.id, **change,
        "fields": _present(slip.content["fields"]), "extra": _present(slip.content["extra"]),
        "rows": {row_id: _row(row) for row_id, row in slip.content["rows"].items() if not row.get("dropped")},
        "held": [], "conflicts": [], "corrections": [],
    }  # fmt: skip


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "fields": _present(row["fields"]), "extra": _present(row["extra"])}


def _present(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _fields(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
