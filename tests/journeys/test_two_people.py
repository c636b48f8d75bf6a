"""Two phones, or two windows, on one slip: everything merges, and a real clash becomes a conflict everybody sees."""

from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Page

from app.slips.review import decide
from tests.journeys.conftest import sign_in
from tests.journeys.faults import Fault
from tests.journeys.hands import WORK, fill_in, hand_in, open_slip, take_photo, trying, write
from tests.journeys.house import Chromium, until
from tests.journeys.reading import (
    Book,
    all_sent,
    entries,
    same_pictures,
    same_set,
    script,
    slip_in_office,
    store_of,
)
from tests.journeys.stage import Phone, Stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ANNA, BEN = "Anna: Pfosten gesetzt.", "Ben: Fußplatten verdübelt."


def test_two_phones_write_on_one_slip_without_signal(stage: Stage, desk: Chromium) -> None:
    """Row 33: photos of both are on the slip; two texts for one field are a conflict on both phones and in the
    office."""
    anna, ben = offline(stage.phone), offline(stage.second)
    books = [Book(), Book()]
    for page, text, seed in ((anna, ANNA, 1), (ben, BEN, 2)):
        open_slip(page, stage.slip_id)
        write(page, text)
        take_photo(page, seed)
    for book, page in zip(books, (anna, ben), strict=True):
        book.note(page)
    for phone, page in ((stage.phone, anna), (stage.second, ben)):
        phone.proxy.clear()
        all_sent(page)
    until_base(anna, lambda change: len(change["conflicts"]) == 1)
    until_base(ben, lambda change: len(change["conflicts"]) == 1)
    slip = slip_in_office(stage.firm, stage.slip_id)
    [clash] = slip["conflicts"]
    assert (clash["field"], clash["current"], clash["proposed"]) == ("work", ANNA, BEN)
    photos = {row["fields"]["sha256"] for row in slip["rows"].values() if row["table"] == "photo"}
    assert photos == {digest for book in books for digest in book.pictures}
    for book, page in zip(books, (anna, ben), strict=True):
        same_set(stage.firm, store_of(page), book)
    office = sign_in(stage.server, desk, "olga")
    office.goto(f"{stage.server.address}/slips/{stage.slip_id}")
    assert ANNA in office.content()
    assert BEN in office.content()
    decided(stage, clash["id"])
    for page in (anna, ben):
        until_base(page, lambda change: not change["conflicts"] and change["fields"]["work"] == BEN)


def test_started_on_one_phone_and_finished_on_the_other(stage: Stage) -> None:
    """Row 38: Anna's phone dies after its last contact; Ben sees what she sent, goes on and hands in."""
    anna, book = stage.phone.open(), Book()
    fill_in(anna, stage.slip_id, ANNA)
    take_photo(anna, 3)
    all_sent(anna)
    book.note(anna)
    stage.phone.proxy.arm(Fault("before", times=None))
    write(anna, "Seit dem letzten Kontakt geschrieben.")
    stage.phone.kill()
    ben, other = stage.second.open(), Book()
    trying(ben, lambda: base_of(ben)["fields"].get("work") == ANNA)
    open_slip(ben, stage.slip_id)
    assert ben.get_by_label(WORK).input_value() == ANNA
    hand_in(ben)
    other.note(ben)
    same_set(stage.firm, all_sent(ben), other)
    assert slip_in_office(stage.firm, stage.slip_id)["state"] == "submitted"
    same_pictures(stage.firm, book)
    assert book.ops.keys() <= {entry.op_id for entry in entries(stage.firm)}


def test_a_second_window_reads_along_until_the_first_is_closed(stage: Stage) -> None:
    """Row 9: one window has the pen; the second says so, and gets it when the first is gone."""
    first, book = stage.phone.open(), Book()
    open_slip(first, stage.slip_id)
    second = stage.phone.open(f"slip/{stage.slip_id}")
    second.get_by_text("in einem anderen Fenster offen").wait_for()
    assert second.get_by_label(WORK).get_attribute("readonly") is not None
    write(first, ANNA)
    until(lambda: second.get_by_label(WORK).input_value() == ANNA)
    first.close()
    until(lambda: second.get_by_label(WORK).get_attribute("readonly") is None)
    write(second, BEN)
    book.note(second)
    same_set(stage.firm, all_sent(second), book)
    assert slip_in_office(stage.firm, stage.slip_id)["fields"]["work"] == BEN


def test_two_windows_without_locks_never_mix_up_two_entries(stage: Stage) -> None:
    """Row 9: on a phone without locks both windows write in turns, each on what the other wrote, and send at once: each
    entry counts once, none is mixed."""
    stage.phone.scripts.append(script("no_locks"))
    pages, book = [stage.phone.open(), stage.phone.open()], Book()
    for page in pages:
        open_slip(page, stage.slip_id)
    for number in range(4):
        text = f"Satz {number} aus Fenster {number % 2}."
        write(pages[number % 2], text)
        until(partial(is_shown, pages[1 - number % 2], text))
    for page in pages:
        all_sent(page)
    store = book.note(pages[0])
    numbers = sorted(op["n"] for op in store.every_op.values())
    assert numbers == list(range(1, len(numbers) + 1))
    same_set(stage.firm, store, book)
    assert len([text for text in store.texts() if text.startswith("Satz")]) >= 4
    assert not slip_in_office(stage.firm, stage.slip_id)["conflicts"]


def test_a_lost_answer_makes_no_conflict_with_oneself(stage: Stage) -> None:
    """Row 32: the answer to an edit is lost; a second edit of the same field follows without signal; both count, no
    clash."""
    page, book, line = stage.phone.open(), Book(), stage.phone.proxy
    open_slip(page, stage.slip_id)
    line.arm(Fault("after", "/api/sync/push"))
    write(page, "Erste Fassung.")
    trying(page, lambda: line.faults["after"] == 1)
    line.arm(Fault("before", "/api/", times=None))
    write(page, "Zweite Fassung.")
    write(page, "Dritte Fassung.")
    book.note(page)
    line.clear()
    same_set(stage.firm, all_sent(page), book)
    assert {entry.outcome for entry in entries(stage.firm)} == {"applied"}
    slip = slip_in_office(stage.firm, stage.slip_id)
    assert (slip["fields"]["work"], slip["conflicts"]) == ("Dritte Fassung.", [])


def offline(phone: Phone) -> Page:
    page = phone.open()
    until(lambda: store_of(page).base)
    phone.proxy.arm(Fault("before", "/api/", times=None))
    return page


def base_of(page: Page) -> dict[str, Any]:
    """The phone's copy of its first slip."""
    return dict(store_of(page).base[0]["change"])


def is_shown(page: Page, text: str) -> bool:
    return page.get_by_label(WORK).input_value() == text


def until_base(page: Page, holds: object) -> None:
    trying(page, lambda: holds(base_of(page)))  # type: ignore[operator]


def decided(stage: Stage, conflict: str) -> None:
    """The office takes the other value."""
    stage.firm.database.write(
        lambda session: decide(session, stage.slip_id, stage.cast.olga, "conflict", conflict, "replaced", "nachgefragt")
    )
