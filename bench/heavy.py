"""A firm as heavy as a phone may ever have to carry: 400 slips, 5,000 articles, 60 people."""

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock, demo, ids
from app.demo.materials import materials
from app.demo.mould import Pouring, pour, read_mould
from app.firm import Firm
from app.migrate import migrate
from app.people.person import Person, person_named
from app.sites.catalog import Item, items
from app.slips.ledger import lock
from app.slips.tables import NumberRange, Slip, SlipPerson

WHO = "Anna Richter"
SLIPS, ARTICLES, PEOPLE = 400, 5_000, 60
PHONE_DAYS = 365  # so that all of them are carried
SIZES = ("8", "10", "12", "16", "20", "25", "32", "40", "50", "63", "80", "100")


def fill(firm: Firm) -> None:
    """The demo firm, and as much more of what it has."""
    migrate(firm)
    demo.load(firm)
    firm.database.write(_people)
    firm.database.write(_articles)
    firm.database.write(lambda session: _slips(session, firm.settings.zone))


def _people(session: Session) -> None:
    on_phones = select(Person.id).where(Person.role.in_(("worker", "lead")))
    there = len(session.scalars(on_phones).all())
    session.add_all(
        Person(name=f"Aushilfe {number}", role="worker", job_title="Monteur") for number in range(there, PEOPLE)
    )


def _articles(session: Session) -> None:
    """The firm's own articles in many sizes: words as they are, numbers that differ."""
    known, there = materials(), len(items(session, "material"))
    for number in range(there, ARTICLES):
        one, size = known[number % len(known)], SIZES[number // len(known) % len(SIZES)]
        text = f"{one.text} {size} x {number // 100}"
        session.add(
            Item(kind="material", number=f"{20_000 + number}", text=text, unit=one.unit, more={"favourite": False})
        )


def _slips(session: Session, zone: str) -> None:
    """Copies of what this person has had approved, one a day or two, into the past."""
    person = person_named(session, WHO)
    assert person
    query = select(Slip).join(SlipPerson, SlipPerson.slip_id == Slip.id).where(SlipPerson.person_id == person.id)
    own = session.scalars(query).unique().all()
    moulds = [read_mould(session, slip.id) for slip in own if slip.state == "approved"]
    head, numbers = lock(session), {one.year: one for one in session.scalars(select(NumberRange))}
    at = Pouring(head.seq, head.chain, {year: one.last for year, one in numbers.items()})
    dice, today = Random(1), datetime.combine(clock.today(zone), datetime.min.time(), ZoneInfo(zone))
    for number in range(SLIPS - len(own)):
        moment = today - timedelta(days=43 + number * 300 // SLIPS, hours=-16)
        at.numbers.setdefault(moment.year, 0)
        pour(dice.choice(moulds), at, ids.new, moment, zone)
    at.write(session)
    for year, last in at.numbers.items():
        session.merge(NumberRange(year=year, last=last))
