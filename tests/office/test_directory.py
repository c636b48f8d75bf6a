"""People, their roles and phones, and the other lists of the directory."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from app.firm import Firm
from app.people.device import Device
from app.people.person import CrewPerson, Person
from app.sites.checklists import put_in_shipped
from app.sites.places import Client, Job, Site
from tests.cast import PASSWORD, QUICK_HASH, Cast, Phone, at_desk, phone_of
from tests.office.desk import Page

LENA = {
    "name": "Lena Mager",
    "role": "worker",
    "job_title": "Azubi",
    "language": "de",
    "birth_date": "2009-04-01",
    "active": "1",
}


def post(client: TestClient, path: str, data: dict[str, Any] | None = None) -> Any:
    return client.post(path, data=data or {}, follow_redirects=False)


def person(firm: Firm, name: str) -> Person | None:
    with firm.database.read() as session:
        found = session.scalar(select(Person).where(Person.name == name))
        session.expunge_all()
    return found


def as_admin(firm: Firm, client: TestClient) -> TestClient:
    ines = Person(name="Ines Wagner", role="admin", login="ines", password_hash=QUICK_HASH)
    firm.database.write(lambda session: session.add(ines))
    return at_desk(client, "ines")


def test_olga_adds_somebody_to_a_crew(firm: Firm, cast: Cast, client: TestClient) -> None:
    answer = post(at_desk(client), "/people", LENA | {"crews": [cast.crew.id]})
    lena = person(firm, "Lena Mager")
    assert lena is not None
    assert answer.headers["location"] == f"/people/{lena.id}?done=saved"
    assert (lena.role, lena.birth_date, lena.login) == ("worker", "2009-04-01", None)
    with firm.database.read() as session:
        assert session.get(CrewPerson, (cast.crew.id, lena.id)) is not None
    assert "Lena Mager" in client.get("/people").text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "Bitte ausfüllen."),
        ({"role": "king"}, "Bitte aus der Liste wählen."),
        ({"birth_date": "01.04.2009"}, "Bitte ein Datum angeben."),
        ({"login": "Olga"}, "Diesen Namen gibt es schon."),
        ({"role": "admin"}, "nicht freigeschaltet"),
        ({"role": "manager"}, "nicht freigeschaltet"),
    ],
)
def test_what_is_not_right_is_said_and_nothing_is_added(
    firm: Firm, cast: Cast, client: TestClient, wrong: dict[str, str], words: str
) -> None:
    answer = post(at_desk(client), "/people", LENA | wrong)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="Azubi"' in answer.text
    assert person(firm, "Lena Mager") is None


def test_olga_cannot_make_herself_admin_nor_take_maxs_password(firm: Firm, cast: Cast, client: TestClient) -> None:
    at_desk(client)
    own = {"name": "Olga Hartmann", "role": "admin", "language": "de", "login": "olga", "active": "1"}
    assert post(client, f"/people/{cast.olga.id}", own).status_code == 422
    assert post(client, f"/people/{cast.max.id}/password", {"password": "taken over now"}).status_code == 422
    demoted = {"name": "Max Lehmann", "role": "worker", "language": "de", "login": "max", "active": "1"}
    assert post(client, f"/people/{cast.max.id}", demoted).status_code == 422
    found = person(firm, "Olga Hartmann"), person(firm, "Max Lehmann")
    assert [one.role for one in found if one] == ["office", "manager"]
    client.cookies.clear()
    assert at_desk(client, "max").get("/week").status_code == 200


def test_the_last_admin_stays(firm: Firm, cast: Cast, client: TestClient) -> None:
    as_admin(firm, client)
    ines = person(firm, "Ines Wagner")
    assert ines is not None
    data = {"name": "Ines Wagner", "role": "office", "language": "de", "login": "ines", "active": "1"}
    answer = post(client, f"/people/{ines.id}", data)
    assert answer.status_code == 422
    assert "Mindestens eine Person muss die Verwaltung behalten." in answer.text
    post(
        client,
        f"/people/{cast.olga.id}",
        {"name": "Olga Hartmann", "role": "admin", "language": "de", "login": "olga", "active": "1"},
    )
    assert post(client, f"/people/{ines.id}", data).status_code == 303


def test_a_password_lets_somebody_in_and_ends_older_sessions(firm: Firm, cast: Cast, client: TestClient) -> None:
    as_admin(firm, client)
    short = post(client, f"/people/{cast.olga.id}/password", {"password": "short"})
    assert short.status_code == 422
    assert "mindestens 10 Zeichen" in short.text
    without_login = post(client, f"/people/{cast.anna.id}/password", {"password": "long enough now"})
    assert without_login.status_code == 422
    assert post(client, f"/people/{cast.olga.id}/password", {"password": "long enough now"}).status_code == 303
    client.cookies.clear()
    assert post(client, "/signin", {"login": "olga", "password": PASSWORD}).status_code == 401
    assert post(client, "/signin", {"login": "olga", "password": "long enough now"}).status_code == 303


def test_whoever_leaves_is_signed_out_everywhere(firm: Firm, cast: Cast, client: TestClient) -> None:
    phone = phone_of(firm, client, cast.ben)
    data = {"name": "Ben Nowak", "role": "worker", "language": "de"}
    assert post(at_desk(client), f"/people/{cast.ben.id}", data).status_code == 303
    assert phone.http.get("/api/sync/pull").status_code == 401
    ben = person(firm, "Ben Nowak")
    assert ben is not None
    assert not ben.active
    assert "nicht mehr da" in client.get("/people").text
    assert post(client, f"/people/{cast.ben.id}/devices/pairing").status_code == 403


def test_a_pairing_code_is_shown_once_and_pairs_one_phone(firm: Firm, cast: Cast, client: TestClient) -> None:
    answer = post(at_desk(client), f"/people/{cast.ben.id}/devices/pairing")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert 'src="data:image/svg+xml' in answer.text
    code = Page(answer.text).text.partition("Code zum Abtippen ")[2][:11]
    assert f"http://localhost:8000/app#pair={code}" in answer.text
    paired = client.post("/api/devices", json={"pairing_code": code, "label": "Bens Handy"})
    assert (paired.status_code, paired.json()["person"]["name"]) == (201, "Ben Nowak")
    assert client.post("/api/devices", json={"pairing_code": code, "label": "noch eins"}).status_code == 401
    page = client.get(f"/people/{cast.ben.id}").text
    assert code not in page
    assert "Bens Handy" in page


def test_a_lost_phone_is_revoked(firm: Firm, cast: Cast, client: TestClient) -> None:
    phone: Phone = phone_of(firm, client, cast.ben)
    at_desk(client)
    assert post(client, f"/people/{cast.anna.id}/devices/{phone.device}/revocation").status_code == 404
    assert post(client, f"/people/{cast.ben.id}/devices/{phone.device}/revocation").status_code == 303
    assert phone.http.get("/api/sync/pull").status_code == 401
    with firm.database.read() as session:
        assert session.get_one(Device, phone.device).revoked_at is not None
    assert "abgemeldet" in Page(client.get(f"/people/{cast.ben.id}").text).text


def test_a_site_and_a_job_are_added_and_changed(firm: Firm, cast: Cast, client: TestClient) -> None:
    at_desk(client)
    site = {"name": "Klinik Neustadt", "text": "Industriestraße 40\r\n01129 Dresden", "state": "SN", "active": "1"}
    assert post(client, "/sites", site).headers["location"] == "/sites?done=saved"
    with firm.database.read() as session:
        klinik = session.scalars(select(Site).where(Site.name == "Klinik Neustadt")).one()
        company = session.get_one(Job, cast.job.id).company_id
    assert klinik.text == "Industriestraße 40\n01129 Dresden"
    job = {
        "number": "26-200", "title": "T30-Türen", "kind": "order", "site_id": klinik.id, "company_id": company,
        "plan_minutes": "7,5", "active": "1",
    }  # fmt: skip
    assert post(client, "/jobs", job).status_code == 303
    with firm.database.read() as session:
        kept = session.scalars(select(Job).where(Job.number == "26-200")).one()
    assert (kept.title, kept.plan_minutes, kept.client_id) == ("T30-Türen", 450, None)
    taken = post(client, f"/jobs/{kept.id}", job | {"number": "26-118"})
    assert taken.status_code == 422
    assert "Diesen Namen gibt es schon." in taken.text
    assert post(client, f"/jobs/{kept.id}", job | {"plan_minutes": "16:30"}).status_code == 303
    with firm.database.read() as session:
        assert session.get_one(Job, kept.id).plan_minutes == 990
    assert "16:30" in client.get("/jobs").text


def test_records_that_are_not_right_are_not_kept(firm: Firm, cast: Cast, client: TestClient) -> None:
    at_desk(client)
    assert post(client, "/clients", {"name": ""}).status_code == 422
    assert post(client, "/sites", {"name": "x", "state": "XX"}).status_code == 422
    lost = post(
        client, "/jobs", {"number": "1", "title": "x", "kind": "order", "site_id": "nowhere", "company_id": "nobody"}
    )
    assert (lost.status_code, lost.text.count("Bitte aus der Liste wählen.")) == (422, 2)
    assert post(client, "/jobs", {"number": "1" * 41, "title": "x"}).status_code == 422
    assert post(client, "/sites/none", {"name": "x", "state": "SN"}).status_code == 404
    with firm.database.read() as session:
        assert len(session.scalars(select(Client)).all()) == 1
        assert len(session.scalars(select(Job)).all()) == 1


def test_a_crew_has_its_lead_among_its_people(firm: Firm, cast: Cast, client: TestClient) -> None:
    data = {"name": "Kolonne Nowak", "lead": cast.ben.id, "people": [cast.karol.id], "active": "1"}
    assert post(at_desk(client), "/crews", data).status_code == 303
    page = Page(client.get("/crews").text).text
    assert "Kolonne Nowak Ben Nowak Ben Nowak, Karol Wiśniewski" in page


def test_a_job_that_is_no_longer_used_is_not_offered(cast: Cast, client: TestClient) -> None:
    at_desk(client)
    assert "26-118" in client.get("/slips/new/plan").text
    page = client.get(f"/jobs/{cast.job.id}").text
    assert "wird verwendet" in page
    data = {
        "number": "26-118", "title": "Geländer Treppenhaus B", "kind": "order", "site_id": cast.job.site_id,
        "company_id": cast.job.company_id, "plan_minutes": "40",
    }  # fmt: skip
    assert post(client, f"/jobs/{cast.job.id}", data).status_code == 303
    assert "26-118" not in client.get("/slips/new/plan").text


def test_a_job_says_what_is_agreed_which_checklists_and_what_its_client_sees(firm, client, cast):
    firm.database.write(put_in_shipped)
    desk = at_desk(client)
    with firm.database.read() as session:
        job = session.get_one(Job, cast.job.id)
        same = {
            name: getattr(job, name) or "" for name in ("number", "title", "kind", "site_id", "client_id", "company_id")
        }
    typed = same | {
        "agreed_with": "Jörg Lindner", "agreed_on": "2026-11-20", "agreed_ref": "Nachtrag 3", "hot_work": "1",
        "position_mask": "00.00.0000", "checklists": ["hot-work", "powered-gate"], "client_sees": ["photos"],
        "active": "1",
    }  # fmt: skip
    assert desk.post(f"/jobs/{cast.job.id}", data=typed, follow_redirects=False).status_code == 303
    with firm.database.read() as session:
        job = session.get_one(Job, cast.job.id)
        assert (job.agreed_with, job.agreed_on, job.hot_work) == ("Jörg Lindner", "2026-11-20", True)
        assert (job.position_mask, job.checklists, job.client_sees) == (
            "00.00.0000", ["hot-work", "powered-gate"], ["photos"],
        )  # fmt: skip
    shown = desk.get(f"/jobs/{cast.job.id}").text
    assert 'name="client_sees" value="photos" checked' in shown
    assert 'name="client_sees" value="hours">' in shown


def test_how_far_a_site_is_takes_a_comma_and_says_what_is_no_number(firm, client, cast):
    desk = at_desk(client)
    typed = {"name": "Werk Nord", "state": "SN", "km": "36,5", "minutes": "40", "active": "1"}
    assert desk.post("/sites", data=typed, follow_redirects=False).status_code == 303
    with firm.database.read() as session:
        site = session.scalars(select(Site).where(Site.name == "Werk Nord")).one()
        assert (site.km, site.minutes) == ("36.5", 40)
    answer = desk.post("/sites", data=typed | {"km": "weit"})
    assert (answer.status_code, 'id="km-wrong"' in answer.text) == (422, True)
