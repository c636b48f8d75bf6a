"""Named places at which a test may end this process as a power cut would: at once, with nothing tidied up.

`HANDZETTEL_FAILPOINT="ledger.written"` ends it when it first comes there, `"ledger.written:3"` the third time. Unset,
a place costs one comparison. A name belongs between two steps of which the second one may never come; tests/faults
ends the server at every one of them.
"""

import os
import signal
import threading

NAMES = (
    "ledger.locked",  # the write lock is ours, nothing has been looked at
    "ledger.looked_up",  # whether the op is known is known
    "ledger.applied",  # the slip is changed, the ledger does not say so yet
    "ledger.written",  # the entry is in and the head has moved
    "database.committing",  # everything is written, nothing is committed
    "database.committed",  # it is on the disk, and nobody has been told
    "sync.answering",  # the receipts are made, and have not left
    "files.written",  # a temporary file holds the bytes, perhaps only in memory
    "files.synced",  # it is on the disk under a name nobody looks for
    "files.renamed",  # it has its name, which is perhaps only in memory
    "files.kept",  # file and name are on the disk, no row speaks of them
    "files.piece_written",  # the next piece of an upload hangs on the last one, perhaps only in memory
    "files.piece_synced",  # it is on the disk
    "blobs.noted",  # the row is written and not committed
    "blobs.answering",  # row and file are kept, the phone does not know
    "backup.tables",  # every table is copied, no file yet
    "backup.files",  # tables and files are copied, there is no list of them
    "backup.naming",  # everything is there but the name
    "restore.filled",  # every row is in, nothing is committed
    "verify.checked",  # the backup is good, nobody was told
)
VARIABLE = "HANDZETTEL_FAILPOINT"


def reach(name: str) -> None:
    """Says that the process has come to this place."""
    if _armed is not None:
        _armed.come_to(name)


def arm(where: str | None) -> None:
    """Ends the process at `name` or, as `name:n`, at the nth time there; None: nowhere."""
    global _armed
    _armed = _Countdown(where) if where else None


class _Countdown:
    def __init__(self, where: str) -> None:
        self._name, _, times = where.partition(":")
        self._left = int(times or 1)
        self._counting = threading.Lock()
        self.come_to(None)

    def come_to(self, name: str | None) -> None:
        if (name or self._name) not in NAMES:
            raise LookupError(f"no failpoint is called {name or self._name}")
        if name != self._name:
            return
        with self._counting:
            self._left -= 1
            if self._left == 0:
                os.write(2, f"failpoint {name}\n".encode())
                os.kill(os.getpid(), signal.SIGKILL)


_armed: _Countdown | None = None
arm(os.environ.get(VARIABLE))
