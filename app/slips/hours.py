"""Minutes and quantities: pure arithmetic, the same as app/static/crew/core/hours.js.

Quantities are decimals as text. A value that is none raises ValueError. Both languages run tests/cases/hours.json.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.slips.decimals import decimal, thousandths
from app.slips.walltime import instant

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class TimeEntry:
    """A time row with its breaks in their order, and its sums in minutes."""

    id: str
    fields: Fields
    breaks: tuple[Fields, ...]
    minutes: int
    break_minutes: int
    plan_minutes: int


def minutes(start: str, end: str) -> int:
    return instant(end) - instant(start)


def break_minutes(breaks: Iterable[Fields]) -> int:
    """Minutes of all breaks taken."""
    return sum(_length(pause) for pause in breaks)


def net_minutes(time: Fields, breaks: Iterable[Fields]) -> int:
    """Minutes worked: from start to end without the breaks; 0 while something is missing."""
    return max(0, _length(time) - break_minutes(breaks))


def entries(rows: Mapping[str, Mapping[str, Any]]) -> list[TimeEntry]:
    """The time rows of a slip, each with its breaks and sums, in the order they were made."""
    breaks = sorted((fields for _, fields in _in_order(rows, "break")), key=_begins)
    times = _in_order(rows, "time")
    return [_entry(row_id, time, [pause for pause in breaks if pause.get("time") == row_id]) for row_id, time in times]


def totals(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    names, counted = ("minutes", "break_minutes", "plan_minutes"), entries(rows)
    return {name: sum(getattr(entry, name) for entry in counted) for name in names}


def hm(count: int) -> str:
    """`8:30`"""
    hours, rest = divmod(abs(count), 60)
    return f"{'-' if count < 0 else ''}{hours}:{rest:02}"


def quantity(typed: str) -> str:
    """What a person typed as a quantity, in the one form we keep: "2,50" is "2.5"."""
    return decimal(thousandths(typed.strip().replace(",", ".", 1)))


def add_quantity(one: str, other: str) -> str:
    return decimal(thousandths(one) + thousandths(other))


def step_quantity(now: str | None, step: int) -> str:
    """One tap on plus or minus; never below nothing."""
    return decimal(max(0, thousandths(now or "0") + step * 1000))


def same_quantity(one: str, other: str) -> bool:
    return thousandths(one) == thousandths(other)


def _entry(row_id: str, time: Fields, breaks: list[Fields]) -> TimeEntry:
    plan = net_minutes(_as_planned(time), [_as_planned(pause) for pause in breaks])
    return TimeEntry(row_id, time, tuple(breaks), net_minutes(time, breaks), break_minutes(breaks), plan)


def _in_order(rows: Mapping[str, Mapping[str, Any]], table: str) -> list[tuple[str, Fields]]:
    return [(row_id, row["fields"]) for row_id, row in sorted(rows.items()) if row["table"] == table]


def _length(fields: Fields) -> int:
    start, end = fields.get("start"), fields.get("end")
    return max(0, minutes(start, end)) if start and end else 0


def _as_planned(fields: Fields) -> Fields:
    return {"start": fields.get("plan_start"), "end": fields.get("plan_end")}


def _begins(fields: Fields) -> float:
    first = fields.get("start") or fields.get("plan_start")
    return instant(first) if first else float("inf")
