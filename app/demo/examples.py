"""Writes docs/examples: one recorded op of each kind with what the wire answered, from the demo firm with seed 1.

python -m app.demo.examples [FOLDER]
"""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app import demo
from app.firm import Firm
from app.migrate import migrate
from app.settings import Settings

FOLDER = Path(__file__).parent.parent.parent / "docs" / "examples"


def write(folder: Path = FOLDER) -> None:
    """Loads a demo firm somewhere else and writes one file per kind of op."""
    with TemporaryDirectory() as scratch:
        settings = Settings(database_url=f"sqlite:///{scratch}/demo.db", files=f"{scratch}/files", secret="x" * 32)
        firm = Firm(settings)
        migrate(firm)
        examples = demo.load(firm, seed=1).examples
        firm.close()
    folder.mkdir(parents=True, exist_ok=True)
    for kind, example in sorted(examples.items()):
        (folder / f"{kind}.json").write_text(as_text(example), encoding="utf-8")
        print(folder / f"{kind}.json")


def as_text(example: dict[str, Any]) -> str:
    return json.dumps(example, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
