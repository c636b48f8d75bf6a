"""Clients that send as fast as they get answers, each on a connection of its own, and what came of it."""

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

import uvloop

from bench.process import cpu_seconds, machine_seconds


@dataclass(frozen=True)
class Cell:
    """What one server did for a number of clients in one round."""

    slips: int
    seconds: float
    waits: list[float]  # seconds per answer, sorted
    cpu: float
    others: float  # share of the machine neither the server nor we used

    @property
    def per_second(self) -> float:
        return self.slips / self.seconds

    @property
    def cpu_ms(self) -> float:
        return self.cpu * 1000 / self.slips

    def wait_ms(self, percent: int) -> float:
        return self.waits[min(len(self.waits) - 1, len(self.waits) * percent // 100)] * 1000


@dataclass(frozen=True)
class Client:
    """Whole HTTP requests to send, each with the slips it carries; `fine` looks at the answer."""

    requests: Iterator[bytes]
    slips_each: int
    fine: Callable[[bytes], bool]


def measure(pid: int, port: int, clients: list[Client], seconds: float) -> Cell:
    """All clients at once for so long."""
    server, own, machine, started = cpu_seconds(pid), _own(), machine_seconds(), time.perf_counter()
    waits = uvloop.run(_all(port, clients, seconds))
    took = time.perf_counter() - started
    server, own, machine = cpu_seconds(pid) - server, _own() - own, machine_seconds() - machine
    others = max(0.0, machine - server - own) / (took * (os.cpu_count() or 1))
    return Cell(len(waits) * clients[0].slips_each, took, sorted(waits), server, others)


def spread(values: list[float], digits: int = 0) -> str:
    """`median [least-most]`"""
    return f"{median(values):.{digits}f} [{min(values):.{digits}f}-{max(values):.{digits}f}]"


def http(path: str, body: bytes, cookies: str = "") -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
    )
    return (head + (f"cookie: {cookies}\r\n" if cookies else "") + "\r\n").encode() + body


def _own() -> float:
    times = os.times()
    return times.user + times.system


async def _all(port: int, clients: list[Client], seconds: float) -> list[float]:
    until = time.perf_counter() + seconds
    found = await asyncio.gather(*(_one(port, client, until) for client in clients))
    return [wait for waits in found for wait in waits]


async def _one(port: int, client: Client, until: float) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    waits = []
    while (started := time.perf_counter()) < until:
        writer.write(next(client.requests))
        answer = await _answer(reader)
        waits.append(time.perf_counter() - started)
        if not client.fine(answer):
            raise RuntimeError(f"not the answer of a server that works: {answer[:500]!r}")
    writer.close()
    return waits


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")
    )
    return head + await reader.readexactly(length)
