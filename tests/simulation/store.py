"""What one person's share of a phone holds, and what is shown of it: the server's copy plus the own ops."""

import hashlib
import json
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

Op = dict[str, Any]
Change = dict[str, Any]
View = dict[str, Any]

BEGINNING = (0, "0" * 64)
NEXT = {"submit": "submitted", "withdraw": "draft", "return": "returned", "approve": "approved", "void": "void"}
KEEP = 14  # days


@dataclass
class Done:
    """An op with its receipt. `held` is the reason it was stored and not applied."""

    op: Op
    seq: int
    held: str | None
    stays: set[str]  # fields that clashed and kept the server's value
    day: int


@dataclass
class Picture:
    """Bytes as they were captured. `safe` is a seq: every backup that reaches it has them."""

    content: bytes
    sent: int | None = None  # the day
    safe: int | None = None
    looked: int = 0  # the day the server last said that it has them


@dataclass
class Store:
    """All a person has on a phone. Every method is one transaction."""

    person: str
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

    @property
    def quiet(self) -> bool:
        """Nothing is left to send."""
        return not self.ops and all(picture.sent is not None for picture in self.pictures.values())

    def record(self, op: Op, pictures: list[bytes]) -> None:
        """Writes down one action of the person and its bytes together."""
        self.counters[op["device"], op["slip_id"]] = op["n"]
        self.ops.append(op)
        for content in pictures:
            self.pictures.setdefault(hashlib.sha256(content).hexdigest(), Picture(content))

    def take_results(self, results: list[dict[str, Any]], day: int) -> None:
        """Moves what has a receipt out of the outbox."""
        ops = {op["op_id"]: op for op in self.ops}
        for result in results:
            op, receipt = ops.get(result["op_id"]), result.get("receipt")
            if op is None:
                continue
            for digest in result.get("missing", []):
                self.ask_again(digest)
            if receipt is not None:
                self._settle(op, result, day)
        self._check_also([result["receipt"] for result in results if "receipt" in result])

    def take_pull(self, answer: dict[str, Any]) -> None:
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
        return [digest for digest, one in self.pictures.items() if one.sent is not None and one.looked < day]

    def found(self, digest: str, day: int) -> bool:
        """The server has it. Whether it was let go of here."""
        picture = self.pictures[digest]
        picture.looked = day
        if picture.sent is None or not self._may_go(picture.safe, picture.sent, day):
            return False
        del self.pictures[digest]
        return True

    def mark_sent(self, digest: str, day: int) -> None:
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
        fresh = [done for done in self.done if done.op["slip_id"] == slip_id and done.seq > newer and not done.held]
        pending = [op for op in self.ops if op["slip_id"] == slip_id]
        opening = [one.op for one in fresh] + pending
        if change is None and not any(op["kind"] == "create" for op in opening):
            return None
        view = as_view(change) if change else new_view(opening[0])
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
            done.seq = max(done.seq, answer["high"]["seq"])  # where it stands now we do not know, but not behind that
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


def as_view(change: Change) -> View:
    rows = {
        row_id: {"table": row["table"], "fields": {**row["extra"], **row["fields"]}}
        for row_id, row in change["rows"].items()
    }
    fields = {**change["extra"], **change["fields"]}
    head = {name: change[name] for name in ("slip_id", "state", "planned", "author", "rev")}
    return deepcopy({**head, "fields": fields, "rows": rows})


def new_view(op: Op) -> View:
    return {
        "slip_id": op["slip_id"], "state": "draft", "planned": 0, "author": op["author"], "rev": 0, "fields": {},
        "rows": {},
    }  # fmt: skip


def lay_over(view: View, op: Op, stays: set[str]) -> None:
    """Shows the op as if it were applied already, without the fields in `stays`."""
    _set(view["fields"], {name: pair for name, pair in op["patch"].items() if name != "reason"}, "None", stays)
    for row_id, row in op["rows"].items():
        if op["kind"] in ("drop_row", "detach"):
            if f"{row_id}/dropped" not in stays:
                view["rows"].pop(row_id, None)
        else:
            there = view["rows"].setdefault(row_id, {"table": row["table"], "fields": {}})
            _set(there["fields"], row["fields"], row_id, stays)
    view["state"] = NEXT.get(op["kind"], view["state"])


def content_hash(view: View) -> str:
    """What the client sees and signs, as docs/protocol.md says it; written anew, so that it checks the server's."""
    rows = {
        row_id: {"table": row["table"], **_present(row["fields"])}
        for row_id, row in view["rows"].items()
        if row["table"] not in ("signature", "remark")
    }
    return seal({"slip_id": view["slip_id"], "fields": _present(view["fields"]), "rows": rows})


def seal(value: Any) -> str:
    """SHA-256 of canonical JSON; enough of RFC 8785 for strings, integers and plain names."""
    return hashlib.sha256(
        json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    ).hexdigest()


def _set(fields: dict[str, Any], changes: dict[str, list[Any]], row_id: str, stays: set[str]) -> None:
    for name, (_, new) in changes.items():
        if f"{row_id}/{name}" in stays:
            continue
        if new is None:
            fields.pop(name, None)
        else:
            fields[name] = new


def _present(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
