"""Named places: off unless asked for, documented in one list, none without a hook, none without a kill."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import failpoints
from tests.faults import test_killed, test_killed_commands
from tests.faults.house import ROOT

HOOK = re.compile(r'\breach\("([^"]+)"\)')


@pytest.fixture
def disarmed() -> Iterator[None]:
    yield
    failpoints.arm(None)


def test_every_name_has_its_place_and_every_place_its_name() -> None:
    sources = [path for path in Path(ROOT / "app").rglob("*.py") if path.name != "failpoints.py"]
    places = [name for path in sources for name in HOOK.findall(path.read_text())]
    assert set(places) == set(failpoints.NAMES)
    assert sorted(set(places)) == sorted(failpoints.NAMES), "a name is listed twice"


def test_every_name_is_swept() -> None:
    commands = {name for command in ("backup", "verify", "restore") for name in test_killed_commands.of(command)}
    assert {*test_killed.IN_THE_SERVER, *commands} == set(failpoints.NAMES)


def test_unset_nothing_happens() -> None:
    assert failpoints._armed is None
    for name in failpoints.NAMES:
        failpoints.reach(name)


def test_an_unknown_name_is_an_error(disarmed: None) -> None:
    with pytest.raises(LookupError):
        failpoints.arm("ledger.lokced")
    failpoints.arm("ledger.locked")
    with pytest.raises(LookupError):
        failpoints.reach("ledger.lokced")
    failpoints.reach("ledger.written")


@pytest.mark.parametrize(("where", "said"), [("files.kept", []), ("files.kept:3", ["1", "2"]), ("", ["1", "2", "3"])])
def test_the_process_ends_at_the_nth_time(where: str, said: list[str]) -> None:
    code = "from app.failpoints import reach\nfor n in (1, 2, 3):\n reach('files.kept')\n print(n, flush=True)"
    ended = subprocess.run(
        [sys.executable, "-c", code], env={failpoints.VARIABLE: where}, cwd=ROOT, capture_output=True, text=True
    )
    assert (ended.returncode, ended.stdout.split()) == (-signal.SIGKILL if where else 0, said)
