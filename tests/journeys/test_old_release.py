"""Phones that still run an older release."""

import shutil
import tarfile
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.journeys.faults import Fault
from tests.journeys.hands import fill_in, hand_in, take_photo, trying
from tests.journeys.house import Chromium, Server, running
from tests.journeys.reading import Book, all_sent, entries, same_set, slip_in_office, store_of
from tests.journeys.stage import Phone, Stage, paired

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PROJECT = Path(__file__).parent.parent.parent
RELEASES = sorted((PROJECT / "tests/releases").glob("*.tar.gz"))


@pytest.mark.parametrize("release", RELEASES, ids=[path.name.removesuffix(".tar.gz") for path in RELEASES])
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
