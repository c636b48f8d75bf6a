"""What a crew does on a site without a signal beside writing: look where it is, start the clock, take the Auslöse,
find nobody who signs."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import expect
from sqlalchemy import select, update

from app.sites.places import Site
from app.slips.hours import minutes
from app.slips.tables import Work
from tests.journeys.hands import fill_in, hand_in, open_slip, ops_of
from tests.journeys.house import until
from tests.journeys.lines import Desk, heard, no_signal, planned, rows_of, unfold
from tests.journeys.reading import all_sent, script, slip_in_office
from tests.journeys.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CARD = {
    "contact": "Jörg Lindner, Bauleiter", "contact_phone": "0172 555 01 18", "hazard": "Kranbetrieb, Helm tragen",
    "access": "Tor 2, Schlüssel beim Pförtner\nab 6:30 Uhr",
}  # fmt: skip


def test_the_site_card_is_there_after_a_cold_start_without_a_signal(stage: Stage) -> None:
    """Address for the map app, whom to call, how to get in, what to look out for: all of it as the office has it."""
    stage.firm.database.write(lambda session: session.execute(update(Site).values(**CARD)))
    slip_id = planned(stage)
    page = stage.phone.open()
    heard(page, slip_id, "Kranbetrieb, Helm tragen")
    no_signal(stage)
    page = stage.phone.again(f"slip/{slip_id}")
    page.get_by_role("link", name="Anfahrt, Zugang, Ansprechpartner").click()
    page.get_by_role("heading", name="Riverside", level=1).wait_for()
    way = page.get_by_role("link", name="In der Karten-App öffnen")
    expect(way).to_have_attribute("href", f"geo:0,0?q={quote('Riverside, Schulstraße 8, 01936 Königsbrück')}")
    call = page.get_by_role("link", name="Jörg Lindner, Bauleiter anrufen")
    expect(call).to_have_attribute("href", "tel:01725550118")
    shown = " ".join(page.locator("main").inner_text().split())
    page.get_by_role("link", name="Zurück").click()
    fill_in(page, slip_id, "Pfosten gesetzt und ausgerichtet")
    stage.phone.proxy.clear()
    all_sent(page)
    fields = slip_in_office(stage.firm, slip_id)["fields"]
    told = [fields[name] for name in ("site_text", "contact", "contact_phone", "hazard", "client_text")]
    assert [one for one in (*told, CARD["access"]) if " ".join(one.split()) not in shown] == []
    assert fields["work"] == "Pfosten gesetzt und ausgerichtet"


def test_meals_are_proposed_with_the_reason_and_accepted_by_a_tap(stage: Stage, tmp_path: Path) -> None:
    """Nothing of it is on the slip before somebody takes it; then each person has it, with its sentence."""
    page = stage.phone.open()
    no_signal(stage)
    fill_in(page, stage.slip_id, "Pfosten gesetzt")
    unfold(page, "7")
    proposed = page.locator(".proposals .proposal")
    expect(proposed).to_have_text(
        "Verpflegung: 14,00 € Anna Richter, Ben Nowak und Karol Wiśniewski 8:45 h unterwegs, mehr als 8:00 Annehmen",
        use_inner_text=True,
    )
    assert [row for op in ops_of(page) for row in op["rows"].values() if row["table"] == "allowance"] == []
    proposed.get_by_role("button", name="Annehmen").click()
    expect(proposed.get_by_role("button", name="Wegnehmen")).to_be_visible()
    hand_in(page)
    stage.phone.proxy.clear()
    all_sent(page)
    slip = slip_in_office(stage.firm, stage.slip_id)
    rows = rows_of(slip, "allowance")
    keys = ("kind", "because", "amount_cents", "quantity", "text", "note")
    assert {tuple(row.get(key) for key in keys) for row in rows} == {
        ("meals", "absent", 1400, "1", "Verpflegung", "8:45 h unterwegs, mehr als 8:00")
    }
    assert sorted(row["name"] for row in rows) == ["Anna Richter", "Ben Nowak", "Karol Wiśniewski"]
    olga = Desk(stage)
    assert "8:45 h unterwegs, mehr als 8:00" in olga.reads(stage.slip_id)
    assert olga.prints(stage.slip_id, tmp_path).count("Verpflegung: 8:45 h unterwegs, mehr") == 3


def test_a_day_timed_by_two_taps_with_the_app_killed_in_between(stage: Stage) -> None:
    """No timer runs anywhere: three hours later another browser process shows it still running."""
    slip_id = planned(stage, breaks=())
    page = stage.phone.open()
    heard(page, slip_id)
    no_signal(stage)
    open_slip(page, slip_id)
    page.get_by_role("button", name="Jetzt angefangen").click()
    until(lambda: times_of(ops_of(page), "start"))
    stage.phone.scripts.append(script("shifted_clock").replace("SHIFT", str(3 * 60 * 60_000)))
    page = stage.phone.again(f"slip/{slip_id}")
    expect(page.locator(".timer")).to_contain_text(re.compile(r"läuft seit \d\d:\d\d, 3:0\d h"))
    page.get_by_role("button", name="Jetzt Feierabend").click()
    until(lambda: times_of(ops_of(page), "end"))
    expect(page.locator(".timer")).to_have_count(0)
    stage.phone.proxy.clear()
    all_sent(page)
    rows = rows_of(slip_in_office(stage.firm, slip_id), "time")
    lasted = {minutes(row["start"], row["end"]) for row in rows}
    with stage.firm.database.read() as session:
        counted = list(session.scalars(select(Work.minutes).where(Work.slip_id == slip_id)))
    assert (len(rows), len(lasted), counted) == (3, 1, [*lasted] * 3)
    assert 180 <= counted[0] <= 189  # by the wall; the test itself takes its time


@pytest.mark.parametrize(
    ("choice", "why", "outcome", "reason"),
    [
        ("Es ist niemand da", "Angerufen", "absent", r"Angerufen um \d\d:\d\d Uhr, nicht erreicht; Büro war zu"),
        ("Der Kunde unterschreibt später", "per Mail", "later", "Unterschrift folgt per E-Mail; Büro war zu"),
    ],
)
def test_nobody_signs_today(stage: Stage, tmp_path: Path, choice: str, why: str, outcome: str, reason: str) -> None:
    """Handed in without a signal and without a signature, but not without a reason."""
    page = stage.phone.open()
    no_signal(stage)
    fill_in(page, stage.slip_id, "Pfosten gesetzt")
    page.get_by_role("button", name="Weiter zur Unterschrift").click()
    page.get_by_role("link", name="Kunde nicht da, verweigert oder später").click()
    page.get_by_role("radio", name=choice).click()
    go = page.get_by_role("button", name="Ohne Unterschrift abgeben")
    expect(go).to_be_disabled()
    page.get_by_role("button", name=why, exact=True).click()
    page.get_by_label("Mit eigenen Worten").fill("Büro war zu")
    go.click()
    until(lambda: any(op["kind"] == "submit" for op in ops_of(page)))
    stage.phone.proxy.clear()
    all_sent(page)
    slip = slip_in_office(stage.firm, stage.slip_id)
    [row] = rows_of(slip, "signature")
    assert (slip["state"], row["outcome"], row.get("sha256")) == ("submitted", outcome, None)
    assert re.fullmatch(reason, row["reason"])
    olga = Desk(stage)
    for said in (olga.reads(stage.slip_id), olga.prints(stage.slip_id, tmp_path)):
        assert row["reason"] in said


def times_of(ops: list[dict[str, Any]], end: str) -> list[Any]:
    """What was written down as start or end of somebody's time."""
    rows = [row["fields"] for op in ops for row in op["rows"].values() if row["table"] == "time"]
    return [fields[end][1] for fields in rows if fields.get(end, [None, None])[1]]
