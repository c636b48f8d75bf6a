"""The office decides: every verb is one op, and what was handed in never changes."""

from typing import Any

import pytest
from sqlalchemy import select
from uuid_utils import uuid7

from app.errors import Refusal
from app.firm import Firm
from app.jobs import Job
from app.slips import queries, replay, review
from app.slips.tables import Slip
from tests.cast import Cast, Phone, phone_of, plan, rows_of


@pytest.fixture
def anna(firm: Firm, client: Any, cast: Cast) -> Phone:
    return phone_of(firm, client, cast.anna)


@pytest.fixture
def handed_in(firm: Firm, cast: Cast, anna: Phone) -> str:
    slip_id = plan(firm, cast)
    anna.do("edit", slip_id, patch={"work": [None, "Pfosten gesetzt"]})
    assert anna.hand_in(slip_id)["result"] == "applied"
    return slip_id


def do(firm: Firm, verb: Any, *args: Any, **more: Any) -> Any:
    return firm.database.write(lambda session: verb(session, *args, **more))


def told(firm: Firm, slip_id: str) -> dict[str, Any]:
    with firm.database.read() as session:
        return queries.change_of(session, session.get_one(Slip, slip_id))


def content(firm: Firm, slip_id: str, version: int) -> dict[str, Any]:
    with firm.database.read() as session:
        return {one.version: one.content for one in queries.versions(session, slip_id)}[version]


def test_approving_freezes_and_has_the_pdf_made(firm: Firm, cast: Cast, anna: Phone, handed_in: str) -> None:
    do(firm, review.approve, handed_in, cast.max)
    assert told(firm, handed_in)["state"] == "approved"
    result = anna.do("edit", handed_in, patch={"work": ["Pfosten gesetzt", "nachgetragen"]})
    assert result["reason"] == "wrong_state"
    with firm.database.read() as session:
        assert session.scalars(select(Job.kind)).all() == ["pdf"]


def test_a_slip_that_moved_on_is_not_approved(firm: Firm, cast: Cast, anna: Phone, handed_in: str) -> None:
    seen = told(firm, handed_in)["rev"]
    anna.do(
        "remark",
        handed_in,
        rows={str(uuid7()): {"table": "remark", "fields": {"text": [None, "Halt"], "kind": [None, "remark"]}}},
    )
    with pytest.raises(Refusal, match="slip_changed"):
        do(firm, review.approve, handed_in, cast.olga, seen_rev=seen)
    assert told(firm, handed_in)["state"] == "submitted"


def test_returning_needs_a_reason(firm: Firm, cast: Cast, handed_in: str) -> None:
    for notes in ([], [("5", "  ")]):
        with pytest.raises(Refusal, match="missing_reason"):
            do(firm, review.send_back, handed_in, cast.olga, notes)
    do(firm, review.send_back, handed_in, cast.olga, [("1", "Ende?"), ("5", "Serien-Nr.?")])
    remarks = rows_of(told(firm, handed_in), "remark").values()
    assert sorted((row["fields"]["field"], row["fields"]["text"]) for row in remarks) == [
        ("1", "Ende?"),
        ("5", "Serien-Nr.?"),
    ]


def test_a_correction_is_a_version_and_the_signed_one_stays(firm: Firm, cast: Cast, handed_in: str) -> None:
    signed = content(firm, handed_in, 1)
    do(firm, review.correct, handed_in, cast.olga, reason="Pause war länger", patch={"work": "12 Pfosten gesetzt"})
    now = told(firm, handed_in)
    assert (now["version"], now["state"], now["fields"]["work"]) == (2, "submitted", "12 Pfosten gesetzt")
    assert [(one["version"], one["by"], one["reason"]) for one in now["corrections"]] == [
        (2, cast.olga.id, "Pause war länger")
    ]
    assert content(firm, handed_in, 1) == signed
    assert signed["fields"]["work"] == "Pfosten gesetzt"
    assert "reason" not in now["fields"]


def test_a_correction_needs_a_reason(firm: Firm, cast: Cast, handed_in: str) -> None:
    with pytest.raises(Refusal, match="missing_reason"):
        do(firm, review.correct, handed_in, cast.olga, reason=" ", patch={"work": "x"})
    assert told(firm, handed_in)["version"] == 1


def test_a_worker_cannot_decide(firm: Firm, cast: Cast, handed_in: str) -> None:
    for verb, more in ((review.approve, {}), (review.void, {"reason": "weg"})):
        with pytest.raises(Refusal, match="not_allowed"):
            do(firm, verb, handed_in, cast.ben, **more)
    assert told(firm, handed_in)["held"] == []


def test_a_conflict_is_decided_by_an_op(firm: Firm, cast: Cast, client: Any, anna: Phone) -> None:
    slip_id, ben = plan(firm, cast), phone_of(firm, client, cast.ben)
    anna.do("edit", slip_id, patch={"work": [None, "Anna"], "leftover": [None, "A"]})
    clashes = ben.do("edit", slip_id, patch={"work": [None, "Ben"], "leftover": [None, "B"]})["conflicts"]
    ids = {clash["field"]: clash["id"] for clash in clashes}
    do(firm, review.decide, slip_id, cast.olga, "conflict", ids["work"], "replaced", "Ben war dabei")
    do(firm, review.decide, slip_id, cast.olga, "conflict", ids["leftover"], "stays")
    now = told(firm, slip_id)
    assert (now["fields"]["work"], now["fields"]["leftover"], now["conflicts"]) == ("Ben", "A", [])
    with pytest.raises(Refusal, match="bad_value"):
        do(firm, review.decide, slip_id, cast.olga, "conflict", ids["work"], "stays")
    assert do(firm, replay.rebuild) == []


def test_a_late_edit_is_applied_as_a_version_or_discarded(firm: Firm, cast: Cast, client: Any, handed_in: str) -> None:
    ben = phone_of(firm, client, cast.ben)
    late = ben.do("edit", handed_in, patch={"late_reason": [None, "Regen"]})
    other = ben.do("edit", handed_in, patch={"leftover": [None, "Handlauf"]})
    assert [late["reason"], other["reason"]] == ["wrong_state", "wrong_state"]
    do(firm, review.decide, handed_in, cast.olga, "held", late["op_id"], "apply")
    do(firm, review.decide, handed_in, cast.olga, "held", other["op_id"], "discard", "gehört zu morgen")
    now = told(firm, handed_in)
    assert (now["fields"]["late_reason"], now["version"], now["held"]) == ("Regen", 2, [])
    assert "leftover" not in now["fields"]
    assert do(firm, replay.rebuild) == []


def test_a_hand_in_held_for_a_late_change_can_be_taken(firm: Firm, cast: Cast, client: Any, anna: Phone) -> None:
    slip_id, ben = plan(firm, cast), phone_of(firm, client, cast.ben)
    seen = anna.slip(slip_id)["content_hash"]
    ben.do("edit", slip_id, patch={"work": [None, "noch was"]})
    held = anna.push(anna.sign(slip_id, seen))[0]
    assert held["reason"] == "changed_since_signing"
    do(firm, review.decide, slip_id, cast.olga, "held", held["op_id"], "apply", "Kunde hat es telefonisch bestätigt")
    now = told(firm, slip_id)
    assert (now["state"], now["number"]) == ("submitted", "2026-0001")
    (signature,) = rows_of(now, "signature").values()
    assert signature["fields"]["content_hash"] == seen != now["content_hash"]
    assert do(firm, replay.rebuild) == []


def test_numbers_have_no_gaps_and_belong_to_the_year_of_the_day(firm: Firm, cast: Cast, anna: Phone) -> None:
    for date in ("2026-12-30", "2027-01-02", "2026-12-31"):
        slip_id = plan(firm, cast, date=date)
        anna.hand_in(slip_id)
    with firm.database.read() as session:
        numbers = dict(session.execute(select(Slip.date, Slip.number)).all())
    assert numbers == {"2026-12-30": "2026-0001", "2026-12-31": "2026-0002", "2027-01-02": "2027-0001"}


def test_replanning_keeps_what_the_crew_wrote(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id = plan(firm, cast)
    rows = rows_of(anna.slip(slip_id), "time")
    (mine,) = [row_id for row_id, row in rows.items() if row["fields"]["person"] == cast.anna.id]
    anna.do("edit", slip_id, rows={mine: {"table": "time", "fields": {"start": [None, "2026-11-25T06:30+01:00"]}}})
    wanted = review.Plan(
        job=cast.job, date="2026-11-25", people=[cast.anna, cast.ben], lead=cast.anna, start="08:00", end="16:45",
        zone="Europe/Berlin", breaks=(("12:00", "12:30"),), crew_id=cast.crew.id,
    )  # fmt: skip
    do(firm, review.replan, cast.olga, slip_id, wanted)
    rows = rows_of(anna.slip(slip_id), "time")
    assert rows[mine]["fields"]["start"] == "2026-11-25T06:30+01:00"
    assert {row["fields"]["plan_start"] for row in rows.values()} == {"2026-11-25T08:00+01:00"}
    assert sorted(row["fields"]["name"] for row in rows.values()) == ["Anna Richter", "Ben Nowak"]


def test_replanning_leaves_a_line_without_a_person_where_it_is(firm: Firm, cast: Cast, anna: Phone) -> None:
    """Of a line that came in two changes the first may still be on the way, or be held."""
    slip_id, stump = plan(firm, cast), str(uuid7())
    line = {stump: {"table": "time", "fields": {"start": [None, "2026-11-25T06:30+01:00"]}}}
    assert anna.do("edit", slip_id, rows=line)["result"] == "applied"
    wanted = review.Plan(
        job=cast.job, date="2026-11-25", people=[cast.anna], lead=cast.anna, start="08:00", end="16:45",
        zone="Europe/Berlin", breaks=(("12:00", "12:30"),), crew_id=cast.crew.id,
    )  # fmt: skip
    do(firm, review.replan, cast.olga, slip_id, wanted)
    rows = rows_of(anna.slip(slip_id), "time")
    assert rows[stump]["fields"] == {"start": "2026-11-25T06:30+01:00"}
    assert [row["fields"]["person"] for row in rows.values() if "person" in row["fields"]] == [cast.anna.id]


def test_a_night_shift_ends_on_the_next_day() -> None:
    assert review.span("2026-10-24", "22:00", "06:00", "Europe/Berlin") == (
        "2026-10-24T22:00+02:00",
        "2026-10-25T06:00+01:00",
    )


def test_the_crew_ticks_a_remark_off_and_cannot_rewrite_it(firm: Firm, cast: Cast, anna: Phone, handed_in: str) -> None:
    do(firm, review.send_back, handed_in, cast.olga, [("5", "Serien-Nr.?")])
    ((row_id, _),) = rows_of(told(firm, handed_in), "remark").items()
    done = {row_id: {"table": "remark", "fields": {"done": [None, 1]}}}
    assert anna.do("edit", handed_in, rows=done)["result"] == "applied"
    other = {row_id: {"table": "remark", "fields": {"text": ["Serien-Nr.?", "nichts"]}}}
    assert anna.do("edit", handed_in, rows=other)["reason"] == "bad_shape"
    ((_, row),) = rows_of(told(firm, handed_in), "remark").items()
    assert row["fields"] == {"field": "5", "text": "Serien-Nr.?", "kind": "return", "done": 1}
