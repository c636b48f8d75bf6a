"""The disk is full or broken: a clean answer, nothing half kept, and what was promised before stays promised."""

import errno
import os
import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils import uuid7

from app.firm import Firm
from app.people.person import Person
from app.slips import slip as slips
from app.slips.tables import Blob, Entry
from tests.cast import Cast, Phone, jpeg, phone_of, plan
from tests.conftest import ON_POSTGRES
from tests.faults.carrier import Carrier, NotTaken
from tests.faults.day import day
from tests.faults.house import House
from tests.faults.truth import half_served, untrue
from tests.journeys.house import until

ROOM = (1_000, 4_000) if ON_POSTGRES else (8_000, 40_000, 90_000)
on_sqlite = pytest.mark.skipif(ON_POSTGRES, reason="Postgres keeps its own disk")


@pytest.fixture
def anna(firm: Firm, client: TestClient, cast: Cast) -> Phone:
    return phone_of(firm, client, cast.anna)


def full(*_: Any, **__: Any) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def left(firm: Firm) -> list[str]:
    return sorted(path.name for path in firm.files.folder.glob("??/*"))


@pytest.mark.parametrize("call", ["fsync", "rename", "mkdir", "mkstemp", "fdopen"])
def test_a_picture_that_does_not_fit_is_not_kept(
    firm: Firm, anna: Phone, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    picture = jpeg("does not fit")
    digest = Carrier(anna.http, "", "").send_picture(picture)  # only its name
    place = {"mkdir": Path, "mkstemp": tempfile}.get(call, os)
    with monkeypatch.context() as broken:
        broken.setattr(place, call, full)
        answer = anna.http.put(f"/api/blobs/{digest}", content=picture)
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "failed")
    assert anna.http.head(f"/api/blobs/{digest}").status_code == 404
    assert [name for name in left(firm) if name != digest] == []
    with firm.database.read() as session:
        assert session.get(Blob, digest) is None
    assert anna.http.put(f"/api/blobs/{digest}", content=picture).status_code == 201
    assert left(firm) == [digest]
    assert firm.files.read(digest) == picture


def test_a_picture_whose_row_is_not_committed_is_not_here(
    firm: Firm, anna: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture, dialect = jpeg("row"), type(firm.database.engine.dialect)
    digest = Carrier(anna.http, "", "").send_picture(picture)

    def torn(self: Any, connection: Any) -> None:
        self.do_rollback(connection)
        full()

    with monkeypatch.context() as broken:
        broken.setattr(dialect, "do_commit", torn)
        assert anna.http.put(f"/api/blobs/{digest}", content=picture).status_code == 500
    assert anna.http.head(f"/api/blobs/{digest}").status_code == 404
    assert anna.http.put(f"/api/blobs/{digest}", content=picture).status_code == 201


@pytest.mark.parametrize("ended_by", ["head", "patch"])
def test_an_upload_whose_end_failed_is_ended_later(
    firm: Firm, anna: Phone, monkeypatch: pytest.MonkeyPatch, ended_by: str
) -> None:
    """All its pieces are here. The phone asks how many, and has nothing more to send."""
    picture = jpeg("pieces")
    digest = Carrier(anna.http, "", "").send_picture(picture)
    url, length = f"/api/blobs/{digest}", {"upload-length": str(len(picture))}
    with monkeypatch.context() as broken:
        broken.setattr(os, "rename", full)
        assert anna.http.patch(url, content=picture, headers={"upload-offset": "0", **length}).status_code == 500
    if ended_by == "patch":
        headers = {"upload-offset": str(len(picture)), **length}
        assert anna.http.patch(url, content=b"", headers=headers).status_code == 201
    head = anna.http.head(url)
    assert (head.status_code, head.headers["upload-complete"]) == (200, "?1")
    assert left(firm) == [digest]
    with firm.database.read() as session:
        assert session.get_one(Blob, digest).size == len(picture)


def test_pieces_of_something_else_end_at_a_question(firm: Firm, anna: Phone) -> None:
    """Whole, as promised, but no picture: thrown away, so that the phone hears it when it sends it anew."""
    text = b"not a picture " * 10
    digest = Carrier(anna.http, "", "").send_picture(text)
    firm.files.add_part(digest, 0, text)
    assert anna.http.head(f"/api/blobs/{digest}").status_code == 404
    assert left(firm) == []


def fill(session: Session) -> None:
    """Writes until SQLite says that the disk is full."""
    connection = session.connection()
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    try:
        session.add_all([Person(name=f"nobody {n}" + "x" * 100, role="worker") for n in range(2000)])
        session.flush()
    finally:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")


def add(name: str) -> Any:
    return lambda session: session.add(Person(name=name, role="worker"))


@on_sqlite
def test_nobody_is_told_that_work_was_kept_which_a_full_disk_took_back(firm: Firm) -> None:
    """SQLite takes the whole transaction back by itself, also what others did in it before."""
    began, go = Event(), Event()
    waiting = firm.database._only_writer()._waiting

    def take_long(_: Session) -> None:
        began.set()
        go.wait()

    with ThreadPoolExecutor(4) as pool:
        pool.submit(firm.database.write, take_long)
        began.wait()
        together = []
        for number, work in enumerate((add("before"), fill, add("after")), start=1):
            together.append(pool.submit(firm.database.write, work))
            until(lambda number=number: waiting.qsize() == number)
        go.set()
    told = {name: told_kept(future) for name, future in zip(("before", "after"), together[::2], strict=True)}
    with firm.database.read() as session:
        kept = set(session.scalars(select(Person.name)))
    assert [name for name, said in told.items() if said and name not in kept] == []
    assert told_kept(together[1]) is False
    firm.database.write(add("later"))
    with firm.database.read() as session:
        assert "later" in set(session.scalars(select(Person.name)))


def told_kept(future: "Future[Any]") -> bool:
    return future.exception() is None


@on_sqlite
def test_no_receipt_outlives_a_full_disk(firm: Firm, cast: Cast, anna: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second of three ops fills the disk: whatever has a receipt afterwards is in the ledger."""
    days = [plan(firm, cast, date=f"2026-11-2{n}") for n in (5, 6, 7)]
    ops = [anna.op("edit", slip_id, patch={"work": [None, "x"]}) for slip_id in days]
    keep = slips.keep

    def fills(session: Session, slip: Any, *rest: Any) -> None:
        if slip.id == days[1]:
            fill(session)
        keep(session, slip, *rest)

    with monkeypatch.context() as broken:
        broken.setattr(slips, "keep", fills)
        answer = anna.http.post("/api/sync/push", json={"device": anna.device, "ops": ops})
    results = answer.json().get("results", []) if answer.status_code == 200 else []
    receipts = {result["op_id"] for result in results if "receipt" in result}
    with firm.database.read() as session:
        entries = set(session.scalars(select(Entry.op_id)))
    assert receipts <= entries
    assert ops[1]["op_id"] not in entries
    assert {result["result"] for result in anna.push(*ops)} <= {"applied", "duplicate"}
    assert untrue(firm) == []


@pytest.mark.slow
def test_a_real_server_on_a_full_disk_keeps_its_word(firm: Firm, cast: Cast, house: House) -> None:
    """No file may become longer: neither the log of the database nor a picture. Then there is room again."""
    house.serve()
    anna, olga = house.phone(cast.anna), house.desk()
    day(anna, olga)
    slip_id = str(uuid7())
    anna.do_later("create", slip_id, patch={"date": [None, "2026-11-25"], "zone": [None, "Europe/Berlin"]})
    house.kill()
    for most in ROOM:
        house.serve(most=most)
        assert half_served(anna) == []
        refused = 0
        for n in range(40):
            anna.save(anna.op("remark", slip_id, rows=remark(f"{most} {n}")))
            if n % 8 == 0:
                anna.photograph(slip_id, jpeg(f"{most} {n}", size=600))
            refused += not sent(house, anna)
        house.kill()
        assert refused > 0, "the disk was large enough"
        assert untrue(firm, anna, desk=olga) == []
    house.serve()
    anna.send()
    assert (anna.outbox, anna.unsent, half_served(anna)) == ([], [], [])
    assert untrue(firm, anna, desk=olga) == []


def remark(text: str) -> dict[str, Any]:
    fields = {"field": [None, "0"], "text": [None, text], "kind": [None, "remark"]}
    return {str(uuid7()): {"table": "remark", "fields": fields}}


def sent(house: House, anna: Carrier) -> bool:
    """Whether it could be sent; if not, the server said so in its one way, or closed a connection after it had."""
    try:
        anna.send()
    except (NotTaken, AssertionError) as refused:
        assert '"code":"failed"' in str(refused)
        return False
    except httpx2.TransportError:
        assert house.has_ended() is None
        return False
    return True
