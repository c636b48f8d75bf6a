"""What one person has on a phone of the model, and what is shown of it."""

from dataclasses import dataclass, field
from typing import Any

from tests.model.bugs import Bugs
from tests.model.wording import BEGINNING, Op, Point, Result, Slip, digest

KEEP = 14  # days


@dataclass
class Done:
    """An op with its result."""

    op: Op
    result: Result
    seq: int
    day: int
    found: bool = False  # by a restored server: the copy it gave has it


@dataclass
class Picture:
    content: bytes
    sent: int | None = None  # the day
    safe: int | None = None  # every backup that reaches this number has it
    looked: int = -1


@dataclass(eq=False)
class Share:
    """One person's part of a phone."""

    person: str
    outbox: list[Op] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)
    base: dict[str, Slip] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)  # pictures the server asked for, also those of other phones
    counters: dict[tuple[str, str], int] = field(default_factory=dict)
    checks: list[Point] = field(default_factory=lambda: [BEGINNING])
    cursor: int = 0
    seen: int = 0
    backed_up_to: int = 0

    def fields(self, slip: str, bugs: Bugs = frozenset()) -> dict[str, Any] | None:
        """What is shown of a slip: the server's copy, own ops it does not contain yet on top."""
        base = self.base.get(slip)
        newer = max(self.seen, base.seq if base else 0)
        fresh = [
            one
            for one in self.done
            if one.op.slip == slip and one.seq > newer and not one.found and not one.result.held
        ]
        mine = [(one.op, one.result.stays) for one in ([] if "receipt_hides" in bugs else fresh)]
        mine += [(op, frozenset()) for op in self.outbox if op.slip == slip]
        if base is None and not any(op.kind == "create" for op, _ in mine):
            return None
        shown = dict(base.fields) if base else {}
        for op, stays in mine:
            shown |= {name: new for name, _, new in op.patch if name not in stays}
        return shown

    def reads(self, name: str) -> bool:
        return name in self.pictures and digest(self.pictures[name].content) == name

    def unsent(self) -> list[str]:
        return [name for name, picture in self.pictures.items() if picture.sent is None]

    def may_go(self, seq: int | None, since: int, day: int, bugs: Bugs) -> bool:
        backed_up = seq is not None and (seq <= self.backed_up_to or "purge_unchecked" in bugs)
        return backed_up and day - since >= KEEP
