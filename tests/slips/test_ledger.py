"""The one function through which anything happens to a slip."""

from typing import Any

import pytest
from sqlalchemy import select
from uuid_utils import uuid7

from app.firm import Firm
from app.people import device as devices
from app.people.person import Person
from app.slips import queries, replay
from app.slips.ledger import Result, Sender, append
from app.slips.op import op_hash
from app.slips.tables import GENESIS, Conflict, Entry, Held, Slip
from tests.cast import Cast, Phone, plan


@pytest.fixture
def hand(firm: Firm, cast: Cast) -> Any:
    """A phone without HTTP: `hand(person)` makes its ops and appends them."""

    class Hand(Phone):
        def push(self, *ops: dict[str, Any], high: Any = None) -> list[Result]:
            return firm.database.write(lambda session: [append(session, op, Sender(self.person)) for op in ops])

    def of(person: Person) -> Hand:
        def work(session: Any) -> str:
            device = devices.Device(person_id=person.id, kind="phone", paired_at="2026-11-01T00:00:00.000Z")
            session.add(device)
            return device.id

        return Hand(None, person.id, firm.database.write(work))  # type: ignore[arg-type]

    return of


def change(firm: Firm, slip_id: str) -> dict[str, Any]:
    with firm.database.read() as session:
        return queries.change_of(session, session.get_one(Slip, slip_id))


def test_a_planned_slip_is_one_entry_and_carries_the_crew(firm: Firm, cast: Cast) -> None:
    slip_id = plan(firm, cast)
    told = change(firm, slip_id)
    assert (told["state"], told["planned"], told["rev"], told["seq"]) == ("draft", 1, 1, 1)
    names = [row["fields"]["name"] for row in told["rows"].values() if row["table"] == "time"]
    assert sorted(names) == ["Anna Richter", "Ben Nowak", "Karol Wiśniewski"]
    assert told["fields"]["plan_start"] == "2026-11-25T07:00+01:00"
    with firm.database.read() as session:
        assert session.get_one(Slip, slip_id).plan_minutes == 3 * 480


def test_the_same_op_twice_is_one_entry_with_one_receipt(firm: Firm, cast: Cast, hand: Any) -> None:
    slip_id, anna = plan(firm, cast), hand(cast.anna)
    op = anna.op("edit", slip_id, patch={"work": [None, "Pfosten gesetzt"]})
    first, again = anna.push(op), anna.push(op)
    assert first[0]["result"] == "applied"
    assert again[0] == {"op_id": op["op_id"], "result": "duplicate", "receipt": first[0]["receipt"]}
    with firm.database.read() as session:
        assert len(session.scalars(select(Entry).where(Entry.op_id == op["op_id"])).all()) == 1


def test_one_id_with_other_content_is_held_and_changes_nothing(firm: Firm, cast: Cast, hand: Any) -> None:
    slip_id, anna = plan(firm, cast), hand(cast.anna)
    op = anna.op("edit", slip_id, patch={"work": [None, "eins"]})
    other = {**op, "patch": {"work": [None, "zwei"]}}
    other["hash"] = op_hash(other)
    anna.push(op)
    assert anna.push(other)[0]["reason"] == "id_reused"
    assert change(firm, slip_id)["fields"]["work"] == "eins"
    assert anna.do("edit", slip_id, patch={"late_reason": [None, "Regen"]})["result"] == "applied"


def test_a_damaged_op_is_an_error_and_is_taken_when_it_comes_whole(firm: Firm, cast: Cast, hand: Any) -> None:
    slip_id, anna = plan(firm, cast), hand(cast.anna)
    op = anna.op("edit", slip_id, patch={"work": [None, "ganz"]})
    assert anna.push({**op, "patch": {"work": [None, "gnz"]}})[0]["code"] == "hash_differs"
    assert anna.push(op)[0]["result"] == "applied"


def test_an_op_whose_forerunner_is_missing_waits(firm: Firm, cast: Cast, hand: Any) -> None:
    slip_id, anna = plan(firm, cast), hand(cast.anna)
    first = anna.op("edit", slip_id, patch={"work": [None, "1"]})
    second = anna.op("edit", slip_id, patch={"work": ["1", "2"]})
    assert anna.push(second)[0] == {"op_id": second["op_id"], "result": "later", "expected": 1}
    assert [result["result"] for result in anna.push(first, second)] == ["applied", "applied"]


def test_nobody_files_an_op_under_another_name(firm: Firm, cast: Cast, hand: Any) -> None:
    slip_id, anna, ben = plan(firm, cast), hand(cast.anna), hand(cast.ben)
    op = anna.op("edit", slip_id, patch={"work": [None, "von Anna"]})
    assert ben.push(op)[0]["reason"] == "wrong_author"
    assert "work" not in change(firm, slip_id)["fields"]


def test_two_values_for_one_field_are_both_kept(firm: Firm, cast: Cast, hand: Any) -> None:
    slip_id, anna, ben = plan(firm, cast), hand(cast.anna), hand(cast.ben)
    anna.do("edit", slip_id, patch={"work": [None, "von Anna"]})
    result = ben.do("edit", slip_id, patch={"work": [None, "von Ben"], "late_reason": [None, "Regen"]})
    assert result["result"] == "merged"
    (conflict,) = result["conflicts"]
    assert (conflict["field"], conflict["current"], conflict["proposed"]) == ("work", "von Anna", "von Ben")
    told = change(firm, slip_id)
    assert (told["fields"]["work"], told["fields"]["late_reason"]) == ("von Anna", "Regen")
    assert [one["id"] for one in told["conflicts"]] == [conflict["id"]]


def test_the_same_value_from_two_phones_is_no_conflict(firm: Firm, cast: Cast, hand: Any) -> None:
    slip_id, anna, ben = plan(firm, cast), hand(cast.anna), hand(cast.ben)
    anna.do("edit", slip_id, patch={"work": [None, "Pfosten gesetzt"]})
    assert ben.do("edit", slip_id, patch={"work": [None, "Pfosten gesetzt"]})["result"] == "applied"


def test_a_row_somebody_changed_is_not_dropped(firm: Firm, cast: Cast, hand: Any) -> None:
    slip_id, anna, ben, row = plan(firm, cast), hand(cast.anna), hand(cast.ben), str(uuid7())
    anna.do(
        "add_row",
        slip_id,
        rows={row: {"table": "material", "fields": {"text": [None, "Anker"], "quantity": [None, "4"]}}},
    )
    ben.do("edit", slip_id, rows={row: {"table": "material", "fields": {"quantity": ["4", "6"]}}})
    seen = {"text": ["Anker", None], "quantity": ["4", None]}
    result = anna.do("drop_row", slip_id, rows={row: {"table": "material", "fields": seen}})
    assert (result["result"], result["conflicts"][0]["field"]) == ("merged", "dropped")
    assert change(firm, slip_id)["rows"][row]["fields"]["quantity"] == "6"


def test_a_change_to_a_dropped_row_is_kept_as_a_conflict(firm: Firm, cast: Cast, hand: Any) -> None:
    slip_id, anna, ben, row = plan(firm, cast), hand(cast.anna), hand(cast.ben), str(uuid7())
    anna.do("add_row", slip_id, rows={row: {"table": "material", "fields": {"text": [None, "Anker"]}}})
    anna.do("drop_row", slip_id, rows={row: {"table": "material", "fields": {"text": ["Anker", None]}}})
    result = ben.do("edit", slip_id, rows={row: {"table": "material", "fields": {"quantity": [None, "6"]}}})
    assert result["conflicts"][0]["proposed"] == "6"
    assert row not in change(firm, slip_id)["rows"]


@pytest.mark.parametrize(
    ("kind", "more", "reason"),
    [
        ("edit", {"patch": {"date": [None, "2026-13-45"]}}, "not_allowed"),
        ("edit", {"patch": {"title": ["Geländer Treppenhaus B", "anders"]}}, "not_allowed"),
        ("edit", {"patch": {"finished": [None, "vielleicht"]}}, "bad_value"),
        ("edit", {"patch": {"work": [None, 7]}}, "bad_value"),
        ("edit", {"patch": {"work": [None, ["a"]]}}, "bad_shape"),
        ("edit", {"patch": {"work": [None, "x" * 4001]}}, "bad_shape"),
        ("edit", {"patch": {"work": [None, True]}}, "bad_shape"),
        ("edit", {"rows": {"nicht eine id": {"table": "time", "fields": {}}}}, "bad_shape"),
        ("edit", {"schema": 99}, "unknown_schema"),
        ("dance", {}, "unknown_kind"),
        ("approve", {}, "not_allowed"),
        ("withdraw", {}, "wrong_state"),
        ("create", {}, "slip_exists"),
        (
            "add_row",
            {"rows": {"0198c0de-0000-7000-8000-000000000001": {"table": "signature", "fields": {}}}},
            "bad_shape",
        ),
    ],
)
def test_what_cannot_be_applied_is_held_with_its_reason(
    firm: Firm, cast: Cast, hand: Any, kind: str, more: dict[str, Any], reason: str
) -> None:
    slip_id, anna = plan(firm, cast), hand(cast.anna)
    before = change(firm, slip_id)
    result = anna.do(kind, slip_id, **more)
    assert (result["result"], result["reason"]) == ("held", reason)
    after = change(firm, slip_id)
    assert (after["fields"], after["rows"], after["rev"]) == (before["fields"], before["rows"], before["rev"])
    assert [held["reason"] for held in after["held"]] == [reason]
    assert anna.do("edit", slip_id, patch={"late_reason": [None, "danach"]})["result"] == "applied"


def test_an_op_of_a_stranger_is_held(firm: Firm, cast: Cast, hand: Any) -> None:
    slip_id, karol = plan(firm, cast, people=[cast.anna, cast.ben]), hand(cast.karol)
    assert karol.do("edit", slip_id, patch={"work": [None, "ich auch"]})["reason"] == "not_allowed"


def test_an_op_about_an_unknown_slip_is_held(firm: Firm, cast: Cast, hand: Any) -> None:
    slip_id = str(uuid7())
    assert hand(cast.anna).do("edit", slip_id, patch={"work": [None, "?"]})["reason"] == "unknown_slip"
    with firm.database.read() as session:
        assert [held.slip_id for held in queries.orphans(session)] == [slip_id]


def test_unknown_fields_are_kept_in_extra(firm: Firm, cast: Cast, hand: Any) -> None:
    slip_id, anna, row = plan(firm, cast), hand(cast.anna), str(uuid7())
    rows = {row: {"table": "material", "fields": {"text": [None, "Anker"], "colour": [None, "blau"]}}}
    assert anna.do("add_row", slip_id, patch={"weather": [None, "Regen"]}, rows=rows)["result"] == "applied"
    told = change(firm, slip_id)
    assert told["extra"] == {"weather": "Regen"}
    assert told["rows"][row]["extra"] == {"colour": "blau"}
    assert anna.do("edit", slip_id, patch={"weather": ["Regen", "Sonne"]})["result"] == "applied"


def test_the_chain_verifies_and_every_break_shows(firm: Firm, cast: Cast, hand: Any) -> None:
    slip_id, anna = plan(firm, cast), hand(cast.anna)
    for number in range(3):
        anna.do("edit", slip_id, patch={"work": [str(number - 1) if number else None, str(number)]})
    with firm.database.read() as session:
        assert replay.broken_links(session) == []
        first = session.get_one(Entry, 1)
        assert first.chain != GENESIS

    def forge(session: Any) -> None:
        session.get_one(Entry, 2).op = session.get_one(Entry, 2).op.replace('"0"', '"9"')

    firm.database.write(forge)
    with firm.database.read() as session:
        assert replay.broken_links(session) == [2]


def test_the_slips_are_what_the_ledger_says(firm: Firm, cast: Cast, hand: Any) -> None:
    slip_id, anna, ben = plan(firm, cast), hand(cast.anna), hand(cast.ben)
    anna.do("edit", slip_id, patch={"work": [None, "von Anna"]})
    ben.do("edit", slip_id, patch={"work": [None, "von Ben"]})
    ben.do("approve", slip_id)
    assert firm.database.write(replay.rebuild) == []

    def tamper(session: Any) -> None:
        session.get_one(Slip, slip_id).minutes = 99

    firm.database.write(tamper)
    assert firm.database.write(replay.rebuild) == [f"slip: {slip_id}"]
    with firm.database.read() as session:
        assert session.get_one(Slip, slip_id).minutes == 0
        assert len(session.scalars(select(Conflict)).all()) == len(session.scalars(select(Held)).all()) == 1
