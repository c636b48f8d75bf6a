"""The disk is asked before the phone is answered: read off the system calls of the real server."""

import hashlib
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import text
from uuid_utils import uuid7

from app.firm import Firm
from tests.cast import Cast, jpeg
from tests.conftest import ON_POSTGRES
from tests.faults.carrier import Carrier
from tests.faults.house import House
from tests.faults.trace import Call, calls, first, last, traced, wait_for

pytestmark = pytest.mark.slow
ANSWER = "write|writev|sendto|sendmsg"


@pytest.fixture
def anna(house: House, cast: Cast) -> Carrier:
    """Her phone has been here already: folders are made, the writer's connection is open."""
    house.serve()
    anna = house.phone(cast.anna)
    anna.save(new_slip(anna))
    anna.send()
    return anna


def new_slip(anna: Carrier) -> dict[str, object]:
    return anna.op("create", str(uuid7()), patch={"date": [None, "2026-11-25"], "zone": [None, "Europe/Berlin"]})


def seen(house: House, tmp_path: Path, ask: object, status: int) -> tuple[list[Call], Call]:
    """What the server did for one request, and the call with which the answer left it."""
    log = tmp_path / "trace"
    with traced(house.pid, log):
        ask()  # type: ignore[operator]
        wait_for(log, f'"HTTP/1.1 {status}')
    found = calls(log)
    return found, first(found, ANSWER, f'"HTTP/1.1 {status}')


def committed(found: list[Call], answer: Call) -> Call:
    """What makes the last commit before the answer durable, or asks the database to."""
    if ON_POSTGRES:
        return last(found, "sendto|sendmsg|write", "COMMIT", answer.began)
    written = last(found, "pwrite64", "firm.db-wal", answer.began)
    return last_after(found, "fsync|fdatasync", "firm.db-wal", written, answer)


def last_after(found: list[Call], names: str, text: str, earlier: Call, answer: Call) -> Call:
    call = last(found, names, text, answer.began)
    assert call.began > earlier.ended, f"{call} is before {earlier}"
    return call


def test_an_op_is_on_the_disk_before_its_receipt_leaves(house: House, anna: Carrier, tmp_path: Path) -> None:
    anna.save(new_slip(anna))
    found, answer = seen(house, tmp_path, anna.send, 200)
    commit = committed(found, answer)
    assert commit.ended < answer.began
    assert len(anna.receipts) == 2


def test_a_picture_is_on_the_disk_before_its_row_and_its_answer(
    firm: Firm, house: House, anna: Carrier, tmp_path: Path
) -> None:
    picture = jpeg("on the disk")
    digest = anna.send_picture(picture)
    found, answer = seen(house, tmp_path, anna.send, 201)
    folder, home = firm.files.path(digest).parent, firm.files.folder
    name = first(found, "rename|renameat|renameat2", f'{digest}"')
    bytes_ = last(found, "fsync|fdatasync", ".new>", name.began)
    assert last(found, "write", ".new>", bytes_.began).ended < bytes_.began
    kept = first(found, "fsync", f"<{folder}>", name.ended)
    homes = [first(found, "fsync", f"<{where}>", name.ended) for where in (home, home.parent)]
    row = committed(found, answer)
    assert max(call.ended for call in (kept, *homes)) < row.began
    assert row.ended < answer.began


def test_a_picture_that_was_found_is_made_to_last(firm: Firm, house: House, anna: Carrier, tmp_path: Path) -> None:
    """Whoever named it was ended before its folder was on the disk."""
    picture = jpeg("found")
    house.kill()
    house.serve("files.renamed")
    digest = anna.send_picture(picture)
    with pytest.raises(httpx2.TransportError):
        anna.send()
    house.ended()
    assert firm.files.has(digest)
    house.serve()
    found, answer = seen(house, tmp_path, anna.send, 201)
    folders = (firm.files.path(digest).parent, firm.files.folder)
    assert max(first(found, "fsync", f"<{folder}>").ended for folder in folders) < committed(found, answer).began


def test_a_piece_is_on_the_disk_before_it_counts(firm: Firm, house: House, anna: Carrier, tmp_path: Path) -> None:
    picture = jpeg("pieces", size=700)
    digest = hashlib.sha256(picture).hexdigest()
    found, answer = seen(house, tmp_path, lambda: anna._bring_piece(digest, picture, 0), 204)
    written = last(found, "write", ".part>", answer.began)
    assert last_after(found, "fsync|fdatasync", ".part>", written, answer).ended < answer.began
    assert firm.files.part_size(digest) > 0


def test_a_backup_is_on_the_disk_before_it_has_its_name(
    firm: Firm, house: House, anna: Carrier, tmp_path: Path
) -> None:
    digest = anna.send_picture(jpeg("saved"))
    anna.send()
    log = tmp_path / "trace"
    assert house.run_traced(log, "backup") == 0
    found = calls(log)
    backups = Path(firm.settings.backups)
    (saved,) = backups.glob("handzettel-*")
    name = first(found, "rename|renameat|renameat2", saved.name)
    for part in (
        f"/files/{digest[:2]}/{digest}>",
        f"/files/{digest[:2]}>",
        "/files>",
        "/backup.json>",
        "/entry.jsonl>",
    ):
        assert last(found, "fsync", part, name.began).ended < name.began
    assert first(found, "fsync", f"<{backups}>", name.ended)


@pytest.mark.postgres
def test_postgres_is_told_to_wait_for_the_disk(firm: Firm) -> None:
    with firm.database.engine.connect() as connection:
        connection.execute(text(f'ALTER DATABASE "{firm.database.engine.url.database}" SET synchronous_commit = off'))
        connection.commit()
    firm.database.engine.dispose()
    with firm.database.read() as session:
        assert session.scalar(text("SHOW synchronous_commit")) == "on"


@pytest.mark.skipif(ON_POSTGRES, reason="means something only on SQLite")
def test_sqlite_is_told_to_wait_for_the_disk(firm: Firm) -> None:
    with firm.database.engine.connect() as connection:
        modes = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
    assert modes == ["wal", 2]
