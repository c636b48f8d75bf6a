"""Formulas, thickness of a coating, openings, checklists: every case of tests/cases, which the phone runs too."""

import json
from pathlib import Path

import pytest

from app.slips import decimals
from app.slips.calc import FormulaError, evaluate
from app.slips.checklist import answers_of, open_items, visible
from app.slips.coating import accept
from app.slips.opening import derived

CASES = Path(__file__).parents[1] / "cases"
CHECKLIST, ANSWER, OTHER = (f"00000000-0000-7000-8000-00000000000{n}" for n in (1, 2, 3))


def cases(name):
    found = json.loads((CASES / f"{name}.json").read_text("utf-8"))["cases"]
    return pytest.mark.parametrize(
        "case", found, ids=[case.get("name") or str(list(case.values())[:2]) for case in found]
    )


@cases("calc")
def test_formula(case):
    if "gives" in case:
        assert evaluate(case["formula"]) == case["gives"]
    else:
        with pytest.raises(FormulaError) as caught:
            evaluate(case["formula"])
        assert (caught.value.code, caught.value.at) == (case["fails"], case["at"])


@cases("decimals")
def test_decimals(case):
    _run(getattr(decimals, case["do"]), case)


@cases("coating")
def test_coating(case):
    _run(accept, case)


@cases("opening")
def test_opening(case):
    _run(derived, case)


@cases("checklist")
def test_checklist(case):
    assert open_items(case["template"], case["answers"]) == case["gives"]


def test_answers_are_read_out_of_the_rows_of_their_checklist():
    def row(table, **fields):
        return {"table": table, "fields": fields}

    rows = {
        ANSWER: row("answer", checklist=CHECKLIST, item="ce", value="no", text="fehlt"),
        OTHER: row("answer", checklist=OTHER, item="ce", value="yes"),
        "p1": row("photo", of=ANSWER), "p2": row("photo", of=ANSWER), "p3": row("photo", of=OTHER), "p4": row("photo"),
    }  # fmt: skip
    expected = {"checklist": CHECKLIST, "item": "ce", "value": "no", "text": "fehlt", "photos": 2}
    assert answers_of(rows, CHECKLIST) == {"ce": expected}


def test_only_what_is_asked_is_shown():
    items = [
        {"key": "door", "kind": "yes_no"},
        {"key": "lock", "kind": "text", "when": {"item": "door", "is": ["yes"]}},
    ]
    shown = [[one["key"] for one in visible({"items": items}, {"door": {"value": value}})] for value in ("yes", "no")]
    assert shown == [["door", "lock"], ["door"]]


def _run(do, case):
    if "gives" in case:
        assert do(*case["args"]) == case["gives"]
    else:
        with pytest.raises(ValueError):
            do(*case["args"])
