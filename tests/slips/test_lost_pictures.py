"""A hand-in whose pictures will never come: the office sees it, takes it or gives it back, the ledger says it."""

import hashlib
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import delete, select
from uuid_utils import uuid7

from app.errors import Refusal
from app.firm import Firm
from app.people.device import Device, revoke
from app.slips import evidence, queries, replay
from app.slips.review import decide
from app.slips.tables import Blob, Conflict, Entry, Slip, Version
from tests.cast import Cast, Phone, jpeg, phone_of, plan


@pytest.fixture
def anna(firm: Firm, client: TestClient, cast: Cast) -> Phone:
    return phone_of(firm, client, cast.anna)


def said(phone: Phone, *ops: dict[str, Any], lost: list[str]) -> list[dict[str, Any]]:
    body = {"device": phone.device, "ops": ops, "lost": lost}
    answer = phone.http.post("/api/sync/push", json=body)
    assert answer.status_code == 200, answer.text
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


def photographed(phone: Phone, slip_id: str, digest: str) -> dict[str, Any]:
    """A photo on the slip whose bytes are not here; its item of a manifest."""
    item = {"att_id": str(uuid7()), "sha256": digest, "size": 64, "role": "photo"}
    fields = {"sha256": [None, digest], "size": [None, 64], "type": [None, "image/jpeg"], "tag": [None, "after"]}
    rows = {item["att_id"]: {"table": "photo", "fields": fields}}
    assert phone.do("attach", slip_id, rows=rows, manifest=[item])["result"] == "applied"
    return item


def hand_in(phone: Phone, slip_id: str, *photos: dict[str, Any]) -> dict[str, Any]:
    """A signed submit that names these photos too; its bytes of the signature are here."""
    signed = phone.sign(slip_id, phone.slip(slip_id)["content_hash"])
    return phone.op("submit", slip_id, n=signed["n"], rows=signed["rows"], manifest=[*signed["manifest"], *photos])


def held_without(firm: Firm, cast: Cast, anna: Phone, digest: str = "a" * 64) -> tuple[str, dict[str, Any]]:
    """A slip whose hand-in is held because a photo was lost on the phone; and that hand-in."""
    slip_id = plan(firm, cast)
    submit = hand_in(anna, slip_id, photographed(anna, slip_id, digest))
    (result,) = said(anna, submit, lost=[digest])
    assert (result["result"], result["reason"]) == ("held", "bytes_missing")
    return slip_id, submit


def slip_now(firm: Firm, slip_id: str) -> Slip:
    with firm.database.read() as session:
        slip = session.get_one(Slip, slip_id)
        session.expunge_all()
        return slip


def test_only_what_was_declared_lost_is_not_waited_for(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id = plan(firm, cast)
    gone, coming = photographed(anna, slip_id, "a" * 64), photographed(anna, slip_id, "b" * 64)
    submit = hand_in(anna, slip_id, gone, coming)
    for lost in ([], ["a" * 64], ["c" * 64]):
        (result,) = said(anna, submit, lost=lost)
        assert (result["result"], result["missing"]) == ("need_blobs", ["a" * 64, "b" * 64])
    (result,) = said(anna, submit, lost=["a" * 64, "b" * 64, "c" * 64])
    assert (result["result"], result["reason"]) == ("held", "bytes_missing")
    assert result["receipt"]["op_id"] == submit["op_id"]
    assert slip_now(firm, slip_id).state == "draft"
    (again,) = said(anna, submit, lost=[])
    assert (again["result"], again["reason"], again["receipt"]) == ("duplicate", "bytes_missing", result["receipt"])


def test_what_one_phone_has_declared_lost_no_other_phone_waits_for(
    firm: Firm, client: TestClient, cast: Cast, anna: Phone
) -> None:
    """Anna's hand-in is held without her photo; Ben, who never had it, hands in the same slip."""
    slip_id, _ = held_without(firm, cast, anna)
    ben = phone_of(firm, client, cast.ben)
    (result,) = said(ben, hand_in(ben, slip_id), lost=[])
    assert (result["result"], result["reason"]) == ("held", "bytes_missing")


def test_a_picture_declared_lost_that_is_here_is_no_reason_to_hold(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id = plan(firm, cast)
    item = photographed(anna, slip_id, anna.send_picture(jpeg("photo")))
    (result,) = said(anna, hand_in(anna, slip_id, item), lost=[item["sha256"]])
    assert result["result"] == "applied"


def test_the_office_takes_it_as_it_is_and_a_replay_does_the_same(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id, submit = held_without(firm, cast, anna)
    firm.database.write(lambda session: decide(session, slip_id, cast.olga, "held", submit["op_id"], "apply"))
    now = slip_now(firm, slip_id)
    assert (now.state, now.number, now.version, now.photos) == ("submitted", "2026-0001", 1, 1)
    with firm.database.read() as session:
        assert evidence.lost(session, [slip_id]) == {"a" * 64}
        assert session.get_one(Version, (slip_id, 1)).by == cast.anna.id
        assert queries.open_held(session, slip_id) == []
    assert firm.database.write(replay.rebuild) == []


def test_a_replay_does_the_same_when_the_bytes_have_come_after_all(firm: Firm, cast: Cast, anna: Phone) -> None:
    picture = jpeg("found again")
    digest = anna.send_picture(picture)
    firm.files.path(digest).unlink()
    firm.database.write(lambda session: session.execute(delete(Blob).where(Blob.sha256 == digest)))
    slip_id, submit = held_without(firm, cast, anna, digest)
    firm.database.write(lambda session: decide(session, slip_id, cast.olga, "held", submit["op_id"], "apply"))
    with firm.database.read() as session:
        assert evidence.lost(session, [slip_id]) == {digest}
    anna.send_picture(picture)
    with firm.database.read() as session:
        assert evidence.lost(session, [slip_id]) == set()
    assert firm.database.write(replay.rebuild) == []


def test_discarded_it_stays_with_its_crew(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id, submit = held_without(firm, cast, anna)
    firm.database.write(lambda session: decide(session, slip_id, cast.olga, "held", submit["op_id"], "discard"))
    assert slip_now(firm, slip_id).state == "draft"
    assert anna.do("edit", slip_id, patch={"work": [None, "noch einmal fotografiert"]})["result"] == "applied"
    assert firm.database.write(replay.rebuild) == []


def test_held_for_another_reason_it_is_taken_without_bytes_only_when_the_office_says_so(
    firm: Firm, cast: Cast, anna: Phone
) -> None:
    slip_id = plan(firm, cast)
    submit = hand_in(anna, slip_id, photographed(anna, slip_id, "a" * 64))
    firm.database.write(lambda session: revoke(session.get_one(Device, anna.device)))
    assert anna.push(submit)[0]["reason"] == "device_revoked"

    def take(**more: Any) -> None:
        firm.database.write(
            lambda session: decide(session, slip_id, cast.olga, "held", submit["op_id"], "apply", **more)
        )

    with pytest.raises(Refusal, match="bytes_missing"):
        take()
    assert slip_now(firm, slip_id).state == "draft"
    take(without_bytes=True)
    assert slip_now(firm, slip_id).state == "submitted"
    assert firm.database.write(replay.rebuild) == []


@pytest.fixture
def late(firm: Firm, client: TestClient, cast: Cast, anna: Phone) -> tuple[str, dict[str, Any]]:
    """Ben has handed in; a photo of Anna's comes after him and is held, its bytes are still on her phone."""
    slip_id, ben = plan(firm, cast), phone_of(firm, client, cast.ben)
    assert ben.push(hand_in(ben, slip_id))[0]["result"] == "applied"
    digest = hashlib.sha256(LATE).hexdigest()
    item = {"att_id": str(uuid7()), "sha256": digest, "size": len(LATE), "role": "photo"}
    fields = {"sha256": [None, digest], "size": [None, len(LATE)], "type": [None, "image/jpeg"], "tag": [None, "after"]}
    photo = anna.op("attach", slip_id, rows={item["att_id"]: {"table": "photo", "fields": fields}}, manifest=[item])
    assert anna.push(photo)[0]["result"] == "held"
    return slip_id, photo


LATE = jpeg("late")


def test_no_photo_comes_into_what_was_handed_in_before_its_bytes(
    firm: Firm, cast: Cast, anna: Phone, late: tuple[str, dict[str, Any]]
) -> None:
    slip_id, photo = late

    def take() -> None:
        firm.database.write(lambda session: decide(session, slip_id, cast.olga, "held", photo["op_id"], "apply"))

    with pytest.raises(Refusal, match="bytes_missing"):
        take()
    assert (slip_now(firm, slip_id).photos, slip_now(firm, slip_id).version) == (0, 1)
    anna.send_picture(LATE)
    take()
    assert (slip_now(firm, slip_id).photos, slip_now(firm, slip_id).version) == (1, 2)
    assert firm.database.write(replay.rebuild) == []


def test_a_late_photo_is_taken_without_its_bytes_when_the_office_says_so(
    firm: Firm, cast: Cast, anna: Phone, late: tuple[str, dict[str, Any]]
) -> None:
    slip_id, photo = late
    firm.database.write(
        lambda session: decide(session, slip_id, cast.olga, "held", photo["op_id"], "apply", without_bytes=True)
    )
    assert slip_now(firm, slip_id).photos == 1
    assert firm.database.write(replay.rebuild) == []


@pytest.mark.parametrize("field", ["sha256", "value"])
def test_no_other_signature_comes_into_force_before_its_bytes(
    firm: Firm, client: TestClient, cast: Cast, anna: Phone, field: str
) -> None:
    """Both sign the same item of a checklist; Anna's is handed in, Ben's is the other value and still on his phone."""
    slip_id, ben = plan(firm, cast), phone_of(firm, client, cast.ben)
    own, other = anna.send_picture(jpeg("Anna signs", "PNG")), hashlib.sha256(LATE).hexdigest()
    begun = {"template": [None, "fire-door"], "version": [None, 1]}
    answer = {"checklist": LIST, "item": "signature", "value": own, "sha256": own, "size": 64}
    rows = {
        LIST: {"table": "checklist", "fields": begun},
        ITEM: {"table": "answer", "fields": {name: [None, value] for name, value in answer.items()}},
    }
    assert anna.do("add_row", slip_id, rows=rows)["result"] == "applied"
    signed = {name: [None, other] for name in ("value", "sha256")}
    assert ben.do("edit", slip_id, rows={ITEM: {"table": "answer", "fields": signed}})["conflicts"]
    assert anna.push(hand_in(anna, slip_id))[0]["result"] == "applied"
    with firm.database.read() as session:
        conflict = session.scalars(select(Conflict).where(Conflict.field == field)).one().id

    def replace() -> None:
        firm.database.write(lambda session: decide(session, slip_id, cast.olga, "conflict", conflict, "replaced"))

    with pytest.raises(Refusal, match="bytes_missing"):
        replace()
    ben.send_picture(LATE)
    replace()
    assert slip_now(firm, slip_id).content["rows"][ITEM]["fields"][field] == other
    assert firm.database.write(replay.rebuild) == []


LIST, ITEM = str(uuid7()), str(uuid7())


def test_a_hand_in_that_waits_for_its_pictures_is_no_entry_yet(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id = plan(firm, cast)
    submit = hand_in(anna, slip_id, photographed(anna, slip_id, "a" * 64))
    assert said(anna, submit, lost=[])[0]["result"] == "need_blobs"
    with firm.database.read() as session:
        assert session.query(Entry).filter_by(op_id=submit["op_id"]).count() == 0
