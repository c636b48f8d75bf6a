"""Backup, restore, verify: on the database at hand, and across to SQLite."""

import json
import os
import threading
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, inspect, select

from app import backup, snapshot
from app.crew.carried import Carried
from app.errors import Refusal
from app.firm import Firm
from app.jobs import Job, enqueue
from app.metadata import METADATA
from app.migrate import MIGRATIONS, migrate
from app.people.person import Person
from app.sites.checklists import newest
from app.slips import pictures, queries, replay
from app.slips.mark import mark_of
from app.slips.op import sha256
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


def _etag(firm: Firm, carried: Carried, person: Person) -> str:
    with firm.database.read() as session:
        return carried.etag(session, person)


def _as_of(revision: str, saved: Path, scratch: Path) -> Path:
    """The backup as that release would have written it: only its tables, and of each only its columns."""
    engine = create_engine(f"sqlite:///{scratch}/{revision}.db")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    known = {
        name: {one["name"] for one in inspect(engine).get_columns(name)} for name in inspect(engine).get_table_names()
    }
    engine.dispose()
    for path in (saved / "tables").iterdir():
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        kept = [{name: value for name, value in row.items() if name in known.get(path.stem, ())} for row in rows]
        path.write_text("".join(json.dumps(row) + "\n" for row in kept))
        if path.stem not in known:
            path.unlink()
    about = json.loads((saved / "backup.json").read_text())
    del about["hashes"]
    about["tables"] = {name: rows for name, rows in about["tables"].items() if name in known}
    (saved / "backup.json").write_text(json.dumps(about))
    return saved


def tables_of(firm: Firm) -> dict[str, list[dict[str, Any]]]:
    with firm.database.read() as session:
        return {
            table.name: [dict(row) for row in session.execute(select(table).order_by(*table.primary_key)).mappings()]
            for table in METADATA.sorted_tables
            if table.name not in (*snapshot.LEFT_OUT, "queue")  # the queue is worked on meanwhile
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

    wipe(full)
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


def rewrite(saved: Path, table: str, change: Callable[[bytes], bytes], *, forge: bool = False) -> None:
    """Changes the file of a table; `forge`: and its digest in the list."""
    path = saved / "tables" / f"{table}.jsonl"
    path.write_bytes(change(path.read_bytes()))
    if forge:
        about = json.loads((saved / "backup.json").read_text())
        about["hashes"][table] = sha256(path.read_bytes())
        (saved / "backup.json").write_text(json.dumps(about))


def more_work(content: bytes) -> bytes:
    return content.replace(b"14 Pfosten", b"19 Pfosten")


def backed_up_to(firm: Firm) -> int:
    with firm.database.read() as session:
        return queries.head(session).backed_up_to


def test_a_backup_that_was_tampered_with_is_not_believed(full: Firm, tmp_path: Path) -> None:
    saved = backup.save(full, tmp_path / "backups")
    rewrite(saved, "slip", more_work)
    assert backup.verify(full, saved) == ["damaged or missing table slip"]
    rewrite(saved, "slip", lambda content: content, forge=True)
    with full.database.read() as session:
        slip_id = session.scalars(select(Slip.id)).one()
    assert backup.verify(full, saved) == [f"not what the ledger says: slip: {slip_id}"]
    rewrite(saved, "entry", more_work, forge=True)
    assert "ledger: broken at 2" in backup.verify(full, saved)
    assert backed_up_to(full) == 0


@pytest.mark.parametrize(
    ("damage", "forge", "words"),
    [
        (lambda content: content[:-9], False, "damaged or missing table entry"),
        (lambda content: content[:-9], True, "cannot be restored: JSONDecodeError"),
        (lambda content: b"".join(content.splitlines(True)[:-1]), True, "table entry: 2 rows, 3 saved"),
        (lambda content: content.splitlines(True)[0] * 2, True, "cannot be restored: IntegrityError"),
        (lambda content: content + b'{"seq": 9, "what": 1}\n', True, "cannot be restored: StatementError"),
    ],
)
def test_a_table_that_is_not_whole_is_said_to_be(
    full: Firm, tmp_path: Path, damage: Any, forge: bool, words: str
) -> None:
    saved = backup.save(full, tmp_path / "backups")
    rewrite(saved, "entry", damage, forge=forge)
    assert words in backup.verify(full, saved)
    assert backed_up_to(full) == 0


def test_of_a_damaged_backup_nothing_is_restored(full: Firm, tmp_path: Path) -> None:
    saved = backup.save(full, tmp_path / "backups")
    (saved / "tables" / "person.jsonl").unlink()
    assert backup.verify(full, saved) == ["damaged or missing table person"]
    wipe(full)
    with pytest.raises(Refusal, match="backup_damaged"):
        backup.restore(full, saved)
    assert all(rows == [] for rows in tables_of(full).values())


def test_a_backup_from_before_its_tables_had_digests_and_phones_said_anything(full: Firm, tmp_path: Path) -> None:
    saved, before = backup.save(full, tmp_path / "backups"), tables_of(full)
    about = json.loads((saved / "backup.json").read_text())
    for name in ("hashes", "server", "missing"):
        del about[name]
    (saved / "backup.json").write_text(json.dumps(about))
    new = {
        "device": ["waiting_ops", "waiting_photos", "waiting_since", "pulled_to", "app_version"],
        "entry": ["brought_by"],
    }
    for table, columns in new.items():
        path = saved / "tables" / f"{table}.jsonl"
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        assert rows and all(row.pop(column, 0) in (None, 0) for row in rows for column in columns)
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    wipe(full)
    assert backup.restore(full, saved) == []
    assert tables_of(full) == before
    assert backup.verify(full, saved) == []


def test_a_backup_of_the_first_release_is_restored_and_phones_get_the_catalog_anew(full: Firm, tmp_path: Path) -> None:
    saved, before = _as_of("0001", backup.save(full, tmp_path / "backups"), tmp_path), tables_of(full)
    assert not (saved / "tables" / "catalog_mark.jsonl").exists()
    wipe(full)
    migrate(full)  # as whoever restores does: a mark and the checklists of an empty firm
    with full.database.read() as session:
        empty, anna = mark_of(session), before["person"][0]["id"]
        shipped = [one.id for one in newest(session)]
    carried = Carried("Europe/Berlin", 60)
    etag_of_nobody = _etag(full, carried, Person(id=anna, name="", role="lead"))
    assert backup.restore(full, saved) == []
    with full.database.read() as session:
        assert mark_of(session) not in ("", empty)
        assert [one.id for one in newest(session)] == shipped != []
        person = session.get_one(Person, anna)
        catalog, etag = carried.catalog(session, person)
        assert [one["number"] for one in json.loads(catalog)["jobs"]] == ["26-118"]
    assert etag != etag_of_nobody
    assert full.database.write(replay.rebuild) == []
    assert {name: len(rows) for name, rows in tables_of(full).items()} == {n: len(rows) for n, rows in before.items()}


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"other")])
def test_a_file_that_is_gone_keeps_nothing_else_from_being_saved(full: Firm, tmp_path: Path, damage: Any) -> None:
    (digest,) = full.files.all()
    damage(full.files.path(digest))
    saved = backup.save(full, tmp_path / "backups")
    assert backup.missing(saved) == [digest]
    assert backup.verify(full, saved) == [f"damaged or missing file {digest}"]
    assert backed_up_to(full) == 0
    wipe(full)
    assert backup.restore(full, saved) == [digest]
    with full.database.read() as session:
        assert session.scalars(select(Slip.state)).all() == ["submitted"]


def test_what_is_half_uploaded_is_in_no_backup_and_in_no_way(full: Firm, tmp_path: Path) -> None:
    picture = jpeg("half")
    full.files.add_part(sha256(picture), 0, picture[:100])
    saved = backup.save(full, tmp_path / "backups")
    assert backup.verify(full, saved) == []
    assert sorted(path.name for path in (saved / "files").rglob("*") if path.is_file()) == list(full.files.all())


def test_a_backup_that_was_cut_off_is_never_taken_for_whole(
    full: Firm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "backups"
    whole = backup.save(full, folder)

    def cut(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(backup, "_make_last", cut)
        with pytest.raises(KeyboardInterrupt):
            backup.save(full, folder)
    (unfinished,) = [path for path in folder.iterdir() if path != whole]
    assert (unfinished / "backup.json").exists()
    assert backup.newest(folder) == whole
    for refused in (backup.verify, backup.restore):
        with pytest.raises(Refusal, match="backup_damaged"):
            refused(full, unfinished)
    os.utime(unfinished, (0, 0))
    second = backup.save(full, folder)
    assert sorted(folder.iterdir()) == sorted([whole, second])


def test_what_phones_hear_never_goes_back(full: Firm, cast: Cast, tmp_path: Path) -> None:
    older = backup.save(full, tmp_path / "backups")
    plan(full, cast)
    newer = backup.save(full, tmp_path / "backups")
    assert (backup.verify(full, newer), backed_up_to(full)) == ([], 4)
    assert (backup.verify(full, older), backed_up_to(full)) == ([], 4)


def test_a_backup_of_another_firm_backs_nothing_up_here(full: Firm, migrated: str, tmp_path: Path) -> None:
    saved = backup.save(full, tmp_path / "backups")
    other = Firm(settings_for(f"sqlite:///{tmp_path}/other.db", tmp_path / "other"))
    migrate(other)
    assert (backup.verify(other, saved), backed_up_to(other)) == ([], 0)
    assert (backup.of_this_history(other, saved), backup.of_this_history(full, saved)) == (False, True)
    other.close()


def test_a_firm_moves_to_the_other_database_and_back(full: Firm, tmp_path: Path) -> None:
    before = tables_of(full)
    other = Firm(settings_for(f"sqlite:///{tmp_path}/other.db", tmp_path / "other"))
    migrate(other)
    assert backup.restore(other, backup.save(full, tmp_path / "backups")) == []
    saved = backup.save(other, tmp_path / "backups")
    other.close()
    wipe(full)
    assert backup.restore(full, saved) == []
    assert tables_of(full) == before
    assert full.database.write(replay.rebuild) == []


def test_a_backup_is_one_moment_while_everybody_goes_on(full: Firm, cast: Cast, tmp_path: Path) -> None:
    stop, failed = threading.Event(), []

    def go_on(number: int) -> None:
        try:
            for turn in count():
                if stop.is_set():
                    return
                picture = jpeg(f"{number} {turn}")
                pictures.keep(full, sha256(picture), picture, by=cast.anna.id)
                plan(full, cast)
                stop.wait(0.02)
        except BaseException as error:
            failed.append(error)

    workers = [threading.Thread(target=go_on, args=(number,)) for number in range(3)]
    for worker in workers:
        worker.start()
    try:
        saved = [backup.save(full, tmp_path / "backups") for _ in range(3)]
    finally:
        stop.set()
        for worker in workers:
            worker.join()
    assert failed == []
    seqs = [_consistent(one) for one in saved]
    assert seqs == sorted(seqs)
    assert seqs[0] < seqs[-1]
    assert backup.verify(full, saved[-1]) == []
    assert backed_up_to(full) == seqs[-1]


def _consistent(saved: Path) -> int:
    """Checks that entries, head, slips and pictures are of one moment; its sequence number."""
    about = json.loads((saved / "backup.json").read_text())
    entries, slips, blobs, (head,) = (
        [json.loads(line) for line in (saved / "tables" / f"{name}.jsonl").read_text().splitlines()]
        for name in ("entry", "slip", "blob", "head")
    )
    assert [entry["seq"] for entry in entries] == list(range(1, about["seq"] + 1))
    assert (head["seq"], head["chain"]) == (about["seq"], entries[-1]["chain"])
    assert max(slip["seq"] for slip in slips) == about["seq"]
    assert {blob["sha256"] for blob in blobs} == set(about["files"])
    assert about["missing"] == []
    return int(about["seq"])


def wipe(firm: Firm) -> None:
    def work(session: Any) -> None:
        for table in reversed(METADATA.sorted_tables):
            session.execute(table.delete())

    firm.database.write(work)


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
