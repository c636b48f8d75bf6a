"""Wall times: what the clock on the wall said, with its offset (`2026-11-25T07:00+01:00`).

Pure, and the same as app/static/crew/core/walltime.js. Instants are whole minutes since 1970. What is no wall time
raises ValueError. Both languages run tests/cases/hours.json.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
_WALL = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)([+-])(\d\d):(\d\d)", re.ASCII)
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d", re.ASCII)


def instant(wall_time: str) -> int:
    date, time, sign, hours, minutes_ = _parts(wall_time)
    if int(hours) > 14 or int(minutes_) > 59:
        raise ValueError(f"not a wall time: {wall_time}")
    ahead = timedelta(hours=int(hours), minutes=int(minutes_))
    return _minute(_written(date, time).replace(tzinfo=timezone(-ahead if sign == "-" else ahead)))


def at(minute: int, zone: str) -> str:
    """What the clock in a zone says at an instant."""
    return (EPOCH + minute * MINUTE).astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")


def wall(date: str, time: str, zone: str, later: bool = False) -> str:
    """The wall time of a date and a clock time. A time skipped by the clock change moves on by the gap (02:30 is
    03:30); of a time that comes twice the first is meant, or the second with `later`."""
    local = _written(date, time).replace(tzinfo=ZoneInfo(zone))
    second = local.replace(fold=1)
    twice = second.utcoffset() < local.utcoffset()  # type: ignore[operator]
    return at(_minute(second if later and twice else local), zone)


def following(start: str, time: str, zone: str) -> str:
    """The first time after `start` the clock shows `time`: the end of a shift, past midnight if need be."""
    date = day(start)
    same_day = [wall(date, time, zone), wall(date, time, zone, later=True)]
    return next((end for end in same_day if instant(end) > instant(start)), None) or wall(next_day(date), time, zone)


def add_minutes(start: str, minutes_: int, zone: str) -> str:
    return at(instant(start) + minutes_, zone)


def clock(wall_time: str) -> str:
    """`07:00`"""
    return _parts(wall_time)[1]


def day(wall_time: str) -> str:
    """`2026-11-25`"""
    return _parts(wall_time)[0]


def next_day(date: str) -> str:
    return (_written(date, "00:00") + timedelta(days=1)).date().isoformat()


def _parts(wall_time: str) -> tuple[str, str, str, str, str]:
    match = _WALL.fullmatch(wall_time)
    if match is None:
        raise ValueError(f"not a wall time: {wall_time}")
    date, time, sign, hours, minutes_ = match.groups()
    return date, time, sign, hours, minutes_


def _written(date: str, time: str) -> datetime:
    text = f"{date}T{time}"
    written = datetime.fromisoformat(text) if _DATE_TIME.fullmatch(text) else None
    if written is None or written.isoformat(timespec="minutes") != text:
        raise ValueError(f"not a time: {text}")
    return written


def _minute(moment: datetime) -> int:
    return (moment - EPOCH) // MINUTE
