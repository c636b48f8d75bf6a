"""What the office knows besides a slip, and what the self-check makes of it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from uuid_utils import uuid7

from app import clock, ids
from app.firm import Firm
from app.people.person import Person
from app.sites import terms
from app.sites.places import Job
from app.slips import rules
from app.slips.around import around_of
from app.slips.desk import act
from app.slips.tables import Slip
from tests.cast import Cast, Phone, phone_of, plan, rows_of

ZONE = "Europe/Berlin"


@pytest.fixture
def anna(firm: Firm, client: TestClient, cast: Cast) -> Phone:
    return phone_of(firm, client, cast.anna)


def worked(phone: Phone, slip_id: str, start: str, end: str) -> None:
    """Everybody of the slip worked from start to end."""
    day = phone.slip(slip_id)["fields"]["date"]
    said = {"start": [None, f"{day}T{start}+01:00"], "end": [None, f"{day}T{end}+01:00"]}
    rows = {row_id: {"table": "time", "fields": said} for row_id in rows_of(phone.slip(slip_id), "time")}
    assert phone.do("edit", slip_id, rows=rows)["result"] == "applied"


def pays(phone: Phone, slip_id: str, person: Person) -> str:
    """Meals of a day away, accepted for somebody. The row's id."""
    row_id = str(uuid7())
    said = {"person": person.id, "kind": "meals", "text": "Verpflegung", "quantity": "1", "amount_cents": 1400}
    fields = {name: [None, value] for name, value in said.items()}
    done = phone.do("add_row", slip_id, rows={row_id: {"table": "allowance", "fields": fields}})
    assert done["result"] == "applied"
    return row_id


def found(firm: Firm, slip_id: str) -> dict[str, str]:
    """Level by code, as the office sees it."""
    with firm.database.read() as session:
        slip = session.get_one(Slip, slip_id)
        rows = {row_id: row for row_id, row in slip.content["rows"].items() if not row.get("dropped")}
        asked = {"slip_id": slip_id, "fields": slip.content["fields"], "rows": rows}
        return {one["code"]: one["level"] for one in rules.check(asked, around_of(session, slip, ZONE))}


def test_the_office_knows_all_other_slips(firm: Firm, cast: Cast, anna: Phone) -> None:
    one, other = (plan(firm, cast, people=[cast.anna]) for _ in range(2))
    worked(anna, one, "07:00", "12:00")
    assert "times_overlap_elsewhere" not in found(firm, one)
    worked(anna, other, "11:00", "15:00")
    assert found(firm, one)["times_overlap_elsewhere"] == "must"
    with firm.database.read() as session:
        (entry,) = around_of(session, session.get_one(Slip, one), ZONE)["days"]
    start, end = "2026-11-25T11:00+01:00", "2026-11-25T15:00+01:00"
    assert entry == {
        "slip": other, "person": cast.anna.id, "date": "2026-11-25", "start": start, "end": end, "minutes": 240,
    }  # fmt: skip


def test_a_day_away_paid_on_two_slips_is_seen_whoever_wrote_them(
    firm: Firm, client: TestClient, cast: Cast, anna: Phone
) -> None:
    ben = phone_of(firm, client, cast.ben)
    one, other = (plan(firm, cast, people=[cast.anna, cast.ben]) for _ in range(2))
    pays(anna, one, cast.anna)
    assert "paid_elsewhere" not in found(firm, one)
    row = pays(ben, other, cast.anna)
    assert (found(firm, one)["paid_elsewhere"], found(firm, other)["paid_elsewhere"]) == ("should", "should")
    seen = {name: [value, None] for name, value in ben.slip(other)["rows"][row]["fields"].items()}
    ben.do("drop_row", other, rows={row: {"table": "allowance", "fields": seen}})
    assert "paid_elsewhere" not in found(firm, one)


def test_a_void_slip_pays_nobody(firm: Firm, cast: Cast, anna: Phone) -> None:
    one, other = (plan(firm, cast, people=[cast.anna]) for _ in range(2))
    for slip_id in (one, other):
        pays(anna, slip_id, cast.anna)
    assert "paid_elsewhere" in found(firm, one)
    firm.database.write(lambda session: act(session, cast.olga, "void", other, patch={"reason": "doppelt"}))
    assert "paid_elsewhere" not in found(firm, one)


def test_the_firms_own_limit_and_the_age_on_that_day_count(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id = plan(firm, cast, people=[cast.anna])
    worked(anna, slip_id, "07:00", "16:15")
    assert "day_too_long" not in found(firm, slip_id)
    limit = {"who": "adult", "name": "day_most", "from": "2026-01-01", "value": 540}
    firm.database.write(lambda session: terms.save_term(session, "limit", limit))
    assert "day_too_long" in found(firm, slip_id)
    born = "2008-11-26"

    def work(session: Any) -> None:
        session.get_one(Person, cast.anna.id).birth_date = born

    firm.database.write(work)
    with clock.at(datetime(2027, 5, 3, tzinfo=UTC)), firm.database.read() as session:
        assert around_of(session, session.get_one(Slip, slip_id), ZONE)["people"] == {cast.anna.id: {"minor": 1}}


def test_a_checklist_is_judged_by_the_version_it_was_filled_with(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id, checklist = plan(firm, cast), str(uuid7())
    fields = {"template": [None, "powered-gate"], "version": [None, 1], "purpose": [None, "maintenance"]}
    anna.do("add_row", slip_id, rows={checklist: {"table": "checklist", "fields": fields}})
    assert "checklist_open" in found(firm, slip_id)
    with firm.database.read() as session:
        known = around_of(session, session.get_one(Slip, slip_id), ZONE)["templates"]
    assert list(known) == ["powered-gate@1"]
    assert known["powered-gate@1"]["items"][0]["key"]


def test_a_version_nobody_knows_is_not_judged(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id, checklist = plan(firm, cast), str(uuid7())
    fields = {"template": [None, "powered-gate"], "version": [None, 99]}
    anna.do("add_row", slip_id, rows={checklist: {"table": "checklist", "fields": fields}})
    row_id = ids.derived(slip_id, "answer", checklist, "x")
    answer = {"checklist": [None, checklist], "item": [None, "x"], "value": [None, "no"]}
    anna.do("add_row", slip_id, rows={row_id: {"table": "answer", "fields": answer}})
    assert "checklist_open" not in found(firm, slip_id)


def test_place_job_and_hour_of_the_hand_in_are_known(firm: Firm, cast: Cast, anna: Phone) -> None:
    def work(session: Any) -> None:
        session.get_one(Job, cast.job.id).position_mask = "00.00.0000"

    firm.database.write(work)
    slip_id = plan(firm, cast)
    assert anna.hand_in(slip_id)["result"] == "applied"
    with firm.database.read() as session:
        slip = session.get_one(Slip, slip_id)
        slip.handed_in_at = "2026-11-25T14:52:30.000Z"
        around = around_of(session, slip, ZONE)
    assert (around["now"], around["complete"], around["position_mask"]) == ("2026-11-25T15:52+01:00", 1, "00.00.0000")
    assert around["holidays"]["2026-11-18"] == "Buß- und Bettag"
