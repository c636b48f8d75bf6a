"""The promises, asserted after every step of the model. Keeps its own log of what was shown."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from tests.model.bugs import Bugs
from tests.model.phone import Phone
from tests.model.server import Entry, Server, State
from tests.model.share import Share
from tests.model.wording import BEGINNING, Op, Result, digest, link


class Broken(AssertionError):
    """A promise does not hold."""


@dataclass
class Judge:
    server: Server
    bugs: Bugs = frozenset()
    saved: dict[str, Op] = field(default_factory=dict)
    own: dict[Share, list[Op]] = field(default_factory=lambda: defaultdict(list))
    captured: set[str] = field(default_factory=set)
    hopeless: set[str] = field(default_factory=set)  # pictures no phone can read any more
    checked: list[State] = field(default_factory=list)

    def note_saved(self, share: Share, op: Op) -> None:
        self.saved[op.op_id] = op
        self.own[share].append(op)
        self.captured |= set(op.pictures)
        self._look(share)

    def note_result(self, share: Share, result: Result) -> None:
        """I3: a receipt is the truth at the moment it is given. I15: and what it is for stays in sight."""
        entry = self.server.now.entries.get(result.op_id)
        true(entry is not None and entry.receipt == result.receipt, "I3: a receipt for what is not in the ledger")
        self._look(share)

    def note_let_go(self, what: str) -> None:
        kept = any(what in saved.entries or what in saved.pictures for saved in self.checked)
        true(kept, "I6: purged what no checked backup has")

    def step(self, phones: list[Phone]) -> None:
        self._ledger()
        for name, content in self.server.now.pictures.items():
            true(digest(content) == name, "I5: the bytes are not what was captured")
        for slip in self.server.now.slips.values():
            here = all(self.server.has(name) for name in slip.pictures)
            true(slip.state != "submitted" or here, "I4: handed in without its pictures")
        for phone in phones:
            for share in phone.shares.values():
                self._honest(share)

    def finish(self, phones: list[Phone]) -> None:
        """With the faults off: nothing waits, nothing is missing, everybody sees the same."""
        now = self.server.now
        for phone in phones:
            for share in phone.shares.values():
                true(not share.outbox, "L1: an op never left the phone")
                true(set(share.unsent()) <= share.lost, "L1: a picture never left the phone")
                shown = {name: share.fields(name, self.bugs) for name in now.slips}
                true(shown == {name: slip.fields for name, slip in now.slips.items()}, "L2: a phone shows otherwise")
        true(self.saved.keys() <= now.entries.keys(), "I1: a saved op is lost")
        true(self.captured - self.hopeless <= now.pictures.keys(), "I1: a picture is lost")

    def _ledger(self) -> None:
        """I2, I7, I8, I11: each op once, in its author's name, in order; the slips are what a replay makes."""
        chain, lines, replay = BEGINNING[1], dict[tuple[str, str], int](), dict[str, dict[str, Any]]()
        seen: set[str] = set()
        for entry in self.server.now.history:
            chain = link(chain, entry.op.op_id)
            true(entry.receipt.chain == chain, "I11: the chain breaks")
            true(entry.op.op_id not in seen, "I2: an op is in the ledger twice")
            seen.add(entry.op.op_id)
            self._own(entry)
            true(entry.op.n == lines.get(entry.op.line, 0) + 1, "I11: a gap in the line of a phone")
            lines[entry.op.line] = entry.op.n
            self._replay(entry, replay)
        slips = {name: slip.fields for name, slip in self.server.now.slips.items()}
        true(slips == replay, "I7: a slip is not what its history makes")

    def _own(self, entry: Entry) -> None:
        made = self.saved.get(entry.op.op_id)
        true(made is not None, "I2: nobody made this op")
        assert made is not None
        true(made.author == entry.op.author, "I8: filed under another name")

    def _replay(self, entry: Entry, replay: dict[str, dict[str, Any]]) -> None:
        if entry.held:
            return
        fields = replay.setdefault(entry.op.slip, {})
        for name, seen, new in entry.op.patch:
            clash = fields.get(name) not in (seen, new)
            true(clash == (name in entry.stays), "I7: a silent overwrite or a false conflict")
            if not clash:
                fields[name] = new

    def _honest(self, share: Share) -> None:
        """I3: what counts as delivered is there, or the next pull will notice that the server was restored."""
        now = self.server.now
        lost = [one for one in share.done if one.op.op_id not in now.entries]
        true(not lost or self._astray(share), "I3: counts as delivered, is not there, and nothing would show it")

    def _astray(self, share: Share) -> bool:
        chain = self.server.now.chain
        return any(seq >= len(chain) or chain[seq] != point for seq, point in share.checks)

    def _look(self, share: Share) -> None:
        """I15: of the fields a person wrote last, each reads what they wrote, unless it was held, clashed, or was
        written by somebody after them."""
        if self._astray(share):
            return
        for (slip, name), (op, value) in self._last_words(share).items():
            entry = self.server.now.entries.get(op.op_id)
            if entry and (entry.held or name in entry.stays or self._written_since(entry, name)):
                continue
            shown = share.fields(slip, self.bugs)
            if shown is None and not self._started(share, slip):
                continue  # restored away, and whoever made it has not brought it back yet
            reads = shown is not None and shown.get(name) == value
            true(reads, "I15: does not read what was written")

    def _started(self, share: Share, slip: str) -> bool:
        """Whether this phone has been told of it, or it was made on it and waits."""
        there = self.server.now.slips.get(slip)
        return (there is not None and there.seq <= share.seen) or any(
            op.slip == slip and op.kind == "create" for op in share.outbox
        )

    def _last_words(self, share: Share) -> dict[tuple[str, str], tuple[Op, Any]]:
        told_held = {one.op.op_id for one in share.done if one.result.held}
        words: dict[tuple[str, str], tuple[Op, Any]] = {}
        for op in self.own[share]:
            entry = self.server.now.entries.get(op.op_id)
            if op.op_id not in told_held and not (entry and entry.held):
                words |= {(op.slip, name): (op, new) for name, _, new in op.patch}
        return words

    def _written_since(self, entry: Entry, name: str) -> bool:
        later = self.server.now.history[entry.receipt.seq :]
        return any(one.op.slip == entry.op.slip and any(name == field for field, _, _ in one.op.patch) for one in later)


def true(holds: Any, promise: str) -> None:
    if not holds:
        raise Broken(promise)
