"""Bugs of the phone."""

from collections.abc import Iterator
from typing import Any
from unittest import mock

from app.crew import sync
from tests.simulation.bugs.planted import bug
from tests.simulation.phone import Phone
from tests.simulation.store import Store
from tests.simulation.view import Op


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
        sent, ask = [], phone.wire.ask

        def listening(request: Any) -> Any:
            answer = ask(request)
            sent.append(answer.status == 200)
            return answer

        try:
            with mock.patch.object(phone.wire, "ask", listening):
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
    """Only the newest point of the history is looked for: the first receipt of a restored server hides the restore.
    (It gives none to a phone that says how far it has been; so the server must not look at that either.)"""

    def check_also(store: Store, receipts: list[dict[str, Any]]) -> None:
        points = [(receipt["seq"], receipt["chain"]) for receipt in receipts]
        store.checks = [max([*store.checks, *points])]

    with mock.patch.object(Store, "_check_also", check_also), mock.patch.object(sync, "_is_ahead", _never):
        yield


@bug
def pull_unchecked() -> Iterator[None]:
    """While receipts are still to be checked, the end of the history a pull came from is not kept."""
    real = Store._take_answer

    def take_answer(store: Store, answer: dict[str, Any]) -> None:
        left = store.checks[1:]
        real(store, answer)
        if left and not answer.get("reset"):
            store.checks = left

    with mock.patch.object(Store, "_take_answer", take_answer):
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
    real = Store._take_answer

    def take_answer(store: Store, answer: dict[str, Any]) -> None:
        real(store, answer)
        for done in store.done:
            base = store.base.get(done.op["slip_id"])
            if done.held and base:
                base["fields"] |= {name: new for name, (_, new) in done.op["patch"].items()}

    with mock.patch.object(Store, "_take_answer", take_answer):
        yield


def _never(*_: Any) -> bool:
    return False
