"""Hours: every case of tests/cases/hours.json, which the phone runs too."""

import json
from pathlib import Path

import pytest

from app.slips import hours, walltime

CASES = json.loads((Path(__file__).parents[1] / "cases" / "hours.json").read_text("utf-8"))["cases"]


HOME = {
    name: value
    for module in (hours, walltime)
    for name, value in vars(module).items()
    if callable(value) and value.__module__ == module.__name__ and not name.startswith("_")
}


def _name(case):
    return f"{case['do']}({json.dumps(case['args'], ensure_ascii=False)[1:-1][:80]})"


@pytest.mark.parametrize("case", [case for case in CASES if "gives" in case], ids=_name)
def test_it_gives(case):
    assert HOME[case["do"]](*case["args"]) == case["gives"]


@pytest.mark.parametrize("case", [case for case in CASES if "fails" in case], ids=_name)
def test_it_refuses(case):
    with pytest.raises(ValueError):
        HOME[case["do"]](*case["args"])


def test_every_public_function_has_a_case():
    shown_by_totals = {"entries", "TimeEntry"}
    assert {case["do"] for case in CASES} == HOME.keys() - shown_by_totals


def test_entries_carry_their_breaks_in_the_order_of_the_clock():
    time = {"table": "time", "fields": {"start": "2026-11-25T07:00+01:00", "end": "2026-11-25T15:45+01:00"}}
    late = {"time": "t1", "start": "2026-11-25T12:00+01:00", "end": "2026-11-25T12:30+01:00"}
    early = {"time": "t1", "start": "2026-11-25T09:00+01:00", "end": "2026-11-25T09:15+01:00"}
    rows = {"b1": {"table": "break", "fields": late}, "b2": {"table": "break", "fields": early}, "t1": time}
    (entry,) = hours.entries(rows)
    assert (entry.breaks, entry.minutes, entry.break_minutes, entry.plan_minutes) == ((early, late), 480, 45, 0)
