"""What the desk sees of the phones, and the file of one that cannot send any more."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from uuid_utils import uuid7

from app import assets, clock
from app.firm import Firm
from app.people.device import Device, revoke
from app.slips.review import send_back
from app.version import VERSION
from tests.cast import Cast, Phone, at_desk, jpeg, phone_of, plan
from tests.office.desk import Page, handed_in, slip_now
from tests.slips.test_lost_pictures import held_without
from tests.slips.test_unsent import file_of
from tests.test_cli import run

SINCE = "2026-11-25T10:42:00+01:00"


@pytest.fixture
def anna(firm: Firm, client: TestClient, cast: Cast) -> Phone:
    return phone_of(firm, client, cast.anna, "Annas Handy")


def said(phone: Phone, **statements: Any) -> None:
    assert phone.http.post("/api/sync/push", json={"device": phone.device, "ops": [], **statements}).status_code == 200


def text_of(client: TestClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return Page(answer.text).text


def read_up_to_now(phone: Phone) -> None:
    told = phone.pull()
    phone.pull(told["cursor"], high_seq=told["high"]["seq"], high_chain=told["high"]["chain"])


@pytest.mark.parametrize(
    ("ops", "photos", "words"),
    [
        (3, 0, "3 Einträge nicht gesendet, ältestes seit Mi 25.11., 10:42"),
        (1, 2, "1 Eintrag und 2 Fotos nicht gesendet, ältestes seit Mi 25.11., 10:42"),
        (0, 1, "1 Foto nicht gesendet, ältestes seit Mi 25.11., 10:42"),
    ],
)
def test_the_office_reads_what_waits_on_a_phone(
    firm: Firm, cast: Cast, client: TestClient, anna: Phone, ops: int, photos: int, words: str
) -> None:
    said(anna, waiting={"ops": ops, "photos": photos, "since": SINCE})
    at_desk(client)
    assert words in text_of(client, "/devices")
    assert words in text_of(client, f"/people/{cast.anna.id}")


def test_nothing_waits_only_where_the_phone_said_so(firm: Firm, cast: Cast, client: TestClient, anna: Phone) -> None:
    at_desk(client)
    assert "Annas Handy noch nicht gesendet keine Angabe" in text_of(client, "/devices")
    said(anna, waiting={"ops": 0, "photos": 0, "since": ""})
    told = text_of(client, "/devices")
    assert "keine Angabe" not in told
    assert " nichts " in told


def test_a_time_of_today_needs_no_date(firm: Firm, cast: Cast, client: TestClient, anna: Phone) -> None:
    begun = clock.now() - timedelta(seconds=1)
    said(anna, waiting={"ops": 1, "photos": 0, "since": begun.isoformat()})
    at_desk(client)
    local = begun.astimezone(clock.now().astimezone().tzinfo)
    assert local is not None
    words = text_of(client, "/devices").partition("ältestes seit ")[2][:6]
    assert words[2] == ":"
    assert words[5] == " "


@pytest.mark.parametrize(
    ("version", "words", "old"),
    [
        (VERSION, "aktuell", False),
        (assets.installed().digest, "aktuell", False),
        ("0.0.9", "ältere Fassung 0.0.9", True),
        ("0123456789abcdef", "ältere Fassung", True),
    ],
)
def test_an_old_app_is_marked(
    firm: Firm, cast: Cast, client: TestClient, anna: Phone, version: str, words: str, old: bool
) -> None:
    said(anna, version=version)
    page = at_desk(client).get("/devices").text
    assert (f"<b>{words}</b>" in page) is old
    assert words in page
    assert "0123456789abcdef" not in page


def test_phones_on_which_something_waits_come_first_and_revoked_ones_not_at_all(
    firm: Firm, cast: Cast, client: TestClient, anna: Phone
) -> None:
    ben, karol = (phone_of(firm, client, one, f"Handy {one.first_name}") for one in (cast.ben, cast.karol))
    said(karol, waiting={"ops": 1, "photos": 0, "since": ""})
    firm.database.write(lambda session: revoke(session.get_one(Device, ben.device)))
    told = text_of(at_desk(client), "/devices")
    assert "Handy Ben" not in told
    assert told.index("Handy Karol") < told.index("Annas Handy")


def test_a_draft_says_how_far_it_is(firm: Firm, cast: Cast, client: TestClient, anna: Phone) -> None:
    slip_id = plan(firm, cast)
    at_desk(client)
    assert "Noch nichts vom Handy" in text_of(client, f"/slips/{slip_id}")
    assert anna.do("edit", slip_id, patch={"work": [None, "Pfosten"]})["result"] == "applied"
    said(anna, waiting={"ops": 2, "photos": 0, "since": ""})
    told = text_of(client, f"/slips/{slip_id}")
    assert "Noch nichts vom Handy" not in told
    assert "vom Handy von Anna Richter · zuletzt gemeldet" in told
    assert "Anna Richter: 2 Einträge nicht gesendet" in told
    tray = text_of(client, "/?tray=missing") if (slip_now(firm, slip_id).date or "") < clock.stamp()[:10] else told
    assert "Letzter Stand" in tray


def test_a_day_that_is_over_says_in_the_tray_how_far_it_came(
    firm: Firm, cast: Cast, client: TestClient, anna: Phone
) -> None:
    begun, untouched = plan(firm, cast, date="2024-03-04"), plan(firm, cast, date="2024-03-05")
    anna.do("edit", begun, patch={"work": [None, "Pfosten"]})
    at_desk(client)
    page = client.get("/?tray=missing").text
    assert Page(page).text.count("noch nichts vom Handy") == 1
    assert f"Stand {text_of(client, f'/slips/{begun}').partition('Letzter Stand ')[2][:5]}" in Page(page).text
    assert "Noch nichts vom Handy" in text_of(client, f"/slips/{untouched}")


def test_a_return_is_unseen_until_a_phone_of_the_crew_has_read_it(
    firm: Firm, cast: Cast, client: TestClient, anna: Phone
) -> None:
    slip_id = handed_in(firm, client, cast)
    read_up_to_now(anna)
    firm.database.write(lambda session: send_back(session, slip_id, cast.olga, [("5", "Charge fehlt")]))
    at_desk(client)
    assert "Rückgabe noch nicht gesehen" in text_of(client, f"/slips/{slip_id}")
    assert "noch nicht gesehen" in text_of(client, "/?tray=returned")
    told = anna.pull()
    assert "Rückgabe noch nicht gesehen" in text_of(client, f"/slips/{slip_id}")
    stranger = phone_of(firm, client, cast.max)
    read_up_to_now(stranger)
    assert "Rückgabe noch nicht gesehen" in text_of(client, f"/slips/{slip_id}")
    anna.pull(told["cursor"], high_seq=told["high"]["seq"], high_chain=told["high"]["chain"])
    assert "Rückgabe gesehen: Anna Richter" in text_of(client, f"/slips/{slip_id}")
    assert "noch nicht gesehen" not in text_of(client, "/?tray=returned")


def test_a_photo_that_was_lost_is_said_to_be(firm: Firm, cast: Cast, client: TestClient, anna: Phone) -> None:
    slip_id, _ = held_without(firm, cast, anna)
    at_desk(client)
    told = text_of(client, "/?tray=decide")
    assert "Bilder fehlen: auf dem Handy verloren gegangen" in told
    assert "Foto fehlt: auf dem Handy verloren gegangen" in told
    assert "0 von 1 im Büro" in told
    assert "1 Foto verloren" in told
    data = Page(client.get("/?tray=decide").text).forms[f"/slips/{slip_id}/decisions"] | {"decision": "apply"}
    assert client.post(f"/slips/{slip_id}/decisions", data=data, follow_redirects=False).status_code == 303
    page = client.get(f"/slips/{slip_id}").text
    assert "Foto fehlt: auf dem Handy verloren gegangen" in Page(page).text
    assert f"/api/blobs/{'a' * 64}" not in page
    assert "ohne Abweichung freigeben" not in text_of(client, "/")


def test_a_photo_that_may_still_come_is_on_its_way(firm: Firm, cast: Cast, client: TestClient, anna: Phone) -> None:
    slip_id, row = plan(firm, cast), str(uuid7())
    fields = {"sha256": [None, "b" * 64], "size": [None, 5], "type": [None, "image/jpeg"]}
    anna.do("attach", slip_id, rows={row: {"table": "photo", "fields": fields}})
    told = text_of(at_desk(client), f"/slips/{slip_id}")
    assert "noch unterwegs" in told
    assert "verloren" not in told


def upload(client: TestClient, content: bytes, name: str = "zettel.json") -> Any:
    return client.post("/devices/import", files={"file": (name, content, "application/json")})


def test_a_file_is_loaded_at_the_desk(firm: Firm, cast: Cast, client: TestClient, anna: Phone) -> None:
    slip_id = plan(firm, cast)
    other = phone_of(firm, client, cast.ben)
    held = other.op("edit", slip_id, patch={"leftover": [None, "Handlauf"]})
    op = anna.op("edit", slip_id, patch={"work": [None, "aus der Datei"]})
    content = json.dumps(file_of(firm, anna, op, held, blobs=(jpeg("photo"),))).encode()
    at_desk(client)
    page = client.get("/devices/import").text
    assert 'enctype="multipart/form-data"' in page
    answer = upload(client, content)
    told = Page(answer.text).text
    assert answer.status_code == 200
    assert "Eingelesen: Anna Richter, test phone." in told
    assert "Einträge neu 1 Einträge schon da 0 Einträge zu klären 1 Bilder neu 1 Bilder schon da 0" in told
    assert f'href="/slips/{slip_id}"' in answer.text
    assert "Absender und Handy passen nicht zusammen" in told
    assert "Einträge neu 0 Einträge schon da 2" in Page(upload(client, content).text).text
    assert slip_now(firm, slip_id).content["fields"]["work"] == "aus der Datei"
    assert "aus einer Datei, eingelesen von Olga Hartmann" in text_of(client, f"/slips/{slip_id}")


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"<html>", 422, "Das ist keine Datei aus Handzettel."),
        (b'{"format":"handzettel-unsent","version":1', 422, "Die Datei ist beschädigt oder unvollständig."),
        (b'{"format":"handzettel-unsent","version":2}', 409, "Die Datei kommt aus einer neueren App."),
    ],
)
def test_a_file_that_is_not_right_is_refused_in_words(
    firm: Firm, cast: Cast, client: TestClient, content: bytes, status: int, words: str
) -> None:
    answer = upload(at_desk(client), content)
    assert (answer.status_code, words in Page(answer.text).text) == (status, True)


def test_nothing_chosen_is_said(firm: Firm, cast: Cast, client: TestClient) -> None:
    answer = at_desk(client).post("/devices/import", data={})
    assert (answer.status_code, "Bitte eine Datei auswählen." in answer.text) == (422, True)


def test_a_file_may_be_larger_than_a_photo_may(firm: Firm, cast: Cast, client: TestClient, anna: Phone) -> None:
    content = file_of(firm, anna) | {"further": "x" * 20_000_000}
    assert upload(at_desk(client), json.dumps(content).encode()).status_code == 200


def test_only_the_office_loads_files(firm: Firm, cast: Cast, client: TestClient, anna: Phone) -> None:
    content = json.dumps(file_of(firm, anna)).encode()
    assert client.post("/devices/import", files={"file": ("x", content)}, follow_redirects=False).status_code == 303
    assert upload(at_desk(client, "max"), content).status_code == 403
    assert client.get("/devices").status_code == 403


def test_a_file_is_loaded_on_the_command_line(firm: Firm, cast: Cast, anna: Phone, tmp_path: Path) -> None:
    slip_id = plan(firm, cast)
    op = anna.op("edit", slip_id, patch={"work": [None, "x"]})
    nowhere = anna.op("edit", str(uuid7()), patch={"work": [None, "x"]})
    path = tmp_path / "unsent.json"
    path.write_text(json.dumps(file_of(firm, anna, op, nowhere)))
    done = run(firm, "import-unsent", str(path), "--by", "Olga Hartmann")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "Anna Richter, test phone",
        "entries: 1 new, 0 known, 1 held, 0 damaged",
        "pictures: 0 new, 0 known, 0 damaged",
        f"held {nowhere['slip_id']} edit: unknown_slip",
    ]
    refused = run(firm, "import-unsent", str(path), "--by", "Anna Richter")
    assert (refused.returncode, refused.stdout) == (1, "")
    missing = run(firm, "import-unsent", str(tmp_path / "none"), "--by", "Olga Hartmann")
    assert (missing.returncode, missing.stderr) == (1, f"{tmp_path}/none: No such file or directory\n")
