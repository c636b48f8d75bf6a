"""Arithmetic of hours. Pure: no database, no clock."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

Fields = Mapping[str, Any]


def minutes(start: str, end: str) -> int:
    """Minutes from one wall time to another."""
    return int((datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()) // 60


def break_minutes(breaks: Iterable[Fields]) -> int:
    """Minutes of all breaks taken."""
    return sum(_length(pause) for pause in breaks)


def net_minutes(time: Fields, breaks: Iterable[Fields]) -> int:
    """Minutes worked: from start to end without the breaks; 0 while something is missing."""
    return max(0, _length(time) - break_minutes(breaks))


def _length(fields: Fields) -> int:
    start, end = fields.get("start"), fields.get("end")
    return max(0, minutes(start, end)) if start and end else 0
