"""The pictures of README and docs, taken of the demo firm: `python -m tests.journeys.pictures`.

Run it after a change to a screen, so that the pictures stay true.
"""

import subprocess
import tempfile
from pathlib import Path
from urllib.request import Request, urlopen

from playwright.sync_api import Page, sync_playwright
from sqlalchemy import select

from app import demo
from app.firm import Firm
from app.migrate import migrate
from app.slips.tables import Slip
from tests.conftest import settings_for
from tests.journeys.house import Chromium, Server, pairing_code, running

PICTURES = Path(__file__).parent.parent.parent / "docs/pictures"
PASSWORD = "handzettel-demo"


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        firm = Firm(settings_for(f"sqlite:///{scratch}/firm.db", Path(scratch)))
        migrate(firm)
        demo.load(firm)
        with running(Server(firm)) as server:
            phone = Chromium(playwright, Path(scratch) / "phone")
            desk = Chromium(playwright, Path(scratch) / "desk", width=1440, height=900)
            try:
                _phone(firm, server, phone)
                _desk(firm, server, desk)
            finally:
                phone.kill()
                desk.kill()
        firm.close()


def _phone(firm: Firm, server: Server, phone: Chromium) -> None:
    code = pairing_code(firm, "Anna Richter")
    page = phone.open(f"{server.address}/app#pair={code}")
    page.get_by_role("button", name="Handy koppeln").click()
    page.get_by_role("link", name="Bericht ausfüllen").wait_for()
    _take(page, "phone-today")
    page.get_by_role("link", name="Bericht ausfüllen").click()
    page.get_by_role("button", name="Wie geplant", exact=True).click()
    page.get_by_label("So steht es auf dem Zettel").fill("14 Pfosten gesetzt und ausgerichtet. Baustelle geräumt.")
    page.get_by_label("So steht es auf dem Zettel").blur()
    page.get_by_role("heading", name="Arbeit").scroll_into_view_if_needed()
    page.wait_for_timeout(600)
    page.evaluate("scrollTo(0, document.querySelector('.report').offsetTop - 60)")
    _take(page, "phone-slip")
    page.get_by_role("button", name="Weiter zur Unterschrift").click()
    page.get_by_text("Wer unterschreibt?").wait_for()
    _take(page, "phone-sign")


def _desk(firm: Firm, server: Server, desk: Chromium) -> None:
    page = desk.open(f"{server.address}/signin")
    page.fill("input[name=login]", "olga")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server.address}/")
    page.wait_for_load_state("networkidle")
    _take(page, "desk-inbox")
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in page.context.cookies())
    request = Request(f"{server.address}/slips/{_signed(firm)}/pdf", headers={"cookie": cookies})
    paper = PICTURES / "slip.pdf"
    paper.write_bytes(urlopen(request, timeout=120).read())
    first_page = ["-r", "70", "-png", "-f", "1", "-l", "1", "-singlefile"]
    subprocess.run(["pdftoppm", *first_page, str(paper), str(PICTURES / "slip-pdf")], check=True)
    paper.unlink()


def _signed(firm: Firm) -> str:
    """The approved slip with the most photos, signed by the client."""
    with firm.database.read() as session:
        signed = select(Slip.id).where(Slip.state == "approved", Slip.outcome == "signed")
        return session.scalars(signed.order_by(Slip.photos.desc(), Slip.id).limit(1)).one()


def _take(page: Page, name: str) -> None:
    page.wait_for_timeout(500)
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    main()
