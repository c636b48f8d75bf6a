"""From nothing to usable: a reload without a server, and the very first visit on three lines."""

from collections.abc import Iterator
from time import sleep

from playwright.sync_api import Page

from bench.handset import FAST_3G, NO_LIMIT, SLOW_3G, Bench, Line, Meter, Row, Touch, feeling, floor, paired
from tests.journeys.house import Chromium, until

MAIN = "a[data-kind=main]"
CODE = "input[name=code]"
SETTLED_S = 1.5  # between two reloads: what a start leaves to be done is done
KB = 1000
WANTED_S = {NO_LIMIT: None, FAST_3G: 2400, SLOW_3G: 4500}


def reload(bench: Bench) -> Iterator[Row]:
    """Both servers ended; the first round is thrown away."""
    with bench.phone("reload") as phone:
        with floor() as address:
            page = phone.open(address)
            until(lambda: page.evaluate("navigator.serviceWorker.controller !== null"))
        app = paired(bench.firm, bench.server, phone)
        bench.server.stop()
        glasses = {"floor": _glass(bench, page, "#usable"), "app": _glass(bench, app, MAIN)}
        times: dict[str, list[float]] = {name: [] for name in glasses}
        for number in range(bench.rounds + 1):
            for name, (glass, spot) in glasses.items():
                glass.brake()
                glass.page.reload(wait_until="commit")
                taken = glass.usable_at(spot)
                times[name] += [taken] if number else []
                sleep(SETTLED_S)
                glass.let_go()
        yield Row("offline reload to usable", times["app"], "ms", most=800, floor=times["floor"])


def _glass(bench: Bench, page: Page, wanted: str) -> tuple[Touch, tuple[float, float]]:
    feeling(page, wanted)
    glass = Touch(page, bench.slow)
    spot = glass.middle(wanted)
    glass.let_go()
    return glass, spot


def first_visit(bench: Bench) -> Iterator[Row]:
    """Each time a browser that has never been here."""
    meter = Meter(bench.server.port)
    with bench.phone("first") as phone, floor() as least:
        phone.open("about:blank")
        spots = {
            address: _spot(bench, phone, address, wanted)
            for address, wanted in ((least, "#usable"), (_app(meter), CODE))
        }
        wire: list[tuple[float, float]] = []
        for line in (NO_LIMIT, FAST_3G, SLOW_3G):
            beside = [_visit(bench, phone, least, "#usable", spots[least], line)[0] for _ in range(bench.rounds)]
            visits = [
                _visit(bench, phone, _app(meter), CODE, spots[_app(meter)], line, meter) for _ in range(bench.rounds)
            ]
            wire = [sizes for _, sizes in visits]
            yield Row(
                f"first visit to usable, {line.name}",
                [taken for taken, _ in visits],
                "ms",
                WANTED_S[line],
                floor=beside,
            )
        yield Row("  on the wire before usable", [before / KB for before, _ in wire], "kB", most=130)
        yield Row("  on the wire with the precache", [whole / KB for _, whole in wire], "kB", most=200)
    meter.close()


def _app(meter: Meter) -> str:
    return f"{meter.address}/app"


def _spot(bench: Bench, phone: Chromium, address: str, wanted: str) -> tuple[float, float]:
    """Where on the screen it will be."""
    page = _stranger(phone)
    page.goto(address)
    page.locator(wanted).wait_for()
    spot = Touch(page, 1).middle(wanted)
    page.context.close()
    return spot


def _visit(
    bench: Bench,
    phone: Chromium,
    address: str,
    wanted: str,
    spot: tuple[float, float],
    line: Line,
    meter: Meter | None = None,
) -> tuple[float, tuple[float, float]]:
    """Milliseconds to usable, and the bytes received by then and when the app starts without a signal."""
    page = _stranger(phone)
    feeling(page, wanted)
    glass, before = Touch(page, bench.slow), meter.received if meter else 0
    glass.line(line)
    page.goto(address, wait_until="commit")
    taken = glass.usable_at(spot, typed=True)
    soon = meter.received - before if meter else 0
    whole = _with_the_rest(page, meter) - before if meter else 0
    page.context.close()
    return taken, (soon, whole)


def _with_the_rest(page: Page, meter: Meter) -> int:
    """All that has come when the app starts without a signal; registered as after the pairing, so that no slip counts.

    Chromium does not slow the line of a worker."""
    page.evaluate("void navigator.serviceWorker.register('/app/sw.js', { scope: '/app', updateViaCache: 'none' })")
    until(lambda: page.evaluate("navigator.serviceWorker.getRegistration().then((found) => Boolean(found?.active))"))
    return meter.received


def _stranger(phone: Chromium) -> Page:
    assert phone.browser
    page = phone.browser.new_context(viewport={"width": phone.width, "height": phone.height}, locale="de-DE").new_page()
    page.set_default_timeout(120_000)
    return page
