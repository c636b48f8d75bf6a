"""Everything the page of one slip shows, read in one go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.office.labels import Changed, Labels
from app.office.reader import Reader
from app.office.sheet import Sheet, digests
from app.pages import t
from app.people.person import Crew, Person
from app.sites.places import Client, Company, Job, Site
from app.slips import queries
from app.slips.conflicts import DROPPED, Content
from app.slips.history import Step, history
from app.slips.tables import Blob, Conflict, Held, Slip, Version


@dataclass(frozen=True)
class Dispute:
    """Two values for one field, in words."""

    id: str
    where: str
    field: str
    current: str
    proposed: str
    who: str


@dataclass(frozen=True)
class Waiting:
    """An op that was stored and not applied, in words."""

    op_id: str
    slip_id: str
    who: str
    what: str
    reason: str
    at: str
    appliable: bool
    changes: list[Changed] = field(default_factory=list)


@dataclass(frozen=True)
class View:
    """One slip for one reader."""

    slip: Slip
    sheet: Sheet
    labels: Labels
    steps: Sequence[Step]
    disputes: Sequence[Dispute]
    waiting: Sequence[Waiting]
    versions: Sequence[Version]


def view_of(session: Session, reader: Reader, slip: Slip) -> View:
    names = names_of(session)
    labels = Labels(reader, names | _row_names(slip.content))
    steps = history(session, slip.id)
    by_op = {step.op.op_id: step for step in steps if step.op}
    return View(
        slip=slip,
        sheet=sheet_of(session, slip.content, names),
        labels=labels,
        steps=steps,
        disputes=[_dispute(labels, slip.content, conflict) for conflict in queries.open_conflicts(session, slip.id)],
        waiting=[waiting(labels, held, by_op.get(held.op_id)) for held in queries.open_held(session, slip.id)],
        versions=queries.versions(session, slip.id),
    )


def sheet_of(session: Session, content: Content, names: dict[str, str]) -> Sheet:
    return Sheet(content, names, here(session, [content]))


def here(session: Session, contents: Iterable[Content]) -> frozenset[str]:
    """Which of the pictures these slips name have arrived."""
    named = digests(contents)
    return frozenset(session.scalars(select(Blob.sha256).where(Blob.sha256.in_(named)))) if named else frozenset()


def names_of(session: Session) -> dict[str, str]:
    """What people call the things of the directory, by id."""
    named = {person_id: name for person_id, name in session.execute(select(Person.id, Person.name)).all()}
    for table in (Crew, Company, Client, Site):
        named |= dict(session.execute(select(table.id, table.name)).all())
    jobs = session.execute(select(Job.id, Job.number, Job.title)).all()
    return named | {job_id: f"{number} {title}" for job_id, number, title in jobs}


def waiting(labels: Labels, held: Held, step: Step | None) -> Waiting:
    lang = labels.reader.lang
    return Waiting(
        op_id=held.op_id,
        slip_id=held.slip_id,
        who=labels.names.get(held.author) or t(lang, "office.did.somebody"),
        what=t(lang, f"office.kind.{held.kind}") if held.kind in KINDS else held.kind,
        reason=t(lang, f"held.{held.reason}"),
        at=step.at if step else "",
        appliable=held.kind in APPLIABLE and held.reason not in UNREADABLE,
        changes=labels.changes(step.op) if step and step.op else [],
    )


APPLIABLE = ("edit", "add_row", "drop_row", "attach", "detach", "remark", "submit")
UNREADABLE = ("bad_shape", "bad_value", "unknown_schema", "unknown_kind", "slip_void")
KINDS = (*APPLIABLE, "create", "withdraw", "plan", "return", "approve", "correct", "void", "resolve")


def _dispute(labels: Labels, content: Content, conflict: Conflict) -> Dispute:
    row = content["rows"].get(conflict.row_id) if conflict.row_id else None
    table = row["table"] if row else None
    dropping = conflict.field == DROPPED
    name = "dropped" if dropping else conflict.field
    return Dispute(
        id=conflict.id,
        where=labels.row(row["table"], _present(row)) if row else "",
        field=t(labels.reader.lang, "office.conflict.dropped") if dropping else labels.field(table, name),
        current=labels.value(name, conflict.current),
        proposed=labels.value(name, conflict.proposed),
        who=labels.names.get(conflict.author, ""),
    )


def _present(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row["fields"].items() if value is not None}


def _row_names(content: Content) -> dict[str, str]:
    """Time rows by the name of their person: a break says whose it is."""
    rows = content["rows"].items()
    return {row_id: row["fields"].get("name") or "" for row_id, row in rows if row["table"] == "time"}
