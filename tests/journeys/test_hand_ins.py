"""What is signed at the end of a day, and hours no clock on a wall tells right."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.slips.tables import Work
from tests.journeys.hands import as_planned, draw, open_slip, ops_of, write
from tests.journeys.house import until
from tests.journeys.lines import Desk, fill, heard, no_signal, planned, rows_of, unfold
from tests.journeys.reading import all_sent, slip_in_office
from tests.journeys.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WHOLE = "die ganze Leistung dieses Auftrags"


def test_a_consumer_is_told_and_three_sign_for_three_things(stage: Stage, tmp_path: Path) -> None:
    """An extra ordered on the spot, so first the notice; the crew signs, the work is accepted, the extent is signed."""
    extra = {"text": "Fettpresse", "plan_quantity": "1", "quantity": "1", "unit": "Stk", "extra_order": 1}
    slip_id = planned(stage, own={"client_kind": "consumer"}, material=(extra,))
    page = stage.phone.open()
    heard(page, slip_id)
    no_signal(stage)
    open_slip(page, slip_id)
    as_planned(page)
    write(page, "14 Pfosten gesetzt")
    page.get_by_role("button", name="Weiter zur Unterschrift").click()
    expect(page.get_by_role("button", name="Erst die Widerrufsbelehrung zeigen")).to_be_disabled()
    page.get_by_role("button", name="Ich habe die Belehrung gelesen und erhalten").click()
    page.get_by_role("button", name="Ich verlange ausdrücklich, dass sofort begonnen wird").click()
    fill_reservation(page, "Kratzer am Sockel war schon da")
    page.get_by_role("button", name="Firma und Vollmacht").click()
    fill(page, Firma="Hausverwaltung Lindner")
    page.get_by_role("radio", name="ja", exact=True).click()
    page.get_by_role("button", name="Weitere Unterschriften").click()
    page.get_by_role("link", name="Eigene Unterschrift").click()
    signed(page)
    page.get_by_role("button", name="Weitere Unterschriften").wait_for()
    if not page.get_by_role("link", name="Abnahme").count():
        page.get_by_role("button", name="Weitere Unterschriften").click()
    page.get_by_role("link", name="Abnahme").click()
    page.get_by_role("button", name=WHOLE).click()
    fill(page, **{"Vor- und Nachname": "Jörg Lindner"})
    page.locator(".act button[data-kind=main]").click()
    signed(page)
    page.get_by_role("button", name="Jörg Lindner unterschreibt").click()
    signed(page)
    until(lambda: any(op["kind"] == "submit" for op in ops_of(page)))
    stage.phone.proxy.clear()
    all_sent(page)
    slip = slip_in_office(stage.firm, slip_id)
    parts = {row.get("part") or "extent": row for row in rows_of(slip, "signature")}
    assert {part: row["name"] for part, row in parts.items()} == {
        "extent": "Jörg Lindner", "own": "Anna Richter", "acceptance": "Jörg Lindner"
    }  # fmt: skip
    assert parts["acceptance"]["parts"] == WHOLE
    assert [parts["extent"][key] for key in ("reservation", "company", "authority")] == [
        "Kratzer am Sockel war schon da", "Hausverwaltung Lindner", "yes"
    ]  # fmt: skip
    assert (bool(slip["fields"]["notice_at"]), slip["fields"]["early_start"]) == (True, 1)
    assert len({row["sha256"] for row in parts.values() if stage.firm.files.read(row["sha256"])}) == 3
    paper = Desk(stage).prints(slip_id, tmp_path)
    assert [word for word in ("Kratzer am Sockel war schon da", "Abnahme", "Anna Richter") if word not in paper] == []


def test_refused_in_the_clients_words(stage: Stage, tmp_path: Path) -> None:
    page = stage.phone.open()
    open_slip(page, stage.slip_id)
    as_planned(page)
    write(page, "14 Pfosten gesetzt")
    page.get_by_role("button", name="Weiter zur Unterschrift").click()
    page.get_by_role("link", name="Kunde nicht da, verweigert oder später").click()
    go = page.get_by_role("button", name="Ohne Unterschrift abgeben")
    expect(go).to_be_disabled()
    page.get_by_role("radio", name="Der Kunde verweigert").click()
    page.get_by_label("Sein Grund, in seinen Worten").fill("Will erst mit dem Chef reden")
    go.click()
    until(lambda: any(op["kind"] == "submit" for op in ops_of(page)))
    all_sent(page)
    slip = slip_in_office(stage.firm, stage.slip_id)
    [row] = rows_of(slip, "signature")
    assert (slip["state"], row["outcome"], row["reason"]) == ("submitted", "refused", "Will erst mit dem Chef reden")
    assert "Will erst mit dem Chef reden" in Desk(stage).prints(stage.slip_id, tmp_path)


def test_over_midnight_in_the_night_the_clocks_go_back(stage: Stage) -> None:
    """18:00 to the second 02:30 is nine and a half hours; who drove and who rode along is said."""
    breaks = (("20:00", "20:15"), ("23:00", "23:30"))
    slip_id = planned(stage, "2026-10-24", start="18:00", end="02:30", breaks=breaks)
    page = stage.phone.open()
    heard(page, slip_id)
    no_signal(stage)
    open_slip(page, slip_id)
    as_planned(page)
    page.get_by_role("button", name="Wie geplant", exact=True).click()
    page.get_by_role("radio", name="die zweite, nach dem Zurückstellen").first.click()
    unfold(page, "3")
    for name, role in (("Ben Nowak", "fährt"), ("Anna Richter", "fährt mit")):
        page.locator(".matrix tr", has_text=name).get_by_label(role, exact=True).check(force=True)
    until(lambda: sum(row["table"] == "trip" for op in ops_of(page) for row in op["rows"].values()) == 2)
    write(page, "Nachts gearbeitet")
    stage.phone.proxy.clear()
    all_sent(page)
    slip = slip_in_office(stage.firm, slip_id)
    ends = {row["end"] for row in rows_of(slip, "time")}
    assert ends == {"2026-10-25T02:30+01:00"}
    drove = {row["name"]: row["role"] for row in rows_of(slip, "trip")}
    assert drove == {"Ben Nowak": "driver", "Anna Richter": "passenger"}
    with stage.firm.database.read() as session:
        assert set(session.scalars(select(Work.minutes).where(Work.slip_id == slip_id))) == {9 * 60 + 30 - 45}


def fill_reservation(page: Page, text: str) -> None:
    page.get_by_label("Anmerkung oder Vorbehalt").fill(text)


def signed(page: Page) -> None:
    """Drawn on the pad that opens, and kept."""
    page.locator("canvas.stroke").wait_for()
    draw(page)
    page.get_by_role("button", name="Unterschrift gilt").click()
    page.locator("canvas.stroke").wait_for(state="detached")
