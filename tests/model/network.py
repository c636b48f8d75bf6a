"""The way between phone and server in the model."""

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

PORTAL = object()  # somebody else's page, with status 200


class Lost(Exception):
    """Nothing came back, whether or not the request arrived."""


class Network:
    def __init__(self, luck: Random) -> None:
        self.luck, self.faulty = luck, True
        self.late: list[Callable[[], Any]] = []
        self.counted: Counter[str] = Counter()

    def call(self, ask: Callable[[], Any]) -> Any:
        """The answer, PORTAL, or Lost."""
        fate = self.luck.random() if self.faulty else 1.0
        if fate < 0.10:
            return self._lose("request_lost")
        if fate < 0.14:
            self.counted["portal"] += 1
            return PORTAL
        if fate < 0.18:
            self.late.append(ask)
            return self._lose("delayed")
        answer = ask()
        if fate < 0.24:
            self.counted["duplicated"] += 1
            self.late.append(ask)
        return self._lose("answer_lost") if 0.24 <= fate < 0.36 else answer

    def deliver(self) -> None:
        """Something delayed arrives, not always what was sent first."""
        if self.late:
            self.counted["delivered_late"] += 1
            self.late.pop(self.luck.randrange(len(self.late)))()

    def _lose(self, name: str) -> Any:
        self.counted[name] += 1
        raise Lost
