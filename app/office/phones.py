"""What the desk knows of the phones: when they were last here, what waits on them, what their people have seen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import assets
from app.office.reader import Reader
from app.pages import t
from app.people.device import Device
from app.people.person import Person
from app.people.statement import waiting_on
from app.slips.history import Step
from app.slips.tables import Entry, Slip, SlipPerson
from app.version import VERSION


@dataclass(frozen=True)
class PhoneLine:
    """A phone in words; `waiting` is empty where nothing waits on it, or where it never said."""

    device: Device
    whose: Person
    contact: str
    waiting: str
    app: str
    old: bool


@dataclass(frozen=True)
class Seen:
    """How far a slip's phones are with it, as far as the trays tell: its last entry from a phone, and whether a phone
    of its crew has read what the office returned."""

    last: dict[str, str]
    unseen: frozenset[str]


def lines(session: Session, reader: Reader, person_id: str | None = None) -> list[PhoneLine]:
    """One person's phones, newest first; everybody's in use: where something waits first, then by last contact."""
    query = select(Device, Person).join(Person, Person.id == Device.person_id).where(Device.kind == "phone")
    if person_id:
        query = query.where(Person.id == person_id).order_by(Device.paired_at.desc(), Device.id)
    else:
        query = query.where(Device.revoked_at.is_(None)).order_by(Device.last_seen_at, Person.name, Device.id)
    found = [line(reader, device, whose) for device, whose in session.execute(query).all()]
    return found if person_id else sorted(found, key=lambda one: not one.waiting)


def line(reader: Reader, device: Device, whose: Person) -> PhoneLine:
    return PhoneLine(
        device=device,
        whose=whose,
        contact=reader.moment(device.last_seen_at),
        waiting=_waiting(reader, device),
        app=_app(reader, device),
        old=_is_old(device),
    )


def standing(session: Session, reader: Reader, slip: Slip, steps: Sequence[Step]) -> list[str]:
    """How far the phones are with a slip its crew has the pen of."""
    if slip.state not in ("draft", "returned"):
        return []
    crew = _crew(session, slip.id)
    said = [_seen(reader, crew, steps)] if slip.state == "returned" else []
    said += [_last_entry(reader, crew, steps), _last_contact(reader, crew)]
    waiting = [(whose.name, _waiting(reader, device)) for device, whose in crew]
    said += [t(reader.lang, "office.standing.waiting", name=name, what=what) for name, what in waiting if what]
    return [words for words in said if words]


def seen_of(session: Session, slip_ids: Collection[str]) -> Seen:
    """The same for many slips at once."""
    last = (
        select(Entry.slip_id, func.max(Entry.received_at)).join(Device, Device.id == Entry.device)
        .where(Entry.slip_id.in_(slip_ids), Device.kind == "phone").group_by(Entry.slip_id)
    )  # fmt: skip
    returned = (
        select(Entry.slip_id, func.max(Entry.seq))
        .where(Entry.slip_id.in_(slip_ids), Entry.kind == "return", Entry.outcome != "held").group_by(Entry.slip_id)
    )  # fmt: skip
    read = (
        select(SlipPerson.slip_id, func.max(Device.pulled_to)).join(Device, Device.person_id == SlipPerson.person_id)
        .where(SlipPerson.slip_id.in_(slip_ids), SlipPerson.active, Device.kind == "phone").group_by(SlipPerson.slip_id)
    )  # fmt: skip
    reached = {slip_id: seq for slip_id, seq in session.execute(read).all()}
    unseen = {slip_id for slip_id, seq in session.execute(returned).all() if reached.get(slip_id, 0) < seq}
    return Seen({slip_id: at for slip_id, at in session.execute(last).all()}, frozenset(unseen))


Crew = list[tuple[Device, Person]]


def _crew(session: Session, slip_id: str) -> Crew:
    """The phones of who is on the slip."""
    query = (
        select(Device, Person).join(Person, Person.id == Device.person_id)
        .join(SlipPerson, SlipPerson.person_id == Person.id)
        .where(SlipPerson.slip_id == slip_id, SlipPerson.active, Device.kind == "phone")
        .order_by(Person.name, Device.id)
    )  # fmt: skip
    return [(device, whose) for device, whose in session.execute(query).all()]


def _seen(reader: Reader, crew: Crew, steps: Sequence[Step]) -> str:
    returned = max((step.seq for step in steps if step.kind == "return" and step.outcome != "held"), default=0)
    names = dict.fromkeys(whose.name for device, whose in crew if device.pulled_to >= returned)
    if not names:
        return t(reader.lang, "office.standing.unseen")
    return t(reader.lang, "office.standing.seen", names=", ".join(names))


def _last_entry(reader: Reader, crew: Crew, steps: Sequence[Step]) -> str:
    phones = {device.id for device, _ in crew}
    last = next((step for step in reversed(steps) if step.op and step.op.device in phones), None)
    if last is None:
        return t(reader.lang, "office.standing.nothing")
    return t(reader.lang, "office.standing.last", when=reader.when(last.at), name=last.name)


def _last_contact(reader: Reader, crew: Crew) -> str:
    seen = [(device.last_seen_at, whose.name) for device, whose in crew if device.last_seen_at]
    if not seen:
        return t(reader.lang, "office.standing.no_phone" if not crew else "office.standing.no_contact")
    at, name = max(seen)
    return t(reader.lang, "office.standing.contact", when=reader.when(at), name=name)


def _waiting(reader: Reader, device: Device) -> str:
    waiting = waiting_on(device)
    if not waiting:
        return ""
    counts = [("entries", waiting.ops), ("photos", waiting.photos)]
    counted = [t(reader.lang, f"office.device.{key}", n=n) for key, n in counts if n]
    what = t(reader.lang, "office.device.and").join(counted)
    if not waiting.since:
        return t(reader.lang, "office.device.unsent", what=what)
    return t(reader.lang, "office.device.unsent_since", what=what, when=reader.when(waiting.since))


def _app(reader: Reader, device: Device) -> str:
    if not device.app_version:
        return ""
    if not _is_old(device):
        return t(reader.lang, "office.device.app_current")
    named = "." in device.app_version
    return t(reader.lang, "office.device.app_named" if named else "office.device.app_old", version=device.app_version)


def _is_old(device: Device) -> bool:
    """A phone names its app by the release or by the digest of its files."""
    return bool(device.app_version) and device.app_version not in (VERSION, assets.installed().digest)
