"""A crew's report of one day, op by op, as the phones of that crew send it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from app import ids
from app.demo import agreed, chance
from app.demo.days import Day
from app.demo.filled import filled
from app.demo.given import allowances
from app.demo.noted import away, noted
from app.demo.signing import signatures
from app.demo.timeline import Calendar, Story
from app.demo.trades import REASONS, Shot
from app.demo.world import Fields, Rows, World
from app.sites.checklists import newest
from app.slips.walltime import following, wall

FAR = 60  # kilometres there and back


class Report:
    """The report on one slip. `delay` says when the phone finds a signal: at once, or at a moment later on."""

    def __init__(self, world: World, calendar: Calendar, day: Day, slip_id: str) -> None:
        self.world, self.day, self.slip_id = world, day, slip_id
        self.rng: Random = day.rng(world.seed)
        self.end = chance.work_end(day, self.rng)
        self._signal = chance.signal(calendar, day, self.rng)

    def until_submitted(self) -> Story:
        yield from self.filled()
        yield from self.handed_in()

    def filled(self) -> Story:
        """Everything but the signature."""
        shots = self.day.trade.shots
        yield from self._photographed([shot for shot in shots if shot.tag == "before"], self.day.at(self.day.start))
        middle = self.day.at(self.day.start) + timedelta(minutes=190)
        yield from self._photographed([shot for shot in shots if shot.tag not in ("before", "after")], middle)
        steps = (self.times, self.lines, self.work, self.material, self.notes, self.checklists, self.paid)
        for minute, entered in enumerate(steps):
            yield self.arrives(minute)
            entered(self._made(minute))
        yield from self._photographed([shot for shot in shots if shot.tag == "after"], self._made(len(steps)))

    def handed_in(self, *, minute: int = 12, saw: str | None = None, expect: str = "applied") -> Story:
        """Signed, or handed in without; `saw` is the content the client read, if it has changed since."""
        yield self.arrives(minute)
        self.sign(self._made(minute - 1), saw=saw, expect=expect)

    def arrives(self, minute: int) -> datetime:
        """When what is made so many minutes after the end of work reaches the office."""
        return max(self._made(minute), self._signal)

    def times(self, made: datetime) -> None:
        """Start, end and breaks of everybody, in one op."""
        rows: dict[str, tuple[str, Fields]] = {}
        for time_id, fields in self.world.rows(self.slip_id, "time").items():
            start = self._came(fields["person"])
            rows[time_id] = ("time", {"start": self._wall(start), "end": self._wall(self.end)})
            rows |= self._breaks(time_id, start)
        patch = {"late_reason": self.rng.choice(REASONS)} if self.end > self.day.end else {}
        self._push("edit", patch=patch, rows=rows, made=made)

    def lines(self, made: datetime) -> None:
        """Trips, equipment, allowances and hours away, in one op."""
        rows = {**self._trips(), **self._equipment(), **self._allowances(), **self._away()}
        if rows:
            self._push("add_row", rows=rows, made=made)

    def work(self, made: datetime) -> None:
        trade = self.day.trade
        finished = self.rng.choice(("yes", "partly", "partly", "no")) if self.day.order.kind == "order" else "yes"
        patch = {"work": self.rng.choice(trade.work), "finished": finished}
        if finished == "partly":
            patch["leftover"] = "Rest morgen, Material liegt auf der Baustelle."
        times = list(self.world.rows(self.slip_id, "time"))
        others = times[1:] if len(times) > 1 and (self.day.order.kind == "hourly" or self.rng.random() < 0.5) else []
        rows = {time_id: ("time", {"text": self.rng.choice(trade.aside)}) for time_id in others}
        self._push("edit", patch=patch, rows=rows, made=made)

    def material(self, made: datetime) -> None:
        """Planned lines get what was used; now and then something more, ordered by the client."""
        rows: dict[str, tuple[str, Fields]] = {}
        for row_id, line in self.world.rows(self.slip_id, "material").items():
            used: dict[str, Any] = {"quantity": chance.used(line["plan_quantity"], self.rng)}
            if line["number"] == "2030":
                used["batch"] = f"26-{self.rng.randrange(3000, 3900)}"
            rows[row_id] = ("material", used)
        if rows:
            self._push("edit", rows=rows, made=made)
        if rows and self.rng.random() < 0.18:
            self._push("add_row", rows=self._extra_order(), made=made)

    def notes(self, made: datetime) -> None:
        """What was measured, in the way, or left over."""
        order, contact = self.day.order, self.day.place.contact
        noticed = _iso(self.day.at(self.day.start) + timedelta(hours=1))
        rows = noted(order.number, order.kind, self.day.date.day, contact.partition(", ")[0], noticed)
        if rows:
            self._push("add_row", rows=rows, made=made)

    def checklists(self, made: datetime) -> None:
        """Those the job asks for, each filled and signed."""
        with_all = {one.id: one for one in newest(self.world.session)}
        for template in [*agreed.CHECKLISTS.get(self.day.order.number, []), *agreed.permits(self.day.order.number)]:
            self._checklist(with_all[template].content, made)

    def paid(self, made: datetime) -> None:
        """Meals and Auslöse as the app proposes them, for everybody."""
        if rows := allowances(self.world.session, self.world.slip(self.slip_id)):
            self._push("add_row", rows=rows, made=made)

    def _checklist(self, template: dict[str, Any], made: datetime) -> None:
        client = self.day.place.contact.partition(", ")[0]
        one = filled(template, self.slip_id, self.day, (self._name(self.day.lead), client), self.world.signatures)
        manifest = [_named(row_id, part["sha256"], part["size"], "signature") for row_id, part in one.signed.items()]
        self._push("add_row", rows=one.rows, made=made, manifest=manifest)
        for row_id in one.photographed:
            self.photo(self.day.trade.shots[0], made, of=row_id)

    def _name(self, who: str) -> str:
        return self.world.directory.people[who].name

    def photo(self, shot: Shot, made: datetime, *, who: str | None = None, of: str | None = None) -> str:
        """One photo more; returns its row."""
        picture, row_id = self.rng.choice(self.world.photos[shot.scene]), ids.new()
        fields = {"sha256": picture.sha256, "size": picture.size, "type": "image/jpeg", "tag": shot.tag}
        fields |= {"of": of} if of else {}
        rows = {row_id: ("photo", {**fields, "caption": shot.caption, "taken_at": _iso(made)})}
        manifest = [_named(row_id, picture.sha256, picture.size, "photo")]
        self._push("attach", rows=rows, made=made, who=who, manifest=manifest)
        return row_id

    def sign(self, made: datetime, *, saw: str | None = None, expect: str = "applied") -> None:
        photos = self.world.rows(self.slip_id, "photo").items()
        manifest = [_named(photo_id, one["sha256"], one["size"], "photo") for photo_id, one in photos]
        read = saw or self.world.slip(self.slip_id).content_hash
        signed = signatures(self.day, self._name(self.day.lead), self.world.signatures, read, _iso(made))
        drawn = [(row_id, one) for row_id, one in signed.items() if "sha256" in one]
        manifest += [_named(row_id, one["sha256"], one["size"], "signature") for row_id, one in drawn]
        rows = {row_id: ("signature", one) for row_id, one in signed.items()}
        self._push("submit", rows=rows, made=made, manifest=manifest, expect=expect)

    def given(self, minute: int, rows: Rows) -> None:
        """What the app asked for, as somebody answers it."""
        self._push("add_row", rows=rows, made=self._made(minute))

    def _photographed(self, shots: list[Shot], begin: datetime) -> Iterator[datetime]:
        """Photos twenty minutes apart; one in four is from the phone of somebody else of the crew, who has a signal."""
        for index, shot in enumerate(shots):
            made = begin + timedelta(minutes=4 + 20 * index)
            others = self.day.people[1:] if self.rng.random() < 0.25 else ()
            who = self.rng.choice(others) if others else None
            yield made if who else max(made, self._signal)
            self.photo(shot, made, who=who)

    def _push(self, kind: str, *, patch: Fields | None = None, rows: Rows | None = None, made: datetime,
              who: str | None = None, **more: Any) -> None:  # fmt: skip
        self.world.on_phone(who or self.day.lead, kind, self.slip_id, patch, rows, made=made, **more)

    def _made(self, minute: int) -> datetime:
        return self.day.at(self.end) + timedelta(minutes=minute)

    def _wall(self, reading: str) -> str:
        date, zone = self.day.date.isoformat(), self.day.zone
        if reading >= self.day.start:
            return wall(date, reading, zone)
        return following(wall(date, self.day.start, zone), reading, zone)

    def _came(self, person_id: str) -> str:
        """When somebody began: now and then somebody comes later."""
        late = person_id != self.world.directory.people[self.day.lead].id and self.rng.random() < 0.04
        return "10:00" if late and self.day.start == "07:00" else self.day.start

    def _breaks(self, time_id: str, start: str) -> dict[str, tuple[str, Fields]]:
        """The breaks as planned; who came after one did not take it."""
        breaks = self.world.rows(self.slip_id, "break").items()
        own = {row_id: pause for row_id, pause in breaks if pause["time"] == time_id}
        began = self._wall(start)
        taken = {row_id: pause for row_id, pause in own.items() if pause["plan_start"] >= began}
        return {key: ("break", {"start": one["plan_start"], "end": one["plan_end"]}) for key, one in taken.items()}

    def _extra_order(self) -> Rows:
        item = self.world.directory.materials[self.rng.choice(self.day.trade.material)[0]]
        by = self.day.place.contact.partition(", ")[0]
        return {ids.new(): ("material", {
            "article": item.id, "number": item.number, "text": item.text, "quantity": str(self.rng.randrange(1, 5)),
            "unit": item.unit, "source": "vehicle", "extra_order": 1, "ordered_by": by,
        })}  # fmt: skip

    def _trips(self) -> Rows:
        """There and back: the lead drives, the others ride along."""
        place, rows = self.day.place, {}
        ride = timedelta(minutes=max(10, round(place.km * 0.7 / 5) * 5))
        start, end = self.day.at(self.day.start), self.day.at(self.end)
        ways = (("Hinfahrt", start - ride, start), ("Rückfahrt", end, end + ride)) if place.km else ()
        for index, who in enumerate(self.day.people):
            person = self.world.directory.people[who]
            rider = {"person": person.id, "name": person.name, "role": "passenger" if index else "driver"}
            ridden = {"vehicle": self.day.gang.vehicle, "km": chance.plain(place.km / 2)}
            for purpose, leave, arrive in ways:
                when = {"start": _iso(leave), "end": _iso(arrive), "purpose": purpose}
                rows[ids.new()] = ("trip", {**rider, **ridden, **when})
        return rows

    def _away(self) -> Rows:
        """From leaving the yard until they are back, where it is far."""
        place, rows = self.day.place, dict[str, tuple[str, Fields]]()
        ride = timedelta(minutes=round(place.km * 0.7 / 5) * 5)
        left, back = self.day.at(self.day.start) - ride, self.day.at(self.end) + ride
        for person in (self.world.directory.people[who] for who in self.day.people if place.km >= FAR):
            rows |= away(self.slip_id, person, _iso(left), _iso(back))
        return rows

    def _equipment(self) -> Rows:
        items = self.world.directory.equipment
        used = ((items[text], minutes) for text, minutes in self.day.trade.equipment)
        return {
            ids.new(): ("equipment", {"equipment": item.id, "text": item.text, "minutes": count})
            for item, count in used
        }

    def _allowances(self) -> Rows:
        """Per person what the trade earns; by the hour some have more, some less."""
        rows: dict[str, tuple[str, Fields]] = {}
        for item in (self.world.directory.allowances[key] for key in self.day.trade.allowances):
            for person in (self.world.directory.people[who] for who in self.day.people):
                quantity = "1" if item.unit == "Tag" else self.rng.choice(("1", "1.5", "2"))
                named = {"allowance": item.id, "person": person.id, "name": person.name}
                rows[ids.new()] = ("allowance", {**named, "text": item.text, "quantity": quantity})
        return rows


def _named(row_id: str, sha256: str, size: int, role: str) -> dict[str, Any]:
    return {"att_id": row_id, "sha256": sha256, "size": size, "role": role}


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
