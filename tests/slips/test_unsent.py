"""The file of a phone that cannot send any more: loaded once or ten times, it is the same; forged, it is only held."""

import base64
import hashlib
import io
import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from uuid_utils import uuid7

from app.errors import Refusal
from app.firm import Firm
from app.people.device import Device, desk_of, revoke
from app.people.person import Person
from app.slips import pictures, queries, replay, unsent
from app.slips.ledger import append
from app.slips.op import op_hash
from app.slips.review import decide
from app.slips.tables import Entry, Held, Slip
from app.slips.unsent import Loaded
from tests.cast import Cast, Phone, jpeg, phone_of, plan


@pytest.fixture
def anna(firm: Firm, client: TestClient, cast: Cast) -> Phone:
    return phone_of(firm, client, cast.anna)


def file_of(
    firm: Firm, phone: Phone, *ops: dict[str, Any], blobs: tuple[bytes, ...] = (), **other: Any
) -> dict[str, Any]:
    """What app/static/crew/store/unsent.js writes."""
    with firm.database.read() as session:
        server, whose = queries.head(session).server, session.get(Person, phone.person)
        name = whose.name if whose else "?"
    return {
        "format": "handzettel-unsent", "version": 1, "saved_at": "2026-11-25T15:30:00.000Z", "server": server,
        "person": {"id": phone.person, "name": name}, "device": {"id": phone.device, "label": "test phone"},
        "ops": list(ops), "blobs": [written(blob) for blob in blobs],
    } | other  # fmt: skip


def written(content: bytes) -> dict[str, Any]:
    digest = hashlib.sha256(content).hexdigest()
    text = base64.b64encode(content).decode()
    return {"sha256": digest, "type": "image/jpeg", "size": len(content), "slip_id": str(uuid7()), "base64": text}


def load(firm: Firm, cast: Cast, content: dict[str, Any] | bytes) -> Loaded:
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    return unsent.load(firm, io.BytesIO(text), cast.olga)


def entries(firm: Firm) -> list[tuple[Any, ...]]:
    with firm.database.read() as session:
        query = select(Entry.seq, Entry.op_id, Entry.outcome, Entry.reason, Entry.brought_by).order_by(Entry.seq)
        return [tuple(row) for row in session.execute(query)]


def photographed(phone: Phone, slip_id: str, content: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """An op that puts a photo on a slip, and its item of a manifest."""
    digest = hashlib.sha256(content).hexdigest()
    item = {"att_id": str(uuid7()), "sha256": digest, "size": len(content), "role": "photo"}
    fields = {"sha256": [None, digest], "size": [None, len(content)], "type": [None, "image/jpeg"]}
    rows = {item["att_id"]: {"table": "photo", "fields": fields}}
    return phone.op("attach", slip_id, rows=rows, manifest=[item]), item


def absent(phone: Phone, slip_id: str, *items: dict[str, Any]) -> dict[str, Any]:
    """A hand-in nobody signed."""
    row = {"table": "signature", "fields": {"outcome": [None, "absent"], "reason": [None, "niemand da"]}}
    return phone.op("submit", slip_id, rows={str(uuid7()): row}, manifest=list(items))


def test_everything_of_a_file_comes_in_and_loading_it_again_changes_nothing(
    firm: Firm, cast: Cast, anna: Phone
) -> None:
    slip_id, picture = plan(firm, cast), jpeg("photo")
    edit = anna.op("edit", slip_id, patch={"work": [None, "14 Pfosten"]})
    attach, item = photographed(anna, slip_id, picture)
    content = file_of(firm, anna, edit, attach, absent(anna, slip_id, item), blobs=(picture,))
    first = load(firm, cast, content)
    assert first == Loaded("Anna Richter", "test phone", "2026-11-25T15:30:00.000Z", new=3, pictures_new=1)
    with firm.database.read() as session:
        slip = session.get_one(Slip, slip_id)
        assert (slip.state, slip.content["fields"]["work"]) == ("submitted", "14 Pfosten")
    before = entries(firm)
    assert [entry[4] for entry in before] == [None, cast.olga.id, cast.olga.id, cast.olga.id]
    again = load(firm, cast, content)
    assert again == Loaded("Anna Richter", "test phone", "2026-11-25T15:30:00.000Z", known=3, pictures_known=1)
    assert entries(firm) == before
    assert firm.database.write(replay.rebuild) == []


def test_what_the_phone_sends_itself_after_all_is_known(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id = plan(firm, cast)
    op = anna.op("edit", slip_id, patch={"work": [None, "x"]})
    assert load(firm, cast, file_of(firm, anna, op)).new == 1
    assert anna.push(op)[0]["result"] == "duplicate"
    assert anna.do("edit", slip_id, patch={"work": ["x", "y"]})["result"] == "applied"


def test_what_it_had_sent_before_is_known(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id, picture = plan(firm, cast), jpeg("photo")
    op = anna.op("edit", slip_id, patch={"work": [None, "x"]})
    anna.push(op)
    anna.send_picture(picture)
    loaded = load(firm, cast, file_of(firm, anna, op, blobs=(picture,)))
    assert (loaded.new, loaded.known, loaded.pictures_new, loaded.pictures_known) == (0, 1, 0, 1)
    assert entries(firm)[1][4] is None


def _revoked(firm: Firm, phone: Phone, cast: Cast) -> None:
    firm.database.write(lambda session: revoke(session.get_one(Device, phone.device)))


def _expired(firm: Firm, phone: Phone, cast: Cast) -> None:
    def work(session: Any) -> None:
        session.get_one(Device, phone.device).grant_until = "2020-01-01T00:00:00.000Z"

    firm.database.write(work)


def _unknown(firm: Firm, phone: Phone, cast: Cast) -> None:
    phone.device = str(uuid7())


def _nobody(firm: Firm, phone: Phone, cast: Cast) -> None:
    phone.person, phone.device = str(uuid7()), str(uuid7())


def _others_phone(firm: Firm, phone: Phone, cast: Cast) -> None:
    phone.person = cast.ben.id


def _desk(firm: Firm, phone: Phone, cast: Cast) -> None:
    phone.person = cast.olga.id
    phone.device = firm.database.write(lambda session: desk_of(session, cast.olga).id)


def _office(firm: Firm, phone: Phone, cast: Cast) -> None:
    def work(session: Any) -> None:
        session.get_one(Person, cast.anna.id).role = "manager"

    firm.database.write(work)


@pytest.mark.parametrize(
    ("forge", "reason"),
    [
        (_revoked, "device_revoked"),
        (_expired, "grant_expired"),
        (_unknown, "device_unknown"),
        (_nobody, "device_unknown"),
        (_others_phone, "wrong_author"),
        (_desk, "device_unknown"),
        (_office, "not_allowed"),
    ],
)
def test_what_no_phone_in_use_vouches_for_is_held_and_seen(
    firm: Firm, cast: Cast, anna: Phone, forge: Any, reason: str
) -> None:
    slip_id = plan(firm, cast)
    forge(firm, anna, cast)
    with firm.database.read() as session:
        before = queries.change_of(session, session.get_one(Slip, slip_id))
    op = anna.op("edit", slip_id, patch={"work": [None, "untergeschoben"]})
    content = file_of(firm, anna, op)
    loaded = load(firm, cast, content)
    assert ([(one.slip_id, one.kind, one.reason) for one in loaded.held], loaded.new) == (
        [(slip_id, "edit", reason)],
        0,
    )
    assert load(firm, cast, content).known == 1
    with firm.database.read() as session:
        after = queries.change_of(session, session.get_one(Slip, slip_id))
        assert [held["reason"] for held in after["held"]] == [reason]
    assert (after["fields"], after["rev"]) == (before["fields"], before["rev"])
    firm.database.write(lambda session: decide(session, slip_id, cast.olga, "held", op["op_id"], "apply"))
    with firm.database.read() as session:
        assert session.get_one(Slip, slip_id).content["fields"]["work"] == "untergeschoben"
    assert firm.database.write(replay.rebuild) == []


def test_of_a_whole_slip_the_office_never_saw_nothing_is_lost(firm: Firm, cast: Cast, anna: Phone) -> None:
    """The worst day: the phone was revoked because it was lost, the slip on it was begun without a plan."""
    slip_id = str(uuid7())
    rows = {str(uuid7()): {"table": "time", "fields": {"person": [None, cast.anna.id], "name": [None, "Anna Richter"]}}}
    create = anna.op("create", slip_id, patch={"title": [None, "Notdienst"], "date": [None, "2026-11-25"]}, rows=rows)
    ops = [create, anna.op("edit", slip_id, patch={"work": [None, "Tür gesichert"]}), absent(anna, slip_id)]
    _revoked(firm, anna, cast)
    loaded = load(firm, cast, file_of(firm, anna, *ops))
    assert [held.reason for held in loaded.held] == ["device_revoked"] * 3
    for op_id in [op["op_id"] for op in ops]:

        def apply(session: Any, op_id: str = op_id) -> None:
            decide(session, slip_id, cast.olga, "held", op_id, "apply")

        firm.database.write(apply)
    with firm.database.read() as session:
        slip = session.get_one(Slip, slip_id)
        assert (slip.state, slip.author, slip.planned, slip.title) == ("submitted", cast.anna.id, 0, "Notdienst")
        assert slip.content["fields"]["work"] == "Tür gesichert"
        assert session.scalars(select(Held).where(Held.decided_seq.is_(None))).all() == []
    assert firm.database.write(replay.rebuild) == []


def test_a_hand_in_whose_picture_is_damaged_is_held_not_forgotten(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id, picture = plan(firm, cast), jpeg("photo")
    attach, item = photographed(anna, slip_id, picture)
    content = file_of(firm, anna, attach, absent(anna, slip_id, item), blobs=(picture,))
    content["blobs"][0]["base64"] = base64.b64encode(picture[:-9]).decode()
    loaded = load(firm, cast, content)
    assert (loaded.new, loaded.pictures_new, loaded.pictures_damaged) == (1, 0, 1)
    assert [(held.kind, held.reason) for held in loaded.held] == [("submit", "bytes_missing")]


def test_an_op_whose_forerunner_is_in_no_file_is_held_and_the_rest_goes_on(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id = plan(firm, cast)
    anna.op("edit", slip_id, patch={"work": [None, "1"]})
    second = anna.op("edit", slip_id, patch={"late_reason": [None, "Regen"]})
    third = anna.op("edit", slip_id, patch={"leftover": [None, "Handlauf"]})
    loaded = load(firm, cast, file_of(firm, anna, second, third))
    assert (loaded.new, [held.reason for held in loaded.held]) == (1, ["earlier_missing"])
    assert anna.do("edit", slip_id, patch={"leftover": ["Handlauf", "nichts"]})["result"] == "applied"


@pytest.mark.parametrize("content", [b"", b"not an image", jpeg("x")[:40], "x" * 10, None, "====", "ä"])
def test_a_picture_that_is_none_is_counted_and_not_kept(firm: Firm, cast: Cast, anna: Phone, content: Any) -> None:
    blob = written(content if isinstance(content, bytes) else b"x")
    if not isinstance(content, bytes):
        blob["base64"] = content
    loaded = load(firm, cast, file_of(firm, anna) | {"blobs": [blob, written(jpeg("whole"))]})
    assert (loaded.pictures_damaged, loaded.pictures_new) == (1, 1)
    assert not firm.files.has(blob["sha256"])


def test_a_picture_under_another_name_is_damaged(firm: Firm, cast: Cast, anna: Phone) -> None:
    blob = written(jpeg("one")) | {"sha256": "../" * 21 + "x"}
    assert load(firm, cast, file_of(firm, anna) | {"blobs": [blob, 7, {}]}).pictures_damaged == 3


def test_a_damaged_op_is_counted_and_the_others_are_taken(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id, other = plan(firm, cast), plan(firm, cast, date="2026-11-26")
    broken = anna.op("edit", slip_id, patch={"work": [None, "ganz"]}) | {"patch": {"work": [None, "gnz"]}}
    whole = anna.op("edit", other, patch={"work": [None, "ganz"]})
    loaded = load(firm, cast, file_of(firm, anna, broken, {"no": "op"}, whole))
    assert (loaded.new, loaded.damaged, loaded.failed, loaded.held) == (1, 2, 0, [])


def test_an_op_that_fails_takes_no_other_with_it_and_comes_the_next_time(
    firm: Firm, cast: Cast, anna: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    slip_id, other = plan(firm, cast), plan(firm, cast, date="2026-11-26")
    ops = [anna.op("edit", one, patch={"work": [None, "x"]}) for one in (slip_id, other)]

    def stumble(session: Any, raw: Any, sender: Any) -> Any:
        result = append(session, raw, sender)
        if raw["slip_id"] == slip_id:
            raise ZeroDivisionError
        return result

    with monkeypatch.context() as patched:
        patched.setattr(unsent, "append", stumble)
        loaded = load(firm, cast, file_of(firm, anna, *ops))
    assert (loaded.new, loaded.failed) == (1, 1)
    loaded = load(firm, cast, file_of(firm, anna, *ops))
    assert (loaded.new, loaded.known, loaded.failed) == (1, 1, 0)


def cut(text: bytes) -> bytes:
    return text[:-20]


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda text: b"", "file_not_ours"),
        (lambda text: jpeg("x"), "file_not_ours"),
        (lambda text: b"<html></html>", "file_not_ours"),
        (lambda text: b"[]", "file_not_ours"),
        (lambda text: b"{}", "file_not_ours"),
        (lambda text: b'{"format":"something else"}', "file_not_ours"),
        (cut, "file_damaged"),
        (lambda text: text + b"x", "file_damaged"),
        (lambda text: text.replace(b'"ops"', b'"opps"'), "file_damaged"),
        (lambda text: text.replace(b'"ops": [', b'"ops": [3, '), "file_damaged"),
        (lambda text: text.replace(b'"person": {"id"', b'"person": {"di"'), "file_damaged"),
        (lambda text: text.replace(b'"version": 1', b'"version": 1, "version": 1'), "file_damaged"),
        (lambda text: text.replace(b'"version": 1', b'"version": "1"'), "file_damaged"),
        (lambda text: text.replace(b'"version": 1', b'"version": 2'), "file_newer"),
        (lambda text: text.replace(b'"version": 1', b'"version": NaN'), "file_damaged"),
        (lambda text: text.replace(b"test phone", b"test \xff"), "file_damaged"),
        (lambda text: b'{"format":"handzettel-unsent","version":1,"ops":' + b"[" * 100_000, "file_damaged"),
        (lambda text: text.replace(b'"server": "', b'"server": "f'), "file_foreign"),
    ],
)
def test_a_file_that_is_not_right_is_refused_with_nothing_done(
    firm: Firm, cast: Cast, anna: Phone, damage: Any, code: str
) -> None:
    op, picture = anna.op("edit", plan(firm, cast), patch={"work": [None, "x"]}), jpeg("photo")
    text = json.dumps(file_of(firm, anna, op, blobs=(picture,))).encode()
    before = entries(firm)
    with pytest.raises(Refusal, match=code):
        load(firm, cast, damage(text))
    assert entries(firm) == before
    assert not pictures.is_here(firm, hashlib.sha256(picture).hexdigest())


def test_a_file_with_spaces_in_any_order_is_the_same_file(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id, blobs = plan(firm, cast), (jpeg("one", size=900), jpeg("two"))
    content = file_of(firm, anna, anna.op("edit", slip_id, patch={"work": [None, "Größe 3½ 🏗"]}), blobs=blobs)
    turned = dict(reversed(content.items()))
    loaded = load(firm, cast, b"\xef\xbb\xbf" + json.dumps(turned, indent=3, ensure_ascii=False).encode())
    assert (loaded.new, loaded.pictures_new) == (1, 2)


def test_of_many_pictures_one_is_in_memory_at_a_time(firm: Firm, cast: Cast, anna: Phone) -> None:
    from app.slips.unsent_file import _Reader, read

    text = json.dumps(file_of(firm, anna, blobs=tuple(b"x" * 300_000 + bytes([n]) for n in range(40)))).encode()
    longest, more = 0, _Reader._more

    def measured(reader: Any) -> bool:
        nonlocal longest
        going = more(reader)
        longest = max(longest, len(reader._text))
        return going

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(_Reader, "_more", measured)
        seen: list[int] = []
        read(io.BytesIO(text), lambda picture: seen.append(len(picture[1] or b"")))
    assert seen == [300_001] * 40
    assert longest < 3 * 400_000 < len(text) / 10


def test_the_rest_of_a_long_file_comes_in_several_transactions(
    firm: Firm, cast: Cast, anna: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unsent, "AT_ONCE", 3)
    slip_id, ops, last = plan(firm, cast), [], None
    for number in range(8):
        ops.append(anna.op("edit", slip_id, patch={"work": [last, str(number)]}))
        last = str(number)
    assert load(firm, cast, file_of(firm, anna, *ops)).new == 8
    assert all(op["hash"] == op_hash(op) for op in ops)
    with firm.database.read() as session:
        assert session.get_one(Slip, slip_id).content["fields"]["work"] == "7"
