"""Commands that save a firm's work and bring it back."""

import argparse
import sys
from pathlib import Path

from app import backup
from app.cli.people import named
from app.errors import Refusal
from app.firm import Firm
from app.migrate import migrate
from app.slips import unsent
from app.slips.unsent import Loaded


def save(firm: Firm, arguments: argparse.Namespace) -> int:
    saved = backup.save(firm, Path(arguments.folder or firm.settings.backups))
    print(saved)
    return _say_lacking("damaged or missing here, not saved", backup.missing(saved))


def restore(firm: Firm, arguments: argparse.Namespace) -> int:
    migrate(firm)
    lacking = backup.restore(firm, Path(arguments.backup))
    print("restored")
    return _say_lacking("damaged or missing in the backup, not restored", lacking)


def _say_lacking(words: str, digests: list[str]) -> int:
    for digest in digests:
        print(f"{words}: {digest}", file=sys.stderr)
    return int(bool(digests))


def verify(firm: Firm, arguments: argparse.Namespace) -> int:
    newest = Path(arguments.backup) if arguments.backup else backup.newest(Path(firm.settings.backups))
    if newest is None:
        print("There is no backup to verify. Run: handzettel backup", file=sys.stderr)
        return 1
    problems = backup.verify(firm, newest)
    if problems:
        print("\n".join(problems))
        return 1
    print(f"{newest.name}: whole, and restored for a test")
    if not backup.of_this_history(firm, newest):
        print("It is not a backup of this ledger: phones go on keeping what they have.")
    return 0


def import_unsent(firm: Firm, arguments: argparse.Namespace) -> int:
    with firm.database.read() as session:
        by = named(session, arguments.by)
        if not by.reviews:
            raise Refusal("not_allowed")
        session.expunge_all()
    try:
        with open(arguments.file, "rb") as file:
            loaded = unsent.load(firm, file, by)
    except OSError as error:
        print(f"{arguments.file}: {error.strerror}", file=sys.stderr)
        return 1
    print(_told(loaded))
    return int(bool(loaded.failed))


def _told(loaded: Loaded) -> str:
    ops = f"{loaded.new} new, {loaded.known} known, {len(loaded.held)} held, {loaded.damaged} damaged"
    pictures = f"{loaded.pictures_new} new, {loaded.pictures_known} known, {loaded.pictures_damaged} damaged"
    held = [f"held {one.slip_id} {one.kind}: {one.reason}" for one in loaded.held]
    failed = [f"failed: {loaded.failed}, load the file again"] if loaded.failed else []
    return "\n".join([f"{loaded.person}, {loaded.device}", f"entries: {ops}", f"pictures: {pictures}", *held, *failed])
