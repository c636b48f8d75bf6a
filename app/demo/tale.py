"""One day of a crew with the office behind it: the verbs its story is told with. Those that wait yield the moment."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app import clock, ids
from app.demo.days import Day
from app.demo.report import Report
from app.demo.timeline import Calendar, Story
from app.demo.world import Fields, Rows, World
from app.sites.places import plan_fields
from app.slips import review
from app.slips.review import Plan
from app.slips.tables import Held
from app.slips.walltime import add_minutes


class Tale:
    """One day and the people it is about."""

    def __init__(self, world: World, calendar: Calendar, day: Day) -> None:
        self.world, self.calendar, self.day = world, calendar, day
        self.report = Report(world, calendar, day, "")

    @property
    def slip_id(self) -> str:
        return self.report.slip_id

    def planned(self) -> Story:
        """The office plans the day."""
        yield self._in(self.day.planned_on, 13 + len(self.day.people) % 3, 5 + self.day.date.day)
        olga = self.world.directory.people["olga"]
        self._begin(review.plan_slip(self.world.session, olga, self._plan(self._material())))

    def replanned(self, without: str) -> Story:
        """The office takes somebody off the plan, early on the day itself."""
        yield self.day.at("06:10")
        stay = tuple(who for who in self.day.people if who != without)
        slip_id, self.day = self.slip_id, replace(self.day, people=stay)
        review.replan(self.world.session, self.world.directory.people["olga"], slip_id, self._plan(()))
        self._begin(slip_id)

    def created(self) -> Story:
        """The crew makes a slip nobody planned."""
        yield self.day.at(self.day.start)
        self._begin(ids.new())
        day, directory = self.day, self.world.directory
        fields = plan_fields(self.world.session, directory.jobs[day.order.number])
        lead = directory.people[day.lead].id
        patch = {**fields, "date": day.date.isoformat(), "zone": day.zone, "lead": lead}
        self.crew("create", patch, self._usual_rows())

    def approved(self) -> Story:
        """Somebody of the office looks at it, mostly on the next working day."""
        rng = self.report.rng
        arrived = self._now()
        same_day = arrived.hour < 9 and self.calendar.works(arrived.date())
        wait = 0 if same_day else rng.choice((1, 1, 1, 1, 1, 2, 2, 3))
        day = self.calendar.next_working_day(arrived.date(), wait) if wait else arrived.date()
        yield self._in(day, rng.randrange(9 if same_day else 8, 12), rng.randrange(60))
        self.office("approve", who=rng.choice(("max", "max", "olga")))

    def returned(self, notes: tuple[tuple[str, str], ...]) -> Story:
        yield self.later(hours=2)
        rows = {ids.new(): ("remark", {"field": number, "text": text, "kind": "return"}) for number, text in notes}
        self.office("return", rows=rows)

    def answered(self) -> Story:
        """The crew puts it right the next morning and hands it in again."""
        yield self.morning()
        made = clock.now()
        self.report.photo(self.report.rng.choice(self.day.trade.shots), made)
        self.crew("edit", {"work": f"{self.says('work')} Charge und Feld ergänzt."})
        self.remark("Ist ergänzt.")
        yield self.later(minutes=6)
        self.report.sign(clock.now())

    def office(self, kind: str, patch: Fields | None = None, rows: Rows | None = None, who: str = "olga") -> None:
        self.world.at_desk(who, kind, self.slip_id, patch, rows)

    def crew(self, kind: str, patch: Fields | None = None, rows: Rows | None = None, who: str | None = None) -> None:
        self.world.on_phone(who or self.day.lead, kind, self.slip_id, patch, rows)

    def remark(self, text: str, *, desk: bool = False) -> None:
        """A word in the slip's thread."""
        rows: Rows = {ids.new(): ("remark", {"field": "0", "text": text, "kind": "remark" if desk else "answer"})}
        self.office("remark", rows=rows) if desk else self.crew("remark", rows=rows)

    def decided(self, table: str, row_id: str, decision: str, reason: str) -> None:
        self.office("resolve", rows={row_id: (table, {"decision": decision, "reason": reason})})

    def held(self) -> str:
        """The op of this slip that waits for a decision."""
        query = select(Held.op_id).where(Held.slip_id == self.slip_id, Held.decided_seq.is_(None))
        return self.world.session.scalars(query).one()

    def moved(self, wall: str, *, minutes: int) -> str:
        return add_minutes(wall, minutes, self.day.zone)

    def later(self, **much: int) -> datetime:
        """Some time on, at the desk's hours."""
        moment = self._now() + timedelta(**much)
        if "minutes" in much or (7 <= moment.hour < 17 and self.calendar.works(moment.date())):
            return moment
        before = moment - timedelta(days=moment.hour < 7)
        return self._in(self.calendar.next_working_day(before.date()), 8, moment.minute)

    def morning(self) -> datetime:
        """Before they drive off on the next working day."""
        today = self._now().date()
        return self._in(self.calendar.next_working_day(today), 6, 40 + self.report.rng.randrange(15))

    def says(self, name: str) -> str:
        """A field of the slip as it stands."""
        return str(self.world.slip(self.slip_id).content["fields"].get(name) or "")

    def _now(self) -> datetime:
        return clock.now().astimezone(ZoneInfo(self.day.zone))

    def _begin(self, slip_id: str) -> None:
        self.report = Report(self.world, self.calendar, self.day, slip_id)

    def _in(self, day: date, hour: int, minute: int) -> datetime:
        return datetime.combine(day, time(hour, minute), ZoneInfo(self.day.zone))

    def _plan(self, material: Sequence[dict[str, Any]]) -> Plan:
        day, directory = self.day, self.world.directory
        people = [directory.people[who] for who in day.people]
        return Plan(
            job=directory.jobs[day.order.number], date=day.date.isoformat(), people=people, lead=people[0],
            start=day.start, end=day.end, zone=day.zone, breaks=day.breaks,
            crew_id=directory.crews[day.gang.key].id, material=material,
        )  # fmt: skip

    def _material(self) -> list[dict[str, Any]]:
        """What the office had put on the van."""
        lines = []
        for number, quantity in self.day.trade.material:
            item = self.world.directory.materials[number]
            article = {"article": item.id, "number": item.number, "text": item.text, "unit": item.unit}
            lines.append({**article, "plan_quantity": quantity, "source": "workshop"})
        return lines

    def _usual_rows(self) -> Rows:
        """The crew with its usual hours, as the phone puts them on a new slip."""
        span = self._span(self.day.start, self.day.end)
        rows: dict[str, tuple[str, Fields]] = {}
        for who in self.day.people:
            person, time_id = self.world.directory.people[who], ids.new()
            named = {"person": person.id, "name": person.name, "job_title": person.job_title, "activity": "work"}
            rows[time_id] = ("time", {**named, **span})
            rows |= {ids.new(): ("break", {"time": time_id, **self._span(*pause)}) for pause in self.day.breaks}
        return rows

    def _span(self, start: str, end: str) -> Fields:
        walls = (self.day.at(reading).isoformat(timespec="minutes") for reading in (start, end))
        return dict(zip(("plan_start", "plan_end"), walls, strict=True))
