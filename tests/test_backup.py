"""Backup, restore, verify: on the database at hand, and across to SQLite."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app import backup
from app.errors import Refusal
from app.firm import Firm
from app.jobs import Job, enqueue
from app.metadata import METADATA
from app.migrate import migrate
from app.slips import queries, replay
from app.slips.tables import Slip
from tests.cast import Cast, jpeg, phone_of, plan
from tests.conftest import settings_for


@pytest.fixture
def full(firm: Firm, client: Any, cast: Cast) -> Firm:
    """A firm with a slip that was handed in, signed."""
    slip_id = plan(firm, cast)
    anna = phone_of(firm, client, cast.anna)
    anna.do("edit", slip_id, patch={"work": [None, "Größe 3½, Wiśniewski, 14 Pfosten"]})
    assert anna.hand_in(slip_id)["result"] == "applied"
    firm.database.write(lambda session: enqueue(session, "pdf", {"slip_id": slip_id}))
    return firm


def tables_of(firm: Firm) -> dict[str, list[dict[str, Any]]]:
    with firm.database.read() as session:
        return {
            table.name: [dict(row) for row in session.execute(select(table).order_by(*table.primary_key)).mappings()]
            for table in METADATA.sorted_tables
            if table.name not in (*backup.LEFT_OUT, "queue")  # the queue is worked on meanwhile
        }


def test_what_is_restored_is_what_was_saved(full: Firm, tmp_path: Path) -> None:
    saved = backup.save(full, tmp_path / "backups")
    other = Firm(settings_for(f"sqlite:///{tmp_path}/other.db", tmp_path / "other"))
    migrate(other)
    backup.restore(other, saved)
    assert tables_of(other) == tables_of(full)
    assert list(other.files.all()) == list(full.files.all())
    assert other.database.write(replay.rebuild) == []
    other.close()


def test_a_restored_database_goes_on_counting(full: Firm, tmp_path: Path) -> None:
    saved = backup.save(full, tmp_path / "backups")

    def wipe(session: Any) -> None:
        for table in reversed(METADATA.sorted_tables):
            session.execute(table.delete())

    full.database.write(wipe)
    backup.restore(full, saved)
    full.database.write(lambda session: enqueue(session, "pdf", {}))
    with full.database.read() as session:
        assert list(session.scalars(select(Job.id).order_by(Job.id))) == [1, 2]


def test_a_verified_backup_tells_the_phones(full: Firm, tmp_path: Path) -> None:
    saved = backup.save(full, tmp_path / "backups")
    assert backup.verify(full, saved) == []
    with full.database.read() as session:
        head = queries.head(session)
        assert (head.backed_up_to, head.seq) == (head.seq, head.seq)
        assert head.seq > 0


def test_a_damaged_backup_is_not_believed(full: Firm, tmp_path: Path) -> None:
    saved = backup.save(full, tmp_path / "backups")
    digest = json.loads((saved / "backup.json").read_text())["files"][0]
    (saved / "files" / digest[:2] / digest).write_bytes(jpeg("other"))
    assert backup.verify(full, saved) == [f"damaged or missing file {digest}"]
    with full.database.read() as session:
        assert queries.head(session).backed_up_to == 0


def test_a_backup_that_was_tampered_with_is_not_believed(full: Firm, tmp_path: Path) -> None:
    saved = backup.save(full, tmp_path / "backups")
    slips = saved / "tables" / "slip.jsonl"
    slips.write_text(slips.read_text().replace("14 Pfosten", "19 Pfosten"))
    with full.database.read() as session:
        slip_id = session.scalars(select(Slip.id)).one()
    assert backup.verify(full, saved) == [f"not what the ledger says: slip: {slip_id}"]


def test_nothing_is_restored_over_something(full: Firm, tmp_path: Path) -> None:
    saved, before = backup.save(full, tmp_path / "backups"), tables_of(full)
    with pytest.raises(Refusal, match="already_set_up"):
        backup.restore(full, saved)
    assert tables_of(full) == before


def test_the_newest_whole_backup_is_found(full: Firm, tmp_path: Path) -> None:
    assert backup.newest(tmp_path / "none") is None
    first, second = backup.save(full, tmp_path / "backups"), backup.save(full, tmp_path / "backups")
    assert first != second
    assert backup.newest(tmp_path / "backups") == second
