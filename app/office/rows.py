"""The lines of a slip as they are read at a desk: plan beside actual. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from app.slips import hours

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
        return pair(self.fields, "start")

    @property
    def end(self) -> Pair:
        return pair(self.fields, "end")

    @cached_property
    def minutes(self) -> int:
        return hours.net_minutes(self.fields, list(self.breaks.values()))

    @cached_property
    def plan_minutes(self) -> int:
        return hours.net_minutes(as_planned(self.fields), [as_planned(pause) for pause in self.breaks.values()])

    @property
    def pause(self) -> Pair:
        written = any(pause.get("start") for pause in self.breaks.values())
        planned = hours.break_minutes([as_planned(pause) for pause in self.breaks.values()])
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
    """A picture and where it is: here, still on its way, or lost on the phone."""

    row_id: str
    fields: Fields
    by: str
    here: bool
    lost: bool = False


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


def said(fields: Fields) -> Fields:
    """Only what was filled."""
    return Said({name: value for name, value in fields.items() if value is not None})


def pair(fields: Fields, name: str) -> Pair:
    """Plan and actual of a field."""
    return Pair(fields.get(f"plan_{name}"), fields.get(name))


def as_planned(fields: Fields) -> Fields:
    return {"start": fields.get("plan_start"), "end": fields.get("plan_end")}
