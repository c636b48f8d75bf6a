"""A firm's server and commands as real processes that can be ended at a named place."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2

from app.failpoints import VARIABLE
from app.firm import Firm
from app.people.device import make_pairing_code
from app.people.person import Person
from app.settings import PREFIX, Settings
from tests.cast import PASSWORD
from tests.faults.carrier import Carrier
from tests.faults.desk import Desk
from tests.faults.trace import CALLS
from tests.journeys.house import free_port, until

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60.0


class Stable:
    """Our end of the process that forks."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.stable"], cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def fork(
        self, arguments: tuple[str, ...], environment: dict[str, str], log: Path, *, most: int | None = None
    ) -> int:
        return int(self._ask(arguments=arguments, environment=environment, log=str(log), most=most) or 0)

    def status(self, pid: int, *, wait: bool = True) -> int | None:
        """How a process ended, negative for a signal; None while it has not."""
        return self._ask(pid=pid, wait=wait)

    def close(self) -> None:
        self._process.communicate()

    def _ask(self, **order: Any) -> int | None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer: int | None = json.loads(self._process.stdout.readline())
        return answer


class House:
    """`handzettel` for one firm. The server keeps its port over restarts."""

    def __init__(self, firm: Firm, stable: Stable, folder: Path) -> None:
        self.firm, self.port, self.log = firm, free_port(), folder / "server.log"
        self._stable, self.pid = stable, 0
        self._clients: list[httpx2.Client] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def serve(self, failpoint: str = "", *, most: int | None = None) -> None:
        """Starts the server; returns when it answers. No file of it may become longer than `most` bytes."""
        arguments = ("serve", "--port", str(self.port))
        self.pid = self._stable.fork(arguments, environment(self.firm.settings, failpoint), self.log, most=most)
        until(lambda: self._answers() or self.has_ended() is not None, PATIENCE)
        assert self.pid, f"the server did not start: {self.said()[-3000:]}"

    def has_ended(self) -> int | None:
        """How, if it has; a few seconds may pass between the last byte it sent and its end."""
        status = self._stable.status(self.pid, wait=False) if self.pid else None
        if status is not None:
            self._clean()
        return status

    def ended(self) -> int:
        """Waits for the end that is coming."""
        status = self._stable.status(self.pid)
        self._clean()
        return int(status or 0)

    def kill(self) -> None:
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            self.ended()

    def close(self) -> None:
        self.kill()
        for http in self._clients:
            http.close()

    def run(self, *arguments: str, failpoint: str = "", settings: Settings | None = None) -> int:
        """Runs a command to its end; its exit status, negative for a signal."""
        pid = self._stable.fork(arguments, environment(settings or self.firm.settings, failpoint), self.log)
        return int(self._stable.status(pid) or 0)

    def run_traced(self, log: Path, *arguments: str) -> int:
        """Runs a command under strace."""
        command = ["strace", "-f", "-yy", "-s", "200", "-e", f"trace={CALLS}", "-o", str(log)]
        return subprocess.run(
            [*command, sys.executable, "-m", "app.cli", *arguments], env=environment(self.firm.settings), cwd=ROOT
        ).returncode

    def said(self) -> str:
        return self.log.read_text() if self.log.exists() else ""

    def phone(self, person: Person) -> Carrier:
        """A paired phone of this person. The server must run."""
        code = self.firm.database.write(lambda session: make_pairing_code(session, self.firm.settings, person))
        http = self._http()
        answer = http.post("/api/devices", json={"pairing_code": code, "label": "test phone"})
        assert answer.status_code == 201, answer.text
        return Carrier(http, person.id, answer.json()["device"]["id"])  # type: ignore[arg-type]

    def desk(self, login: str = "olga") -> Desk:
        """Somebody signed in at a desk."""
        http = self._http()
        answer = http.post("/signin", data={"login": login, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return Desk(http)

    def _http(self) -> httpx2.Client:
        self._clients.append(httpx2.Client(base_url=self.address, timeout=PATIENCE, trust_env=False))
        return self._clients[-1]

    def _answers(self) -> bool:
        try:
            return httpx2.get(f"{self.address}/readyz", timeout=PATIENCE, trust_env=False).status_code == 200
        except httpx2.TransportError:
            return False

    def _clean(self) -> None:
        """Its PDF processes end with it."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.pid = 0


def environment(settings: Settings, failpoint: str = "") -> dict[str, str]:
    """Ours, with the firm's settings."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return ours | {f"{PREFIX}{name.upper()}": str(value) for name, value in settings.model_dump().items()} | {
        VARIABLE: failpoint
    }  # fmt: skip
