"""Bytes up and down: whole, checked, resumable, and only for who may see them."""

import hashlib

import pytest
from uuid_utils import uuid7

from app.firm import Firm
from tests.cast import Cast, Phone, jpeg, phone_of, plan


@pytest.fixture
def anna(firm: Firm, client, cast: Cast) -> Phone:
    return phone_of(firm, client, cast.anna)


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_comes_back_byte_for_byte(firm: Firm, anna: Phone, kind: str) -> None:
    picture = jpeg("x", kind)
    first = anna.http.put(f"/api/blobs/{sha(picture)}", content=picture)
    assert (first.status_code, first.json()["sha256"], first.json()["size"]) == (201, sha(picture), len(picture))
    assert anna.http.put(f"/api/blobs/{sha(picture)}", content=picture).status_code == 200
    assert firm.files.read(sha(picture)) == picture


@pytest.mark.parametrize(
    ("content", "named", "status", "code"),
    [
        (b"", "0" * 64, 422, "digest_differs"),
        (jpeg("a")[:-20], sha(jpeg("a")), 422, "digest_differs"),
        (b"GIF89a not one of ours", None, 415, "not_an_image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None, 415, "not_an_image"),
        (jpeg("half")[:300], None, 415, "not_an_image"),
    ],
)
def test_what_is_not_a_whole_picture_is_not_kept(
    firm: Firm, anna: Phone, content: bytes, named: str | None, status: int, code: str
) -> None:
    digest = named or sha(content)
    answer = anna.http.put(f"/api/blobs/{digest}", content=content)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert anna.http.head(f"/api/blobs/{digest}").status_code == 404
    assert list(firm.files.all()) == []


def test_too_large_a_picture_is_refused(anna: Phone) -> None:
    answer = anna.http.put(f"/api/blobs/{'0' * 64}", content=b"x" * (15 * 1024 * 1024 + 1))
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


def test_the_length_must_be_said(anna: Phone) -> None:
    answer = anna.http.put(f"/api/blobs/{'0' * 64}", content=iter([b"x"]))
    assert (answer.status_code, answer.json()["error"]["code"]) == (411, "length_missing")


def test_an_interrupted_upload_goes_on_where_it_was(firm: Firm, anna: Phone) -> None:
    picture = jpeg("big", "PNG", 900)
    url, half = f"/api/blobs/{sha(picture)}", len(picture) // 2
    length = {"upload-length": str(len(picture))}
    first = anna.http.patch(url, content=picture[:half], headers={"upload-offset": "0", **length})
    assert (first.status_code, first.headers["upload-offset"]) == (204, str(half))
    there = anna.http.head(url)
    assert (there.headers["upload-offset"], there.headers["upload-complete"]) == (str(half), "?0")
    again = anna.http.patch(url, content=picture[:half], headers={"upload-offset": "0", **length})
    assert (again.status_code, again.headers["upload-offset"]) == (409, str(half))
    last = anna.http.patch(url, content=picture[half:], headers={"upload-offset": str(half), **length})
    assert last.status_code == 201
    assert anna.http.head(url).headers["upload-complete"] == "?1"
    assert firm.files.read(sha(picture)) == picture


def test_pieces_that_make_something_else_are_thrown_away(firm: Firm, anna: Phone) -> None:
    picture = jpeg("one")
    url = f"/api/blobs/{sha(jpeg('other'))}"
    answer = anna.http.patch(url, content=picture, headers={"upload-offset": "0", "upload-length": str(len(picture))})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "digest_differs")
    assert anna.http.head(url).status_code == 404


def test_only_who_sees_a_slip_that_names_it_reads_a_picture(firm: Firm, anna: Phone, cast: Cast, client) -> None:
    ben, karol = phone_of(firm, client, cast.ben), phone_of(firm, client, cast.karol)
    slip_id, picture, row_id = plan(firm, cast, people=[cast.anna, cast.ben]), jpeg("p"), str(uuid7())
    digest = anna.send_picture(picture)
    assert anna.http.get(f"/api/blobs/{digest}").status_code == 404
    fields = {"sha256": [None, digest], "size": [None, len(picture)], "type": [None, "image/jpeg"]}
    anna.do("attach", slip_id, rows={row_id: {"table": "photo", "fields": fields}})
    assert [phone.http.get(f"/api/blobs/{digest}").status_code for phone in (anna, ben, karol)] == [200, 200, 404]
    small = ben.http.get(f"/api/blobs/{digest}", params={"width": 64})
    assert small.headers["content-type"] == "image/jpeg"


def test_nobody_brings_bytes_without_a_grant(client, cast: Cast) -> None:
    assert client.put(f"/api/blobs/{'0' * 64}", content=b"x").json()["error"]["code"] == "grant_missing"
