"""Backup in open formats: every table as JSON lines out of one snapshot, every file by its hash, and a list of both.

The database is read first, then the files: a file a row names was durable before that row, so none can be missing.
The same backup restores into SQLite and into Postgres.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Table, func, insert, select, update
from sqlalchemy.orm import Session

from app import clock
from app.errors import Refusal
from app.firm import Firm
from app.metadata import METADATA
from app.migrate import migrate
from app.settings import Settings
from app.slips import replay
from app.slips.op import sha256
from app.slips.tables import Blob, Document, Head
from app.version import VERSION

LEFT_OUT = ("try",)  # tries to sign in are nobody's record
CHUNK = 500


def save(firm: Firm, folder: Path) -> Path:
    """Writes a backup into a folder of its own below `folder`; it has its name only when it is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"handzettel-{clock.stamp().replace(':', '').replace('.', '')}"
    unfinished = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=folder))
    (unfinished / "tables").mkdir()
    with firm.database.read() as session:
        tables = {table.name: _save_table(session, table, unfinished / "tables") for table in _tables()}
        seq, digests = session.get_one(Head, 1).seq, _digests(session)
    _copy_files(firm, digests, unfinished / "files")
    about = {
        "format": 1,
        "version": VERSION,
        "at": clock.stamp(),
        "seq": seq,
        "tables": tables,
        "files": sorted(digests),
    }
    (unfinished / "backup.json").write_text(json.dumps(about, indent=1))
    unfinished.rename(target)
    return target


def restore(firm: Firm, backup: Path) -> None:
    """Fills an empty, migrated database and the files. Refused with `already_set_up` if there is anything in it."""
    about = _about(backup)
    firm.database.write(lambda session: _fill(session, backup, about))
    for digest in about["files"]:
        firm.files.put((backup / "files" / digest[:2] / digest).read_bytes())


def verify(firm: Firm, backup: Path) -> list[str]:
    """Restores into a scratch place and checks chain, slips and every file; what is wrong, in words.

    If nothing is, phones hear that everything up to this backup is backed up.
    """
    with tempfile.TemporaryDirectory(prefix="handzettel-verify-") as scratch:
        problems = _problems(Firm(_scratch_settings(firm, Path(scratch))), backup)
    if not problems:
        firm.database.write(lambda session: _mark_backed_up(session, _about(backup)))
    return problems


def newest(folder: Path) -> Path | None:
    """The newest whole backup."""
    whole = sorted(path.parent for path in folder.glob("handzettel-*/backup.json"))
    return whole[-1] if whole else None


def _tables() -> list[Table]:
    return [table for table in METADATA.sorted_tables if table.name not in LEFT_OUT]


def _save_table(session: Session, table: Table, folder: Path) -> int:
    rows = 0
    with open(folder / f"{table.name}.jsonl", "w", encoding="utf-8") as file:
        for row in session.execute(select(table).order_by(*table.primary_key)).mappings():
            file.write(json.dumps(dict(row), ensure_ascii=False) + "\n")
            rows += 1
    return rows


def _digests(session: Session) -> set[str]:
    return set(session.scalars(select(Blob.sha256))) | set(session.scalars(select(Document.sha256)))


def _copy_files(firm: Firm, digests: set[str], folder: Path) -> None:
    for digest in sorted(digests):
        target = folder / digest[:2] / digest
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(firm.files.path(digest), target)


def _about(backup: Path) -> dict[str, Any]:
    try:
        about: dict[str, Any] = json.loads((backup / "backup.json").read_text())
    except (OSError, ValueError):
        raise Refusal("not_found") from None
    return about


def _fill(session: Session, backup: Path, about: dict[str, Any]) -> None:
    session.execute(METADATA.tables["head"].delete())
    for table in _tables():
        if session.scalar(select(func.count()).select_from(table)):
            raise Refusal("already_set_up")
        for chunk in _chunks(backup / "tables" / f"{table.name}.jsonl"):
            session.execute(insert(table), chunk)
        _count_on(session, table)


def _count_on(session: Session, table: Table) -> None:
    """Postgres counts ids apart from the rows; it must go on after the last one."""
    if (
        session.get_bind().dialect.name == "postgresql"
        and table.autoincrement_column is not None
        and _counts(session, table)
    ):
        column = table.autoincrement_column
        last = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
        session.execute(select(func.setval(_counter(table), last, False)))


def _counts(session: Session, table: Table) -> bool:
    return session.scalar(select(_counter(table))) is not None


def _counter(table: Table) -> Any:
    column = table.autoincrement_column
    return func.pg_get_serial_sequence(table.name, column.name if column is not None else "")


def _chunks(path: Path) -> Iterator[list[dict[str, Any]]]:
    chunk: list[dict[str, Any]] = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            chunk.append(json.loads(line))
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
    if chunk:
        yield chunk


def _scratch_settings(firm: Firm, folder: Path) -> Settings:
    return firm.settings.model_copy(
        update={"database_url": f"sqlite:///{folder}/check.db", "files": str(folder / "files")}
    )


def _problems(scratch: Firm, backup: Path) -> list[str]:
    about = _about(backup)
    damaged = [digest for digest in about["files"] if not _intact(backup, digest)]
    if damaged:
        return [f"damaged or missing file {digest}" for digest in damaged]
    try:
        migrate(scratch)
        restore(scratch, backup)
        return _table_problems(scratch, about) + _ledger_problems(scratch)
    finally:
        scratch.close()


def _intact(backup: Path, digest: str) -> bool:
    path = backup / "files" / digest[:2] / digest
    return path.is_file() and sha256(path.read_bytes()) == digest


def _table_problems(scratch: Firm, about: dict[str, Any]) -> list[str]:
    with scratch.database.read() as session:
        rows = {
            name: session.scalar(select(func.count()).select_from(METADATA.tables[name])) for name in about["tables"]
        }
    return [
        f"table {name}: {rows[name]} rows, {saved} saved"
        for name, saved in about["tables"].items()
        if rows[name] != saved
    ]


def _ledger_problems(scratch: Firm) -> list[str]:
    with scratch.database.read() as session:
        broken = replay.broken_links(session)
    different = scratch.database.write(replay.rebuild)
    return [f"ledger: broken at {seq}" for seq in broken] + [f"not what the ledger says: {what}" for what in different]


def _mark_backed_up(session: Session, about: dict[str, Any]) -> None:
    session.execute(
        update(Head).where(Head.id == 1, Head.backed_up_to < about["seq"]).values(backed_up_to=about["seq"])
    )
