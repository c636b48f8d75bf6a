"""One person's working day on a slip, with what the other slips say of it. The same as core/workday.js."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.slips.findings import Around, Slip, fields_of
from app.slips.hours import Fields, TimeEntry, minutes
from app.slips.limits import Limit, Limits, in_force
from app.slips.walltime import clock, day, instant

Span = tuple[int, int]
_ROLES = ("driver", "passenger")


@dataclass(frozen=True)
class Own:
    """One person of a slip: the rows that are working time, what the other slips say of them, and their limits."""

    id: str
    name: str
    date: str
    minor: bool
    times: list[TimeEntry]
    elsewhere: list[Mapping[str, Any]]
    limits: Limits

    @property
    def worked(self) -> int:
        return sum(time.minutes for time in self.times)

    @property
    def spans(self) -> list[Span]:
        return sorted(one for time in self.times if (one := span(time.fields)))


def people(slip: Slip, around: Around, table: list[Limit], times: list[TimeEntry]) -> Iterable[Own]:
    rows: dict[str, list[TimeEntry]] = {}
    for time in times:
        rows.setdefault(time.fields.get("person") or time.id, []).append(time)
    today, riding = working_day(slip, times), _riding(slip)
    near = _near(slip, around, today)
    for who, own in rows.items():
        working = [time for time in own if who not in riding or time.fields.get("activity") != "travel"]
        minor = bool(around.get("people", {}).get(who, {}).get("minor"))
        limits = in_force(table, today, "minor" if minor else "adult")
        elsewhere = [one for one in near if one["person"] == who]
        yield Own(who, own[0].fields.get("name") or "", today, minor, working, elsewhere, limits)


def working_day(slip: Slip, times: list[TimeEntry]) -> str:
    """The slip's day, or that of its first hour."""
    starts = [time.fields["start"] for time in times if time.fields.get("start")]
    return str(slip["fields"].get("date") or (day(min(starts, key=instant)) if starts else ""))


def span(fields: Fields) -> Span | None:
    """From start to end, or None when that is no span of time."""
    start, end = fields.get("start"), fields.get("end")
    if not start or not end:
        return None
    return (instant(start), instant(end)) if minutes(start, end) > 0 else None


def touched(times: Iterable[TimeEntry]) -> list[str]:
    """Every calendar day somebody worked on, a night both of its days."""
    days: set[str] = set()
    for fields in (time.fields for time in times if span(time.fields)):
        first, last = day(fields["start"]), day(fields["end"])
        days |= {first} if clock(fields["end"]) == "00:00" else {first, last}
    return sorted(days)


def _riding(slip: Slip) -> set[str]:
    """Who only rode along: to sit in the car is no working time, to drive it is."""
    trips = [fields for _, fields in fields_of(slip["rows"], "trip")]
    drivers, passengers = ({one.get("person") for one in trips if one.get("role") == role} for role in _ROLES)
    return {str(one) for one in passengers - drivers if one}


def _near(slip: Slip, around: Around, today: str) -> list[Mapping[str, Any]]:
    """Rows of other slips in the week before and after: nothing else bears on this day."""
    if not today:
        return []
    first, last = ((date.fromisoformat(today) + timedelta(days=days)).isoformat() for days in (-7, 7))
    own = slip.get("slip_id")
    return [one for one in around.get("days", ()) if first <= one["date"] <= last and (not own or one["slip"] != own)]
