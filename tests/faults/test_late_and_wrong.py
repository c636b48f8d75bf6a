"""What comes late, or with a wrong clock: it is kept, told to the office, and decides nothing."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from app import clock
from app.firm import Firm
from app.slips import queries, review
from app.slips.history import history
from app.slips.op import op_hash
from app.slips.tables import Entry, Slip
from tests.cast import Cast, Phone, phone_of, plan
from tests.faults.truth import untrue


@pytest.fixture
def anna(firm: Firm, client: TestClient, cast: Cast) -> Phone:
    return phone_of(firm, client, cast.anna)


def change(firm: Firm, slip_id: str) -> dict[str, Any]:
    with firm.database.read() as session:
        return queries.change_of(session, session.get_one(Slip, slip_id))


@pytest.mark.parametrize("kind", ["edit", "submit", "withdraw", "attach"])
def test_a_cancelled_slip_does_not_come_back_to_life(firm: Firm, cast: Cast, anna: Phone, kind: str) -> None:
    slip_id = plan(firm, cast)
    anna.do("edit", slip_id, patch={"work": [None, "vorher"]})
    firm.database.write(lambda session: review.void(session, slip_id, cast.olga, reason="doppelt"))
    before = change(firm, slip_id)
    op = {
        "edit": lambda: anna.op("edit", slip_id, patch={"work": ["vorher", "nachher"]}),
        "submit": lambda: anna.sign(slip_id, before["content_hash"]),
        "withdraw": lambda: anna.op("withdraw", slip_id),
        "attach": lambda: anna.op("attach", slip_id, patch={}, rows={}),
    }[kind]()
    first, again = anna.push(op)[0], anna.push(op)[0]
    assert (first["result"], again["result"], again["receipt"]) == ("held", "duplicate", first["receipt"])
    assert first["reason"] in ("slip_void", "bad_shape")
    after = change(firm, slip_id)
    assert (after["state"], after["fields"], after["rows"]) == ("void", before["fields"], before["rows"])
    assert [held["op_id"] for held in after["held"]] == [op["op_id"]]
    assert untrue(firm) == []


WRONG = ["2023-11-25T16:24:05+01:00", "2026-11-27T16:24:05+01:00", "1970-01-01T00:00:00Z", "2099-12-31T23:59:59+14:00"]


@pytest.mark.parametrize("client_time", WRONG)
@pytest.mark.parametrize("offset_ms", [0, 94_608_000_000, -172_800_000])
def test_a_wrong_clock_is_written_down_and_decides_nothing(
    firm: Firm, cast: Cast, anna: Phone, client_time: str, offset_ms: int
) -> None:
    slip_id = plan(firm, cast)
    first = anna.op("edit", slip_id, patch={"work": [None, "a"]}, client_time=client_time, offset_ms=offset_ms)
    second = anna.op("edit", slip_id, patch={"work": ["a", "b"]}, client_time="2026-11-20T08:00:00+01:00")
    before = clock.stamp()
    assert [result["result"] for result in anna.push(first, second)] == ["applied", "applied"]
    with firm.database.read() as session:
        steps = history(session, slip_id)[-2:]
        received = [session.get_one(Entry, step.seq).received_at for step in steps]
    assert [step.op.client_time for step in steps if step.op] == [client_time, "2026-11-20T08:00:00+01:00"]
    assert [step.op.op_id for step in steps if step.op] == [first["op_id"], second["op_id"]]
    assert [step.at for step in steps] == received
    assert all(before <= at <= clock.stamp() for at in received)
    assert change(firm, slip_id)["fields"]["work"] == "b"


def test_the_day_of_a_hand_in_is_the_servers(firm: Firm, cast: Cast, anna: Phone) -> None:
    """Somebody says that it was made before the deadline: both times are there, the received one counts."""
    slip_id = plan(firm, cast)
    op = anna.sign(slip_id, anna.slip(slip_id)["content_hash"])
    op = {name: value for name, value in op.items() if name != "hash"} | {"client_time": "2020-01-01T08:00:00+01:00"}
    before = clock.stamp()
    assert anna.push({**op, "hash": op_hash(op)})[0]["result"] == "applied"
    assert before <= change(firm, slip_id)["submitted_at"] <= clock.stamp()
    with firm.database.read() as session:
        (step,) = [step for step in history(session, slip_id) if step.kind == "submit"]
    assert step.op is not None
    assert (step.op.client_time, step.at >= before) == ("2020-01-01T08:00:00+01:00", True)
