"""One op on which the server stumbles: it alone gets no receipt, and nothing behind it is lost or skipped."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.firm import Firm
from app.slips import ledger
from tests.cast import Cast, Phone, phone_of, plan
from tests.faults.truth import untrue


@pytest.fixture
def anna(firm: Firm, client: TestClient, cast: Cast) -> Phone:
    return phone_of(firm, client, cast.anna)


def in_python(session: Any) -> None:
    raise ZeroDivisionError


def in_the_database(session: Any) -> None:
    """On Postgres nothing more can be said in this transaction, except to go back."""
    session.execute(text("SELECT nonsense"))


def only_when_written_out(session: Any) -> None:
    """Nobody notices before the session is flushed: a slip for a person who does not exist."""
    session.execute(
        text("INSERT INTO device (id, person_id, kind, label, paired_at) VALUES ('x', 'nobody', 'p', '', '')")
    )


@pytest.mark.parametrize("stumble", [in_python, in_the_database, only_when_written_out])
@pytest.mark.parametrize("written", [False, True])
def test_the_others_get_their_receipts(
    firm: Firm, cast: Cast, anna: Phone, monkeypatch: pytest.MonkeyPatch, stumble: Any, written: bool
) -> None:
    one, two, three = (plan(firm, cast, date=f"2026-11-2{n}") for n in (5, 6, 7))
    ops = [anna.op("edit", slip_id, patch={"work": [None, "x"]}) for slip_id in (one, two)]
    bad = anna.op("edit", two, patch={"leftover": [None, "y"]})
    behind = anna.op("edit", two, patch={"late_reason": [None, "z"]})
    ops += [bad, behind, anna.op("edit", three, patch={"work": [None, "x"]})]
    carry_out = ledger.carry_out

    def stumbling(session: Any, op: Any, *rest: Any) -> Any:
        clashes = carry_out(session, op, *rest) if written or op.op_id != bad["op_id"] else []
        if op.op_id == bad["op_id"]:
            stumble(session)
        return clashes

    with monkeypatch.context() as broken:
        broken.setattr(ledger, "carry_out", stumbling)
        results = anna.push(*ops)
    assert [result["result"] for result in results] == ["applied", "applied", "error", "later", "applied"]
    assert (results[2]["code"], results[3]["expected"]) == ("failed", bad["n"])
    assert untrue(firm) == []
    assert [result["result"] for result in anna.push(bad, behind)] == ["applied", "applied"]
    again = anna.push(*ops)
    assert [result["result"] for result in again] == ["duplicate"] * 5
    assert [again[n]["receipt"] for n in (0, 1, 4)] == [results[n]["receipt"] for n in (0, 1, 4)]
    assert untrue(firm) == []
