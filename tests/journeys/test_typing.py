"""Typing, photographing and saving on a phone that dies, fills up or forgets."""

import json
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page

from tests.journeys.faults import Fault
from tests.journeys.hands import WORK, give_photo, open_slip, ops_of, photo, take_photo, trying, write
from tests.journeys.house import until
from tests.journeys.reading import Book, all_sent, same_set, script, store_of
from tests.journeys.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LEFT = "Was bleibt zu tun?"
TYPED = {WORK: "Sechs Pfosten gesetzt, dann kam der Regen.", LEFT: "Acht Pfosten, Handlauf."}


def test_the_phone_drops_the_page_while_the_camera_is_open(stage: Stage) -> None:
    """Row 1: the page crashes behind the camera. The app opens the same slip again with every field."""
    page = stage.phone.open()
    open_slip(page, stage.slip_id)
    type_all(page)
    open_camera(page)
    with suppress(Error):
        page.goto("chrome://crash")
    page = stage.phone.open()
    page.get_by_label(WORK).wait_for()
    assert page.url.endswith(f"#/slip/{stage.slip_id}")
    assert shown(page) == TYPED
    same_after_sending(stage, page)


def test_the_phone_dies_while_the_camera_is_open(stage: Stage) -> None:
    """Row 1: kill -9 between the tap on the camera and the photo, as soon as the page says `gespeichert`."""
    page = stage.phone.open()
    open_slip(page, stage.slip_id)
    type_all(page)
    open_camera(page)
    page.get_by_text("gespeichert", exact=True).wait_for()
    page = stage.phone.again(f"slip/{stage.slip_id}")
    page.get_by_label(WORK).wait_for()
    assert shown(page) == TYPED
    same_after_sending(stage, page)


def test_a_full_phone_says_so_and_keeps_the_photo_in_hand(stage: Stage) -> None:
    """Row 3: storing the picture aborts for lack of space: a red page, no thumbnail, nothing half saved."""
    stage.phone.scripts.append(script("full_phone"))
    page, book = stage.phone.open(), Book()
    open_slip(page, stage.slip_id)
    write(page, "Vor dem Foto.")
    page.evaluate("window.full = true")
    before = book.note(page)
    give_photo(page, photo(1))
    page.get_by_role("alert").get_by_text("Das Foto ist nicht gespeichert").wait_for()
    assert page.locator("figure.photo").count() == 0
    assert (store_of(page).every_op, store_of(page).blobs) == (before.every_op, [])
    page.get_by_role("button", name="Noch einmal speichern").click()
    page.get_by_role("alert").get_by_text("Das Foto ist nicht gespeichert").wait_for()
    page.evaluate("window.full = false")
    page.get_by_role("button", name="Noch einmal speichern").click()
    page.locator("figure.photo").wait_for()
    assert [card["real"] for card in store_of(page).blobs] == [card["sha256"] for card in store_of(page).blobs]
    book.note(page)
    assert len(book.pictures) == 1
    same_set(stage.firm, all_sent(page), book)


def test_after_lunch_the_database_is_gone_and_saving_goes_on(stage: Stage) -> None:
    """Row 4: the phone has killed every open connection, with and without saying so; the next save uses a new one."""
    stage.phone.scripts.append(script("dead_connections"))
    page, book = stage.phone.open(), Book()
    open_slip(page, stage.slip_id)
    for number, way in enumerate(("killSilently", "killLoudly", "killSilently"), 1):
        killed = page.evaluate(f"window.{way}()")
        assert killed >= 1
        write(page, f"Nach der Pause {number}.")
    take_photo(page, 2)
    book.note(page)
    assert page.evaluate("window.refused") >= 2
    same_set(stage.firm, all_sent(page), book)


def test_a_store_that_stays_broken_is_said_until_it_works_again(stage: Stage) -> None:
    """Row 4: nothing can be written at all: the entry waits behind a red page, and is saved by a later try."""
    stage.phone.scripts.append(script("dead_connections"))
    page, book = stage.phone.open(), Book()
    open_slip(page, stage.slip_id)
    page.evaluate("window.broken = true")
    page.get_by_label(WORK).fill("Nur im Speicher.")
    page.get_by_label(WORK).blur()
    page.get_by_role("alert").get_by_text("Der Eintrag ist nicht gespeichert").wait_for()
    page.evaluate("window.broken = false")
    assert store_of(page).texts() == []
    page.get_by_role("button", name="Noch einmal speichern").click()
    until(lambda: store_of(page).texts() == ["Nur im Speicher."])
    book.note(page)
    same_set(stage.firm, all_sent(page), book)


def test_the_battery_dies_right_after_saved(stage: Stage) -> None:
    """Row 5: kill -9 while many entries are saved: every one the store had called saved is there, strictly written."""
    stage.phone.proxy.arm(Fault("before", "/api/", times=None))
    stage.phone.scripts.append(script("durability"))
    said: list[str] = []
    for number in range(2):
        page = stage.phone.again(f"slip/{stage.slip_id}")
        page.get_by_label(WORK).wait_for()
        page.expose_binding("saved", lambda _, op_id: said.append(op_id))
        wanted = len(said) + 20
        page.evaluate(script("save_many"), {"slip": stage.slip_id, "run": number})
        until(lambda page=page, wanted=wanted: page.evaluate("true") and len(said) >= wanted)
        assert set(page.evaluate("[...window.durabilities]")) == {"strict"}
    page = stage.phone.again(f"slip/{stage.slip_id}")
    page.get_by_label(WORK).wait_for()
    assert set(said) <= store_of(page).every_op.keys()
    stage.phone.proxy.clear()
    book = Book()
    book.note(page)
    same_set(stage.firm, all_sent(page), book)


def test_a_photo_whose_bytes_were_swapped_is_flagged_and_not_sent(stage: Stage) -> None:
    """Row 8: the phone's store gives photo B's bytes for photo A: A is marked unreadable, nothing wrong arrives."""
    page, line = stage.phone.open(), stage.phone.proxy
    line.arm(Fault("before", times=None))
    open_slip(page, stage.slip_id)
    first, second = take_photo(page, 1), take_photo(page, 2)
    page.evaluate(script("swap_bytes"), {"from": second, "to": first})
    line.clear()
    trying(page, lambda: card(page, first).get("bad") == "damaged" and card(page, second)["sent"])
    assert not stage.firm.files.has(first)
    assert not any(path.endswith(first) for method, path in line.requests if method in ("PUT", "PATCH"))
    assert stage.firm.files.read(second)
    page.get_by_text("nicht lesbar").first.wait_for()


def type_all(page: Page) -> None:
    """Typed, and the cursor still in the field: nobody has left it yet."""
    unfold(page)
    for name, text in TYPED.items():
        page.get_by_label(name).fill(text)


def shown(page: Page) -> dict[str, str]:
    """What stands in the fields now."""
    unfold(page)
    return {name: page.get_by_label(name).input_value() for name in TYPED}


def unfold(page: Page) -> None:
    page.locator("button.fold", has_text="Besonderheiten").click()


def open_camera(page: Page) -> None:
    with page.expect_file_chooser():
        page.get_by_text("Aufnehmen").click()


def same_after_sending(stage: Stage, page: Page) -> None:
    """What was typed becomes ops, the last of it when the person pauses, and the office gets them."""
    until(lambda: all(json.dumps(text) in json.dumps(ops_of(page)) for text in TYPED.values()))
    book = Book()
    store = all_sent(page)
    book.note(page)
    same_set(stage.firm, store, book)
    assert TYPED[WORK] in store.texts()
    assert json.dumps(TYPED[LEFT]) in json.dumps(store.waiting + [row["op"] for row in store.done])


def card(page: Page, digest: str) -> dict[str, object]:
    return next(one for one in store_of(page).blobs if one["sha256"] == digest)
