"""What slips hold on to though the firm's lists have gone on: versions of checklists, and jobs that are closed."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app.sites import checklists
from app.sites.places import Job
from app.slips import mark
from app.slips.tables import Pin, Slip

_OPEN = ("draft", "submitted", "returned")
Key = tuple[str, int]


def pins_of(content: dict[str, Any]) -> set[Key]:
    """The versions the live checklists of a slip say they were filled with."""
    rows = [row["fields"] for row in content["rows"].values() if row["table"] == "checklist" and not row.get("dropped")]
    return {(one["template"], one["version"]) for one in rows if one.get("template") and one.get("version")}


def remember(session: Session, slip_id: str, content: dict[str, Any]) -> None:
    """Writes them down; they stay when a checklist is taken off. Phones hear of a version they would not have else."""
    said = {(key[:40], version) for key, version in pins_of(content)}
    if not said:
        return
    known = session.execute(select(Pin.checklist, Pin.version).where(Pin.slip_id == slip_id))
    for pin in sorted(said - {(key, version) for key, version in known}):
        session.add(Pin(slip_id=slip_id, checklist=pin[0], version=pin[1]))
        if not checklists.in_use(session, pin):
            mark.note_change(session)


def on_phones(session: Session, today: date, days: int) -> set[Key]:
    """The versions pinned by slips a phone may carry."""
    query = select(Pin.checklist, Pin.version).join(Slip, Slip.id == Pin.slip_id).where(_carried(today, days))
    return {(key, version) for key, version in session.execute(query.distinct())}


def note_job(session: Session, job_id: str | None) -> None:
    """Phones hear of a closed job when the first slip of theirs comes to have it."""
    job = session.get(Job, job_id) if job_id else None
    if job is not None and not job.active and job.client_sees is not None:
        mark.note_change(session)


def closed_jobs(session: Session, today: date, days: int) -> list[Job]:
    """Those of slips a phone may carry, where it was chosen what their clients see."""
    theirs = select(Slip.job_id).where(_carried(today, days))
    query = select(Job).where(~Job.active, Job.client_sees.is_not(None), Job.id.in_(theirs))
    return list(session.scalars(query.order_by(Job.number)))


def _carried(today: date, days: int) -> ColumnElement[bool]:
    """One that is not done, or of the last so many days."""
    since = (today - timedelta(days=days)).isoformat()
    return and_(or_(Slip.state.in_(_OPEN), Slip.date >= since), Slip.state != "void")
