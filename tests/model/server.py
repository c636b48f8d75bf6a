"""The server of the model: one ledger, one transaction per op, in the order docs/protocol.md gives."""

from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from tests.model.bugs import Bugs
from tests.model.wording import BEGINNING, Kept, News, Op, Point, Receipt, Result, Slip, digest, link

GAP_EVERY, GAP_LASTS = 3, 4
OFFICE = "office"


@dataclass(frozen=True)
class Entry:
    """An op in the ledger and what became of it."""

    op: Op
    receipt: Receipt
    held: bool
    stays: frozenset[str] = frozenset()

    @property
    def result(self) -> Result:
        return Result(self.op.op_id, self.receipt, self.held, self.stays)


@dataclass
class State:
    """All that a backup holds."""

    slips: dict[str, Slip] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    history: list[Entry] = field(default_factory=list)
    chain: list[str] = field(default_factory=lambda: [BEGINNING[1]])
    pictures: dict[str, bytes] = field(default_factory=dict)
    backed_up_to: int = 0

    @property
    def high(self) -> Point:
        return len(self.chain) - 1, self.chain[-1]


class Server:
    def __init__(self, bugs: Bugs = frozenset()) -> None:
        self.bugs, self.now = bugs, State()
        self._unseen: dict[int, int] = {}  # planted: numbers given before their commit is seen

    def put(self, name: str, content: bytes) -> Kept | None:
        """Keeps bytes that are what they are called."""
        if digest(content) != name and "no_digest" not in self.bugs:
            return None
        self.now.pictures[name] = content
        return Kept(name)

    def has(self, name: str) -> bool:
        return name in self.now.pictures

    def push(self, user: str, op: Op, lost: frozenset[str], seen: Point) -> Result:
        """Known? Made by who has seen what we are? Whose? In its place? Allowed? All its bytes? Then it is applied,
        numbered and answered."""
        if "rev_before_dedupe" in self.bugs and (stale := self._stale(op)):
            return stale
        earlier = self.now.entries.get(op.op_id)
        if earlier and "no_dedupe" not in self.bugs:
            return earlier.result
        first = op.n == 1 and op.kind != "create"  # nothing before it tells what it follows
        if first and self._is_behind(seen) and not {"push_unlooked", "newest_check_only"} & self.bugs:
            return Result(op.op_id)
        if op.author != user:
            if "wrong_author" not in self.bugs:
                return Result(op.op_id, refused=True)
            op = replace(op, author=user)
        if op.n > self._last(op) + 1 and "gap_accepted" not in self.bugs:
            return Result(op.op_id)
        return self._decide(op, lost)

    def pull(self, cursor: int, check: Point) -> News:
        """What changed, or everything, if the phone has seen a history this is not."""
        now = self.now
        if "no_epoch" not in self.bugs and self._is_behind(check):
            return News(deepcopy(now.slips), now.high[0], now.high, now.backed_up_to, frozenset(now.entries))
        new = {name: deepcopy(slip) for name, slip in now.slips.items() if slip.seq > cursor and self._seen(slip)}
        cursor = max([cursor, *(slip.seq for slip in new.values())]) if self._unseen else now.high[0]
        return News(new, cursor, now.high, now.backed_up_to)

    def _is_behind(self, seen: Point) -> bool:
        """Whether somebody has been at a point of the history that this one does not have."""
        seq, chain = seen
        return seq >= len(self.now.chain) or self.now.chain[seq] != chain

    def save(self) -> State:
        return deepcopy(self.now)

    def check(self, saved: State) -> None:
        """The backup was restored and compared."""
        self.now.backed_up_to = max(self.now.backed_up_to, saved.high[0])

    def restore(self, saved: State) -> None:
        self.now, self._unseen = deepcopy(saved), {}

    def tick(self) -> None:
        self._unseen = {seq: left - 1 for seq, left in self._unseen.items() if left > 1}

    def _decide(self, op: Op, lost: frozenset[str]) -> Result:
        slip = self.now.slips.get(op.slip)
        if not op.allowed or (slip is None) != (op.kind == "create") or self._lacks_pen(op, slip):
            if "drop_403" in self.bugs:
                return Result(op.op_id, refused=True)
            return self._write(op, held=True)
        missing = self._missing(op, slip)
        if missing and not missing <= lost:
            return Result(op.op_id, missing=tuple(sorted(missing)))
        return self._write(op, held=True) if missing else self._apply(op)

    def _lacks_pen(self, op: Op, slip: Slip | None) -> bool:
        """What was handed in is the office's."""
        handed_in = slip is not None and slip.state == "submitted" and "pen_ignored" not in self.bugs
        return handed_in and op.author != OFFICE

    def _missing(self, op: Op, slip: Slip | None) -> set[str]:
        """Pictures a hand-in needs and that are not here."""
        if op.kind != "submit" or slip is None or self.bugs & {"submit_no_blobs", "unreadable_goes_without"}:
            return set()
        missing = {name for name in (*slip.pictures, *op.pictures) if not self.has(name)}
        return set() if "lost_is_here" in self.bugs and len(missing) == 1 else missing

    def _apply(self, op: Op) -> Result:
        slip = self.now.slips.setdefault(op.slip, Slip())
        slip.rev += 1
        slip.pictures += op.pictures
        slip.state = "submitted" if op.kind == "submit" else slip.state
        stays = frozenset(name for name, seen, new in op.patch if not self._set(slip, op, name, seen, new))
        return self._write(op, held=False, stays=stays)

    def _set(self, slip: Slip, op: Op, name: str, seen: Any, new: Any) -> bool:
        """Whether the field took the value: what its author has not seen is never overwritten."""
        clash = slip.fields.get(name) not in (seen, new)
        if "base_rev_only" in self.bugs:
            clash = slip.set_in.get(name, 0) > op.base_rev and slip.fields.get(name) != new
        if not clash or "lww_silent" in self.bugs:
            slip.fields[name], slip.set_in[name] = new, slip.rev
            return True
        return False

    def _write(self, op: Op, *, held: bool, stays: frozenset[str] = frozenset()) -> Result:
        now = self.now
        now.chain.append(link(now.chain[-1], op.op_id))
        seq = now.high[0]
        entry = Entry(op, Receipt(op.op_id, seq, now.chain[-1]), held, stays)
        now.entries[op.op_id] = entry
        now.history.append(entry)
        if not held:
            now.slips[op.slip].seq = seq
        if "seq_gap" in self.bugs and seq % GAP_EVERY == 0:
            self._unseen[seq] = GAP_LASTS
        return entry.result

    def _seen(self, slip: Slip) -> bool:
        return slip.seq not in self._unseen

    def _last(self, op: Op) -> int:
        return max((entry.op.n for entry in self.now.history if entry.op.line == op.line), default=0)

    def _stale(self, op: Op) -> Result | None:
        slip = self.now.slips.get(op.slip)
        if op.kind != "edit" or slip is None or slip.rev == op.base_rev:
            return None
        return Result(op.op_id, newer_rev=slip.rev)
