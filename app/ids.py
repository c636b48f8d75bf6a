"""Identities: UUIDs of version 7, which sort by the time they were made (nothing ever reads it), and derived ones."""

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import uuid_utils

_source: ContextVar[Callable[[], str] | None] = ContextVar("ids", default=None)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def new() -> str:
    """A new identity."""
    source = _source.get()
    return source() if source else str(uuid_utils.uuid7())


def derived(*parts: str) -> str:
    """The same identity wherever it is made, of version 8: for rows of which there can be one only, such as the answer
    to an item. Two phones then write the same row, and a difference becomes a conflict instead of a second row."""
    text = hashlib.sha256("/".join(parts).encode()).hexdigest()
    variant = "89ab"[int(text[16], 16) % 4]
    return f"{text[:8]}-{text[8:12]}-8{text[13:16]}-{variant}{text[17:20]}-{text[20:32]}"


def is_id(value: object) -> bool:
    return isinstance(value, str) and _UUID.fullmatch(value) is not None


@contextmanager
def taken_from(source: Callable[[], str]) -> Iterator[None]:
    """Inside, identities come from `source`: the demo firm is the same each time."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)
