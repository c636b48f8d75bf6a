"""The client takes a copy along: at once by scanning, or as soon as the phone has a signal again."""

from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from app.reports.pictures import qr_path
from app.sites.places import Job
from tests.journeys.faults import Fault
from tests.journeys.hands import fill_in, go_home, hand_in, send, take_photo, trying
from tests.journeys.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_client_scans_the_copy_from_the_phone(stage: Stage) -> None:
    """From the done screen with one tap; what is drawn is the link that is sent, and it leads to the copy."""
    page = stage.phone.open()
    fill_in(page, stage.slip_id, "14 Pfosten gesetzt")
    hand_in(page)
    page.get_by_role("link", name="Kopie mitgeben").click()
    page.get_by_role("heading", name="Der Kunde scannt mit seinem Handy").wait_for()
    link = link_of(page)
    size, path = qr_path(link)
    drawing = page.get_by_role("img", name="QR-Code zur Kopie")
    assert drawing.get_attribute("viewBox") == f"-4 -4 {size + 8} {size + 8}"
    assert drawing.locator("path").get_attribute("d") == path
    box = drawing.bounding_box()
    assert box
    assert box["width"] == box["height"] >= 240
    assert "Geländer Treppenhaus B" in copy_page(stage, link)
    page.get_by_role("button", name="Kopie ist mitgegeben").click()
    page.get_by_role("heading", name="Heute", level=1).wait_for()
    assert page.get_by_text("Kopie noch mitgeben").count() == 0


def test_without_a_signal_the_copy_is_promised_and_kept(stage: Stage) -> None:
    """What the client left outlives the phone; the link comes by itself, and the promise goes when it is given."""
    page = stage.phone.open()
    fill_in(page, stage.slip_id, "14 Pfosten gesetzt")
    stage.phone.proxy.arm(Fault("before", "/api/", times=None))
    hand_in(page)
    page.get_by_role("link", name="Kopie mitgeben").click()
    page.get_by_role("heading", name="Die Kopie kommt, sobald der Zettel im Büro ist").wait_for()
    page.get_by_label("E-Mail oder Handynummer").fill("lindner@bau.example")
    go_home(page)
    page.get_by_text("lindner@bau.example").wait_for()
    page = stage.phone.again()
    go_home(page)
    promised = page.locator("section", has=page.get_by_role("heading", name="Kopie noch mitgeben"))
    expect(promised).to_contain_text("lindner@bau.example")
    expect(promised).to_contain_text("wartet aufs Senden")
    promised.get_by_role("link").click()
    assert page.get_by_label("E-Mail oder Handynummer").input_value() == "lindner@bau.example"
    stage.phone.proxy.clear()
    trying(page, lambda: page.get_by_role("img", name="QR-Code zur Kopie").count())
    mail = page.get_by_role("link", name="E-Mail").get_attribute("href")
    assert mail
    assert mail.startswith("mailto:lindner@bau.example?subject=Arbeitsbericht%20Gel%C3%A4nder%20Treppenhaus%20B")
    assert "Geländer Treppenhaus B" in copy_page(stage, link_of(page))
    page.get_by_role("button", name="Kopie ist mitgegeben").click()
    go_home(page)
    expect(page.get_by_text("Kopie noch mitgeben")).to_have_count(0)


def test_a_signal_that_goes_after_the_hand_in_says_so_and_comes_back(stage: Stage) -> None:
    """The slip is at the office, the link is not to be had: no wrong word about where the slip is."""
    page = stage.phone.open()
    fill_in(page, stage.slip_id, "14 Pfosten gesetzt")
    hand_in(page)
    send(page)
    page.get_by_text("Das Büro hat alles.").wait_for()
    stage.phone.proxy.arm(Fault("before", "/copy$", times=None))
    page.get_by_role("link", name="Kopie mitgeben").click()
    page.get_by_role("heading", name="Kein Netz").wait_for()
    expect(page.get_by_role("status")).to_contain_text("Der Zettel ist im Büro.")
    stage.phone.proxy.clear()
    page.get_by_role("button", name="Noch einmal versuchen").click()
    page.get_by_role("img", name="QR-Code zur Kopie").wait_for()


def test_the_client_reads_before_signing_what_the_copy_will_show(stage: Stage) -> None:
    """A job whose client sees only the material: no hours, no photos, on the phone as on the paper."""
    seen = update(Job).values(client_sees=["material"])
    stage.firm.database.write(lambda session: session.execute(seen))
    page = stage.phone.open()
    fill_in(page, stage.slip_id, "14 Pfosten gesetzt")
    take_photo(page, 5)
    trying(page, lambda: sees(page) == ["material"])
    page.get_by_role("button", name="Weiter zur Unterschrift").click()
    sheet = page.locator("article.original")
    expect(sheet).to_contain_text("14 Pfosten gesetzt")
    assert (sheet.locator("table").count(), sheet.locator("img").count()) == (0, 0)
    expect(sheet).to_contain_text("Sie bestätigen Art und Umfang der Arbeit, wie sie oben stehen.")
    stage.firm.database.write(lambda session: session.execute(update(Job).values(client_sees=None)))
    trying(page, lambda: sheet.locator("table").count() == 1)
    assert sheet.locator("img").count() == 1
    expect(sheet).to_contain_text("Sie bestätigen Art und Umfang der Arbeit und die Stunden, wie sie oben stehen.")


def sees(page: Page) -> object:
    """What the phone's lists say about its one job."""
    return page.evaluate(
        """() => new Promise((resolve) => (indexedDB.open("handzettel").onsuccess = ({ target }) => {
          const all = target.result.transaction("catalog").objectStore("catalog").getAll();
          all.onsuccess = () => (target.result.close(), resolve(all.result[0].catalog.jobs[0].client_sees));
        }))"""
    )


def link_of(page: Page) -> str:
    """As it stands in the message that would be sent."""
    href = page.get_by_role("link", name="Nachricht").get_attribute("href")
    assert href
    text = parse_qs(urlsplit(href.replace("?&", "?")).query)["body"][0]
    return next(word for word in text.split() if "/copy/" in word)


def copy_page(stage: Stage, link: str) -> str:
    """What the client's own browser shows."""
    with urlopen(f"{stage.server.address}{urlsplit(link).path}") as answer:
        return str(answer.read().decode())
