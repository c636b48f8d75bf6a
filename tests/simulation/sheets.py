"""What a crew can write in each table of rows: docs/protocol.md as values to choose from.

Some values are only known on the slip: a word in <> stands for one, see `chosen`.
"""

from collections.abc import Callable
from random import Random
from typing import Any

WALL, DAY, PERSON, ID = "<wall>", "<day>", "<person>", "<id>"
TEXT = ("Pfosten gesetzt", "Änderung „B“ – fertig", "łata 2×3", "")
FLAG, YES_NO, QUANTITY = (0, 1), ("yes", "no"), ("0", "14", "2.5", "-0.125")
Sheet = dict[str, tuple[Any, ...]]

EXTRA: Sheet = {"extra_order": FLAG, "ordered_by": TEXT}
TOLD: Sheet = {"place": TEXT, "told_to": TEXT, "told_at": (WALL,)}
SIZES = (
    "width_top", "width_middle", "width_bottom", "height_left", "height_middle", "height_right", "diagonal_rising",
    "diagonal_falling", "plumb_left", "plumb_right", "depth", "sill", "lintel", "level",
)  # fmt: skip
SHEETS: dict[str, Sheet] = {
    "time": {
        "person": (PERSON,), "name": TEXT, "job_title": TEXT, "start": (WALL,), "end": (WALL,), "text": TEXT,
        "activity": ("work", "travel", "waiting"), "billable": FLAG, "position": TEXT, **EXTRA,
    },
    "break": {"time": ("<time>",), "start": (WALL,), "end": (WALL,)},
    "trip": {
        "person": (PERSON,), "name": TEXT, "role": ("driver", "passenger", "none"), "vehicle": TEXT, "km": QUANTITY,
        "kind": ("to_site", "between", "material", "forgotten", "back"), "start": (WALL,), "end": (WALL,),
        "purpose": TEXT, "from_place": TEXT, "to_place": TEXT, "billable": FLAG, "paid": FLAG, "ride": ("<trip>",),
    },
    "away": {
        "person": (PERSON,), "name": TEXT, "left": (WALL,), "back": (WALL,), "left_from": ("home", "workplace"),
        "slept_before": FLAG, "slept_after": FLAG, "lodging": ("firm", "own"), "breakfast": FLAG, "lunch": FLAG,
        "dinner": FLAG,
    },
    "material": {
        "article": (ID,), "number": TEXT, "text": TEXT, "plan_quantity": QUANTITY, "quantity": QUANTITY,
        "unit": ("Stk", "m"), "source": ("workshop", "vehicle", "purchase", "client"), "batch": TEXT,
        "certificate": TEXT, "position": TEXT, **EXTRA,
    },
    "equipment": {"equipment": (ID,), "text": TEXT, "minutes": (0, 90, 480), **EXTRA},
    "measurement": {
        "position": ("01.02.0010", ""), "text": TEXT, "place": TEXT, "formula": ("2*3,5", "(1+"), "quantity": QUANTITY,
        "unit": ("m", "m2", "m3", "pcs", "kg", "t", "h", "lump"), "drawing": TEXT, "person": (PERSON,),
        "client_present": FLAG, **EXTRA,
    },
    "opening": {
        "kind": ("door", "window", "gate"), "text": TEXT, "place": TEXT, **dict.fromkeys(SIZES, QUANTITY),
        "hinge": ("left", "right"), "released_by": TEXT,
    },
    "allowance": {
        "allowance": (ID,), "person": (PERSON,), "name": TEXT, "text": TEXT, "quantity": QUANTITY,
        "kind": ("meals", "overnight", "firm"), "amount_cents": (0, 1400, 2800), "because": ("day_away",), "note": TEXT,
    },
    "checklist": {
        "template": ("hot-work", "fire-door"), "version": (1, 1, 7), "purpose": ("hot_work", "fire_door"),
        "title": TEXT, "asset": TEXT,
    },
    "follow_up": {
        "cause": ("part_missing", "time", "access", "preceding_work", "client_absent", "wrong_order", "other"),
        "text": TEXT, "wished": (DAY,), "people": (1, 3), "minutes": (60, 480),
    },
    "obstruction": {
        "cause": ("client", "access", "preceding_work", "material", "plan", "weather", "other"), "text": TEXT,
        "since": (WALL,), "until": (WALL,), "expected": TEXT, "effect": TEXT, **TOLD,
    },
    "concern": {"against": ("plan", "material", "preceding_work"), "text": TEXT, "consequence": TEXT, **TOLD},
    "defect": {
        "text": TEXT, "place": TEXT, "whose": ("own", "other_trade", "client", "unknown"),
        "severity": ("minor", "major"), "fixed": FLAG, "until": (DAY,),
    },
    "reason": {"code": ("rest_short", "break_short"), "about": (PERSON, ""), "text": TEXT},
}  # fmt: skip
PHOTO: Sheet = {
    "tag": ("before", "during", "after", "defect", "extra", "paper"), "caption": TEXT, "taken_at": (WALL,),
}  # fmt: skip
REPORT: Sheet = {
    "late_reason": TEXT, "agreed_with": TEXT, "agreed_ref": TEXT, "agreed_on": (DAY,), "notice_at": (WALL,),
    "early_start": FLAG, "safe": YES_NO, "site_clean": YES_NO, "keys_returned": YES_NO, "client_language": ("en", "pl"),
    "paper": FLAG,
}  # fmt: skip


def chosen(sheet: Sheet, names: list[str], luck: Random, known: Callable[[str, Random], Any]) -> dict[str, Any]:
    """A value for each of these fields; `known` says what a word in <> is on this slip, None where there is none."""
    values = {name: luck.choice(sheet[name]) for name in names}
    return {name: known(value, luck) if _stands_for(value) else value for name, value in values.items()}


def _stands_for(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("<")
