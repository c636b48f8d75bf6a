"""A phone: its cookies, whose it is, how it talks to the server. A round is small ops, pull, pictures, submits."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from http.cookies import SimpleCookie
from random import Random
from typing import Any

from tests.simulation.faults import Lost, Network
from tests.simulation.server import Answer, Request
from tests.simulation.store import Op, Store

HALVE = (413, 422, 500)  # whatever is wrong with one op must not hold up the others


class Killed(Exception):
    """The system ended the app, here and now. What is in the stores stays."""


class Offline(Exception):
    """No answer of our server: `status` is what came instead, 0 for nothing that can be trusted."""

    def __init__(self, status: int = 0) -> None:
        super().__init__(status)
        self.status = status


@dataclass
class Told:
    """Whom a phone tells what it lets people see; the checker listens."""

    saved: Callable[[Op, list[bytes]], None]
    receipts: Callable[[Store, list[dict[str, Any]]], None]
    pulled: Callable[[Store, dict[str, Any]], None]
    purged: Callable[[list[str], list[str]], None]


@dataclass
class Phone:
    """The machine. `stores` are the people's shares of it, `who` is who uses it now."""

    network: Network
    told: Told
    cookies: dict[str, str] = field(default_factory=dict)
    stores: dict[str, Store] = field(default_factory=dict)
    who: str = ""
    device: str = ""
    days: int = 0
    most_ops: int = 50
    page: int = 100
    steps_to_live: int | None = None

    @property
    def store(self) -> Store:
        return self.stores[self.who]

    def pair(self, code: str) -> None:
        """Becomes somebody's. What others left on it stays theirs."""
        body = json.dumps({"pairing_code": code, "label": "phone"}).encode()
        answer = self.network.server.handle(
            Request("POST", "/api/devices", headers={"content-type": "application/json"}, body=body)
        )
        assert answer.status == 201, answer.body
        self._keep_cookies(answer)
        told = json.loads(answer.body)
        self.who, self.device = told["person"]["id"], told["device"]["id"]
        self.stores.setdefault(self.who, Store(self.who))

    def record(self, op: Op, pictures: list[bytes]) -> None:
        """ "Saved" is shown when the store has it, not before."""
        self.store.record(op, pictures)
        self.told.saved(op, pictures)

    def sync(self, luck: Random | None = None) -> bool:
        """One round, which may end anywhere; whether it went through to its end."""
        self.steps_to_live = luck.randrange(1, 14) if luck and luck.random() < 0.3 else None
        self.most_ops, self.page = (luck.choice([1, 2, 50]), luck.choice([1, 2, 100])) if luck else (50, 100)
        try:
            self._round()
        except (Lost, Offline, Killed):
            return False
        finally:
            self.steps_to_live = None
        return True

    def _round(self) -> None:
        self._push_all(submits=False)
        self._read()
        self._send_pictures()
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
            seq, chain = store.checks[0]
            query = f"cursor={store.cursor}&high_seq={seq}&high_chain={chain}&limit={self.page}"
            answer = self._json(
                Request("GET", "/api/sync/pull", query), lists=("changes",), reset=("snapshot", "known_ops")
            )
            self._live()
            store.take_pull(answer)
            left = 0 if answer.get("reset") else left - 1
            more = answer.get("more", False) or left > 0
            self.told.pulled(store, {**answer, "more": more})

    def _send_pictures(self) -> None:
        store = self.store
        waiting = [digest for digest, picture in store.pictures.items() if picture.sent is None]
        for digest in sorted(waiting, key=lambda one: len(store.pictures[one].content)):
            try:
                self._send_picture(digest)
            except Offline as trouble:
                if trouble.status not in HALVE:
                    raise

    def _send_picture(self, digest: str) -> None:
        content = self.store.pictures[digest].content
        told = self._json(Request("PUT", f"/api/blobs/{digest}", headers={"content-type": "image/jpeg"}, body=content))
        if (told.get("sha256"), told.get("size")) != (digest, len(content)):
            raise Offline
        self._live()
        self.store.mark_sent(digest, self.days)

    def _push_all(self, *, submits: bool) -> bool:
        blocked: set[tuple[str, str]] = set()
        most, sent = self.most_ops, False
        while batch := self._ready(blocked, submits=submits)[:most]:
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
            blocked |= {line(op) for op in batch if op["op_id"] not in taken}
        return sent

    def _ready(self, blocked: set[tuple[str, str]], *, submits: bool) -> list[Op]:
        """What may go now, each slip's ops in their order."""
        stopped, ready = set(blocked), []
        for op in self.store.ops:
            if op["author"] != self.who or (op["kind"] == "submit" and not (submits and self._complete(op))):
                stopped.add(line(op))
            if line(op) not in stopped:
                ready.append(op)
        return ready

    def _complete(self, op: Op) -> bool:
        cards = (self.store.pictures.get(item["sha256"]) for item in op["manifest"])
        return all(card is None or card.sent is not None for card in cards)

    def _push(self, ops: list[Op]) -> set[str]:
        seq, chain = self.store.checks[0]
        body = json.dumps({"device": self.device, "high": {"seq": seq, "chain": chain}, "ops": ops}).encode()
        self._live()
        told = self._json(
            Request("POST", "/api/sync/push", headers={"content-type": "application/json"}, body=body),
            lists=("results",),
        )
        results = [believed(result, op) for result, op in zip(told["results"], ops, strict=True)]
        self._live()  # killed after the answer came and before it was written down
        self.store.take_results(results, self.days)
        self.told.receipts(self.store, results)
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
        answer = self._send(Request("HEAD", f"/api/blobs/{digest}"))
        complete = dict(answer.headers).get("upload-complete")
        if answer.status != 404 and complete is None:
            raise Offline
        return complete == "?1"

    def _live(self) -> None:
        if self.steps_to_live is not None:
            self.steps_to_live -= 1
            if self.steps_to_live <= 0:
                raise Killed

    def _json(self, request: Request, lists: tuple[str, ...] = (), reset: tuple[str, ...] = ()) -> dict[str, Any]:
        """The answer of our server; anything else is nobody's answer."""
        answer = self._send(request)
        told = _object(answer)
        if answer.status not in (200, 201):
            raise Offline(answer.status if "error" in told or answer.status == 413 else 0)
        wanted = reset if told.get("reset") else lists
        if not told.get("server") or not all(isinstance(told.get(name), list) for name in wanted):
            raise Offline
        return told

    def _send(self, request: Request) -> Answer:
        self._live()
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return self.network.send(replace(request, headers={**request.headers, "cookie": cookies}))

    def _keep_cookies(self, answer: Answer) -> None:
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}


def line(op: Op) -> tuple[str, str]:
    """Ops are counted by slip and device."""
    return op["slip_id"], op["device"]


def believed(result: dict[str, Any], op: Op) -> dict[str, Any]:
    """A receipt that is not over exactly this op is none."""
    receipt = result.get("receipt")
    if receipt is None or (receipt.get("op_id"), receipt.get("hash")) == (op["op_id"], op["hash"]):
        return result
    return {"op_id": op["op_id"], "result": "error", "code": "receipt_differs"}


def _object(answer: Answer) -> dict[str, Any]:
    kind = dict(answer.headers).get("content-type", "")
    try:
        told = json.loads(answer.body) if kind.startswith("application/json") else {}
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
