"""What the demo firm's crews write down besides: measured, in the way, doubtful, broken, left over, and hours away."""

from typing import Any

from app import ids
from app.demo.world import Fields, Rows

Noted = tuple[tuple[str, Fields], ...]

# By job; of several days at one job the day of the month says which of them it was.
NOTED: dict[str, Noted] = {
    "26-112": (("obstruction", {"cause": "preceding_work", "text": "Podest 3. OG nicht betoniert, Lauf 3 ging nicht.",
                                "place": "Hof 2, 3. OG", "expected": "bis Freitag",
                                "effect": "Lauf 1 und 2 vorgezogen"}),),
    "26-121": (("defect", {"text": "Stirnplatte gerissen, Balkon 14", "place": "Westseite, 2. OG",
                           "whose": "other_trade", "severity": "major"}),
               ("follow_up", {"cause": "part_missing", "text": "Ein Feld fehlt, kommt mit der nächsten Fuhre.",
                              "people": 2, "minutes": 180})),
    "26-125": (("concern", {"against": "plan", "text": "Rinne hat laut Plan kein Gefälle.", "place": "Eingang Süd",
                            "consequence": "Wasser bleibt stehen und läuft über die Tür."}),),
    "26-142": (("opening", {"kind": "door", "text": "Fluchttür", "place": "Halle 2, Achse 4", "hinge": "left",
                            "width_top": "1012", "width_middle": "1010", "width_bottom": "1011", "height_left": "2135",
                            "height_middle": "2134", "height_right": "2132", "diagonal_rising": "2361",
                            "diagonal_falling": "2358", "depth": "240", "level": "1000"}),),
    "26-143": (("measurement", {"text": "Handlauf Rampe Ost", "place": "beide Seiten", "formula": "2*8,4+2*1,35",
                                "quantity": "19.5", "unit": "m", "client_present": 1}),
               ("measurement", {"text": "Pfosten", "place": "Rampe Ost", "formula": "2*(8,4/1,2+1)", "quantity": "16",
                                "unit": "pcs"})),
}  # fmt: skip
ALWAYS = {"survey"}
EVERY = 3
TOLD = {"obstruction", "concern"}


def noted(number: str, kind: str, day_of_month: int, told_to: str, at: str) -> Rows:
    """The lines of one day at a job; none on most days of the long ones. `at`: the moment it was noticed and said."""
    if kind not in ALWAYS and day_of_month % EVERY:
        return {}
    return {ids.new(): (table, {**fields, **_said(table, told_to, at)}) for table, fields in NOTED.get(number, ())}


def away(slip_id: str, person: Any, left: str, back: str) -> Rows:
    """Somebody's day away from the yard."""
    fields = {"person": person.id, "name": person.name, "left": left, "back": back, "left_from": "workplace"}
    return {ids.derived(slip_id, "away", person.id): ("away", fields)}


def _said(table: str, told_to: str, at: str) -> dict[str, str]:
    since = {"since": at} if table == "obstruction" else {}
    return since | ({"told_to": told_to, "told_at": at} if table in TOLD else {})
