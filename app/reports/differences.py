"""What was changed between two states of a slip: printed beside a signature that was given for the earlier one."""

import re
from typing import Any

from app.pages import texts
from app.reports import wording
from app.reports.paper import Difference
from app.slips.op import signable

Content = dict[str, Any]
Fields = dict[str, Any]
# Ids, digests and sizes say nothing to a reader; where they change, a name or a text changes with them.
SILENT = (
    "table", "sha256", "size", "type", "points", "person", "time", "article", "equipment", "allowance",
    "job", "site", "crew", "company", "client", "lead", "of", "original", "checklist", "about", "because",
)  # fmt: skip
_WALL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[+-]\d\d:\d\d")


def between(slip_id: str, signed: Content, now: Content) -> tuple[Difference, ...]:
    """Every field a reader understands whose value is another one now."""
    old, new = signable(slip_id, signed), signable(slip_id, now)
    found = _changed(wording.label("table", "slip"), "slip", old["fields"], new["fields"])
    for row_id in sorted(old["rows"].keys() | new["rows"].keys()):
        before, after = old["rows"].get(row_id, {}), new["rows"].get(row_id, {})
        row = after or before
        found += _changed(_where(row, old["rows"] | new["rows"]), row["table"], before, after)
    return tuple(found)


def _changed(where: str, table: str, before: Fields, after: Fields) -> list[Difference]:
    names = [name for name in sorted({**before, **after}) if name not in SILENT and before.get(name) != after.get(name)]
    return [
        Difference(f"{where}, {_label(table, name)}", _shown(name, before.get(name)), _shown(name, after.get(name)))
        for name in names
    ]


def _label(table: str, name: str) -> str:
    known = wording.label("field", name)
    return known if known != name else wording.German().field(table, name)


def _where(row: Fields, rows: dict[str, Fields]) -> str:
    """`Zeit Ben Nowak`; a break is that of a person too."""
    owner = rows.get(row.get("time", ""), row)
    whose = owner.get("name") or row.get("text") or row.get("caption") or row.get("title")
    table = wording.label("table", row["table"])
    return " ".join(filter(None, [table if table != row["table"] else wording.German().table(table), whose]))


def _shown(name: str, value: Any) -> str:
    if value is None or value == "":
        return wording.NOTHING
    if name == "amount_cents":
        return wording.money(value)
    return wording.at_wall(value) if isinstance(value, str) and _WALL.fullmatch(value) else _said(name, value)


def _said(name: str, value: Any) -> str:
    """A word where a value has one; everything else as it was written."""
    return texts(wording.LANGUAGE).get(f"office.value.{name}.{value}", str(value))
