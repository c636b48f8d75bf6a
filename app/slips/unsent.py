"""Loading the file of a phone that cannot send any more: its pictures and ops, as if it had sent them.

Nothing in a file proves who wrote it. So every op is judged by the device it names: known, in use and its author's, it
is taken like one that was pushed; else it is held, with the reason, and the office decides. What the office itself may
do is never taken from a file. Who loaded it stands in the ledger beside the op.
"""

import logging
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from sqlalchemy.orm import Session

from app import ids
from app.errors import Refusal
from app.firm import Firm
from app.people.device import Device, grant_trouble
from app.people.person import Person
from app.slips import pictures, queries
from app.slips.ledger import Result, Sender, append, lock
from app.slips.unsent_file import Picture, Unsent, read

AT_ONCE = 100  # ops in one transaction
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class HeldOp:
    """An op of the file that waits for a decision."""

    slip_id: str
    kind: str
    reason: str


@dataclass
class Loaded:
    """What became of a file."""

    person: str
    device: str
    saved_at: str
    new: int = 0
    known: int = 0
    damaged: int = 0
    failed: int = 0
    held: list[HeldOp] = field(default_factory=list)
    pictures_new: int = 0
    pictures_known: int = 0
    pictures_damaged: int = 0


def load(firm: Firm, file: BinaryIO, by: Person) -> Loaded:
    """Everything of the file that is not here yet. Loading it again changes nothing. Refused, with nothing done, if it
    is not ours (`file_not_ours`, `file_foreign`), too new (`file_newer`) or damaged (`file_damaged`)."""
    said = read(file)
    loaded = Loaded(said.person_name, said.device_label, said.saved_at)
    _refuse_foreign(firm, said)
    device = _known_phone(firm, said)
    read(file, lambda picture: _keep(firm, picture, by, device, loaded))
    for start in range(0, len(said.ops), AT_ONCE):
        _load_ops(firm, said, said.ops[start : start + AT_ONCE], by, loaded)
    log.info("file loaded", extra={"person": said.person, "device": said.device, "by": by.id, "new": loaded.new})
    return loaded


def _refuse_foreign(firm: Firm, said: Unsent) -> None:
    with firm.database.read() as session:
        if queries.head(session).server != said.server:
            raise Refusal("file_foreign")


def _known_phone(firm: Firm, said: Unsent) -> str | None:
    with firm.database.read() as session:
        device = session.get(Device, said.device)
        return device.id if device and device.person_id == said.person else None


def _keep(firm: Firm, picture: Picture, by: Person, device: str | None, loaded: Loaded) -> None:
    digest, content = picture
    try:
        if content is None or len(content) > firm.settings.max_photo_mb * 1024 * 1024:
            raise Refusal("not_an_image")
        new = pictures.keep(firm, digest, content, by=by.id, device=device)
    except Refusal:
        loaded.pictures_damaged += 1
    else:
        loaded.pictures_new += new
        loaded.pictures_known += not new


def _load_ops(firm: Firm, said: Unsent, ops: list[dict[str, Any]], by: Person, loaded: Loaded) -> None:
    def work(session: Session) -> list[Result]:
        lock(session)
        return [_take(session, op, said, by) for op in ops]

    results = firm.database.write(work)
    for op, result in zip(ops, results, strict=True):
        if result["result"] == "held":
            loaded.held.append(HeldOp(str(op.get("slip_id")), str(op.get("kind")), result["reason"]))
        elif result["result"] == "duplicate":
            loaded.known += 1
        elif result["result"] in ("applied", "merged"):
            loaded.new += 1
        elif result.get("code") == "failed":
            loaded.failed += 1
        else:
            loaded.damaged += 1


def _take(session: Session, op: dict[str, Any], said: Unsent, by: Person) -> Result:
    """One op in a savepoint of its own: what fails takes nothing else with it."""
    try:
        with session.begin_nested():
            return append(session, op, _sender(session, op, said, by))
    except Refusal:
        return {"result": "error", "code": "malformed"}
    except Exception:
        log.exception("op failed", extra={"op_id": op.get("op_id")})
        return {"result": "error", "code": "failed"}


def _sender(session: Session, op: dict[str, Any], said: Unsent, by: Person) -> Sender:
    person = session.get(Person, said.person)
    device = session.get(Device, op["device"]) if ids.is_id(op.get("device")) else None
    if person is None or device is None or device.kind != "phone":
        trouble: str | None = "device_unknown"
    else:
        trouble = "not_allowed" if person.reviews else grant_trouble(device, person)
    return Sender(said.person, trouble, person=person, brought_by=by.id)
