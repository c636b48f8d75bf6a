"""What happens to a phone besides bad signal: its cookies die, its clock jumps, its store forgets. Each is counted."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.people.device import Device
from app.people.device import revoke as revoke_device
from app.people.signin import SignIn
from tests.simulation.store import Store

if TYPE_CHECKING:
    from tests.simulation.world import World

PAST = "2000-01-01T00:00:00.000Z"
JUMPS = {"clock_3_years_back": -1095, "clock_2_days_ahead": 2}


def session(world: World, who: int, luck: Random) -> None:
    """Reading stops; sending does not."""
    device = world.phones[who].device
    world.server.firm.database.write(lambda session: session.execute(delete(SignIn).where(SignIn.device_id == device)))
    world.fault("session_ended")


def grant(world: World, who: int, luck: Random) -> None:
    """It ran out: what the phone still sends is stored and held."""

    def expire(session: Session) -> None:
        device = session.get(Device, world.phones[who].device)
        if device is not None:
            device.grant_until = PAST

    world.server.firm.database.write(expire)
    world.fault("grant_expired")


def revoke(world: World, who: int, luck: Random) -> None:
    device_id = world.phones[who].device
    world.server.firm.database.write(
        lambda session: revoke_device(device) if (device := session.get(Device, device_id)) else None
    )
    world.fault("device_revoked")


def clock(world: World, who: int, luck: Random) -> None:
    """The phone's clock is off from now on, or right again."""
    hands = world.hands[who]
    name, jump = ("clock_set_right", -hands.clock) if hands.clock else luck.choice(sorted(JUMPS.items()))
    hands.clock += jump
    hands.phone.days += jump
    world.fault(name)


def spoil(world: World, who: int, luck: Random) -> None:
    """One of the pictures not sent yet is damaged, or its bytes are gone."""
    store = world.phones[who].store
    unsent = [digest for digest in store.unsent() if store.reads(digest)]
    if not unsent:
        return
    digest = luck.choice(unsent)
    name = luck.choice(["picture_damaged", "picture_unreadable"])
    picture = store.pictures[digest]
    picture.content = b"" if name == "picture_unreadable" else picture.content[::-1]
    world.checker.fate.unreadable(digest)
    world.fault(name)


def give_up(world: World, who: int, luck: Random) -> None:
    give_up_unreadable(world.phones[who].store)


def give_up_unreadable(store: Store) -> None:
    """The person has seen that these pictures will never come, and says so."""
    for digest in store.unsent():
        if not store.reads(digest):
            store.give_up(digest)


def full(world: World, who: int, luck: Random) -> None:
    """The phone is full: nothing is written, and nothing is shown as saved."""
    phone = world.phones[who]
    phone.full = True
    world.hands[who].do("attach", luck)
    phone.full = False
    world.fault("quota_abort")


def release(world: World, who: int, luck: Random) -> None:
    """Another release runs on the phone, an older one or the newest again."""
    world.phones[who].update()
    world.fault("other_release")


def empty(world: World, who: int, luck: Random) -> None:
    """The phone falls into the concrete, or its browser is cleared; its person starts anew."""
    phone = world.phones[who]
    world.checker.note_emptied(list(phone.stores.values()))
    phone.stores = {}
    world.pair(phone, world.owners[who])
    world.fault("storage_cleared")
