"""Bugs in what a phone keeps and shows."""

from collections.abc import Iterator
from typing import Any
from unittest import mock

from app.crew import sync
from tests.simulation.bugs.planted import bug
from tests.simulation.phone import Phone
from tests.simulation.store import Done, Store
from tests.simulation.view import Op
from tests.simulation.wire import Offline


@bug
def receipt_hides() -> Iterator[None]:
    """What has a receipt is taken out of the view, and comes back with the next pull."""
    real = Store.view

    def view(store: Store, slip_id: str) -> Any:
        done, store.done = store.done, []
        try:
            return real(store, slip_id)
        finally:
            store.done = done

    with mock.patch.object(Store, "view", view):
        yield


@bug
def held_counts() -> Iterator[None]:
    """What the office did not take goes on counting on the phone."""
    real = Store._settle

    def settle(store: Store, op: Op, result: dict[str, Any], day: int) -> None:
        real(store, op, {**result, "reason": None}, day)
        store.done[-1] = Done(op, 10**6 if result.get("reason") else store.done[-1].seq, None, set(), day)

    with mock.patch.object(Store, "_settle", settle):
        yield


@bug
def saved_too_early() -> Iterator[None]:
    """ "Saved" is shown before the phone has written it, and a full phone never does."""
    real = Phone.record

    def record(phone: Phone, op: Op, content: list[bytes]) -> bool:
        if phone.full:
            phone.told.saved(phone.store, op, content)
        return real(phone, op, content)

    with mock.patch.object(Phone, "record", record):
        yield


@bug
def counter_reused() -> Iterator[None]:
    """A phone whose store was cleared goes on as the device it was, and counts from one."""
    real = Phone.pair

    def pair(phone: Phone, code: str) -> None:
        before, fresh = phone.device, not phone.stores
        real(phone, code)
        phone.device = before if before and fresh else phone.device

    with mock.patch.object(Phone, "pair", pair):
        yield


@bug
def wiped_on_401() -> Iterator[None]:
    """The session has ended: the phone signs out, and takes everything with it."""
    real = Phone._pull_all

    def pull_all(phone: Phone) -> None:
        try:
            real(phone)
        except Offline as trouble:
            if trouble.status == 401:
                phone.store.ops.clear()
            raise

    with mock.patch.object(Phone, "_pull_all", pull_all):
        yield


@bug
def push_unlooked() -> Iterator[None]:
    """A restored server takes new ops of a phone that has been further than it, before that phone has looked."""
    with mock.patch.object(sync, "_is_ahead", lambda session, high: False):
        yield
