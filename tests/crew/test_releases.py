"""A page that is open never misses a file of its own version, whichever version runs by now."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from app import clock
from app.assets import Assets, asset
from app.crew import shell
from app.firm import Firm
from app.main import create_app
from app.releases import Releases

EARLIER = Assets(
    {
        "crew/app.js": asset("crew/app.js", b"export const version = 'earlier';\n" * 20),
        "texts/de.json": asset("texts/de.json", b'{"back":"Fr\xc3\xbcher"}'),
        "icon.png": asset("icon.png", b"\x89PNG"),
    },
    "0123456789abcdef",
)


@pytest.fixture
def browser(firm: Firm) -> Iterator[TestClient]:
    with TestClient(create_app(firm), headers={"accept": "application/json, */*"}) as browser:
        yield browser


def test_a_page_of_the_version_before_still_gets_its_own_files(firm: Firm) -> None:
    releases(firm).start(EARLIER)
    with TestClient(create_app(firm)) as browser:
        script = browser.get(EARLIER.url("crew/app.js"), headers={"accept-encoding": "gzip"})
        assert script.content == EARLIER.files["crew/app.js"].body
        assert script.headers["content-encoding"] == "gzip"
        assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert script.headers["content-type"] == "text/javascript; charset=utf-8"
        assert browser.get(EARLIER.url("texts/de.json")).json() == {"back": "Früher"}
        assert browser.get(EARLIER.url("icon.png")).content == b"\x89PNG"
        assert browser.get(f"/static/{EARLIER.digest}/base.css").status_code == 404


def test_a_running_version_lies_ready_for_the_time_after_it(firm: Firm) -> None:
    with TestClient(create_app(firm)):
        pass
    kept = releases(firm)
    own = shell.own()
    assert {path: kept.get(own.digest, path).sha256 for path in own.files} == {  # type: ignore[union-attr]
        path: file.sha256 for path, file in own.files.items()
    }


def test_files_go_90_days_after_their_version_did(firm: Firm) -> None:
    kept, replaced = releases(firm), datetime(2026, 1, 10, tzinfo=UTC)
    with clock.at(datetime(2025, 6, 1, tzinfo=UTC)):
        kept.start(EARLIER)  # and it runs for seven months
    with clock.at(replaced):
        kept.start(shell.own())
    with clock.at(replaced + timedelta(days=90)):
        kept.start(shell.own())
        assert kept.get(EARLIER.digest, "icon.png") is not None
    with clock.at(replaced + timedelta(days=90, seconds=1)):
        kept.start(shell.own())
    assert [path.name for path in kept.folder.iterdir()] == [f"{shell.own().digest}.zip"]


def test_a_version_that_comes_back_is_not_counted_as_gone(firm: Firm) -> None:
    kept, day = releases(firm), datetime(2026, 1, 1, tzinfo=UTC)
    for number, running in enumerate((EARLIER, shell.own(), EARLIER, shell.own())):
        with clock.at(day + timedelta(days=60 * number)):
            kept.start(running)
    assert (kept.folder / f"{EARLIER.digest}.since").read_text() == clock.stamp(day + timedelta(days=180))
    assert not (kept.folder / f"{shell.own().digest}.since").exists()


@pytest.mark.parametrize("digest", ["..%2f..", "0123456789ABCDEF", "0123456789abcdef.zip", "*", "0123456789abcde"])
def test_only_digests_name_a_version(firm: Firm, browser: TestClient, digest: str) -> None:
    kept = releases(firm)
    kept.start(EARLIER)
    (kept.folder.parent / "icon.png").write_bytes(b"a photo of somebody's")
    assert browser.get(f"/static/{digest}/icon.png").status_code == 404
    assert kept.get(digest.replace("%2f", "/"), "icon.png") is None


def test_an_archive_that_cannot_be_read_is_not_there(firm: Firm, browser: TestClient) -> None:
    kept = releases(firm)
    kept.folder.mkdir(parents=True, exist_ok=True)
    (kept.folder / "fedcba9876543210.zip").write_bytes(b"PK\x03\x04 cut off")
    assert browser.get("/static/fedcba9876543210/icon.png").status_code == 404


def test_a_folder_that_cannot_be_written_does_not_keep_the_server_from_starting(firm: Firm) -> None:
    releases(firm).folder.parent.mkdir(parents=True)
    releases(firm).folder.write_text("in the way")
    with TestClient(create_app(firm)) as browser:
        assert browser.get(shell.own().url("base.css")).status_code == 200


def test_what_is_kept_of_versions_is_no_photo(firm: Firm) -> None:
    releases(firm).start(EARLIER)
    assert list(firm.files.all()) == []


def releases(firm: Firm) -> Releases:
    return shell.releases_of(firm)
