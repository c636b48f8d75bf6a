"""Bugs of the server; some come with the phone that would go with them."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from starlette.responses import JSONResponse

from app.crew import blobs, sync
from app.errors import Refusal
from app.slips import conflicts, evidence, ledger, pictures, queries
from app.slips import slip as slips
from app.slips.op import op_hash
from app.slips.tables import Entry, Slip
from tests.simulation.bugs.planted import bug
from tests.simulation.phone import Phone, line
from tests.simulation.server import Request
from tests.simulation.store import Store
from tests.simulation.view import Op
from tests.simulation.wire import Offline


@bug
def no_dedupe() -> Iterator[None]:
    """Every op that comes is a new one."""
    real = ledger.append

    def append(session: Session, raw: Any, sender: Any) -> Any:
        if not session.scalar(select(Entry.seq).where(Entry.op_id == raw["op_id"])):
            return real(session, raw, sender)
        last = session.scalar(
            select(func.max(Entry.n)).where(Entry.slip_id == raw["slip_id"], Entry.device == raw["device"])
        )
        again = {**raw, "n": (last or 0) + 1, "op_id": f"{raw['op_id'][:24]}d{raw['op_id'][25:]}"}
        return {**real(session, {**again, "hash": op_hash(again)}, sender), "op_id": raw["op_id"]}

    with mock.patch.object(sync, "append", append):
        yield


@bug
def rev_before_dedupe() -> Iterator[None]:
    """The retry of an op meets the revision it made itself; the phone makes the change anew on top."""
    real = ledger.append

    def append(session: Session, raw: Any, sender: Any) -> Any:
        current = session.get(Slip, raw["slip_id"])
        if raw["kind"] == "edit" and current is not None and current.rev != raw["base_rev"]:
            return {"op_id": raw["op_id"], "result": "merged", "rev": current.rev}
        return real(session, raw, sender)

    take = Store.take_results

    def take_and_rebase(store: Store, results: list[dict[str, Any]], day: int) -> None:
        take(store, results, day)
        for result in results:
            for op in [op for op in store.ops if "rev" in result and op["op_id"] == result["op_id"]]:
                op["base_rev"], op["op_id"] = result["rev"], f"{op['op_id'][:24]}e{op['op_id'][25:]}"
                op["hash"] = op_hash(op)

    with mock.patch.object(sync, "append", append), mock.patch.object(Store, "take_results", take_and_rebase):
        yield


@bug
def no_digest() -> Iterator[None]:
    """Bytes are kept under the name they came with."""

    def keep(firm: Any, person: Any, sha256: str, body: bytes) -> Any:
        path = firm.files.path(sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        by = person[0].id
        firm.database.write(lambda session: pictures.note(session, sha256, len(body), "image/jpeg", by=by))
        return JSONResponse({"server": blobs._server(firm), "sha256": sha256, "size": len(body)}, 201)

    lenient = mock.patch.object(blobs, "_length", lambda header: None)
    with mock.patch.object(blobs, "_keep", keep), lenient, _trusting_phone():
        yield


@contextmanager
def _trusting_phone() -> Iterator[None]:
    """Does not compare the size in the answer with what it sent."""

    def send(phone: Phone, digest: str) -> None:
        phone.wire.ask_json(Request("PUT", f"/api/blobs/{digest}", body=phone.store.pictures[digest].content))
        phone.store.mark_sent(digest, phone.days)

    with mock.patch.object(Phone, "_send_picture", send):
        yield


@bug
def submit_no_blobs() -> Iterator[None]:
    """A hand-in is taken without its pictures, and the phone sends them when it comes to it."""

    def hurry(phone: Phone) -> None:
        phone._push_all(submits=True)
        real(phone)

    real = Phone._round
    here: Any = mock.patch.object(evidence, "missing_bytes", lambda session, op, content: [])
    complete = mock.patch.object(Phone, "_complete", lambda phone, op: True)
    with here, complete, mock.patch.object(Phone, "_round", hurry):
        yield


@bug
def no_epoch() -> Iterator[None]:
    """Whatever history a phone knows, it is ours."""

    class Agreeable(str):
        __slots__ = ()
        __hash__ = str.__hash__

        def __eq__(self, other: object) -> bool:
            return True

        def __ne__(self, other: object) -> bool:
            return False

    with mock.patch.object(queries, "chain_at", lambda session, seq: Agreeable()):
        yield


@bug
def seq_gap() -> Iterator[None]:
    """A pull passes over a number whose commit is not seen yet."""
    real, calls = queries.changed_since, Counter[str]()

    def changed_since(*args: Any, **more: Any) -> Any:
        calls["pull"] += 1
        found = real(*args, **more)
        return found[:-1] if found and calls["pull"] % 3 == 0 else found

    with mock.patch.object(queries, "changed_since", changed_since):
        yield


@bug
def wrong_author() -> Iterator[None]:
    """Whoever is signed in sends everything on the phone, as their own."""
    real = ledger.append

    def append(session: Session, raw: Any, sender: Any) -> Any:
        mine = {**raw, "author": sender.person_id}
        result = real(session, {**mine, "hash": op_hash(mine)}, sender)
        if "receipt" in result:
            result["receipt"] = {**result["receipt"], "hash": raw["hash"]}
        return result

    def ready(phone: Phone, blocked: set[Any], *, submits: bool) -> list[Op]:
        for store in phone.stores.values():
            if store.person != phone.who:
                phone.store.ops += store.ops
                store.ops = []
        return [op for op in phone.store.ops if not {line(op), op["slip_id"]} & blocked]

    stranger = mock.patch.object(ledger, "_stranger", lambda *args: None)
    with mock.patch.object(sync, "append", append), stranger, mock.patch.object(Phone, "_ready", ready):
        yield


@bug
def drop_403() -> Iterator[None]:
    """What is not allowed is refused, and the phone throws away what was refused."""
    real = Phone._push

    def hold(*args: Any, **more: Any) -> Any:
        raise Refusal("not_allowed")

    def push(phone: Phone, ops: list[Op]) -> set[str]:
        try:
            return real(phone, ops)
        except Offline as trouble:
            if trouble.status != 403:
                raise
            phone.store.ops = [op for op in phone.store.ops if op not in ops]
            return {op["op_id"] for op in ops}

    with mock.patch.object(ledger, "_hold", hold), mock.patch.object(Phone, "_push", push):
        yield


@bug
def lww_silent() -> Iterator[None]:
    """The last one to write wins, and nobody hears of it."""

    def merge_fields(part: dict[str, Any], changes: dict[str, Any], known: dict[str, Any]) -> list[Any]:
        for name, (_, new) in changes.items():
            conflicts._home(part, name, known)[name] = new
        return []

    with mock.patch.object(conflicts, "_merge_fields", merge_fields):
        yield


@bug
def base_rev_only() -> Iterator[None]:
    """A clash is judged by the revision the author saw, not by the value."""
    real = conflicts.merge
    changed: dict[tuple[str, str], int] = {}

    def merge(content: Any, op: Any, *, seq: int) -> Any:
        after, clashes = real(content, op, seq=seq)
        for name, (_, new) in op.patch.items():
            if changed.get((op.slip_id, name), 0) > op.base_rev and content["fields"].get(name) not in (None, new):
                after["fields"][name] = content["fields"].get(name)
                clashes = [*clashes, conflicts.Clash(None, name, content["fields"].get(name), new)]
            changed[op.slip_id, name] = op.base_rev + 1
        return after, clashes

    with mock.patch.object(slips, "merge", merge):
        yield


@bug
def held_unseen() -> Iterator[None]:
    """What could not be applied is stored, and nobody is told."""
    with mock.patch.object(ledger, "note_held", lambda session, entry: None):
        yield
