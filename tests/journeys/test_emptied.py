"""A browser that throws away what it kept, and the iPhone where it would."""

import re

import pytest
from playwright.sync_api import Page

from app.people.device import Device
from tests.journeys.faults import Fault
from tests.journeys.hands import WORK, fill_in, open_slip, take_photo, trying
from tests.journeys.reading import Book, entries, script, store_of
from tests.journeys.stage import Stage, pair_again

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CLEARED = "indexeddb,local_storage,cache_storage,service_workers"


def test_the_store_is_empty_after_the_holidays(stage: Stage) -> None:
    """Row 6: the browser has cleaned up, the cookies are left. The app says whose phone it was and how
    much lay only on it, as the office has it; paired anew, everything that was in the office is back."""
    page, book = stage.phone.open(), Book()
    stage.phone.proxy.arm(Fault("before", "/api/blobs/", times=None))
    fill_in(page, stage.slip_id, "Vor dem Urlaub.")
    photo = take_photo(page, 1)
    trying(page, lambda: not store_of(page).ops and device(stage, page).waiting_photos == 1)
    book.note(page)
    cleared(page, stage.phone.proxy.address)
    page = stage.phone.open()
    page.get_by_text("Das Handy von Anna Richter").wait_for()
    assert re.findall(r"lag noch (\d+) Sache|lagen noch (\d+) Sachen", page.content()) == [("1", "")]
    assert not stage.firm.files.has(photo)
    page = pair_again(stage, stage.phone)
    open_slip(page, stage.slip_id)
    assert page.get_by_label(WORK).input_value() == "Vor dem Urlaub."
    assert book.ops.keys() <= {entry.op_id for entry in entries(stage.firm)}


def test_on_an_iphone_a_slip_begins_only_in_the_installed_app(stage: Stage) -> None:
    """Row 6: in a browser tab of an iPhone there is a page that says how to install, and no slip; installed, there is
    one."""
    stage.phone.scripts.append(script("iphone"))
    page = stage.phone.open(f"slip/{stage.slip_id}")
    page.get_by_role("heading", name="Erst die App installieren").wait_for()
    assert page.get_by_label(WORK).count() == 0
    stage.phone.scripts.append("Object.defineProperty(Navigator.prototype, 'standalone', { get: () => true });")
    page = stage.phone.again(f"slip/{stage.slip_id}")
    page.get_by_label(WORK).wait_for()


def test_a_window_that_keeps_nothing_lets_nobody_begin(stage: Stage) -> None:
    """Row 7: the store gives back other bytes than it was given, as private windows do: no slip can be started
    there."""
    stage.phone.scripts.append(script("forgetful"))
    page = stage.phone.open(f"slip/{stage.slip_id}")
    page.get_by_role("heading", name="Dieses Handy speichert hier nichts").wait_for()
    assert page.get_by_label(WORK).count() == 0
    assert store_of(page).ops == []


def cleared(page: Page, origin: str) -> None:
    """Everything but the cookies."""
    cdp = page.context.new_cdp_session(page)
    page.goto("about:blank")
    cdp.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": CLEARED})


def device(stage: Stage, page: Page) -> Device:
    device_id = next(row["who"]["device"]["id"] for row in store_of(page).meta if row["key"] == "who")
    with stage.firm.database.read() as session:
        found = session.get_one(Device, device_id)
        session.expunge(found)
    return found
