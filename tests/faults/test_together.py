"""Many at once: one entry per op, one order for all, and a reader whom nothing passes by."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Thread
from typing import Any

import httpx2
import pytest
from sqlalchemy import func, select
from uuid_utils import uuid7

from app.firm import Firm
from app.people.device import Device
from app.people.person import Person
from app.slips import queries
from app.slips.ledger import Sender, append
from app.slips.tables import Blob, Entry
from tests.cast import Cast, Phone, jpeg
from tests.faults.carrier import Carrier
from tests.faults.house import PATIENCE, House
from tests.faults.truth import untrue

ROUNDS, WRITERS = 10, 16
PULLS, LAST_PULLS = 40, 20  # while they write, and for what is left then


def at_once(times: int, phone: Carrier, ask: Any) -> list[httpx2.Response]:
    """The same request of one phone, on as many connections, at the same moment."""
    barrier = Barrier(times)

    def send(_: int) -> httpx2.Response:
        with httpx2.Client(base_url=phone.http.base_url, cookies=phone.http.cookies, timeout=PATIENCE) as http:
            barrier.wait()
            answer: httpx2.Response = ask(http)
            return answer

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(send, range(times)))


@pytest.fixture
def anna(house: House, cast: Cast) -> Carrier:
    house.serve()
    return house.phone(cast.anna)


@pytest.mark.slow
def test_five_equal_pushes_are_one_entry_and_five_equal_receipts(firm: Firm, anna: Carrier) -> None:
    for _ in range(ROUNDS):
        op = anna.op("create", str(uuid7()), patch={"date": [None, "2026-11-25"], "zone": [None, "Europe/Berlin"]})
        body = {"device": anna.device, "high": {"seq": 0, "chain": ""}, "ops": [op]}
        answers = at_once(5, anna, lambda http, body=body: http.post("/api/sync/push", json=body))
        assert [answer.status_code for answer in answers] == [200] * 5
        results = [answer.json()["results"][0] for answer in answers]
        assert sorted(result["result"] for result in results) == ["applied"] + ["duplicate"] * 4
        assert all(result["receipt"] == results[0]["receipt"] for result in results)
        with firm.database.read() as session:
            assert session.scalar(select(func.count()).where(Entry.op_id == op["op_id"])) == 1
    assert untrue(firm) == []


@pytest.mark.slow
def test_five_equal_pictures_are_one_file(firm: Firm, anna: Carrier) -> None:
    for n in range(ROUNDS):
        picture = jpeg(f"picture {n}")
        digest = Carrier(anna.http, "", "").send_picture(picture)
        answers = at_once(
            5, anna, lambda http, digest=digest, picture=picture: http.put(f"/api/blobs/{digest}", content=picture)
        )
        assert {answer.status_code for answer in answers} <= {200, 201}
        assert {answer.json()["sha256"] for answer in answers} == {digest}
        with firm.database.read() as session:
            assert session.scalar(select(func.count()).where(Blob.sha256 == digest)) == 1
        assert firm.files.read(digest) == picture
    assert untrue(firm) == []


def hand(firm: Firm, person: Person) -> Phone:
    """A phone of this person without HTTP."""

    def work(session: Any) -> str:
        device = Device(person_id=person.id, kind="phone", paired_at="2026-11-01T00:00:00.000Z")
        session.add(device)
        return device.id

    return Phone(None, person.id, firm.database.write(work))  # type: ignore[arg-type]


def write_slowly(firm: Firm, phone: Phone, dice: random.Random, enough: Event) -> None:
    """Slips, each in a transaction that takes its time before and after the ledger."""
    while not enough.is_set():
        op = phone.op("create", str(uuid7()), patch={"date": [None, "2026-11-25"], "zone": [None, "Europe/Berlin"]})
        before, after = dice.random() * 0.01, dice.random() * 0.01

        def work(session: Any, op: Any = op, before: float = before, after: float = after) -> str:
            queries.head(session)  # a snapshot of its own, older than what it will write
            time.sleep(before)
            result = append(session, op, Sender(phone.person))
            time.sleep(after)
            return str(result["result"])

        assert firm.database.write(work) == "applied"


@pytest.mark.slow
def test_a_tailing_reader_sees_every_seq_once_and_in_order(firm: Firm, cast: Cast, anna: Carrier) -> None:
    """Anna's phone pulls from another process while sixteen others write."""
    enough, seen, cursor = Event(), list[int](), 0
    phones = [hand(firm, cast.anna) for _ in range(WRITERS)]
    writers = [
        Thread(target=write_slowly, args=(firm, phone, random.Random(n), enough)) for n, phone in enumerate(phones)
    ]
    for writer in writers:
        writer.start()
    for pull in range(PULLS + LAST_PULLS):
        if pull == PULLS:
            enough.set()
            for writer in writers:
                writer.join()
        told = anna.pull(cursor, limit=200)
        seen += [change["seq"] for change in told["changes"]]
        cursor = told["cursor"]
    with firm.database.read() as session:
        last = queries.head(session).seq
    assert seen == list(range(1, last + 1))
    assert (cursor, last >= WRITERS) == (last, True)
    assert untrue(firm) == []
