"""The self-check: every case of tests/cases/rules.json, which the phone runs too."""

import json
from copy import deepcopy
from pathlib import Path

import pytest

from app.slips.rules import check

CASES = json.loads((Path(__file__).parents[1] / "cases" / "rules.json").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_it_finds(case):
    assert check(case["slip"]) == case["findings"]


def test_it_never_touches_the_slip():
    for case in CASES:
        before = deepcopy(case["slip"])
        check(case["slip"])
        assert case["slip"] == before


def test_every_code_has_a_case():
    found = {finding["code"] for case in CASES for finding in case["findings"]}
    assert found == {
        "no_people", "time_missing", "end_before_start", "too_long", "break_outside", "break_overlap", "work_missing",
        "text_short", "break_too_short", "six_hours_without_break", "over_ten_hours", "break_at_edge",
        "photo_after_missing", "overtime_reason", "material_differs",
    }  # fmt: skip
