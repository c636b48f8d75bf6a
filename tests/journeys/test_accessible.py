"""Everybody can read and touch it: axe finds nothing on any screen in any state, however narrow, dark or large."""

import re

import pytest
from playwright.sync_api import Page

from app.sites.checklists import put_in_shipped
from app.slips.review import approve, send_back
from tests.journeys.conftest import sign_in
from tests.journeys.faults import Fault
from tests.journeys.hands import draw, fill_in, give_photo, hand_in, ops_of, photo, take_photo, to_pad, trying
from tests.journeys.house import Chromium, until
from tests.journeys.looking import axe, looked_at, without_focus
from tests.journeys.reading import script, slip_in_office, store_of
from tests.journeys.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NO_OFFICE = Fault("before", "/api/", times=None)
OFFICE = (
    "", "week", "slips", "slips/{slip}", "slips/{slip}/plan", "slips/new/plan", "people", "people/new",
    "devices", "checklists", "checklists/new", "checklists/fire-door", "phrases", "phrases/new", "figures",
    "exports", "terms", "me", "slips/{slip}/corrections",
)  # fmt: skip
Seen = dict[str, list[str]]


def test_the_screens_nobody_has_touched_yet(stage: Stage) -> None:
    page = still(stage.phone.open())
    assert seen(page, ["", "slips", "hours", "more", "log", "waiting", "new", "slip/nowhere"]) == {}
    person = f"/person/{row(page, stage, 'time')}"
    parts = ("", "/site", "/people", person, "/summary", "/acceptance", "/without", "/done", "/held")
    assert seen(page, [f"slip/{stage.slip_id}{part}" for part in parts]) == {}


def test_a_slip_with_everything_in_it(stage: Stage) -> None:
    """Findings, all folds open, a checklist with a fault, lines, photos, a reason, the pad."""
    stage.firm.database.write(put_in_shipped)
    page = still(stage.phone.open())
    trying(page, lambda: page.evaluate(CHECKLISTS))
    at = f"slip/{stage.slip_id}"
    found: Seen = {}
    go(page, at)
    unfold(page)
    look(page, "all open", found)
    shown = take_photo(page, 1)
    start_checklist(page)
    look(page, "checklist", found)
    page.get_by_role("radio", name="nein", exact=True).first.click()
    page.get_by_text("nicht in Ordnung").wait_for()
    look(page, "checklist with a fault", found)
    go(page, page.get_by_role("link", name="Unterschreiben").get_attribute("href"))
    page.locator("canvas").wait_for()
    look(page, "checklist, signing", found)
    go(page, f"{at}/photo/{photo_row(page, shown)}")
    look(page, "drawing", found)
    for table in WORDS:
        add_line(page, at, table)
        look(page, table, found)
    assert found == {}


def test_handing_in_without_a_signal_and_what_comes_back(stage: Stage) -> None:
    found: Seen = {}
    page, line, at = still(stage.phone.open()), stage.phone.proxy, f"slip/{stage.slip_id}"
    line.arm(NO_OFFICE)
    fill_in(page, stage.slip_id, "Pfosten gesetzt.")
    take_photo(page, 3)
    look(page, "complete, offline", found)
    go(page, f"{at}/summary")
    for fold in page.locator(".quiet-fold > button").all():
        fold.click()
    look(page, "summary, unfolded", found)
    for part in ("own", "acceptance"):
        go(page, f"{at}/sign/{part}")
        look(page, f"signing {part}", found)
    go(page, at)
    to_pad(page)
    page.get_by_role("button", name="Unterschrift gilt").click(force=True)  # it says that it waits for a drawing
    look(page, "nothing drawn", found)
    draw(page)
    page.get_by_role("button", name="Unterschrift gilt").click()
    until(lambda: any(op["kind"] == "submit" for op in ops_of(page)))
    found |= seen(page, [f"{at}/done", f"{at}/copy", at, "", "waiting", "slips", "hours"], "offline ")
    line.clear()
    trying(page, lambda: slip_in_office(stage.firm, stage.slip_id)["state"] == "submitted")
    found |= seen(page, [f"{at}/done", f"{at}/copy", at, "waiting"], "sent ")
    returned = [("4", "Wie viele Pfosten genau?"), ("6", "Ein Foto vom Podest.")]
    stage.firm.database.write(lambda session: send_back(session, stage.slip_id, stage.cast.olga, returned))
    trying(page, lambda: state(page, stage) == "returned")
    found |= seen(page, ["", at], "returned ")
    assert found == {}


def test_what_is_held_and_what_is_approved(stage: Stage) -> None:
    """Ben wrote on a slip he was taken off; Anna's is approved and lies frozen."""
    found: Seen = {}
    page = still(stage.phone.open())
    fill_in(page, stage.slip_id, "Pfosten gesetzt.")
    hand_in(page)
    trying(page, lambda: slip_in_office(stage.firm, stage.slip_id)["state"] == "submitted")
    stage.firm.database.write(lambda session: approve(session, stage.slip_id, stage.cast.olga))
    trying(page, lambda: state(page, stage) == "approved")
    found |= seen(page, [f"slip/{stage.slip_id}", "", "slips", "hours"], "approved ")
    assert found == {}


def test_what_stands_there_before_the_app_and_instead_of_it(stage: Stage) -> None:
    """Pairing with and without a code, a wrong one, the iPhone's page, a phone that is full."""
    found: Seen = {}
    stage.phone.scripts.append(script("full_phone"))
    page = still(stage.phone.open(f"slip/{stage.slip_id}"))
    page.locator("#p6").wait_for()
    page.evaluate("window.full = true")
    give_photo(page, photo(1))
    page.get_by_role("alert").first.wait_for()
    look(page, "full phone", found)
    empty = still(stage.second.browser.open(f"{stage.server.address}/app"))  # another address: nothing is kept for it
    empty.get_by_role("heading", name="Handy koppeln").wait_for()
    look(empty, "pairing", found)
    empty.get_by_label("Code vom Büro").fill("AAAAA-AAAAA")
    empty.get_by_role("button", name="Handy koppeln").click()
    empty.get_by_role("alert").wait_for()
    look(empty, "wrong code", found)
    empty.add_init_script(script("iphone"))
    empty.reload()
    empty.get_by_role("heading", name="Erst die App installieren").wait_for()
    look(empty, "iPhone", found)
    assert found == {}


def test_the_clients_copy_and_the_office(stage: Stage, desk: Chromium) -> None:
    """Axe by day and by night on the desk's own size; the client reads on any phone."""
    found: Seen = {}
    page = still(stage.phone.open())
    fill_in(page, stage.slip_id, "Pfosten gesetzt.")
    hand_in(page)
    trying(page, lambda: slip_in_office(stage.firm, stage.slip_id)["state"] == "submitted")
    go(page, f"slip/{stage.slip_id}/copy")
    link = page.get_by_role("link", name="Nachricht")
    link.wait_for()
    token = (link.get_attribute("href") or "").split("copy%2F")[1].split("%")[0]
    page.goto(f"{stage.server.address}/copy/{token}")
    look(page, "copy", found)
    office = still(desk.open(f"{stage.server.address}/signin"))
    note(found, "signin", axe(office, 1280))
    office = sign_in(stage.server, desk, "olga")
    for path in OFFICE:
        answer = still(office).goto(f"{stage.server.address}/{path.format(slip=stage.slip_id)}")
        assert answer and answer.status == 200, path
        note(found, f"/{path}", axe(office, 1280))
    assert found == {}


def test_the_focus_can_be_seen(stage: Stage) -> None:
    found: Seen = {}
    page = stage.phone.open()
    for path in ("", "more", "new", f"slip/{stage.slip_id}", f"slip/{stage.slip_id}/without"):
        go(page, path)
        note(found, path, without_focus(page))
    assert found == {}


def test_nothing_moves_for_who_wants_no_movement(stage: Stage) -> None:
    """Neither on the screen nor in the hand; who has nothing against it feels that the slip is handed in."""
    page = stage.phone.open()
    page.evaluate("() => { Navigator.prototype.vibrate = (pattern) => (window.felt ??= []).push(pattern); }")
    fill_in(page, stage.slip_id, "Pfosten gesetzt.")
    to_pad(page)
    still(page)
    page.get_by_role("button", name="Unterschrift gilt").click(force=True)
    assert page.evaluate("window.felt ?? []") == []
    assert page.evaluate("document.getAnimations().filter((one) => one.playState === 'running').length") == 0
    page.emulate_media(reduced_motion="no-preference")
    draw(page)
    page.get_by_role("button", name="Unterschrift gilt").click()
    until(lambda: page.evaluate("window.felt ?? []") == [[40]])


def still(page: Page) -> Page:
    """Nothing moves: what is looked at is there at once."""
    page.emulate_media(reduced_motion="reduce")
    return page


def seen(page: Page, paths: list[str], when: str = "") -> Seen:
    found: Seen = {}
    for path in paths:
        go(page, path)
        look(page, when + path, found)
    return found


def look(page: Page, name: str, found: Seen) -> None:
    note(found, name, looked_at(page))


def note(found: Seen, name: str, wrong: list[str]) -> None:
    found |= {name: wrong} if wrong else {}


def go(page: Page, path: str | None) -> None:
    """From a screen that is there as a whole to another, until that is."""
    page.locator("#app.settled").wait_for()
    page.evaluate(GO, f"#/{(path or '').removeprefix('#/')}")
    page.locator("#app.settled").wait_for()


def unfold(page: Page) -> None:
    """Everything that can be opened, and what it brings."""
    for _ in range(30):
        closed = page.locator("form.report [aria-expanded=false]")
        if not closed.count():
            return
        closed.first.click()
    raise AssertionError("something folds itself again")


def start_checklist(page: Page) -> None:
    page.get_by_role("button", name="Feuer- und Rauchschutztür").click()
    page.locator(".item-part").first.wait_for()


def add_line(page: Page, at: str, table: str) -> None:
    """A line of its own, opened; an empty one goes when it is left."""
    go(page, at)
    unfold(page)
    page.locator("button.button").filter(has_text=re.compile(rf"^\s*{WORDS[table]}\s*$")).click()  # not a chip
    page.get_by_role("button", name="Zeile wegnehmen").wait_for()


def row(page: Page, stage: Stage, table: str) -> str:
    rows = next(one["change"]["rows"] for one in store_of(page).base if one["slip_id"] == stage.slip_id)
    return next(row_id for row_id, one in rows.items() if one["table"] == table)


def photo_row(page: Page, digest: str) -> str:
    rows = [item for op in ops_of(page) for item in op["rows"].items()]
    return next(row_id for row_id, one in rows if one["fields"].get("sha256", [None, None])[1] == digest)


def state(page: Page, stage: Stage) -> str:
    return str(next(one["change"]["state"] for one in store_of(page).base if one["slip_id"] == stage.slip_id))


WORDS = {
    "measurement": "Aufmaß", "opening": "Tür, Fenster, Tor", "obstruction": "Behinderung", "concern": "Bedenken",
    "defect": "Mangel", "follow_up": "Folgetermin",
}  # fmt: skip
GO = """(hash) => {
  if (location.hash === hash) return;
  document.getElementById("app").classList.remove("settled");
  location.hash = hash;
}"""
CHECKLISTS = """() => new Promise((resolve) => (indexedDB.open("handzettel").onsuccess = ({ target }) => {
  const all = target.result.transaction("catalog").objectStore("catalog").getAll();
  all.onsuccess = () => (target.result.close(), resolve((all.result[0]?.catalog.checklists ?? []).length > 0));
}))"""
