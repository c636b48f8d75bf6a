"""What the office does: the real verbs of app/slips/review.py, on what the database says at that moment."""

from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import ids
from app.errors import Refusal
from app.people.person import Person
from app.slips import review
from app.slips.review import Plan
from app.slips.slip import live_rows
from app.slips.tables import Conflict, Held, Slip
from tests.cast import Cast
from tests.simulation.papers import Papers
from tests.simulation.server import Server
from tests.simulation.view import as_view


class Office:
    """Olga at her desk."""

    def __init__(self, server: Server, cast: Cast, crews: list[list[Person]], day: str) -> None:
        self.server, self.cast, self.crews, self.day = server, cast, crews, day

    def do(self, verb: str, luck: Random) -> None:
        """Does `verb` in one transaction; what is not possible now is refused and nothing happens."""
        with suppress(Refusal):
            self.server.firm.database.write(lambda session: getattr(self, verb)(session, luck))

    def plan_all(self) -> None:
        """A slip of this day for every crew."""
        plans = [self._plan(Random(5), crew) for crew in self.crews]
        self.server.firm.database.write(
            lambda session: [review.plan_slip(session, self.cast.olga, plan) for plan in plans]
        )

    def plan(self, session: Session, luck: Random) -> None:
        review.plan_slip(session, self.cast.olga, self._plan(luck, luck.choice(self.crews)))

    def replan(self, session: Session, luck: Random) -> None:
        """Other people, other hours: who leaves the slip is told that it is gone."""
        self._on(
            session,
            luck,
            ("draft", "returned"),
            lambda slip: review.replan(session, self.cast.olga, slip.id, self._plan(luck, self._crew_of(slip))),
        )

    def take_off(self, session: Session, luck: Random) -> None:
        """Somebody has no business there any more."""

        def without_one(slip: Slip) -> None:
            crew = self._crew_of(slip)
            gone = luck.choice(crew)
            left = [person for person in crew if person is not gone]
            review.replan(session, self.cast.olga, slip.id, self._plan(Random(5), left))

        self._on(session, luck, ("draft", "returned"), without_one)

    def send_back(self, session: Session, luck: Random) -> None:
        self._on(
            session,
            luck,
            ("submitted",),
            lambda slip: review.send_back(session, slip.id, self.cast.olga, [("2", "Pause fehlt")]),
        )

    def approve(self, session: Session, luck: Random) -> None:
        self._on(session, luck, ("submitted",), lambda slip: review.approve(session, slip.id, self.cast.olga))

    def correct(self, session: Session, luck: Random) -> None:
        self._on(session, luck, ("submitted", "approved"), lambda slip: self._correct(session, slip, luck))

    def amend(self, session: Session, luck: Random) -> None:
        """Corrects lines of whatever table: one is changed, one comes, one goes."""
        self._on(session, luck, ("submitted", "approved"), lambda slip: self._amend(session, slip, luck))

    def void(self, session: Session, luck: Random) -> None:
        self._on(
            session,
            luck,
            ("draft", "returned", "submitted"),
            lambda slip: review.void(session, slip.id, self.cast.olga, "storniert"),
        )

    def remark(self, session: Session, luck: Random) -> None:
        self._on(
            session,
            luck,
            ("draft", "submitted", "approved"),
            lambda slip: review.remark(session, slip.id, self.cast.olga, "bitte anrufen"),
        )

    def resolve(self, session: Session, luck: Random) -> None:
        """Decides the oldest open conflict or held op."""
        conflict = session.scalar(
            select(Conflict).where(Conflict.decided_seq.is_(None)).order_by(Conflict.seq, Conflict.field).limit(1)
        )
        held = session.scalars(select(Held).where(Held.decided_seq.is_(None)).order_by(Held.seq)).all()
        if conflict is not None and luck.random() < 0.5:
            choice = luck.choice(["stays", "replaced"])
            review.decide(session, conflict.slip_id, self.cast.olga, "conflict", conflict.id, choice)
        elif held:
            one = luck.choice(held)
            review.decide(
                session, one.slip_id, self.cast.olga, "held", one.op_id, luck.choice(["apply", "discard"]), "geprüft"
            )

    def _correct(self, session: Session, slip: Slip, luck: Random) -> None:
        rows = {}
        for row_id in list(live_rows(slip.content, "time"))[:1]:
            rows[row_id] = {"table": "time", "fields": {"end": f"{self.day}T{luck.choice(['14', '17'])}:30+01:00"}}
        patch: dict[str, Any] = {"work": luck.choice(["laut Rückfrage geändert", "anders"])}
        review.correct(session, slip.id, self.cast.olga, reason="Rückfrage", patch=patch, rows=rows)

    def _amend(self, session: Session, slip: Slip, luck: Random) -> None:
        live = {row_id: row for row_id, row in slip.content["rows"].items() if not row.get("dropped")}
        now = as_view({"slip_id": slip.id, **slip.content, "rows": live, **_head(slip)})
        lines = Papers(now, {person.id: person.name for person in self._crew_of(slip)}, self.day, ids.new)
        made = [lines.change(luck), lines.fill(luck)]
        rows = {row_id: _new(row) for one in made if one for row_id, row in one[1]["rows"].items()}
        struck = lines.strike(luck)
        for row_id, row in struck[1]["rows"].items() if struck else ():
            rows[row_id] = {"table": row["table"], "fields": {**dict.fromkeys(row["fields"]), "dropped": 1}}
        review.correct(session, slip.id, self.cast.olga, reason="nachgetragen", rows=rows)

    def _crew_of(self, slip: Slip) -> list[Person]:
        """Those planned for it, or who would be."""
        on = {row["fields"].get("person") for row in live_rows(slip.content, "time").values()}
        return next((crew for crew in self.crews if any(person.id in on for person in crew)), self.crews[0])

    def _plan(self, luck: Random, crew: list[Person]) -> Plan:
        left_out = luck.randrange(6)  # 3 to 5 is nobody
        people = [one for at, one in enumerate(crew) if at != left_out]
        lead = crew[0] if crew[0] in people else None
        return Plan(
            job=self.cast.job, date=self.day, people=people, lead=lead, start=luck.choice(["06:00", "07:00"]),
            end="15:45", zone="Europe/Berlin", breaks=(("09:00", "09:15"),), crew_id=self.cast.crew.id,
        )  # fmt: skip

    def _on(self, session: Session, luck: Random, states: tuple[str, ...], verb: Callable[[Slip], None]) -> None:
        slips = session.scalars(select(Slip).where(Slip.state.in_(states)).order_by(Slip.seq)).all()
        if slips:
            verb(luck.choice(slips))


def _head(slip: Slip) -> dict[str, Any]:
    return {"state": slip.state, "planned": slip.planned, "author": slip.author, "rev": slip.rev}


def _new(row: dict[str, Any]) -> dict[str, Any]:
    """A desk says only what shall be; what was there is read from the slip."""
    return {"table": row["table"], "fields": {name: new for name, (_, new) in row["fields"].items()}}
