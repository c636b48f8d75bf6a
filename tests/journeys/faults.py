"""What goes wrong on the way between a phone and its server: picked by method, path and count, or by chance."""

import random
import re
from dataclasses import dataclass

EVENTS = "/api/sync/events"
PORTAL = b"<!doctype html><title>Guest Wi-Fi</title><form>Please accept our terms</form>"


@dataclass
class Fault:
    """What happens to requests whose method and path fit; `path` is a regular expression over path and query.

    before   the request never gets there          after     the server does it, the answer is lost
    twice    it comes again, once answered          truncate  half of the answer arrives
    answer   something else answers: status, body   cut_up    `amount` bytes of the request's body, then the line is cut
    cut_down `amount` bytes of the answer's body    rate      `amount` bytes a second, both ways
    shorten  the body comes with `amount` bytes, and a length that says so
    hang     no answer until the fault is taken away
    """

    kind: str
    path: str = ""
    method: str = ""
    times: int | None = 1  # None: for ever
    skip: int = 0
    amount: int = 0
    status: int = 200
    body: bytes = b""
    headers: str = ""
    holding: bytes = b""  # only requests whose body has this in it

    def fits(self, request: "Request") -> bool:
        if self.method not in ("", request.method) or not re.search(self.path or "^(?!/api/sync/events)", request.path):
            return False
        if self.holding not in request.body:
            return False
        if self.skip:
            self.skip -= 1
            return False
        if self.times is None:
            return True
        self.times -= 1
        return self.times >= 0

    @property
    def name(self) -> str:
        return f"answer {self.status}" if self.kind == "answer" else self.kind


def answers(status: int, path: str = "", *, body: bytes = b"", type: str = "", wait: int = 0, **more: object) -> Fault:
    """Something else than our server answers, or our server says that it cannot."""
    lines = (f"Content-Type: {type}\r\n" if type else "") + (f"Retry-After: {wait}\r\n" if wait else "")
    return Fault("answer", path, status=status, body=body, headers=lines, **more)  # type: ignore[arg-type]


def portal(path: str = "", **more: object) -> Fault:
    """A hotel's Wi-Fi: 200, and a page to click through."""
    return answers(200, path, body=PORTAL, type="text/html", **more)  # type: ignore[arg-type]


@dataclass
class Request:
    method: str
    path: str
    head: bytes
    length: int
    body: bytes = b""


@dataclass
class Weather:
    """Faults by chance, the same for the same seed and the same requests."""

    seed: int
    chance: float
    kinds: tuple[str, ...]

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)

    def fault(self) -> Fault | None:
        if self.dice.random() >= self.chance:
            return None
        kind = self.dice.choice(self.kinds)
        if kind == "portal":
            return portal()
        if kind.isdigit():
            return answers(int(kind), body=b"<h1>Bad Gateway</h1>", type="text/html")
        return Fault(kind, amount=self.dice.randrange(1, 40_000))
