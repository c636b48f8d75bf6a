"""Signing in: passwords for desks, sessions for desks and phones, and a limit on tries."""

import secrets
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import Field, SQLModel

from app import clock
from app.errors import Refusal
from app.people.device import Device, token_hash
from app.people.person import Person
from app.settings import Settings

SHORTEST_PASSWORD = 10
TRIES, WITHIN = 10, timedelta(minutes=10)
RENEWED_AFTER = timedelta(hours=6)  # not at every request: reading should not write


class SignIn(SQLModel, table=True):
    """A signed-in desk or phone. Only the hash of its token is stored."""

    __tablename__ = "sign_in"

    token_hash: str = Field(primary_key=True, max_length=64)
    person_id: str = Field(foreign_key="person.id", max_length=36, index=True)
    device_id: str | None = Field(default=None, foreign_key="device.id", max_length=36)
    until: str = Field(max_length=24)


class Try(SQLModel, table=True):
    """A failed try to sign in or to pair, counted by what was tried and by where it came from."""

    __tablename__ = "try"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=160, index=True)
    at: str = Field(max_length=24)


def hash_password(password: str) -> str:
    """Refused with `password_weak` when too short."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refusal("password_weak", shortest=SHORTEST_PASSWORD)
    return PasswordHasher().hash(password)


def check_password(session: Session, login: str, password: str) -> Person:
    """The person; refused with `sign_in_wrong`, and equally slowly whether the login exists or not."""
    person = session.scalar(select(Person).where(Person.login == login.strip().lower(), Person.active))
    try:
        PasswordHasher().verify((person.password_hash if person else None) or _nobodys_hash(), password)
    except (VerifyMismatchError, InvalidHashError):
        raise Refusal("sign_in_wrong") from None
    if person is None or not person.password_hash:
        raise Refusal("sign_in_wrong")
    return person


def set_password(session: Session, person: Person, password: str) -> None:
    """Also ends every sign-in of the person."""
    person.password_hash = hash_password(password)
    session.execute(delete(SignIn).where(SignIn.person_id == person.id, SignIn.device_id.is_(None)))


def sign_in(session: Session, settings: Settings, person: Person, device: Device | None = None) -> str:
    """A new session; returns its token."""
    token = secrets.token_urlsafe(32)
    session.flush()
    session.add(
        SignIn(
            token_hash=token_hash(settings, token),
            person_id=person.id,
            device_id=device.id if device else None,
            until=_until(settings),
        )
    )
    return token


def who_is(session: Session, settings: Settings, token: str) -> tuple[Person, SignIn] | None:
    """Who a session belongs to, if it lives."""
    found = session.get(SignIn, token_hash(settings, token))
    if found is None or found.until < clock.stamp():
        return None
    person = session.get_one(Person, found.person_id)
    device = session.get(Device, found.device_id) if found.device_id else None
    return (person, found) if person.active and not (device and device.revoked_at) else None


def wants_renewal(settings: Settings, session_row: SignIn) -> bool:
    return clock.read(session_row.until) < clock.now() + timedelta(days=settings.session_days) - RENEWED_AFTER


def renew(session: Session, settings: Settings, token: str) -> None:
    found = session.get(SignIn, token_hash(settings, token))
    if found:
        found.until = _until(settings)


def sign_out(session: Session, settings: Settings, token: str) -> None:
    session.execute(delete(SignIn).where(SignIn.token_hash == token_hash(settings, token)))


def too_many(session: Session, key: str) -> bool:
    """Whether this key has failed too often lately."""
    since = clock.stamp(clock.now() - WITHIN)
    return len(session.scalars(select(Try.id).where(Try.key == key, Try.at > since).limit(TRIES)).all()) >= TRIES


def note_failures(session: Session, *keys: str) -> None:
    session.execute(delete(Try).where(Try.at < clock.stamp(clock.now() - WITHIN)))
    session.add_all(Try(key=key, at=clock.stamp()) for key in keys)


@cache
def _nobodys_hash() -> str:
    return PasswordHasher().hash(secrets.token_urlsafe(16))


def _until(settings: Settings) -> str:
    return clock.stamp(clock.now() + timedelta(days=settings.session_days))
