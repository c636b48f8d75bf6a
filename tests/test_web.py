"""What every door shares."""

import pytest
from fastapi.testclient import TestClient

from app.firm import Firm
from app.people import signin
from tests.cast import PASSWORD, Cast, at_desk


@pytest.mark.parametrize("path", ["/signin", "/api/devices", "/api/sync/push", "/slips"])
def test_an_absurdly_large_body_is_refused(client: TestClient, cast: Cast, path: str) -> None:
    assert client.post(path, content=b"x" * (17 * 1024 * 1024)).status_code in (401, 413)


def test_guessing_a_password_is_stopped(client: TestClient, cast: Cast) -> None:
    for _ in range(signin.TRIES):
        assert client.post("/signin", data={"login": "olga", "password": "wrong wrong"}).status_code == 401
    assert client.post("/signin", data={"login": "olga", "password": PASSWORD}).status_code == 429


def test_signing_out_ends_the_session(client: TestClient, cast: Cast) -> None:
    at_desk(client)
    cookies = dict(client.cookies)
    assert client.get("/").status_code == 200
    client.post("/signout")
    client.cookies.update(cookies)
    assert client.get("/", follow_redirects=False).status_code == 303


def test_cookies_are_kept_from_scripts_and_other_sites(client: TestClient, cast: Cast) -> None:
    answer = client.post("/signin", data={"login": "olga", "password": PASSWORD}, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie
    assert "secure" not in cookie  # the tests speak http; https is below


def test_over_https_cookies_are_secure(firm: Firm, cast: Cast) -> None:
    from app.main import create_app

    secure = Firm(firm.settings.model_copy(update={"base_url": "https://zettel.example"}))
    with TestClient(create_app(secure), base_url="https://zettel.example") as client:
        answer = client.post("/signin", data={"login": "olga", "password": PASSWORD}, follow_redirects=False)
    assert "secure" in answer.headers["set-cookie"].lower()
    secure.close()


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "null"},
    ],
)
def test_a_form_on_another_site_does_nothing(client: TestClient, cast: Cast, headers: dict[str, str]) -> None:
    answer = client.post("/signin", data={"login": "olga", "password": PASSWORD}, headers=headers)
    assert answer.status_code == 403
    assert not client.cookies


def test_nothing_secret_is_logged(client: TestClient, cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="handzettel")
    client.post("/signin?next=/geheim", data={"login": "olga", "password": PASSWORD})
    client.post("/api/devices", json={"pairing_code": "ABCDE-FGHJK", "label": "Annas Handy"})
    said = " ".join(str(vars(record)) for record in caplog.records if record.name.startswith("handzettel"))
    assert "/signin" in said
    assert not [secret for secret in (PASSWORD, "ABCDE", "Annas Handy", "geheim") if secret in said]


def test_alive_and_ready(client: TestClient) -> None:
    assert client.get("/healthz").json()["status"] == "ok"
    assert client.get("/readyz").status_code == 200


def test_the_description_of_the_api_is_there(client: TestClient) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    assert {"/api/sync/push", "/api/sync/pull", "/api/blobs/{sha256}", "/api/devices", "/api/hello"} <= set(paths)


@pytest.mark.parametrize("path", ["/nothing/here", "/slips/nope", "/api/nothing"])
def test_what_is_not_there_is_said_in_words(client: TestClient, cast: Cast, path: str) -> None:
    at_desk(client)
    answer = client.get(path, headers={"accept-language": "en"})
    assert answer.status_code == 404
    assert "There is nothing here." in answer.text or "Das gibt es hier nicht." in answer.text
