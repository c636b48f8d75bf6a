"""Ids that come out the same wherever they are made: the cases of tests/cases/ids.json, which the phone makes too."""

import json
from pathlib import Path

import pytest

from app import ids

CASES = json.loads((Path(__file__).parent / "cases" / "ids.json").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=["/".join(case["parts"]) for case in CASES])
def test_derived(case):
    assert ids.derived(*case["parts"]) == case["id"]
    assert ids.is_id(case["id"])
