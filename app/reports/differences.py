"""What was changed between two states of a slip: printed beside a signature that was given for the earlier one."""

import re
from typing import Any

from app.reports import wording
from app.reports.paper import Difference
from app.slips.op import signable

Content = dict[str, Any]
Fields = dict[str, Any]
# Ids, digests and sizes say nothing to a reader; where they change, a name or a text changes with them.
SILENT = (
    "table", "sha256", "size", "type", "points", "person", "time", "article", "equipment", "allowance",
    "job", "site", "crew", "company", "client", "lead",
)  # fmt: skip
_WALL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[+-]\d\d:\d\d")


def between(slip_id: str, signed: Content, now: Content) -> tuple[Difference, ...]:
    """Every field a reader understands whose value is another one now."""
    old, new = signable(slip_id, signed), signable(slip_id, now)
    found = _changed(wording.label("table", "slip"), old["fields"], new["fields"])
    for row_id in sorted(old["rows"].keys() | new["rows"].keys()):
        before, after = old["rows"].get(row_id, {}), new["rows"].get(row_id, {})
        found += _changed(_where(after or before, old["rows"] | new["rows"]), before, after)
    return tuple(found)


def _changed(where: str, before: Fields, after: Fields) -> list[Difference]:
    names = [name for name in sorted({**before, **after}) if name not in SILENT and before.get(name) != after.get(name)]
    return [
        Difference(f"{where}, {wording.label('field', name)}", _shown(before.get(name)), _shown(after.get(name)))
        for name in names
    ]


def _where(row: Fields, rows: dict[str, Fields]) -> str:
    """`Zeit Ben Nowak`; a break is that of a person too."""
    owner = rows.get(row.get("time", ""), row)
    whose = owner.get("name") or row.get("text") or row.get("caption")
    return " ".join(filter(None, [wording.label("table", row["table"]), whose]))


def _shown(value: Any) -> str:
    if value is None or value == "":
        return wording.NOTHING
    return wording.at_wall(value) if isinstance(value, str) and _WALL.fullmatch(value) else str(value)
