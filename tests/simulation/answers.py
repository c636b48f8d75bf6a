"""Checklists: their items answered with a word, a signature or a picture."""

from random import Random
from typing import Any

from app import ids
from tests.cast import jpeg
from tests.simulation.made import Made, item, named, pairs
from tests.simulation.papers import Papers

ITEMS: dict[str, tuple[str, ...]] = {
    "removed": ("yes", "no", "na"), "radius": ("10", "2.5"), "extinguisher": ("powder", "water"),
    "place": ("Halle 2", "łata"), "valid_from": ("2026-11-25T07:00+01:00",), "next_due": ("2027-11-25",),
}  # fmt: skip
BY_PICTURE = ("plate", "client", "worker")
PHOTO = "plate"


def answer(papers: Papers, luck: Random) -> Made | None:
    """One item of a checklist, which is begun if there is none; the answer is there once, whoever writes it."""
    lists = [row_id for row_id, row in papers.view["rows"].items() if row["table"] == "checklist"]
    if not lists:
        return papers.line("checklist", luck)
    checklist = luck.choice(lists)
    key = luck.choice([*ITEMS, *BY_PICTURE, *BY_PICTURE])
    row_id = ids.derived(papers.view["slip_id"], "answer", checklist, key)
    if key == PHOTO and row_id in papers.view["rows"]:
        return papers.photo(luck, {"of": row_id})
    fields, pictures = _said(key, luck)
    there = papers.view["rows"].get(row_id, {"fields": {}})["fields"]
    changes = pairs(there, {"checklist": checklist, "item": key, **fields})
    manifest = [item(row_id, fields, "signature")] if pictures else []
    rows = {row_id: {"table": "answer", "fields": changes}}
    return ("edit", {"rows": rows, "manifest": manifest}, pictures) if changes else None


def _said(key: str, luck: Random) -> tuple[dict[str, Any], list[bytes]]:
    """A picture is its own row; a signature stands in the answer, or is taken out of it."""
    if key == PHOTO:
        return {"text": "siehe Bild"}, []
    if key in ITEMS:
        return {"value": luck.choice(ITEMS[key]), "text": luck.choice(["", "geprüft"])}, []
    if luck.random() < 0.2:
        return dict.fromkeys(("value", "name", "sha256", "size", "points")), []
    stroke = jpeg(f"answer {luck.randrange(10**6)}", "PNG", 16)
    name = named(stroke)
    return {"value": name["sha256"], **name, "name": "Jörg Lindner", "points": luck.randrange(8, 90)}, [stroke]
