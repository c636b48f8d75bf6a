"""The self-check: every case of tests/cases/rules*.json, which the phone runs too."""

import ast
import json
from copy import deepcopy
from pathlib import Path

import pytest

from app.slips.limits import STATUTORY, in_force
from app.slips.rules import check

ROOT = Path(__file__).parents[2]
CASES = [
    case
    for name in ("rules", "rules-time", "rules-records")
    for case in json.loads((ROOT / "tests" / "cases" / f"{name}.json").read_text("utf-8"))["cases"]
]
LIMITS = json.loads((ROOT / "tests" / "cases" / "limits.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_it_finds(case):
    assert check(case["slip"], case.get("around")) == case["findings"]


def test_it_never_touches_the_slip():
    for case in CASES:
        before = deepcopy(case)
        check(case["slip"], case.get("around"))
        assert case == before


def test_every_code_has_a_case():
    found = {finding["code"] for case in CASES for finding in case["findings"]}
    assert found == _codes("rules", "worktime", "records")


def test_no_more_than_is_known_no_more_than_is_said():
    """Taking away what is known around a slip never adds a finding: at most a weaker word for the same."""
    for case in CASES:
        around = {name: value for name, value in case.get("around", {}).items() if name in ("people", "limits")}
        known = [(one["code"], one["about"]) for one in check(case["slip"], case.get("around"))]
        less = [(one["code"], one["about"]) for one in check(case["slip"], around)]
        more = [one for one in less if one not in known and one[0] not in ("sunday_work", "day_longer_than_usual")]
        assert more == [], case["name"]


def test_the_statutory_limits_are_those_of_the_phone():
    assert [dict(row) for row in STATUTORY] == LIMITS["statutory"]


@pytest.mark.parametrize("day, who, expected", LIMITS["in_force"]["cases"])
def test_limits_in_force(day, who, expected):
    assert in_force(LIMITS["in_force"]["of"], day, who) == expected


def _codes(*modules):
    """Every code said anywhere: the first argument of must, should, info and of a level chosen between them."""
    trees = [ast.parse((ROOT / "app" / "slips" / f"{name}.py").read_text("utf-8")) for name in modules]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    said = [call for call in calls if getattr(call.func, "id", "") in ("must", "should", "info", "level")]
    return {call.args[0].value for call in said if isinstance(call.args[0], ast.Constant)}
