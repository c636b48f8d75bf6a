"""A picture the phone has lost: said before anything goes without it, and a person decides."""

import pytest
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from app.slips.queries import open_held
from app.slips.review import decide
from tests.journeys.faults import Fault
from tests.journeys.hands import fill_in, hand_in, photo, take_photo, trying
from tests.journeys.house import until
from tests.journeys.proxy import Proxy
from tests.journeys.reading import Book, Store, entries, same_set, script, slip_in_office, store_of
from tests.journeys.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_photo_is_gone_after_handing_in(stage: Stage) -> None:
    """Row 17: the hand-in waits for the missing photo; it goes only when the person says so; then the office
    decides."""
    page, line, book = stage.phone.open(), stage.phone.proxy, Book()
    line.arm(Fault("before", "/api/", times=None))
    fill_in(page, stage.slip_id, "Pfosten gesetzt.")
    lost, kept = take_photo(page, 1), take_photo(page, 2)
    hand_in(page)
    book.note(page)
    page.evaluate(script("drop_bytes"), lost)
    line.clear()
    trying(page, lambda: card(page, lost).get("bad") and card(page, kept)["sent"])
    pulls = rounds(line)
    trying(page, lambda: rounds(line) >= pulls + 3)
    assert slip_in_office(stage.firm, stage.slip_id)["state"] == "draft"
    assert [op["kind"] for op in store_of(page).waiting] == ["submit"]
    page.evaluate("location.hash = '#/waiting'")
    page.get_by_role("button", name="Ohne das Bild senden").click()
    page.get_by_role("button", name="Wirklich ohne das Bild senden").click()
    trying(page, lambda: not store_of(page).ops)
    del book.pictures[lost]
    same_set(stage.firm, store_of(page), book, held=1)
    assert [entry.reason for entry in entries(stage.firm) if entry.outcome == "held"] == ["bytes_missing"]
    assert slip_in_office(stage.firm, stage.slip_id)["state"] == "draft"
    accepted_without(stage)
    trying(page, lambda: store_of(page).base[0]["change"]["state"] == "submitted")


def test_a_photo_is_gone_before_handing_in(stage: Stage) -> None:
    """Row 17: nobody signs over a photo that is gone; taken once more, the slip is handed in whole."""
    page, line, book = stage.phone.open(), stage.phone.proxy, Book()
    line.arm(Fault("before", "/api/", times=None))
    fill_in(page, stage.slip_id, "Pfosten gesetzt.")
    lost = take_photo(page, 1)
    page.evaluate(script("drop_bytes"), lost)
    page.get_by_role("button", name="Weiter zur Unterschrift").click()
    page.get_by_text("Dieses Handy kann das Bild nicht mehr lesen").first.wait_for()
    assert not page.get_by_role("button", name="Weiter zur Unterschrift").count()
    give_again(page)
    hand_in(page)
    line.clear()
    store = all_sent_but(page, lost)
    book.note(page)
    book.pictures.pop(lost, None)
    same_set(stage.firm, store, book)
    assert slip_in_office(stage.firm, stage.slip_id)["state"] == "submitted"


def rounds(line: Proxy) -> int:
    return sum(path.startswith("/api/sync/pull") for _, path in line.requests)


def give_again(page: Page) -> None:
    before = len(store_of(page).every_op)
    retake = page.locator(".broken input[type=file]").first
    retake.set_input_files({"name": "image.jpg", "mimeType": "image/jpeg", "buffer": photo(2)})
    until(lambda: len(store_of(page).every_op) >= before + 2)


def all_sent_but(page: Page, lost: str) -> Store:
    trying(page, lambda: not store_of(page).ops and set(store_of(page).unsent_pictures) <= {lost})
    return store_of(page)


def accepted_without(stage: Stage) -> None:
    """The office takes the hand-in although the photo has not come."""

    def work(session: Session) -> None:
        [held] = open_held(session, stage.slip_id)
        decide(session, stage.slip_id, stage.cast.olga, "held", held.op_id, "apply", "angerufen", without_bytes=True)

    stage.firm.database.write(work)


def card(page: Page, digest: str) -> dict[str, object]:
    return next(one for one in store_of(page).blobs if one["sha256"] == digest)
