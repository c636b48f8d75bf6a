"""Wall times: what the clock on the wall said, with its offset (`2026-11-25T07:00+01:00`). Pure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


def wall_time(date: str, clock: str, zone: str, *, after: str | None = None) -> str:
    """A clock reading (`07:00`) of a day; on the next day when it is not later than the reading `after`.

    A reading the clock skips (spring) is moved on by the gap; one it shows twice (autumn) is the first of the two.
    """
    day = datetime.fromisoformat(f"{date}T{clock}")
    if after is not None and clock <= after:
        day += timedelta(days=1)
    return in_zone(day.replace(tzinfo=ZoneInfo(zone)))


def in_zone(at: datetime) -> str:
    """An aware time as a wall time of its own zone, to the minute."""
    there_and_back = datetime.fromtimestamp(at.timestamp(), at.tzinfo)
    return there_and_back.isoformat(timespec="minutes")


def clock_of(wall: str) -> str:
    """`07:00`"""
    return wall[11:16]


def day_of(wall: str) -> str:
    """`2026-11-25`"""
    return wall[:10]
