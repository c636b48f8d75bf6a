"""Sheets to be filled in by pen, and the client's copy, as the desk prints them."""

import re

import pytest

from app.reports import pdf
from app.reports.blank import blank_of_job, blank_of_slip
from app.sites.places import Job
from app.slips import links
from app.slips.tables import Slip
from tests.cast import at_desk, phone_of, plan
from tests.office.desk import Page, handed_in


@pytest.fixture(autouse=True)
def _no_printers_left():
    yield
    pdf.close()


def test_a_planned_slip_is_printed_with_its_plan(firm, cast):
    slip_id = plan(firm, cast)
    with firm.database.read() as session:
        blank = blank_of_slip(firm, session, session.get_one(Slip, slip_id))
    assert blank.address == f"http://localhost:8000/app#/paper/{slip_id}"
    assert blank.people[:2] == (
        ("Anna Richter", "07:00", "15:45", "09:00–09:15, 12:00–12:30"),
        ("Ben Nowak", "07:00", "15:45", "09:00–09:15, 12:00–12:30"),
    )
    assert (len(blank.people), blank.people[3:]) == (5, (("", "", "", ""),) * 2)
    assert blank.material == (("", ""),) * 6


def test_each_empty_sheet_of_a_job_is_a_slip_of_its_own(firm, cast):
    with firm.database.read() as session:
        job = session.get_one(Job, cast.job.id)
        first, second = (blank_of_job(firm, session, job) for _ in range(2))
    assert first.slip_id != second.slip_id
    assert first.address == f"http://localhost:8000/app#/paper/{first.slip_id}/{cast.job.id}"
    assert first.heading == "Arbeitsbericht: Geländer Treppenhaus B"


@pytest.mark.slow
def test_the_desk_prints_both(firm, client, cast):
    slip_id, desk = plan(firm, cast), at_desk(client)
    for path in (f"/slips/{slip_id}/paper", f"/jobs/{cast.job.id}/paper"):
        made = desk.get(path)
        assert (made.status_code, made.headers["content-type"], made.content[:5]) == (200, "application/pdf", b"%PDF-")
        assert re.search(r'filename="papier-[0-9a-f-]{36}\.pdf"', made.headers["content-disposition"])
    assert f"/slips/{slip_id}/paper" in desk.get(f"/slips/{slip_id}").text
    assert f"/jobs/{cast.job.id}/paper" in desk.get(f"/jobs/{cast.job.id}").text


def test_what_was_handed_in_is_not_printed_for_the_pen(firm, client, cast):
    slip_id = handed_in(firm, client, cast)
    assert at_desk(client).get(f"/slips/{slip_id}/paper").status_code == 409


def test_the_desk_sees_links_and_revokes_them(firm, client, cast):
    slip_id = handed_in(firm, client, cast)
    given = phone_of(firm, client, cast.anna).http.post(f"/api/slips/{slip_id}/copy").json()
    desk = at_desk(client)
    assert "Anna Richter, Fassung 1" in Page(desk.get(f"/slips/{slip_id}").text).text
    answer = desk.post(f"/slips/{slip_id}/links/revoked", follow_redirects=False)
    assert answer.headers["location"] == f"/slips/{slip_id}?done=links_revoked"
    assert "ungültig" in desk.get(f"/slips/{slip_id}").text
    with firm.database.read() as session:
        assert [links.is_good(link) for link in links.of_slip(session, slip_id)] == [False]
    assert client.get(given["url"].removeprefix("http://localhost:8000")).status_code == 404
