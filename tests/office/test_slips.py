"""The inbox, the list of slips, the page of one, its PDF, the figures and the exports."""

import io

import openpyxl
import pytest
from fastapi.testclient import TestClient

from app.firm import Firm
from app.office import search
from tests.cast import Cast, at_desk, jpeg, phone_of, plan
from tests.office.desk import Page, confirm, handed_in, slip_now


def trays(client: TestClient) -> list[str]:
    """The counts above the list: review, returned, missing, decide."""
    page = client.get("/inbox/tray").text
    return [
        page.partition(f'data-count="{name}">')[2].partition("<")[0]
        for name in ("review", "returned", "missing", "decide")
    ]


def listed(client: TestClient, **params: str) -> list[str]:
    """The days of the slips a list shows, in its order."""
    words = Page(client.get("/slips", params=params).text.partition("<tbody>")[2].partition("</tbody>")[0]).text.split(
        " "
    )
    return [word for word in words if word.endswith(".2026")]


def test_the_trays_follow_the_slip(firm: Firm, cast: Cast, client: TestClient) -> None:
    at_desk(client)
    assert trays(client) == ["0", "0", "0", "0"]
    late = plan(firm, cast, date="2020-03-02")
    assert trays(client) == ["0", "0", "1", "0"]
    phone = phone_of(firm, client, cast.anna)
    confirm(phone, late)
    phone.hand_in(late)
    assert trays(client) == ["1", "0", "0", "0"]
    client.post(f"/slips/{late}/return", data={"rev": str(slip_now(firm, late).rev), "note_4": "genauer"})
    assert trays(client) == ["0", "1", "0", "0"]
    phone_of(firm, client, cast.ben).do("submit", late)
    assert trays(client) == ["0", "1", "0", "1"]


def test_the_page_sets_plan_beside_actual(firm: Firm, cast: Cast, client: TestClient) -> None:
    slip = plan(firm, cast)
    phone = phone_of(firm, client, cast.anna)
    confirm(phone, slip, anna=("", "2026-11-25T16:15+01:00"))
    phone.hand_in(slip)
    page = at_desk(client).get("/").text
    assert '<s class="was">15:45</s> <span class="ink">16:15</span>' in page
    text = Page(page).text
    assert "Anna Richter 07:00 15:45 16:15 0:45 8:30 8:00 +0:30" in text
    assert "Zusammen 24:30 24:00 +0:30" in text
    assert "0:30 länger" in text
    assert "30 länger als geplant, ohne Grund" in text


def test_photos_show_where_they_are(firm: Firm, cast: Cast, client: TestClient) -> None:
    slip = plan(firm, cast)
    phone = phone_of(firm, client, cast.anna)
    digest = phone.send_picture(jpeg("stairs"))
    for row, sha256 in (
        ("01a20000-0000-7000-8000-000000000001", digest),
        ("01a20000-0000-7000-8000-000000000002", "f" * 64),
    ):
        fields = {
            "sha256": [None, sha256],
            "tag": [None, "after"],
            "caption": [None, "Treppe fertig"],
            "size": [None, 700],
        }
        manifest = [{"att_id": row, "sha256": sha256, "size": 700, "role": "photo"}]
        phone.do("attach", slip, rows={row: {"table": "photo", "fields": fields}}, manifest=manifest)
    page = at_desk(client).get(f"/slips/{slip}").text
    assert f'src="/api/blobs/{digest}?width=960"' in page
    assert "f" * 64 not in page.partition("history")[0]
    assert "1 von 2 im Büro" in Page(page).text
    assert client.get(f"/api/blobs/{digest}?width=480").headers["content-type"] == "image/jpeg"


def test_the_list_is_narrowed_by_every_filter(firm: Firm, cast: Cast, client: TestClient) -> None:
    handed_in(firm, client, cast)
    plan(firm, cast, date="2026-12-01", people=[cast.anna])
    at_desk(client)
    both, first, second = ["01.12.2026", "25.11.2026"], ["25.11.2026"], ["01.12.2026"]
    assert listed(client) == both
    assert listed(client, state="submitted") == first
    assert listed(client, state="draft") == second
    assert listed(client, month="2026-11") == first
    assert listed(client, person=cast.ben.id) == first
    assert listed(client, person=cast.anna.id) == both
    assert listed(client, job=cast.job.id, **{"from": "2026-11-26", "to": "2026-12-31"}) == second
    assert listed(client, job="none") == []
    assert listed(client, text="treppenhaus 26-118") == both
    assert listed(client, text="Königsbrück") == both
    assert listed(client, text="100%") == []
    assert listed(client, submitted="1") == first
    assert listed(client, tray="review") == first
    assert client.get("/slips?state=lost").status_code == 422
    assert client.get("/slips?month=2026-13").status_code == 422


def test_the_list_goes_on_where_it_ended(
    firm: Firm, cast: Cast, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "PAGE", 2)
    days = ["2026-11-25", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28"]
    for day in days:
        plan(firm, cast, date=day)
    page = at_desk(client).get("/slips?text=Treppenhaus").text
    seen = []
    while True:
        seen += [word for word in Page(page.partition("<tbody>")[2]).text.split(" ") if word.endswith(".2026")]
        further = page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
        if not further:
            break
        assert "text=Treppenhaus" in further
        page = client.get(further).text
    assert seen == ["28.11.2026", "27.11.2026", "26.11.2026", "25.11.2026", "25.11.2026"]


def test_a_slip_nobody_has_is_not_found(cast: Cast, client: TestClient) -> None:
    at_desk(client)
    for path in ("/slips/nowhere", "/slips/nowhere/pdf", "/slips/nowhere/plan", "/slips/nowhere/corrections"):
        assert client.get(path).status_code == 404


@pytest.mark.slow
def test_the_pdf_is_the_slips_document(firm: Firm, cast: Cast, client: TestClient) -> None:
    slip = handed_in(firm, client, cast)
    answer = at_desk(client).get(f"/slips/{slip}/pdf")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("inline; filename=")
    assert answer.content.startswith(b"%PDF-1.7")


def test_every_figure_opens_its_slips(firm: Firm, cast: Cast, client: TestClient) -> None:
    slip = handed_in(firm, client, cast)
    handed_in(firm, client, cast, date="2026-11-26")
    at_desk(client)
    client.post(f"/slips/{slip}/approval", data={"rev": str(slip_now(firm, slip).rev)})
    page = client.get("/figures?month=2026-11").text
    text = Page(page).text
    assert "Stunden gearbeitet 24 h" in text
    assert "Geländer Treppenhaus B Riverside 24:00 24:00 0:00" in text
    links = [
        part.partition('"')[0].replace("&amp;", "&") for part in page.split('href="')[1:] if part.startswith("/slips?")
    ]
    opened = {link: len(listed_at(client, link)) for link in links}
    assert opened[f"/slips?month=2026-11&job={cast.job.id}&state=approved"] == 1
    assert opened["/slips?month=2026-11&submitted=1"] == 2
    assert opened["/slips?month=2026-11&returned=1"] == 0
    assert opened["/slips?month=2026-11&state=submitted"] == 1


def test_the_hours_of_a_month_leave_as_csv_and_workbook(firm: Firm, cast: Cast, client: TestClient) -> None:
    slip = handed_in(firm, client, cast)
    at_desk(client)
    client.post(f"/slips/{slip}/approval", data={"rev": str(slip_now(firm, slip).rev)})
    csv = client.get("/exports/hours.csv?month=2026-11")
    assert csv.headers["content-disposition"].startswith("attachment; filename=")
    lines = csv.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert "Anna Richter" in lines[1]
    book = openpyxl.load_workbook(io.BytesIO(client.get("/exports/hours.xlsx?month=2026-11").content))
    assert book.active is not None
    assert book.active.max_row == 4
    for path in ("/exports/hours.csv?month=2026-13", "/exports/hours.xlsx", "/exports/hours.xlsx?month=x"):
        assert client.get(path).status_code == 422


def listed_at(client: TestClient, address: str) -> list[str]:
    body = client.get(address).text.partition("<tbody>")[2].partition("</tbody>")[0]
    return [word for word in Page(body).text.split(" ") if word.endswith(".2026")]


def test_a_slip_with_hardly_anything_in_it_can_be_read(firm: Firm, cast: Cast, client: TestClient) -> None:
    slip = "01a20000-0000-7000-8000-00000000000a"
    rows = {
        "01a20000-0000-7000-8000-00000000000b": {"table": "trip", "fields": {"person": [None, cast.anna.id]}},
        "01a20000-0000-7000-8000-00000000000c": {"table": "time", "fields": {"person": [None, cast.anna.id]}},
        "01a20000-0000-7000-8000-00000000000d": {"table": "material", "fields": {"quantity": [None, "2.5"]}},
        "01a20000-0000-7000-8000-00000000000e": {"table": "allowance", "fields": {}},
        "01a20000-0000-7000-8000-00000000000f": {"table": "photo", "fields": {}},
        "01a20000-0000-7000-8000-000000000010": {"table": "equipment", "fields": {}},
        "01a20000-0000-7000-8000-000000000011": {"table": "sculpture", "fields": {"of": [None, "steel"]}},
        "01a20000-0000-7000-8000-000000000012": {"table": "break", "fields": {}},
    }
    assert phone_of(firm, client, cast.anna).do("create", slip, rows=rows)["result"] == "applied"
    at_desk(client)
    page = client.get(f"/slips/{slip}")
    assert page.status_code == 200
    assert "ohne Bezeichnung" in page.text
    assert "2,5" in Page(page.text).text
    for path in (f"/slips/{slip}/plan", f"/slips/{slip}/corrections", "/slips", "/week"):
        assert client.get(path).status_code == 200
