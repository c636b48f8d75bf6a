"""What the office lays down at a site is on the crew's phones, without a signal too."""

import io
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.journeys.conftest import sign_in
from tests.journeys.faults import Fault
from tests.journeys.hands import go_home, photo, send, trying
from tests.journeys.house import Chromium
from tests.journeys.looking import looked_at
from tests.journeys.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
KEPT = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("site-documents-"));
  const all = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).length));
  return all.reduce((sum, n) => sum + n, 0);
}"""


def test_laid_down_at_the_desk_and_read_in_the_cellar(stage: Stage, playwright: Playwright, tmp_path: Path) -> None:
    """Fetched by itself for a site of today, opened without a signal; gone when the office takes it away."""
    desk = Chromium(playwright, tmp_path / "desk", width=1440, height=900)
    office = sign_in(stage.server, desk, "olga")
    office.goto(f"{stage.server.address}/sites/{stage.cast.job.site_id}")
    bring(office, "Lageplan.pdf", a_pdf(), "application/pdf")
    bring(office, "Schlüssel.jpg", photo(7), "image/jpeg", "Schlüsselkasten")
    page = stage.phone.open()
    trying(page, lambda: page.evaluate(KEPT) == 2)
    stage.phone.proxy.arm(Fault("before", "/api/", times=None))
    page = stage.phone.again(f"slip/{stage.slip_id}/site")
    page.emulate_media(reduced_motion="reduce")
    papers = page.locator("section.papers")
    expect(papers).to_contain_text("auf diesem Handy")
    assert papers.get_by_text("noch nicht auf diesem Handy").count() == 0
    papers.get_by_role("button", name="Schlüsselkasten").click()
    picture = papers.get_by_role("img", name="Schlüsselkasten")
    assert picture.evaluate("async (img) => (await img.decode(), img.naturalWidth)") == 400
    assert looked_at(page) == []
    with page.expect_popup() as opened:
        papers.get_by_role("link", name="Lageplan").click()
    assert opened.value.url.startswith("blob:")
    opened.value.close()
    office.get_by_role("button", name="Lageplan wegnehmen").click()
    office.get_by_role("link", name="Lageplan", exact=True).wait_for(state="detached")
    desk.quit()
    stage.phone.proxy.clear()
    go_home(page)
    trying(page, lambda: page.evaluate(KEPT) == 1)
    page.evaluate("(id) => (location.hash = `#/slip/${id}/site`)", stage.slip_id)
    expect(page.locator("section.papers")).not_to_contain_text("Lageplan")


def test_what_has_not_come_is_said_and_comes_when_the_card_is_open(
    stage: Stage, playwright: Playwright, tmp_path: Path
) -> None:
    desk = Chromium(playwright, tmp_path / "desk", width=1440, height=900)
    office = sign_in(stage.server, desk, "olga")
    office.goto(f"{stage.server.address}/sites/{stage.cast.job.site_id}")
    bring(office, "Lageplan.pdf", a_pdf(), "application/pdf")
    desk.quit()
    stage.phone.proxy.arm(Fault("before", "/api/blobs", times=None))
    page = stage.phone.open(f"slip/{stage.slip_id}/site")
    send(page)
    page.get_by_text("noch nicht auf diesem Handy, kommt mit Netz").wait_for()
    stage.phone.proxy.clear()
    trying(page, lambda: page.locator("section.papers").get_by_role("link", name="Lageplan").count())


def bring(office: Page, filename: str, body: bytes, type_: str, name: str = "") -> None:
    office.get_by_label("Datei", exact=True).set_input_files({"name": filename, "mimeType": type_, "buffer": body})
    office.get_by_label("Name (leer: wie die Datei)").fill(name)
    office.get_by_role("button", name="Hinzufügen").click()
    office.get_by_role("link", name=name or filename.partition(".")[0], exact=True).wait_for()


def a_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page()
        file.save(out)
    return out.getvalue()
