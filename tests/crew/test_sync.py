"""Push, pull, catalog, hello: the wire of docs/protocol.md."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from uuid_utils import uuid7

from app.firm import Firm
from app.people.device import Device, revoke
from app.people.person import Person
from app.slips.review import approve, send_back
from app.slips.tables import Entry, Slip
from tests.cast import Cast, Phone, jpeg, phone_of, plan, rows_of


@pytest.fixture
def anna(firm: Firm, client: TestClient, cast: Cast) -> Phone:
    return phone_of(firm, client, cast.anna)


@pytest.fixture
def ben(firm: Firm, client: TestClient, cast: Cast) -> Phone:
    return phone_of(firm, client, cast.ben)


def as_planned(told: dict[str, Any]) -> dict[str, Any]:
    """Rows of an edit that confirms the plan of everybody."""
    rows = {**rows_of(told, "time"), **rows_of(told, "break")}
    return {row_id: {"table": row["table"], "fields": _confirmed(row["fields"])} for row_id, row in rows.items()}


def _confirmed(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: [None, fields[f"plan_{name}"]] for name in ("start", "end")}


def test_the_whole_way_of_a_slip(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id = plan(firm, cast)
    told = anna.slip(slip_id)
    rows = as_planned(told)
    assert anna.do("edit", slip_id, patch={"work": [None, "Pfosten gesetzt"]}, rows=rows)["result"] == "applied"
    photo, row_id = jpeg("photo"), str(uuid7())
    digest = anna.send_picture(photo)
    fields = {
        "sha256": [None, digest],
        "size": [None, len(photo)],
        "type": [None, "image/jpeg"],
        "tag": [None, "after"],
    }
    item = {"att_id": row_id, "sha256": digest, "size": len(photo), "role": "photo"}
    assert (
        anna.do("attach", slip_id, rows={row_id: {"table": "photo", "fields": fields}}, manifest=[item])["result"]
        == "applied"
    )
    assert anna.hand_in(slip_id)["result"] == "applied"
    told = anna.slip(slip_id)
    assert (told["state"], told["number"], told["version"]) == ("submitted", "2026-0001", 1)
    firm.database.write(lambda session: send_back(session, slip_id, cast.olga, [("5", "Welche Federwelle?")]))
    told = anna.slip(slip_id)
    assert told["state"] == "returned"
    assert [row["fields"]["text"] for row in rows_of(told, "remark").values()] == ["Welche Federwelle?"]
    assert anna.do("edit", slip_id, patch={"work": ["Pfosten gesetzt", "14 Pfosten gesetzt"]})["result"] == "applied"
    assert anna.hand_in(slip_id)["result"] == "applied"
    firm.database.write(lambda session: approve(session, slip_id, cast.olga))
    told = anna.slip(slip_id)
    assert (told["state"], told["version"], told["approved_by"]) == ("approved", 2, cast.olga.id)
    with firm.database.read() as session:
        assert session.get_one(Slip, slip_id).minutes == 3 * 480
    assert anna.http.get(f"/api/blobs/{digest}").content == photo


def test_a_submit_waits_for_its_pictures(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id = plan(firm, cast)
    submit = anna.sign(slip_id, anna.slip(slip_id)["content_hash"])
    missing = "0" * 64
    without = anna.op("submit", slip_id, n=1, rows={}, manifest=[])
    assert anna.push(without)[0]["reason"] == "bad_shape"
    row_id = next(iter(submit["rows"]))
    fields = {**submit["rows"][row_id]["fields"], "sha256": [None, missing]}
    result = anna.do("submit", slip_id, n=2, rows={row_id: {"table": "signature", "fields": fields}})
    assert (result["result"], result["missing"]) == ("need_blobs", [missing])
    assert anna.slip(slip_id)["state"] == "draft"


def test_what_was_changed_since_signing_is_not_handed_in(firm: Firm, cast: Cast, anna: Phone, ben: Phone) -> None:
    slip_id = plan(firm, cast)
    seen = anna.slip(slip_id)["content_hash"]
    ben.do("edit", slip_id, patch={"work": [None, "schnell noch was"]})
    result = anna.push(anna.sign(slip_id, seen))[0]
    assert (result["result"], result["reason"]) == ("held", "changed_since_signing")
    assert anna.slip(slip_id)["state"] == "draft"
    assert anna.hand_in(slip_id)["result"] == "applied"


def test_nobody_hands_in_unsigned_without_a_reason(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id = plan(firm, cast)
    row = {"table": "signature", "fields": {"outcome": [None, "absent"]}}
    assert anna.do("submit", slip_id, rows={str(uuid7()): row})["reason"] == "missing_reason"
    row = {"table": "signature", "fields": {"outcome": [None, "absent"], "reason": [None, "niemand da"]}}
    assert anna.do("submit", slip_id, rows={str(uuid7()): row})["result"] == "applied"


def test_a_commit_that_fails_is_a_500_without_a_receipt(
    firm: Firm, cast: Cast, anna: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    slip_id = plan(firm, cast)
    op = anna.op("edit", slip_id, patch={"work": [None, "x"]})
    dialect = type(firm.database.engine.dialect)

    def torn(self: Any, connection: Any) -> None:
        self.do_rollback(connection)
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(dialect, "do_commit", torn)
        answer = anna.http.post("/api/sync/push", json={"device": anna.device, "ops": [op]})
    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "failed"
    assert "receipt" not in answer.text
    with firm.database.read() as session:
        assert session.query(Entry).filter_by(op_id=op["op_id"]).all() == []
    assert anna.push(op)[0]["result"] == "applied"


def test_one_op_that_fails_takes_no_other_with_it(
    firm: Firm, cast: Cast, anna: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = plan(firm, cast), plan(firm, cast, date="2026-11-26")
    ops = [anna.op("edit", slip_id, patch={"work": [None, "x"]}) for slip_id in (one, other)]
    from app.slips import slip as slips

    keep = slips.keep

    def stumble(session: Any, slip: Slip, *rest: Any) -> None:
        if slip.id == one:
            raise ZeroDivisionError
        keep(session, slip, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(slips, "keep", stumble)
        results = anna.push(*ops)
    assert [(result["result"], result.get("code")) for result in results] == [("error", "failed"), ("applied", None)]
    assert [result["result"] for result in anna.push(*ops)] == ["applied", "duplicate"]


def test_a_revoked_phone_sends_into_holding_and_reads_no_more(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id = plan(firm, cast)
    firm.database.write(lambda session: revoke(session.get_one(Device, anna.device)))
    refused = [anna.http.get(path) for path in ("/api/sync/pull", "/api/sync/catalog", "/api/session")]
    assert [(one.status_code, one.json()["error"]["code"]) for one in refused] == [(401, "phone_revoked")] * 3
    assert anna.do("edit", slip_id, patch={"work": [None, "noch gemacht"]})["reason"] == "device_revoked"


def test_a_phone_that_was_here_in_another_history_looks_before_it_writes(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id, other = plan(firm, cast), plan(firm, cast)
    known = anna.op("edit", slip_id, patch={"work": [None, "Naht"]})
    chain = anna.push(known)[0]["receipt"]["chain"]
    first, own = anna.op("edit", other, patch={"work": [None, "Stoß"]}), anna.op("create", str(uuid7()))
    for high in ({"seq": 3, "chain": "f" * 64}, {"seq": 9, "chain": chain}):
        again, refused = anna.push(known, first, high=high)
        assert (again["result"], again["receipt"]["chain"]) == ("duplicate", chain)
        assert refused == {"op_id": first["op_id"], "result": "error", "code": "history_differs"}
    next_one = anna.op("edit", slip_id, patch={"work": ["Naht", "Stoß"]})
    taken = anna.push(next_one, own, high={"seq": 9, "chain": chain})  # by its number; a slip of its own
    assert [result["result"] for result in taken] == ["applied", "applied"]
    assert anna.push(first, high={"seq": 3, "chain": chain})[0]["result"] == "applied"


def test_sending_outlives_the_session(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id = plan(firm, cast)
    assert anna.http.delete("/api/session").status_code == 204
    answer = anna.http.get("/api/sync/pull")
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "session_missing")
    assert anna.do("edit", slip_id, patch={"work": [None, "x"]})["result"] == "applied"


def test_without_a_grant_nothing_is_taken(firm: Firm, cast: Cast, client: TestClient) -> None:
    answer = client.post("/api/sync/push", json={"device": "x", "ops": []})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "grant_missing")


def test_a_pull_tells_only_what_is_visible_and_says_goodbye(firm: Firm, cast: Cast, anna: Phone, ben: Phone) -> None:
    both = plan(firm, cast, people=[cast.anna, cast.ben])
    alone = plan(firm, cast, date="2026-11-26", people=[cast.anna])
    assert {change["slip_id"] for change in anna.pull()["changes"]} == {both, alone}
    pulled = ben.pull()
    assert [change["slip_id"] for change in pulled["changes"]] == [both]
    times = {
        row_id: row
        for row_id, row in rows_of(anna.slip(both), "time").items()
        if row["fields"]["person"] == cast.ben.id
    }
    ((row_id, row),) = times.items()
    seen = {name: [value, None] for name, value in row["fields"].items()}
    assert anna.do("drop_row", both, rows={row_id: {"table": "time", "fields": seen}})["result"] == "applied"
    changes = ben.pull(pulled["cursor"])["changes"]
    assert [(change["slip_id"], change.get("gone")) for change in changes] == [(both, True)]
    assert ben.do("edit", both, patch={"work": [None, "x"]})["reason"] == "not_allowed"


def test_pages_of_a_pull_join_without_a_gap(firm: Firm, cast: Cast, anna: Phone) -> None:
    made = [plan(firm, cast, date=f"2026-11-{day}") for day in range(10, 17)]
    got, cursor, more = [], 0, True
    while more:
        answer = anna.pull(cursor, limit=3)
        got += [change["slip_id"] for change in answer["changes"]]
        cursor, more = answer["cursor"], answer["more"]
    assert got == made
    assert anna.pull(cursor)["changes"] == []


def test_a_phone_that_knows_another_history_is_reset(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id = plan(firm, cast)
    receipt = anna.do("edit", slip_id, patch={"work": [None, "x"]})["receipt"]
    high = {"high_seq": receipt["seq"], "high_chain": receipt["chain"]}
    assert "reset" not in anna.pull(0, **high)
    answer = anna.pull(0, high_seq=receipt["seq"], high_chain="f" * 64)
    assert answer["reset"] is True
    assert answer["known_ops"] == [receipt["op_id"]]
    assert [change["slip_id"] for change in answer["snapshot"]] == [slip_id]
    assert anna.pull(0, high_seq=999, high_chain=receipt["chain"])["reset"] is True


def test_the_catalog_is_sent_once(firm: Firm, cast: Cast, anna: Phone) -> None:
    first = anna.http.get("/api/sync/catalog")
    assert [person["name"] for person in first.json()["people"]] == ["Anna Richter", "Ben Nowak", "Karol Wiśniewski"]
    etag = first.headers["etag"]
    assert anna.pull()["catalog"]["etag"] == etag.strip('"')
    assert anna.http.get("/api/sync/catalog", headers={"if-none-match": etag}).status_code == 304
    firm.database.write(lambda session: setattr(session.get_one(Person, cast.ben.id), "job_title", "Schweißer"))
    assert anna.http.get("/api/sync/catalog", headers={"if-none-match": etag}).status_code == 200


def test_hello_says_who_and_when(firm: Firm, client: TestClient) -> None:
    told = client.get("/api/hello").json()
    assert set(told) == {"server", "time", "version", "min_pull_version", "backed_up_to"}
    assert told["time"].endswith("Z")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 422, "malformed"),
        (b"{", 422, "malformed"),
        (b"[]", 422, "malformed"),
        (b'{"device":"x"}', 422, "malformed"),
        (b'{"device":"x","ops":{}}', 422, "malformed"),
        (b'{"device":"x","ops":[1]}', 422, "malformed"),
        (b'{"device":"x","ops":[{}]}', 422, "malformed"),
        (b'{"device":"x","ops":[{"op_id":"x"}]}', 422, "malformed"),
        (b'{"device":"x","ops":[NaN]}', 422, "malformed"),
        (b"[" * 5000, 422, "malformed"),
        (b'{"device":"x","ops":[' + b"{}," * 50 + b"{}]}", 422, "malformed"),
        (b'"' + b"x" * 300_000 + b'"', 413, "too_large"),
        (b"\xff\xfe", 422, "malformed"),
    ],
)
def test_a_malformed_envelope_is_refused(anna: Phone, body: bytes, status: int, code: str) -> None:
    answer = anna.http.post("/api/sync/push", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_a_pairing_code_is_good_once(firm: Firm, cast: Cast, client: TestClient, anna: Phone) -> None:
    answer = client.post("/api/devices", json={"pairing_code": "AAAAA-BBBBB", "label": "x"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "pairing_code_wrong")


def test_guessing_pairing_codes_is_stopped(client: TestClient, cast: Cast) -> None:
    codes = [client.post("/api/devices", json={"pairing_code": f"AAAAA-BBB{n:02}"}).status_code for n in range(12)]
    assert codes == [401] * 10 + [429] * 2


def test_a_write_from_another_site_is_refused(anna: Phone) -> None:
    answer = anna.http.post(
        "/api/sync/push", json={"device": "x", "ops": []}, headers={"origin": "https://evil.example"}
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "foreign_origin")


def test_every_answer_carries_the_guards(client: TestClient) -> None:
    headers = client.get("/api/hello").headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_ops_wait_when_somebody_else_has_paired_on_the_phone(firm: Firm, cast: Cast, anna: Phone, ben: Phone) -> None:
    op = anna.op("edit", plan(firm, cast), patch={"work": [None, "von Anna"]})
    answer = ben.http.post("/api/sync/push", json={"device": anna.device, "ops": [op]})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "grant_missing")
    assert anna.push(op)[0]["result"] == "applied"
