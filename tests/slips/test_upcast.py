"""Ops of older apps: recorded as they went over the wire, they do the same today and after every further step."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.errors import Refusal
from app.firm import Firm
from app.people.device import Device
from app.people.person import Person
from app.slips import queries, replay, upcast
from app.slips.desk import act
from app.slips.ledger import Result, Sender, append
from app.slips.op import op_hash
from app.slips.review import decide
from app.slips.tables import Blob, Entry, Slip
from app.slips.upcast import Step
from tests.cast import Cast, plan

RECORDED = sorted((Path(__file__).parent.parent / "cases/schemas").glob("*.json"))
OLD, NEW = "late_reason", "leftover"  # a schema 2 in which the one is called the other


def recorded(path: Path) -> dict[str, Any]:
    tale: dict[str, Any] = json.loads(path.read_text())
    return tale


def rename(part: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    return {new if name == old else name: value for name, value in part.items()}


def up(raw: dict[str, Any]) -> dict[str, Any]:
    return {**raw, "patch": rename(raw["patch"], OLD, NEW)}


def down(content: dict[str, Any]) -> dict[str, Any]:
    return {**content, "fields": rename(content["fields"], NEW, OLD)}


@pytest.fixture
def schema_2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upcast, "STEPS", (*upcast.STEPS, Step(up, down)))


def settle_in(firm: Firm, tale: dict[str, Any]) -> None:
    """The people, devices and pictures of a recorded slip."""

    def work(session: Any) -> None:
        for name, role, kind in (("anna", "lead", "phone"), ("olga", "office", "desk")):
            who = tale["people"][name]
            session.add(Person(id=who["id"], name=name, role=role))
            session.flush()
            session.add(Device(id=who["device"], person_id=who["id"], kind=kind, paired_at="2026-11-01T00:00:00.000Z"))
        by = tale["people"]["anna"]["id"]
        session.add_all(Blob(sha256=one, size=64, type="image/jpeg", by=by, at="") for one in tale["pictures"])

    firm.database.write(work)


def send(firm: Firm, *ops: dict[str, Any]) -> list[Result]:
    return firm.database.write(lambda session: [append(session, op, Sender(op["author"])) for op in ops])


def slip_of(firm: Firm, tale: dict[str, Any]) -> Slip:
    with firm.database.read() as session:
        slip = session.get_one(Slip, tale["ops"][0]["slip_id"])
        session.expunge_all()
        return slip


def check(firm: Firm, tale: dict[str, Any], fields: dict[str, Any]) -> None:
    slip = slip_of(firm, tale)
    assert (slip.state, slip.version, slip.minutes) == (tale["state"], tale["version"], tale["minutes"])
    assert slip.content["fields"] == fields
    (material,) = [row for row in slip.content["rows"].values() if row["table"] == "material" and "dropped" not in row]
    assert {name: material[name] for name in ("fields", "extra")} == {
        name: tale["material"][name] for name in ("fields", "extra")
    }
    with firm.database.read() as session:
        kept = session.scalars(select(Entry).order_by(Entry.seq)).all()
        assert [entry.hash for entry in kept] == [op["hash"] for op in tale["ops"]]
        assert [json.loads(entry.op)["schema"] for entry in kept] == [op["schema"] for op in tale["ops"]]
        assert replay.broken_links(session) == []


def test_every_schema_there_was_has_a_recorded_slip() -> None:
    assert [path.stem for path in RECORDED] == [str(n) for n in range(upcast.FIRST, upcast.newest() + 1)]


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_a_recorded_slip_does_what_it_did_then(firm: Firm, path: Path) -> None:
    tale = recorded(path)
    settle_in(firm, tale)
    assert [op_hash(op) for op in tale["ops"]] == [op["hash"] for op in tale["ops"]]
    assert [result["result"] for result in send(firm, *tale["ops"])] == tale["results"]
    check(firm, tale, tale["fields"])
    assert firm.database.write(replay.rebuild) == []


def test_ops_that_waited_on_a_phone_come_in_after_the_change(firm: Firm, schema_2: None) -> None:
    tale = recorded(RECORDED[0])
    settle_in(firm, tale)
    assert [result["result"] for result in send(firm, *tale["ops"])] == tale["results"]
    check(firm, tale, rename(tale["fields"], OLD, NEW))
    assert firm.database.write(replay.rebuild) == []


def test_a_replay_after_the_change_tells_the_old_ledger_in_the_new_words(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    tale = recorded(RECORDED[0])
    settle_in(firm, tale)
    send(firm, *tale["ops"])
    monkeypatch.setattr(upcast, "STEPS", (Step(up, down),))
    assert f"slip: {tale['ops'][0]['slip_id']}" in firm.database.write(replay.rebuild)
    check(firm, tale, rename(tale["fields"], OLD, NEW))
    assert firm.database.write(replay.rebuild) == []


def test_old_and_new_apps_write_into_one_slip(firm: Firm, schema_2: None) -> None:
    tale = recorded(RECORDED[0])
    settle_in(firm, tale)
    create, old = tale["ops"][:2]
    new = {**old, "op_id": create["op_id"][:-1] + "0", "n": 3, "schema": 2, "rows": {}}
    new["patch"] = {NEW: ["Aufzug stand", "Aufzug stand bis zehn"], "weather": [None, "Regen"]}
    new["hash"] = op_hash(new)
    assert [result["result"] for result in send(firm, create, old, new)] == ["applied", "applied", "applied"]
    content = slip_of(firm, tale).content
    assert (content["fields"][NEW], OLD in content["fields"]) == ("Aufzug stand bis zehn", False)
    assert content["extra"] == {"weather": "Regen"}


def test_who_signed_with_the_old_app_signed_what_it_showed(firm: Firm, schema_2: None) -> None:
    tale = recorded(RECORDED[0])
    settle_in(firm, tale)
    *before, submit = tale["ops"][:6]
    (row_id,) = submit["rows"]
    forged = json.loads(json.dumps(submit))
    forged["rows"][row_id]["fields"]["content_hash"] = [None, "0" * 64]
    forged["hash"] = op_hash(forged)
    send(firm, *before)
    assert send(firm, forged)[0]["reason"] == "changed_since_signing"


def test_what_is_newer_than_we_are_is_held_and_applied_after_the_update(
    firm: Firm, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    tale = recorded(RECORDED[0])
    settle_in(firm, tale)
    create, old = tale["ops"][:2]
    newer = {**old, "schema": 2, "rows": {}, "patch": {NEW: [None, "Aufzug stand"]}}
    newer["hash"] = op_hash(newer)
    send(firm, create)
    assert send(firm, newer)[0]["reason"] == "unknown_schema"

    def apply() -> None:
        slip_id, op_id = create["slip_id"], newer["op_id"]
        firm.database.write(lambda session: decide(session, slip_id, cast.olga, "held", op_id, "apply"))

    with pytest.raises(Refusal, match="unknown_schema"):
        apply()
    monkeypatch.setattr(upcast, "STEPS", (Step(up, down),))
    apply()
    assert slip_of(firm, tale).content["fields"][NEW] == "Aufzug stand"
    with firm.database.read() as session:
        assert queries.open_held(session, create["slip_id"]) == []
    assert firm.database.write(replay.rebuild) == []


def test_a_desk_makes_ops_of_todays_schema(firm: Firm, cast: Cast, schema_2: None) -> None:
    slip_id = plan(firm, cast)
    firm.database.write(lambda session: act(session, cast.olga, "plan", slip_id, patch={"hazard": "Strom"}))
    with firm.database.read() as session:
        assert [json.loads(text)["schema"] for text in session.scalars(select(Entry.op))] == [2, 2]


def test_an_op_without_the_shape_of_one_is_never_handed_to_a_step(
    firm: Firm, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(raw: dict[str, Any]) -> dict[str, Any]:
        raise AssertionError(raw)

    monkeypatch.setattr(upcast, "STEPS", (Step(stumble, down),))
    tale = recorded(RECORDED[0])
    settle_in(firm, tale)
    bent = {**tale["ops"][0], "patch": []}
    bent["hash"] = op_hash(bent)
    assert send(firm, bent)[0]["reason"] == "bad_shape"
