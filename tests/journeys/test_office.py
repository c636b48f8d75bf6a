"""What the office does meanwhile: takes somebody off a slip, restores last night's backup."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from app import backup
from app.firm import Firm
from app.migrate import migrate
from app.slips.queries import open_held
from app.slips.review import Plan, decide, replan
from tests.journeys.faults import Fault
from tests.journeys.hands import fill_in, hand_in, open_slip, take_photo, trying, write
from tests.journeys.house import until
from tests.journeys.reading import Book, all_sent, entries, same_set, slip_in_office, store_of
from tests.journeys.stage import Stage, today

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_moved_to_another_site_while_without_signal(stage: Stage) -> None:
    """Row 24: Ben writes without signal on a slip he was taken off: held once, never tried again,
    said on his phone, left out of his hours, and counted when the office applies it."""
    page, line, book = stage.second.open(), stage.second.proxy, Book()
    until(lambda: store_of(page).base)
    line.arm(Fault("before", "/api/", times=None))
    fill_in(page, stage.slip_id, "Ben war schon da.")
    book.note(page)
    taken_off(stage)
    line.clear()
    store = all_sent(page)
    same_set(stage.firm, store, book, held=len(book.ops))
    assert {row["held"] for row in store.done} == {"not_allowed"}
    pushes = sum(path.startswith("/api/sync/push") for _, path in line.requests)
    trying(page, lambda: sum(path.startswith("/api/sync/pull") for _, path in line.requests) > 4)
    assert sum(path.startswith("/api/sync/push") for _, path in line.requests) == pushes
    page.evaluate("location.hash = '#/slips'")
    page.get_by_role("heading", name="Zettel", level=1).wait_for()
    assert page.locator(f"a[href='#/slip/{stage.slip_id}'] .state").all_inner_texts() == ["liegt im Büro zur Klärung"]
    page.evaluate("location.hash = '#/hours'")
    page.get_by_text("Meine Woche").first.wait_for()
    assert page.locator(".sum .number").first.inner_text() == "0:00"
    apply_all(stage)
    assert slip_in_office(stage.firm, stage.slip_id)["fields"]["work"] == "Ben war schon da."


def test_the_office_restores_last_nights_backup(stage: Stage) -> None:
    """Row 29: what phones sent since the backup is gone from the office, photos too: both phones offer
    it again by themselves."""
    anna, ben, books = stage.phone.open(), stage.second.open(), [Book(), Book()]
    open_slip(anna, stage.slip_id)
    write(anna, "Vor der Sicherung.")
    all_sent(anna)
    saved = backup.save(stage.firm, stage.firm.files.folder.parent / "backups")
    take_photo(anna, 1)
    fill_in(anna, stage.slip_id, "Nach der Sicherung.")
    hand_in(anna)
    all_sent(anna)
    books[0].note(anna)
    open_later_slip(stage, ben, books[1])
    restored(stage, saved)
    assert len(entries(stage.firm)) < len(books[0].ops)
    for page, book in zip((anna, ben), books, strict=True):
        trying(page, lambda page=page, book=book: same_seqs(stage, page, book))
        same_set(stage.firm, all_sent(page), book)
        book.nothing_lost(book.note(page))
    assert slip_in_office(stage.firm, stage.slip_id)["state"] == "submitted"
    assert any(event["event"] == "server_restored" for event in store_of(anna).log)


def taken_off(stage: Stage) -> None:
    cast = stage.cast
    plan = Plan(
        job=cast.job, date=today(), people=[cast.anna], lead=cast.anna, start="07:00", end="15:45",
        zone="Europe/Berlin", breaks=(), crew_id=cast.crew.id,
    )  # fmt: skip
    stage.firm.database.write(lambda session: replan(session, cast.olga, stage.slip_id, plan))


def apply_all(stage: Stage) -> None:
    """The office takes over everything held, one after the other."""

    def work(session: Session) -> None:
        for held in open_held(session, stage.slip_id):
            decide(session, stage.slip_id, stage.cast.olga, "held", held.op_id, "apply", "war da")

    stage.firm.database.write(work)


def open_later_slip(stage: Stage, page: Page, book: Book) -> None:
    """A slip nobody planned, which Ben makes after the backup."""
    page.evaluate("location.hash = '#/new'")
    page.get_by_label("Auftrag, Baustelle oder eigene Worte").fill("Tor klemmt")
    page.get_by_role("button", name="Zettel anlegen").click()
    write(page, "Tor gängig gemacht.")
    all_sent(page)
    book.note(page)


def restored(stage: Stage, saved: Path) -> None:
    """Stops the server, empties its house, fills it from the backup, starts it again at the same address."""
    stage.server.stop()
    stage.firm.close()
    folder = stage.firm.files.folder
    shutil.rmtree(folder)
    for path in folder.parent.glob("firm.db*"):
        path.unlink()
    stage.firm = Firm(stage.firm.settings)
    migrate(stage.firm)
    backup.restore(stage.firm, saved)
    stage.server.firm = stage.firm
    stage.server.start()


def same_seqs(stage: Stage, page: Page, book: Book) -> bool:
    """Whether every receipt on the phone is one of this history."""
    there = {entry.op_id: entry.seq for entry in entries(stage.firm)}
    done = store_of(page).done
    return len(done) == len(book.ops) and all(there.get(row["op_id"]) == row["receipt"]["seq"] for row in done)
