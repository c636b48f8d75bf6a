"""One slip, the whole way: planned, filled offline, signed, killed, sent, returned, corrected, approved, printed.

Asserted in the database and the files, not only in labels.
"""

import hashlib
import io
import json
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pikepdf
import pytest
from PIL import Image
from playwright.sync_api import Page
from sqlalchemy import select

from app import clock
from app.firm import Firm
from app.slips import replay
from app.slips.op import canonical, signable
from app.slips.tables import Entry, Slip, Version
from tests.cast import Cast
from tests.journeys.conftest import pair, sign_in
from tests.journeys.house import Chromium, Server, until

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WORK = "Pfosten gesetzt. 14 Stück, Fußplatten verdübelt."


def test_one_slip_the_whole_way(
    firm: Firm, cast: Cast, server: Server, phone: Chromium, desk: Chromium, tmp_path: Path
) -> None:
    office = sign_in(server, desk, "olga")
    plan(office, server, cast)
    page = pair(firm, server, phone, cast.anna)
    page.get_by_role("heading", name="Geländer Treppenhaus B").wait_for()

    server.stop()
    page = restarted(phone, page, server)
    fill(page, tmp_path)
    sign(page)

    page = restarted(phone, page, server)
    kept = unsent(page)
    assert [op["kind"] for op in kept["ops"]].count("submit") == 1
    pictures = {blob["sha256"]: blob for blob in kept["blobs"]}
    assert len(pictures) == 3

    server.start()
    send(page)
    until(lambda: slip(firm).state == "submitted")
    arrived_once(firm, kept)
    byte_exact(firm, pictures)

    send_back(office, server, "4", "Wie viele Pfosten genau?")
    until(lambda: slip(firm).state == "returned")
    answer_return(page, "12 Pfosten gesetzt, zwei fehlen noch.")
    sign(page)
    until(lambda: slip(firm).state == "submitted" and slip(firm).version == 2)

    before = figures(office, server)
    approve(office, server)
    until(lambda: slip(firm).state == "approved")
    assert figures(office, server) != before
    pdf = download(office, server, slip(firm).id)
    says_what_was_signed(firm, pdf)
    assert firm.database.write(replay.rebuild) == []


# ---- at the desk


def plan(office: Page, server: Server, cast: Cast) -> None:
    office.goto(f"{server.address}/slips/new/plan")
    office.select_option("#job", cast.job.id)
    office.fill("input[name=date]", clock.today("Europe/Berlin").isoformat())
    office.fill("input[name=start]", "07:00")
    office.fill("input[name=end]", "15:45")
    office.select_option("#crew", cast.crew.id)
    for person in (cast.anna, cast.ben, cast.karol):
        office.check(f"input[name=people][value='{person.id}']")
    office.get_by_role("button", name="Planen").click()
    office.wait_for_url(lambda url: "new/plan" not in url)


def send_back(office: Page, server: Server, number: str, reason: str) -> None:
    office.goto(f"{server.address}/")
    office.locator(f"[data-pencil='{number}']").click()
    office.locator(f"textarea[name=note_{number}]").fill(reason)
    office.locator("button[form=return], form#return button").last.click()
    office.wait_for_load_state()


def approve(office: Page, server: Server) -> None:
    office.goto(f"{server.address}/")
    office.get_by_role("button", name="Freigeben").click()
    office.wait_for_load_state()


def figures(office: Page, server: Server) -> str:
    office.goto(f"{server.address}/figures")
    return office.locator("main").inner_text()


def download(office: Page, server: Server, slip_id: str) -> bytes:
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in office.context.cookies())
    return urlopen(Request(f"{server.address}/slips/{slip_id}/pdf", headers={"cookie": cookies}), timeout=60).read()


# ---- on the phone


def restarted(phone: Chromium, page: Page, server: Server) -> Page:
    """kill -9 and a cold start, wherever the server is."""
    page.wait_for_timeout(500)
    phone.kill()
    page = phone.open(f"{server.address}/app")
    page.get_by_role("heading", name="Heute", level=1).wait_for()
    return page


def fill(page: Page, tmp_path: Path) -> None:
    page.get_by_role("link", name="Bericht ausfüllen").click()
    page.get_by_role("button", name="Wie geplant", exact=True).click()
    page.get_by_label("So steht es auf dem Zettel").fill(WORK)
    page.get_by_label("So steht es auf dem Zettel").blur()
    for number in (1, 2):
        path = tmp_path / f"photo{number}.jpg"
        path.write_bytes(photo(number))
        page.locator("input[type=file]").first.set_input_files(path)
        page.locator("figure.photo").nth(number - 1).wait_for()


def sign(page: Page) -> None:
    page.get_by_role("button", name="Weiter zur Unterschrift").click()
    page.get_by_role("radio", name="jemand anders").click()
    page.get_by_label("Vor- und Nachname").fill("Jörg Lindner")
    page.get_by_role("button", name="Jörg Lindner unterschreibt").click()
    box = page.locator("canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    for step in range(12):
        page.mouse.move(box["x"] + 40 + step * 18, box["y"] + 60 + (step % 3) * 25)
    page.mouse.up()
    page.get_by_role("button", name="Unterschrift gilt").click()
    page.get_by_text("Quittung für dich").wait_for()


def answer_return(page: Page, work: str) -> None:
    page.goto(page.url.split("#")[0] + "#/")
    page.reload()
    page.get_by_text("Wie viele Pfosten genau?").wait_for()
    page.locator("a[data-kind=red], a.button[data-kind=red]").first.click()
    page.get_by_label("So steht es auf dem Zettel").fill(work)
    page.get_by_label("So steht es auf dem Zettel").blur()
    page.get_by_role("button", name="Erledigt").click()


def send(page: Page) -> None:
    page.evaluate("window.dispatchEvent(new Event('online'))")


def unsent(page: Page) -> dict[str, Any]:
    """What the phone still has to send, read out of its own database."""
    return page.evaluate(READ_OUTBOX)


def photo(number: int) -> bytes:
    image = Image.effect_noise((1600, 1200), 60).convert("RGB")
    image.paste((40 * number, 80, 160), (200, 200, 900, 800))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85, exif=with_position())
    return out.getvalue()


def with_position() -> Image.Exif:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (51.0, 15.0, 50.0)
    return exif


# ---- in the database and the files


def slip(firm: Firm) -> Slip:
    with firm.database.read() as session:
        return session.scalars(select(Slip)).one()


def arrived_once(firm: Firm, kept: dict[str, Any]) -> None:
    with firm.database.read() as session:
        entries = {entry.op_id: entry for entry in session.scalars(select(Entry).where(Entry.seq > 1))}
    sent = {op["op_id"]: op for op in kept["ops"]}
    assert sent.keys() <= entries.keys()
    for op_id, op in sent.items():
        assert entries[op_id].op == canonical({name: value for name, value in op.items() if name != "hash"}).decode()
        assert entries[op_id].outcome == "applied"


def byte_exact(firm: Firm, pictures: dict[str, Any]) -> None:
    for digest, blob in pictures.items():
        content = firm.files.read(digest)
        assert hashlib.sha256(content).hexdigest() == digest
        assert len(content) == blob["size"]
        assert not Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825)


def says_what_was_signed(firm: Firm, pdf: bytes) -> None:
    with firm.database.read() as session:
        version = session.scalars(select(Version).order_by(Version.version.desc())).first()
        assert version
        signed = canonical(signable(version.slip_id, version.content))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        attached = document.attachments["zettel.json"].get_file().read_bytes()
        meta = document.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("3", "A")
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "de"
    assert attached == signed
    assert json.loads(attached)["fields"]["work"] == "12 Pfosten gesetzt, zwei fehlen noch."
    assert hashlib.sha256(signed).hexdigest() == version.content_hash


READ_OUTBOX = """async () => {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const [{ name }] = await indexedDB.databases();
  const db = await done(indexedDB.open(name));
  const all = (store) => done(db.transaction(store).objectStore(store).getAll());
  const ops = (await all("ops")).map((row) => row.op ?? row);
  const blobs = (await all("blobs")).map(({ sha256, size }) => ({ sha256, size }));
  db.close();
  return { ops, blobs };
}"""
