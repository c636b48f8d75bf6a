"""What a process asks of the kernel, in the order in which it is told that it is done."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.journeys.house import until

CALLS = "fsync,fdatasync,rename,renameat,renameat2,write,writev,pwrite64,sendto,sendmsg"
LINE = re.compile(r"^(\d+) +(?:<\.\.\. )?(\w+)(?:\(| resumed>)(.*)$")


@dataclass(frozen=True)
class Call:
    """A system call: `began` and `ended` are line numbers of the trace, the same unless others came in between."""

    name: str
    said: str
    began: int
    ended: int


@contextmanager
def traced(pid: int, log: Path) -> Iterator[None]:
    """Follows a running process and all its threads. It is an error, not a skip, where that is not possible."""
    if not shutil.which("strace"):
        pytest.fail("strace is not installed: nobody has proved that the disk is asked before the phone is answered")
    strace = subprocess.Popen(
        ["strace", "-f", "-yy", "-s", "120", "-e", f"trace={CALLS}", "-o", str(log), "-p", str(pid)],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert strace.stderr
    said = strace.stderr.readline()
    if "attached" not in said:
        strace.communicate()
        pytest.fail(f"strace may not look at our own process (ptrace is forbidden here?): {said}")
    yield
    strace.terminate()
    strace.communicate()


def calls(log: Path) -> list[Call]:
    """All of them, in the order in which they ended."""
    found, open_ = [], dict[str, tuple[str, int]]()
    for number, line in enumerate(log.read_text(errors="replace").splitlines()):
        match = LINE.match(line)
        if not match:
            continue
        thread, name, rest = match.groups()
        if rest.endswith("<unfinished ...>"):
            open_[thread] = (rest, number)
        else:
            begun, began = open_.pop(thread, ("", number)) if "resumed>" in line else ("", number)
            found.append(Call(name, begun + rest, began, number))
    return found


def wait_for(log: Path, text: str) -> None:
    until(lambda: log.exists() and text in log.read_text(errors="replace"))


def first(found: list[Call], names: str, text: str, after: int = -1) -> Call:
    """The first call of one of these names that speaks of `text` and began after line `after`."""
    for call in found:
        if call.name in names.split("|") and text in call.said and call.began > after:
            return call
    raise AssertionError(f"no {names} of {text} after line {after}")


def last(found: list[Call], names: str, text: str, before: int) -> Call:
    """The last one that had ended before line `before`."""
    past = [call for call in found if call.name in names.split("|") and text in call.said and call.ended < before]
    assert past, f"no {names} of {text} before line {before}"
    return past[-1]
