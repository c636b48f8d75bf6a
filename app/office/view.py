"""Everything the page of one slip shows, read in one go."""

from collections.abc import Mapping, Sequence
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
from app.slips import evidence, queries
from app.slips.conflicts import DROPPED, Content
from app.slips.held import hindrance
from app.slips.history import Step, history
from app.slips.op import KINDS
from app.slips.tables import Conflict, Held, Slip, Version


@dataclass(frozen=True)
class Dispute:
    """Two values for one field, in words."""

    id: str
    where: str
    field: str
    current: str
    proposed: str
    who: str
    replaceable: bool


@dataclass(frozen=True)
class Waiting:
    """An op that was stored and not applied, in words; in its own `text` where it cannot be told. `next`: of several
    with one identity the one that is decided first."""

    op_id: str
    slip_id: str
    who: str
    what: str
    reason: str
    at: str
    obstacle: str | None
    changes: list[Changed] = field(default_factory=list)
    text: str = ""
    next: bool = True

    @property
    def appliable(self) -> bool:
        return self.obstacle in (None, evidence.WITHOUT_BYTES)


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
    return View(
        slip=slip,
        sheet=sheet_of(session, slip.id, slip.content, names),
        labels=labels,
        steps=steps,
        disputes=[_dispute(labels, slip.content, conflict) for conflict in queries.open_conflicts(session, slip.id)],
        waiting=waiting(session, labels, slip, queries.open_held(session, slip.id), steps),
        versions=queries.versions(session, slip.id),
    )


def sheet_of(session: Session, slip_id: str, content: Content, names: dict[str, str]) -> Sheet:
    return Sheet(content, names, *pictures(session, {slip_id: content}))


def pictures(session: Session, contents: Mapping[str, Content]) -> tuple[frozenset[str], frozenset[str]]:
    """Which of the pictures these slips name have arrived, and which were lost on a phone."""
    named = digests(contents.values())
    here = evidence.here(session, named)
    return frozenset(here), frozenset(evidence.lost(session, contents) if named - here else ())


def names_of(session: Session) -> dict[str, str]:
    """What people call the things of the directory, by id."""
    named = {person_id: name for person_id, name in session.execute(select(Person.id, Person.name)).all()}
    for table in (Crew, Company, Client, Site):
        named |= dict(session.execute(select(table.id, table.name)).all())
    jobs = session.execute(select(Job.id, Job.number, Job.title)).all()
    return named | {job_id: f"{number} {title}" for job_id, number, title in jobs}


def waiting(
    session: Session, labels: Labels, slip: Slip | None, helds: Sequence[Held], steps: Sequence[Step]
) -> list[Waiting]:
    by_seq, seen, found = {step.seq: step for step in steps}, set(), []
    for held in helds:
        found.append(_waiting(labels, held, by_seq[held.seq], hindrance(session, slip, held), held.op_id not in seen))
        seen.add(held.op_id)
    return found


def _waiting(labels: Labels, held: Held, step: Step, hindered: str | None, next_: bool) -> Waiting:
    lang = labels.reader.lang
    return Waiting(
        op_id=held.op_id,
        slip_id=held.slip_id,
        who=labels.names.get(held.author) or t(lang, "office.did.somebody"),
        what=t(lang, f"office.kind.{held.kind}") if held.kind in KINDS else held.kind,
        reason=t(lang, f"held.{held.reason}"),
        at=step.at,
        obstacle=hindered,
        changes=labels.changes(step.op) if step.op else [],
        text="" if step.op else step.text,
        next=next_,
    )


def _dispute(labels: Labels, content: Content, conflict: Conflict) -> Dispute:
    row = content["rows"].get(conflict.row_id) if conflict.row_id else None
    table = row["table"] if row else None
    dropping = conflict.field == DROPPED
    return Dispute(
        id=conflict.id,
        where=labels.row(row["table"], _present(row)) if row else "",
        field=t(labels.reader.lang, "office.conflict.dropped") if dropping else labels.field(table, conflict.field),
        current=labels.value(conflict.field, _in_force(content, conflict)),
        proposed=labels.value(conflict.field, conflict.proposed),
        who=labels.names.get(conflict.author, ""),
        replaceable=conflict.field != "table",
    )


def _in_force(content: Content, conflict: Conflict) -> Any:
    """The value that holds now: it may be another one than when the two met."""
    part = content["rows"].get(conflict.row_id, {}) if conflict.row_id else content
    if conflict.field in (DROPPED, "table"):
        return part.get(conflict.field, 0)
    return None if part.get(DROPPED) else {**part["extra"], **part["fields"]}.get(conflict.field)


def _present(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row["fields"].items() if value is not None}


def _row_names(content: Content) -> dict[str, str]:
    """Time rows by the name of their person: a break says whose it is."""
    rows = content["rows"].items()
    return {row_id: row["fields"].get("name") or "" for row_id, row in rows if row["table"] == "time"}
