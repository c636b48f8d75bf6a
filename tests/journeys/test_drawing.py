"""What is drawn on a photo is a picture of its own; the photo itself stays as it was taken."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.hands import open_slip, photo
from tests.journeys.house import until
from tests.journeys.lines import add_photos, fill, no_signal
from tests.journeys.reading import all_sent, slip_in_office, store_of
from tests.journeys.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_drawn_on_a_photo_the_original_stays(stage: Stage) -> None:
    """Two out of the gallery; arrow, circle and word become a picture of their own that knows the first."""
    page = stage.phone.open()
    no_signal(stage)
    open_slip(page, stage.slip_id)
    first, second = add_photos(page, "Vom Handy", photo(1), photo(2))
    before = stage_bytes(page, first)
    page.locator("figure.photo button").first.click()
    fill(page, **{"Was ist zu sehen?": "Riss an der Schweißnaht"})
    page.get_by_role("link", name="Draufzeichnen").click()
    canvas = page.locator("canvas.draw-on")
    until(lambda: canvas.evaluate("(one) => one.width") == 400)
    for tool, end in (("Pfeil", (120, 140)), ("Kreis", (220, 200))):
        page.get_by_role("radio", name=tool).click()
        stroke(page, (60, 60), end)
    page.get_by_role("radio", name="Wort").click()
    fill(page, **{"Wort schreiben, dann aufs Foto tippen": "hier"})
    stroke(page, (90, 250), (92, 251))
    expect(canvas).to_have_attribute("aria-label", "Foto mit 3 Zeichen")
    page.get_by_role("button", name="Als neues Foto behalten").click()
    page.locator("#p6").wait_for()
    until(lambda: len(store_of(page).blobs) == 3)
    assert stage_bytes(page, first) == before
    stage.phone.proxy.clear()
    all_sent(page)
    there = slip_in_office(stage.firm, stage.slip_id)["rows"].items()
    rows = {key: row["fields"] for key, row in there if row["table"] == "photo"}
    original = next(key for key, row in rows.items() if row["sha256"] == first)
    [drawn] = [row for row in rows.values() if row.get("original") == original]
    assert {row["sha256"] for row in rows.values()} == {first, second, drawn["sha256"]}
    assert (drawn["caption"], rows[original].get("original")) == ("Riss an der Schweißnaht", None)
    assert stage.firm.files.read(first) != stage.firm.files.read(drawn["sha256"])


def stroke(page: Page, start: tuple[int, int], end: tuple[int, int]) -> None:
    box: Any = page.locator("canvas.draw-on").bounding_box()
    page.mouse.move(box["x"] + start[0], box["y"] + start[1])
    page.mouse.down()
    page.mouse.move(box["x"] + end[0], box["y"] + end[1], steps=4)
    page.mouse.up()


def stage_bytes(page: Page, digest: str) -> str:
    """What the phone's bytes of a picture hash to now."""
    return next(card["real"] for card in store_of(page).blobs if card["sha256"] == digest)
