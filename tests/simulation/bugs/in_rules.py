"""Bugs in the rules of the slip: who may write, who may read, what was signed, what is kept."""

from collections.abc import Iterator
from typing import Any
from unittest import mock

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.slips import conflicts, pen, queries
from app.slips import slip as slips
from app.slips.tables import Slip
from tests.simulation.bugs.planted import bug


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
        others = session.scalars(
            select(Slip).where(Slip.seq > cursor, Slip.id.not_in([one["slip_id"] for one in mine]))
        )
        return mine + [queries.change_of(session, slip) for slip in others]

    with mock.patch.object(queries, "changed_since", changed_since):
        yield


@bug
def extra_dropped() -> Iterator[None]:
    """What a newer release wrote is thrown away by this one."""

    def home(part: dict[str, Any], name: str, known: dict[str, Any]) -> dict[str, Any]:
        fields: dict[str, Any] = part["fields"]
        return fields if name in known else {}

    with mock.patch.object(conflicts, "_home", home):
        yield
