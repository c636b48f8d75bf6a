"""What the catalog costs a pull: 5,000 articles and 60 people, beside writing the same amount of plain JSON.

`python -m bench.catalog [--articles 5000] [--people 60] [--rounds 40]`
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time

from fastapi.testclient import TestClient

from app.firm import Firm
from app.main import create_app
from app.migrate import migrate
from app.people.device import make_pairing_code
from app.people.person import Person
from app.settings import Settings
from app.sites.catalog import Item


@dataclass(frozen=True)
class House:
    """A running firm, and a phone of it."""

    firm: Firm
    phone: TestClient
    bytes: int


def main() -> None:
    wanted = _arguments()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, _house(Path(folder), wanted) as house:
        plain = json.loads(_catalog(house))
        least = _cost(lambda: json.dumps(plain, ensure_ascii=False, separators=(",", ":")), wanted.rounds)
        pull = _cost(lambda: _pull(house), wanted.rounds)
        etag = _etag(house)
        unchanged = _cost(lambda: _catalog(house, etag), wanted.rounds)
        changed = _cost(lambda: _pull(house), max(3, wanted.rounds // 8), before=lambda: _change(house))
        hello = _cost(lambda: house.phone.get("/api/hello"), wanted.rounds)
    print(f"{wanted.articles} articles, {wanted.people} people: {house.bytes / 1000:.0f} kB of catalog")
    for name, cost in (
        ("plain JSON of the same size", least), ("a request that does nothing (hello)", hello),
        ("pull, nothing changed", pull), ("catalog asked for, nothing changed (304)", unchanged),
        ("first pull after a change", changed),
    ):  # fmt: skip
        print(f"{name:42} {cost:7.2f} ms CPU, {cost / least:6.2f} x plain JSON")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=40)
    return parser.parse_args()


@contextmanager
def _house(folder: Path, wanted: argparse.Namespace) -> Iterator[House]:
    firm = Firm(Settings(database_url=f"sqlite:///{folder}/firm.db", files=str(folder / "files"), secret="bench" * 8))
    migrate(firm)
    people = [Person(name=f"Monteur {n}", role="worker") for n in range(wanted.people)]
    articles = [
        Item(
            kind="material", number=f"{100000 + n}", text=f"Flachstahl {n % 90} × {n % 12}, S235JR, L = 6000", unit="m"
        )
        for n in range(wanted.articles)
    ]
    firm.database.write(lambda session: session.add_all([*people, *articles]))
    with TestClient(create_app(firm), base_url="http://localhost:8000") as phone:
        with firm.database.read() as session:
            person = session.query(Person).order_by(Person.name).limit(1).one()
        code = firm.database.write(lambda session: make_pairing_code(session, firm.settings, person))
        assert phone.post("/api/devices", json={"pairing_code": code, "label": "bench"}).status_code == 201
        yield House(firm, phone, len(phone.get("/api/sync/catalog").content))
    firm.close()


def _cost(work: Callable[[], object], rounds: int, before: Callable[[], object] | None = None) -> float:
    """Milliseconds of CPU of this process, all threads; the median of the rounds."""
    taken = []
    for _ in range(rounds):
        if before:
            before()
        started = process_time()
        work()
        taken.append((process_time() - started) * 1000)
    return median(taken)


def _pull(house: House) -> None:
    assert house.phone.get("/api/sync/pull", params={"cursor": 0}).status_code == 200


def _etag(house: House) -> str:
    return str(house.phone.get("/api/sync/pull").json()["catalog"]["etag"])


def _catalog(house: House, etag: str = "") -> bytes:
    return house.phone.get("/api/sync/catalog", headers={"if-none-match": f'"{etag}"'}).content


def _change(house: House) -> None:
    house.firm.database.write(lambda session: session.add(Item(kind="vehicle", text="DD-MK 214")))


if __name__ == "__main__":
    main()
