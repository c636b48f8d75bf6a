"""What the demo firm has agreed: work by the hour, the way to its sites, its table of Auslöse, which checklists a job
wants."""

from typing import Any

BY_THE_HOUR: dict[str, dict[str, Any]] = {
    "26-127": {"agreed_with": "Claudia Benda, Verwaltung", "agreed_on": "2026-10-05", "agreed_ref": "Nachtrag 2"},
    "26-136": {"agreed_with": "Dr. Silke Rau, Haustechnik", "agreed_on": "2026-10-12", "agreed_ref": "am Telefon"},
    "26-138": {"agreed_with": "Uwe Kalz, Wachdienst", "agreed_on": "2026-10-19", "agreed_ref": "Auftrag vom 16.10."},
    "26-144": {"agreed_with": "Dr. Silke Rau, Haustechnik", "agreed_on": "2026-10-26", "agreed_ref": "E-Mail"},
}
CHECKLISTS: dict[str, list[str]] = {
    "26-109": ["flood-protection"],
    "26-128": ["fire-door"],
    "26-133": ["powered-gate"],
    "26-135": ["fire-door"],
    "26-141": ["powered-gate"],
}
HOT_WORK = {"26-144"}
_SINCE = "2026-01-01"
EXPENSES: list[dict[str, Any]] = [
    {"name": "Zone 1", "from": _SINCE, "cents": 500, "km_above": "10", "km_most": "25"},
    {"name": "Zone 2", "from": _SINCE, "cents": 900, "km_above": "25", "km_most": "50"},
    {"name": "Zone 3", "from": _SINCE, "cents": 1400, "km_above": "50"},
]


def way(there_and_back: int) -> dict[str, Any]:
    """One way in kilometres, and in minutes at 50 km/h."""
    return {"km": f"{there_and_back / 2:g}", "minutes": round(there_and_back / 2 * 60 / 50)}


def permits(number: str) -> list[str]:
    return ["hot-work"] if number in HOT_WORK else []
