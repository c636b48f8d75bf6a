"""The client's copy: by a link nobody can guess, for one version, as long as it is good."""

import io
import logging
import re
from datetime import timedelta

import pikepdf
import pytest
import segno
from fastapi.testclient import TestClient
from sqlalchemy import update

from app import clock
from app.people.signin import TRIES
from app.reports import pdf
from app.reports.pictures import qr_path
from app.slips import links, review
from app.slips.links import ClientCopy
from app.slips.tables import Slip
from tests.cast import phone_of, plan
from tests.office.desk import handed_in


@pytest.fixture
def link(firm, client, cast):
    """A link to Anna's slip, as her phone got it."""
    slip_id = handed_in(firm, client, cast)
    given = phone_of(firm, client, cast.anna).http.post(f"/api/slips/{slip_id}/copy")
    assert given.status_code == 200
    return slip_id, given.json()


@pytest.fixture(autouse=True)
def _no_printers_left():
    yield
    pdf.close()


def path_of(given):
    assert given["url"].startswith("http://localhost:8000/copy/")
    return given["url"].removeprefix("http://localhost:8000")


def test_the_page_says_the_plain_facts_and_nothing_may_run_on_it(client, link):
    page = client.get(path_of(link[1]))
    assert page.status_code == 200
    for words in ("Geländer Treppenhaus B", "25.11.2026", "PDF öffnen", "Unterschrieben von"):
        assert words in page.text
    assert page.headers["x-robots-tag"] == "noindex, nofollow, noarchive"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "private, no-store"
    assert "script-src" not in page.headers["content-security-policy"]
    assert page.headers["content-security-policy"].startswith("default-src 'none'")


def test_only_the_hash_of_the_token_is_kept(firm, link):
    token = path_of(link[1]).rpartition("/")[2]
    with firm.database.read() as session:
        (kept,) = links.of_slip(session, link[0])
        said = {name: getattr(kept, name) for name in ClientCopy.model_fields}
    assert len(token) == 43
    assert token not in str(said)
    assert (kept.version, kept.revoked_at) == (1, None)


def test_the_token_is_not_in_the_log(client, link, caplog):
    with caplog.at_level(logging.INFO):
        client.get(path_of(link[1]))
    told = [record.path for record in caplog.records if record.name == "handzettel.web"]
    assert told == ["/copy/…"]


@pytest.mark.slow
def test_the_pdf_is_the_clients_copy_of_that_version(client, link):
    made = client.get(path_of(link[1]) + "/pdf")
    assert made.headers["content-type"] == "application/pdf"
    assert made.headers["content-disposition"].endswith('-v1-kunde.pdf"')
    assert made.headers["x-robots-tag"].startswith("noindex")
    with pikepdf.open(io.BytesIO(made.content)) as file:
        assert b"14 Pfosten gesetzt" in file.attachments["zettel.json"].get_file().read_bytes()


@pytest.mark.parametrize("change", ["revoked", "over", "void", "wrong"])
def test_a_link_that_is_no_longer_good_says_only_that(firm, client, link, change):
    slip_id, given = link
    path = path_of(given)
    if change == "revoked":
        assert firm.database.write(lambda session: links.revoke(session, slip_id)) == 1
    if change == "over":
        past = clock.stamp(clock.now() - timedelta(seconds=1))
        firm.database.write(lambda session: session.execute(update(ClientCopy).values(until=past)))
    if change == "void":
        firm.database.write(lambda session: session.execute(update(Slip).values(state="void")))
    gone = client.get(path + ("x" if change == "wrong" else ""))
    assert gone.status_code == 404
    assert "Dieser Link gilt nicht oder nicht mehr." in gone.text
    assert gone.headers["referrer-policy"] == "no-referrer"
    assert "Geländer" not in gone.text
    assert client.get(path + "x/pdf").status_code == 404


def test_guessing_ends_after_some_tries(client, link):
    assert [client.get(f"/copy/{n}").status_code for n in range(TRIES)] == [404] * TRIES
    refused = client.get("/copy/once-more")
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    assert client.get(path_of(link[1])).status_code == 200  # others come from the same address


def test_a_link_to_what_was_corrected_since_says_so_and_no_more(firm, client, cast, link):
    before = client.get(path_of(link[1])).text
    slip_id, patch = link[0], dict[str, str | int | None](work="12 Pfosten gesetzt")
    firm.database.write(lambda session: review.correct(session, slip_id, cast.olga, reason="gezählt", patch=patch))
    page = client.get(path_of(link[1])).text
    assert "Diese Fassung wurde inzwischen berichtigt." in page and "Diese Fassung" not in before
    assert "12 Pfosten" not in page and "gezählt" not in page
    new = phone_of(firm, client, cast.anna).http.post(f"/api/slips/{link[0]}/copy").json()
    assert (new["version"], "inzwischen berichtigt" in client.get(path_of(new)).text) == (2, False)


def test_whoever_is_not_on_the_slip_gets_no_link(firm, client, cast):
    slip_id = handed_in(firm, client, cast, people=[cast.anna, cast.ben])
    others = phone_of(firm, client, cast.karol).http
    answers = [http.post(f"/api/slips/{slip_id}/copy") for http in (TestClient(client.app), others)]
    assert [one.json()["error"]["code"] for one in answers] == ["session_missing", "not_found"]
    foreign = others.post(f"/api/slips/{slip_id}/copy", headers={"origin": "https://evil.example"})
    assert foreign.json()["error"]["code"] == "foreign_origin"


def test_what_was_not_handed_in_has_no_copy(firm, client, cast):
    slip_id = plan(firm, cast)
    refused = phone_of(firm, client, cast.anna).http.post(f"/api/slips/{slip_id}/copy")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "wrong_state")


def test_the_link_comes_as_a_drawing_too(firm, link):
    """What a phone draws without a library: as wide as it says, with the three corners every reader looks for."""
    given = link[1]
    assert sorted(given) == ["qr", "server", "until", "url", "version"]
    size, path = given["qr"]["size"], given["qr"]["path"]
    assert (size, path) == qr_path(given["url"])
    dark = {
        (int(x) + i, int(y)) for x, y, wide in re.findall(r"M(\d+) (\d+)h(\d+)v1H\1z", path) for i in range(int(wide))
    }
    assert path == "".join(re.findall(r"M\d+ \d+h\d+v1H\d+z", path))
    assert dark == {
        (x, y) for y, row in enumerate(segno.make(given["url"], error="m").matrix) for x, one in enumerate(row) if one
    }
    assert {(0, 0), (6, 0), (0, 6), (size - 1, 0), (0, size - 1), (3, 3)} <= dark


@pytest.mark.slow
def test_a_copy_whose_file_is_gone_is_made_again(firm, client, link):
    """A backup does not bring it back."""
    path = path_of(link[1]) + "/pdf"
    assert client.get(path).status_code == 200
    with firm.database.read() as session:
        (kept,) = links.of_slip(session, link[0])
    assert kept.sha256
    firm.files.path(kept.sha256).unlink()
    assert client.get(path).content[:5] == b"%PDF-"
