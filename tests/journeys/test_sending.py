"""Sending on a bad line: nothing is lost, nothing arrives twice, nothing counts as sent that was not."""

import pytest
from playwright.sync_api import Page

from tests.journeys.faults import Fault, answers, portal
from tests.journeys.hands import WORK, fill_in, give_photo, hand_in, open_slip, photo, take_photo, trying, write
from tests.journeys.house import until
from tests.journeys.reading import Book, all_sent, entries, ops_in_office, same_set, slip_in_office, store_of
from tests.journeys.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FAILED = b'{"error": {"code": "failed", "message": "", "details": {}}}'
PUSH, PICTURES = "/api/sync/push", "/api/blobs/"


def test_the_answer_is_lost_and_the_retry_makes_no_second_slip(stage: Stage) -> None:
    """Row 13: six answers to pushes and pictures are lost after the server has committed."""
    page, book = stage.phone.open(), Book()
    stage.phone.proxy.arm(Fault("after", "/api/(sync/push|blobs)", times=6))
    fill_in(page, stage.slip_id, "Pfosten gesetzt, Antwort verloren.")
    take_photo(page, 1)
    hand_in(page)
    book.note(page)
    trying(page, lambda: stage.phone.proxy.faults["after"] == 6)
    same_set(stage.firm, all_sent(page), book)
    assert slip_in_office(stage.firm, stage.slip_id)["state"] == "submitted"
    assert len(entries(stage.firm)) == len({entry.op_id for entry in entries(stage.firm)})


def test_what_arrives_again_later_counts_once(stage: Stage) -> None:
    """Row 13: every push and every picture comes a second time by itself."""
    page, book = stage.phone.open(), Book()
    stage.phone.proxy.arm(Fault("twice", "/api/(sync/push|blobs)", times=None))
    fill_in(page, stage.slip_id, "Pfosten gesetzt, doppelt geliefert.")
    take_photo(page, 2)
    book.note(page)
    same_set(stage.firm, all_sent(page), book)
    assert stage.phone.proxy.faults["twice"] >= 2


def test_a_login_page_or_a_broken_gateway_is_no_yes(stage: Stage) -> None:
    """Row 15: whatever answers instead of our server, on every path, nothing leaves the outbox; then all arrives."""
    page, book, line = stage.phone.open(), Book(), stage.phone.proxy
    open_slip(page, stage.slip_id)
    for stranger in STRANGERS:
        line.arm(stranger)
        write(page, f"Statt des Büros antwortet: {stranger.name} {stranger.body.decode()}")
        take_photo(page, len(book.pictures))
        saved = book.note(page)
        trying(page, lambda stranger=stranger: line.faults[stranger.name] >= 3)
        assert [row["op"] for row in store_of(page).ops] == saved.waiting
        assert store_of(page).unsent_pictures == saved.unsent_pictures
        assert not ops_in_office(stage.firm, book)
        page.reload()
        page.get_by_label(WORK).wait_for()
        line.clear()
        line.faults.clear()
    assert len(book.pictures) == len(STRANGERS)
    same_set(stage.firm, all_sent(page), book)


def test_photos_that_arrive_empty_or_half_are_refused_and_come_again(stage: Stage) -> None:
    """Row 16: the phone's own stack sends 0 bytes, then half, with a length that fits."""
    page, book, line = stage.phone.open(), Book(), stage.phone.proxy
    line.arm(Fault("shorten", PICTURES, amount=0), Fault("shorten", PICTURES, amount=5000))
    open_slip(page, stage.slip_id)
    take_photo(page, 4)
    book.note(page)
    trying(page, lambda: line.faults["shorten"] == 2)
    store = all_sent(page)
    same_set(stage.firm, store, book)
    assert book.pictures.keys() == {card["sha256"] for card in store.blobs}


def test_two_photos_of_one_name_and_one_photo_twice(stage: Stage) -> None:
    """Row 18: both are called image.jpg; the third is the first once more. Three photos on the slip, two pictures."""
    page, book = stage.phone.open(), Book()
    open_slip(page, stage.slip_id)
    first, second = photo(5), photo(6)
    for number, picture in enumerate((first, second, first), 1):
        give_photo(page, picture)
        until(lambda number=number: kinds(page).count("attach") == number)
    book.note(page)
    assert len(book.pictures) == 2
    same_set(stage.firm, all_sent(page), book)
    rows = slip_in_office(stage.firm, stage.slip_id)["rows"].values()
    named = [row["fields"]["sha256"] for row in rows if row["table"] == "photo"]
    assert sorted(named, key=named.count) == sorted([*book.pictures, named[0]], key=named.count)


def test_one_bad_entry_does_not_hold_up_the_others(stage: Stage) -> None:
    """Row 25: the server fails at one op. What follows on its slip waits, the other slip goes, nothing is skipped."""
    page, book, line = stage.phone.open(), Book(), stage.phone.proxy
    other = stage.second_slip()
    trying(page, lambda: any(row["slip_id"] == other for row in store_of(page).base))
    line.arm(Fault("before", times=None))
    open_slip(page, stage.slip_id)
    for text in ("Der erste Satz.", "Der giftige Satz.", "Der dritte Satz."):
        write(page, text)
    open_slip(page, other)
    write(page, "Auf dem anderen Zettel.")
    book.note(page)
    line.clear()
    line.arm(answers(500, PUSH, body=FAILED, type="application/json", holding=b"Der giftige", times=None))
    trying(page, lambda: len(ops_in_office(stage.firm, book)) == 2)
    assert {op["slip_id"] for op in ops_in_office(stage.firm, book)} == {stage.slip_id, other}
    assert [op["patch"]["work"][1] for op in store_of(page).waiting] == ["Der giftige Satz.", "Der dritte Satz."]
    line.clear()
    same_set(stage.firm, all_sent(page), book)
    assert slip_in_office(stage.firm, stage.slip_id)["fields"]["work"] == "Der dritte Satz."


def kinds(page: Page) -> list[str]:
    return [op["kind"] for op in store_of(page).every_op.values()]


STRANGERS = [
    portal("/", times=None),
    answers(200, "/", body=b"{}", type="application/json", times=None),
    answers(200, "/", times=None),
    answers(204, "/", times=None),
    answers(502, "/", body=b"<h1>Bad Gateway</h1>", type="text/html", times=None),
]
