"""When the phone tries, and what it says meanwhile: never more than the databases bear out."""

import pytest
from playwright.sync_api import Page

from app import backup
from tests.journeys.faults import Fault, answers
from tests.journeys.hands import fill_in, hand_in, send, take_photo, trying, write
from tests.journeys.house import until
from tests.journeys.reading import Book, all_sent, entries, ops_in_office, same_set, script, slip_in_office, store_of
from tests.journeys.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PUSH = "/api/sync/push"
ROUNDS = 100


def test_two_windows_send_at_once(stage: Stage) -> None:
    """Row 20: a hundred times both windows send in the same moment, with locks and then without: each entry arrives
    once."""
    book = Book()
    for scripts in ([], [script("no_locks")]):
        stage.phone.scripts[:] = scripts
        pages = [stage.phone.again(), stage.phone.open()]
        for page in pages:
            page.locator("main").wait_for()
        for number in range(ROUNDS // 2):
            pages[number % 2].evaluate(
                script("save_entry"), {"slip": stage.slip_id, "text": f"{len(book.ops)} {len(scripts)} {number}"}
            )
            for page in pages:
                send(page)
        for page in pages:
            all_sent(page)
    store = book.note(pages[0])
    assert len(book.ops) == ROUNDS
    same_set(stage.firm, store, book)


def test_connected_for_hours_and_nothing_leaves(stage: Stage) -> None:
    """Row 21: the event stream stays open while every push is turned away for a day; the phone goes on trying, at
    most five minutes apart, says what waits and since when, and sends by itself when the office answers again."""
    line, book = stage.phone.proxy, Book()
    page = stage.phone.open()
    page.clock.install()
    page.reload()
    fill_in(page, stage.slip_id, "Seit heute früh.")
    book.note(page)
    line.arm(answers(503, PUSH, body=BUSY, type="application/json", times=None))
    write(page, "Und noch etwas.")
    book.note(page)
    for _ in range(12):
        tried = line.faults["answer 503"]
        until(lambda tried=tried: minutes(page, 5) or line.faults["answer 503"] > tried)
    assert store_of(page).waiting
    page.clock.fast_forward("26:00:00")
    page.evaluate("location.hash = '#/waiting'")
    page.get_by_text("Ältester Eintrag").wait_for()
    line.clear()
    until(lambda: minutes(page, 5) or not store_of(page).ops)
    same_set(stage.firm, store_of(page), book)


def test_put_away_and_taken_out_again(stage: Stage) -> None:
    """Row 22: in the pocket nothing is sent and nothing pretends to be; in the hand again it goes at once, pictures
    last."""
    stage.phone.scripts.append(script("pocket"))
    page, line, book = stage.phone.open(), stage.phone.proxy, Book()
    line.arm(Fault("before", "/api/", times=None))
    fill_in(page, stage.slip_id, "Vor der Fahrt.")
    take_photo(page, 1)
    hand_in(page)
    page.get_by_text("Die App sendet von selbst, wenn Netz da ist und sie offen ist.").wait_for()
    book.note(page)
    page.evaluate("window.pocket(true)")
    line.clear()
    line.requests.clear()
    page.evaluate("window.pocket(false)")
    until(lambda: ("POST", PUSH) in line.requests, 10)
    same_set(stage.firm, all_sent(page), book)
    order = [path.split("?")[0] for method, path in line.requests if method in ("POST", "PUT", "PATCH")]
    assert order[0] == PUSH
    assert order[-1] == PUSH  # the hand-in, after the pictures it names
    assert any(path.startswith("/api/blobs/") for path in order[1:-1])


def test_what_the_label_says_is_what_the_databases_say(stage: Stage) -> None:
    """Row 23: on this phone, at the office, backed up: after each step the word is the one the receipts allow."""
    page, line, book = stage.phone.open(), stage.phone.proxy, Book()
    line.arm(Fault("before", "/api/", times=None))
    fill_in(page, stage.slip_id, "Pfosten gesetzt.")
    photo = take_photo(page, 1)
    until(lambda: said(page) == "auf diesem Handy")
    line.clear()
    line.arm(Fault("before", "/api/blobs/", times=None))
    trying(page, lambda: not store_of(page).ops)
    book.note(page)
    assert len(ops_in_office(stage.firm, book)) == len(book.ops)
    assert not stage.firm.files.has(photo)
    until(lambda: said(page) == "auf diesem Handy")
    line.clear()
    all_sent(page)
    assert stage.firm.files.has(photo)
    until(lambda: said(page) == "im Büro")
    line.arm(Fault("before", "/api/", times=None))
    hand_in(page)
    page.evaluate("(id) => (location.hash = `#/slip/${id}`)", stage.slip_id)
    until(lambda: said(page) == "auf diesem Handy")
    assert slip_in_office(stage.firm, stage.slip_id)["state"] == "draft"
    line.clear()
    all_sent(page)
    until(lambda: said(page) == "im Büro")
    assert slip_in_office(stage.firm, stage.slip_id)["state"] == "submitted"
    backed_up(stage)
    trying(page, lambda: said(page) == "gesichert")
    head = max(entry.seq for entry in entries(stage.firm))
    assert all(row["receipt"]["seq"] <= head for row in store_of(page).done)
    assert person_meta(stage, page)["backed_up_to"] == head


def minutes(page: Page, count: int) -> bool:
    """Lets time pass for the page."""
    page.clock.run_for(count * 60_000)
    return False


def said(page: Page) -> str:
    """Where the slip is, as its own head says."""
    return page.locator(".clip-title .place").inner_text().split(",")[0].strip()


def backed_up(stage: Stage) -> None:
    folder = backup.save(stage.firm, stage.firm.files.folder.parent / "backups")
    assert backup.verify(stage.firm, folder) == []


def person_meta(stage: Stage, page: Page) -> dict[str, object]:
    return next(row for row in store_of(page).meta if row["key"] == f"person:{stage.cast.anna.id}")


BUSY = b'{"error": {"code": "busy", "message": "", "details": {}}}'
