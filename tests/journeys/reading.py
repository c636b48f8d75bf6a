"""What lies on the phone and what lies in the office, read out of both databases, and compared as sets."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from sqlalchemy import select

from app.firm import Firm
from app.slips import queries, replay
from app.slips.op import canonical
from app.slips.tables import Entry, Slip
from tests.journeys.house import until


def script(name: str) -> str:
    """JavaScript for the page: what a test asks it, or what it finds there before it starts."""
    return (Path(__file__).parent / f"scripts/{name}.js").read_text()


READ_STORE = script("read_store")


@dataclass
class Store:
    """Everything a phone keeps, of everybody, as its database says."""

    ops: list[dict[str, Any]]
    done: list[dict[str, Any]]  # with receipt, held
    blobs: list[dict[str, Any]]  # cards, with `real`: what the bytes beside them hash to now
    drafts: list[dict[str, Any]]
    base: list[dict[str, Any]]
    meta: list[dict[str, Any]]
    log: list[dict[str, Any]]

    @property
    def waiting(self) -> list[dict[str, Any]]:
        return [row["op"] for row in self.ops]

    @property
    def every_op(self) -> dict[str, dict[str, Any]]:
        return {row["op_id"]: row["op"] for row in self.ops + self.done}

    @property
    def unsent_pictures(self) -> list[str]:
        return [card["sha256"] for card in self.blobs if not card["sent"]]

    def texts(self) -> list[str]:
        """What was written as work, in the order of the ops."""
        ops = sorted(self.every_op.values(), key=lambda op: (op["slip_id"], op["n"]))
        return [op["patch"]["work"][1] for op in ops if "work" in op["patch"]]


def store_of(page: Page) -> Store:
    return Store(**page.evaluate(READ_STORE))


@dataclass
class Book:
    """Every op and picture a person was ever told is saved; kept by the test, not by the app."""

    ops: dict[str, dict[str, Any]] = field(default_factory=dict)
    pictures: dict[str, int] = field(default_factory=dict)

    def note(self, page: Page) -> Store:
        store = store_of(page)
        for op_id, op in store.every_op.items():
            assert self.ops.setdefault(op_id, op) == op, "an op was changed after it was saved"
        self.pictures |= {card["sha256"]: card["size"] for card in store.blobs}
        return store

    def nothing_lost(self, store: Store) -> None:
        """Whatever was saved is still on the phone: to be sent, or with its receipt."""
        assert self.ops.keys() <= store.every_op.keys()
        assert self.pictures.keys() <= {card["sha256"] for card in store.blobs if card["real"] == card["sha256"]}


def entries(firm: Firm) -> list[Entry]:
    with firm.database.read() as session:
        return list(session.scalars(select(Entry).order_by(Entry.seq)))


def ops_in_office(firm: Firm, book: Book) -> list[dict[str, Any]]:
    """Those of the book's ops the office has, in its order."""
    return [book.ops[entry.op_id] for entry in entries(firm) if entry.op_id in book.ops]


def slip_in_office(firm: Firm, slip_id: str) -> dict[str, Any]:
    """As a pull would tell it."""
    with firm.database.read() as session:
        return queries.change_of(session, session.get_one(Slip, slip_id))


def all_sent(page: Page, patience: float = 60) -> Store:
    """Tries until nothing waits any more."""

    def empty() -> bool:
        store = store_of(page)
        if store.ops or store.unsent_pictures:
            page.evaluate("window.dispatchEvent(new Event('online'))")
        return not store.ops and not store.unsent_pictures

    until(empty, patience)
    return store_of(page)


def same_set(firm: Firm, store: Store, book: Book, *, held: int = 0) -> None:
    """The office has exactly what this phone was told is saved: each op once, byte for byte, and every picture."""
    devices = {op["device"] for op in book.ops.values()}
    there = [entry for entry in entries(firm) if entry.device in devices]
    assert sorted(entry.op_id for entry in there) == sorted(book.ops)
    for entry in there:
        assert entry.op == canonical(without_hash(book.ops[entry.op_id])).decode()
    receipts = {row["op_id"]: (row["receipt"]["seq"], row["receipt"]["chain"]) for row in store.done}
    assert {entry.op_id: (entry.seq, entry.chain) for entry in there if entry.op_id in receipts} == receipts
    assert not store.ops
    assert sum(entry.outcome == "held" for entry in there) == held
    same_pictures(firm, book)
    sound(firm)


def same_pictures(firm: Firm, book: Book) -> None:
    for digest, size in book.pictures.items():
        content = firm.files.read(digest)
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (digest, size)


def sound(firm: Firm) -> None:
    """The ledger's chain holds, and the slips are what the ledger says."""
    with firm.database.read() as session:
        assert replay.broken_links(session) == []
    assert firm.database.write(replay.rebuild) == []


def without_hash(op: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in op.items() if name != "hash"}
