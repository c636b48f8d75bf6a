"""What the fault journeys begin with, set up once and copied for each: a firm, a slip planned for today, paired phones.

A phone talks to its own proxy, whose port stays the same for the whole run: the browser keeps its store by address.
"""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, Playwright
from sqlalchemy.orm import Session

from app import clock
from app.firm import Firm
from app.migrate import migrate
from app.people.person import Person
from app.sites.catalog import Item
from tests.cast import Cast, hire, plan
from tests.conftest import settings_for
from tests.journeys.house import Chromium, Server, pairing_code, running, sign_at_any_hour, until
from tests.journeys.proxy import Proxy

LISTS = (
    ("phrase", "", "Pfosten gesetzt.", "", {"kinds": ["order"], "en": "Posts set."}),
    ("material", "A12", "Schwerlastanker M12", "Stk", {"favourite": True}),
)


@dataclass
class Phone:
    """Somebody's phone: its browser, its line to the office, and the page that is open."""

    browser: Chromium
    proxy: Proxy
    person: Person
    scripts: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        assert self.browser.browser
        return self.browser.browser.contexts[0].pages[-1]

    def open(self, path: str = "") -> Page:
        """The app, or one of its screens, in the browser as it is or a new one."""
        self.browser.prepare = self.scripts
        return self.browser.open(f"{self.proxy.address}/app{path and '#/' + path}")

    def kill(self) -> None:
        self.browser.kill()

    def again(self, path: str = "") -> Page:
        """kill -9 and a cold start."""
        self.kill()
        return self.open(path)


@dataclass
class Stage:
    """One journey's firm and phones."""

    firm: Firm
    cast: Cast
    server: Server
    slip_id: str
    phone: Phone
    second: Phone  # Ben's, not opened yet

    def second_slip(self, **more: object) -> str:
        """Another one for today; phones hear of it with their next pull."""
        return plan(self.firm, self.cast, date=today(), **more)  # type: ignore[arg-type]


@dataclass
class Template:
    """What was set up once."""

    folder: Path
    cast: Cast
    slip_id: str
    lines: dict[str, Proxy]

    def copy(self, folder: Path, playwright: Playwright) -> Stage:
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        firm = Firm(settings_for(f"sqlite:///{folder}/firm.db", folder))
        server = Server(firm)
        for line in self.lines.values():
            line.reset(server.port)
        anna, ben = (self._phone(folder, playwright, name) for name in ("anna", "ben"))
        return Stage(firm, self.cast, server, self.slip_id, anna, ben)

    def _phone(self, folder: Path, playwright: Playwright, name: str) -> Phone:
        return Phone(Chromium(playwright, folder / name), self.lines[name], getattr(self.cast, name))


def set_up(folder: Path, playwright: Playwright) -> Template:
    firm = Firm(settings_for(f"sqlite:///{folder}/firm.db", folder))
    migrate(firm)
    cast = hire(firm)
    firm.database.write(_fill_lists)
    slip_id = plan(firm, cast, date=today())
    with running(Server(firm)) as server:
        lines = {name: _line(server) for name in ("anna", "ben")}
        for name, line in lines.items():
            paired(firm, Phone(Chromium(playwright, folder / name), line, getattr(cast, name)))
    firm.close()
    return Template(folder, cast, slip_id, lines)


def pair_again(stage: Stage, phone: Phone, whose: Phone | None = None) -> Page:
    """A new code from the office, opened in this phone's window; for somebody else if said so."""
    person = (whose or phone).person
    page = phone.page
    page.goto("about:blank")
    page.goto(f"{phone.proxy.address}/app#pair={pairing_code(stage.firm, person.name)}")
    page.get_by_role("button", name="Handy koppeln").click()
    until(lambda: page.evaluate("location.hash").startswith("#/"))
    return page


def today() -> str:
    return clock.today("Europe/Berlin").isoformat()


def paired(firm: Firm, phone: Phone) -> None:
    """By the office's link; it has pulled everything, starts without a signal, and is closed again."""
    page = phone.browser.open(f"{phone.proxy.address}/app#pair={pairing_code(firm, phone.person.name)}")
    page.get_by_role("button", name="Handy koppeln").click()
    page.get_by_role("heading", name="Heute", level=1).wait_for()
    page.get_by_role("heading", name="Geländer Treppenhaus B").wait_for()
    until(lambda: page.evaluate("navigator.serviceWorker.controller !== null"))
    until(lambda: page.evaluate(CATALOG_IS_HERE))
    phone.browser.quit()


def _line(server: Server) -> Proxy:
    line = Proxy(server.port)
    line.start()
    return line


def _fill_lists(session: Session) -> None:
    items = [Item(kind=kind, number=no, text=text, unit=unit, more=more) for kind, no, text, unit, more in LISTS]
    session.add_all(items)
    sign_at_any_hour(session)


CATALOG_IS_HERE = """() => new Promise((resolve) => {
  const opening = indexedDB.open("handzettel");
  opening.onsuccess = () => {
    const count = opening.result.transaction("catalog").objectStore("catalog").count();
    count.onsuccess = () => (opening.result.close(), resolve(count.result > 0));
  };
})"""
