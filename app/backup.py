"""Backup in open formats: every table as JSON lines out of one snapshot, every file by its hash, and a list of both.

The database is read first, then the files: a file a row names was durable before that row, so none can be missing.
The same backup restores into SQLite and into Postgres.
"""

import json
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app import clock, snapshot
from app.errors import Refusal
from app.failpoints import reach
from app.files import sync
from app.firm import Firm
from app.metadata import METADATA
from app.migrate import migrate
from app.settings import Settings
from app.slips import queries, replay
from app.slips.op import sha256
from app.slips.tables import Blob, Document, Entry, Head
from app.version import VERSION

UNFINISHED = ".unfinished-"


def save(firm: Firm, folder: Path) -> Path:
    """Writes a backup into a folder of its own below `folder`; it has its name only when it is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    target = folder / f"handzettel-{clock.stamp().replace(':', '').replace('.', '')}"
    unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder))
    with firm.database.read() as session:
        tables, hashes = snapshot.save(session, unfinished / "tables")
        head, digests = session.get_one(Head, 1), _digests(session)
    reach("backup.tables")
    missing = _copy_files(firm, digests, unfinished / "files")
    reach("backup.files")
    about = {
        "format": 1,
        "version": VERSION,
        "at": clock.stamp(),
        "server": head.server,
        "seq": head.seq,
        "tables": tables,
        "hashes": hashes,
        "files": sorted(digests),
        "missing": missing,
    }
    (unfinished / "backup.json").write_text(json.dumps(about, indent=1))
    _make_last(unfinished)
    reach("backup.naming")
    unfinished.rename(target)
    sync(folder)
    return target


def missing(backup: Path) -> list[str]:
    """Files that were gone or damaged already when this backup was made."""
    return list(_about(backup).get("missing", ()))


def restore(firm: Firm, backup: Path) -> list[str]:
    """Fills an empty, migrated database and the files; returns the files the backup does not have whole. Refused with
    `already_set_up` if there is anything in the database, with `backup_damaged` if a table is not as it was saved."""
    about = _about(backup)
    if _damaged_tables(backup, about):
        raise Refusal("backup_damaged")
    with firm.database.read() as session:
        snapshot.refuse_if_used(session)
    lacking = [digest for digest in about["files"] if not _bring_back(firm, backup, digest)]
    # last, as always: ended half way, it can be done again
    firm.database.write(lambda session: snapshot.fill(session, backup / "tables"))
    return lacking


def verify(firm: Firm, backup: Path) -> list[str]:
    """Restores into a scratch place and checks chain, slips and every file; what is wrong, in words.

    If nothing is, phones hear that everything up to this backup is backed up.
    """
    with tempfile.TemporaryDirectory(prefix="handzettel-verify-") as scratch:
        problems = _problems(Firm(_scratch_settings(firm, Path(scratch))), backup)
    if not problems:
        reach("verify.checked")
        firm.database.write(lambda session: _mark_backed_up(session, backup))
    return problems


def of_this_history(firm: Firm, backup: Path) -> bool:
    """Whether it holds what this ledger holds: a backup of another firm, or from before a restore, may not."""
    with firm.database.read() as session:
        return _is_of_this_history(session, _saved_head(backup))


def newest(folder: Path) -> Path | None:
    """The newest whole backup."""
    whole = sorted(path.parent for path in folder.glob("handzettel-*/backup.json"))
    return whole[-1] if whole else None


def _sweep(folder: Path) -> None:
    """Backups that were cut off long ago."""
    for path in folder.glob(f"{UNFINISHED}*"):
        if path.stat().st_mtime < (clock.now() - timedelta(days=1)).timestamp():
            shutil.rmtree(path, ignore_errors=True)


def _digests(session: Session) -> set[str]:
    return set(session.scalars(select(Blob.sha256))) | set(session.scalars(select(Document.sha256)))


def _copy_files(firm: Firm, digests: set[str], folder: Path) -> list[str]:
    """Copies what is whole; what is not must keep nothing else from being saved, and is returned."""
    missing = []
    for digest in sorted(digests):
        content = _whole(firm.files.path(digest), digest)
        if content is None:
            missing.append(digest)
            continue
        target = folder / digest[:2] / digest
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return missing


def _bring_back(firm: Firm, backup: Path, digest: str) -> bool:
    content = _whole(backup / "files" / digest[:2] / digest, digest)
    if content is not None:
        firm.files.put(content)
    return content is not None


def _whole(path: Path, digest: str) -> bytes | None:
    """The bytes of a file, if they are what its name says."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    return content if sha256(content) == digest else None


def _make_last(folder: Path) -> None:
    """Onto the disk with all of it: phones throw away what a backup holds."""
    for path in (*folder.rglob("*"), folder):
        sync(path)


def _about(backup: Path) -> dict[str, Any]:
    try:
        about = json.loads((backup / "backup.json").read_text())
    except OSError:
        raise Refusal("not_found") from None
    except ValueError:
        raise Refusal("backup_damaged") from None
    if not isinstance(about, dict) or about.get("format") != 1 or backup.resolve().name.startswith(UNFINISHED):
        raise Refusal("backup_damaged")
    return about


def _damaged_tables(backup: Path, about: dict[str, Any]) -> list[str]:
    return snapshot.damaged(backup / "tables", about["tables"], about.get("hashes", {}))


def _saved_head(backup: Path) -> dict[str, Any]:
    head: dict[str, Any] = json.loads((backup / "tables" / "head.jsonl").read_text())
    return head


def _is_of_this_history(session: Session, saved: dict[str, Any]) -> bool:
    mine, seq = queries.head(session).server, saved["seq"]
    return bool(saved["server"] == mine and (seq == 0 or queries.chain_at(session, seq) == saved["chain"]))


def _scratch_settings(firm: Firm, folder: Path) -> Settings:
    return firm.settings.model_copy(
        update={"database_url": f"sqlite:///{folder}/check.db", "files": str(folder / "files")}
    )


def _problems(scratch: Firm, backup: Path) -> list[str]:
    about = _about(backup)
    files = [digest for digest in about["files"] if _whole(backup / "files" / digest[:2] / digest, digest) is None]
    problems = [f"damaged or missing file {digest}" for digest in files]
    damaged = [f"damaged or missing table {name}" for name in _damaged_tables(backup, about)]
    try:
        return problems + (damaged or _scratch_problems(scratch, backup, about))
    finally:
        scratch.close()


def _scratch_problems(scratch: Firm, backup: Path, about: dict[str, Any]) -> list[str]:
    migrate(scratch)
    try:
        scratch.database.write(lambda session: snapshot.fill(session, backup / "tables"))
    except (OSError, ValueError, TypeError, SQLAlchemyError) as error:
        return [f"cannot be restored: {type(error).__name__}"]
    return _table_problems(scratch, about) + _ledger_problems(scratch)


def _table_problems(scratch: Firm, about: dict[str, Any]) -> list[str]:
    with scratch.database.read() as session:
        counts = {
            name: session.scalar(select(func.count()).select_from(METADATA.tables[name])) for name in about["tables"]
        }
        last, head, named = session.scalar(select(func.max(Entry.seq))) or 0, queries.head(session), _digests(session)
    rows = [f"table {name}: {counts[name]} rows, {n} saved" for name, n in about["tables"].items() if counts[name] != n]
    ends = [] if last == head.seq == about["seq"] else [f"ledger: {last} entries, its head says {head.seq}"]
    return rows + ends + [f"file {digest} is named and not saved" for digest in sorted(named - set(about["files"]))]


def _ledger_problems(scratch: Firm) -> list[str]:
    with scratch.database.read() as session:
        broken = [f"ledger: broken at {seq}" for seq in replay.broken_links(session)]
    try:
        different = scratch.database.write(replay.rebuild)
    except replay.NotPlayable as error:
        return [*broken, f"ledger: {error}"]
    return broken + [f"not what the ledger says: {what}" for what in different]


def _mark_backed_up(session: Session, backup: Path) -> None:
    """Only if it is a backup of this history: one from before a restore may hold other ops under the same numbers."""
    saved = _saved_head(backup)
    if _is_of_this_history(session, saved):
        seq = saved["seq"]
        session.execute(update(Head).where(Head.id == 1, Head.backed_up_to < seq).values(backed_up_to=seq))
