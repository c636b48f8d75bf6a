"""The only reader of the clock. Tests and the demo firm set it; nothing else knows what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_set: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The instant, in UTC."""
    return _set.get() or datetime.now(UTC)


def stamp(at: datetime | None = None) -> str:
    """An instant as text that sorts: `2026-11-25T15:24:05.123Z`."""
    return (at or now()).astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read(text: str) -> datetime:
    """What `stamp` wrote."""
    return datetime.fromisoformat(text)


def today(zone: str) -> date:
    """The day on the wall calendar of a zone."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Inside, it is this instant."""
    token = _set.set(instant)
    try:
        yield
    finally:
        _set.reset(token)
