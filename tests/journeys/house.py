"""A real server and real browsers, each in a process of its own that can be ended the hard way."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, Playwright
from sqlalchemy.orm import Session

from app.firm import Firm
from app.people.device import make_pairing_code
from app.people.person import person_named
from app.sites.terms import save_term

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-default-apps", "--mute-audio",
    "--remote-debugging-port=0",
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--lang=de-DE", "--accept-lang=de-DE",
]  # fmt: skip
PATIENCE = 60.0  # seconds; these machines are slow at times


class Server:
    """`handzettel serve` on a port that stays the same over restarts."""

    def __init__(self, firm: Firm, tree: Path | None = None, port: int = 0) -> None:
        """`tree`: a copy of the project to run instead of this one."""
        self.firm, self.tree, self.port = firm, tree, port or free_port()
        self._process: subprocess.Popen[str] | None = None
        self._said = Path(tempfile.gettempdir()) / f"server-{self.port}.log"

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def running(self) -> bool:
        return self._process is not None

    def start(self) -> None:
        """What it says goes into a file: a pipe nobody reads fills up, and then the server stands still."""
        with self._said.open("w") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "app.cli", "serve", "--port", str(self.port)], env=self._environment(),
                stdout=subprocess.DEVNULL, stderr=said, text=True, start_new_session=True, cwd=self.tree,
            )  # fmt: skip
        until(lambda: self._answers() or self._died())

    def stop(self) -> None:
        """Ends it; phones find nobody there."""
        if self._process:
            os.killpg(self._process.pid, signal.SIGKILL)  # its PDF processes too
            self._process.wait()
            self._process = None
            self._said.unlink(missing_ok=True)

    def _environment(self) -> dict[str, str]:
        settings = self.firm.settings
        mine = {f"HANDZETTEL_{name.upper()}": str(value) for name, value in settings.model_dump().items()}
        mine["HANDZETTEL_BASE_URL"] = self.address
        return {name: value for name, value in os.environ.items() if not name.startswith("HANDZETTEL_")} | mine

    def _answers(self) -> bool:
        try:
            return urlopen(f"{self.address}/readyz", timeout=2).status == 200
        except (URLError, OSError):
            return False

    def _died(self) -> bool:
        if self._process and self._process.poll() is not None:
            raise AssertionError(f"the server ended: {self._said.read_text()[-3000:]}")
        return False


@dataclass
class Chromium:
    """One browser with a profile on the disk. `kill` is kill -9: what was not on the disk is gone."""

    playwright: Playwright
    profile: Path
    width: int = 390
    height: int = 844
    process: subprocess.Popen[bytes] | None = None
    browser: Browser | None = None
    said: list[str] = field(default_factory=list)  # errors of its pages
    prepare: list[str] = field(default_factory=list)  # scripts that run before the page's own

    def open(self, address: str) -> Page:
        """Starts it if it is not running; a page at the address."""
        if self.browser is None:
            self._start()
        assert self.browser
        page = self.browser.contexts[0].new_page()
        page.set_viewport_size({"width": self.width, "height": self.height})
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("console", lambda message: self.said.append(message.text) if message.type == "error" else None)
        page.set_default_timeout(PATIENCE * 1000)
        for script in self.prepare:
            page.add_init_script(script)
        page.goto(address, wait_until="domcontentloaded")
        return page

    def kill(self) -> None:
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process, self.browser = None, None

    def quit(self) -> None:
        """Closes it the gentle way. Chromium writes cookies to the disk every 30 seconds, and when it is closed."""
        if self.browser and self.process:
            self.browser.new_browser_cdp_session().send("Browser.close")
            self.process.wait()
        self.process, self.browser = None, None

    def _start(self) -> None:
        (self.profile / "DevToolsActivePort").unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [CHROMIUM, *FLAGS, f"--user-data-dir={self.profile}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        until((self.profile / "DevToolsActivePort").exists)
        until(lambda: "\n" in (self.profile / "DevToolsActivePort").read_text())
        port = (self.profile / "DevToolsActivePort").read_text().split()[0]
        self.browser = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")


def pairing_code(firm: Firm, name: str) -> str:
    """A code for somebody's phone."""

    def make(session: Session) -> str:
        person = person_named(session, name)
        assert person
        return make_pairing_code(session, firm.settings, person)

    return firm.database.write(make)


@contextmanager
def running(server: Server) -> Iterator[Server]:
    server.start()
    try:
        yield server
    finally:
        server.stop()


def until(condition: object, patience: float = PATIENCE) -> None:
    """Waits for something outside the browser to become true."""
    ends = time.monotonic() + patience
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.05)


def sign_at_any_hour(session: Session) -> None:
    """Journeys run by night too, when the planned end of the day is still hours away."""
    save_term(session, "limit", {"who": "all", "name": "ahead", "from": "2020-01-01", "value": None})


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
