"""Lines of a slip under a person's hands: parts unfolded, rows filled in, and what of it the office has."""

import re
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from playwright.sync_api import Page

from app.slips.review import Plan, plan_slip
from tests.cast import PASSWORD
from tests.journeys.faults import Fault
from tests.journeys.hands import go_home, trying
from tests.journeys.house import until
from tests.journeys.reading import store_of
from tests.journeys.stage import Stage, today

KNOWN = """() => new Promise((resolve) => (indexedDB.open("handzettel").onsuccess = ({ target }) => {
  const all = target.result.transaction("catalog").objectStore("catalog").getAll();
  all.onsuccess = () => (target.result.close(), resolve(JSON.stringify(all.result)));
}))"""


def planned(stage: Stage, date: str = "", **more: Any) -> str:
    """A slip of Anna's crew, for today if no day is said; what its plan brings besides is in `more`."""
    cast = stage.cast
    usual: dict[str, Any] = {
        "job": cast.job, "people": [cast.anna, cast.ben, cast.karol], "lead": cast.anna, "start": "07:00",
        "end": "15:45", "zone": "Europe/Berlin", "breaks": (("09:00", "09:15"), ("12:00", "12:30")),
        "crew_id": cast.crew.id,
    }  # fmt: skip
    day = Plan(date=date or today(), **(usual | more))
    return stage.firm.database.write(lambda session: plan_slip(session, cast.olga, day))


def heard(page: Page, slip_id: str, *words: str) -> None:
    """The phone has the slip, and in its lists stands what it needs for it."""
    go_home(page)

    def there() -> bool:
        lists = page.evaluate(KNOWN)
        return any(row["slip_id"] == slip_id for row in store_of(page).base) and all(one in lists for one in words)

    trying(page, there)


def no_signal(stage: Stage) -> None:
    """Until the proxy's `clear`."""
    stage.phone.proxy.arm(Fault("before", "/api/", times=None))


def unfold(page: Page, no: str) -> None:
    """Opens a field of the slip if it is folded."""
    page.locator(f"#p{no}").wait_for()
    if page.locator(f"button.fold#p{no}").count():
        page.locator(f"button.fold#p{no}").click()
        page.locator(f"section#p{no}").wait_for()


def add_line(page: Page, no: str, kind: str) -> str:
    """A line more in a field of the slip; its id."""
    unfold(page, no)
    page.locator(f"#p{no}").get_by_role("button", name=kind, exact=True).click()
    until(lambda: "/row/" in page.evaluate("location.hash"))
    page.get_by_role("link", name="Fertig").wait_for()
    return str(page.evaluate("location.hash").partition("/row/")[2])


def fill(page: Page, **words: str) -> None:
    """Types into fields by their labels; `_` stands for a space."""
    for label, word in words.items():
        field = page.get_by_label(label.replace("_", " "), exact=True)
        field.fill(word)
        field.blur()


def finish_line(page: Page) -> None:
    page.get_by_role("link", name="Fertig").click()
    page.locator("#p4").wait_for()


def add_photos(page: Page, where: str, *pictures: bytes) -> list[str]:
    """Taken or chosen at the field that says `where`; their digests on the phone, in this order."""
    before = {card["sha256"] for card in store_of(page).blobs}
    files: list[Any] = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": one} for n, one in enumerate(pictures)]
    page.locator("label", has_text=where).locator("input[type=file]").first.set_input_files(files)
    until(lambda: len(new_cards(page, before)) == len(pictures))
    return new_cards(page, before)


def new_cards(page: Page, before: set[str]) -> list[str]:
    return [card["sha256"] for card in store_of(page).blobs if card["sha256"] not in before]


def rows_of(slip: dict[str, Any], table: str) -> list[dict[str, Any]]:
    return [row["fields"] for row in slip["rows"].values() if row["table"] == table]


class Desk:
    """Somebody of the office with a browser of no pictures: pages and papers as they come."""

    def __init__(self, stage: Stage, login: str = "olga") -> None:
        self.address = stage.server.address
        self._browser = build_opener(HTTPCookieProcessor())
        self.post("/signin", login=login, password=PASSWORD)

    def get(self, path: str) -> bytes:
        return bytes(self._browser.open(self.address + path, timeout=60).read())

    def post(self, path: str, **form: str) -> bytes:
        return bytes(self._browser.open(self.address + path, urlencode(form).encode(), timeout=60).read())

    def reads(self, slip_id: str) -> str:
        """The slip's page, its words only."""
        page = re.sub(r"(?s)<(script|style).*?</\1>", " ", self.get(f"/slips/{slip_id}").decode())
        return " ".join(re.sub(r"<[^>]+>", " ", page).split())

    def prints(self, slip_id: str, folder: Path) -> str:
        """The words on its PDF."""
        paper = folder / "slip.pdf"
        paper.write_bytes(self.get(f"/slips/{slip_id}/pdf"))
        said = subprocess.run(["pdftotext", "-layout", str(paper), "-"], capture_output=True, text=True, check=True)
        return " ".join(said.stdout.split())
