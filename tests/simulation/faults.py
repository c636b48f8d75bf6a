"""The way between phone and server, and everything that goes wrong on it."""

from collections import Counter
from dataclasses import replace
from random import Random

from tests.simulation.meter import Meter
from tests.simulation.server import Answer, Request, Server

PORTAL = Answer(200, [("content-type", "text/html")], b"<html>Welcome to our guest network. Please sign in.</html>")
CHANCE = 0.25


class Lost(Exception):
    """Nothing came back."""


class Network:
    """Carries requests; with `luck` set, some of them into one of FAULTS. Counts what it did."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.luck: Random | None = None
        self.counted: Counter[str] = Counter()
        self.meter = Meter()
        self.late: list[Request] = []  # on the way for ever, until `deliver`
        self._pictures: list[bytes] = [b""]

    def send(self, request: Request) -> Answer:
        """The answer, or Lost. Whether the request arrived is another question."""
        if request.path.startswith("/api/blobs/"):
            self._pictures.append(request.body)
        self.meter.sent(request)
        if self.luck is None or self.luck.random() > CHANCE:
            return self.server.handle(request)
        fault = self.luck.choice(FAULTS if request.body else [name for name in FAULTS if name not in NEED_BODY])
        self.counted[fault] += 1
        self.meter.lost(request, fault)
        answer: Answer = getattr(self, f"_{fault}")(request)
        return answer

    def deliver(self, luck: Random | None = None) -> None:
        """Something delayed arrives now, and not always what was sent first; nobody waits for its answer any more."""
        if self.late:
            at = luck.randrange(len(self.late)) if luck else 0
            self.counted["reordered" if at else "delivered_late"] += 1
            self.server.handle(self.late.pop(at))

    def _request_lost(self, request: Request) -> Answer:
        raise Lost

    def _answer_lost(self, request: Request) -> Answer:
        self.server.handle(request)
        raise Lost

    def _delayed(self, request: Request) -> Answer:
        """Overtaken by whatever is sent until it arrives."""
        self.late.append(request)
        raise Lost

    def _duplicated(self, request: Request) -> Answer:
        self.late.append(request)
        return self.server.handle(request)

    def _twice(self, request: Request) -> Answer:
        self.server.handle(request)
        return self.server.handle(request)

    def _request_cut(self, request: Request) -> Answer:
        length = str(len(request.body))
        cut = replace(request, body=request.body[: len(request.body) // 2])
        return self.server.handle(replace(cut, headers={**cut.headers, "content-length": length}))

    def _cut_off(self, request: Request) -> Answer:
        """The line breaks after so many bytes; the server gets what was under way, the phone nothing."""
        assert self.luck is not None
        self.server.handle(replace(request, cut=self.luck.randrange(len(request.body))))
        raise Lost

    def _request_emptied(self, request: Request) -> Answer:
        return self.server.handle(replace(request, body=b""))

    def _request_swapped(self, request: Request) -> Answer:
        """Another picture's bytes under this one's name, as a browser's store has done."""
        if not request.path.startswith("/api/blobs/"):
            raise Lost
        return self.server.handle(replace(request, body=self._pictures[len(self._pictures) // 2]))

    def _answer_cut(self, request: Request) -> Answer:
        answer = self.server.handle(request)
        return replace(answer, body=answer.body[: len(answer.body) // 2])

    def _answer_emptied(self, request: Request) -> Answer:
        return replace(self.server.handle(request), body=b"")

    def _portal(self, request: Request) -> Answer:
        return PORTAL

    def _braces(self, request: Request) -> Answer:
        return Answer(200, [("content-type", "application/json")], b"{}")

    def _gateway(self, request: Request) -> Answer:
        return Answer(502, [("content-type", "text/html")], b"<h1>502 Bad Gateway</h1>")

    def _too_large(self, request: Request) -> Answer:
        return Answer(413, [("content-type", "text/html")], b"<h1>413 Request Entity Too Large</h1>")

    def _too_many(self, request: Request) -> Answer:
        return Answer(429, [("retry-after", "30")], b"")

    def _commit_fails(self, request: Request) -> Answer:
        with self.server.torn():
            return self.server.handle(request)


FAULTS = [
    "request_lost", "answer_lost", "answer_lost", "delayed", "duplicated", "twice", "cut_off", "cut_off",
    "request_cut", "request_emptied", "request_swapped", "answer_cut", "answer_emptied", "portal", "braces",
    "gateway", "too_large", "too_many", "commit_fails",
]  # fmt: skip
NEED_BODY = ("cut_off", "request_cut", "request_emptied", "request_swapped", "delayed", "duplicated")
