"""What a phone says of itself with a push or a pull: what waits on it, which app it runs, up to where it has read."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.db import column_table
from app.people import device as devices
from app.people.device import Device
from app.settings import Settings


@dataclass(frozen=True)
class Waiting:
    """What lies on a phone without a receipt; `since` by the phone's clock, or empty."""

    ops: int
    photos: int
    since: str

    def __bool__(self) -> bool:
        return bool(self.ops or self.photos)

    @property
    def kinds(self) -> tuple[bool, bool]:
        return bool(self.ops), bool(self.photos)

    def less(self, receipts: int) -> "Waiting":
        """What still lies there once an answer with so many receipts has come."""
        return Waiting(max(self.ops - receipts, 0), self.photos, self.since)


@dataclass(frozen=True)
class Statement:
    """What a push says of its phone; None and empty where it says nothing."""

    waiting: Waiting | None = None
    version: str = ""


def waiting_on(device: Device) -> Waiting | None:
    """What waits on a phone by its last statement; None where it never made one."""
    if device.waiting_ops is None or device.waiting_photos is None:
        return None
    return Waiting(device.waiting_ops, device.waiting_photos, device.waiting_since or "")


def note(session: Session, settings: Settings, device: Device, said: Statement) -> None:
    """Writes down a visit, but not every one: after a minute, and when what the office reads would be wrong."""
    if not devices.seen_long_ago(device) and not _news(device, said):
        return
    row = session.get_one(Device, device.id)
    devices.seen(settings, row)
    row.app_version = said.version or row.app_version
    if said.waiting is not None:
        row.waiting_ops, row.waiting_photos = said.waiting.ops, said.waiting.photos
        row.waiting_since = said.waiting.since if said.waiting else ""


def note_picture(session: Session, device_id: str) -> None:
    """A picture came in between two statements: one less waits on the phone that brought it."""
    waits = (_DEVICE.c.id == device_id) & (_DEVICE.c.waiting_photos > 0)
    session.execute(update(_DEVICE).where(waits).values(waiting_photos=_DEVICE.c.waiting_photos - 1))


def note_pulled(session: Session, device_id: str, seq: int) -> None:
    """The phone has everything up to this entry; what it once had it does not lose."""
    behind = (_DEVICE.c.id == device_id) & (_DEVICE.c.pulled_to < seq)
    session.execute(update(_DEVICE).where(behind).values(pulled_to=seq))


def pulled_to(session: Session, device_id: str) -> int:
    return session.scalar(select(_DEVICE.c.pulled_to).where(_DEVICE.c.id == device_id)) or 0


_DEVICE: Any = column_table(Device)


def _news(device: Device, said: Statement) -> bool:
    """A new app; no entry or no picture waits any more, or one waits again: a phone does not say so twice. How many of
    them may wait for the next minute."""
    if said.version and said.version != device.app_version:
        return True
    before = waiting_on(device)
    return said.waiting is not None and (before is None or before.kinds != said.waiting.kinds)
