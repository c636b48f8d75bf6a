"""The list of planted bugs: name -> patch."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

BUGS: dict[str, Callable[[], Any]] = {}


def bug(make: Callable[[], Iterator[None]]) -> Callable[[], Any]:
    """A patch of one planted bug, under the name of its function."""
    BUGS[make.__name__] = contextmanager(make)
    return BUGS[make.__name__]
