"""A bad connection, made to order: an HTTP-aware proxy on loopback between a phone and its server.

A fault is scripted with `arm` or comes by chance with `weather`; what it did is counted. The stream of pokes passes,
unless a fault asks for it by its path.
"""

import asyncio
import re
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import TypeVar

from tests.journeys.faults import EVENTS, Fault, Request, Weather

MOST_HEAD = 64 * 1024
PIECE = 16 * 1024
T = TypeVar("T")


class Cut(Exception):
    """The line is cut here."""


@dataclass
class Proxy:
    """Listens on its port as long as it is started; `target` is the server's port and may change."""

    target: int
    port: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    requests: list[tuple[str, str]] = field(default_factory=list)
    up: Counter[str] = field(default_factory=Counter)  # bytes of bodies by path, without the query
    down: Counter[str] = field(default_factory=Counter)
    _armed: list[Fault] = field(default_factory=list)
    _weather: Weather | None = None
    _lines: dict[asyncio.StreamWriter, object] = field(default_factory=dict)  # with the task: the loop would forget it
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _server: asyncio.Server | None = None

    def __post_init__(self) -> None:
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    # ---- for the test

    def start(self) -> None:
        self._thread.start()
        self._server = self._call(asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=MOST_HEAD))
        self.port = self._server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        self._call(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def arm(self, *faults: Fault) -> None:
        self._armed = [*faults, *self._armed]

    def weather(self, seed: int, chance: float, kinds: tuple[str, ...]) -> None:
        self._weather = Weather(seed, chance, kinds)

    def clear(self) -> None:
        """Fair weather; whatever hangs is cut."""
        self._armed, self._weather = [], None
        self._call(self._cut_all())

    def reset(self, target: int) -> None:
        """As new, for the next test."""
        self.clear()
        self.target = target
        for counted in (self.faults, self.up, self.down, self.requests):
            counted.clear()

    # ---- one request per connection

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._lines[writer] = asyncio.current_task()
        try:
            await self._exchange(await _head(reader), reader, writer)
        except (Cut, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.transport.abort() if writer.is_closing() else await _bye(writer)
            del self._lines[writer]

    async def _exchange(self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.requests.append((request.method, request.path))
        fault = self._fault(request) or self._by_chance(request)
        rate = fault.amount if fault and fault.kind == "rate" else 0
        await self._read_body(request, reader, fault.amount if fault and fault.kind == "cut_up" else None, rate)
        fault = fault or self._fault(request, read=True)
        if fault is None or fault.kind == "rate":
            return await _unless(self._forward(request, lambda piece: self._send(request, writer, piece, rate)), reader)
        await getattr(self, f"_{fault.kind}")(fault, request, writer)

    def _fault(self, request: Request, *, read: bool = False) -> Fault | None:
        """The first one armed that fits; those that look into the body have to wait until it is read."""
        fault = next((one for one in self._armed if bool(one.holding) == read and one.fits(request)), None)
        if fault:
            self.faults[fault.name] += 1
        return fault

    def _by_chance(self, request: Request) -> Fault | None:
        fault = self._weather.fault() if self._weather and EVENTS not in request.path else None
        if fault:
            self.faults[fault.name] += 1
        return fault

    async def _read_body(self, request: Request, reader: asyncio.StreamReader, most: int | None, rate: int) -> None:
        wanted = request.length if most is None else min(most, request.length)
        while len(request.body) < wanted:
            piece = await reader.read(min(PIECE, wanted - len(request.body)))
            if not piece:
                raise Cut
            request.body += piece
            self.up[_bare(request.path)] += len(piece)
            await asyncio.sleep(len(piece) / rate if rate else 0)

    async def _send(self, request: Request, writer: asyncio.StreamWriter, piece: bytes, rate: int = 0) -> None:
        self.down[_bare(request.path)] += len(piece)  # first: once it is written, the test may already look
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(len(piece) / rate if rate else 0)

    # ---- the faults

    async def _before(self, fault: Fault, request: Request, writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    async def _after(self, fault: Fault, request: Request, writer: asyncio.StreamWriter) -> None:
        await self._whole(request)
        writer.transport.abort()

    async def _twice(self, fault: Fault, request: Request, writer: asyncio.StreamWriter) -> None:
        await self._send(request, writer, await self._whole(request))
        await _bye(writer)
        await self._whole(request)

    async def _truncate(self, fault: Fault, request: Request, writer: asyncio.StreamWriter) -> None:
        answer = await self._whole(request)
        await self._send(request, writer, answer[: len(answer) // 2])

    async def _answer(self, fault: Fault, request: Request, writer: asyncio.StreamWriter) -> None:
        head = f"HTTP/1.1 {fault.status} Fault\r\n{fault.headers}Content-Length: {len(fault.body)}\r\nConnection: close"
        await self._send(request, writer, head.encode() + b"\r\n\r\n" + fault.body)

    async def _cut_up(self, fault: Fault, request: Request, writer: asyncio.StreamWriter) -> None:
        """What came so far reaches the server, then both sides hear no more."""
        if len(request.body) < request.length:
            _, up = await self._line()
            up.write(request.head + request.body)
            await up.drain()
            await _bye(up)
        else:
            await self._whole(request)
        writer.transport.abort()

    async def _shorten(self, fault: Fault, request: Request, writer: asyncio.StreamWriter) -> None:
        request.body = request.body[: fault.amount]
        request.head = re.sub(rb"(?i)(content-length:) *\d+", rb"\1 %d" % fault.amount, request.head)
        await self._send(request, writer, await self._whole(request))

    async def _cut_down(self, fault: Fault, request: Request, writer: asyncio.StreamWriter) -> None:
        head, _, body = (await self._whole(request)).partition(b"\r\n\r\n")
        await self._send(request, writer, head + b"\r\n\r\n" + body[: fault.amount])

    async def _hang(self, fault: Fault, request: Request, writer: asyncio.StreamWriter) -> None:
        while not writer.is_closing() and fault in self._armed:
            await asyncio.sleep(0.02)
        writer.transport.abort()

    # ---- to the server

    async def _whole(self, request: Request) -> bytes:
        """The whole answer."""
        pieces: list[bytes] = []

        async def keep(piece: bytes) -> None:
            pieces.append(piece)

        await self._forward(request, keep)
        return b"".join(pieces)

    async def _forward(self, request: Request, take: Callable[[bytes], Awaitable[None]]) -> None:
        reader, writer = await self._line()
        try:
            writer.write(request.head + request.body)
            while piece := await reader.read(PIECE):
                await take(piece)
        finally:
            await _bye(writer)

    async def _line(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.target)

    async def _cut_all(self) -> None:
        for writer in list(self._lines):
            writer.transport.abort()

    async def _close(self) -> None:
        assert self._server
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._cut_all()
        await asyncio.sleep(0)  # a closed line says goodbye in the next turn

    def _call(self, work: Coroutine[object, object, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)


async def _head(reader: asyncio.StreamReader) -> Request:
    raw = await reader.readuntil(b"\r\n\r\n")
    first, *lines = raw.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ", 2)
    kept = [line for line in lines if line and not re.match(r"connection:|expect:", line, re.I)]
    length = next((int(line.split(":")[1]) for line in kept if line.lower().startswith("content-length:")), 0)
    head = "\r\n".join([first, *kept, "Connection: close", "", ""]).encode("latin-1")
    return Request(method, path, head, length)


async def _unless(work: Coroutine[object, object, None], reader: asyncio.StreamReader) -> None:
    """Does the work unless the phone hangs up before it is done."""
    going, gone = asyncio.ensure_future(work), asyncio.ensure_future(reader.read(1))
    await asyncio.wait((going, gone), return_when=asyncio.FIRST_COMPLETED)
    for task in (going, gone):
        task.cancel()
    await asyncio.gather(going, gone, return_exceptions=True)


async def _bye(writer: asyncio.StreamWriter) -> None:
    """Sends what is left, then closes."""
    try:
        writer.close()
        await writer.wait_closed()
    except OSError:
        pass


def _bare(path: str) -> str:
    return path.partition("?")[0]
