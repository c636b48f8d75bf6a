"""Who may send, who is signed in, and what a phone knows that was lost or cleared."""

import random
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page
from sqlalchemy import delete, select

from app import clock
from app.people.device import Device, revoke
from app.people.signin import SignIn
from app.slips.review import send_back
from tests.journeys.faults import Fault
from tests.journeys.hands import fill_in, go_home, hand_in, open_slip, send, take_photo, trying, write
from tests.journeys.house import until
from tests.journeys.reading import Book, all_sent, entries, ops_in_office, same_set, script, slip_in_office, store_of
from tests.journeys.stage import Stage, pair_again

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SEED = 36


def test_the_session_ends_on_site_and_sending_goes_on(stage: Stage) -> None:
    """Row 36: reading ends at three random points; nothing is deleted, everything is sent; a new code brings reading
    back."""
    page, book, dice = stage.phone.open(), Book(), random.Random(SEED)
    open_slip(page, stage.slip_id)
    for number in range(3):
        write(page, f"Satz {number}.")
        if dice.random() < 0.5:
            take_photo(page, number)
        sign_everybody_out(stage)
        write(page, f"Noch ein Satz {number}.")
        book.nothing_lost(book.note(page))
    store = all_sent(page)
    same_set(stage.firm, store, book)
    go_home(page)
    trying(page, lambda: "neu koppeln" in page.content())
    page = pair_again(stage, stage.phone)
    until(lambda: store_of(page).base[0]["change"]["fields"].get("work") == "Noch ein Satz 2.")
    assert not slip_in_office(stage.firm, stage.slip_id)["conflicts"]


def test_a_revoked_phone_keeps_everything_and_the_office_gets_it_to_decide(stage: Stage) -> None:
    """Row 36: the push grant is revoked while work is on the phone: the office holds it; with a new code work goes
    on."""
    page, book = stage.phone.open(), Book()
    open_slip(page, stage.slip_id)
    write(page, "Vor der Abmeldung.")
    all_sent(page)
    stage.phone.proxy.arm(Fault("before", "/api/", times=None))
    write(page, "Ohne Netz, und das Büro meldet das Handy ab.")
    book.note(page)
    revoke_phones(stage)
    stage.phone.proxy.clear()
    store = all_sent(page)
    same_set(stage.firm, store, book, held=1)
    assert [row.get("held") for row in store.done if row.get("held")] == ["device_revoked"]
    assert slip_in_office(stage.firm, stage.slip_id)["fields"]["work"] == "Vor der Abmeldung."
    go_home(page)
    page = pair_again(stage, stage.phone)
    open_slip(page, stage.slip_id)
    write(page, "Mit neuem Code.")
    book.nothing_lost(book.note(page))
    all_sent(page)
    assert len(ops_in_office(stage.firm, book)) == len(book.ops)


def test_signing_out_with_unsent_work_is_refused(stage: Stage) -> None:
    """Row 36: there is no way to sign out before everything is sent; the screen says why, and nothing goes."""
    page, book = stage.phone.open(), Book()
    stage.phone.proxy.arm(Fault("before", "/api/", times=None))
    open_slip(page, stage.slip_id)
    write(page, "Noch nicht gesendet.")
    saved = book.note(page)
    page.evaluate("location.hash = '#/more'")
    page.get_by_text("noch nicht gesendet").first.wait_for()
    assert page.get_by_role("button", name="Abmelden").is_disabled()
    assert store_of(page).waiting == saved.waiting


def test_two_people_share_a_phone(stage: Stage) -> None:
    """Row 37: Ben pairs Anna's phone in the middle of her send. He sees a count only; hers are sent as hers, by her."""
    page, book, line = stage.phone.open(), Book(), stage.phone.proxy
    fill_in(page, stage.slip_id, "Annas Satz.")
    all_sent(page)
    line.arm(Fault("hang", "/api/sync/push", times=None))
    write(page, "Annas Satz, noch nicht gesendet.")
    take_photo(page, 1)
    book.note(page)
    trying(page, lambda: line.faults["hang"] >= 1)
    go_home(page)
    page = pair_again(stage, stage.phone, stage.second)
    line.clear()
    until(lambda: ben_has_pulled(stage, page))
    waiting = [op["op_id"] for op in store_of(page).waiting]
    assert {book.ops[op_id]["author"] for op_id in waiting} == {stage.cast.anna.id}
    page.evaluate("location.hash = '#/waiting'")
    page.get_by_text("von Anna Richter").wait_for()
    assert "Annas Satz, noch nicht gesendet." not in page.content()
    open_slip(page, stage.slip_id)
    write(page, "Bens Satz.")
    trying(page, lambda: any("Bens Satz." in entry.op for entry in entries(stage.firm)))
    until(lambda: [op["op_id"] for op in store_of(page).waiting] == waiting)
    assert not {entry.op_id for entry in entries(stage.firm)} & set(waiting)
    go_home(page)
    page = pair_again(stage, stage.phone)
    book.nothing_lost(book.note(page))
    all_sent(page)
    authors = {entry.op_id: entry.author for entry in entries(stage.firm)}
    assert {op_id: authors[op_id] for op_id in book.ops} == {op_id: op["author"] for op_id, op in book.ops.items()}


@pytest.mark.parametrize("shift", [timedelta(days=-3 * 365), timedelta(days=2)], ids=["-3 years", "+2 days"])
def test_a_wrong_clock_says_so_and_changes_nothing(stage: Stage, shift: timedelta) -> None:
    """Row 34: the phone's clock is wrong; its times are kept as statements beside the measured offset; all else is
    right."""
    stage.phone.scripts.append(script("shifted_clock").replace("SHIFT", str(int(shift.total_seconds() * 1000))))
    page, book = stage.phone.open(), Book()
    fill_in(page, stage.slip_id, "Mit falscher Uhr.")
    take_photo(page, 1)
    all_sent(page)
    write(page, "Nach dem ersten Kontakt.")
    book.note(page)
    same_set(stage.firm, all_sent(page), book)
    own = [entry for entry in entries(stage.firm) if entry.op_id in book.ops]
    assert [entry.outcome for entry in own] == ["applied"] * len(own)
    last = book.ops[own[-1].op_id]
    claimed = datetime.fromisoformat(last["client_time"])
    assert abs(claimed - clock.now() - shift) < timedelta(minutes=10)
    assert abs(timedelta(milliseconds=last["offset_ms"]) + shift) < timedelta(minutes=1)
    assert all(abs(clock.read(entry.received_at) - clock.now()) < timedelta(minutes=10) for entry in own)
    assert slip_in_office(stage.firm, stage.slip_id)["fields"]["work"] == "Nach dem ersten Kontakt."


def test_the_phone_falls_into_concrete(stage: Stage) -> None:
    """Row 38: what was there at the last contact is in the office as a draft; only what came after it is gone."""
    page, book = stage.phone.open(), Book()
    fill_in(page, stage.slip_id, "Bis zum letzten Kontakt.")
    take_photo(page, 1)
    all_sent(page)
    book.note(page)
    stage.phone.proxy.arm(Fault("before", times=None))
    write(page, "Danach.")
    missing = {op["op_id"] for op in store_of(page).waiting}
    everything = set(store_of(page).every_op)
    stage.phone.kill()
    there = {entry.op_id for entry in entries(stage.firm)}
    assert everything - there == missing
    assert len(missing) == 1
    slip = slip_in_office(stage.firm, stage.slip_id)
    assert (slip["state"], slip["fields"]["work"]) == ("draft", "Bis zum letzten Kontakt.")


def test_the_slip_comes_back_and_nobody_was_poked(stage: Stage) -> None:
    """Row 40: no push, no event stream: the returned slip is the first thing on the screen when the app is opened."""
    stage.phone.proxy.arm(Fault("before", "/api/sync/events", times=None))
    page, book = stage.phone.open(), Book()
    fill_in(page, stage.slip_id, "Pfosten gesetzt.")
    hand_in(page)
    book.note(page)
    same_set(stage.firm, all_sent(page), book)
    stage.phone.kill()
    stage.firm.database.write(
        lambda session: send_back(session, stage.slip_id, stage.cast.olga, [("4", "Wie viele Pfosten?")])
    )
    page = stage.phone.open()
    go_home(page)
    page.get_by_text("Wie viele Pfosten?").wait_for()
    assert store_of(page).base[0]["change"]["state"] == "returned"


def sign_everybody_out(stage: Stage) -> None:
    stage.firm.database.write(lambda session: session.execute(delete(SignIn)))


def revoke_phones(stage: Stage) -> None:
    def work(session: object) -> None:
        for device in session.scalars(select(Device)):  # type: ignore[attr-defined]
            revoke(device)

    stage.firm.database.write(work)


def ben_has_pulled(stage: Stage, page: Page) -> bool:
    send(page)
    return any(row["person"] == stage.cast.ben.id for row in store_of(page).base)
