"""Commands that prove the ledger."""

import argparse
import json
import sys
from pathlib import Path

from app.firm import Firm
from app.slips import replay


def rebuild(firm: Firm, _: argparse.Namespace) -> int:
    try:
        different = firm.database.write(replay.rebuild)
    except replay.NotPlayable as error:
        print(f"nothing was changed: {error}", file=sys.stderr)
        return 1
    print("\n".join(different) or "the slips are what the ledger says")
    return int(bool(different))


def verify(firm: Firm, _: argparse.Namespace) -> int:
    with firm.database.read() as session:
        broken = replay.broken_links(session)
    print("\n".join(f"broken at {seq}" for seq in broken) or "the chain holds from the first entry on")
    return int(bool(broken))


def export(firm: Firm, arguments: argparse.Namespace) -> int:
    """The file has its name only when it is whole."""
    target = Path(arguments.file)
    unfinished = target.with_name(f".{target.name}.unfinished")
    count = 0
    try:
        with firm.database.read() as session, open(unfinished, "w", encoding="utf-8") as file:
            for entry in replay.export(session):
                file.write(json.dumps(entry, ensure_ascii=False) + "\n")
                count += 1
        unfinished.rename(target)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        print(f"{target}: {error.strerror}", file=sys.stderr)
        return 1
    print(f"{count} entries; check them with: python docs/verify_ledger.py {target}")
    return 0
