"""What one person's share of a phone holds, and what is shown of it: the server's copy plus the own ops."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.view import Change, Op, View, as_view, lay_over, new_view

BEGINNING = (0, "0" * 64)
KEEP = 14  # days


@dataclass
class Done:
    """An op with its receipt. `held` is the reason it was stored and not applied."""

    op: Op
    seq: int
    held: str | None
    stays: set[str]  # fields that clashed and kept the server's value
    day: int
    found: bool = False  # by a restored server: the copy it gave has it


@dataclass
class Picture:
    """Bytes as they were captured. `safe` is a seq: every backup that reaches it has them."""

    content: bytes
    sent: int | None = None  # the day
    safe: int | None = None
    looked: int = 0  # the day the server last said that it has them


@dataclass(frozen=True)
class Asked:
    """From where a pull was asked for: the cursor and the point of the history to be found."""

    cursor: int
    check: tuple[int, str]

    @property
    def query(self) -> str:
        return f"cursor={self.cursor}&high_seq={self.check[0]}&high_chain={self.check[1]}"


@dataclass(eq=False)  # one store is never another, whatever they hold
class Store:
    """All a person has on a phone. Every method is one transaction."""

    person: str
    old: bool = False  # kept by an older release, which does not show what it does not know
    base: dict[str, Change] = field(default_factory=dict)
    ops: list[Op] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)
    pictures: dict[str, Picture] = field(default_factory=dict)
    counters: dict[tuple[str, str], int] = field(default_factory=dict)
    cursor: int = 0
    seen: int = 0
    checks: list[tuple[int, str]] = field(
        default_factory=lambda: [BEGINNING]
    )  # points of the ledger to be found there again
    backed_up_to: int = 0
    lost: set[str] = field(default_factory=set)  # pictures the person has given up
    missing: set[str] = field(default_factory=set)  # pictures the server asked for
    behind: set[str] = field(default_factory=set)  # ops behind a gap, at the last push

    @property
    def quiet(self) -> bool:
        """Nothing is left to send."""
        return not self.ops and set(self.unsent()) <= self.lost

    def at_seam(self, op: Op) -> bool:
        """The first of a new pairing about a slip may follow one sent before; whether the server still has that is
        only known after a pull."""
        first = op["n"] == 1 and op["kind"] != "create" and len(self.checks) > 1
        before = {done.op["device"] for done in self.done if done.op["slip_id"] == op["slip_id"]}
        return first and bool(before - {op["device"]})

    def unsent(self) -> list[str]:
        """Pictures the server has not confirmed, smallest first."""
        waiting = [digest for digest, picture in self.pictures.items() if picture.sent is None]
        return sorted(waiting, key=lambda digest: len(self.pictures[digest].content))

    def reads(self, digest: str) -> bool:
        """Whether the bytes are still what was captured."""
        picture = self.pictures.get(digest)
        return picture is not None and hashlib.sha256(picture.content).hexdigest() == digest

    def give_up(self, digest: str) -> None:
        """The person says that this picture will never come."""
        self.lost.add(digest)

    def says(self) -> dict[str, Any]:
        """What a push states about the phone besides its ops."""
        seq, chain = max(self.checks)
        return {"high": {"seq": seq, "chain": chain}, "lost": sorted(self.lost)}

    def asks(self) -> Asked:
        return Asked(self.cursor, self.checks[0])

    def record(self, op: Op, pictures: list[bytes]) -> None:
        """Writes down one action of the person and its bytes together."""
        self.counters[op["device"], op["slip_id"]] = op["n"]
        self.ops.append(op)
        for content in pictures:
            self.pictures.setdefault(hashlib.sha256(content).hexdigest(), Picture(content))

    def take_results(self, results: list[dict[str, Any]], day: int) -> None:
        """Moves what has a receipt out of the outbox."""
        ops = {op["op_id"]: op for op in self.ops}
        self.behind = {result["op_id"] for result in results if result["result"] == "later"}
        for result in results:
            op, receipt = ops.get(result["op_id"]), result.get("receipt")
            if op is None:
                continue
            for digest in result.get("missing", []):
                self.missing.add(digest)
                self.ask_again(digest)
            if receipt is not None:
                self._settle(op, result, day)
        self._check_also([result["receipt"] for result in results if "receipt" in result])

    def take_pull(self, answer: dict[str, Any], asked: Asked) -> bool:
        """False, and nothing taken, when the other tab has gone on since it was asked for."""
        if asked != self.asks():
            return False
        self._take_answer(answer)
        return True

    def _take_answer(self, answer: dict[str, Any]) -> None:
        if answer.get("reset"):
            self._start_over(answer)
        for change in answer["snapshot"] if answer.get("reset") else answer["changes"]:
            self._take_change(change)
        high = (answer["high"]["seq"], answer["high"]["chain"])
        for picture in self.pictures.values():
            if picture.sent is not None and picture.safe is None:
                picture.safe = high[0] + 1
        left = [] if answer.get("reset") else self.checks[1:]
        self.checks = [*(one for one in left if one != high), high]
        self.seen = self.seen if answer.get("more") else high[0]
        self.cursor, self.backed_up_to = answer["cursor"], answer["backed_up_to"]

    def let_go_of_ops(self, day: int) -> list[str]:
        """Forgets ops a checked backup holds; their ids."""
        gone = [done.op["op_id"] for done in self.done if self._may_go(done.seq, done.day, day)]
        self.done = [done for done in self.done if done.op["op_id"] not in gone]
        return gone

    def pictures_to_look_for(self, day: int) -> list[str]:
        """Their arrival leaves no mark in the chain, so a restore need not show; once a day the server is asked."""
        return [digest for digest, one in self.pictures.items() if one.sent is not None and one.looked != day]

    def found(self, digest: str, day: int) -> bool:
        """The server has it. Whether it was let go of here."""
        picture = self.pictures.get(digest)
        if picture is None:
            return False
        picture.looked = day
        if picture.sent is None or not self._may_go(picture.safe, picture.sent, day):
            return False
        del self.pictures[digest]
        return True

    def mark_sent(self, digest: str, day: int) -> None:
        if digest in self.pictures:
            self.pictures[digest].sent = self.pictures[digest].looked = day

    def ask_again(self, digest: str) -> None:
        """The server does not have it after all."""
        if digest in self.pictures:
            self.pictures[digest].sent = self.pictures[digest].safe = None

    def views(self) -> list[View]:
        """Everything the person sees, oldest first."""
        slip_ids = dict.fromkeys([*self.base, *(op["slip_id"] for op in self.ops)])
        found = [self.view(slip_id) for slip_id in slip_ids]
        return [view for view in found if view is not None]

    def view(self, slip_id: str) -> View | None:
        """Base plus own ops the base does not contain yet."""
        change = self.base.get(slip_id)
        newer = max(self.seen, change["seq"] if change else 0)
        fresh = [done for done in self.done if done.op["slip_id"] == slip_id and done.seq > newer]
        fresh = [done for done in fresh if not done.found and not done.held]
        pending = [op for op in self.ops if op["slip_id"] == slip_id]
        opening = [one.op for one in fresh] + pending
        if change is None and not any(op["kind"] == "create" for op in opening):
            return None
        view = as_view(change, old=self.old) if change else new_view(opening[0])
        for done in fresh:
            lay_over(view, done.op, done.stays)
        for op in pending:
            lay_over(view, op, set())
        return view

    def _settle(self, op: Op, result: dict[str, Any], day: int) -> None:
        stays = {f"{clash['row_id']}/{clash['field']}" for clash in result.get("conflicts", [])}
        self.ops.remove(op)
        self.done.append(Done(op, result["receipt"]["seq"], result.get("reason"), stays, day))

    def _check_also(self, receipts: list[dict[str, Any]]) -> None:
        """The newest receipt is a point of the ledger we have seen: a server that lacks it was restored."""
        if receipts:
            newest = max(receipts, key=lambda receipt: int(receipt["seq"]))
            self.checks = [*(one for one in self.checks if one[1] != newest["chain"]), (newest["seq"], newest["chain"])]

    def _start_over(self, answer: dict[str, Any]) -> None:
        """The server knows another history: what it lacks goes back into the outbox, every picture is offered again."""
        known = set(answer["known_ops"])
        self.ops = [done.op for done in self.done if done.op["op_id"] not in known] + self.ops
        self.done = [done for done in self.done if done.op["op_id"] in known]
        for done in self.done:
            done.found, done.seq = (
                True,
                max(done.seq, answer["high"]["seq"]),
            )  # where it stands now we do not know, but not behind that
        self._forget_sent()
        self.base = {}

    def _forget_sent(self) -> None:
        for digest in self.pictures:
            self.ask_again(digest)

    def _take_change(self, change: Change) -> None:
        if change.get("gone"):
            self.base.pop(change["slip_id"], None)
        else:
            self.base[change["slip_id"]] = change

    def _may_go(self, seq: int | None, since: int, day: int) -> bool:
        return seq is not None and seq <= self.backed_up_to and day - since >= KEEP
