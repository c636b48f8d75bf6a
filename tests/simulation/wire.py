"""How a phone asks: its cookies, what it believes of an answer, and where it may be ended or overtaken."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from http.cookies import SimpleCookie
from random import Random
from typing import Any

from tests.simulation.faults import Network
from tests.simulation.server import Answer, Request

OVERTAKEN = 0.15


class Killed(Exception):
    """The system ended the app, here and now. What is in the stores stays."""


class Offline(Exception):
    """No answer of our server: `status` is what came instead, 0 for nothing that can be trusted."""

    def __init__(self, status: int = 0) -> None:
        super().__init__(status)
        self.status = status


@dataclass
class Wire:
    """One phone's line to the server."""

    network: Network
    cookies: dict[str, str] = field(default_factory=dict)
    steps_to_live: int | None = None
    meanwhile: Callable[[Random], None] | None = None  # what the other tab and the person do while this one waits
    luck: Random | None = None

    def live(self) -> None:
        """The app may end here."""
        if self.steps_to_live is not None:
            self.steps_to_live -= 1
            if self.steps_to_live <= 0:
                self.network.counted["killed"] += 1
                raise Killed

    def ask(self, request: Request) -> Answer:
        """Whatever comes back."""
        self.live()
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self.network.send(replace(request, headers={**request.headers, "cookie": cookies}))
        self._others(request)
        return answer

    def ask_json(self, request: Request, lists: tuple[str, ...] = (), reset: tuple[str, ...] = ()) -> dict[str, Any]:
        """The answer of our server; anything else is nobody's answer."""
        answer = self.ask(request)
        told = content_of(answer)
        if answer.status not in (200, 201):
            raise refused(answer)
        wanted = reset if told.get("reset") else lists
        if not told.get("server") or not all(isinstance(told.get(name), list) for name in wanted):
            raise Offline
        return told

    def keep_cookies(self, answer: Answer) -> None:
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}

    def _others(self, request: Request) -> None:
        """The answer is on its way while somebody else on this phone goes on; they are not overtaken in turn."""
        luck, meanwhile = self.luck, self.meanwhile
        if luck is None or meanwhile is None or luck.random() > OVERTAKEN:
            return
        left, self.luck, self.steps_to_live = self.steps_to_live, None, None
        self.network.counted["overtaken"] += 1
        self.network.meter.overtaken(request)
        try:
            meanwhile(luck)
        finally:
            self.luck, self.steps_to_live = luck, left


def refused(answer: Answer) -> Offline:
    """Our own refusal, or that of something on the way."""
    return Offline(answer.status if "error" in content_of(answer) or answer.status == 413 else 0)


def content_of(answer: Answer) -> dict[str, Any]:
    """JSON, or nothing."""
    kind = dict(answer.headers).get("content-type", "")
    try:
        told = json.loads(answer.body) if kind.startswith("application/json") else {}
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
