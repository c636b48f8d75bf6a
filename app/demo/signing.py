"""What is signed under a day's slip: the extent of the work by the client, and what some days have besides."""

from collections.abc import Mapping
from typing import Any

from app import ids
from app.demo.days import Day
from app.demo.world import Fields, Picture
from app.pages import t

SENTENCE = (
    "Ich bestätige Art und Umfang der Arbeit und die Stunden, wie sie oben stehen. "
    "Ich bestätige damit keine Preise und keine Abnahme."
)
WHY_NOT = {
    "absent": "Angerufen um 15:20, niemand ging ran. Im Haus war keiner mehr.",
    "refused": "Kunde will erst mit seinem Chef über die Anfahrt reden.",
    "later": "Unterschreibt am Freitag für die ganze Woche.",
}
OWN, ACCEPTANCE = "own", "acceptance"
BESIDES = {"accepted": (OWN, ACCEPTANCE), "hours_signed": (OWN,)}  # by what becomes of the day
ACCEPTED = {
    "parts": "Geländer Treppenhaus B, EG bis 1. OG",
    "defects": "Pfosten 9: Zink am Fuß ausbessern. Handlaufende EG noch entgraten. Beides bis 27.11.",
}


def signatures(day: Day, lead: str, drawn: Mapping[str, Picture], read: str, at: str) -> dict[str, Fields]:
    """By new row, that of the work first; `drawn` is everybody's pen, `read` the hash of what was shown, `at` when."""
    outcome = day.outcome or "signed"
    common = {"outcome": outcome, "signed_at": at, "content_hash": read}
    if outcome != "signed":
        return {ids.new(): {**common, "reason": WHY_NOT[outcome]}}
    client, _, role = day.place.contact.partition(", ")
    who = {OWN: (lead, t("de", "record.role.crew")), ACCEPTANCE: (client, role)}
    signed: dict[str, Fields] = {ids.new(): {**common, **_by(client, role, SENTENCE, drawn)}}
    for part in BESIDES.get(day.fate, ()):
        said = {"part": part, **(ACCEPTED if part == ACCEPTANCE else {})}
        signed[ids.new()] = {**common, **said, **_by(*who[part], t("de", f"client.oath_{part}"), drawn)}
    return signed


def _by(name: str, role: str, text: str, drawn: Mapping[str, Picture]) -> dict[str, Any]:
    one = drawn[name]
    return {"name": name, "role": role, "text": text, "sha256": one.sha256, "size": one.size, "points": one.points}
