"""Checklists as data: what may stand in a template, and the six that come along."""

import json

import pytest

from app.sites.checklist import HERE, read, shipped
from app.slips.checklist import open_items, visible

EACH = pytest.mark.parametrize("template", shipped(), ids=lambda one: one.id)
GOOD = {"text": "A 1", "signature": "ab" * 32, "date": "2027-11-25", "readings": "100 110 120", "photo": None}
ONE = {"key": "a", "kind": "yes_no", "title": {"de": "A"}}
TEXT = {"key": "a", "kind": "text", "title": {"de": "A"}}
NEXT = {"key": "b", "kind": "text", "title": {"de": "B"}}


def test_six_come_along():
    assert [(one.id, one.version, one.purpose) for one in shipped()] == [
        ("coating-thickness", 1, "coating"), ("en1090-assembly", 1, "assembly"), ("fire-door", 1, "fire_door"),
        ("flood-protection", 1, "flood"), ("hot-work", 1, "hot_work"), ("powered-gate", 1, "gate"),
    ]  # fmt: skip


@EACH
def test_it_is_kept_as_it_was_written(template):
    assert template.content() == json.loads((HERE / f"{template.id}.json").read_text("utf-8"))


@EACH
def test_every_word_is_there_in_german_and_english(template):
    assert {tuple(sorted(words)) for words in template.all_words()} == {("de", "en")}


@EACH
def test_nothing_answered_is_open_and_everything_in_order_passes(template):
    content = template.content()
    required = [item["key"] for item in content["items"] if item.get("required", True) and "when" not in item]
    assert open_items(content, {}) == {"open": required, "faults": [], "result": "open"}
    assert open_items(content, filled(content)) == {"open": [], "faults": [], "result": "passed"}


def test_a_permit_is_open_until_the_fire_watch_has_ended():
    content = one_of("hot-work")
    answers = filled(content)
    end = answers.pop("watch_end")
    assert open_items(content, answers) == {"open": ["watch_end"], "faults": [], "result": "open"}
    answers |= {"watch_end": end, "watch_minutes": {"value": "181"}}
    early = {"item": "watch_end", "codes": ["too_early"], "severe": 0, "lacks": ["text"]}
    assert open_items(content, answers) == {"open": [], "faults": [early], "result": "open"}


def test_the_forces_of_a_gate_are_judged_only_where_the_force_is_limited():
    content = one_of("powered-gate")
    answers = filled(content) | {"dynamic_50": {"value": "401", "text": "Kante neu", "photos": 1}}
    fault = {"item": "dynamic_50", "codes": ["above"], "severe": 0, "lacks": []}
    assert open_items(content, answers)["faults"] == [fault]
    assert open_items(content, answers | {"safety": {"value": "hold"}})["faults"] == []


@pytest.mark.parametrize(
    "items, wrong",
    [
        ([], "at least 1 item"),
        ([ONE, ONE], "a: twice"),
        ([{**ONE, "title": {"en": "A"}}], "German is missing"),
        ([{**ONE, "kind": "maybe"}], "Input should be"),
        ([{**ONE, "colour": "red"}], "Extra inputs"),
        ([{**TEXT, "most": "4"}], "text does not know"),
        ([{**ONE, "kind": "choice"}], "needs its choices"),
        ([{**ONE, "kind": "readings"}], "one nominal value"),
        ([{**ONE, "kind": "number", "least": "5", "most": "4"}], "least above"),
        ([{**ONE, "kind": "number", "least": "0,5"}], "should match"),
        ([{**ONE, "section": "x"}], "unknown section"),
        ([{**TEXT, "when": {"item": "a", "is": ["yes"]}}], "no earlier item"),
        ([TEXT, {**NEXT, "when": {"item": "a", "is": ["yes"]}}], "no earlier item"),
        ([ONE, {**NEXT, "when": {"item": "a", "is": ["red"]}}], "unknown answer"),
        ([TEXT, {**NEXT, "kind": "time", "after": "a"}], "no earlier item"),
    ],
)
def test_what_may_not_stand_in_a_template(items, wrong):
    whole = {"id": "gate", "version": 1, "purpose": "gate", "title": {"de": "Tor"}, "items": [ONE]}
    assert read(whole).content() == {**whole, "basis": ""}
    with pytest.raises(ValueError, match=wrong):
        read({**whole, "items": items})


def filled(content):
    """Every visible item answered as it should be; hours pass from one moment to the next."""
    answers: dict = {}
    for item in content["items"]:
        if item in visible(content, answers):
            answers[item["key"]] = {"value": _good(item, answers), "photos": int(item["kind"] == "photo")}
    return answers


def one_of(name):
    return next(one for one in shipped() if one.id == name).content()


def _good(item, answers):
    match item["kind"]:
        case "yes_no":
            return item.get("good", "yes")
        case "choice":
            return next(choice["key"] for choice in item["choices"] if not choice.get("fault"))
        case "number":
            return {"nominal": "100", "watch_minutes": "60"}.get(item["key"], item.get("least", "20"))
        case "time":
            return f"2026-11-25T{8 + 3 * sum('T' in str(one['value']) for one in answers.values()):02}:00+01:00"
    return GOOD[item["kind"]]
