"""A slip nobody planned, at a place nobody knows: what it costs a person, counted touch by touch."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.counting import begin, counted
from tests.journeys.hands import draw, go_home, ops_of
from tests.journeys.house import until
from tests.journeys.lines import Desk, no_signal, rows_of
from tests.journeys.reading import all_sent, slip_in_office
from tests.journeys.stage import Stage, today

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PLACE = "Familie Krause, Am Anger 3, Ottendorf"
ORDERED = "Petra Krause"
DONE = "Hoftor gängig gemacht"


def test_three_people_at_a_new_site_nobody_planned(stage: Stage) -> None:
    """Place and name typed, the hours as usual, agreed on the spot, signed by who ordered it; all without a signal."""
    page = stage.phone.open()
    no_signal(stage)
    go_home(page)
    begin(page)
    new_slip(page)
    page.get_by_role("button", name="Wie geplant", exact=True).click()
    typed(page, "So steht es auf dem Zettel", DONE)
    expect(page.locator(".act button[data-kind=main]")).to_have_text("Noch 1 Feld: Arbeit", use_inner_text=True)
    typed(page, "Mit wem sind die Stunden vereinbart?", ORDERED)
    page.locator("#p4 .missing").get_by_role("button").last.click()
    page.get_by_role("button", name="Weiter zur Unterschrift").click()
    typed(page, "Vor- und Nachname", ORDERED)
    page.get_by_role("button", name=f"{ORDERED} unterschreibt").click()
    page.locator("canvas").wait_for()
    draw(page)
    page.get_by_role("button", name="Unterschrift gilt").click()
    until(lambda: any(op["kind"] == "submit" for op in ops_of(page)))
    hands = counted(page)
    slip_id = next(op["slip_id"] for op in ops_of(page) if op["kind"] == "submit")
    stage.phone.proxy.clear()
    all_sent(page)
    slip = slip_in_office(stage.firm, slip_id)
    print(f"new site, three people, signed: {len(hands.screens)} screens, {hands.taps} taps, {hands.typed} typed")
    keys = ("kind", "title", "site_text", "agreed_with", "agreed_on", "work")
    assert [slip["fields"].get(key) for key in keys] == ["hourly", PLACE, PLACE, ORDERED, today(), DONE]
    assert sorted(row["name"] for row in rows_of(slip, "time")) == ["Anna Richter", "Ben Nowak", "Karol Wiśniewski"]
    [signed] = rows_of(slip, "signature")
    assert (slip["state"], slip["conflicts"], signed["name"]) == ("submitted", [], ORDERED)
    assert PLACE in Desk(stage).reads(slip_id)
    assert (len(hands.screens) <= 4, hands.taps <= 11, hands.typed) == (True, True, TYPED), hands


TYPED = len(PLACE + DONE + 2 * ORDERED)


def new_slip(page: Page) -> None:
    page.get_by_role("link", name="Zettel ohne Plan anlegen").click()
    typed(page, "Auftrag, Baustelle oder eigene Worte", PLACE)
    page.get_by_role("button", name="Zettel anlegen").click()
    page.locator("#p4").wait_for()


def typed(page: Page, label: str, words: str) -> None:
    """Key by key, after a tap into the field."""
    field = page.get_by_label(label, exact=True)
    field.click()
    field.press_sequentially(words)
