"""A checklist as a careful person fills it: everything in order, every visible question answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app import ids
from app.demo.days import Day
from app.demo.world import Fields, Picture, Rows
from app.slips.checklist import Answers, visible

Item = Mapping[str, Any]

NUMBERS = {"year": "2014", "radius": "10", "watch_minutes": "60", "dynamic": "310", "static": "95", "time": "0.4"}
CHOICES = {"kind": "sectional", "safety": "force", "extinguisher": "powder"}
TEXTS = {
    "place": "Halle, Achse 3", "task": "Geländerpfosten trennen", "alarm": "Melder im Flur EG, Telefon 112",
    "maker": "Torbau Sachsen", "serial": "SN 20147", "size": "4,00 × 4,20 m",
    "drive": "Aufsteckantrieb 400 V", "device": "Kraftmesser 07",
}  # fmt: skip
HOURS = {"valid_from": 0, "valid_until": 5, "work_end": 3, "watch_end": 4.5}  # after the day began


@dataclass(frozen=True)
class Filled:
    """The rows of one checklist; `signed` and `photographed` are those that come with a picture."""

    rows: Rows
    signed: Mapping[str, Fields]
    photographed: Sequence[str]


def filled(
    template: Mapping[str, Any], slip_id: str, day: Day, who: tuple[str, str], drawn: Mapping[str, Picture]
) -> Filled:
    """`who`: the crew's lead, and the client; `drawn`: everybody's signature."""
    row_id, (lead, client) = ids.new(), who
    given = _answers(template, lead, day)
    rows: dict[str, tuple[str, Fields]] = {row_id: ("checklist", _head(template))}
    named = {item["key"]: ids.derived(slip_id, "answer", row_id, item["key"]) for item in template["items"]}
    said: dict[str, Fields] = {named[key]: {"item": key, "value": value} for key, value in given.items()}
    signed = {
        named[key]: {"item": key, **_signed(client if key == "client" else lead, drawn)}
        for key in _asked(template, given, "signature")
    }
    photographed = {named[key]: {"item": key} for key in _asked(template, given, "photo")}
    answers = {**said, **signed, **photographed}
    rows |= {key: ("answer", {"checklist": row_id, **fields}) for key, fields in answers.items()}
    return Filled(rows, signed, list(photographed))


def _head(template: Mapping[str, Any]) -> Fields:
    pin = {"template": template["id"], "version": template["version"]}
    return {**pin, "purpose": template["purpose"], "title": template["title"]["de"]}


def _signed(name: str, drawn: Mapping[str, Picture]) -> Fields:
    one = drawn[name]
    return {"value": one.sha256, "name": name, "sha256": one.sha256, "size": one.size, "points": one.points}


def _answers(template: Mapping[str, Any], lead: str, day: Day) -> dict[str, str]:
    """Values by item, without what has to be photographed or signed."""
    given: dict[str, str] = {}
    while item := _next(template, given):
        given[item["key"]] = _value(item, lead, day)
    return {key: value for key, value in given.items() if value}


def _asked(template: Mapping[str, Any], given: Mapping[str, str], kind: str) -> list[str]:
    """Items of a kind that are visible after these answers."""
    return [item["key"] for item in visible(template, _as_answers(given)) if item["kind"] == kind]


def _next(template: Mapping[str, Any], given: Mapping[str, str]) -> Item | None:
    return next((item for item in visible(template, _as_answers(given)) if item["key"] not in given), None)


def _as_answers(given: Mapping[str, str]) -> Answers:
    return {key: {"value": value} for key, value in given.items()}


def _value(item: Item, lead: str, day: Day) -> str:
    key, kind = item["key"], item["kind"]
    match kind:
        case "yes_no":
            return str(item.get("good") or "yes")
        case "choice":
            good = [one["key"] for one in item["choices"] if not one.get("fault")]
            return CHOICES[key] if CHOICES.get(key) in good else str(good[0])
        case "number":
            return NUMBERS.get(key) or NUMBERS.get(key.split("_")[0]) or str(item.get("least") or "1")
        case "text":
            return TEXTS.get(key) or (lead if item.get("required", True) else "")
        case "time":
            return str(_later(day, HOURS.get(key, 1)))
        case "date":
            return str(day.date + timedelta(days=365 if key == "next_due" else -90))
    return ""


def _later(day: Day, hours: float) -> str:
    return (day.at(day.start) + timedelta(hours=hours)).isoformat(timespec="minutes")
