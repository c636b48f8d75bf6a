"""The door of the phone app: what a browser gets before anybody is signed in."""

import gzip
import hashlib
import json
import re
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

from app import assets, pages
from app.crew import shell, words
from app.firm import Firm
from app.main import create_app
from app.settings import Settings

WIRE_BEFORE_USABLE = 130_000
WIRE_WITH_PRECACHE = 200_000
HEADERS = 350  # what travels besides the body of each answer


@pytest.fixture
def browser(firm: Firm) -> TestClient:
    return TestClient(create_app(firm), headers={"accept": "application/json, */*"})


def release(browser: TestClient) -> dict[str, object]:
    source = browser.get("/app/sw.js").text
    listed: dict[str, object] = json.loads(source[source.index("{") : source.index("};") + 1])
    return listed


def test_the_shell_names_files_that_are_there(browser: TestClient) -> None:
    html = browser.get("/app").text
    named = re.findall(r'(?:href|src)="(/[^"#]+)"', html)
    assert len(named) > 35
    assert [address for address in named if browser.get(address).status_code != 200] == []


def test_the_shell_has_no_inline_script_or_style(browser: TestClient) -> None:
    html = browser.get("/app").text
    assert re.findall(r"<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=", html) == []


def test_everything_before_usable_is_named_by_the_shell(browser: TestClient) -> None:
    """Two round trips: the page, then all it needs at once."""
    html = browser.get("/app").text
    preloaded = re.findall(r'rel="modulepreload" href="([^"]+)"', html)
    assert preloaded == [assets.installed().url(path) for path in assets.installed().needed_by("crew/app.js")]
    assert f'<link rel="preload" href="{shell.own().url("texts/de.json")}"' in html


def test_the_phone_loads_little() -> None:
    """As browsers ask over https."""
    own = shell.own()
    first = [own.files[path] for path in [*own.needed_by("crew/app.js"), shell.SHEET, "texts/de.json"]]
    assert wire([*first, shell._made()[shell.SHELL]]) <= WIRE_BEFORE_USABLE
    rest = list(shell.packs().values())[1]
    assert wire([*first, shell._made()[shell.SHELL], shell._worker(), rest]) <= WIRE_WITH_PRECACHE


def wire(files: list[assets.Asset]) -> int:
    return sum(len(file.tight or file.body) + HEADERS for file in files)


@pytest.mark.parametrize(("asked", "got"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("identity", None)])
def test_a_file_comes_packed_as_the_browser_can_read_it(browser: TestClient, asked: str, got: str | None) -> None:
    address = assets.installed().url("base.css")
    answer = browser.get(address, headers={"accept-encoding": asked})
    assert answer.headers.get("content-encoding") == got
    assert answer.content == assets.installed().files["base.css"].body


def test_the_worker_may_serve_the_shell_and_is_asked_for_each_time(browser: TestClient) -> None:
    answer = browser.get("/app/sw.js")
    assert answer.headers["service-worker-allowed"] == "/app"
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"].startswith("text/javascript")


def test_the_worker_keeps_every_file_of_the_app_under_its_hash(browser: TestClient) -> None:
    listed = release(browser)
    files = listed["files"]
    assert isinstance(files, dict)
    assert listed["version"] == assets.installed().digest
    assert {address: hashlib.sha256(browser.get(address).content).hexdigest() for address in files} == files
    workers = {"crew/sw.js", "crew/sw-leaving.js"}
    apart = {*workers, *shell.styles()}
    own = [path for path in assets.installed().under("crew/", "vendor/") if path not in apart]
    made = [shell.SHEET, "texts/de.json"]
    assert sorted(files) == sorted(
        [shell.own().url(path) for path in own + made] + ["/app", "/app/manifest.webmanifest"]
    )


def test_the_sheet_is_every_style_of_the_phone(browser: TestClient) -> None:
    """One request instead of six; and no file is forgotten, whatever folder it lies in."""
    own = assets.installed()
    sheet = browser.get(shell.own().url(shell.SHEET)).text
    assert all(own.files[path].body.decode() in sheet for path in own.under("base.css", "crew/", ending=".css"))
    assert re.findall(r'rel="stylesheet" href="([^"]+)"', browser.get("/app").text) == [shell.own().url(shell.SHEET)]


def test_other_languages_are_kept_once_somebody_has_chosen_them(browser: TestClient) -> None:
    """The worker knows their hashes, so that a new version brings along what was chosen in the one before."""
    kept = release(browser)["words"]
    assert isinstance(kept, dict)
    own = shell.own()
    assert list(kept) == [own.url(f"texts/{lang}.json") for lang in pages.CREW_LANGUAGES if lang != "de"]
    assert {address: hashlib.sha256(browser.get(address).content).hexdigest() for address in kept} == kept


def test_the_worker_lists_nothing_of_the_office_or_the_api(browser: TestClient) -> None:
    files = release(browser)["files"]
    assert isinstance(files, dict)
    assert [address for address in files if "/office/" in address or address.startswith("/api")] == []


def test_headers_of_a_file_are_few(browser: TestClient) -> None:
    answer = browser.get(assets.installed().url("base.css"))
    status_and_date = len("HTTP/1.1 200 OK\r\n") + len("date: Thu, 01 Jan 1970 00:00:00 GMT\r\n")
    assert status_and_date + sum(len(name) + len(value) + 4 for name, value in answer.headers.raw) <= HEADERS


def test_files_are_kept_for_ever_and_packed_for_who_can_unpack(browser: TestClient) -> None:
    address = assets.installed().url("base.css")
    answer = browser.get(address, headers={"accept-encoding": "gzip"})
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    plain = browser.get(address, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == answer.content == assets.installed().files["base.css"].body


def test_another_version_is_not_here(browser: TestClient) -> None:
    assert browser.get(assets.installed().url("base.css")).status_code == 200
    assert browser.get("/static/0000000000000000/base.css").status_code == 404


@pytest.mark.parametrize("path", ["..%2f..%2fapp%2fsettings.py", "crew/shapes.d.ts", "crew/nothing.js", ""])
def test_only_listed_files_are_served(browser: TestClient, path: str) -> None:
    assert browser.get(f"/static/{assets.installed().digest}/{path}").status_code == 404


@pytest.mark.parametrize("lang", pages.CREW_LANGUAGES)
def test_the_phone_gets_its_own_texts_and_those_of_the_paper_in_german(browser: TestClient, lang: str) -> None:
    got = browser.get(shell.own().url(f"texts/{lang}.json")).json()
    paper = words.of_paper()
    assert paper["pdf.kind.hourly"] == "Stundenlohn (Regie)"
    assert got == dict(pages.texts(lang, "common", "crew", "errors")) | paper


def test_a_language_we_do_not_speak_is_not_found(browser: TestClient) -> None:
    assert browser.get(f"/static/{shell.own().digest}/texts/xx.json").status_code == 404


def test_what_has_not_changed_is_not_sent_again(browser: TestClient) -> None:
    for address in ("/app", "/app/sw.js", "/app/manifest.webmanifest"):
        tag = browser.get(address).headers["etag"]
        again = browser.get(address, headers={"if-none-match": tag})
        assert (again.status_code, again.content) == (304, b"")


def test_the_manifest_makes_an_app(browser: TestClient) -> None:
    answer = browser.get("/app/manifest.webmanifest")
    manifest = answer.json()
    assert answer.headers["content-type"] == "application/manifest+json"
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/app", "/app", "standalone")
    assert sorted({icon["sizes"] for icon in manifest["icons"]}) == ["192x192", "512x512"]
    assert [icon["src"] for icon in manifest["icons"] if browser.get(icon["src"]).status_code != 200] == []


def test_packed_bodies_unpack_to_what_the_hash_says() -> None:
    for path, file in assets.installed().files.items():
        assert file.packed is None or gzip.decompress(file.packed) == file.body, path


# ---- the emergency exit


def test_switched_off_the_worker_lets_go_and_touches_no_data(firm: Firm) -> None:
    off = replace(firm, settings=firm.settings.model_copy(update={"worker": "off"}))
    on, leaving = (TestClient(create_app(one)).get("/app/sw.js") for one in (firm, off))
    assert leaving.headers["service-worker-allowed"] == "/app"
    assert leaving.headers["cache-control"] == "no-cache"
    assert leaving.headers["etag"] != on.headers["etag"]
    assert len(leaving.content) < 1200
    assert "caches.delete(" in leaving.text and "unregister()" in leaving.text
    assert [word for word in ("indexedDB", "fetch", "RELEASE", ".navigate(", "claim") if word in leaving.text] == []
    assert TestClient(create_app(off)).get("/app").status_code == 200


def test_a_worker_is_on_or_off() -> None:
    with pytest.raises(ValidationError):
        Settings(worker="perhaps")
