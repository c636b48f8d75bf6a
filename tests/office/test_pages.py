"""Every page: there for whom it is meant, refused to others, and nothing in it a strict browser would not run."""

import json
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.firm import Firm
from app.people.person import Person
from tests.cast import Cast, at_desk
from tests.office.desk import Page, handed_in

REVIEW = (
    "/", "/?tray=returned", "/?tray=missing", "/?tray=decide", "/?slip={slip}&return=5", "/inbox/tray", "/slips",
    "/slips?state=submitted&text=26-118&month=2026-11&person={anna}", "/slips/{slip}", "/slips/{slip}/versions/1",
    "/slips/{slip}/corrections", "/slips/{slip}/plan", "/slips/new/plan", "/slips/new/plan?day=2026-11-26&crew={crew}",
    "/week", "/week?day=2026-11-25", "/figures", "/figures?month=2026-11", "/exports", "/me",
)  # fmt: skip
DIRECTORY = (
    "/people", "/people/new", "/people/{anna}", "/crews", "/crews/new", "/crews/{crew}", "/sites", "/sites/new",
    "/jobs", "/jobs/new", "/jobs/{job}", "/companies", "/companies/new", "/clients", "/clients/new",
    "/checklists", "/checklists/new",
)  # fmt: skip
UNSAFE = re.compile(
    r"<[^>]*\s(style|on[a-z]+)\s*=|<script(?![^>]*\ssrc=)|<style|(src|href)=[\"'](https?:|//)", re.IGNORECASE
)
TEXTS = Path(__file__).parents[2] / "app/texts"


def filled(path: str, cast: Cast, slip: str) -> str:
    return path.format(slip=slip, anna=cast.anna.id, crew=cast.crew.id, job=cast.job.id)


@pytest.mark.parametrize("path", [*REVIEW, *DIRECTORY])
def test_olga_sees_every_page_and_none_needs_what_the_policy_forbids(
    firm: Firm, cast: Cast, client: TestClient, path: str
) -> None:
    slip = handed_in(firm, client, cast)
    answer = at_desk(client).get(filled(path, cast, slip), follow_redirects=False)
    assert answer.status_code == 200
    assert UNSAFE.search(answer.text) is None
    assert "style-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", [*REVIEW, *DIRECTORY])
def test_nobody_is_sent_to_sign_in(firm: Firm, cast: Cast, client: TestClient, path: str) -> None:
    address = filled(path, cast, cast.job.id)
    answer = client.get(address, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/signin?next={address.partition('?')[0]}")


@pytest.mark.parametrize("path", DIRECTORY)
def test_max_manages_but_does_not_keep_the_directory(firm: Firm, cast: Cast, client: TestClient, path: str) -> None:
    assert at_desk(client, "max").get(filled(path, cast, cast.job.id)).status_code == 403


@pytest.mark.parametrize("path", [path for path in REVIEW if path not in ("/", "/me") and not path.startswith("/?")])
def test_anna_has_no_desk(firm: Firm, cast: Cast, client: TestClient, path: str) -> None:
    _give_login(firm, cast.anna)
    slip = handed_in(firm, client, cast)
    assert at_desk(client, "anna").get(filled(path, cast, slip)).status_code == 403


def test_anna_at_a_desk_is_shown_the_way_to_the_app(firm: Firm, cast: Cast, client: TestClient) -> None:
    _give_login(firm, cast.anna)
    answer = at_desk(client, "anna").get("/")
    assert answer.status_code == 200
    assert 'href="/app"' in answer.text
    assert "Eingang" not in answer.text


def test_the_page_speaks_the_language_of_its_reader(firm: Firm, cast: Cast, client: TestClient) -> None:
    at_desk(client)
    assert '<html lang="de">' in client.get("/week").text
    client.post("/me", data={"language": "en"})
    page = client.get("/week?day=2026-11-25").text
    assert '<html lang="en">' in page
    assert "Planning board" in page


def test_what_people_typed_is_text_and_never_markup(firm: Firm, cast: Cast, client: TestClient) -> None:
    evil = "<img src=x onerror=alert(1)>\"'&"
    at_desk(client)
    client.post("/clients", data={"name": evil, "text": evil, "active": "1"})
    slip = handed_in(firm, client, cast)
    client.post(f"/slips/{slip}/remarks", data={"remark": evil, "then": f"/slips/{slip}"})
    for path in ("/clients", f"/slips/{slip}", f"/?slip={slip}"):
        page = client.get(path).text
        assert "<img src=x" not in page
        assert evil in Page(page).text
    searched = client.get("/slips", params={"text": evil}).text
    assert "<img src=x" not in searched
    assert "&lt;img src=x" in searched


def test_both_languages_say_the_same_things() -> None:
    german, english = (json.loads((TEXTS / lang / "office.json").read_text()) for lang in ("de", "en"))
    assert list(german) == list(english)
    for key, words in german.items():
        assert set(re.findall(r"\{\w+\}", words)) == set(re.findall(r"\{\w+\}", english[key])) or key.startswith(
            "office.format."
        ), key


def _give_login(firm: Firm, person: Person) -> None:
    from tests.cast import QUICK_HASH

    def work(session: object) -> None:
        kept = session.get_one(Person, person.id)  # type: ignore[attr-defined]
        kept.login, kept.password_hash = "anna", QUICK_HASH

    firm.database.write(work)
