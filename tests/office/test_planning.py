"""The week and the plan: who goes where, when, and what is wrong with it."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from uuid_utils import uuid7

from app.firm import Firm
from app.sites.places import Job, Site
from app.slips.slip import live_rows
from app.slips.tables import Conflict, Slip
from tests.cast import Cast, at_desk, phone_of, plan, rows_of
from tests.office.desk import Page, confirm, slip_now


@pytest.fixture(autouse=True)
def olga(cast: Cast, client: TestClient) -> None:
    at_desk(client)


def typed(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "job": cast.job.id, "date": "2026-11-26", "start": "7", "end": "15:45", "crew": cast.crew.id,
        "lead": cast.anna.id, "people": [cast.anna.id, cast.ben.id], "break_start_1": "09:00", "break_end_1": "0915",
        "task": "", "hazard": "",
    } | more  # fmt: skip


def the_slip(firm: Firm) -> Slip:
    with firm.database.read() as session:
        slip = session.scalars(select(Slip)).one()
        session.expunge_all()
    return slip


def test_a_planned_slip_reaches_the_crews_phones(firm: Firm, cast: Cast, client: TestClient) -> None:
    answer = client.post("/slips", data=typed(cast), follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/week?day=2026-11-26&done=planned")
    change = phone_of(firm, client, cast.ben).slip(the_slip(firm).id)
    assert (change["planned"], change["fields"]["plan_start"]) == (1, "2026-11-26T07:00+01:00")
    assert change["fields"]["task"] == "14 Pfosten setzen"
    assert sorted(row["fields"]["name"] for row in rows_of(change, "time").values()) == ["Anna Richter", "Ben Nowak"]
    spans = [
        (row["fields"]["plan_start"][11:16], row["fields"]["plan_end"][11:16])
        for row in rows_of(change, "break").values()
    ]
    assert spans == [("09:00", "09:15")] * 2
    page = Page(client.get("/week?day=2026-11-26").text).text
    assert "Geländer Treppenhaus B" in page
    assert "geplant" in page


def test_a_night_ends_on_the_next_day(firm: Firm, cast: Cast, client: TestClient) -> None:
    data = typed(cast, start="22:00", end="06:00", break_start_1="01:30", break_end_1="02:00")
    client.post("/slips", data=data)
    slip = the_slip(firm)
    assert slip.content["fields"]["plan_end"] == "2026-11-27T06:00+01:00"
    assert slip.plan_minutes == 2 * (480 - 30)


def test_the_form_knows_the_crew_and_the_usual_day(cast: Cast, client: TestClient) -> None:
    page = client.get(f"/slips/new/plan?day=2026-11-26&crew={cast.crew.id}").text
    for expected in ('value="2026-11-26"', 'value="07:00"', 'value="15:45"', 'value="09:15"', 'value="12:30"'):
        assert expected in page
    assert page.count(" checked") == 3
    assert f'value="{cast.anna.id}" selected' in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"job": ""}, "Bitte aus der Liste wählen."),
        ({"job": "no such job"}, "Bitte aus der Liste wählen."),
        ({"date": "2026-02-30"}, "Bitte ein Datum angeben."),
        ({"date": "1999-01-01"}, "Bitte ein Datum angeben."),
        ({"start": "7:60"}, "Bitte eine Uhrzeit angeben"),
        ({"end": ""}, "Bitte eine Uhrzeit angeben"),
        ({"people": []}, "Bitte mindestens eine Person ankreuzen."),
        ({"people": ["nobody"]}, "Bitte aus der Liste wählen."),
        ({"break_end_1": ""}, "Bitte Anfang und Ende der Pause angeben."),
        ({"task": "x" * 2001}, "Das ist zu lang."),
    ],
)
def test_what_is_not_right_is_said_at_the_field_and_nothing_typed_is_lost(
    firm: Firm, cast: Cast, client: TestClient, wrong: dict[str, Any], words: str
) -> None:
    answer = client.post("/slips", data=typed(cast, hazard="Kinder im Haus") | wrong)
    assert answer.status_code == 422
    assert words in answer.text
    assert ">Kinder im Haus</textarea>" in answer.text
    with firm.database.read() as session:
        assert session.scalars(select(Slip)).all() == []


def test_replanning_moves_the_day_and_keeps_what_the_crew_wrote(firm: Firm, cast: Cast, client: TestClient) -> None:
    slip_id = plan(firm, cast)
    phone_of(firm, client, cast.anna).do("edit", slip_id, patch={"work": [None, "angefangen"]})
    page = client.get(f"/slips/{slip_id}/plan").text
    assert page.count(" checked") == 3
    data = typed(cast, end="17:00", people=[cast.anna.id, cast.ben.id, cast.karol.id])
    answer = client.post(f"/slips/{slip_id}/plan", data=data, follow_redirects=False)
    assert answer.headers["location"] == f"/slips/{slip_id}?done=replanned"
    now = slip_now(firm, slip_id)
    assert (now.date, now.content["fields"]["plan_end"]) == ("2026-11-26", "2026-11-26T17:00+01:00")
    assert now.content["fields"]["work"] == "angefangen"


def test_replanning_takes_somebody_off_and_puts_somebody_on(firm: Firm, cast: Cast, client: TestClient) -> None:
    slip_id = plan(firm, cast, people=[cast.anna, cast.ben])
    answer = client.post(
        f"/slips/{slip_id}/plan", data=typed(cast, people=[cast.anna.id, cast.karol.id]), follow_redirects=False
    )
    assert answer.status_code == 303
    rows = live_rows(slip_now(firm, slip_id).content, "time").values()
    assert sorted(row["fields"]["name"] for row in rows) == ["Anna Richter", "Karol Wiśniewski"]


def test_what_was_handed_in_is_not_replanned(firm: Firm, cast: Cast, client: TestClient) -> None:
    slip_id = plan(firm, cast)
    phone_of(firm, client, cast.anna).hand_in(slip_id)
    answer = client.post(f"/slips/{slip_id}/plan", data=typed(cast, hazard="noch schnell"))
    assert answer.status_code == 409
    assert ">noch schnell</textarea>" in answer.text
    assert slip_now(firm, slip_id).date == "2026-11-25"


def test_the_board_puts_one_block_over_everybody_on_it(firm: Firm, cast: Cast, client: TestClient) -> None:
    slip_id = plan(firm, cast)
    page = client.get("/week?day=2026-11-25").text
    assert page.count(f'href="/slips/{slip_id}"') == 1
    assert '<td rowspan="3"' in page
    assert "Woche 48" in page
    assert "24:00 h" in page


def test_the_board_says_running_and_twice(firm: Firm, cast: Cast, client: TestClient) -> None:
    confirm(phone_of(firm, client, cast.anna), plan(firm, cast, date="2027-03-01"))
    plan(firm, cast, date="2027-03-02", people=[cast.anna])
    plan(firm, cast, date="2027-03-02", people=[cast.anna, cast.ben])
    page = Page(client.get("/week?day=2027-03-02").text).text
    assert "läuft seit 07:00" in page
    assert page.count("Di: doppelt") == 2


def test_a_week_that_is_none_is_said(client: TestClient) -> None:
    assert client.get("/week?day=2026-02-30").status_code == 404
    assert client.get("/week?day=tomorrow").status_code == 422


def test_a_day_has_its_own_agreement_and_permit_where_the_plan_says_so(firm, client, cast):
    desk = at_desk(client)
    typed = {
        "job": cast.job.id, "date": "2026-11-27", "start": "7", "end": "15:45", "people": [cast.anna.id],
        "agreed_with": "Jörg Lindner, Bauleiter", "agreed_on": "2026-11-20", "agreed_ref": "", "hot_work": "1",
        "client_kind": "public",
    }  # fmt: skip
    assert desk.post("/slips", data=typed, follow_redirects=False).status_code == 303
    with firm.database.read() as session:
        (slip,) = session.scalars(select(Slip).where(Slip.date == "2026-11-27"))
        fields, slip_id = slip.content["fields"], slip.id
    said = {name: fields.get(name) for name in ("agreed_with", "agreed_on", "agreed_ref", "hot_work", "client_kind")}
    assert said == {
        "agreed_with": "Jörg Lindner, Bauleiter", "agreed_on": "2026-11-20", "agreed_ref": None, "hot_work": 1,
        "client_kind": "public",
    }  # fmt: skip
    shown = desk.get(f"/slips/{slip_id}/plan").text
    assert 'value="Jörg Lindner, Bauleiter"' in shown
    assert '<option value="public" selected>' in shown


def agreed(cast: Cast, **more: Any) -> dict[str, Any]:
    said = {"agreed_with": "Jörg Lindner", "agreed_on": "2026-11-20", "agreed_ref": "Mail vom 20.11.", "hot_work": "1"}
    return typed(cast, **(said | {"client_kind": "consumer", "hazard": "Kinder im Haus"} | more))


def planned_with_agreement(firm: Firm, cast: Cast, client: TestClient) -> tuple[str, dict[str, str]]:
    """A slip and what its form carries along unseen."""
    assert client.post("/slips", data=agreed(cast), follow_redirects=False).status_code == 303
    slip_id = the_slip(firm).id
    hidden = Page(client.get(f"/slips/{slip_id}/plan").text).forms[f"/slips/{slip_id}/plan"]
    return slip_id, hidden


EMPTY = {"agreed_with": "", "agreed_on": "", "agreed_ref": "", "hot_work": "", "client_kind": "", "hazard": ""}


def test_what_is_emptied_in_the_plan_is_empty_on_the_slip(firm: Firm, cast: Cast, client: TestClient) -> None:
    slip_id, hidden = planned_with_agreement(firm, cast, client)
    assert hidden["was_agreed_with"] == "Jörg Lindner"
    answer = client.post(f"/slips/{slip_id}/plan", data=agreed(cast, **hidden, **EMPTY), follow_redirects=False)
    assert answer.status_code == 303
    fields = slip_now(firm, slip_id).content["fields"]
    assert {name: fields[name] for name in EMPTY} == {
        "agreed_with": None, "agreed_on": None, "agreed_ref": None, "hot_work": None, "client_kind": "business",
        "hazard": None,
    }  # fmt: skip
    assert "Mail vom 20.11." in client.get(f"/slips/{slip_id}").text  # the history still has it


def test_an_agreement_nobody_touched_stays_and_what_the_crew_wrote_meanwhile_is_no_conflict(
    firm: Firm, cast: Cast, client: TestClient
) -> None:
    slip_id, hidden = planned_with_agreement(firm, cast, client)
    anna = phone_of(firm, client, cast.anna)
    anna.do("edit", slip_id, patch={"agreed_with": ["Jörg Lindner", "Frau Lindner"]})
    client.post(f"/slips/{slip_id}/plan", data=agreed(cast, **hidden, end="16:30"), follow_redirects=False)
    fields = slip_now(firm, slip_id).content["fields"]
    assert (fields["agreed_with"], fields["plan_end"][11:16]) == ("Frau Lindner", "16:30")
    assert conflicts_of(firm) == []


def test_emptying_what_the_crew_has_changed_meanwhile_is_a_conflict_with_both(
    firm: Firm, cast: Cast, client: TestClient
) -> None:
    slip_id, hidden = planned_with_agreement(firm, cast, client)
    anna = phone_of(firm, client, cast.anna)
    anna.do("edit", slip_id, patch={"agreed_with": ["Jörg Lindner", "Frau Lindner"]})
    client.post(f"/slips/{slip_id}/plan", data=agreed(cast, **hidden, **EMPTY), follow_redirects=False)
    assert slip_now(firm, slip_id).content["fields"]["agreed_with"] == "Frau Lindner"
    assert conflicts_of(firm) == [("agreed_with", "Frau Lindner", None)]


def test_another_job_leaves_nothing_of_the_one_before(firm: Firm, cast: Cast, client: TestClient) -> None:
    slip_id, hidden = planned_with_agreement(firm, cast, client)

    def work(session: Any) -> str:
        site = Site(name="Werkstatt", text="Gewerbering 4")
        session.add(site)
        session.flush()
        job = Job(number="26-900", title="Werkstatt", kind="internal", company_id=cast.job.company_id, site_id=site.id)
        session.add(job)
        return job.id

    job_id = firm.database.write(work)
    data = agreed(cast, **hidden, **EMPTY) | {"job": job_id}
    assert client.post(f"/slips/{slip_id}/plan", data=data, follow_redirects=False).status_code == 303
    fields = slip_now(firm, slip_id).content["fields"]
    assert (fields["title"], fields["site_text"]) == ("Werkstatt", "Werkstatt\nGewerbering 4")
    left = ("client", "client_text", "client_kind", "contact", "task")
    assert {name: fields.get(name) for name in left} == dict.fromkeys(left)


def test_a_slip_the_crew_began_keeps_what_it_wrote_of_the_plan(firm: Firm, cast: Cast, client: TestClient) -> None:
    anna, slip_id = phone_of(firm, client, cast.anna), str(uuid7())
    patch = {"date": [None, "2026-11-26"], "title": [None, "Notdienst"], "hazard": [None, "Hund im Hof"]}
    assert anna.do("create", slip_id, patch=patch)["result"] == "applied"
    assert client.post(f"/slips/{slip_id}/plan", data=typed(cast), follow_redirects=False).status_code == 303
    fields = slip_now(firm, slip_id).content["fields"]
    assert (fields["title"], fields["hazard"]) == ("Geländer Treppenhaus B", "Hund im Hof")


def conflicts_of(firm: Firm) -> list[tuple[str, Any, Any]]:
    with firm.database.read() as session:
        return [(one.field, one.current, one.proposed) for one in session.scalars(select(Conflict))]
