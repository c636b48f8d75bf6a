"""Counts what a big picture costs on the line. L3: at most 1.5 times its size, and 64 KiB for each cut."""

from collections import Counter

from tests.simulation.server import Request

PER_CUT = 64 * 1024
BIG = 1024 * 1024
NOTHING_LOST = ("answer_lost", "answer_cut", "answer_emptied", "duplicated", "twice")  # the server has the piece


class Meter:
    """By picture: its size, what phones sent of it, and what may be lost on the way through no fault of theirs."""

    def __init__(self) -> None:
        self._size: dict[str, int] = {}
        self._sent: Counter[str] = Counter()
        self._lost: Counter[str] = Counter()

    def sent(self, request: Request) -> None:
        if _counts(request):
            self._size[_digest(request)] = int(request.headers.get("upload-length", len(request.body)))
            self._sent[_digest(request)] += len(request.body)

    def lost(self, request: Request, fault: str) -> None:
        """A cut may cost 64 KiB; what swallows a piece whole costs that piece; what swaps its bytes costs them all."""
        if _counts(request) and fault not in NOTHING_LOST:
            digest = _digest(request)
            cost = {"cut_off": PER_CUT, "request_swapped": self._size[digest]}
            self._lost[digest] += cost.get(fault, len(request.body))

    def overtaken(self, request: Request) -> None:
        """Two tabs send at once: it may go twice; the lock that spares them this is for comfort only."""
        if request.path.startswith("/api/blobs/"):
            self._lost[_digest(request)] += self._size.get(_digest(request), 0)

    def start_anew(self) -> None:
        """The server was restored: what it had of a picture is gone."""
        self._sent.clear()
        self._lost.clear()

    def too_much(self) -> list[str]:
        """Pictures that cost more than they may."""
        return [digest for digest, size in self._size.items() if self._sent[digest] > 1.5 * size + self._lost[digest]]


def _counts(request: Request) -> bool:
    return request.method == "PATCH" or (request.method == "PUT" and len(request.body) >= BIG)


def _digest(request: Request) -> str:
    return request.path.rsplit("/", 1)[1]
