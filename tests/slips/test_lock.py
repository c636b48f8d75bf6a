"""The end of the ledger is remembered while its lock is held, and forgotten with whatever is taken back."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.firm import Firm
from app.people.device import Device
from app.slips import replay
from app.slips.ledger import Sender, append, lock
from tests.cast import Cast, Phone, plan


@pytest.fixture
def anna(firm: Firm, cast: Cast) -> Phone:
    def work(session: Session) -> str:
        device = Device(person_id=cast.anna.id, kind="phone", paired_at="2026-11-01T00:00:00.000Z")
        session.add(device)
        return device.id

    return Phone(None, cast.anna.id, firm.database.write(work))  # type: ignore[arg-type]


@pytest.mark.parametrize("locked_before", [True, False])
def test_an_op_taken_back_leaves_no_gap(firm: Firm, cast: Cast, anna: Phone, locked_before: bool) -> None:
    slip_id, sender = plan(firm, cast), Sender(anna.person)
    first, lost = (anna.op("edit", slip_id, patch={"work": [None, text]}) for text in ("eins", "verloren"))
    second = anna.op("edit", slip_id, n=2, patch={"leftover": [None, "Rest"]})

    def work(session: Session) -> list[dict[str, Any]]:
        if locked_before:
            lock(session)
        results = [append(session, first, sender)]
        with pytest.raises(OSError), session.begin_nested():
            append(session, lost, sender)
            raise OSError
        return [*results, append(session, second, sender)]

    results = firm.database.write(work)
    assert [(result["result"], result["receipt"]["seq"]) for result in results] == [("applied", 2), ("applied", 3)]
    with firm.database.read() as session:
        assert replay.broken_links(session) == []
