"""First run, signing in and out, and one's own settings."""

from fastapi.testclient import TestClient
from sqlalchemy import select

from app import web
from app.firm import Firm
from app.people.person import Person
from app.sites.places import Company
from tests.cast import PASSWORD, Cast, at_desk
from tests.office.desk import Page

FIRST = {
    "company": "Metallbau Keulenberg GmbH", "company_text": "Gewerbering 4\n01936 Königsbrück", "name": "Ines Wagner",
    "login": "Ines", "password": "a long password", "language": "de",
}  # fmt: skip


def test_the_first_visit_makes_the_first_admin_and_company_and_signs_in(firm: Firm, client: TestClient) -> None:
    assert client.get("/").url.path == "/setup"
    answer = client.post("/setup", data=FIRST, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Ines Wagner" in client.get("/").text
    with firm.database.read() as session:
        ines = session.scalars(select(Person)).one()
        assert (ines.name, ines.role, ines.login) == ("Ines Wagner", "admin", "ines")
        assert session.scalars(select(Company.name)).one() == "Metallbau Keulenberg GmbH"


def test_the_firm_is_set_up_only_once(firm: Firm, cast: Cast, client: TestClient) -> None:
    assert client.get("/setup").status_code == 409
    assert client.post("/setup", data=FIRST).status_code == 409
    with firm.database.read() as session:
        assert session.scalar(select(Person).where(Person.name == "Ines Wagner")) is None


def test_a_first_run_that_is_not_right_says_where_and_keeps_what_was_typed(firm: Firm, client: TestClient) -> None:
    answer = client.post("/setup", data=FIRST | {"password": "short", "name": ""})
    assert answer.status_code == 422
    assert "Das Kennwort braucht mindestens 10 Zeichen." in answer.text
    assert 'value="Metallbau Keulenberg GmbH"' in answer.text
    assert "short" not in answer.text
    with firm.database.read() as session:
        assert session.scalars(select(Person)).all() == []


def test_olga_signs_in_and_goes_where_she_wanted(cast: Cast, client: TestClient) -> None:
    answer = client.post(
        "/signin", data={"login": " OLGA ", "password": PASSWORD, "next": "/week"}, follow_redirects=False
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/week")
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith(f"{web.DESK}=")
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert client.get("/signin", follow_redirects=False).headers["location"] == "/"


def test_a_foreign_address_is_never_followed(cast: Cast, client: TestClient) -> None:
    for foreign in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        answer = client.post(
            "/signin", data={"login": "olga", "password": PASSWORD, "next": foreign}, follow_redirects=False
        )
        assert answer.headers["location"] == "/"


def test_a_wrong_password_is_said_in_words_and_the_name_stays(cast: Cast, client: TestClient) -> None:
    answer = client.post("/signin", data={"login": "olga", "password": "wrong"})
    assert answer.status_code == 401
    assert "Anmeldename oder Kennwort stimmt nicht." in answer.text
    assert 'value="olga"' in answer.text
    assert web.DESK not in client.cookies


def test_ten_wrong_tries_are_enough(cast: Cast, client: TestClient) -> None:
    for _ in range(10):
        assert client.post("/signin", data={"login": "olga", "password": "wrong"}).status_code == 401
    answer = client.post("/signin", data={"login": "olga", "password": PASSWORD})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "600")
    assert "Zu viele Versuche" in answer.text


def test_an_empty_sign_in_says_what_is_missing(cast: Cast, client: TestClient) -> None:
    answer = client.post("/signin", data={"login": "", "password": ""})
    assert answer.status_code == 422
    assert answer.text.count("Bitte ausfüllen.") == 2


def test_signing_out_ends_the_session_on_the_server(cast: Cast, client: TestClient) -> None:
    at_desk(client)
    stolen = client.cookies[web.DESK]
    assert client.post("/signout", follow_redirects=False).headers["location"] == "/signin"
    client.cookies.set(web.DESK, stolen)
    assert client.get("/week", follow_redirects=False).headers["location"] == "/signin?next=/week"


def test_olga_changes_her_password_and_signs_in_with_the_new_one(cast: Cast, client: TestClient) -> None:
    at_desk(client)
    wrong = client.post("/me", data={"language": "de", "password": "a new password", "present": "guessed"})
    assert wrong.status_code == 422
    assert "Anmeldename oder Kennwort stimmt nicht." in wrong.text
    client.post("/me", data={"language": "de", "password": "a new password", "present": PASSWORD})
    assert client.post("/signin", data={"login": "olga", "password": PASSWORD}).status_code == 401
    assert client.post("/signin", data={"login": "olga", "password": "a new password"}).status_code == 200


def test_the_sign_in_page_speaks_the_browsers_language(cast: Cast, client: TestClient) -> None:
    page = Page(client.get("/signin", headers={"accept-language": "en-GB,en"}).text)
    assert "Password" in page.text
