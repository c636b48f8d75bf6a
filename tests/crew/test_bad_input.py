"""Whatever is thrown at the door: a clear answer or a held op, nothing lost, never a 5xx."""

import random
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from uuid_utils import uuid7

from app.firm import Firm
from app.slips import replay
from app.slips.op import op_hash
from tests.cast import Cast, Phone, phone_of, plan

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
FIELDS = (
    "op_id",
    "slip_id",
    "n",
    "author",
    "device",
    "kind",
    "schema",
    "base_rev",
    "patch",
    "rows",
    "manifest",
    "hash",
)
KINDS = st.sampled_from(["create", "edit", "add_row", "drop_row", "attach", "submit", "withdraw", "approve", "resolve"])
VALUES = st.none() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=30)
NAMES = st.sampled_from(
    ["work", "date", "plan_start", "person", "start", "sha256", "quantity", "decision", "weather", "lead"]
)
CHANGES = st.dictionaries(NAMES, st.tuples(VALUES, VALUES).map(list), max_size=3)
TABLES = st.sampled_from(["time", "break", "photo", "signature", "remark", "held", "conflict", "somethingnew"])
ROWS = st.dictionaries(
    st.uuids().map(str), st.fixed_dictionaries({"table": TABLES, "fields": CHANGES}), max_size=3
)  # fmt: skip
MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def anna(firm: Firm, client: Any, cast: Cast) -> Phone:
    return phone_of(firm, client, cast.anna)


def answer_to(phone: Phone, ops: Any) -> Any:
    return phone.http.post("/api/sync/push", json={"device": phone.device, "ops": ops})


@MANY
@given(field=st.sampled_from(FIELDS), value=JSON)
def test_an_op_with_anything_in_one_field(firm: Firm, cast: Cast, anna: Phone, field: str, value: Any) -> None:
    slip_id = str(uuid7())
    op = {**anna.op("edit", slip_id, patch={"work": [None, "x"]}), field: value}
    if field != "hash":
        try:
            op["hash"] = op_hash(op)
        except ValueError:
            return
    answer = answer_to(anna, [op])
    assert answer.status_code in (200, 422)
    if answer.status_code == 200:
        (result,) = answer.json()["results"]
        assert result["result"] in ("held", "error", "later")


@MANY
@given(kind=KINDS, patch=CHANGES, rows=ROWS)
def test_a_well_formed_op_with_absurd_content(
    firm: Firm, cast: Cast, anna: Phone, kind: str, patch: dict[str, Any], rows: dict[str, Any]
) -> None:
    slip_id = plan(firm, cast)
    result = anna.do(kind, slip_id, patch=patch, rows=rows)
    assert result["result"] in ("applied", "merged", "held", "need_blobs")
    assert anna.http.get("/api/sync/pull").status_code == 200
    if result["result"] != "need_blobs":
        assert anna.do("edit", slip_id, patch={"late_reason": [None, "danach"]})["result"] in (
            "applied",
            "merged",
            "held",
        )


def test_after_all_of_it_the_slips_are_what_the_ledger_says(firm: Firm, cast: Cast, anna: Phone) -> None:
    for example in (-1, 0, 2**53 - 1):
        slip_id = plan(firm, cast)
        anna.do(
            "edit", slip_id, patch={"weather": [None, example]}, rows={str(uuid7()): {"table": "new", "fields": {}}}
        )
    assert firm.database.write(replay.rebuild) == []


@pytest.mark.parametrize(
    "date", ["0001-01-01", "9999-12-31", "2026-02-30", "gestern", "2026-1-1", "2019-12-31", "２０２６-01-01"]
)
def test_an_absurd_date_is_held(firm: Firm, cast: Cast, anna: Phone, date: str) -> None:
    result = anna.do("create", str(uuid7()), patch={"date": [None, date], "zone": [None, "Europe/Berlin"]})
    assert (result["result"], result["reason"]) == ("held", "bad_value")


@pytest.mark.parametrize(
    "start", ["2026-11-25T25:00+01:00", "2026-11-25T07:00", "2026-11-25T07:00+99:00", "2026-02-30T07:00+01:00"]
)
def test_an_absurd_time_is_held(firm: Firm, cast: Cast, anna: Phone, start: str) -> None:
    rows = {str(uuid7()): {"table": "time", "fields": {"start": [None, start]}}}
    assert anna.do("add_row", plan(firm, cast), rows=rows)["reason"] == "bad_value"


def test_too_large_an_op_is_held(firm: Firm, cast: Cast, anna: Phone) -> None:
    rows = {str(uuid7()): {"table": "material", "fields": {"text": [None, "x" * 3000]}} for _ in range(30)}
    assert anna.do("add_row", plan(firm, cast), rows=rows)["reason"] == "bad_shape"


def test_ops_in_any_order_and_number_end_the_same(firm: Firm, cast: Cast, anna: Phone) -> None:
    slip_id, dice = plan(firm, cast), random.Random(7)
    values = [None, *(str(number) for number in range(8))]
    ops = [anna.op("edit", slip_id, patch={"work": [old, new]}) for old, new in pairwise(values)]
    for _ in range(20):
        answer_to(anna, dice.sample(ops, k=4))
    assert {result["result"] for result in answer_to(anna, ops).json()["results"]} <= {"applied", "duplicate"}
    assert anna.slip(slip_id)["fields"]["work"] == "7"
    assert anna.slip(slip_id)["rev"] == 1 + len(ops)


@pytest.mark.parametrize(
    "path",
    [
        "/api/sync/pull?cursor=-1",
        "/api/sync/pull?cursor=x",
        "/api/sync/pull?limit=0",
        "/api/sync/pull?cursor=99999999999999999999",
        "/api/sync/pull?high_chain=" + "x" * 65,
        "/api/blobs/xyz",
        "/api/blobs/" + "0" * 64 + "?width=1",
        "/api/nothing",
    ],
)
def test_an_absurd_address_is_refused(anna: Phone, path: str) -> None:
    answer = anna.http.get(path)
    assert answer.status_code in (404, 422)
    assert set(answer.json()) == {"error"}
    assert set(answer.json()["error"]) == {"code", "message", "details"}
