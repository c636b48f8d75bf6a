"""A phone: whose it is and what it does in a round: small ops, pull, pictures, submits."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.simulation import pictures
from tests.simulation.faults import Lost
from tests.simulation.pictures import HALVE
from tests.simulation.reading import Wrong
from tests.simulation.server import Request
from tests.simulation.store import Store
from tests.simulation.view import Op
from tests.simulation.wire import Killed, Offline, Wire

PUSHES = 5000  # in one go: far more than any phone has ops
ENDS = 0.3  # of the rounds end somewhere in the middle
JSON = {"content-type": "application/json"}


@dataclass
class Told:
    """Whom a phone tells what it lets people see; the checker listens."""

    saved: Callable[[Store, Op, list[bytes]], None]
    receipts: Callable[[Store, list[dict[str, Any]]], None]
    pulled: Callable[[Store, dict[str, Any]], None]
    purged: Callable[[list[str], list[str]], None]


@dataclass
class Phone:
    """The machine. `stores` are the people's shares of it, `who` is who uses it now."""

    wire: Wire
    told: Told
    stores: dict[str, Store] = field(default_factory=dict)
    who: str = ""
    device: str = ""
    days: int = 0  # what its clock says
    most_ops: int = 50
    page: int = 100
    old: bool = False  # an older release: does not know the newest fields
    full: bool = False

    @property
    def store(self) -> Store:
        return self.stores[self.who]

    def pair(self, code: str) -> None:
        """Becomes somebody's. What others left on it stays theirs."""
        body = json.dumps({"pairing_code": code, "label": "phone"}).encode()
        answer = self.wire.network.server.handle(Request("POST", "/api/devices", headers=JSON, body=body))
        assert answer.status == 201, answer.body
        self.wire.keep_cookies(answer)
        told = json.loads(answer.body)
        self.who, self.device = told["person"]["id"], told["device"]["id"]
        self.stores.setdefault(self.who, Store(self.who, old=self.old))

    def record(self, op: Op, content: list[bytes]) -> bool:
        """ "Saved" is shown when the store has it, not before; a full phone aborts, and says so."""
        if self.full:
            return False
        self.store.record(op, content)
        self.told.saved(self.store, op, content)
        return True

    def update(self) -> None:
        """Another release is installed, newer or older."""
        self.old = not self.old
        for store in self.stores.values():
            store.old = self.old

    def sync(self, luck: Random | None = None) -> bool:
        """One round, which may end anywhere; whether it went through to its end."""
        self.wire.luck = luck
        self.wire.steps_to_live = luck.randrange(1, 14) if luck and luck.random() < ENDS else None
        self.most_ops, self.page = (luck.choice([1, 2, 50]), luck.choice([1, 2, 100])) if luck else (50, 100)
        try:
            return self.round()
        finally:
            self.wire.luck = self.wire.steps_to_live = None

    def round(self) -> bool:
        """Whether it went through to its end."""
        try:
            self._round()
        except (Lost, Offline, Killed):
            return False
        return True

    def _round(self) -> None:
        self._push_all(submits=False)
        self._read()
        pictures.send_pictures(self.wire, self.store, self._send_picture)
        if self._push_all(submits=True):
            self._read()
        self._let_go()

    def _read(self) -> None:
        """Reading needs a live session; sending goes on without."""
        try:
            self._pull_all()
        except Offline as trouble:
            if trouble.status != 401:
                raise

    def _pull_all(self) -> None:
        """Every page, until each point of the history this phone knew was found again, or the server's was taken."""
        store, left, more = self.store, len(self.store.checks), True
        while more:
            asked = store.asks()
            answer = self.wire.ask_json(
                Request("GET", "/api/sync/pull", f"{asked.query}&limit={self.page}"),
                lists=("changes",),
                reset=("snapshot", "known_ops"),
            )
            self.wire.live()
            if not store.take_pull(answer, asked):
                left = max(left, len(store.checks))
                continue  # the other tab has gone on since
            left = 0 if answer.get("reset") else max(left - 1, len(store.checks) - 1)
            more = answer.get("more", False) or left > 0
            self.told.pulled(store, {**answer, "more": more})

    def _send_picture(self, digest: str) -> None:
        content = self.store.pictures[digest].content
        send = pictures.send_in_pieces if len(content) >= pictures.IN_PIECES else pictures.send_whole
        send(self.wire, digest, content)
        self.wire.live()
        self.store.mark_sent(digest, self.days)

    def _push_all(self, *, submits: bool) -> bool:
        blocked: set[object] = set()
        most, sent, pushes = self.most_ops, False, 0
        while batch := self._ready(blocked, submits=submits)[:most]:
            pushes += 1
            if pushes > PUSHES:
                raise Wrong("L1: a round sends the same again and again and never ends")
            try:
                taken = self._push(batch)
            except Offline as trouble:
                if trouble.status not in HALVE:
                    raise
                taken = set()
                if len(batch) > 1:
                    most = (len(batch) + 1) // 2
                    continue
            sent = sent or bool(taken)
            blocked |= {
                line(op) if op["op_id"] in self.store.behind else op["slip_id"]
                for op in batch
                if op["op_id"] not in taken
            }
        return sent

    def _ready(self, blocked: set[object], *, submits: bool) -> list[Op]:
        """What may go now, each slip's ops in their order."""
        stopped, ready = set(blocked), []
        for op in self.store.ops:
            if op["author"] != self.who or (op["kind"] == "submit" and not (submits and self._complete(op))):
                stopped.add(op["slip_id"])
            if self.store.at_seam(op):
                stopped.add(op["slip_id"])
            if not {line(op), op["slip_id"]} & stopped:
                ready.append(op)
        return ready

    def _complete(self, op: Op) -> bool:
        """Its pictures are sent, or those of this phone that are not were declared lost."""
        unsent = set(self.store.unsent()) - self.store.lost
        return not any(item["sha256"] in unsent for item in op["manifest"])

    def _push(self, ops: list[Op]) -> set[str]:
        """Ids of those that are in the ledger now."""
        store = self.store
        body = json.dumps({"device": self.device, **store.says(), "ops": ops}).encode()
        self.wire.live()
        told = self.wire.ask_json(
            Request("POST", "/api/sync/push", headers=JSON, body=body),
            lists=("results",),
        )
        results = [believed(result, op) for result, op in zip(told["results"], ops, strict=True)]
        self.wire.live()  # killed after the answer came and before it was written down
        store.take_results(results, self.days)
        self.told.receipts(store, results)
        return {result["op_id"] for result in results if "receipt" in result}

    def _let_go(self) -> None:
        """Purges what the rule allows, of pictures only those the server still has at this moment."""
        self.told.purged(self.store.let_go_of_ops(self.days), [])
        for digest in self.store.pictures_to_look_for(self.days):
            if not self._is_there(digest):
                self.store.ask_again(digest)
            elif self.store.found(digest, self.days):
                self.told.purged([], [digest])

    def _is_there(self, digest: str) -> bool:
        return pictures.is_there(self.wire, digest)


def line(op: Op) -> tuple[str, str]:
    """Ops are counted by slip and device."""
    return op["slip_id"], op["device"]


def believed(result: dict[str, Any], op: Op) -> dict[str, Any]:
    """A receipt that is not over exactly this op is none."""
    receipt = result.get("receipt")
    if receipt is None or (receipt.get("op_id"), receipt.get("hash")) == (op["op_id"], op["hash"]):
        return result
    return {"op_id": op["op_id"], "result": "error", "code": "receipt_differs"}
