"""What the office knows besides a slip when it looks it over: more than any phone, and therefore all of it."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.people.person import Person
from app.sites import checklists, terms
from app.sites.places import Job, Site
from app.sites.workdays import Place, holidays_at
from app.slips import pins
from app.slips.carry import is_minor
from app.slips.findings import Around
from app.slips.tables import Slip, Work

_PAID = ("person", "kind", "allowance", "text")  # who for what, as rules asks for it
_REACH = timedelta(days=63)  # before and after: rest for a holiday worked is due within eight weeks


def around_of(session: Session, slip: Slip, zone: str) -> Around:
    """For `rules.check`, of a slip as it was handed in, or as it is now."""
    people = {str(fields["person"]) for fields in _fields_of(slip, "time") if fields.get("person")}
    job = session.get(Job, slip.job_id) if slip.job_id else None
    moment = clock.read(slip.handed_in_at) if slip.handed_in_at else clock.now()
    return {
        "limits": terms.limits(session),
        "people": _minors(session, people, slip.date),
        "days": _elsewhere(session, slip, people),
        "complete": 1,
        "paid": _paid(session, slip, people),
        "now": moment.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes"),
        "holidays": _holidays(session, slip),
        "templates": {f"{one.id}@{one.version}": one.content for one in _templates(session, slip)},
        "position_mask": job.position_mask or None if job else None,
    }


def _minors(session: Session, people: set[str], day: str | None) -> dict[str, dict[str, int]]:
    there = session.scalars(select(Person).where(Person.id.in_(people)))
    return {one.id: {"minor": 1} for one in there if day and is_minor(one, day)}


def _elsewhere(session: Session, slip: Slip, people: set[str]) -> list[dict[str, str | int]]:
    """The hours of these people on all other slips around this day."""
    if not slip.date:
        return []
    on = date.fromisoformat(slip.date)
    near = Work.date.between((on - _REACH).isoformat(), (on + _REACH).isoformat())
    query = select(Work).where(Work.person_id.in_(people), near, Work.slip_id != slip.id)
    return [
        {"slip": one.slip_id, "person": one.person_id, "date": one.date, "start": one.start, "end": one.end,
         "minutes": one.minutes}
        for one in session.scalars(query.order_by(Work.date, Work.slip_id, Work.row_id))
        if one.start and one.end
    ]  # fmt: skip


def _paid(session: Session, slip: Slip, people: set[str]) -> list[dict[str, Any]]:
    """What the others of the day pay these people for being away."""
    there = select(Work.slip_id).where(Work.person_id.in_(people), Work.date == slip.date, Work.slip_id != slip.id)
    others = session.scalars(select(Slip).where(Slip.id.in_(there)).order_by(Slip.id))
    return [
        {"slip": other.id, "date": other.date, **{name: fields.get(name) for name in _PAID}}
        for other in others
        for fields in _fields_of(other, "allowance")
        if fields.get("amount_cents") is not None
    ]


def _holidays(session: Session, slip: Slip) -> dict[str, str]:
    site = session.get(Site, slip.site_id) if slip.site_id else None
    if site is None or not slip.date:
        return {}
    year = int(slip.date[:4])
    found = holidays_at(Place(site.state, site.municipality, site.quarter), year - 1, year + 1)
    return {day.isoformat(): name for day, name in found.items()}


def _templates(session: Session, slip: Slip) -> list[checklists.ChecklistVersion]:
    return checklists.pinned(session, pins.pins_of(slip.content))


def _fields_of(slip: Slip, table: str) -> list[dict[str, Any]]:
    """Of the rows that are still there, oldest first."""
    rows = sorted(slip.content["rows"].items())
    return [row["fields"] for _, row in rows if row["table"] == table and not row.get("dropped")]
