"""Who works here: person, crew, and what a role may do."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import Field, SQLModel

from app import ids

ROLES = ("worker", "lead", "office", "manager", "admin")
OFFICE_ROLES = ("office", "manager", "admin")  # the reviewers
DIRECTORY_ROLES = ("office", "admin")  # who keeps people, sites and jobs


class Person(SQLModel, table=True):
    """Somebody of the firm. People are never deleted, they become inactive."""

    id: str = Field(primary_key=True, default_factory=ids.new, max_length=36)
    name: str = Field(max_length=120, index=True)
    role: str = Field(max_length=12)
    job_title: str = Field(default="", max_length=80)
    language: str = Field(default="de", max_length=5)
    login: str | None = Field(default=None, max_length=120, unique=True, description="name to sign in with at a desk")
    password_hash: str | None = Field(default=None, max_length=200)
    personnel_no: str = Field(default="", max_length=20)
    birth_date: str | None = Field(default=None, max_length=10)
    active: bool = Field(default=True)

    @property
    def reviews(self) -> bool:
        """May decide about slips: return, approve, correct, plan."""
        return self.role in OFFICE_ROLES

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]


class Crew(SQLModel, table=True):
    """People who usually go out together."""

    id: str = Field(primary_key=True, default_factory=ids.new, max_length=36)
    name: str = Field(max_length=80)
    lead: str | None = Field(default=None, foreign_key="person.id", max_length=36)
    active: bool = Field(default=True)


class CrewPerson(SQLModel, table=True):
    """Who usually goes with which crew."""

    __tablename__ = "crew_person"

    crew_id: str = Field(primary_key=True, foreign_key="crew.id", max_length=36)
    person_id: str = Field(primary_key=True, foreign_key="person.id", max_length=36)


def people(session: Session, *, active: bool = True) -> list[Person]:
    query = select(Person).order_by(Person.name, Person.id)
    return list(session.scalars(query.where(Person.active) if active else query))


def person_named(session: Session, name: str) -> Person | None:
    return session.scalar(select(Person).where(Person.name == name, Person.active))


def crews(session: Session) -> list[Crew]:
    return list(session.scalars(select(Crew).where(Crew.active).order_by(Crew.name, Crew.id)))


def people_of(session: Session, crew_id: str) -> list[Person]:
    query = select(Person).join(CrewPerson, CrewPerson.person_id == Person.id).where(CrewPerson.crew_id == crew_id)
    return list(session.scalars(query.where(Person.active).order_by(Person.name, Person.id)))
