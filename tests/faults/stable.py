"""A process that has imported everything and forks: a restart takes a tenth of a second, and a sweep has hundreds.

What it forks is `handzettel` with its arguments, settings and log, in a session of its own, as from a shell. `most`
bytes is the longest any of its files may become: to a program that is the same as a full disk.
"""

import json
import os
import resource
import signal
import sys
import traceback
from typing import Any

import app.main  # noqa: F401  that is what takes the two seconds
from app import cli, failpoints

RUNNING: set[int] = set()  # what was forked and has not been waited for


def main() -> None:
    """Orders come and answers go as lines: `{"arguments", "environment", "log", "most"}` or `{"pid", "wait"}`."""
    for line in sys.stdin:
        print(json.dumps(_obey(json.loads(line))), flush=True)
    for pid in RUNNING:  # nobody is left to end them
        os.killpg(pid, signal.SIGKILL)


def _obey(order: dict[str, Any]) -> int | None:
    """The new process, or how one ended: None while it has not."""
    if "pid" in order:
        pid, status = os.waitpid(order["pid"], 0 if order["wait"] else os.WNOHANG)
        RUNNING.discard(pid)
        return os.waitstatus_to_exitcode(status) if pid else None
    pid = os.fork() or _become(order)
    RUNNING.add(pid)
    return pid


def _become(order: dict[str, Any]) -> int:
    os.setsid()
    _write_to(order["log"] if order["most"] is None else os.devnull)  # the log would not fit either
    os.environ.clear()
    os.environ.update(order["environment"])
    failpoints.arm(os.environ.get(failpoints.VARIABLE))
    if order["most"] is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["most"], resource.RLIM_INFINITY))
    status = 70
    try:
        status = cli.main(order["arguments"])
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(status)


def _write_to(log: str) -> None:
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for stream in (1, 2):
        os.dup2(file, stream)


if __name__ == "__main__":
    main()
