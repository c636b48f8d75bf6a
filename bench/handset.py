"""A phone in a browser: slowed down, on a slow line, and touched by its screen; when something may count as usable."""

import http.server
import socket
import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import CDPSession, Page, Playwright

from app.firm import Firm
from bench import heavy
from tests.journeys.house import Chromium, Server, pairing_code, until

FLOOR_PAGE = b"""<!doctype html><html lang=en><meta charset=utf-8><title>floor</title>
<meta name=viewport content="width=device-width"><link rel=icon href="data:,">
<label>Slip <input id=usable></label>
<script>navigator.serviceWorker.register("/sw.js")</script>"""
FLOOR_WORKER = b"""addEventListener("install", (e) => e.waitUntil(caches.open("1").then((c) => c.add("/"))));
addEventListener("activate", (e) => e.waitUntil(clients.claim()));
addEventListener("fetch", (e) => e.respondWith(caches.match(e.request).then((hit) => hit || fetch(e.request))));"""

# What a finger meets: the first touch or letter that reaches what it was meant for is when the page is usable. It goes
# no further, so that the page stays where it is.
FEEL = """(wanted) => {
  const felt = (event) => {
    if (!event.target.closest?.(wanted)) return;
    event.preventDefault();
    event.stopPropagation();
    window.usableAt ??= performance.now();
  };
  addEventListener("click", felt, true);
  addEventListener("input", felt, true);
}"""


@dataclass(frozen=True)
class Bench:
    """What every measure is given."""

    playwright: Playwright
    scratch: Path
    firm: Firm
    server: Server
    rounds: int
    slow: int

    @contextmanager
    def phone(self, name: str) -> Iterator[Chromium]:
        phone = Chromium(self.playwright, self.scratch / f"profile-{name}")
        try:
            yield phone
        finally:
            phone.kill()


@dataclass(frozen=True)
class Row:
    """One line of the table. `most`: what is wanted; `least`: the other way round."""

    what: str
    values: list[float]
    unit: str
    most: float | None = None
    least: float | None = None
    floor: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        middle = statistics.median(self.values)
        spread = f" [{min(self.values):.0f}-{max(self.values):.0f}]" if len(self.values) > 1 else ""
        good = (self.most is None or middle <= self.most) and (self.least is None or middle >= self.least)
        bound = f"<= {self.most:g}" if self.most is not None else f">= {self.least:g}" if self.least is not None else ""
        beside = f"{statistics.median(self.floor):.0f} {self.unit}" if self.floor else ""
        found, mark = f"{middle:.0f} {self.unit}{spread}", "" if good else "!"
        return f"{self.what:44} {found:>24} {bound:>10} {mark} {beside}".rstrip()


@dataclass(frozen=True)
class Line:
    """A line to the server, as Chromium makes it slow."""

    name: str
    kbit: int = 0
    delay_ms: int = 0


NO_LIMIT = Line("no limit")
FAST_3G = Line("fast 3G", 1600, 150)
SLOW_3G = Line("slow 3G", 400, 400)


class Touch:
    """The glass of one page."""

    def __init__(self, page: Page, slow: int) -> None:
        self.page = page
        self.slow = slow
        self.cdp: CDPSession = page.context.new_cdp_session(page)
        self.brake()

    def brake(self) -> None:
        self.cdp.send("Emulation.setCPUThrottlingRate", {"rate": self.slow})

    def let_go(self) -> None:
        """Chromium brakes by keeping a core busy, also while the page does nothing: not beside another measure."""
        self.cdp.send("Emulation.setCPUThrottlingRate", {"rate": 1})

    def line(self, line: Line) -> None:
        bytes_a_second = line.kbit * 1000 / 8 if line.kbit else -1
        self.cdp.send("Network.enable")
        self.cdp.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": line.delay_ms, "downloadThroughput": bytes_a_second,
             "uploadThroughput": bytes_a_second},
        )  # fmt: skip

    def tap(self, x: float, y: float) -> None:
        at = {"x": x, "y": y, "button": "left", "clickCount": 1}
        self.cdp.send("Input.dispatchMouseEvent", {"type": "mousePressed", **at})
        self.cdp.send("Input.dispatchMouseEvent", {"type": "mouseReleased", **at})

    def type(self, letter: str) -> None:
        self.cdp.send("Input.dispatchKeyEvent", {"type": "keyDown", "key": letter, "text": letter})
        self.cdp.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": letter})

    def middle(self, selector: str) -> tuple[float, float]:
        box = self.page.locator(selector).first.bounding_box()
        assert box, selector
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def usable_at(self, spot: tuple[float, float], typed: bool = False) -> float:
        """Touches a spot, and where wanted types, until something has felt it: ms since the page was called."""

        def felt() -> bool:
            self.tap(*spot)
            if typed:
                self.type("4")
            return self.page.evaluate("window.usableAt") is not None

        until(felt)
        return float(self.page.evaluate("window.usableAt"))


def feeling(page: Page, wanted: str) -> None:
    """From the next loading on the page notes its first touch."""
    page.add_init_script(f"({FEEL})({wanted!r})")


class _FloorHandler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        script = self.path == "/sw.js"
        body = FLOOR_WORKER if script else FLOOR_PAGE
        self.send_response(200)
        self.send_header("content-type", "text/javascript" if script else "text/html")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def floor() -> Iterator[str]:
    """The least that starts without a signal: one page and its worker."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _FloorHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class Meter:
    """A line in between that counts what comes back from the server, headers and all."""

    def __init__(self, port: int) -> None:
        self.received = 0
        self._port = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://localhost:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                phone, _ = self._listening.accept()
            except OSError:
                return
            office = socket.create_connection(("127.0.0.1", self._port))
            threading.Thread(target=self._pass, args=(phone, office, False), daemon=True).start()
            threading.Thread(target=self._pass, args=(office, phone, True), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, counted: bool) -> None:
        try:
            while part := source.recv(65536):
                self.received += len(part) if counted else 0
                sink.sendall(part)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            source.close()


def paired(firm: Firm, server: Server, phone: Chromium) -> Page:
    """The heavy person's phone with all of it, ready to start without a signal, on *Heute*."""
    page = phone.open(f"{server.address}/app#pair={pairing_code(firm, heavy.WHO)}")
    page.get_by_role("button", name="Handy koppeln").click()
    page.locator("a[data-kind=main]").wait_for()
    until(lambda: page.evaluate("navigator.serviceWorker.controller !== null"))
    until(lambda: page.evaluate(HELD, heavy.SLIPS))
    page.goto(f"{server.address}/app#/")
    return page


HELD = """(slips) => new Promise((resolve) => {
  const opening = indexedDB.open("handzettel");
  opening.onsuccess = () => {
    const reading = opening.result.transaction(["base", "catalog"]);
    const held = reading.objectStore("base").count(), lists = reading.objectStore("catalog").count();
    reading.oncomplete = () => { opening.result.close(); resolve(held.result === slips && lists.result > 0); };
  };
})"""
