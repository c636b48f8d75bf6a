"""Phones that still run an older release."""

import shutil
import tarfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from app.version import VERSION
from tests.journeys.faults import Fault
from tests.journeys.hands import fill_in, go_home, hand_in, open_slip, take_photo, trying
from tests.journeys.house import Chromium, Server, running
from tests.journeys.reading import Book, all_sent, entries, same_set, slip_in_office, store_of
from tests.journeys.stage import Phone, Stage, paired

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PROJECT = Path(__file__).parent.parent.parent
RELEASES = sorted((PROJECT / "tests/releases").glob("*.tar.gz"))
NAMES = [path.name.removesuffix(".tar.gz") for path in RELEASES]


@pytest.mark.parametrize("release", RELEASES, ids=NAMES)
def test_offline_for_two_months_with_an_old_app(
    stage: Stage, playwright: Playwright, tmp_path: Path, release: Path
) -> None:
    """Row 27: a phone with the released app fills in, photographs, signs and hands in without signal; today's
    server takes all of it, holds nothing, and the old app shows what comes back."""
    phone, book = Phone(Chromium(playwright, tmp_path / "old"), stage.phone.proxy, stage.cast.anna), Book()
    with running(Server(stage.firm, with_old_app(tmp_path / "tree", release))) as old:
        phone.proxy.target = old.port
        paired(stage.firm, phone)
    page = phone.open()
    assert "/static/" in page.evaluate("document.scripts[0].src")
    phone.proxy.arm(Fault("before", times=None))
    fill_in(page, stage.slip_id, "Mit der alten App.")
    take_photo(page, 1)
    hand_in(page)
    book.note(page)
    page = phone.again()
    phone.proxy.reset(stage.server.port)
    same_set(stage.firm, all_sent(page), book)
    assert {entry.outcome for entry in entries(stage.firm)} == {"applied"}
    assert slip_in_office(stage.firm, stage.slip_id)["state"] == "submitted"
    trying(page, lambda: store_of(page).base[0]["change"]["state"] == "submitted")
    phone.kill()


@pytest.mark.parametrize("release", RELEASES, ids=NAMES)
def test_todays_app_takes_over_what_an_old_one_had_not_sent(
    stage: Stage, playwright: Playwright, tmp_path: Path, release: Path
) -> None:
    """Row 27: filled in and photographed without signal with the released app, whose battery dies; then there is
    today's server. The phone goes over to today's app, which finds all of it, hands it in, and sends it once."""
    phone, book = Phone(Chromium(playwright, tmp_path / "old"), stage.phone.proxy, stage.cast.anna), Book()
    with running(Server(stage.firm, with_old_app(tmp_path / "tree", release))) as old:
        phone.proxy.target = old.port
        paired(stage.firm, phone)
    page = phone.open()
    phone.proxy.arm(Fault("before", times=None))
    fill_in(page, stage.slip_id, "Mit der alten App.")
    take_photo(page, 1)
    book.note(page)
    page = phone.again()
    book.note(page)
    phone.proxy.reset(stage.server.port)
    go_over(page)
    open_slip(page, stage.slip_id)
    hand_in(page)
    book.note(page)
    same_set(stage.firm, all_sent(page), book)
    assert {entry.outcome for entry in entries(stage.firm)} == {"applied"}
    assert slip_in_office(stage.firm, stage.slip_id)["state"] == "submitted"
    phone.kill()


def go_over(page: Page) -> None:
    """Consents to the version of today."""
    go_home(page)
    page.evaluate("navigator.serviceWorker.ready.then((known) => void known.update().catch(() => {}))")
    page.get_by_role("button", name="Jetzt wechseln").click()
    page.wait_for_function("(version) => document.documentElement.dataset.version === version", arg=VERSION)


def with_old_app(tree: Path, release: Path) -> Path:
    """Today's server with the phone app of that release."""
    shutil.copytree(PROJECT / "app", tree / "app", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.rmtree(tree / "app/static/crew")
    shutil.rmtree(tree / "app/templates/crew")
    shutil.copytree(PROJECT / "migrations", tree / "migrations")
    for name in ("pyproject.toml", "CHANGELOG.md"):
        shutil.copy(PROJECT / name, tree / name)
    with tarfile.open(release) as archive:
        archive.extractall(tree, filter="data")
    (tree / "app/static/crew/start.js").touch()  # today's shell page names it, the old one's template does not
    with open(tree / "app/crew/shell.py", "a") as shell:
        shell.write(ITS_STYLES)
        if release.name.startswith("0.1.0"):
            shell.write(WORDS_OF_0_1_0)
    return tree


# They kept each file of styles by itself.
ITS_STYLES = """

_without_styles = _files


def _files() -> list[str]:
    return [*_without_styles(), *styles()]
"""

# Where the first release had its words.
WORDS_OF_0_1_0 = """

_others = _made


@cache
def _made() -> dict[str, Asset]:
    words = {f"/app/texts/{lang}.json": own().files[f"texts/{lang}.json"] for lang in pages.LANGUAGES}
    return _others() | words


@router.get("/app/texts/{lang}.json")
def words_of_0_1_0(lang: str) -> Response:
    return _answer(_found(_made().get(f"/app/texts/{lang}.json")), ASK_FIRST, "")
"""
