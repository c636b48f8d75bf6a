"""A crew's report of one day, op by op, as the phones of that crew send it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from app import ids
from app.demo import chance
from app.demo.days import Day
from app.demo.timeline import Calendar, Story
from app.demo.trades import REASONS, Shot
from app.demo.world import Fields, Picture, Rows, World
from app.slips.walltime import following, wall

SENTENCE = (
    "Ich bestätige Art und Umfang der Arbeit und die Stunden, wie sie oben stehen. "
    "Ich bestätige damit keine Preise und keine Abnahme."
)
WHY_NOT = {
    "absent": "Angerufen um 15:20, niemand ging ran. Im Haus war keiner mehr.",
    "refused": "Kunde will erst mit seinem Chef über die Anfahrt reden.",
    "later": "Unterschreibt am Freitag für die ganze Woche.",
}


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
        for minute, entered in enumerate((self.times, self.lines, self.work, self.material)):
            yield self.arrives(minute)
            entered(self._made(minute))
        yield from self._photographed([shot for shot in shots if shot.tag == "after"], self._made(4))

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
        """Trips, equipment and allowances, in one op."""
        rows = {**self._trips(), **self._equipment(), **self._allowances()}
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

    def photo(self, shot: Shot, made: datetime, *, who: str | None = None) -> str:
        """One photo more; returns its row."""
        picture, row_id = self.rng.choice(self.world.photos[shot.scene]), ids.new()
        fields = {"sha256": picture.sha256, "size": picture.size, "type": "image/jpeg", "tag": shot.tag}
        rows = {row_id: ("photo", {**fields, "caption": shot.caption, "taken_at": _iso(made)})}
        manifest = [_named(row_id, picture.sha256, picture.size, "photo")]
        self._push("attach", rows=rows, made=made, who=who, manifest=manifest)
        return row_id

    def sign(self, made: datetime, *, saw: str | None = None, expect: str = "applied") -> None:
        row_id, outcome = ids.new(), self.day.outcome or "signed"
        photos = self.world.rows(self.slip_id, "photo").items()
        manifest = [_named(photo_id, one["sha256"], one["size"], "photo") for photo_id, one in photos]
        read = saw or self.world.slip(self.slip_id).content_hash
        fields: dict[str, Any] = {"outcome": outcome, "signed_at": _iso(made), "content_hash": read}
        if outcome == "signed":
            fields |= self._signed()
            manifest.append(_named(row_id, fields["sha256"], fields["size"], "signature"))
        else:
            fields["reason"] = WHY_NOT[outcome]
        self._push("submit", rows={row_id: ("signature", fields)}, made=made, manifest=manifest, expect=expect)

    def _signed(self) -> dict[str, Any]:
        name, _, role = self.day.place.contact.partition(", ")
        drawn: Picture = self.world.signatures[name]
        shown = {"name": name, "role": role, "text": SENTENCE}
        return {**shown, "sha256": drawn.sha256, "size": drawn.size, "points": drawn.points}

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
