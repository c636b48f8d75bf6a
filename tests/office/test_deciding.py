"""Approve, return, ask, correct, void, decide: what the office does changes the ledger, and nothing typed is lost."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from uuid_utils import uuid7

from app.firm import Firm
from app.slips import queries
from app.slips.history import history
from app.slips.slip import live_rows
from tests.cast import Cast, at_desk, phone_of, plan, rows_of
from tests.office.desk import Page, confirm, handed_in, slip_now


@pytest.fixture
def slip(firm: Firm, cast: Cast, client: TestClient) -> str:
    slip_id = handed_in(firm, client, cast)
    at_desk(client)
    return slip_id


def deeds(firm: Firm, slip_id: str) -> list[tuple[str, str]]:
    with firm.database.read() as session:
        return [(step.name, step.kind) for step in history(session, slip_id)]


def form(client: TestClient, path: str, action: str) -> dict[str, str]:
    """The hidden values of a form, as a browser would send them."""
    return Page(client.get(path).text).forms[action]


def post(client: TestClient, path: str, data: dict[str, Any]) -> Any:
    return client.post(path, data=data, follow_redirects=False)


def test_approving_from_the_inbox_freezes_the_slip(firm: Firm, client: TestClient, slip: str) -> None:
    data = form(client, "/", f"/slips/{slip}/approval")
    answer = post(client, f"/slips/{slip}/approval", data)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?tray=review&done=approved")
    assert slip_now(firm, slip).state == "approved"
    assert deeds(firm, slip)[-1] == ("Olga Hartmann", "approve")
    assert "Freigegeben." in client.get(answer.headers["location"]).text


def test_approving_goes_on_to_the_next_slip(firm: Firm, cast: Cast, client: TestClient, slip: str) -> None:
    later = handed_in(firm, client, cast, date="2026-11-26")
    data = form(client, f"/?slip={later}", f"/slips/{later}/approval")
    answer = post(client, f"/slips/{later}/approval", data)
    assert answer.headers["location"] == f"/?tray=review&slip={slip}&done=approved"


def test_a_slip_that_moved_on_is_not_approved_unseen(firm: Firm, cast: Cast, client: TestClient, slip: str) -> None:
    seen = form(client, "/", f"/slips/{slip}/approval")
    phone = phone_of(firm, client, cast.anna)
    assert phone.do("withdraw", slip)["result"] == "applied"
    phone.do("edit", slip, patch={"leftover": [None, "Handlauf fehlt"]})
    phone.hand_in(slip)
    answer = post(client, f"/slips/{slip}/approval", seen)
    assert answer.status_code == 409
    assert "Der Zettel hat sich inzwischen geändert." in answer.text
    assert "Handlauf fehlt" in answer.text
    assert slip_now(firm, slip).state == "submitted"


@pytest.mark.parametrize("rev", ["", "-1", "x", "9" * 30])
def test_nothing_is_approved_without_saying_what_was_seen(firm: Firm, client: TestClient, slip: str, rev: str) -> None:
    assert post(client, f"/slips/{slip}/approval", {"rev": rev}).status_code == 422
    assert slip_now(firm, slip).state == "submitted"


def test_returning_writes_the_red_pencil_at_several_fields(firm: Firm, client: TestClient, slip: str) -> None:
    data = form(client, "/", f"/slips/{slip}/return") | {
        "note_5": "Charge fehlt",
        "note_6": " Foto nachher ",
        "note_1": "",
    }
    assert post(client, f"/slips/{slip}/return", data).status_code == 303
    now = slip_now(firm, slip)
    remarks = [row["fields"] for row in live_rows(now.content, "remark").values()]
    assert now.state == "returned"
    assert sorted((remark["field"], remark["text"], remark["kind"]) for remark in remarks) == [
        ("5", "Charge fehlt", "return"),
        ("6", "Foto nachher", "return"),
    ]
    page = Page(client.get(f"/slips/{slip}").text).text
    assert "Charge fehlt" in page
    assert "Olga Hartmann hat zurückgegeben, 2 Anmerkungen" in page


def test_returning_without_a_reason_is_refused_and_the_pencil_stays(firm: Firm, client: TestClient, slip: str) -> None:
    data = form(client, "/", f"/slips/{slip}/return") | {"note_5": "   "}
    answer = post(client, f"/slips/{slip}/return", data)
    assert answer.status_code == 422
    assert "Bitte einen Grund angeben." in answer.text
    assert slip_now(firm, slip).state == "submitted"


def test_a_return_that_comes_too_late_keeps_what_was_typed(firm: Firm, client: TestClient, slip: str) -> None:
    data = form(client, "/", f"/slips/{slip}/return") | {"note_5": "Charge vom Mörtel fehlt"}
    post(client, f"/slips/{slip}/remarks", {"remark": "Rückfrage", "then": f"/slips/{slip}"})
    answer = post(client, f"/slips/{slip}/return", data)
    assert answer.status_code == 409
    assert ">Charge vom Mörtel fehlt</textarea>" in answer.text
    assert slip_now(firm, slip).returns == 0


def test_a_question_is_a_remark_the_crew_sees(firm: Firm, cast: Cast, client: TestClient, slip: str) -> None:
    post(client, f"/slips/{slip}/remarks", {"remark": "Welche Charge?", "then": f"/?tray=review&slip={slip}"})
    change = phone_of(firm, client, cast.anna).slip(slip)
    (remark,) = rows_of(change, "remark").values()
    assert remark["fields"] == {"field": "0", "text": "Welche Charge?", "kind": "remark"}
    assert change["state"] == "submitted"
    assert "Welche Charge?" in Page(client.get(f"/slips/{slip}").text).text


def test_an_empty_question_is_not_sent(firm: Firm, client: TestClient, slip: str) -> None:
    before = deeds(firm, slip)
    assert post(client, f"/slips/{slip}/remarks", {"remark": " "}).status_code == 422
    assert deeds(firm, slip) == before


def test_what_is_as_planned_is_approved_together(firm: Firm, cast: Cast, client: TestClient, slip: str) -> None:
    second = handed_in(firm, client, cast, date="2026-11-26")
    longer = plan(firm, cast, date="2026-11-27")
    phone = phone_of(firm, client, cast.anna)
    confirm(phone, longer, anna=("", "2026-11-27T16:30+01:00"))
    phone.hand_in(longer)
    page = client.get("/")
    assert "2 ohne Abweichung freigeben" in Page(page.text).text
    revs = [f"{one} {slip_now(firm, one).rev}" for one in (slip, second)]
    assert all(f'value="{rev}"' in page.text for rev in revs)
    answer = post(client, "/approvals", {"slip": revs})
    assert answer.headers["location"] == "/?tray=review&done=approved_several"
    assert [slip_now(firm, one).state for one in (slip, second, longer)] == ["approved", "approved", "submitted"]


def test_approving_together_leaves_out_what_changed(firm: Firm, client: TestClient, slip: str) -> None:
    answer = post(client, "/approvals", {"slip": [f"{slip} 1"]})
    assert answer.headers["location"] == "/?tray=review&done=approved_some"
    assert slip_now(firm, slip).state == "submitted"


def test_a_correction_is_a_new_version_and_the_old_one_stays_readable(
    firm: Firm, cast: Cast, client: TestClient, slip: str
) -> None:
    content = slip_now(firm, slip).content
    anna = next(id_ for id_, row in live_rows(content, "time").items() if row["fields"]["person"] == cast.anna.id)
    pauses = [id_ for id_, row in live_rows(content, "break").items() if row["fields"]["time"] == anna]
    data = _typed(content) | {"rev": str(slip_now(firm, slip).rev), f"end_{anna}": "1530", "reason": "laut Stempel"}
    answer = post(client, f"/slips/{slip}/corrections", data)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/slips/{slip}?done=corrected")
    now = slip_now(firm, slip)
    assert (now.version, now.minutes, now.state) == (2, 3 * 480 - 15, "submitted")
    assert now.content["rows"][anna]["fields"]["end"] == "2026-11-25T15:30+01:00"
    assert all(now.content["rows"][pause] == content["rows"][pause] for pause in pauses)
    page = Page(client.get(f"/slips/{slip}").text).text
    assert "Olga Hartmann hat berichtigt" in page
    assert "„laut Stempel“" in page
    assert "15:45 15:30" in page
    assert "Zusammen 24:00" in Page(client.get(f"/slips/{slip}/versions/1").text).text
    assert "Zusammen 23:45" in Page(client.get(f"/slips/{slip}/versions/2").text).text
    assert client.get(f"/slips/{slip}/versions/3").status_code == 404


def test_a_correction_needs_a_reason_a_change_and_real_times(firm: Firm, client: TestClient, slip: str) -> None:
    typed = _typed(slip_now(firm, slip).content) | {"rev": str(slip_now(firm, slip).rev)}
    without_reason = post(client, f"/slips/{slip}/corrections", typed | {"work": "Anders"})
    assert without_reason.status_code == 422
    assert ">Anders</textarea>" in without_reason.text
    nothing = post(client, f"/slips/{slip}/corrections", typed | {"reason": "nur so"})
    assert nothing.status_code == 422
    assert "Es ist nichts geändert." in nothing.text
    (start, *_) = [name for name in typed if name.startswith("start_")]
    no_time = post(client, f"/slips/{slip}/corrections", typed | {start: "25:00", "reason": "nur so"})
    assert no_time.status_code == 422
    assert 'value="25:00"' in no_time.text
    assert slip_now(firm, slip).version == 1


def test_voiding_needs_a_reason_and_takes_the_hours_away(firm: Firm, client: TestClient, slip: str) -> None:
    assert post(client, f"/slips/{slip}/void", {"reason": ""}).status_code == 422
    answer = post(client, f"/slips/{slip}/void", {"reason": "doppelt erfasst"})
    assert answer.headers["location"] == f"/slips/{slip}?done=voided"
    assert (slip_now(firm, slip).state, slip_now(firm, slip).minutes) == ("void", 0)
    assert "„doppelt erfasst“" in Page(client.get(f"/slips/{slip}").text).text


def test_an_approved_slip_cannot_be_voided(firm: Firm, client: TestClient, slip: str) -> None:
    post(client, f"/slips/{slip}/approval", {"rev": str(slip_now(firm, slip).rev)})
    answer = post(client, f"/slips/{slip}/void", {"reason": "doch nicht"})
    assert answer.status_code == 409
    assert slip_now(firm, slip).state == "approved"


def test_two_values_for_one_field_are_put_side_by_side_and_decided(firm: Firm, cast: Cast, client: TestClient) -> None:
    slip_id = plan(firm, cast)
    phone_of(firm, client, cast.anna).do("edit", slip_id, patch={"work": [None, "von Anna"]})
    phone_of(firm, client, cast.ben).do("edit", slip_id, patch={"work": [None, "von Ben"]})
    at_desk(client)
    page = Page(client.get("/?tray=decide").text)
    assert "Ausgeführte Arbeit" in page.text
    assert "von Anna Vorschlag von Ben Nowak von Ben" in page.text
    data = page.forms[f"/slips/{slip_id}/decisions"] | {"decision": "replaced", "reason": "Ben hat recht"}
    assert post(client, f"/slips/{slip_id}/decisions", data).status_code == 303
    assert slip_now(firm, slip_id).content["fields"]["work"] == "von Ben"
    with firm.database.read() as session:
        assert queries.open_conflicts(session, slip_id) == []
    assert "Ben hat recht" in Page(client.get(f"/slips/{slip_id}").text).text


def test_a_held_op_is_shown_with_its_reason_and_applied(firm: Firm, cast: Cast, client: TestClient, slip: str) -> None:
    late = phone_of(firm, client, cast.ben).do("edit", slip, patch={"leftover": [None, "Handlauf fehlt noch"]})
    assert (late["result"], late["reason"]) == ("held", "wrong_state")
    page = Page(client.get("/?tray=decide").text)
    assert "Ben Nowak: eingetragen" in page.text
    assert "Der Zettel war schon weiter" in page.text
    assert "Restarbeit: Handlauf fehlt noch" in page.text
    data = page.forms[f"/slips/{slip}/decisions"] | {"decision": "apply"}
    assert post(client, f"/slips/{slip}/decisions", data).status_code == 303
    now = slip_now(firm, slip)
    assert (now.content["fields"]["leftover"], now.version) == ("Handlauf fehlt noch", 2)


def test_a_held_op_of_a_slip_nobody_has_is_seen_and_discarded(firm: Firm, cast: Cast, client: TestClient) -> None:
    nowhere = str(uuid7())
    held = phone_of(firm, client, cast.ben).do("edit", nowhere, patch={"work": [None, "verloren"]})
    assert held["reason"] == "unknown_slip"
    at_desk(client)
    page = Page(client.get("/?tray=decide").text)
    assert "Eintrag ohne Zettel" in page.text
    data = page.forms[f"/slips/{nowhere}/decisions"] | {"decision": "discard"}
    assert post(client, f"/slips/{nowhere}/decisions", data).headers["location"] == "/?tray=decide&done=decided"
    assert "Eintrag ohne Zettel" not in client.get("/?tray=decide").text


@pytest.mark.parametrize(
    "data",
    [
        {"table": "held", "row": "x", "decision": "stays"},
        {"table": "people", "row": "x", "decision": "apply"},
        {"table": "conflict", "row": "not an id", "decision": "stays"},
        {},
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(
    firm: Firm, client: TestClient, slip: str, data: dict[str, str]
) -> None:
    before = deeds(firm, slip)
    assert post(client, f"/slips/{slip}/decisions", data).status_code == 422
    assert deeds(firm, slip) == before


@pytest.mark.parametrize("action", ["approval", "return", "remarks", "decisions", "corrections", "void"])
def test_nobody_decides_without_signing_in_or_about_what_is_not_there(
    firm: Firm, client: TestClient, slip: str, action: str
) -> None:
    data = {
        "rev": "1",
        "note_1": "x",
        "remark": "x",
        "reason": "x",
        "table": "held",
        "row": str(uuid7()),
        "decision": "apply",
    }
    assert post(client, f"/slips/{uuid7()}/{action}", data).status_code in (404, 422)
    client.cookies.clear()
    assert post(client, f"/slips/{slip}/{action}", data).headers["location"] == "/signin?next=/"
    assert slip_now(firm, slip).state == "submitted"


def test_another_sites_page_decides_nothing(firm: Firm, client: TestClient, slip: str) -> None:
    data = {"rev": str(slip_now(firm, slip).rev)}
    answer = client.post(f"/slips/{slip}/approval", data=data, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert slip_now(firm, slip).state == "submitted"


def _typed(content: dict[str, Any]) -> dict[str, str]:
    """The correction form as it is shown."""
    from app.office.correcting import typed

    return typed(content)
