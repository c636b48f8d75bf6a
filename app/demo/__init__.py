"""A metal-building firm with six weeks of slips in every state, the same for the same seed.

The lists are written as they are; everything about slips is written by ops through the ledger.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock, ids
from app.demo import cast
from app.demo.bulk import load_plain
from app.demo.days import WEEKS, all_days
from app.demo.directory import Directory, write_directory
from app.demo.pictures.album import take_photos
from app.demo.pictures.pens import sign
from app.demo.stories import story
from app.demo.timeline import Calendar, identities, play
from app.demo.world import Picture, World
from app.files import Files
from app.firm import Firm
from app.people.person import Person
from app.slips.tables import Blob, Conflict, Head, Held, Slip

FIXED_DAY = date(2026, 11, 20)  # the demo's today where everything is fixed
EARLY = time(7, 30)  # crews are on their way, the office opens its inbox
FOUNDED_BEFORE = timedelta(days=7)  # when people and lists were there, before the first of the weeks

Prints = tuple[dict[str, list[Picture]], dict[str, Picture]]


@dataclass(frozen=True)
class SignIn:
    name: str
    login: str
    role: str


@dataclass
class Summary:
    """What was made. `examples` holds the first op of each kind with the wire's answer."""

    today: date
    password: str
    sign_ins: list[SignIn]
    slips: dict[str, int]
    entries: int
    held: int
    conflicts: int
    photos: int
    examples: dict[str, dict[str, Any]] = field(repr=False)

    def __str__(self) -> str:
        states = ", ".join(f"{count} {state}" for state, count in sorted(self.slips.items()))
        lines = [
            f"Demo firm on {self.today}: {sum(self.slips.values())} slips ({states}), {self.held} held, "
            f"{self.conflicts} conflicts, {self.photos} photos, {self.entries} entries in the ledger.",
            *sign_in_lines(),
        ]
        return "\n".join(lines)


def sign_in_lines() -> list[str]:
    """How to get into the demo firm."""
    desks = [one for one in cast.PEOPLE if one.login]
    return [f"Sign in as {one.login}, password {cast.PASSWORD} ({one.name}, {one.role})" for one in desks]


def is_demo(session: Session) -> bool:
    """Whether the people of this database are the cast."""
    return {one.name for one in cast.PEOPLE} <= set(session.scalars(select(Person.name)))


def load(firm: Firm, *, slips: int | None = None, seed: int | None = None) -> Summary:
    """Loads the demo firm into an empty database. With a seed the calendar is fixed as well; without, today is today.

    `slips` more plain ones, approved and without photos, lie in the years before.
    """
    zone = firm.settings.zone
    today = FIXED_DAY if seed is not None else clock.today(zone)
    opening = datetime.combine(today, EARLY, ZoneInfo(zone))
    now = opening if seed is not None else min(opening, clock.now())
    calendar, seed = Calendar(today), seed or 1
    prints = _prints(firm.files, seed)
    make_id = identities(Random(f"{seed}/ids"))
    founded = datetime.combine(calendar.first_monday(WEEKS), time(6), ZoneInfo(zone)) - FOUNDED_BEFORE
    directory = firm.database.write(lambda session: _founded(session, founded, make_id, today, prints))
    load_plain(firm, directory, slips or 0, seed, until=founded + FOUNDED_BEFORE - timedelta(days=14))

    def live(session: Session) -> World:
        world = World(session, directory, zone, seed, *prints)
        with ids.taken_from(make_id):
            play((story(world, calendar, day) for day in all_days(calendar, zone)), now)
        return world

    world = firm.database.write(live)
    with firm.database.read() as session:
        return _summary(session, today, world)


def _prints(files: Files, seed: int) -> Prints:
    """Photos by scene and signatures by name, kept in the files."""
    photos = {scene: [_kept(files, jpeg) for jpeg in taken] for scene, taken in take_photos(seed).items()}
    contacts = {place.contact.partition(", ")[0] for place in cast.SITES}
    signers = sorted(contacts | {player.name for player in cast.PEOPLE if player.role in ("lead", "worker")})
    signed = {name: sign(name, seed) for name in signers}
    return photos, {name: _kept(files, one.picture, one.points) for name, one in signed.items()}


def _kept(files: Files, content: bytes, points: int = 0) -> Picture:
    return Picture(files.put(content), len(content), points)


def _founded(session: Session, at: datetime, make_id: Callable[[], str], today: date, prints: Prints) -> Directory:
    """Everything that is there before the first slip."""
    with clock.at(at.astimezone(UTC)), ids.taken_from(make_id):
        directory = write_directory(session, today.year)
        by, stamp = directory.people["anna"].id, clock.stamp()
        photos, signatures = prints
        blobs = {one.sha256: (one.size, "image/jpeg") for taken in photos.values() for one in taken}
        blobs |= {one.sha256: (one.size, "image/png") for one in signatures.values()}
        session.add_all(
            Blob(sha256=key, size=size, type=type_, by=by, at=stamp) for key, (size, type_) in blobs.items()
        )
        session.flush()
        session.expunge_all()
    return directory


def _summary(session: Session, today: date, world: World) -> Summary:
    states = session.execute(select(Slip.state, func.count()).group_by(Slip.state)).all()
    return Summary(
        today=today,
        password=cast.PASSWORD,
        sign_ins=[SignIn(one.name, one.login, one.role) for one in cast.PEOPLE if one.login],
        slips=dict(states),
        entries=session.get_one(Head, 1).seq,
        held=session.scalar(select(func.count()).where(Held.decided_seq.is_(None))) or 0,
        conflicts=session.scalar(select(func.count()).where(Conflict.decided_seq.is_(None))) or 0,
        photos=sum(len(taken) for taken in world.photos.values()),
        examples=world.examples,
    )
