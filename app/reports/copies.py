"""Who a paper is for. The firm's own has everything; what a client sees is chosen per job, and money never is in it."""

from collections.abc import Collection
from typing import Any

from app.slips.conflicts import Content

BLOCKS = ("hours", "trips", "material", "photos", "checklists")
USUAL = ("hours", "material", "photos", "checklists")  # what a client sees where nobody chose
INTERNAL = ("allowance", "away", "reason")  # what people are paid, and what the firm answers to itself
TABLES = {
    "trips": ("trip",),
    "material": ("material", "equipment"),
    "photos": ("photo",),
    "checklists": ("checklist", "answer"),
}
HOURS = ("plan_start", "plan_end", "start", "end")

Fields = dict[str, Any]


def blocks_for(chosen: Collection[str] | None, kind: str | None) -> frozenset[str]:
    """What the client of a job sees. Work by the hour is nothing without its hours."""
    seen = frozenset(BLOCKS).intersection(USUAL if chosen is None else chosen)
    return seen | {"hours"} if kind == "hourly" else seen


def shown_to_client(content: Content, blocks: Collection[str]) -> Content:
    """The content as a client sees it; what a newer phone wrote is not in it, for nobody knows what it says."""
    hours = "hours" in blocks
    hidden = {*INTERNAL, *(table for block, tables in TABLES.items() if block not in blocks for table in tables)}
    rows = {row_id: row for row_id, row in content["rows"].items() if _is_seen(row, hidden, hours=hours)}
    fields = content["fields"] if hours else _without(content["fields"], (*HOURS, "late_reason"))
    return {
        "fields": fields,
        "extra": {},
        "rows": {row_id: {**row, "fields": _of_row(row, hours=hours), "extra": {}} for row_id, row in rows.items()},
    }


def _is_seen(row: Fields, hidden: Collection[str], *, hours: bool) -> bool:
    """What was ordered beyond the job is seen in any case: somebody has to have ordered it."""
    if row["table"] == "break":
        return hours
    return row["table"] not in hidden or (row["table"] not in INTERNAL and bool(row["fields"].get("extra_order")))


def _of_row(row: Fields, *, hours: bool) -> Fields:
    if row["table"] == "equipment" and not hours:
        return _without(row["fields"], ("minutes",))
    return row["fields"] if hours or row["table"] != "time" else _without(row["fields"], HOURS)


def _without(fields: Fields, names: Collection[str]) -> Fields:
    return {name: value for name, value in fields.items() if name not in names}
