"""Whatever is held and whatever clashes can be decided at the desk, and is an op; nothing is a dead end."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from uuid_utils import uuid7

from app.firm import Firm
from app.people.device import Device, revoke
from app.slips import queries, replay
from app.slips.op import op_hash
from app.slips.review import void
from app.slips.tables import Slip
from tests.cast import Cast, Phone, at_desk, phone_of, plan
from tests.office.desk import Page, handed_in, slip_now
from tests.slips.test_lost_pictures import hand_in, held_without, photographed
from tests.slips.test_unsent import file_of, load

Made = tuple[str, str]  # slip, held op


class Scene:
    """A planned slip, Anna's and Ben's phones, and Karol's, who is not on it."""

    def __init__(self, firm: Firm, client: TestClient, cast: Cast) -> None:
        self.firm, self.client, self.cast = firm, client, cast
        self.slip = plan(firm, cast, people=[cast.anna, cast.ben])
        self.anna, self.ben, self.karol = (phone_of(firm, client, one) for one in (cast.anna, cast.ben, cast.karol))

    def held(self, phone: Phone, reason: str, op: dict[str, Any]) -> Made:
        (result,) = phone.push(op)
        assert (result["result"], result["reason"]) == ("held", reason)
        return op["slip_id"], op["op_id"]

    def edit(self, phone: Phone, **more: Any) -> dict[str, Any]:
        return phone.op("edit", self.slip, patch={"leftover": [None, "Handlauf fehlt"]}, **more)


def not_allowed(scene: Scene) -> Made:
    return scene.held(scene.karol, "not_allowed", scene.edit(scene.karol))


def wrong_state(scene: Scene) -> Made:
    assert scene.anna.hand_in(scene.slip)["result"] == "applied"
    return scene.held(scene.ben, "wrong_state", scene.edit(scene.ben))


def slip_exists(scene: Scene) -> Made:
    return scene.held(scene.anna, "slip_exists", scene.anna.op("create", scene.slip))


def slip_void(scene: Scene) -> Made:
    scene.firm.database.write(lambda session: void(session, scene.slip, scene.cast.olga, "doppelt"))
    return scene.held(scene.anna, "slip_void", scene.edit(scene.anna))


def grant_expired(scene: Scene) -> Made:
    def expire(session: Any) -> None:
        session.get_one(Device, scene.anna.device).grant_until = "2020-01-01T00:00:00.000Z"

    scene.firm.database.write(expire)
    return scene.held(scene.anna, "grant_expired", scene.edit(scene.anna))


def device_revoked(scene: Scene) -> Made:
    scene.firm.database.write(lambda session: revoke(session.get_one(Device, scene.anna.device)))
    return scene.held(scene.anna, "device_revoked", scene.edit(scene.anna))


def wrong_author(scene: Scene) -> Made:
    return scene.held(scene.ben, "wrong_author", scene.edit(scene.anna))


def bad_shape(scene: Scene) -> Made:
    op = scene.edit(scene.anna) | {"patch": ["gebogen"]}
    return scene.held(scene.anna, "bad_shape", op | {"hash": op_hash(op)})


def bad_value(scene: Scene) -> Made:
    op = scene.anna.op("edit", scene.slip, patch={"finished": [None, "vielleicht"]})
    return scene.held(scene.anna, "bad_value", op)


def id_reused(scene: Scene) -> Made:
    first = scene.anna.op("edit", scene.slip, patch={"work": [None, "Pfosten"]})
    assert scene.anna.push(first)[0]["result"] == "applied"
    op = scene.edit(scene.anna, op_id=first["op_id"])
    return scene.held(scene.anna, "id_reused", op)


def number_reused(scene: Scene) -> Made:
    assert scene.anna.do("edit", scene.slip, patch={"work": [None, "Pfosten"]})["result"] == "applied"
    return scene.held(scene.anna, "number_reused", scene.edit(scene.anna, n=1))


def unknown_schema(scene: Scene) -> Made:
    return scene.held(scene.anna, "unknown_schema", scene.edit(scene.anna, schema=9))


def unknown_kind(scene: Scene) -> Made:
    return scene.held(scene.anna, "unknown_kind", scene.anna.op("dance", scene.slip))


def missing_reason(scene: Scene) -> Made:
    row = {"table": "signature", "fields": {"outcome": [None, "absent"]}}
    return scene.held(scene.anna, "missing_reason", scene.anna.op("submit", scene.slip, rows={str(uuid7()): row}))


def changed_since_signing(scene: Scene) -> Made:
    return scene.held(scene.anna, "changed_since_signing", scene.anna.sign(scene.slip, "0" * 64))


def bytes_missing(scene: Scene) -> Made:
    scene.slip, submit = held_without(scene.firm, scene.cast, scene.anna)
    return scene.slip, submit["op_id"]


def device_unknown(scene: Scene) -> Made:
    scene.anna.device = str(uuid7())
    op = scene.edit(scene.anna)
    assert load(scene.firm, scene.cast, file_of(scene.firm, scene.anna, op)).held[0].reason == "device_unknown"
    return scene.slip, op["op_id"]


def earlier_missing(scene: Scene) -> Made:
    op = scene.edit(scene.anna, n=4)
    assert load(scene.firm, scene.cast, file_of(scene.firm, scene.anna, op)).held[0].reason == "earlier_missing"
    return scene.slip, op["op_id"]


APPLIED = (
    not_allowed, wrong_state, grant_expired, device_revoked, wrong_author, id_reused, number_reused,
    changed_since_signing, bytes_missing, device_unknown, earlier_missing,
)  # fmt: skip
KEPT = (slip_exists, slip_void, bad_shape, bad_value, unknown_schema, unknown_kind, missing_reason)
ELSEWHERE = {"unknown_slip"}  # test_deciding.py: there is no slip to show it on


@pytest.fixture
def scene(firm: Firm, cast: Cast, client: TestClient) -> Scene:
    return Scene(firm, client, cast)


def posted(scene: Scene, page: str, **more: str) -> Any:
    action = f"/slips/{scene.slip}/decisions"
    data = Page(page).forms[action] | more
    return scene.client.post(action, data=data, follow_redirects=False)


def still_open(scene: Scene) -> list[str]:
    with scene.firm.database.read() as session:
        return [held.reason for held in queries.open_held(session, scene.slip)]


def test_every_reason_is_decided_in_a_test() -> None:
    from app.pages import texts

    reasons = {key.removeprefix("held.") for key in texts("de") if key.startswith("held.")}
    ours = {make.__name__ for make in (*APPLIED, *KEPT)}
    assert reasons - ours == ELSEWHERE


@pytest.mark.parametrize("make", APPLIED, ids=lambda make: make.__name__)
def test_it_is_applied_at_the_desk(scene: Scene, make: Any) -> None:
    make(scene)
    page = at_desk(scene.client).get(f"/slips/{scene.slip}").text
    assert 'value="apply"' in page
    assert posted(scene, page, decision="apply", reason="mit Anna geklärt").status_code == 303
    assert still_open(scene) == []
    now = slip_now(scene.firm, scene.slip)
    taken = now.content["fields"].get("leftover") == "Handlauf fehlt" or now.state == "submitted"
    assert taken
    assert "mit Anna geklärt" in Page(scene.client.get(f"/slips/{scene.slip}").text).text
    assert scene.firm.database.write(replay.rebuild) == []


@pytest.mark.parametrize("make", (*APPLIED, *KEPT), ids=lambda make: make.__name__)
def test_it_is_discarded_at_the_desk_and_changes_nothing(scene: Scene, make: Any) -> None:
    make(scene)
    before = slip_now(scene.firm, scene.slip)
    page = at_desk(scene.client).get(f"/slips/{scene.slip}").text
    assert ('value="apply"' in page) is (make in APPLIED)
    assert ("Übernehmen geht so nicht" in page) is (make in KEPT)
    assert posted(scene, page, decision="discard").status_code == 303
    assert still_open(scene) == []
    after = slip_now(scene.firm, scene.slip)
    assert (after.content, after.state, after.version) == (before.content, before.state, before.version)
    assert scene.firm.database.write(replay.rebuild) == []


@pytest.mark.parametrize("make", KEPT, ids=lambda make: make.__name__)
def test_what_cannot_be_applied_is_refused_in_words_and_stays_open(scene: Scene, make: Any) -> None:
    make(scene)
    page = at_desk(scene.client).get(f"/slips/{scene.slip}").text
    answer = posted(scene, page, decision="apply")
    assert answer.status_code in (409, 422)
    assert 'role="alert"' in answer.text
    assert still_open(scene) == [make.__name__]


def test_what_has_not_the_shape_of_an_op_can_be_read_all_the_same(scene: Scene) -> None:
    bad_shape(scene)
    assert "gebogen" in at_desk(scene.client).get(f"/slips/{scene.slip}").text


def test_a_slip_of_a_revoked_phone_is_put_together_at_the_desk(scene: Scene) -> None:
    scene.firm.database.write(lambda session: revoke(session.get_one(Device, scene.anna.device)))
    scene.slip = str(uuid7())
    scene.anna.do("create", scene.slip, patch={"title": [None, "Notdienst"], "date": [None, "2026-11-25"]})
    scene.anna.do("edit", scene.slip, patch={"leftover": [None, "Handlauf fehlt"]})
    page = at_desk(scene.client).get("/?tray=decide").text
    assert "Bezeichnung: Notdienst" in Page(page).text
    assert page.count('value="apply"') == 1  # first there must be a slip
    first = page[: page.index("</form>", page.index('class="lost"'))]
    assert posted(scene, first, decision="apply").status_code == 303
    assert posted(scene, scene.client.get(f"/slips/{scene.slip}").text, decision="apply").status_code == 303
    now = slip_now(scene.firm, scene.slip)
    assert (now.title, now.author, now.content["fields"]["leftover"]) == (
        "Notdienst",
        scene.cast.anna.id,
        "Handlauf fehlt",
    )
    assert scene.firm.database.write(replay.rebuild) == []


def test_a_hand_in_of_a_revoked_phone_is_taken_without_its_pictures_when_one_says_so(scene: Scene) -> None:
    submit = hand_in(scene.anna, scene.slip, photographed(scene.anna, scene.slip, "a" * 64))
    scene.firm.database.write(lambda session: revoke(session.get_one(Device, scene.anna.device)))
    scene.held(scene.anna, "device_revoked", submit)
    page = at_desk(scene.client).get(f"/slips/{scene.slip}").text
    refused = posted(scene, page, decision="apply")
    assert (refused.status_code, "Zu dieser Abgabe fehlen noch Bilder." in refused.text) == (409, True)
    assert posted(scene, page, decision="apply", without_bytes="1").status_code == 303
    assert slip_now(scene.firm, scene.slip).state == "submitted"
    assert scene.firm.database.write(replay.rebuild) == []


def test_of_two_with_one_identity_the_first_is_decided_first(scene: Scene) -> None:
    first = scene.karol.op("edit", scene.slip, patch={"leftover": [None, "eins"]})
    second = scene.karol.op("edit", scene.slip, op_id=first["op_id"], patch={"leftover": [None, "zwei"]})
    scene.held(scene.karol, "not_allowed", first)
    scene.karol.push(second)
    page = at_desk(scene.client).get(f"/slips/{scene.slip}").text
    assert "Zuerst den Eintrag mit derselben Kennung darüber entscheiden." in page
    assert posted(scene, page, decision="discard").status_code == 303
    assert posted(scene, scene.client.get(f"/slips/{scene.slip}").text, decision="apply").status_code == 303
    assert slip_now(scene.firm, scene.slip).content["fields"]["leftover"] == "zwei"


def field_clash(scene: Scene) -> Any:
    scene.anna.do("edit", scene.slip, patch={"work": [None, "von Anna"]})
    scene.ben.do("edit", scene.slip, patch={"work": [None, "von Ben"]})
    return lambda content: content["fields"]["work"], "von Anna", "von Ben"


def _row(scene: Scene) -> str:
    row = str(uuid7())
    fields = {"text": [None, "Anker"], "quantity": [None, "4"]}
    scene.anna.do("add_row", scene.slip, rows={row: {"table": "material", "fields": fields}})
    return row


def row_clash(scene: Scene) -> Any:
    row = _row(scene)
    scene.anna.do("edit", scene.slip, rows={row: {"table": "material", "fields": {"quantity": ["4", "5"]}}})
    scene.ben.do("edit", scene.slip, rows={row: {"table": "material", "fields": {"quantity": ["4", "6"]}}})
    return lambda content: content["rows"][row]["fields"]["quantity"], "5", "6"


def drop_clash(scene: Scene) -> Any:
    row = _row(scene)
    scene.ben.do("edit", scene.slip, rows={row: {"table": "material", "fields": {"quantity": ["4", "6"]}}})
    seen = {"text": ["Anker", None], "quantity": ["4", None]}
    scene.anna.do("drop_row", scene.slip, rows={row: {"table": "material", "fields": seen}})
    return lambda content: content["rows"][row].get("dropped", 0), 0, 1


def dropped_clash(scene: Scene) -> Any:
    row = _row(scene)
    seen = {"text": ["Anker", None], "quantity": ["4", None]}
    scene.anna.do("drop_row", scene.slip, rows={row: {"table": "material", "fields": seen}})
    scene.ben.do("edit", scene.slip, rows={row: {"table": "material", "fields": {"quantity": ["4", "6"]}}})

    def quantity(content: Any) -> Any:
        return None if content["rows"][row].get("dropped") else content["rows"][row]["fields"]["quantity"]

    return quantity, None, "6"


def extra_clash(scene: Scene) -> Any:
    scene.anna.do("edit", scene.slip, patch={"weather": [None, "Regen"]})
    scene.ben.do("edit", scene.slip, patch={"weather": [None, "Sonne"]})
    return lambda content: content["extra"]["weather"], "Regen", "Sonne"


@pytest.mark.parametrize("clash", [field_clash, row_clash, drop_clash, dropped_clash, extra_clash])
@pytest.mark.parametrize("decision", ["stays", "replaced"])
@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_every_kind_of_conflict_is_decided_at_the_desk(scene: Scene, clash: Any, decision: str, state: str) -> None:
    value, current, proposed = clash(scene)
    if state == "submitted":
        assert scene.anna.hand_in(scene.slip)["result"] == "applied"
    page = at_desk(scene.client).get(f"/slips/{scene.slip}").text
    assert value(slip_now(scene.firm, scene.slip).content) == current
    assert posted(scene, page, decision=decision).status_code == 303
    now = slip_now(scene.firm, scene.slip)
    assert value(now.content) == (proposed if decision == "replaced" else current)
    assert now.version == 1 + (decision == "replaced" and state == "submitted")
    with scene.firm.database.read() as session:
        assert queries.open_conflicts(session, scene.slip) == []
    assert scene.firm.database.write(replay.rebuild) == []


def test_a_line_cannot_become_one_of_another_table(scene: Scene) -> None:
    row = _row(scene)
    scene.ben.do("edit", scene.slip, rows={row: {"table": "equipment", "fields": {"text": [None, "Kran"]}}})
    page = at_desk(scene.client).get(f"/slips/{scene.slip}").text
    assert 'value="replaced"' not in page
    assert posted(scene, page, decision="replaced").status_code == 422
    assert posted(scene, page, decision="stays").status_code == 303


def test_the_value_that_holds_now_is_shown_not_that_of_back_then(scene: Scene) -> None:
    field_clash(scene)
    scene.anna.do("edit", scene.slip, patch={"work": ["von Anna", "von Anna, genauer"]})
    told = Page(at_desk(scene.client).get(f"/slips/{scene.slip}").text).text
    assert "Gilt jetzt von Anna, genauer Vorschlag von Ben Nowak von Ben" in told


def test_a_decision_on_an_approved_slip_is_a_new_version(firm: Firm, cast: Cast, client: TestClient) -> None:
    slip_id = handed_in(firm, client, cast)
    at_desk(client)
    client.post(f"/slips/{slip_id}/approval", data={"rev": str(slip_now(firm, slip_id).rev)})
    late = phone_of(firm, client, cast.ben).op("edit", slip_id, patch={"leftover": [None, "Handlauf"]})
    phone_of(firm, client, cast.ben).push(late)
    data = {"table": "held", "row": late["op_id"], "decision": "apply"}
    assert client.post(f"/slips/{slip_id}/decisions", data=data, follow_redirects=False).status_code == 303
    with firm.database.read() as session:
        slip = session.get_one(Slip, slip_id)
        assert (slip.state, slip.version) == ("approved", 2)
        assert "leftover" not in queries.versions(session, slip_id)[0].content["fields"]
