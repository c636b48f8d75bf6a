"""The self-check: what must, should or might be looked at before a slip is handed in.

Pure, and the same as app/static/crew/core/rules.js; tests/cases/rules*.json are run by both languages. It never changes
anything, least of all does it add a break that nobody took. `around` is what is known besides the slip, every part of
it optional: `limits` (rows of a firm, see limits.py), `people` {id: {minor}}, `days` (rows of other slips: slip,
person, date, start, end, minutes), `complete` (these are all there are), `paid` (allowances on other slips: slip,
person, date, kind, allowance, text), `now`, `holidays` {day: name} of the place,
`content_hash`, `templates` {"id@version": checklist}, `position_mask`. What is not known is not judged.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from app.slips.findings import (
    BREAKS,
    MATERIAL,
    PHOTOS,
    TIMES,
    WORK,
    Around,
    Finding,
    Rows,
    Slip,
    info,
    must,
    should,
    trimmed,
    unanswered,
)  # fmt: skip
from app.slips.hours import Fields, TimeEntry, entries, minutes, same_quantity
from app.slips.limits import STATUTORY, Limits, in_force
from app.slips.records import check_records
from app.slips.walltime import day, instant
from app.slips.workday import span, working_day
from app.slips.worktime import check_work_time

__all__ = ["Finding", "check"]


def check(slip: Slip, around: Around | None = None) -> list[Finding]:
    """Findings of a slip `{slip_id?, fields, rows}`, by level and field."""
    known: Around = around or {}
    table = [*STATUTORY, *known.get("limits", ())]
    times = entries(slip["rows"])
    today = working_day(slip, times)
    limits = in_force(table, today or "9999-12-31", "adult")
    found = [
        *_people_and_times(times, limits, known),
        *(finding for time in times for finding in _breaks(time)),
        *_work(slip["fields"], times, limits),
        *check_work_time(slip, known, table, times),
        *_photos(slip["rows"]),
        *_overtime(slip["fields"], times, limits),
        *_late_record(today, limits, known),
        *_material(slip["rows"]),
        *check_records(slip, known, limits),
    ]
    return unanswered(found, slip["rows"])


def _people_and_times(times: list[TimeEntry], limits: Limits, around: Around) -> list[Finding]:
    if not times:
        return [must("no_people", TIMES)]
    return [finding for time in times for finding in _times_of(time, limits, around)]


def _times_of(time: TimeEntry, limits: Limits, around: Around) -> list[Finding]:
    start, end, who = time.fields.get("start"), time.fields.get("end"), _who(time)
    if not start or not end:
        return [must("time_missing", TIMES, *who, **_name(time))]
    gross, longest = minutes(start, end), limits.get("longest")
    if gross <= 0:
        return [must("end_before_start", TIMES, *who, **_name(time))]
    if longest is not None and gross > longest:
        return [must("too_long", TIMES, *who, **_name(time), minutes=gross)]
    now, ahead = around.get("now"), limits.get("ahead")
    early = now is not None and ahead is not None and instant(end) > instant(now) + ahead
    return [must("end_in_future", TIMES, *who, **_name(time))] if early else []


def _breaks(time: TimeEntry) -> list[Finding]:
    whole = span(time.fields)
    if whole is None:
        return []
    taken = [span(pause) for pause in time.breaks if pause.get("start") or pause.get("end")]
    inside = [pause for pause in taken if pause and pause[0] >= whole[0] and pause[1] <= whole[1]]
    found = [must("break_outside", BREAKS, *_who(time), **_name(time))] if len(inside) < len(taken) else []
    clash = any(later[0] < earlier[1] for earlier, later in pairwise(inside))
    return [*found, must("break_overlap", BREAKS, *_who(time), **_name(time))] if clash else found


def _work(fields: Fields, times: list[TimeEntry], limits: Limits) -> list[Finding]:
    """Work by the hour is only proved when each worker's work is said: own text, or the slip's for who has none."""
    common, enough = trimmed(fields.get("work")), limits.get("enough_text") or 0
    working = [time for time in times if (time.fields.get("activity") or "work") == "work"]
    said = [trimmed(time.fields.get("text")) or common for time in working]
    if not common and not any(said):
        return [must("work_missing", WORK)]
    if fields.get("kind") != "hourly":
        return [] if all(said) else [must("work_missing", WORK)]
    short = [time for time, text in zip(working, said, strict=True) if len(text) < enough]
    return [must("text_short", WORK, *_who(time), **_name(time)) for time in short]


def _photos(rows: Rows) -> list[Finding]:
    tags = {row["fields"].get("tag") for row in rows.values() if row["table"] == "photo"}
    return [should("photo_after_missing", PHOTOS)] if tags & {"before", "during"} and "after" not in tags else []


def _overtime(fields: Fields, times: list[TimeEntry], limits: Limits) -> list[Finding]:
    plan_end, worth = fields.get("plan_end"), limits.get("worth_a_reason")
    if not plan_end or worth is None or trimmed(fields.get("late_reason")):
        return []
    late = max((minutes(plan_end, time.fields["end"]) for time in times if time.fields.get("end")), default=0)
    return [info("overtime_reason", TIMES, minutes=late)] if late >= worth else []


def _late_record(today: str, limits: Limits, around: Around) -> list[Finding]:
    """§ 17 MiLoG: a day of work is put down within so many days."""
    days, now = limits.get("record_days"), around.get("now")
    if not today or not now or days is None:
        return []
    passed = (_midnight(day(now)) - _midnight(today)) // 1440
    return [info("recorded_late", TIMES, count=passed, most=days)] if passed > days else []


def _material(rows: Rows) -> list[Finding]:
    lines = [row["fields"] for row in rows.values() if row["table"] == "material"]
    both = [line for line in lines if line.get("plan_quantity") and line.get("quantity")]
    count = sum(not same_quantity(line["plan_quantity"], line["quantity"]) for line in both)
    return [info("material_differs", MATERIAL, count=count)] if count else []


def _midnight(on: str) -> int:
    return instant(f"{on}T00:00+00:00")


def _who(time: TimeEntry) -> tuple[str]:
    return (str(time.fields.get("person") or time.id),)


def _name(time: TimeEntry) -> Mapping[str, Any]:
    return {"name": time.fields.get("name") or ""}
