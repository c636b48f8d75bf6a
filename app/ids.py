"""Identities: UUIDs of version 7, which sort by the time they were made. Nothing ever reads that time."""

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
