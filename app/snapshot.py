"""The tables of a firm as files of JSON lines: written out of one snapshot, checked, filled into an empty database.

The same files fill SQLite and Postgres.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import Session

from app.errors import Refusal
from app.failpoints import reach
from app.metadata import METADATA
from app.slips.mark import mark_of, note_change

LEFT_OUT = ("try",)  # tries to sign in are nobody's record
CARRIED_MARK = "catalog_mark"
OWN = ("head", "checklist_version", CARRIED_MARK)  # what an empty, migrated database holds of its own
CHUNK = 500


def save(session: Session, folder: Path) -> tuple[dict[str, int], dict[str, str]]:
    """Writes a file per table; the number of rows and the digest of each."""
    folder.mkdir()
    saved = {table.name: _save_table(session, table, folder) for table in _tables()}
    return {name: rows for name, (rows, _) in saved.items()}, {name: digest for name, (_, digest) in saved.items()}


def damaged(folder: Path, tables: Mapping[str, int], hashes: Mapping[str, str]) -> list[str]:
    """Tables whose file is not as it was saved; older backups say only how many rows there were."""
    return [name for name in tables if not _is_as_saved(folder / f"{name}.jsonl", hashes.get(name))]


def refuse_if_used(session: Session) -> None:
    tables = [table for table in _tables() if table.name not in OWN]
    if any(session.scalar(select(func.count()).select_from(table)) for table in tables):
        raise Refusal("already_set_up")


def fill(session: Session, folder: Path) -> None:
    """A backup from before there was a catalog mark gets one: phones are to ask for the catalog anew. One from before
    there were checklists leaves those that come along."""
    refuse_if_used(session)
    for name in OWN:
        if name == CARRIED_MARK or (folder / f"{name}.jsonl").exists():
            session.execute(METADATA.tables[name].delete())
    for table in _tables():
        for chunk in _chunks(folder / f"{table.name}.jsonl"):
            session.execute(insert(table), chunk)
        _count_on(session, table)
    if not mark_of(session):
        note_change(session)
    reach("restore.filled")


def _tables() -> list[Table]:
    return [table for table in METADATA.sorted_tables if table.name not in LEFT_OUT]


def _save_table(session: Session, table: Table, folder: Path) -> tuple[int, str]:
    """How many rows it has, and the digest of its file."""
    rows, digest = 0, hashlib.sha256()
    with open(folder / f"{table.name}.jsonl", "wb") as file:
        for row in session.execute(select(table).order_by(*table.primary_key)).mappings():
            line = json.dumps(dict(row), ensure_ascii=False).encode() + b"\n"
            digest.update(line)
            file.write(line)
            rows += 1
    return rows, digest.hexdigest()


def _is_as_saved(path: Path, digest: str | None) -> bool:
    try:
        with open(path, "rb") as file:
            return digest in (None, hashlib.file_digest(file, "sha256").hexdigest())
    except OSError:
        return False


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
    if not path.exists():  # a table that did not exist yet: that none is gone was looked at before
        return
    with open(path, encoding="utf-8") as file:
        for line in file:
            chunk.append(json.loads(line))
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
    if chunk:
        yield chunk
