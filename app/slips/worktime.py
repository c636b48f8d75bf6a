"""Working time and rest: ArbZG WT1-WT7 and, for minors, JArbSchG Y1-Y3. The same as core/worktime.js.

What is not known is not judged: other days come in through `around`, and a rule that needs them is silent without.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from itertools import accumulate, pairwise
from typing import Any

from app.slips.findings import BREAKS, TIMES, Around, Finding, Slip, info, must, should
from app.slips.hours import Fields, TimeEntry
from app.slips.limits import Limit, Limits, in_force
from app.slips.walltime import clock, day
from app.slips.workday import Own, Span, people, span, touched, working_day

SATURDAY, SUNDAY = 6, 7


def check_work_time(slip: Slip, around: Around, table: Iterable[Limit], times: list[TimeEntry]) -> list[Finding]:
    table = list(table)
    owners = list(people(slip, around, table, times))
    return [
        *(finding for own in owners for finding in _overlaps(own, around)),
        *(finding for own in owners for finding in _breaks(own)),
        *(finding for own in owners for finding in _long_day(own)),
        *(finding for own in owners for finding in _week(own)),
        *(finding for own in owners for finding in _rest(own)),
        *(finding for own in owners for finding in _hours_of_minors(own, around)),
        *_days_of_rest(around, in_force(table, working_day(slip, times), "adult"), times),
    ]


def _overlaps(own: Own, around: Around) -> list[Finding]:
    """V2. On a phone that may not have heard of a correction elsewhere it is a question, at the office a mistake."""
    if any(later[0] < earlier[1] for earlier, later in pairwise(own.spans)):
        return [must("times_overlap", TIMES, own.id, name=own.name)]
    clash = [one for one in own.elsewhere if any(_touch(mine, span(one)) for mine in own.spans)]
    level = must if around.get("complete") else should
    return [
        level("times_overlap_elsewhere", TIMES, own.id, name=own.name, start=clock(one["start"]), end=clock(one["end"]))
        for one in clash[:1]
    ]


def _touch(mine: Span, other: Span | None) -> bool:
    return other is not None and mine[0] < other[1] and other[0] < mine[1]


def _breaks(own: Own) -> list[Finding]:
    """Breaks of one person over all their rows. A break at the very start or end of the day is none."""
    if not own.spans:
        return []
    whole = (own.spans[0][0], max(end for _, end in own.spans))
    pauses = [one for time in own.times for pause in time.breaks if (one := span(pause))]
    edge, part = own.limits.get("break_edge") or 0, own.limits.get("break_part") or 0
    at_edge = {one for one in pauses if _at_edge(one, whole, edge)}
    parts = sorted(one for one in [*pauses, *_gaps(own.spans)] if one[1] - one[0] >= part)
    taken = sum(end - start for start, end in parts if (start, end) not in at_edge)
    found = [should("break_at_edge", BREAKS, own.id, name=own.name, minutes=edge)] if at_edge else []
    return [*_too_short(own, taken, _in_a_row(parts, whole)), *found]


def _at_edge(pause: Span, whole: Span, edge: int) -> bool:
    inside = pause[0] >= whole[0] and pause[1] <= whole[1]
    return inside and (pause[0] < whole[0] + edge or pause[1] > whole[1] - edge)


def _too_short(own: Own, taken: int, longest: int) -> list[Finding]:
    needed = next((length for above, length in _needed(own.limits) if own.worked > above), 0)
    if taken < needed:
        said = {"minutes": own.worked, "taken": taken, "needed": needed}
        return [should("break_too_short", BREAKS, own.id, name=own.name, **said)]
    most = own.limits.get("in_a_row")
    if most is None or longest <= most:
        return []
    return [should("too_long_without_break", BREAKS, own.id, name=own.name, minutes=longest, most=most)]


def _needed(limits: Limits) -> Iterable[tuple[int, int]]:
    """Above so many minutes of work, so many minutes of break; the longest first."""
    for size in ("long", "short"):
        above, length = limits.get(f"{size}_above"), limits.get(f"{size}_break")
        if above is not None and length is not None:
            yield above, length


def _in_a_row(parts: list[Span], whole: Span) -> int:
    """The longest stretch without a break."""
    starts = [whole[0], *(end for _, end in parts)]
    stops = [*(start for start, _ in parts), whole[1]]
    return max(stop - start for start, stop in zip(starts, stops, strict=True))


def _gaps(days: list[Span]) -> list[Span]:
    """What lies between two rows of one person is a break too."""
    ends = accumulate((end for _, end in days), max)
    return [(end, start) for end, (start, _) in zip(ends, days[1:], strict=False)]


def _long_day(own: Own) -> list[Finding]:
    """WT1, WT2, Y1: all the person's slips of the day together."""
    total = own.worked + _minutes(own.elsewhere, own.date)
    usual, most = own.limits.get("day_usual"), own.limits.get("day_most")
    said: dict[str, Any] = {"name": own.name, "minutes": total}
    if not own.worked:
        return []
    if most is not None and total > most:
        return [should("day_too_long", TIMES, own.id, **said, most=most)]
    if usual is None or total <= usual:
        return []
    if own.minor:
        return [should("day_too_long", TIMES, own.id, **said, most=usual)] if _no_shorter_day(own, usual) else []
    return [info("day_longer_than_usual", TIMES, own.id, **said, most=usual)]


def _no_shorter_day(own: Own, usual: int) -> bool:
    """A minor may work half an hour longer when another day of that week is shorter; unknown days say nothing."""
    others = {one["date"] for one in _this_week(own)} - {own.date}
    return bool(others) and all(_minutes(own.elsewhere, one) >= usual for one in others)


def _week(own: Own) -> list[Finding]:
    """At least so much: days this phone has not heard of can only add to it."""
    week, most, days = _this_week(own), own.limits.get("week_most"), own.limits.get("week_days")
    total = own.worked + sum(one["minutes"] for one in week)
    worked_on = {one["date"] for one in week if one["minutes"]} | {own.date}
    found = []
    if own.worked and most is not None and total > most:
        found.append(should("week_too_long", TIMES, own.id, name=own.name, minutes=total, most=most))
    if own.worked and days is not None and len(worked_on) > days:
        found.append(should("week_too_many_days", TIMES, own.id, name=own.name, count=len(worked_on), most=days))
    return found


def _this_week(own: Own) -> list[Mapping[str, Any]]:
    return [one for one in own.elsewhere if own.date and _week_of(one["date"]) == _week_of(own.date)]


def _minutes(spans: Iterable[Mapping[str, Any]], on: str) -> int:
    return sum(one["minutes"] for one in spans if one["date"] == on)


def _rest(own: Own) -> list[Finding]:
    """WT6: hours of rest between the days. Work that goes on without a gap is one day, however it was put down."""
    needed = own.limits.get("rest")
    if needed is None or not own.spans:
        return []
    today = [*own.spans, *_spans(own, lambda other: other == own.date)]
    before = max((end for _, end in _spans(own, lambda other: other < own.date)), default=None)
    after = min((start for start, _ in _spans(own, lambda other: other > own.date)), default=None)
    gaps = [
        *([] if before is None else [min(start for start, _ in today) - before]),
        *([] if after is None else [after - max(end for _, end in today)]),
    ]
    short = [gap for gap in gaps if 0 < gap < needed]
    return [should("rest_too_short", TIMES, own.id, name=own.name, minutes=min(short), most=needed)] if short else []


def _hours_of_minors(own: Own, around: Around) -> list[Finding]:
    """Y3: the hours of the day, and the days off."""
    found, spans = [], [time.fields for time in own.times if span(time.fields)]
    earliest, latest = own.limits.get("earliest"), own.limits.get("latest")
    if earliest is not None and latest is not None and any(_outside(one, earliest, latest) for one in spans):
        found.append(should("minor_hours", TIMES, own.id, name=own.name, start=_hm(earliest), end=_hm(latest)))
    free = next((one for one in touched(own.times) if _is_free(one, own.limits, around)), None)
    return found if free is None else [*found, should("minor_free_day", TIMES, own.id, name=own.name, day=free)]


def _outside(fields: Fields, earliest: int, latest: int) -> bool:
    start, end = fields["start"], fields["end"]
    return _clock_minutes(start) < earliest or day(end) != day(start) or _clock_minutes(end) > latest


def _is_free(on: str, limits: Limits, around: Around) -> bool:
    free = {SATURDAY: limits.get("free_saturday"), SUNDAY: limits.get("free_sunday")}.get(_weekday(on))
    return bool(free) or (on in around.get("holidays", {}) and bool(limits.get("free_holiday")))


def _days_of_rest(around: Around, limits: Limits, times: list[TimeEntry]) -> list[Finding]:
    """V14, WT7: work on a Sunday or a holiday of the place earns another day off, and a supplement."""
    found = []
    for on in touched(times):
        holiday, sunday = around.get("holidays", {}).get(on), _weekday(on) == SUNDAY
        days = limits.get("sunday_rest_days" if sunday else "holiday_rest_days")
        if days is None or not (sunday or holiday):
            continue
        until = (date.fromisoformat(on) + timedelta(days=days - 1)).isoformat()
        named = info("holiday_work", TIMES, day=on, until=until, holiday=holiday) if holiday else None
        found.append(named or info("sunday_work", TIMES, day=on, until=until))
    return found


def _spans(own: Own, on: Callable[[str], bool]) -> list[Span]:
    return [one for other in own.elsewhere if on(other["date"]) and (one := span(other))]


def _week_of(on: str) -> tuple[int, int]:
    return date.fromisoformat(on).isocalendar()[:2]


def _weekday(on: str) -> int:
    return date.fromisoformat(on).isoweekday()


def _clock_minutes(wall_time: str) -> int:
    return int(clock(wall_time)[:2]) * 60 + int(clock(wall_time)[3:])


def _hm(count: int) -> str:
    return f"{count // 60:02}:{count % 60:02}"
