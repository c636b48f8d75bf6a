"""Checklists from the office's editor to the phone and back: pinned to their version, judged, and asked for before a
hand-in."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from app.sites.checklists import save_template
from app.sites.places import Job
from tests.journeys.asking import item, put_time, say, show, sign, start, tap
from tests.journeys.conftest import sign_in
from tests.journeys.hands import fill_in, hand_in, open_slip, trying
from tests.journeys.house import Chromium, until
from tests.journeys.lines import KNOWN, Desk, heard, no_signal, planned, rows_of
from tests.journeys.reading import all_sent, slip_in_office, store_of
from tests.journeys.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PERMIT = "Erlaubnisschein Heißarbeit"
GATE: dict[str, Any] = {
    "id": "gate-check", "purpose": "gate", "title": {"de": "Torprüfung"},
    "items": [
        {"key": "drive", "kind": "choice", "title": {"de": "Antrieb"}, "choices": [
            {"key": "hand", "title": {"de": "von Hand"}}, {"key": "motor", "title": {"de": "Motor"}}]},
        {"key": "force", "kind": "number", "title": {"de": "Schließkraft"}, "most": "400", "unit": "N",
         "when": {"item": "drive", "is": ["motor"]}},
        {"key": "travel", "kind": "number", "title": {"de": "Nachlaufweg"}, "unit": "mm"},
        {"key": "plate", "kind": "photo", "title": {"de": "Typenschild"}},
        {"key": "tester", "kind": "signature", "title": {"de": "Prüfer"}},
    ],
}  # fmt: skip


def test_a_checklist_begun_stays_what_it_was_when_the_office_makes_a_new_version(
    stage: Stage, desk: Chromium, tmp_path: Path
) -> None:
    """Filled by the version it was begun with; the next slip is asked the new question; its verdict at the desk."""
    first, second = gate_slips(stage)
    page = stage.phone.open()
    heard(page, first, "Torprüfung")
    fill_in(page, first, "Tor geprüft")
    start(page, "Torprüfung")
    page.get_by_label("Anlage, Tür oder Nummer").fill("Tor 4")
    new_question(sign_in(stage.server, desk, "olga"), stage, "Lichtschranke geprüft")
    trying(page, lambda: "Lichtschranke geprüft" in known(page))
    expect(page.get_by_text("Fassung 1")).to_be_visible()
    assert asked(page) == ["drive", "travel", "plate", "tester"]
    pictures = filled(page)
    page.get_by_role("link", name="Fertig").click()
    expect(page.locator("#pc .state")).to_have_text("Mängel")
    hand_in(page)
    open_slip(page, second)
    start(page, "Torprüfung")
    expect(page.get_by_text("Fassung 2")).to_be_visible()
    assert asked(page)[-1] == "lichtschranke_geprueft"
    all_sent(page)
    slip, other = slip_in_office(stage.firm, first), slip_in_office(stage.firm, second)
    pins = [[row["version"] for row in rows_of(one, "checklist")] for one in (slip, other)]
    assert (slip["state"], pins) == ("submitted", [[1], [2]])
    said = {row["item"]: row for row in rows_of(slip, "answer")}
    assert {key: said[key].get("value") for key in ("drive", "force", "travel")} == {
        "drive": "motor", "force": "412", "travel": "35.5"
    }  # fmt: skip
    assert (said["force"]["text"], said["tester"]["name"]) == ("Feder nachstellen", "Anna Richter")
    assert all(stage.firm.files.read(digest) for digest in (*pictures, said["tester"]["sha256"]))
    olga = Desk(stage)
    for told in (olga.reads(first), olga.prints(first, tmp_path)):
        missing = [word for word in ("Torprüfung", "Tor 4", "Mängel", "412", "Feder nachstellen") if word not in told]
        assert (missing, "Lichtschranke" in told) == ([], False)


def test_hot_work_is_not_handed_in_before_the_fire_watch_has_ended(stage: Stage) -> None:
    """Without a permit, and with one that lacks the watch's end, the slip stays here and says why."""
    slip_id = planned(stage, own={"hot_work": 1})
    page = stage.phone.open()
    heard(page, slip_id, PERMIT)
    no_signal(stage)
    fill_in(page, slip_id, "Pfosten angeschweißt")
    expect(page.locator(".check")).to_contain_text("Heißarbeit: Erlaubnisschein ausfüllen")
    blocked(page, slip_id)
    start(page, PERMIT)
    permit(page)
    put_time(page, "watch_end", "15:30")
    expect(item(page, "watch_end").locator(".warned")).to_contain_text("zu früh")
    blocked(page, slip_id)
    expect(page.locator(".check")).to_contain_text(f"{PERMIT}: Mangel mit Text und Foto zeigen")
    page.get_by_role("link", name=PERMIT).click()
    put_time(page, "watch_end", "17:00")
    page.get_by_role("link", name="Fertig").click()
    expect(page.locator(".check .must")).to_have_count(0)
    hand_in(page)
    stage.phone.proxy.clear()
    all_sent(page)
    slip = slip_in_office(stage.firm, slip_id)
    said = {row["item"]: row.get("value") or "" for row in rows_of(slip, "answer")}
    assert (slip["state"], said["watch_end"][10:16], said["no_fire"]) == ("submitted", "T17:00", "yes")
    assert len([row for row in rows_of(slip, "answer") if row.get("sha256")]) == 3


def test_a_number_that_is_being_typed_is_not_taken_away(stage: Stage) -> None:
    """Neither by an answer drawn meanwhile nor by the one before, still being written; "entfällt" empties it."""
    slip_id, _ = gate_slips(stage)
    page = stage.phone.open()
    heard(page, slip_id, "Torprüfung")
    no_signal(stage)
    open_slip(page, slip_id)
    start(page, "Torprüfung")
    force, travel = item(page, "force").get_by_label("Zahl, N"), item(page, "travel").get_by_label("Zahl, mm")
    travel.press_sequentially("35")
    item(page, "drive").get_by_role("radio", name="Motor").dispatch_event("click")
    force.wait_for()
    expect(travel).to_have_value("35")
    travel.press_sequentially(",5")
    force.click()
    force.press_sequentially("390")
    until(lambda: "35.5" in str(store_of(page).every_op))
    expect(force).to_have_value("390")
    item(page, "force").get_by_role("button", name="entfällt").click()
    expect(force).to_have_value("")
    stage.phone.proxy.clear()
    all_sent(page)
    slip = slip_in_office(stage.firm, slip_id)
    said = {row["item"]: row.get("value") for row in rows_of(slip, "answer")}
    assert (said["travel"], said["force"], slip["conflicts"]) == ("35.5", "na", [])


def gate_slips(stage: Stage) -> tuple[str, str]:
    """Two for today of a job that asks for the check of its gate."""
    asks = update(Job).values(checklists=["gate-check"])
    stage.firm.database.write(lambda session: save_template(session, GATE, stage.cast.olga.id))
    stage.firm.database.write(lambda session: session.execute(asks))
    return planned(stage), planned(stage)


def filled(page: Page) -> list[str]:
    """By a motor, too strong, with what proves it; the digests of its photos."""
    tap(page, "drive", "Motor")
    assert asked(page) == ["drive", "force", "travel", "plate", "tester"]
    say(page, "force", "Zahl, N", "412")
    expect(item(page, "force").locator(".warned")).to_have_text("zu groß Dazu fehlt: Text, Foto", use_inner_text=True)
    say(page, "force", "Bemerkung", "Feder nachstellen")
    pictures = [show(page, "force", 1)]
    say(page, "travel", "Zahl, mm", "35,5")
    pictures.append(show(page, "plate", 2))
    sign(page, "tester", "Anna Richter")
    return pictures


def new_question(office: Page, stage: Stage, title: str) -> None:
    """A question more in the editor; what it saves is version 2."""
    office.goto(f"{stage.server.address}/checklists/gate-check")
    office.locator("summary", has_text="Neue Frage").first.click()
    office.locator(f"#title_de_{len(GATE['items']) + 1}").fill(title)
    office.get_by_role("button", name="Als neue Fassung speichern").click()
    office.get_by_role("heading", name="Fassung 2").wait_for()


def asked(page: Page) -> list[str]:
    """The questions that stand on the screen."""
    return [
        one.removeprefix("item-") for one in page.locator(".item-part").evaluate_all("(all) => all.map((a) => a.id)")
    ]


def permit(page: Page) -> None:
    """All of it but the end of the watch."""
    words = {"place": "Halle 2", "task": "Schweißen", "alarm": "Flur, 112", "guard": "Ben Nowak", "watch_name": "Karol"}
    titles = {
        "place": "Ort: Gebäude, Geschoss, Raum", "task": "Arbeit: Schweißen, Brennen, Trennen, Löten ...",
        "alarm": "Nächster Melder, Telefon", "guard": "Brandposten während der Arbeit (Name)",
        "watch_name": "Brandwache (Name)",
    }  # fmt: skip
    for key, word in words.items():
        say(page, key, titles[key], word)
    say(page, "radius", "Zahl, m", "10")
    say(page, "watch_minutes", "Zahl, min", "60")
    for key in ("removed", "covered", "sealed", "behind", "explosive", "no_fire"):
        tap(page, key, "ja")
    tap(page, "extinguisher", "Pulver")
    for key, clock in {"valid_from": "07:00", "valid_until": "15:00", "work_end": "15:00"}.items():
        put_time(page, key, clock)
    for key in ("client", "contractor", "worker"):
        sign(page, key, "Jörg Lindner" if key == "client" else "Anna Richter")


def blocked(page: Page, slip_id: str) -> None:
    """Neither from the slip nor by the address of the summary does it go on to a signature."""
    open_slip(page, slip_id)
    assert page.get_by_role("button", name="Weiter zur Unterschrift").count() == 0
    expect(page.locator(".act button[data-kind=main]")).to_contain_text("Noch 1 Feld")
    page.evaluate("(id) => (location.hash = `#/slip/${id}/summary`)", slip_id)
    expect(page.get_by_role("button", name="Erst den Bericht fertig machen")).to_be_disabled()
    open_slip(page, slip_id)


def known(page: Page) -> str:
    """The lists on the phone, as text."""
    return str(page.evaluate(KNOWN))
