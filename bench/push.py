"""How fast slips come in: our push against the durable floor, side by side in one run.

`python -m bench.push [--seconds 4] [--rounds 3]`
"""

import argparse
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from urllib.request import Request, urlopen

from app.firm import Firm
from app.migrate import migrate
from app.people.device import make_pairing_code
from app.people.person import Person
from app.settings import Settings
from bench.load import Cell, Client, measure, spread
from bench.process import free_port, memory_mb, running
from bench.slips import documents, pushes

CLIENTS = (1, 8, 32)
BACKLOG = 50  # slips in one request, as a phone sends what it wrote without a signal
WARM_UP = 1.0


@dataclass(frozen=True)
class Paired:
    """A phone of the bench."""

    person: str
    device: str
    cookies: str


@dataclass(frozen=True)
class Ours:
    """Our server, running, with phones paired to it."""

    pid: int
    port: int
    crew: list[str]
    phones: list[Paired]

    def clients(self, number: int, ops: int) -> list[Client]:
        return [
            Client(_ready(pushes(one.person, one.device, self.crew, one.cookies, ops), 400 // ops + 4), ops, _applied)
            for one in self.phones[:number]
        ]


def main() -> None:
    wanted = _arguments()
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        _floor(Path(folder)) as floor,
        _ours(Path(folder)) as ours,
    ):
        print(
            "1 slip = head + 10 time rows + 8 material rows; "
            f"floor {_size(documents())} B a request, ours {_our_size(ours)} B"
        )
        _compare(floor, ours, wanted.seconds, wanted.rounds)
        _backlog(ours, wanted.seconds, wanted.rounds)
        print(f"memory of our server after it: {memory_mb(ours.pid):.0f} MB")


def _compare(floor: tuple[int, int], ours: Ours, seconds: float, rounds: int) -> None:
    print(
        f"{'clients':>7} {'':6} {'slips/s':>20} {'p50':>7} {'p95':>7} {'p99 ms':>7} "
        f"{'CPU ms/slip':>18} {'others':>7}   ours : floor"
    )
    _warm_up(floor, ours)
    for number in CLIENTS:
        theirs, own = [], []
        for _ in range(rounds):
            theirs.append(measure(*floor, _floor_clients(number), seconds))
            own.append(measure(ours.pid, ours.port, ours.clients(number, 1), seconds))
        _line(number, "floor", theirs, "")
        _line(
            number,
            "ours",
            own,
            spread([mine.per_second / its.per_second for mine, its in zip(own, theirs, strict=True)], 2),
        )


def _backlog(ours: Ours, seconds: float, rounds: int) -> None:
    cells = [measure(ours.pid, ours.port, ours.clients(8, BACKLOG), seconds) for _ in range(rounds)]
    _line(8, "50/req", cells, "(50 slips a request)")


def _warm_up(floor: tuple[int, int], ours: Ours) -> None:
    measure(*floor, _floor_clients(8), WARM_UP)
    measure(ours.pid, ours.port, ours.clients(8, 1), WARM_UP)


def _line(clients: int, name: str, cells: list[Cell], ratio: str) -> None:
    waits = " ".join(
        f"{sorted(cell.wait_ms(percent) for cell in cells)[len(cells) // 2]:7.1f}" for percent in (50, 95, 99)
    )
    speed, cpu = spread([cell.per_second for cell in cells]), spread([cell.cpu_ms for cell in cells], 2)
    print(
        f"{clients:7} {name:6} {speed:>20} {waits} {cpu:>18} {max(cell.others for cell in cells):6.0%}   {ratio}",
        flush=True,
    )


@contextmanager
def _floor(folder: Path) -> Iterator[tuple[int, int]]:
    port = free_port()
    command = ["bench.floor", str(port), str(folder / "floor.db")]
    with running(command, port, "/openapi.json", {}, folder / "floor.log") as pid:
        yield pid, port


@contextmanager
def _ours(folder: Path) -> Iterator[Ours]:
    settings = Settings(
        database_url=f"sqlite:///{folder}/ours.db", files=f"{folder}/files", secret="only for the bench " * 3
    )
    codes, crew = _staff(settings)
    port = free_port()
    env = {f"HANDZETTEL_{name}": getattr(settings, name.lower()) for name in ("DATABASE_URL", "FILES", "SECRET")}
    with running(["app.cli", "serve", "--port", str(port)], port, "/readyz", env, folder / "ours.log") as pid:
        yield Ours(pid, port, crew, [_pair(port, code) for code in codes])


def _staff(settings: Settings) -> tuple[list[str], list[str]]:
    """A firm with as many crew leads as there are clients, each with a pairing code; and the ids of a crew of ten."""
    firm = Firm(settings)
    migrate(firm)

    def hire(session) -> tuple[list[str], list[str]]:
        people = [Person(name=f"Vorarbeiter {number}", role="lead") for number in range(max(CLIENTS))]
        session.add_all(people)
        session.flush()
        return [make_pairing_code(session, settings, person) for person in people], [
            person.id for person in people[:10]
        ]

    hired = firm.database.write(hire)
    firm.close()
    return hired


def _pair(port: int, code: str) -> Paired:
    body = json.dumps({"pairing_code": code, "label": "bench"}).encode()
    request = Request(f"http://127.0.0.1:{port}/api/devices", body, {"Content-Type": "application/json"})
    with urlopen(request) as answer:
        told = json.load(answer)
        cookies = "; ".join(line.split(";")[0] for line in answer.headers.get_all("Set-Cookie"))
    return Paired(told["person"]["id"], told["device"]["id"], cookies)


def _floor_clients(number: int) -> list[Client]:
    return [
        Client(_ready(documents(), 400), 1, lambda answer: answer.startswith(b"HTTP/1.1 201")) for _ in range(number)
    ]


def _ready(requests: Iterator[bytes], number: int) -> Iterator[bytes]:
    """The first ones made beforehand, so that the client's work does not count."""
    return chain(list(islice(requests, number)), requests)


def _applied(answer: bytes) -> bool:
    return (
        answer.startswith(b"HTTP/1.1 200")
        and b'"applied"' in answer
        and b'"held"' not in answer
        and b'"error"' not in answer
    )


def _size(requests: Iterator[bytes]) -> int:
    return len(next(requests).split(b"\r\n\r\n", 1)[1])


def _our_size(ours: Ours) -> int:
    one = ours.phones[0]
    return _size(pushes(one.person, one.device, ours.crew, one.cookies, 1))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.push", description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0, help="per cell")
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    main()
