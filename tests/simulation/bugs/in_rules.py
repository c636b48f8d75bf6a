"""Bugs in the rules of the slip: who may write, who may read, what was signed, what is kept."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from unittest import mock

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.slips import conflicts, evidence, ledger, lines, pen, queries
from app.slips import slip as slips
from app.slips.op import Op
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


@bug
def extra_untold() -> Iterator[None]:
    """What a newer release wrote is kept, and no phone hears of it."""
    real = queries._change

    def change(slip: Slip) -> Any:
        return {**real(slip), "extra": {}}

    with mock.patch.object(queries, "_change", change):
        yield


@bug
def clock_refused() -> Iterator[None]:
    """An op that says it is from another day than now is not believed."""
    real = lines.has_bad_value

    def has_bad_value(op: Op) -> bool:
        return real(op) or abs(datetime.fromisoformat(op.client_time) - clock.now()) > timedelta(days=1)

    with mock.patch.object(ledger, "has_bad_value", has_bad_value):
        yield


@bug
def gap_accepted() -> Iterator[None]:
    """An op is taken although an earlier one of its line is missing."""
    real = ledger._about

    def about(session: Session, raw: dict[str, Any]) -> Any:
        found = real(session, raw)
        last = max(found.last or 0, raw["n"] - 1)
        return SimpleNamespace(known=found.known, last=last, there=found.there, on_slip=found.on_slip)

    with mock.patch.object(ledger, "_about", about):
        yield


@bug
def answers_unnamed() -> Iterator[None]:
    """The signature in a checklist is no picture of the slip."""
    with mock.patch.object(evidence, "TABLES", ("photo", "signature")):
        yield


@bug
def correction_keeps_lines() -> Iterator[None]:
    """A line the office takes off with a correction stays."""
    with mock.patch.object(conflicts, "_drops", lambda op, patch: op.kind in ("drop_row", "detach")):
        yield
