"""Meal allowance and Auslöse: every case of tests/cases/expenses.json, which the phone runs too."""

import json
from copy import deepcopy
from pathlib import Path

import pytest

from app.slips.expenses import STATUTORY_RATES, propose

FILE = Path(__file__).parents[1] / "cases" / "expenses.json"
CASES = json.loads(FILE.read_text("utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_it_proposes(case):
    before = deepcopy(case)
    assert propose(case["slip"], case.get("around")) == case["gives"]
    assert case == before


def test_every_reason_has_a_case():
    found = {one["because"]["code"] for case in CASES for one in case["gives"]}
    assert found == {
        "absent", "absent_over_night", "absent_two_days", "arrival_day", "departure_day", "full_day", "too_short",
        "three_months", "overnight", "zone_km", "zone_minutes", "driver", "passenger", "every_day",
    }  # fmt: skip


def test_the_rates_of_the_law():
    assert {row["name"]: (row["value"], row["from"]) for row in STATUTORY_RATES} == {
        "meals_part": (1400, "2020-01-01"), "meals_full": (2800, "2020-01-01"), "meals_above": (480, "2020-01-01"),
        "breakfast": (20, "2020-01-01"), "lunch": (40, "2020-01-01"), "dinner": (40, "2020-01-01"),
        "overnight": (2000, "2020-01-01"), "months": (3, "2020-01-01"), "break_days": (28, "2020-01-01"),
        "days_a_week": (3, "2020-01-01"),
    }  # fmt: skip
