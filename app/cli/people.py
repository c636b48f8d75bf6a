"""Commands about people and their phones."""

import argparse
import getpass
import sys

from sqlalchemy.orm import Session

from app.errors import Refusal
from app.firm import Firm
from app.people import signin
from app.people.device import make_pairing_code
from app.people.person import Person, person_named


def add_person(firm: Firm, arguments: argparse.Namespace) -> int:
    def add(session: Session) -> str:
        if person_named(session, arguments.name):
            raise Refusal("name_taken")
        person = Person(name=arguments.name, role=arguments.role, login=arguments.login)
        session.add(person)
        return person.id

    print(firm.database.write(add))
    return 0


def pair(firm: Firm, arguments: argparse.Namespace) -> int:
    print(
        firm.database.write(lambda session: make_pairing_code(session, firm.settings, named(session, arguments.name)))
    )
    return 0


def set_password(firm: Firm, arguments: argparse.Namespace) -> int:
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")

    def change(session: Session) -> str:
        person = named(session, arguments.name)
        person.login = person.login or _login_for(person.name)
        signin.set_password(session, person, password)
        return person.login

    print(f"sign-in name: {firm.database.write(change)}")
    return 0


def named(session: Session, name: str) -> Person:
    person = person_named(session, name)
    if person is None:
        raise Refusal("not_found")
    return person


def _login_for(name: str) -> str:
    return name.split(" ")[0].lower()
