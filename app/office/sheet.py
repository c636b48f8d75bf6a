"""A slip as it is read at a desk: plan beside actual, field by field. Pure: a content in, lines out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from app.slips import hours
from app.slips.slip import Content, live_rows

Fields = dict[str, Any]


class Said(dict[str, Any]):
    """What was said, by field; a field nobody filled is None, which templates may ask for."""

    def __missing__(self, name: str) -> None:
        return None


@dataclass(frozen=True)
class Pair:
    """What was planned and what was written."""

    plan: Any
    actual: Any

    @property
    def differs(self) -> bool:
        return self.actual is not None and self.actual != self.plan


@dataclass(frozen=True)
class TimeLine:
    """One person's time, breaks included."""

    row_id: str
    fields: Fields
    breaks: dict[str, Fields]

    @property
    def start(self) -> Pair:
        return _pair(self.fields, "start")

    @property
    def end(self) -> Pair:
        return _pair(self.fields, "end")

    @cached_property
    def minutes(self) -> int:
        return hours.net_minutes(self.fields, list(self.breaks.values()))

    @cached_property
    def plan_minutes(self) -> int:
        return hours.net_minutes(_planned(self.fields), [_planned(pause) for pause in self.breaks.values()])

    @property
    def pause(self) -> Pair:
        written = any(pause.get("start") for pause in self.breaks.values())
        planned = hours.break_minutes([_planned(pause) for pause in self.breaks.values()])
        return Pair(planned, hours.break_minutes(list(self.breaks.values())) if written else None)

    @property
    def over(self) -> int:
        return self.minutes - self.plan_minutes if self.plan_minutes and self.fields.get("end") else 0


@dataclass(frozen=True)
class MaterialLine:
    """One line of material, planned and used."""

    fields: Fields

    @property
    def pair(self) -> Pair:
        return Pair(self.fields.get("plan_quantity"), self.fields.get("quantity"))

    @property
    def over(self) -> str:
        """How much more than planned, as a decimal with its sign."""
        if self.pair.actual is None or self.pair.plan is None:
            return ""
        over = Decimal(self.pair.actual) - Decimal(self.pair.plan)
        return f"{over:+}" if over else "0"


@dataclass(frozen=True)
class Photo:
    """A picture and where it is."""

    row_id: str
    fields: Fields
    by: str
    here: bool


@dataclass(frozen=True)
class Pauses:
    """The breaks some people had together: (start, end) each."""

    people: list[str]
    spans: tuple[tuple[Pair, Pair], ...]


@dataclass(frozen=True)
class Ride:
    """One trip of a vehicle, with everybody in it."""

    trip: Fields
    people: list[Fields]


@dataclass(frozen=True)
class Sheet:
    """Everything a page says about the content of a slip."""

    content: Content
    names: dict[str, str] = field(default_factory=dict)
    here: frozenset[str] = frozenset()

    @property
    def fields(self) -> Fields:
        return Said({name: value for name, value in self.content["fields"].items() if value not in (None, "")})

    @cached_property
    def times(self) -> list[TimeLine]:
        pauses = self._fields_of("break")
        rows = self._fields_of("time").items()
        lines = [TimeLine(row_id, row, _of_time(pauses, row_id)) for row_id, row in rows]
        return sorted(lines, key=lambda line: (line.fields.get("person") != self.fields.get("lead"), line.fields.get("name") or ""))

    @cached_property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.times)

    @cached_property
    def plan_minutes(self) -> int:
        return sum(line.plan_minutes for line in self.times)

    @cached_property
    def longest_over(self) -> int:
        """How much longer than planned the latest of them stayed."""
        return max((line.over for line in self.times), default=0)

    @cached_property
    def rides(self) -> list[Ride]:
        """Trips, the people in one vehicle together; whoever drives stands first."""
        found: dict[tuple[Any, ...], list[Fields]] = {}
        for trip in self._fields_of("trip").values():
            found.setdefault(tuple(trip[name] for name in ("start", "end", "vehicle", "km", "purpose")), []).append(trip)
        rides = [Ride(trips[0], sorted(trips, key=lambda trip: trip["role"] or "none")) for trips in found.values()]
        return sorted(rides, key=lambda ride: ride.trip["start"] or "")

    @cached_property
    def materials(self) -> list[MaterialLine]:
        return [MaterialLine(row) for row in self._fields_of("material").values()]

    @property
    def shorter(self) -> int:
        """How much less than planned was worked altogether."""
        return max(self.plan_minutes - self.minutes, 0) if self.minutes else 0

    @property
    def deviating(self) -> int:
        """Lines of material that are not as planned."""
        return sum(line.pair.differs for line in self.materials)

    @property
    def extras(self) -> list[MaterialLine]:
        return [line for line in self.materials if line.fields.get("extra_order")]

    @cached_property
    def equipment(self) -> list[Fields]:
        return list(self._fields_of("equipment").values())

    @cached_property
    def allowances(self) -> list[Fields]:
        return list(self._fields_of("allowance").values())

    @cached_property
    def photos(self) -> list[Photo]:
        """The one that says most first: what it looked like afterwards."""
        rows = live_rows(self.content, "photo").items()
        found = [Photo(row_id, _said(row["fields"]), self._by(row), row["fields"].get("sha256") in self.here) for row_id, row in rows]
        return sorted(found, key=lambda photo: photo.fields.get("tag") != "after")

    @property
    def travelling(self) -> int:
        return sum(not photo.here for photo in self.photos)

    @cached_property
    def signatures(self) -> list[Fields]:
        """Latest last: row ids sort by the time they were made."""
        return list(self._fields_of("signature").values())

    @property
    def signature(self) -> Fields | None:
        return self.signatures[-1] if self.signatures else None

    @property
    def signed(self) -> bool:
        return bool(self.signature and self.signature.get("outcome") == "signed")

    @cached_property
    def remarks(self) -> list[Fields]:
        rows = live_rows(self.content, "remark").values()
        return [Said({**row["fields"], "by": self._by(row)}) for row in rows]

    def remarks_at(self, number: str) -> list[Fields]:
        return [remark for remark in self.remarks if (remark.get("field") or "0") == number]

    def returned_at(self, number: str) -> bool:
        """Whether the red pencil is on this field and nobody has said it is done."""
        return any(remark.get("kind") == "return" and not remark.get("done") for remark in self.remarks_at(number))

    @property
    def has_work(self) -> bool:
        return bool(self.fields.get("work") or any(line.fields.get("text") for line in self.times))

    @cached_property
    def pauses(self) -> list[Pauses]:
        """Breaks, the people who had the same ones together."""
        found: dict[tuple[tuple[Pair, Pair], ...], list[str]] = {}
        for line in self.times:
            spans = tuple((_pair(pause, "start"), _pair(pause, "end")) for pause in line.breaks.values())
            if spans:
                found.setdefault(spans, []).append(line.fields.get("name") or self.name(line.fields.get("person")))
        return [Pauses(people, spans) for spans, people in found.items()]

    @property
    def as_planned(self) -> bool:
        """Nothing that somebody would have to look at: hours and material as planned, nothing extra, nothing left over."""
        same = all(line.minutes == line.plan_minutes > 0 for line in self.times)
        return bool(self.times) and same and not self.deviating and not self.extras and not self.fields.get("leftover")

    def name(self, person_id: str | None) -> str:
        return self.names.get(person_id or "", "")

    def _by(self, row: dict[str, Any]) -> str:
        return self.name(row.get("by"))

    def _fields_of(self, table: str) -> dict[str, Fields]:
        return {row_id: _said(row["fields"]) for row_id, row in live_rows(self.content, table).items()}


def digests(contents: Iterable[Content]) -> set[str]:
    """Pictures named by some slips."""
    tables = ("photo", "signature")
    return {row["fields"]["sha256"] for one in contents for row in one["rows"].values()
            if row["table"] in tables and row["fields"].get("sha256")}  # fmt: skip


def _said(fields: Fields) -> Fields:
    return Said({name: value for name, value in fields.items() if value is not None})


def _of_time(pauses: dict[str, Fields], time_id: str) -> dict[str, Fields]:
    own = {row_id: row for row_id, row in pauses.items() if row.get("time") == time_id}
    return dict(sorted(own.items(), key=lambda item: item[1].get("start") or item[1].get("plan_start") or ""))


def _pair(fields: Fields, name: str) -> Pair:
    return Pair(fields.get(f"plan_{name}"), fields.get(name))


def _planned(fields: Fields) -> Fields:
    return {"start": fields.get("plan_start"), "end": fields.get("plan_end")}
