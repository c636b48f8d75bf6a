"""Planted bugs: the mistakes this protocol is there to prevent, put into the server or the phone one at a time."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.crew import blobs, sync
from app.errors import Refusal
from app.slips import conflicts, evidence, ledger, pen, queries, slip as slips
from app.slips.op import op_hash
from app.slips.tables import Entry, Slip
from tests.simulation.phone import Offline, Phone
from tests.simulation.server import Request
from tests.simulation.store import Op, Store

BUGS: dict[str, Callable[[], Any]] = {}


def bug(make: Callable[[], Iterator[None]]) -> Callable[[], Any]:
    """A patch of one planted bug, under the name of its function."""
    BUGS[make.__name__] = contextmanager(make)
    return BUGS[make.__name__]


# ---- in the server


@bug
def no_dedupe() -> Iterator[None]:
    """Every op that comes is a new one."""
    real = ledger.append

    def append(session: Session, raw: Any, sender: Any) -> Any:
        if not session.scalar(select(Entry.seq).where(Entry.op_id == raw["op_id"])):
            return real(session, raw, sender)
        last = session.scalar(select(func.max(Entry.n)).where(Entry.slip_id == raw["slip_id"], Entry.device == raw["device"]))
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
        firm.database.write(lambda session: blobs._note(session, sha256, len(body), "image/jpeg", person))
        return blobs.JSONResponse({"server": blobs._server(firm), "sha256": sha256, "size": len(body)}, 201)

    lenient = mock.patch.object(blobs, "_length", lambda header: None)
    with mock.patch.object(blobs, "_keep", keep), lenient, _trusting_phone():
        yield


@contextmanager
def _trusting_phone() -> Iterator[None]:
    """Does not compare the size in the answer with what it sent."""

    def send(phone: Phone, digest: str) -> None:
        phone._json(Request("PUT", f"/api/blobs/{digest}", body=phone.store.pictures[digest].content))
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
    here = mock.patch.object(evidence, "missing_bytes", lambda session, op, content: [])
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

    with mock.patch.object(sync.queries, "chain_at", lambda session, seq: Agreeable()):
        yield


@bug
def seq_gap() -> Iterator[None]:
    """A pull passes over a number whose commit is not seen yet."""
    real, calls = queries.changed_since, Counter[str]()

    def changed_since(*args: Any, **more: Any) -> Any:
        calls["pull"] += 1
        found = real(*args, **more)
        return found[:-1] if found and calls["pull"] % 3 == 0 else found

    with mock.patch.object(sync.queries, "changed_since", changed_since):
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
        return [op for op in phone.store.ops if (op["slip_id"], op["device"]) not in blocked]

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


@bug
def approved_is_open() -> Iterator[None]:
    """The crew goes on writing in a slip that was approved."""
    open_for_ever = {kind: (who, (*states, "submitted", "approved")) for kind, (who, states) in pen.PEN.items()}
    with mock.patch.object(pen, "PEN", open_for_ever):
        yield


@bug
def signature_unread() -> Iterator[None]:
    """Nobody compares what was signed with what is stored."""
    real = slips.hand_in

    def hand_in(*args: Any, signed: bool = True) -> None:
        real(*args, signed=False)

    with mock.patch.dict(slips.DO, {"submit": hand_in}):
        yield


@bug
def everybody_sees() -> Iterator[None]:
    """A pull tells every slip to everybody."""
    real = queries.changed_since

    def changed_since(session: Session, person: Any, cursor: int, limit: int, *, days: int) -> Any:
        mine = real(session, person, cursor, limit, days=days)
        others = session.scalars(select(Slip).where(Slip.seq > cursor, Slip.id.not_in([one["slip_id"] for one in mine])))
        return mine + [queries.change_of(session, slip) for slip in others]

    with mock.patch.object(sync.queries, "changed_since", changed_since):
        yield


@bug
def extra_dropped() -> Iterator[None]:
    """What a newer release wrote is thrown away by this one."""

    def home(part: dict[str, Any], name: str, known: dict[str, Any]) -> dict[str, Any]:
        fields: dict[str, Any] = part["fields"]
        return fields if name in known else {}

    with mock.patch.object(conflicts, "_home", home):
        yield


# ---- in the phone


@bug
def shift_first() -> Iterator[None]:
    """Out of the outbox first, sent then."""
    real = Phone._push

    def push(phone: Phone, ops: list[Op]) -> set[str]:
        phone.store.ops = [op for op in phone.store.ops if op not in ops]
        return real(phone, ops)

    with mock.patch.object(Phone, "_push", push):
        yield


@bug
def any_200() -> Iterator[None]:
    """Every answer with status 200 means sent."""
    real = Phone._push

    def push(phone: Phone, ops: list[Op]) -> set[str]:
        sent, send = [], phone._send

        def listening(request: Any) -> Any:
            answer = send(request)
            sent.append(answer.status == 200)
            return answer

        try:
            with mock.patch.object(phone, "_send", listening):
                return real(phone, ops)
        finally:
            if any(sent):
                phone.store.ops = [op for op in phone.store.ops if op not in ops]

    with mock.patch.object(Phone, "_push", push):
        yield


@bug
def purge_on_op() -> Iterator[None]:
    """A picture may go as soon as the op that names it has arrived."""
    real = Store.take_results

    def take_results(store: Store, results: list[dict[str, Any]], day: int) -> None:
        real(store, results, day)
        for done in store.done:
            for item in done.op["manifest"]:
                store.pictures.pop(item["sha256"], None)

    with mock.patch.object(Store, "take_results", take_results):
        yield


@bug
def purge_unchecked() -> Iterator[None]:
    """Two weeks are enough, whether any backup has it or not."""

    def may_go(store: Store, seq: int | None, since: int, day: int) -> bool:
        return seq is not None and day - since >= 14

    with mock.patch.object(Store, "_may_go", may_go):
        yield


@bug
def logout_clears() -> Iterator[None]:
    """Whoever takes the phone finds it empty."""
    real = Phone.pair

    def pair(phone: Phone, code: str) -> None:
        before = phone.who
        real(phone, code)
        if before and before != phone.who:
            phone.stores[before] = Store(before)

    with mock.patch.object(Phone, "pair", pair):
        yield


@bug
def forget_after_ack() -> Iterator[None]:
    """What has a receipt is not kept."""
    real = Store._settle

    def settle(store: Store, op: Op, result: dict[str, Any], day: int) -> None:
        real(store, op, result, day)
        if not result.get("reason"):
            store.done.pop()

    with mock.patch.object(Store, "_settle", settle):
        yield


@bug
def receipt_no_chain() -> Iterator[None]:
    """A receipt says nothing about the history it belongs to."""
    with mock.patch.object(Store, "_check_also", lambda store, receipts: None):
        yield


@bug
def newest_check_only() -> Iterator[None]:
    """Only the newest point of the history is looked for: the first receipt of a restored server hides the restore."""

    def check_also(store: Store, receipts: list[dict[str, Any]]) -> None:
        points = [(receipt["seq"], receipt["chain"]) for receipt in receipts]
        store.checks = [max([*store.checks, *points])]

    with mock.patch.object(Store, "_check_also", check_also):
        yield


@bug
def pull_unchecked() -> Iterator[None]:
    """While receipts are still to be checked, the end of the history a pull came from is not kept."""
    real = Store.take_pull

    def take_pull(store: Store, answer: dict[str, Any]) -> None:
        left = store.checks[1:]
        real(store, answer)
        if left and not answer.get("reset"):
            store.checks = left

    with mock.patch.object(Store, "take_pull", take_pull):
        yield


@bug
def trust_acked() -> Iterator[None]:
    """A picture once sent is never offered again, whatever the server was restored from."""
    forget = mock.patch.object(Store, "_forget_sent", lambda store: None)
    with forget, mock.patch.object(Phone, "_is_there", lambda phone, digest: True):
        yield


@bug
def mutate_in_place() -> Iterator[None]:
    """An own op is written into the copy of the server's slip, and stays there when it was held."""
    real = Store.take_pull

    def take_pull(store: Store, answer: dict[str, Any]) -> None:
        real(store, answer)
        for done in store.done:
            base = store.base.get(done.op["slip_id"])
            if done.held and base:
                base["fields"] |= {name: new for name, (_, new) in done.op["patch"].items()}

    with mock.patch.object(Store, "take_pull", take_pull):
        yield

