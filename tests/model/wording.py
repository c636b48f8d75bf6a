"""What travels: ops, receipts, results, and what a pull tells."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

Patch = tuple[tuple[str, Any, Any], ...]  # field, seen, new
Point = tuple[int, str]  # a place in the ledger: number and chain
BEGINNING: Point = (0, "0")


@dataclass(frozen=True)
class Op:
    """One action of a person, never edited. `n` counts within its slip and device."""

    op_id: str
    slip: str
    author: str
    device: str
    n: int
    kind: str  # create edit attach submit
    base_rev: int = 0
    patch: Patch = ()
    pictures: tuple[str, ...] = ()
    allowed: bool = True

    @property
    def line(self) -> tuple[str, str]:
        return self.slip, self.device


@dataclass(frozen=True)
class Receipt:
    """The server's durable yes."""

    op_id: str
    seq: int
    chain: str


@dataclass(frozen=True)
class Result:
    """The answer to one op. Without a receipt it is no yes."""

    op_id: str
    receipt: Receipt | None = None
    held: bool = False
    stays: frozenset[str] = frozenset()  # fields that clashed and kept the value in force
    missing: tuple[str, ...] = ()
    refused: bool = False
    newer_rev: int | None = None


@dataclass
class Slip:
    """A slip as the server has it."""

    rev: int = 0
    fields: dict[str, Any] = field(default_factory=dict)
    set_in: dict[str, int] = field(default_factory=dict)  # revision that set a field last
    state: str = "draft"
    pictures: tuple[str, ...] = ()
    seq: int = 0


@dataclass(frozen=True)
class News:
    """What a pull tells. `known` is given when the phone's history is not the server's: the phone starts over."""

    slips: dict[str, Slip]
    cursor: int
    high: Point
    backed_up_to: int
    known: frozenset[str] | None = None


@dataclass(frozen=True)
class Kept:
    """What the server says of bytes it was given."""

    digest: str


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def link(chain: str, op_id: str) -> str:
    return hashlib.sha256(f"{chain}{op_id}".encode()).hexdigest()[:16]
