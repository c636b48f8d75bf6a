"""How much a person has to do: the measures of docs/product, counted and not guessed."""

import pytest
from playwright.sync_api import Page
from sqlalchemy import update

from app.sites.places import Site
from tests.journeys.counting import Hands, begin, counted
from tests.journeys.hands import draw, go_home, ops_of, trying
from tests.journeys.house import until
from tests.journeys.reading import all_sent, slip_in_office, store_of
from tests.journeys.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_usual_day_of_a_crew_of_three_takes_three_screens_and_eight_taps(stage: Stage) -> None:
    """From today to the signature of the planned contact; nothing is typed."""
    slip_id = planned_with_contact(stage)
    page = stage.phone.open()
    go_home(page)
    trying(page, lambda: any(row["slip_id"] == slip_id for row in store_of(page).base))
    page.locator(f'a[href="#/slip/{slip_id}"]').first.wait_for()
    begin(page)
    hands = usual_day(page, slip_id)
    all_sent(page)
    slip = slip_in_office(stage.firm, slip_id)
    assert (slip["state"], slip["fields"]["work"]) == ("submitted", "Pfosten gesetzt.")
    assert len(hands.screens) <= 3, hands.screens
    assert (hands.taps <= 8, hands.typed) == (True, 0), hands


def usual_day(page: Page, slip_id: str) -> Hands:
    page.locator(f'a[href="#/slip/{slip_id}"]').first.click()
    page.get_by_role("button", name="Wie geplant", exact=True).click()
    page.get_by_role("button", name="Pfosten gesetzt", exact=True).click()
    page.get_by_role("button", name="Weiter zur Unterschrift").click()
    page.get_by_role("button", name="Jörg Lindner unterschreibt").click()
    page.locator("canvas").wait_for()
    draw(page)
    page.get_by_role("button", name="Unterschrift gilt").click()
    until(lambda: any(op["kind"] == "submit" for op in ops_of(page)))
    return counted(page)


def planned_with_contact(stage: Stage) -> str:
    contact = update(Site).values(contact="Jörg Lindner, Bauleiter")
    stage.firm.database.write(lambda session: session.execute(contact))
    return stage.second_slip()
