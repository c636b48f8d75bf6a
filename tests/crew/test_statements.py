"""What a phone says of itself: taken where it can be read, and never a reason to send the phone away."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from app import clock
from app.firm import Firm
from app.people import statement
from app.people.device import Device, revoke
from app.web import PHONE
from tests.cast import Cast, Phone, jpeg, phone_of, plan

SINCE = "2026-11-25T10:42:00+01:00"
WAITING = {"ops": 3, "photos": 2, "since": SINCE}


@pytest.fixture
def anna(firm: Firm, client: TestClient, cast: Cast) -> Phone:
    return phone_of(firm, client, cast.anna)


def said(phone: Phone, *ops: dict[str, Any], **statements: Any) -> list[dict[str, Any]]:
    """A push with statements; its results."""
    answer = phone.http.post("/api/sync/push", json={"device": phone.device, "ops": ops, **statements})
    assert answer.status_code == 200, answer.text
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


def noted(firm: Firm, phone: Phone) -> tuple[Any, ...]:
    with firm.database.read() as session:
        device = session.get_one(Device, phone.device)
        return device.waiting_ops, device.waiting_photos, device.waiting_since, device.app_version


def seen(firm: Firm, phone: Phone, at: datetime) -> None:
    def work(session: Any) -> None:
        session.get_one(Device, phone.device).last_seen_at = clock.stamp(at)

    firm.database.write(work)


def pulled_to(firm: Firm, phone: Phone) -> int:
    with firm.database.read() as session:
        return statement.pulled_to(session, phone.device)


def test_what_waits_is_what_has_no_receipt_after_the_answer(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id = plan(firm, cast)
    op = anna.op("edit", slip_id, patch={"work": [None, "Pfosten"]})
    gap = anna.op("edit", slip_id, n=7, patch={"work": ["Pfosten", "Pfosten gesetzt"]})
    results = said(anna, op, gap, waiting=WAITING, version="0.2.0")
    assert [result["result"] for result in results] == ["applied", "later"]
    assert noted(firm, anna) == (2, 2, SINCE, "0.2.0")
    assert anna.http.get("/api/session").json()["waiting"] == {"ops": 2, "photos": 2, "since": SINCE}


def test_a_phone_that_never_said_anything_is_not_said_to_have_sent_everything(firm: Firm, anna: Phone) -> None:
    said(anna)
    assert noted(firm, anna) == (None, None, None, None)
    assert anna.http.get("/api/session").json()["waiting"] is None


@pytest.mark.parametrize(
    "statements",
    [
        {"waiting": "much"},
        {"waiting": {"ops": -1, "photos": 0, "since": ""}},
        {"waiting": {"ops": True, "photos": 0, "since": ""}},
        {"waiting": {"ops": 10**12, "photos": 0}},
        {"waiting": {"ops": 1}},
        {"lost": "a" * 64},
        {"lost": [None, 3, "x", "A" * 64]},
        {"version": 7},
        {"version": "<script>"},
        {"version": "9" * 21},
        {"waiting": None, "lost": None, "version": None},
    ],
)
def test_a_statement_that_cannot_be_read_is_ignored_and_the_ops_are_taken(
    firm: Firm, cast: Cast, anna: Phone, statements: dict[str, Any]
) -> None:
    op = anna.op("edit", plan(firm, cast), patch={"work": [None, "x"]})
    assert said(anna, op, **statements)[0]["result"] == "applied"
    assert noted(firm, anna) == (None, None, None, None)


@pytest.mark.parametrize("since", ["", "gestern", "2026-11-25T10:42:00", "9" * 41, 5, None])
def test_an_age_that_cannot_be_read_is_none(firm: Firm, anna: Phone, since: Any) -> None:
    said(anna, waiting={"ops": 1, "photos": 0, "since": since})
    assert noted(firm, anna)[:3] == (1, 0, "")


def test_a_statement_is_written_down_once_a_minute_or_when_it_turns(firm: Firm, cast: Cast, anna: Phone) -> None:
    written: list[int] = []

    @event.listens_for(firm.database.engine, "before_cursor_execute")
    def _count(_c: Any, _k: Any, text: str, *_: Any) -> None:
        if text.startswith("UPDATE device"):
            written.append(1)

    def said_now(ops: int) -> tuple[Any, int]:
        before = len(written)
        said(anna, waiting={"ops": ops, "photos": 0, "since": SINCE if ops else ""})
        return noted(firm, anna)[0], len(written) - before

    assert said_now(9) == (9, 1)
    assert said_now(8) == (9, 0)
    assert said_now(0) == (0, 1)
    assert said_now(0) == (0, 0)
    assert said_now(4) == (4, 1)
    seen(firm, anna, clock.now() - timedelta(seconds=61))
    assert said_now(3) == (3, 1)


def test_the_last_entry_that_goes_is_written_down_while_a_picture_waits(firm: Firm, cast: Cast, anna: Phone) -> None:
    """A phone says what changed once: told in the moment between the tap and the push, it must not stand for ever."""
    op = anna.op("edit", plan(firm, cast), patch={"work": [None, "Pfosten"]})
    said(anna, waiting={"ops": 1, "photos": 1, "since": SINCE})
    said(anna, op, waiting={"ops": 1, "photos": 1, "since": SINCE})
    assert noted(firm, anna)[:3] == (0, 1, SINCE)
    said(anna, waiting={"ops": 1, "photos": 0, "since": SINCE})
    assert noted(firm, anna)[:3] == (1, 0, SINCE)


def test_a_revoked_phone_says_nothing_and_gets_no_new_grant(firm: Firm, cast: Cast, anna: Phone) -> None:
    firm.database.write(lambda session: revoke(session.get_one(Device, anna.device)))
    said(anna, waiting=WAITING, version="0.2.0")
    assert noted(firm, anna) == (None, None, None, None)


def test_a_phone_that_lost_its_store_learns_whose_it_is(firm: Firm, cast: Cast, anna: Phone) -> None:
    said(anna, waiting=WAITING)
    seen(firm, anna, datetime(2026, 11, 25, 9, 42, tzinfo=UTC))
    told = anna.http.get("/api/session").json()
    assert told == {
        "server": anna.pull()["server"],
        "person": {"id": cast.anna.id, "name": "Anna Richter", "role": "lead", "language": "de"},
        "device": {"id": anna.device, "label": "test phone"},
        "last_contact": "2026-11-25T09:42:00.000Z",
        "waiting": WAITING,
    }


def test_without_a_session_nothing_is_told(firm: Firm, cast: Cast, anna: Phone, client: TestClient) -> None:
    nobody = client.get("/api/session")
    assert (nobody.status_code, nobody.content) == (204, b"")
    client.cookies.set(PHONE, "long over")
    over = client.get("/api/session")
    assert (over.status_code, over.json()["error"]["code"]) == (401, "session_missing")
    firm.database.write(lambda session: revoke(session.get_one(Device, anna.device)))
    assert anna.http.get("/api/session").status_code == 401


def test_what_a_phone_has_is_what_it_asks_from_and_has_found_in_our_history(
    firm: Firm, cast: Cast, anna: Phone
) -> None:
    plan(firm, cast)
    first = anna.pull()
    assert pulled_to(firm, anna) == 0  # the answer may be lost on its way
    high = {"high_seq": first["high"]["seq"], "high_chain": first["high"]["chain"]}
    assert anna.pull(first["cursor"] + 1, **high)["changes"] == []
    assert pulled_to(firm, anna) == 0  # a cursor beyond what it has checked says nothing
    anna.pull(first["cursor"], **high)
    assert pulled_to(firm, anna) == first["cursor"] == 1
    anna.pull(0, **high)
    assert pulled_to(firm, anna) == 1


def test_a_pull_of_another_history_is_not_noted(firm: Firm, cast: Cast, anna: Phone) -> None:
    plan(firm, cast)
    assert anna.pull(1, high_seq=1, high_chain="f" * 64)["reset"] is True
    assert pulled_to(firm, anna) == 0


def test_a_pull_that_cannot_be_noted_is_answered_all_the_same(
    firm: Firm, cast: Cast, anna: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(firm, cast)
    high = anna.pull()["high"]

    def full(*_: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(statement, "note_pulled", full)
    assert anna.pull(1, high_seq=1, high_chain=high["chain"])["cursor"] == 1
    assert pulled_to(firm, anna) == 0


def test_an_answer_is_not_given_to_who_has_paired_since(firm: Firm, cast: Cast, anna: Phone) -> None:
    plan(firm, cast)
    assert anna.pull(device=anna.device)["cursor"] == 1
    answer = anna.http.get("/api/sync/pull", params={"device": cast.ben.id})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "session_missing")


def test_a_picture_that_comes_waits_no_longer(firm: Firm, cast: Cast, anna: Phone) -> None:
    said(anna, waiting={"ops": 0, "photos": 2, "since": SINCE})
    anna.send_picture(jpeg("one"))
    anna.send_picture(jpeg("one"))
    assert noted(firm, anna)[1] == 1
