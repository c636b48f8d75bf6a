"""What lies at a site: checked when it comes, told to every phone, and in every backup."""

import hashlib
import io
import re

import pikepdf
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from app import backup
from app.errors import Refusal
from app.migrate import migrate
from app.sites import documents
from app.sites.places import Site
from app.slips.tables import Blob
from tests.cast import at_desk, phone_of
from tests.conftest import settings_for


def a_pdf(pages: int = 1) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as file:
        for _ in range(pages):
            file.add_blank_page()
        file.save(out, deterministic_id=True)
    return out.getvalue()


def a_picture(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, kind)
    return out.getvalue()


def bring(desk, site_id, body, name="", filename="Lageplan.pdf"):
    path = f"/sites/{site_id}/documents"
    return desk.post(path, data={"name": name}, files={"file": (filename, body)}, follow_redirects=False)


def told(anna):
    answer = anna.http.get("/api/sync/catalog")
    return answer.json()["sites"][0].get("documents"), answer.headers["etag"]


@pytest.mark.parametrize("body", [a_pdf(), a_picture(), a_picture("JPEG"), a_picture("WEBP")])
def test_a_pdf_or_a_picture_may_lie_there(body):
    assert documents.type_of(body) in (documents.PDF, *documents.TYPES.values())


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"%PDF-1.7 but no more", "not_a_document"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_document"),
        (a_picture("GIF"), "not_a_document"),
        (b"<html><script>alert(1)</script>", "not_a_document"),
        (b"%PDF-" + b"x" * documents.MOST_BYTES, "too_large"),
    ],
)
def test_nothing_else_may(body, code):
    with pytest.raises(Refusal) as refused:
        documents.type_of(body)
    assert refused.value.code == code


def test_every_phone_is_told_and_gets_the_bytes_until_it_is_taken_away(firm, client, cast):
    anna, body = phone_of(firm, client, cast.anna), a_pdf()
    sha256 = hashlib.sha256(body).hexdigest()
    nothing, before = told(anna)
    desk = at_desk(TestClient(client.app))
    assert bring(desk, cast.job.site_id, body).headers["location"].startswith(f"/sites/{cast.job.site_id}")
    (one,), after = told(anna)
    assert nothing is None
    assert one == {"name": "Lageplan", "sha256": sha256, "size": len(body), "type": "application/pdf"}
    assert before != after
    got = phone_of(firm, client, cast.ben).http.get(f"/api/blobs/{sha256}?width=480")
    assert (got.status_code, got.content, got.headers["content-type"]) == (200, body, "application/pdf")
    assert TestClient(client.app).get(f"/api/blobs/{sha256}").status_code == 401
    page = desk.get(f"/sites/{cast.job.site_id}")
    with firm.database.read() as session:
        (row,) = documents.of_site(session, cast.job.site_id)
    address = f"/sites/{cast.job.site_id}/documents/{row.id}"
    assert address in page.text
    assert desk.get(address).content == body
    assert desk.post(f"{address}/gone", follow_redirects=False).status_code == 303
    assert told(anna)[0] is None
    assert anna.http.get(f"/api/blobs/{sha256}").status_code == 404
    assert desk.get(address).status_code == 404
    assert firm.files.has(sha256)


def test_the_bytes_of_a_closed_site_are_nobodys(firm, client, cast):
    anna, body = phone_of(firm, client, cast.anna), a_picture()
    bring(at_desk(TestClient(client.app)), cast.job.site_id, body)
    address = f"/api/blobs/{hashlib.sha256(body).hexdigest()}"
    assert anna.http.get(address).status_code == 200

    def close(session):
        session.get_one(Site, cast.job.site_id).active = False

    firm.database.write(close)
    assert anna.http.get(address).status_code == 404


def test_what_is_refused_leaves_nothing(firm, client, cast):
    desk = at_desk(TestClient(client.app))
    refused = [bring(desk, cast.job.site_id, body).status_code for body in (b"", b"no document")]
    assert refused == [422, 415]
    assert bring(desk, "019ac000-0000-7000-8000-000000000001", a_pdf()).status_code == 404
    with firm.database.read() as session:
        assert documents.of_site(session, cast.job.site_id) == []
        assert session.query(Blob).count() == 0


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"", 422, "Bitte eine Datei auswählen."),
        (b"no document", 415, "Diese Datei ist weder ein PDF noch ein Bild, das sich öffnen lässt."),
        (b"%PDF-" + b"x" * documents.MOST_BYTES, 413, "Das ist zu groß."),
        (b"x" * (documents.MOST_BYTES * 3), 413, "Das ist zu groß."),
    ],
)
def test_why_it_is_refused_stands_at_the_file_of_this_site(client, cast, body, status, words):
    answer = bring(at_desk(TestClient(client.app)), cast.job.site_id, body, "Plan <Nord>")
    assert (answer.status_code, answer.text.count("</main>")) == (status, 1)
    assert f'id="document-wrong">{words}</p>' in answer.text
    (file,) = re.findall(r'<input id="document" type="file"[^>]*>', answer.text)
    assert 'aria-invalid="true" aria-describedby="document-wrong" autofocus' in file
    assert 'id="document-name" name="name" maxlength="120" value="Plan &lt;Nord&gt;"' in answer.text
    assert f'action="/sites/{cast.job.site_id}"' in answer.text
    assert 'value="Riverside"' in answer.text


def test_a_site_nobody_has_is_no_form(client, cast):
    answer = bring(at_desk(TestClient(client.app)), "019ac000-0000-7000-8000-000000000001", b"no document")
    assert (answer.status_code, "document-wrong" in answer.text) == (404, False)


def test_only_who_keeps_the_directory_lays_something_down(firm, client, cast):
    anna = phone_of(firm, client, cast.anna)
    assert bring(anna.http, cast.job.site_id, a_pdf()).headers["location"].startswith("/signin")


def test_the_same_bytes_again_are_one_document_with_the_new_name(firm, client, cast):
    desk = at_desk(TestClient(client.app))
    for name in ("Plan", "Lageplan Nord"):
        bring(desk, cast.job.site_id, a_pdf(), name)
    with firm.database.read() as session:
        assert [one.name for one in documents.of_site(session, cast.job.site_id)] == ["Lageplan Nord"]


def test_a_site_has_room_for_twenty(firm, client, cast):
    desk = at_desk(TestClient(client.app))
    answers = [bring(desk, cast.job.site_id, a_pdf(n + 1)).status_code for n in range(documents.MOST + 1)]
    assert answers == [303] * documents.MOST + [409]
    full = bring(desk, cast.job.site_id, a_pdf(documents.MOST + 2)).text
    assert 'id="document-wrong">An dieser Baustelle liegen schon 20 Unterlagen.' in full


def test_a_backup_takes_them_along(firm, client, cast, tmp_path):
    body = a_pdf()
    bring(at_desk(TestClient(client.app)), cast.job.site_id, body)
    saved = backup.save(firm, tmp_path / "backups")
    assert backup.verify(firm, saved) == []
    with_firm = type(firm)(settings_for(f"sqlite:///{tmp_path}/again.db", tmp_path / "again"))
    migrate(with_firm)
    assert backup.restore(with_firm, saved) == []
    with with_firm.database.read() as session:
        (one,) = documents.of_site(session, cast.job.site_id)
        assert documents.is_carried(session, one.sha256)
        assert with_firm.files.read(one.sha256) == body
    with_firm.close()
