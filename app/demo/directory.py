"""Writes the demo firm's people, sites, jobs and lists, and knows them by the names the stories use."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app import clock
from app.demo import agreed, cast, jobs, lists, materials, phrases
from app.demo.spoken import spoken
from app.people.device import Device
from app.people.person import Crew, CrewPerson, Person
from app.people.signin import hash_password
from app.sites.catalog import Item
from app.sites.places import Client, Company, Job, Site
from app.sites.terms import save_term


@dataclass
class Directory:
    """Everybody and everything by key; jobs and materials by number, equipment by text."""

    people: dict[str, Person] = field(default_factory=dict)
    crews: dict[str, Crew] = field(default_factory=dict)
    phones: dict[str, Device] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)
    materials: dict[str, Item] = field(default_factory=dict)
    equipment: dict[str, Item] = field(default_factory=dict)
    allowances: dict[str, Item] = field(default_factory=dict)


def write_directory(session: Session, year: int) -> Directory:
    """`year` is the demo's own: whoever is under age in it, is so every year."""
    directory = Directory()
    _write_people(session, directory, year)
    session.flush()
    _write_crews(session, directory)
    _write_places(session, directory)
    _write_lists(session, directory)
    session.flush()
    return directory


def _write_people(session: Session, directory: Directory, year: int) -> None:
    password = hash_password(cast.PASSWORD)
    for number, player in enumerate(cast.PEOPLE, start=101):
        born = f"{year - 17}{player.born[4:]}" if player.minor else player.born
        person = Person(
            name=player.name, role=player.role, job_title=player.job_title, language=player.language,
            login=player.login, personnel_no=str(number), birth_date=born,
        )  # fmt: skip
        if player.login:
            person.password_hash = password
        session.add(person)
        directory.people[player.key] = person


def _write_crews(session: Session, directory: Directory) -> None:
    for gang in cast.CREWS:
        crew = Crew(name=gang.name, lead=directory.people[gang.lead].id)
        directory.crews[gang.key] = crew
        session.add(crew)
        session.flush()
        for key in (gang.lead, *gang.others):
            person = directory.people[key]
            phone = Device(
                person_id=person.id, kind="phone", label=f"Handy {person.first_name}", paired_at=clock.stamp()
            )
            directory.phones[key] = phone
            session.add_all([CrewPerson(crew_id=crew.id, person_id=person.id), phone])


def _write_places(session: Session, directory: Directory) -> None:
    companies = {
        key: Company(name=name, text=text, trades=trades) for key, (name, text, trades) in cast.COMPANIES.items()
    }
    clients = {
        key: Client(name=name, text=text, consumer=consumer) for key, (name, text, consumer) in cast.CLIENTS.items()
    }
    session.add_all([*companies.values(), *clients.values()])
    session.flush()
    for place in cast.SITES:
        site = Site(
            name=place.name, text=place.text, state=place.state, client_id=clients[place.client].id,
            contact=place.contact, contact_phone=place.phone, access=place.access, hazard=place.hazard,
            **agreed.way(place.km),
        )  # fmt: skip
        directory.sites[place.key] = site
        session.add(site)
    session.flush()
    for order in jobs.JOBS:
        site = directory.sites[order.site]
        directory.jobs[order.number] = Job(
            number=order.number, title=order.title, kind=order.kind, site_id=site.id, client_id=site.client_id,
            company_id=companies[order.company].id, task=order.task, plan_minutes=order.hours * 60,
            checklists=agreed.CHECKLISTS.get(order.number, []), hot_work=order.number in agreed.HOT_WORK,
            **agreed.BY_THE_HOUR.get(order.number, {}),
        )  # fmt: skip
    session.add_all(directory.jobs.values())


def _write_lists(session: Session, directory: Directory) -> None:
    for one in materials.materials():
        more = {"favourite": 1} if one.favourite else {}
        directory.materials[one.number] = Item(
            kind="material", number=one.number, text=one.text, unit=one.unit, more=more
        )
    directory.equipment = {text: Item(kind="equipment", text=text) for text in lists.EQUIPMENT}
    directory.allowances = {key: Item(kind="allowance", text=text, unit=unit) for key, text, unit in lists.ALLOWANCES}
    session.add_all([*directory.materials.values(), *directory.equipment.values(), *directory.allowances.values()])
    session.add_all(Item(kind="vehicle", text=text) for text in lists.VEHICLES)
    session.add_all(
        Item(kind="phrase", text=german, more={"kinds": list(kinds), "en": english, "pl": polish, **spoken(german)})
        for kinds, german, english, polish in phrases.PHRASES
    )
    for row in agreed.EXPENSES:
        save_term(session, "expense", row)
