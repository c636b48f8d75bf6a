"""The catalog a phone carries: as much as its person needs to fill a slip without signal, and no more."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock, pages
from app.people.person import CrewPerson, Person, crews, people
from app.sites import checklists, documents, terms
from app.sites.catalog import plain_items
from app.sites.documents import SiteDocument
from app.sites.places import Client, Job, Site, client_kind, clients, companies, jobs, sites
from app.sites.workdays import Place, holidays_at
from app.slips import pins
from app.slips.tables import Head

USUAL = {"start": "07:00", "end": "15:45", "breaks": [["09:00", "09:15"], ["12:00", "12:30"]]}
ADULT = 18


def owner(person: Person) -> dict[str, str]:
    """What a phone is told of whom it belongs to: all of a catalog that is not the same for everybody."""
    return {"id": person.id, "name": person.name, "role": person.role, "language": person.language}


def lists(session: Session, zone: str, days: int) -> dict[str, Any]:
    """Everything of the firm's lists, with nothing about people but their names and what they work as. A phone carries
    finished slips of so many `days`."""
    return {
        "server": session.get_one(Head, 1).server,
        "zone": zone,
        **_people(session, zone),
        **_places(session, clock.today(zone).year),
        "closed_jobs": [
            {"id": job.id, "client_sees": job.client_sees} for job in pins.closed_jobs(session, clock.today(zone), days)
        ],
        **_items(session),
        "checklists": _checklists(session, zone, days),
        "limits": terms.limits(session),
        "rates": terms.rates(session),
        "expenses": terms.expenses(session),
        "usual": USUAL,
    }


def is_minor(person: Person, day: str) -> bool:
    """Whether somebody is under age on this day."""
    born = person.birth_date
    return bool(born) and day < f"{int(str(born)[:4]) + ADULT}{str(born)[4:]}"


def _people(session: Session, zone: str) -> dict[str, Any]:
    members: dict[str, list[str]] = {}
    today = clock.today(zone).isoformat()
    for crew_id, person_id in session.execute(select(CrewPerson.crew_id, CrewPerson.person_id)).all():
        members.setdefault(crew_id, []).append(person_id)
    return {
        "people": [
            {"id": one.id, "name": one.name, "job_title": one.job_title, "minor": int(is_minor(one, today))}
            for one in people(session)
            if one.role in ("worker", "lead")
        ],
        "office": [{"id": one.id, "name": one.name} for one in people(session) if one.reviews],
        "crews": [
            {"id": crew.id, "name": crew.name, "lead": crew.lead, "people": sorted(members.get(crew.id, []))}
            for crew in crews(session)
        ],
    }


def _places(session: Session, year: int) -> dict[str, Any]:
    of_client, there = {client.id: client for client in clients(session)}, sites(session)
    lying = documents.by_site(session)
    distinct = sorted({_place(site) for site in there})
    return {
        "companies": [{"id": one.id, "name": one.name, "text": one.text} for one in companies(session)],
        "sites": [
            _site(site, of_client, distinct.index(_place(site))) | _documents(lying.get(site.id)) for site in there
        ],
        "holidays": [_holidays(Place(*place), year) for place in distinct],
        "jobs": [_job(job, of_client) for job in jobs(session)],
    }


def _site(site: Site, of_client: dict[str, Client], holidays: int) -> dict[str, Any]:
    return {
        "id": site.id, "name": site.name, "text": site.text, "client": site.client_id,
        "client_text": _client_text(of_client.get(site.client_id or "")), "contact": site.contact,
        "contact_phone": site.contact_phone, "hazard": site.hazard, "access": site.access, "state": site.state,
        "municipality": site.municipality, "quarter": site.quarter, "km": site.km, "minutes": site.minutes,
        "holidays": holidays,
    }  # fmt: skip


def _documents(lying: list[SiteDocument] | None) -> dict[str, Any]:
    """Most sites have none: then nothing is said."""
    told = [{"name": one.name, "sha256": one.sha256, "size": one.size, "type": one.type} for one in lying or ()]
    return {"documents": told} if told else {}


def _job(job: Job, of_client: dict[str, Client]) -> dict[str, Any]:
    return {
        "id": job.id, "number": job.number, "title": job.title, "kind": job.kind, "site": job.site_id,
        "client": job.client_id, "company": job.company_id, "task": job.task, "plan_minutes": job.plan_minutes,
        "agreed_with": job.agreed_with, "agreed_on": job.agreed_on or "", "agreed_ref": job.agreed_ref,
        "hot_work": int(job.hot_work), "client_kind": client_kind(of_client.get(job.client_id or "")),
        "position_mask": job.position_mask, "checklists": job.checklists, "client_sees": job.client_sees,
    }  # fmt: skip


def _place(site: Site) -> tuple[str, str, str]:
    return site.state, site.municipality, site.quarter


def _holidays(place: Place, year: int) -> dict[str, str]:
    return {day.isoformat(): name for day, name in holidays_at(place, year, year + 1).items()}


def _checklists(session: Session, zone: str, days: int) -> list[dict[str, Any]]:
    """Those in use, and the versions slips on phones were filled with."""
    in_use = checklists.newest(session)
    carried = {(one.id, one.version) for one in in_use}
    earlier = checklists.pinned(session, pins.on_phones(session, clock.today(zone), days) - carried)
    return [{**one.content, "newest": int((one.id, one.version) in carried)} for one in (*in_use, *earlier)]


def _items(session: Session) -> dict[str, Any]:
    return {
        "materials": [
            {"id": one.id, "number": one.number, "text": one.text, "unit": one.unit,
             "favourite": _flag(one.more, "favourite")}
            for one in plain_items(session, "material")
        ],
        "equipment": [{"id": one.id, "text": one.text} for one in plain_items(session, "equipment")],
        "vehicles": [{"id": one.id, "text": one.text} for one in plain_items(session, "vehicle")],
        "allowances": [{"id": one.id, "text": one.text, "unit": one.unit} for one in plain_items(session, "allowance")],
        "phrases": [
            {"id": one.id, "kinds": one.more.get("kinds", []), "en": one.text, **_translated(one.more), "de": one.text}
            for one in plain_items(session, "phrase")
        ],
    }  # fmt: skip


def _translated(more: dict[str, Any]) -> dict[str, str]:
    """A phrase in the languages it was put into; what goes into the slip is the German."""
    return {lang: more[lang] for lang in pages.CREW_LANGUAGES if more.get(lang)}


def _client_text(client: Any) -> str:
    return "\n".join(filter(None, [client.name, client.text])) if client else ""


def _flag(more: dict[str, Any], name: str) -> int:
    return int(bool(more.get(name)))
