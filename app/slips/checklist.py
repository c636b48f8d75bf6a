"""A checklist being filled: what is still open, what is not in order, what comes of it. The same as core/checklist.js.

Templates are data (app/sites/checklist.py says what may stand in one). Answers are `{item key: {value, text, photos}}`.
Both languages run tests/cases/checklist.json.
"""

from collections.abc import Callable, Mapping
from typing import Any

from app.slips.coating import accept
from app.slips.decimals import thousandths
from app.slips.findings import Rows, fields_of, trimmed
from app.slips.walltime import instant

Item = Mapping[str, Any]
Template = Mapping[str, Any]
Answers = Mapping[str, Mapping[str, Any]]

YES, NO, NOT_APPLICABLE = "yes", "no", "na"


def open_items(template: Template, answers: Answers) -> dict[str, Any]:
    """`open`: keys without an answer; `faults`: item, codes and what proof they still lack; `result` of the whole."""
    asked = visible(template, answers)
    missing = [item["key"] for item in asked if item.get("required", True) and not answered(item, answers)]
    faults = [fault for item in asked if (fault := _fault(item, template, answers))]
    bare = any(fault["lacks"] for fault in faults)
    return {"open": missing, "faults": faults, "result": "open" if missing or bare else _result(faults)}


def visible(template: Template, answers: Answers) -> list[Item]:
    """The items whose condition holds; one that hangs on a hidden item is hidden too."""
    shown: list[Item] = []
    keys: set[str] = set()
    for item in template["items"]:
        when = item.get("when")
        if when is None or (when["item"] in keys and _value(answers, when["item"]) in when["is"]):
            shown.append(item)
            keys.add(item["key"])
    return shown


def answered(item: Item, answers: Answers) -> bool:
    """Whether there is an answer, and one that can be read."""
    answer = answers.get(item["key"], {})
    if item["kind"] == "photo":
        return (answer.get("photos") or 0) >= (item.get("count") or 1)
    value = trimmed(answer.get("value"))
    return item.get("na", True) if value == NOT_APPLICABLE else bool(value) and _readable(item, value)


def answers_of(rows: Rows, checklist: str) -> dict[str, dict[str, Any]]:
    """The answers of one checklist of a slip, by item, with the number of photos that show them."""
    shown = [fields.get("of") for _, fields in fields_of(rows, "photo")]
    own = [(row_id, one) for row_id, one in fields_of(rows, "answer") if one.get("checklist") == checklist]
    return {one["item"]: {**one, "photos": shown.count(row_id)} for row_id, one in own if one.get("item")}


def readings(value: str) -> list[str]:
    """`80 105,5; 120` as it is typed: blanks or semicolons between, a comma in a number is its decimal sign."""
    return [one.replace(",", ".") for one in value.replace(";", " ").split()]


def _readable(item: Item, value: str) -> bool:
    match item["kind"]:
        case "yes_no":
            return value in (YES, NO)
        case "choice":
            return any(choice["key"] == value for choice in item["choices"])
        case "number":
            return _reads(lambda: thousandths(value))
        case "time":
            return _reads(lambda: instant(value))
        case "date":
            return _reads(lambda: instant(f"{value}T00:00+00:00"))
        case "readings":
            return bool(readings(value)) and _reads(lambda: [thousandths(one) for one in readings(value)])
    return True


def _reads(read: Callable[[], object]) -> bool:
    try:
        read()
    except ValueError:
        return False
    return True


def _fault(item: Item, template: Template, answers: Answers) -> dict[str, Any] | None:
    """What is not in order at an item that is answered: "not ok" needs its proof, words and a photo by default."""
    if not answered(item, answers) or _value(answers, item["key"]) == NOT_APPLICABLE:
        return None
    codes = _judged(item, answers)
    if not codes:
        return None
    answer, needs = answers[item["key"]], item.get("proof", template.get("proof", ["text", "photo"]))
    has = {"text": bool(trimmed(answer.get("text"))), "photo": bool(answer.get("photos"))}
    lacks = [proof for proof in needs if not has[proof]]
    return {"item": item["key"], "codes": codes, "severe": int(_is_severe(item, answers)), "lacks": lacks}


def _judged(item: Item, answers: Answers) -> list[str]:
    value = _value(answers, item["key"])
    match item["kind"]:
        case "yes_no":
            return ["not_ok"] if value != item.get("good", YES) else []
        case "choice":
            return ["not_ok"] if _chosen(item, answers).get("fault") else []
        case "number":
            return _outside(item, thousandths(value))
        case "readings":
            return _unaccepted(item, answers)
        case "time":
            return _too_early(item, answers)
    return []


def _outside(item: Item, value: int) -> list[str]:
    least, most = item.get("least"), item.get("most")
    below = least is not None and value < thousandths(least)
    above = most is not None and value > thousandths(most)
    return [code for code, is_so in (("below", below), ("above", above)) if is_so]


def _unaccepted(item: Item, answers: Answers) -> list[str]:
    """The nominal thickness may be an item of its own, and open."""
    nominal = item.get("nominal") or _value(answers, item.get("nominal_item", ""))
    try:
        values = readings(_value(answers, item["key"]))
        return accept(values, nominal, item.get("most"), item.get("count") or 1)["failed"]
    except ValueError:
        return []


def _too_early(item: Item, answers: Answers) -> list[str]:
    """Later than another moment, by at least so many minutes of another item."""
    after, wait = _value(answers, item.get("after", "")), _value(answers, item.get("minutes_item", "")) or "0"
    try:
        passed = instant(_value(answers, item["key"])) - instant(after)
        return ["too_early"] if passed * 1000 < thousandths(wait) else []
    except ValueError:
        return []


def _is_severe(item: Item, answers: Answers) -> bool:
    return bool(item.get("severe") or (item["kind"] == "choice" and _chosen(item, answers).get("severe")))


def _chosen(item: Item, answers: Answers) -> Mapping[str, Any]:
    value = _value(answers, item["key"])
    return next((choice for choice in item["choices"] if choice["key"] == value), {})


def _result(faults: list[dict[str, Any]]) -> str:
    if any(fault["severe"] for fault in faults):
        return "severe_faults"
    return "faults" if faults else "passed"


def _value(answers: Answers, key: str) -> str:
    return trimmed(answers.get(key, {}).get("value"))
