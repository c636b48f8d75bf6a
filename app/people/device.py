"""Phones and desks: pairing a phone, its push grant, taking it away again."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session
from sqlmodel import Field, SQLModel

from app import clock, ids
from app.db import column_table
from app.errors import Refusal
from app.people.person import Person
from app.settings import Settings

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that looks like something else
SEEN_AFTER = timedelta(minutes=1)
CODE_LENGTH = 10  # 50 bits, and tries are limited


class Device(SQLModel, table=True):
    """A phone of one person, or the desk of one. A phone that two people use is two devices."""

    id: str = Field(primary_key=True, default_factory=ids.new, max_length=36)
    person_id: str = Field(foreign_key="person.id", max_length=36, index=True)
    kind: str = Field(max_length=8, description="phone or desk")
    label: str = Field(default="", max_length=80)
    paired_at: str = Field(max_length=24)
    last_seen_at: str | None = Field(default=None, max_length=24)
    revoked_at: str | None = Field(default=None, max_length=24)
    grant_hash: str | None = Field(default=None, max_length=64, unique=True)
    grant_until: str | None = Field(default=None, max_length=24)
    waiting_ops: int | None = Field(default=None, description="without a receipt, as it said last; None: never said")
    waiting_photos: int | None = Field(default=None)
    waiting_since: str | None = Field(default=None, max_length=40, description="the oldest of them, by its own clock")
    pulled_to: int = Field(default=0, description="it has everything up to this entry of the ledger")
    app_version: str | None = Field(default=None, max_length=20)


class Pairing(SQLModel, table=True):
    """A code that makes one phone one person's. Good once."""

    code_hash: str = Field(primary_key=True, max_length=64)
    person_id: str = Field(foreign_key="person.id", max_length=36)
    until: str = Field(max_length=24)
    used_at: str | None = Field(default=None, max_length=24)


def token_hash(settings: Settings, token: str) -> str:
    """What of a token is stored."""
    return hmac.new(settings.secret.encode(), token.encode(), hashlib.sha256).hexdigest()


def make_pairing_code(session: Session, settings: Settings, person: Person) -> str:
    """A fresh code, `ABCDE-FGHJK`. It is stored only as a hash, so this is the only time it can be read."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    until = clock.stamp(clock.now() + timedelta(days=settings.pairing_days))
    session.add(Pairing(code_hash=token_hash(settings, code), person_id=person.id, until=until))
    return f"{code[:5]}-{code[5:]}"


def pair(session: Session, settings: Settings, code: str, label: str) -> tuple[Person, Device, str]:
    """The person and the new device, with the token of its push grant. Refused with `pairing_code_wrong`."""
    plain = "".join(sign for sign in code.upper() if sign in ALPHABET)
    found = session.get(Pairing, token_hash(settings, plain), with_for_update=True)
    person = session.get(Person, found.person_id) if found else None
    if not found or found.used_at or found.until < clock.stamp() or not person or not person.active:
        raise Refusal("pairing_code_wrong")
    found.used_at = clock.stamp()
    device = Device(person_id=person.id, kind="phone", label=label[:80], paired_at=clock.stamp())
    session.add(device)
    return person, device, grant(settings, device)


def grant(settings: Settings, device: Device) -> str:
    """A new push grant for a device; returns its token."""
    token = secrets.token_urlsafe(32)
    device.grant_hash = token_hash(settings, token)
    device.grant_until = clock.stamp(clock.now() + timedelta(days=settings.grant_days))
    return token


def holder_of_grant(session: Session, settings: Settings, token: str) -> tuple[Person, Device] | None:
    """Whose phone sends with this token."""
    query = select(Person, Device).join(Device, Device.person_id == Person.id)
    found = session.execute(query.where(Device.grant_hash == token_hash(settings, token))).one_or_none()
    return (found[0], found[1]) if found else None


def grant_trouble(device: Device, person: Person) -> str | None:
    """Why this device may not send any more, or None."""
    if device.revoked_at or not person.active:
        return "device_revoked"
    return "grant_expired" if (device.grant_until or "") < clock.stamp() else None


def seen_long_ago(device: Device) -> bool:
    """Whether its last visit is worth writing down anew: not at every request."""
    return (device.last_seen_at or "") < clock.stamp(clock.now() - SEEN_AFTER)


def seen(settings: Settings, device: Device) -> None:
    """The phone was here: its grant lives on from now."""
    device.last_seen_at = clock.stamp()
    device.grant_until = clock.stamp(clock.now() + timedelta(days=settings.grant_days))


def revoke(device: Device) -> None:
    """Ends reading and sending. What the phone still sends is stored and held."""
    device.revoked_at = device.revoked_at or clock.stamp()


def desk_of(session: Session, person: Person) -> Device:
    """The desk a person's office ops come from; made the first time."""
    desk = session.scalar(
        select(Device).where(Device.person_id == person.id, Device.kind == "desk").order_by(Device.id)
    )
    if desk is None:
        desk = Device(person_id=person.id, kind="desk", label="", paired_at=clock.stamp())
        session.add(desk)
        session.flush()
    return desk


def devices_of(session: Session, person_id: str) -> list[Device]:
    query = (
        select(Device).where(Device.person_id == person_id, Device.kind == "phone").order_by(Device.paired_at.desc())
    )
    return list(session.scalars(query))


def owner_of(session: Session, device_id: str) -> str | None:
    return session.scalar(select(Device.person_id).where(Device.id == device_id))


def is_desk(session: Session, device_id: str) -> bool:
    return session.connection().scalar(_KIND, {"device": device_id}) == "desk"


_KIND = select(column_table(Device).c.kind).where(column_table(Device).c.id == bindparam("device"))
