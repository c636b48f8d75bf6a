"""Signatures beside the client's for the extent of the work, and signatures inside a checklist."""

import hashlib
from typing import Any

import pytest
from fastapi.testclient import TestClient
from uuid_utils import uuid7

from app import ids
from app.firm import Firm
from app.slips import queries, replay
from app.slips.tables import Attachment, Slip
from tests.cast import Cast, Phone, jpeg, phone_of, plan

Said = dict[str, Any]


@pytest.fixture
def anna(firm: Firm, client: TestClient, cast: Cast) -> Phone:
    return phone_of(firm, client, cast.anna)


def with_parts(phone: Phone, slip_id: str, *more: Said, **extent: Any) -> dict[str, Any]:
    """A submit signed for the extent of the work, with further signature rows beside it."""
    signed = phone.sign(slip_id, phone.slip(slip_id)["content_hash"], **extent)
    rows = {str(uuid7()): row("signature", **said) for said in more}
    return phone.op("submit", slip_id, n=signed["n"], rows=signed["rows"] | rows, manifest=signed["manifest"])


def row(table: str, **said: Any) -> dict[str, Any]:
    """A new row of an op."""
    return {"table": table, "fields": {name: [None, new] for name, new in said.items()}}


def own(phone: Phone, slip_id: str, **more: Any) -> Said:
    picture, content_hash = phone.send_picture(jpeg("own", "PNG")), phone.slip(slip_id)["content_hash"]
    said = {"part": "own", "outcome": "signed", "name": "Anna Richter", "sha256": picture}
    return said | {"content_hash": content_hash} | more


def acceptance(phone: Phone, slip_id: str, **more: Any) -> Said:
    content_hash = phone.slip(slip_id)["content_hash"]
    picture = phone.send_picture(jpeg("acceptance", "PNG"))
    said = {"part": "acceptance", "outcome": "signed", "name": "Jörg Lindner", "authority": "yes", "sha256": picture}
    return {**said, "content_hash": content_hash, "parts": "Geländer Haus B", "defects": "Kratzer am Handlauf"} | more


def test_the_crew_and_an_acceptance_sign_beside_the_client(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id = plan(firm, cast)
    more = (own(anna, slip_id), acceptance(anna, slip_id))
    (result,) = anna.push(with_parts(anna, slip_id, *more, part="extent"))
    assert result["result"] == "applied"
    told = anna.slip(slip_id)
    assert told["state"] == "submitted"
    rows = [row["fields"] for row in told["rows"].values() if row["table"] == "signature"]
    assert sorted(row["part"] for row in rows) == ["acceptance", "extent", "own"]
    assert next(row["defects"] for row in rows if row["part"] == "acceptance") == "Kratzer am Handlauf"


def test_the_office_reads_the_outcome_of_the_extent(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id = plan(firm, cast)
    op = with_parts(anna, slip_id, own(anna, slip_id), outcome="absent", reason="Bauherr nicht da")
    assert anna.push(op)[0]["result"] == "applied"
    with firm.database.read() as session:
        assert session.get_one(Slip, slip_id).outcome == "absent"


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ([{"part": "extent", "outcome": "absent", "reason": "weg"}], "bad_shape"),
        ([{"part": "own", "outcome": "signed", "name": "A", "sha256": "a" * 64}] * 2, "bad_shape"),
        ([{"part": "acceptance", "outcome": "signed", "name": "J", "sha256": "a" * 64}], "bad_value"),
        ([{"part": "own", "outcome": "signed", "name": "A", "content_hash": "b" * 64}], "bad_value"),
        ([{"part": "own", "outcome": "signed", "name": "A", "sha256": "a" * 64}], "bad_value"),
        ([{"part": "acceptance", "name": "J"}], "bad_value"),
        ([{"part": "acceptance", "outcome": "refused", "name": "J", "reason": " "}], "missing_reason"),
        ([{"part": "witness", "outcome": "signed", "name": "Z", "sha256": "a" * 64}], "bad_value"),
    ],
)
def test_a_hand_in_with_a_signature_that_cannot_be_is_held(
    firm: Firm, cast: Cast, anna: Phone, parts: list[Said], reason: str
) -> None:
    slip_id = plan(firm, cast)
    (result,) = anna.push(with_parts(anna, slip_id, *parts))
    assert (result["result"], result["reason"]) == ("held", reason)
    assert anna.slip(slip_id)["state"] == "draft"


def test_only_an_extra_signature_is_no_hand_in(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id = plan(firm, cast)
    (result,) = anna.push(anna.sign(slip_id, anna.slip(slip_id)["content_hash"], part="own"))
    assert (result["result"], result["reason"]) == ("held", "bad_shape")


@pytest.mark.parametrize("part", [own, acceptance])
@pytest.mark.parametrize("extent", [{}, {"outcome": "absent", "reason": "Bauherr nicht da"}])
def test_what_was_signed_over_something_else_is_held(
    firm: Firm, cast: Cast, anna: Phone, part: Any, extent: Said
) -> None:
    slip_id = plan(firm, cast)
    signed = part(anna, slip_id)
    anna.do("edit", slip_id, patch={"work": [None, "Handlauf montiert"]})  # after it was signed
    op = with_parts(anna, slip_id, signed, **extent)
    (result,) = anna.push(op)
    assert (result["result"], result["reason"]) == ("held", "changed_since_signing")
    again = with_parts(anna, slip_id, part(anna, slip_id), **extent)
    assert anna.push(again)[0]["result"] == "applied"


@pytest.mark.parametrize("part", [own, acceptance])
def test_the_picture_of_each_signature_is_waited_for(firm: Firm, cast: Cast, anna: Phone, part: Any) -> None:
    slip_id, picture = plan(firm, cast), jpeg("comes later", "PNG")
    op = with_parts(anna, slip_id, part(anna, slip_id, sha256=sha256(picture)))
    assert anna.push(op)[0] == {"op_id": op["op_id"], "result": "need_blobs", "missing": [sha256(picture)]}
    anna.send_picture(picture)
    assert anna.push(op)[0]["result"] == "applied"


def test_a_signature_in_a_checklist_is_part_of_what_the_client_signs(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id, checklist = plan(firm, cast), str(uuid7())
    anna.do("add_row", slip_id, rows={checklist: row("checklist", template="hot-work", version=1)})
    first, second = (anna.send_picture(jpeg(seed, "PNG")) for seed in ("first", "second"))
    anna.do("add_row", slip_id, **answered(slip_id, checklist, first))
    before = anna.slip(slip_id)["content_hash"]
    anna.do("edit", slip_id, **answered(slip_id, checklist, second, first))
    assert anna.push(anna.sign(slip_id, before))[0]["reason"] == "changed_since_signing"


def test_an_answer_that_names_another_picture_than_it_says_is_held(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id, checklist = plan(firm, cast), str(uuid7())
    said = answered(slip_id, checklist, anna.send_picture(jpeg("one", "PNG")))
    next(iter(said["rows"].values()))["fields"]["value"] = [None, sha256(jpeg("other", "PNG"))]
    (result,) = anna.push(anna.op("add_row", slip_id, **said))
    assert (result["result"], result["reason"]) == ("held", "bad_value")


def answered(slip_id: str, checklist: str, digest: str, old: str | None = None) -> Said:
    """What signs an item of a checklist: its row and its manifest."""
    row_id = ids.derived(slip_id, "answer", checklist, "worker")
    new = {"value": digest, "sha256": digest, "size": 80, "name": "Ben Nowak"}
    known = {"value": old, "sha256": old, "size": 80 if old else None, "name": "Ben Nowak" if old else None}
    fields = {key: [known[key], value] for key, value in new.items() if known[key] != value}
    if not old:
        fields |= {"checklist": [None, checklist], "item": [None, "worker"]}
    item = {"att_id": row_id, "sha256": digest, "size": 80, "role": "signature"}
    return {"rows": {row_id: {"table": "answer", "fields": fields}}, "manifest": [item]}


def test_a_signature_in_a_checklist_is_waited_for_and_can_be_given_anew(
    firm: Firm, cast: Cast, client: TestClient, anna: Phone
) -> None:
    slip_id, checklist = plan(firm, cast), str(uuid7())
    permit = {checklist: row("checklist", template="hot-work", version=1, purpose="hot_work")}
    assert anna.do("add_row", slip_id, rows=permit)["result"] == "applied"
    first = anna.send_picture(jpeg("first", "PNG"))
    assert anna.do("add_row", slip_id, **answered(slip_id, checklist, first))["result"] == "applied"
    picture = jpeg("second", "PNG")
    op = anna.op("edit", slip_id, **answered(slip_id, checklist, digest := sha256(picture), first))
    assert anna.push(op)[0]["result"] == "applied"
    submit = anna.sign(slip_id, anna.slip(slip_id)["content_hash"])
    assert anna.push(submit)[0] == {"op_id": submit["op_id"], "result": "need_blobs", "missing": [digest]}
    assert anna.send_picture(picture) == digest
    assert anna.push(submit)[0]["result"] == "applied"
    ben = phone_of(firm, client, cast.ben)
    assert [ben.http.get(f"/api/blobs/{one}").status_code for one in (first, digest)] == [200, 200]
    with firm.database.read() as session:
        assert {one.role for one in session.query(Attachment).filter_by(slip_id=slip_id)} == {"answer", "signature"}


def test_what_is_said_in_the_new_tables_replays(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id, checklist = plan(firm, cast), str(uuid7())
    anna.do("add_row", slip_id, rows={checklist: row("checklist", template="hot-work", version=7)})
    anna.do("add_row", slip_id, **answered(slip_id, checklist, anna.send_picture(jpeg("it", "PNG"))))
    assert anna.push(with_parts(anna, slip_id, own(anna, slip_id)))[0]["result"] == "applied"
    assert firm.database.write(replay.rebuild) == []


def test_answers_to_a_checklist_nobody_knows_are_kept(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id, checklist = plan(firm, cast), str(uuid7())
    unknown = {checklist: row("checklist", template="of-the-future", version=12)}
    assert anna.do("add_row", slip_id, rows=unknown)["result"] == "applied"
    row_id = ids.derived(slip_id, "answer", checklist, "depth")
    answer = row("answer", checklist=checklist, item="depth", value="12.5")
    assert anna.do("add_row", slip_id, rows={row_id: answer})["result"] == "applied"
    assert anna.hand_in(slip_id)["result"] == "applied"
    with firm.database.read() as session:
        told = queries.change_of(session, session.get_one(Slip, slip_id))
    assert told["rows"][row_id]["fields"] == {"checklist": checklist, "item": "depth", "value": "12.5"}


def sha256(picture: bytes) -> str:
    return hashlib.sha256(picture).hexdigest()
