"""The catalog a phone carries: as much as its person needs to fill a slip without signal, and no more."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.people.person import CrewPerson, Person, crews, people
from app.sites.catalog import items
from app.sites.places import clients, companies, jobs, sites
from app.slips.tables import Head

USUAL = {"start": "07:00", "end": "15:45", "breaks": [["09:00", "09:15"], ["12:00", "12:30"]]}
ADULT = 18


def catalog_for(session: Session, person: Person, zone: str = "Europe/Berlin") -> dict[str, Any]:
    """Everything of the firm's lists, with nothing about people but their names and what they work as."""
    return {
        "server": session.get_one(Head, 1).server,
        "person": {"id": person.id, "name": person.name, "role": person.role, "language": person.language},
        "zone": zone,
        **_people(session, zone),
        **_places(session),
        **_lists(session),
        "usual": USUAL,
    }


def _people(session: Session, zone: str) -> dict[str, Any]:
    members: dict[str, list[str]] = {}
    for crew_id, person_id in session.execute(select(CrewPerson.crew_id, CrewPerson.person_id)).all():
        members.setdefault(crew_id, []).append(person_id)
    return {
        "people": [
            {"id": one.id, "name": one.name, "job_title": one.job_title, "minor": _minor(one, zone)}
            for one in people(session)
            if one.role in ("worker", "lead")
        ],
        "office": [{"id": one.id, "name": one.name} for one in people(session) if one.reviews],
        "crews": [
            {"id": crew.id, "name": crew.name, "lead": crew.lead, "people": sorted(members.get(crew.id, []))}
            for crew in crews(session)
        ],
    }


def _places(session: Session) -> dict[str, Any]:
    of_client = {client.id: client for client in clients(session)}
    return {
        "companies": [{"id": one.id, "name": one.name, "text": one.text} for one in companies(session)],
        "sites": [
            {
                "id": site.id, "name": site.name, "text": site.text, "client": site.client_id,
                "client_text": _client_text(of_client.get(site.client_id or "")), "contact": site.contact,
                "contact_phone": site.contact_phone, "hazard": site.hazard, "access": site.access, "state": site.state,
            }
            for site in sites(session)
        ],
        "jobs": [
            {
                "id": job.id, "number": job.number, "title": job.title, "kind": job.kind, "site": job.site_id,
                "client": job.client_id, "company": job.company_id, "task": job.task, "plan_minutes": job.plan_minutes,
            }
            for job in jobs(session)
        ],
    }  # fmt: skip


def _lists(session: Session) -> dict[str, Any]:
    return {
        "materials": [
            {"id": one.id, "number": one.number, "text": one.text, "unit": one.unit,
             "favourite": _flag(one.more, "favourite")}
            for one in items(session, "material")
        ],
        "equipment": [{"id": one.id, "text": one.text} for one in items(session, "equipment")],
        "vehicles": [{"id": one.id, "text": one.text} for one in items(session, "vehicle")],
        "allowances": [{"id": one.id, "text": one.text, "unit": one.unit} for one in items(session, "allowance")],
        "phrases": [
            {"id": one.id, "kinds": one.more.get("kinds", []), "de": one.text, "en": one.more.get("en", one.text)}
            for one in items(session, "phrase")
        ],
        "checklists": [
            {"id": one.id, "version": one.more["version"], "title": one.text, "items": one.more["items"]}
            for one in items(session, "checklist")
        ],
    }  # fmt: skip


def _client_text(client: Any) -> str:
    return "\n".join(filter(None, [client.name, client.text])) if client else ""


def _flag(more: dict[str, Any], name: str) -> int:
    return int(bool(more.get(name)))


def _minor(person: Person, zone: str) -> int:
    if not person.birth_date:
        return 0
    today, born = clock.today(zone), person.birth_date
    grown_up = f"{int(born[:4]) + ADULT}{born[4:]}"
    return int(today.isoformat() < grown_up)
