"""The self-check: what must, should or might be looked at before a slip is handed in.

Pure, and the same as app/static/crew/core/rules.js; tests/cases/rules.json is run by both languages. It never changes
anything, least of all does it add a break that nobody took.
"""

from collections.abc import Iterable, Mapping
from itertools import accumulate, pairwise
from typing import Any, Literal, TypedDict

from app.slips.hours import Fields, TimeEntry, entries, minutes, same_quantity
from app.slips.walltime import instant

TIMES, BREAKS, WORK, MATERIAL, PHOTOS = "1", "2", "4", "5", "6"
LEVELS = ("must", "should", "info")
LONGEST = 16 * 60
A_DAYS_WORK = 10 * 60
IN_A_ROW = 6 * 60
SHORTEST_BREAK = 15
NEEDED = ((9 * 60, 45), (6 * 60, 30))  # above so many minutes of work, so many minutes of break
ENOUGH_TEXT = 15
WORTH_A_REASON = 15

Slip = Mapping[str, Any]
Rows = Mapping[str, Mapping[str, Any]]
Span = tuple[int, int]
Params = dict[str, str | int | None]


class Finding(TypedDict):
    """`field` is the number printed on phone, desk and PDF."""

    level: Literal["must", "should", "info"]
    code: str
    field: str
    params: Params


def check(slip: Slip) -> list[Finding]:
    """Findings of a slip `{fields, rows}`, by level and field."""
    times = entries(slip["rows"])
    found = [
        *_people_and_times(times),
        *(finding for time in times for finding in _breaks(time)),
        *_work(slip["fields"], times),
        *(finding for own in _people(times) for finding in _rest(own)),
        *_photos(slip["rows"]),
        *_overtime(slip["fields"], times),
        *_material(slip["rows"]),
    ]
    return sorted(found, key=lambda finding: (LEVELS.index(finding["level"]), int(finding["field"])))


def _people_and_times(times: list[TimeEntry]) -> list[Finding]:
    return [finding for time in times for finding in _times_of(time)] if times else [_must("no_people", TIMES)]


def _times_of(time: TimeEntry) -> list[Finding]:
    start, end, who = time.fields.get("start"), time.fields.get("end"), _name(time.fields)
    if not start or not end:
        return [_must("time_missing", TIMES, who)]
    gross = minutes(start, end)
    if gross <= 0:
        return [_must("end_before_start", TIMES, who)]
    return [_must("too_long", TIMES, who | {"minutes": gross})] if gross > LONGEST else []


def _breaks(time: TimeEntry) -> list[Finding]:
    day = _span(time.fields)
    if day is None:
        return []
    taken = [_span(pause) for pause in time.breaks if pause.get("start") or pause.get("end")]
    inside = [pause for pause in taken if pause and pause[0] >= day[0] and pause[1] <= day[1]]
    found = [_must("break_outside", BREAKS, _name(time.fields))] if len(inside) < len(taken) else []
    clash = any(later[0] < earlier[1] for earlier, later in pairwise(inside))
    return [*found, _must("break_overlap", BREAKS, _name(time.fields))] if clash else found


def _work(fields: Fields, times: list[TimeEntry]) -> list[Finding]:
    """Work by the hour is only proved when each worker's work is said: own text, or the slip's for who has none."""
    common = _trimmed(fields.get("work"))
    working = [time for time in times if (time.fields.get("activity") or "work") == "work"]
    said = [_trimmed(time.fields.get("text")) or common for time in working]
    if not common and not any(said):
        return [_must("work_missing", WORK)]
    if fields.get("kind") != "hourly":
        return [] if all(said) else [_must("work_missing", WORK)]
    short = [time for time, text in zip(working, said, strict=True) if len(text) < ENOUGH_TEXT]
    return [_must("text_short", WORK, _name(time.fields)) for time in short]


def _rest(times: list[TimeEntry]) -> list[Finding]:
    """Breaks of one person over all their time rows. A break at the very start or end of the day is none."""
    days = sorted(day for time in times if (day := _span(time.fields)))
    if not days:
        return []
    who, whole = _name(times[0].fields), (days[0][0], max(end for _, end in days))
    pauses = [span for time in times for pause in time.breaks if (span := _span(pause))]
    at_edge = {(start, end) for start, end in pauses if start == whole[0] or end == whole[1]}
    parts = sorted(part for part in [*pauses, *_gaps(days)] if part[1] - part[0] >= SHORTEST_BREAK)
    taken = sum(end - start for start, end in parts if (start, end) not in at_edge)
    worked = sum(time.minutes for time in times)
    long_day = [_should("over_ten_hours", TIMES, who | {"minutes": worked})] if worked > A_DAYS_WORK else []
    edge = [_should("break_at_edge", BREAKS, who)] if at_edge else []
    return [*_too_short(who, worked, taken, _in_a_row(parts, whole)), *long_day, *edge]


def _too_short(who: Params, worked: int, taken: int, longest: int) -> list[Finding]:
    needed = next((length for above, length in NEEDED if worked > above), 0)
    if taken < needed:
        return [_should("break_too_short", BREAKS, who | {"minutes": worked, "taken": taken, "needed": needed})]
    return [_should("six_hours_without_break", BREAKS, who | {"minutes": longest})] if longest > IN_A_ROW else []


def _in_a_row(parts: list[Span], day: Span) -> int:
    """The longest stretch without a break."""
    starts = [day[0], *(end for _, end in parts)]
    stops = [*(start for start, _ in parts), day[1]]
    return max(stop - start for start, stop in zip(starts, stops, strict=True))


def _gaps(days: list[Span]) -> list[Span]:
    """What lies between two rows of one person is a break too."""
    ends = accumulate((end for _, end in days), max)
    return [(end, start) for end, (start, _) in zip(ends, days[1:], strict=False)]


def _photos(rows: Rows) -> list[Finding]:
    tags = {row["fields"].get("tag") for row in rows.values() if row["table"] == "photo"}
    return [_should("photo_after_missing", PHOTOS)] if tags & {"before", "during"} and "after" not in tags else []


def _overtime(fields: Fields, times: list[TimeEntry]) -> list[Finding]:
    plan_end = fields.get("plan_end")
    if not plan_end or _trimmed(fields.get("late_reason")):
        return []
    late = max((minutes(plan_end, time.fields["end"]) for time in times if time.fields.get("end")), default=0)
    return [_info("overtime_reason", TIMES, {"minutes": late})] if late >= WORTH_A_REASON else []


def _material(rows: Rows) -> list[Finding]:
    lines = [row["fields"] for row in rows.values() if row["table"] == "material"]
    both = [line for line in lines if line.get("plan_quantity") and line.get("quantity")]
    count = sum(not same_quantity(line["plan_quantity"], line["quantity"]) for line in both)
    return [_info("material_differs", MATERIAL, {"count": count})] if count else []


def _people(times: list[TimeEntry]) -> Iterable[list[TimeEntry]]:
    rows: dict[str, list[TimeEntry]] = {}
    for time in times:
        rows.setdefault(time.fields.get("person") or time.id, []).append(time)
    return rows.values()


def _span(fields: Fields) -> Span | None:
    """From start to end, or None when that is no span of time."""
    start, end = fields.get("start"), fields.get("end")
    if not start or not end:
        return None
    return (instant(start), instant(end)) if minutes(start, end) > 0 else None


def _name(fields: Fields) -> Params:
    return {"name": fields.get("name") or ""}


def _trimmed(text: object) -> str:
    return str(text or "").strip()


def _must(code: str, field: str, params: Params | None = None) -> Finding:
    return {"level": "must", "code": code, "field": field, "params": params or {}}


def _should(code: str, field: str, params: Params | None = None) -> Finding:
    return {"level": "should", "code": code, "field": field, "params": params or {}}


def _info(code: str, field: str, params: Params | None = None) -> Finding:
    return {"level": "info", "code": code, "field": field, "params": params or {}}
