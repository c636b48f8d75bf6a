"""Keeping the directory of people: who works here, with which role, in which crews. People are never deleted."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app import clock
from app.errors import Refusal
from app.people.device import Device
from app.people.person import Crew, CrewPerson, Person, crews
from app.people.signin import SignIn, set_password

HIGH_ROLES = ("manager", "admin")  # given and taken by admins only


@dataclass(frozen=True)
class Entry:
    """What the directory says of a person."""

    name: str
    role: str
    job_title: str = ""
    language: str = "de"
    login: str = ""
    personnel_no: str = ""
    birth_date: str = ""
    active: bool = True


def add_person(session: Session, by: Person, entry: Entry) -> Person:
    _refuse_high_role(by, entry.role)
    person = Person(name=entry.name, role=entry.role)
    session.add(person)
    _keep(session, person, entry)
    return person


def change_person(session: Session, by: Person, person: Person, entry: Entry) -> None:
    """Refused with `last_admin` if nobody would be left to administer; whoever leaves is signed out everywhere."""
    if entry.role != person.role or not entry.active:
        _refuse_high_role(by, entry.role, person.role)
    if person.role == "admin" and (entry.role != "admin" or not entry.active):
        _refuse_without_admin(session, person)
    _keep(session, person, entry)
    if not entry.active:
        _sign_out_everywhere(session, person)


def give_password(session: Session, by: Person, person: Person, password: str) -> None:
    """A first or a new password; needs a name to sign in with."""
    _refuse_high_role(by, person.role)
    if not person.login:
        raise Refusal("bad_value", fields=["login"])
    set_password(session, person, password)


def place_in_crews(session: Session, person: Person, crew_ids: Iterable[str]) -> None:
    """Puts a person into exactly these crews."""
    known = {crew.id for crew in crews(session)}
    session.execute(delete(CrewPerson).where(CrewPerson.person_id == person.id))
    session.add_all(CrewPerson(crew_id=crew_id, person_id=person.id) for crew_id in sorted(set(crew_ids) & known))


def keep_crew(session: Session, crew: Crew, people: Iterable[str]) -> None:
    """Writes down a crew with exactly these people; its lead goes with it."""
    session.add(crew)
    session.flush()
    members = set(people) | ({crew.lead} if crew.lead else set())
    session.execute(delete(CrewPerson).where(CrewPerson.crew_id == crew.id))
    session.add_all(CrewPerson(crew_id=crew.id, person_id=person_id) for person_id in sorted(members))


def crews_of(session: Session, person_id: str) -> list[str]:
    return list(session.scalars(select(CrewPerson.crew_id).where(CrewPerson.person_id == person_id)))


def _keep(session: Session, person: Person, entry: Entry) -> None:
    person.name, person.role, person.job_title, person.language = (
        entry.name,
        entry.role,
        entry.job_title,
        entry.language,
    )
    person.personnel_no, person.birth_date, person.active = entry.personnel_no, entry.birth_date or None, entry.active
    login = entry.login.strip().lower() or None
    taken = select(Person.id).where(Person.login == login, Person.id != person.id)
    if login and session.scalar(taken):
        raise Refusal("name_taken", fields=["login"])
    person.login = login
    session.flush()


def _refuse_high_role(by: Person, *roles: str) -> None:
    if by.role != "admin" and any(role in HIGH_ROLES for role in roles):
        raise Refusal("not_allowed", fields=["role"])


def _refuse_without_admin(session: Session, person: Person) -> None:
    others = (
        select(func.count()).select_from(Person).where(Person.role == "admin", Person.active, Person.id != person.id)
    )
    if not session.scalar(others):
        raise Refusal("last_admin", fields=["role"])


def _sign_out_everywhere(session: Session, person: Person) -> None:
    session.execute(delete(SignIn).where(SignIn.person_id == person.id))
    for device in session.scalars(select(Device).where(Device.person_id == person.id, Device.revoked_at.is_(None))):
        if device.kind == "phone":
            device.revoked_at = clock.stamp()
