"""Handing in: who signs for what, over what the phone shows, and every picture the slip then rests on."""

from collections.abc import Callable
from random import Random
from typing import Any

from tests.cast import jpeg
from tests.simulation.made import Made, item, named, pairs
from tests.simulation.view import View, content_hash

PARTS = ("own", "acceptance")


def sign_off(view: View, new_id: Callable[[], str], luck: Random) -> Made:
    """The extent of the work, and with it what the lead or an acceptance signs; each signed or not for a reason."""
    rows: dict[str, Any] = {}
    manifest, strokes = pictures(view), []
    for part in ("extent", *luck.sample(PARTS, luck.randrange(1, 3))):
        row_id = new_id()
        stroke = jpeg(f"{part} {luck.randrange(10**6)}", "PNG", 16) if luck.random() < 0.8 else None
        fields = {"part": part, **(_signed(view, stroke, luck) if stroke else _unsigned(luck))}
        rows[row_id] = {"table": "signature", "fields": pairs({}, fields)}
        if stroke:
            strokes.append(stroke)
            manifest.append(item(row_id, fields, "signature"))
    return "submit", {"rows": rows, "manifest": manifest}, strokes


def pictures(view: View) -> list[dict[str, Any]]:
    """What the manifest names of the slip: photos, and the signatures in answers."""
    roles = {"photo": "photo", "answer": "signature"}
    rows = [(row_id, row) for row_id, row in view["rows"].items() if row["table"] in roles]
    return [item(row_id, row["fields"], roles[row["table"]]) for row_id, row in rows if row["fields"].get("sha256")]


def _signed(view: View, stroke: bytes, luck: Random) -> dict[str, Any]:
    said = {"role": "Bauleiter", "authority": luck.choice(["yes", "no", "unknown"]), "company": "Lindner GmbH"}
    kept = {"reservation": luck.choice(["", "Kratzer"]), "language": "de", "parts": "Geländer", "defects": "keine"}
    more = {"text": "Leistung erbracht", "points": luck.randrange(8, 90), "signed_at": "2026-11-25T16:20+01:00"}
    return {"outcome": "signed", "name": "Jörg Lindner", **named(stroke), "content_hash": content_hash(view)} | (
        said | kept | more
    )


def _unsigned(luck: Random) -> dict[str, Any]:
    return {"outcome": luck.choice(["absent", "refused", "later"]), "reason": "niemand da"}
