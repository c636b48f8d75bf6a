"""Bugs around pictures: who gets them, what they cost, and what becomes of those that will never come."""

from collections.abc import Iterator
from typing import Any
from unittest import mock

from app.slips import evidence, queries
from tests.simulation import pictures
from tests.simulation.bugs.planted import bug
from tests.simulation.phone import Phone
from tests.simulation.store import Store


@bug
def bytes_for_all() -> Iterator[None]:
    """Whoever knows the name of a picture gets it."""
    with mock.patch.object(queries, "names_bytes", lambda session, person, sha256: True):
        yield


@bug
def whole_again() -> Iterator[None]:
    """A big picture goes in one piece, and after every cut from its first byte."""
    with mock.patch.object(pictures, "IN_PIECES", 10**9):
        yield


@bug
def unreadable_goes_without() -> Iterator[None]:
    """A picture the phone cannot read is left out without a word, and the server takes the slip as it comes."""
    nothing: Any = mock.patch.object(evidence, "missing_bytes", lambda session, op, content: set())
    with nothing, mock.patch.object(Phone, "_complete", lambda phone, op: True):
        yield


@bug
def lost_is_here() -> Iterator[None]:
    """What one person declares lost counts as if it had come."""
    real = evidence.missing_bytes

    def missing_bytes(*asked: Any) -> set[str]:
        missing = real(*asked)
        return missing if len(missing) > 1 else set()

    with mock.patch.object(evidence, "missing_bytes", missing_bytes):
        yield


@bug
def never_given_up() -> Iterator[None]:
    """Nobody can say that a picture is lost: the slip that names it waits for ever."""
    with mock.patch.object(Store, "give_up", lambda store, digest: None):
        yield


@bug
def damaged_is_sent() -> Iterator[None]:
    """The phone does not look at the bytes before it sends them, and tries them again for ever."""
    with mock.patch.object(Store, "reads", lambda store, digest: True):
        yield
