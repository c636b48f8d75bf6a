"""The house of the journeys: a server process, the office's browser, Anna's phone."""

from collections.abc import Generator, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, Playwright, sync_playwright
from sqlalchemy.orm import Session

from app.firm import Firm
from app.people.person import Person
from app.sites.catalog import Item
from tests.cast import PASSWORD, Cast
from tests.journeys.house import Chromium, Server, pairing_code, running, sign_at_any_hour, until
from tests.journeys.stage import Stage, Template, set_up

FAILED = pytest.StashKey[bool]()
SCREENS = Path(__file__).parent.parent.parent / ".tmp"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture
def server(firm: Firm, cast: Cast) -> Iterator[Server]:
    firm.database.write(_fill_lists)
    with running(Server(firm)) as server:
        yield server


@pytest.fixture
def phone(playwright: Playwright, tmp_path: Path) -> Iterator[Chromium]:
    phone = Chromium(playwright, tmp_path / "phone")
    yield phone
    _leave(phone)


@pytest.fixture
def desk(playwright: Playwright, tmp_path: Path) -> Iterator[Chromium]:
    desk = Chromium(playwright, tmp_path / "desk", width=1440, height=900)
    yield desk
    _leave(desk)


@pytest.fixture(scope="session")
def template(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    template = set_up(tmp_path_factory.mktemp("stage"), playwright)
    yield template
    for line in template.lines.values():
        line.stop()


@pytest.fixture
def stage(
    template: Template, playwright: Playwright, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Stage]:
    """A paired phone on a proxy of its own, and a running server."""
    stage = template.copy(tmp_path, playwright)
    with running(stage.server):
        yield stage
        for phone in (stage.phone, stage.second):
            _leave(phone.browser) if request.node.stash.get(FAILED, False) else phone.kill()
    stage.firm.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = report.failed
    return report


def _leave(browser: Chromium) -> None:
    """Keeps what was on the screen, for whoever has to find out why a journey failed."""
    SCREENS.mkdir(exist_ok=True)
    for page in browser.browser.contexts[0].pages if browser.browser else []:
        with suppress(Error):
            page.screenshot(path=SCREENS / f"{browser.profile.name}.png", timeout=3000)
            (SCREENS / f"{browser.profile.name}.txt").write_text(
                f"{page.url}\n{page.inner_text('body')}\n{browser.said}"
            )
    browser.kill()


def pair(firm: Firm, server: Server, phone: Chromium, person: Person) -> Page:
    """The person's phone, paired by the office's link yesterday: closed since, and opened again."""
    code = pairing_code(firm, person.name)
    page = phone.open(f"{server.address}/app#pair={code}")
    page.get_by_role("button", name="Handy koppeln").click()
    page.get_by_role("heading", name="Heute", level=1).wait_for()
    until(lambda: page.evaluate("navigator.serviceWorker.controller !== null"))
    phone.quit()
    return phone.open(f"{server.address}/app")


def sign_in(server: Server, desk: Chromium, login: str) -> Page:
    page = desk.open(f"{server.address}/signin")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server.address}/")
    return page


def _fill_lists(session: Session) -> None:
    sign_at_any_hour(session)
    session.add_all(
        [
            Item(kind="phrase", text="Pfosten gesetzt.", more={"kinds": ["order"], "en": "Posts set."}),
            Item(kind="phrase", text="Handlauf montiert.", more={"kinds": ["order"], "en": "Handrail fitted."}),
            Item(kind="material", number="A12", text="Schwerlastanker M12", unit="Stk", more={"favourite": True}),
        ]
    )
