"""How days, times and quantities are written on paper. The paper speaks German, whoever prints it."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app import clock
from app.pages import t, texts
from app.slips import lines

LANGUAGE = "de"
NOTHING = "–"


def say(key: str, /, **values: Any) -> str:
    """The German text of a key."""
    return t(LANGUAGE, key, **values)


def weekday(day: str) -> str:
    """`Mi`"""
    return say("report.weekdays").split()[date.fromisoformat(day).weekday()]


def short_day(day: str) -> str:
    """`25.11.2026`"""
    return f"{day[8:10]}.{day[5:7]}.{day[:4]}"


def long_day(day: str | None) -> str:
    """`Mi 25.11.2026`"""
    return f"{weekday(day)} {short_day(day)}" if day else NOTHING


def reading(wall: str, day: str | None) -> str:
    """What the clock said: `07:00`, on another day than the slip's `Do 06:00`."""
    other_day = day is not None and wall[:10] != day
    return f"{weekday(wall[:10])} {wall[11:16]}" if other_day else wall[11:16]


def span(start: str | None, end: str | None, day: str | None) -> str:
    """`09:00–09:15`; empty where neither is known."""
    if not start and not end:
        return ""
    first = reading(start, day) if start else "?"
    return f"{first}–{reading(end, start[:10] if start else day) if end else '?'}"


def moment(stamp: str, zone: str) -> str:
    """An instant of the server in the firm's time: `25.11.2026, 14:05`."""
    return at_wall(clock.read(stamp).astimezone(ZoneInfo(zone)).isoformat())


def long_moment(stamp: str, zone: str) -> str:
    """`Mi 25.11.2026, 14:05`"""
    local = clock.read(stamp).astimezone(ZoneInfo(zone)).isoformat()
    return f"{weekday(local[:10])} {at_wall(local)}"


def at_wall(wall: str) -> str:
    """A wall time as it was noted: `25.11.2026, 16:26`."""
    return f"{short_day(wall)}, {wall[11:16]}"


def hours(minutes: int) -> str:
    """`8:30`"""
    return f"{'−' if minutes < 0 else ''}{abs(minutes) // 60}:{abs(minutes) % 60:02d}"


def amount(quantity: str | None, unit: str | None = None) -> str:
    """`2,5 Stk`; empty where nothing is known."""
    if quantity is None:
        return ""
    return " ".join(filter(None, [quantity.replace(".", ",").replace("-", "−"), unit]))


def names(people: list[str]) -> str:
    """`Anna Richter, Ben Nowak`, each once, in the order they come."""
    return ", ".join(dict.fromkeys(people))


def as_instant(text: str) -> datetime:
    """A day, a wall time or a stamp as an aware time; for the dates inside a document."""
    return clock.read(text if "T" in text else f"{text}T00:00:00Z")


def label(family: str, name: str) -> str:
    """What a field or a table is called; its own name where a newer phone brought one we have no word for."""
    return texts(LANGUAGE).get(f"pdf.{family}.{name}", name)


def money(cents: int) -> str:
    """`14,00 €`"""
    return f"{cents // 100},{cents % 100:02d} €"


class German:
    """The words of a paper for its records: those of the desk, in German."""

    def table(self, table: str) -> str:
        return texts(LANGUAGE).get(f"office.table.{table}", table)

    def field(self, table: str | None, name: str) -> str:
        return texts(LANGUAGE).get(f"office.field.{table or 'slip'}.{name}", name)

    def value(self, name: str, value: Any) -> str:
        known = texts(LANGUAGE).get(f"office.value.{name}.{value}")
        return known if known is not None else _plain(value)

    def say(self, key: str, /, **values: Any) -> str:
        return say(key, **values)


def _plain(value: Any) -> str:
    if lines.wall(value):
        return at_wall(value)
    if lines.day(value):
        return long_day(value)
    return amount(value) if lines.quantity(value) else str(value)
