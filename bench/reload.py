"""Offline reload of the phone app to today's slips usable, beside a one-kilobyte page with a worker, in one run.

    python -m bench.reload [--rounds 7] [--slow 4]

CPU slowed by Chromium (CDP), both servers ended before the first measured reload. Usable: the main action of *Heute*
stands there and has been painted; for the floor page its field.
"""

import argparse
import http.server
import statistics
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

from app import demo
from app.firm import Firm
from app.migrate import migrate
from tests.conftest import settings_for
from tests.journeys.house import Chromium, Server, pairing_code, until

TARGET_MS = 800
FLOOR_PAGE = b"""<!doctype html><html lang=en><meta charset=utf-8><title>floor</title>
<label>Slip <input id=usable></label>
<script>navigator.serviceWorker.register("/sw.js")</script>"""
FLOOR_WORKER = b"""addEventListener("install", (e) => e.waitUntil(caches.open("1").then((c) => c.add("/"))));
addEventListener("activate", (e) => e.waitUntil(clients.claim()));
addEventListener("fetch", (e) => e.respondWith(caches.match(e.request).then((hit) => hit || fetch(e.request))));"""
WATCH = """(selector) => {
  const look = () => document.querySelector(selector)
    ? requestAnimationFrame(() => setTimeout(() => (window.usableAt = performance.now())))
    : requestAnimationFrame(look);
  look();
}"""


class FloorHandler(http.server.BaseHTTPRequestHandler):
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--slow", type=int, default=4)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        phone = Chromium(playwright, Path(scratch) / "phone")
        try:
            floor, app = _floor(phone), _app(phone, Path(scratch))
            _report(_measure({"floor": floor, "app": app}, wanted.rounds, wanted.slow), wanted.slow)
        finally:
            phone.kill()


def _floor(phone: Chromium) -> tuple[Page, str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), FloorHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = phone.open(f"http://localhost:{server.server_port}/")
    until(lambda: page.evaluate("navigator.serviceWorker.controller !== null"))
    server.shutdown()
    server.server_close()
    return page, "#usable"


def _app(phone: Chromium, scratch: Path) -> tuple[Page, str]:
    firm = Firm(settings_for(f"sqlite:///{scratch}/firm.db", scratch))
    migrate(firm)
    demo.load(firm)
    server = Server(firm)
    server.start()
    code = pairing_code(firm, "Anna Richter")
    page = phone.open(f"{server.address}/app#pair={code}")
    page.get_by_role("button", name="Handy koppeln").click()
    page.get_by_role("link", name="Bericht ausfüllen").wait_for()
    until(lambda: page.evaluate("navigator.serviceWorker.controller !== null"))
    page.goto(f"{server.address}/app#/")
    server.stop()
    firm.close()
    return page, "a[data-kind=main]"


def _measure(pages: dict[str, tuple[Page, str]], rounds: int, slow: int) -> dict[str, list[float]]:
    """Milliseconds from navigation to usable, the two by turns; one round each is thrown away."""
    times: dict[str, list[float]] = {name: [] for name in pages}
    for name, (page, selector) in pages.items():
        page.add_init_script(f"({WATCH})({selector!r})")
        _slow_down(page.context.new_cdp_session(page), slow)
        times[name] = []
    for number in range(rounds + 1):
        for name, (page, _) in pages.items():
            page.reload(wait_until="commit")
            until(lambda page=page: page.evaluate("window.usableAt") is not None)
            assert page.evaluate("navigator.serviceWorker.controller !== null")
            if number:
                times[name].append(page.evaluate("window.usableAt"))
    return times


def _slow_down(cdp: CDPSession, slow: int) -> None:
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": slow})


def _report(times: dict[str, list[float]], slow: int) -> None:
    print(f"offline reload to usable, CPU slowed {slow}x, ms: median [min-max]")
    for name, values in times.items():
        print(f"  {name:6} {statistics.median(values):7.0f} [{min(values):.0f}-{max(values):.0f}]")
    ratio = statistics.median(app / floor for app, floor in zip(times["app"], times["floor"], strict=True))
    median = statistics.median(times["app"])
    print(f"  app : floor {ratio:.1f}; target {TARGET_MS} ms at 4x: {'reached' if median <= TARGET_MS else 'missed'}")


if __name__ == "__main__":
    main()
