"""A slip filled in by pen comes into the app: by its QR code, or without one."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.reports.blank import blank_of_job, blank_of_slip
from app.sites.places import Job
from app.slips.tables import Slip
from tests.cast import plan
from tests.journeys.faults import Fault
from tests.journeys.hands import WORK, as_planned, give_photo, go_home, hand_in, photo, trying, write
from tests.journeys.house import until
from tests.journeys.looking import looked_at
from tests.journeys.reading import all_sent, entries, slip_in_office, store_of
from tests.journeys.stage import Stage, today

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_code_of_a_planned_slip_leads_to_it_and_its_photo_stands_beside_the_fields(stage: Stage) -> None:
    """Scanned, photographed, typed off, handed in; the office sees that it came from paper."""
    with stage.firm.database.read() as session:
        code = blank_of_slip(stage.firm, session, session.get_one(Slip, stage.slip_id)).address
    page = stage.phone.open(code.partition("#/")[2])
    page.get_by_role("heading", name="Geländer Treppenhaus B").wait_for()
    give_photo(page, photo(1))
    page.get_by_label(WORK).wait_for()
    picture = page.get_by_role("img", name="Foto vom Papier")
    picture.scroll_into_view_if_needed()
    page.get_by_label(WORK).scroll_into_view_if_needed()
    expect(picture).to_be_in_viewport()
    small = width_of(page)
    page.locator(".paper-open").click()
    assert width_of(page) > 2 * small
    page.get_by_role("button", name="Wegklappen").click()
    assert picture.count() == 0
    page.get_by_role("button", name="Papier zeigen").click()
    assert width_of(page) == small
    as_planned(page)
    write(page, "14 Pfosten gesetzt")
    hand_in(page)
    all_sent(page)
    slip = slip_in_office(stage.firm, stage.slip_id)
    assert (slip["state"], slip["fields"]["paper"], tags(slip)) == ("submitted", 1, ["paper"])


def test_the_code_of_an_empty_slip_begins_it_without_a_signal(stage: Stage) -> None:
    """With the day the pen wrote, and the id on the paper; whoever scans it again finds it."""
    with stage.firm.database.read() as session:
        blank = blank_of_job(stage.firm, session, session.get_one(Job, stage.cast.job.id))
    page = stage.phone.open()
    go_home(page)
    stage.phone.proxy.arm(Fault("before", "/api/", times=None))
    page.evaluate("(path) => (location.hash = `#/${path}`)", blank.address.partition("#/")[2])
    page.get_by_label("Tag auf dem Papier").fill("2026-11-19")
    give_photo(page, photo(2))
    page.get_by_label(WORK).wait_for()
    assert page.evaluate("location.hash") == f"#/slip/{blank.slip_id}"
    stage.phone.proxy.clear()
    all_sent(page)
    slip = slip_in_office(stage.firm, blank.slip_id)
    assert (slip["fields"]["date"], slip["fields"]["paper"], slip["fields"]["title"]) == (
        "2026-11-19",
        1,
        "Geländer Treppenhaus B",
    )
    page.evaluate("(path) => (location.hash = `#/${path}`)", blank.address.partition("#/")[2])
    page.get_by_text("1 Foto vom Papier ist schon da.").wait_for()


def test_two_people_scan_one_paper_and_neither_loses_anything(stage: Stage) -> None:
    """The slip is the first one's. The second reads why, and goes on with all of it as a slip of their own."""
    first = plan(stage.firm, stage.cast, date=today(), people=[stage.cast.anna])
    page = stage.second.open(f"paper/{first}/{stage.cast.job.id}")
    page.get_by_role("heading", name="Geländer Treppenhaus B").wait_for()
    give_photo(page, photo(3))
    trying(page, lambda: page.get_by_text("Jemand anders hat mit diesem Papier schon angefangen").count())
    until(lambda: [entry.reason for entry in entries(stage.firm) if entry.outcome == "held"][:1] == ["slip_exists"])
    page.get_by_role("button", name="Als eigenen Zettel weiterführen").click()
    until(lambda: page.evaluate("location.hash") not in (f"#/slip/{first}", f"#/paper/{first}/{stage.cast.job.id}"))
    page.get_by_label(WORK).wait_for()
    own = page.evaluate("location.hash").removeprefix("#/slip/")
    all_sent(page)
    slip = slip_in_office(stage.firm, own)
    assert (slip["fields"]["paper"], slip["fields"]["title"], tags(slip)) == (1, "Geländer Treppenhaus B", ["paper"])
    assert len([row for row in slip["rows"].values() if row["table"] == "time"]) == 3
    assert "paper" not in slip_in_office(stage.firm, first)["fields"]
    page.evaluate("(id) => (location.hash = `#/slip/${id}`)", first)
    page.get_by_role("button", name="Als eigenen Zettel weiterführen").click()
    until(lambda: page.evaluate("location.hash") == f"#/slip/{own}")


def test_a_paper_nobody_knows_becomes_a_new_slip(stage: Stage) -> None:
    """What the phone has never heard of is said plainly, with the way on."""
    page = stage.phone.open("paper/019ac000-0000-7000-8000-000000000001")
    page.get_by_role("heading", name="Diesen Zettel kennt dein Handy nicht").wait_for()
    page.get_by_role("link", name="Neuer Zettel").click()
    page.get_by_role("radio", name="Geländer Treppenhaus B").click()
    page.get_by_role("button", name="Vom Papier abtippen").click()
    page.get_by_label("Tag auf dem Papier").fill("2026-11-18")
    page.get_by_role("button", name="Weiter zum Foto").click()
    page.get_by_text("Papier flach hinlegen").wait_for()
    give_photo(page, photo(4))
    page.get_by_label(WORK).wait_for()
    own = page.evaluate("location.hash").removeprefix("#/slip/")
    [view] = [row for row in store_of(page).every_op.values() if row["slip_id"] == own and row["kind"] == "create"]
    assert view["patch"]["date"] == [None, "2026-11-18"]
    all_sent(page)
    slip = slip_in_office(stage.firm, own)
    assert (slip["fields"]["paper"], tags(slip)) == (1, ["paper"])


def test_everybody_can_read_and_touch_what_leads_from_paper(stage: Stage) -> None:
    """Axe and every size of phone: the way in, the photo small, large and put away, and the paper of somebody else."""
    page = stage.phone.open(f"paper/{stage.slip_id}")
    page.emulate_media(reduced_motion="reduce")
    page.get_by_role("heading", name="Geländer Treppenhaus B").wait_for()
    found = {"way in": looked_at(page)}
    give_photo(page, photo(6))
    page.get_by_label(WORK).wait_for()
    found["small"] = looked_at(page)
    page.locator(".paper-open").click()
    found["large"] = looked_at(page)
    page.get_by_role("button", name="Wegklappen").click()
    found["away"] = looked_at(page)
    page.evaluate("location.hash = '#/paper/019ac000-0000-7000-8000-000000000001'")
    page.get_by_role("heading", name="Diesen Zettel kennt dein Handy nicht").wait_for()
    found["unknown"] = looked_at(page)
    assert {name: faults for name, faults in found.items() if faults} == {}


def width_of(page: Page) -> float:
    box = page.locator(".paper-open > img").bounding_box()
    assert box
    return box["width"]


def tags(slip: dict[str, Any]) -> list[str]:
    return [row["fields"]["tag"] for row in slip["rows"].values() if row["table"] == "photo"]
