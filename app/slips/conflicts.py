"""Merging: per field, and never silently. Pure: a content and an op in, a content and its clashes out."""

import uuid
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from app.slips.lines import FIELDS, known_fields
from app.slips.op import Op, Pair, RowPatch

Content = dict[str, Any]
DROPPED = "dropped"  # the pseudo-field of a row that was taken off
NOT_CONTENT = ("reason",)  # said with a decision, kept in the history only


@dataclass(frozen=True)
class Clash:
    """A field whose value in force is neither what the author saw nor what the author wrote."""

    row_id: str | None
    field: str
    current: Any
    proposed: Any

    def id(self, op_id: str) -> str:
        """The same at every replay."""
        return str(uuid.uuid5(uuid.UUID(op_id), f"{self.row_id}/{self.field}"))


def empty() -> Content:
    return {"fields": {}, "extra": {}, "rows": {}}


def merge(content: Content, op: Op, *, seq: int) -> tuple[Content, list[Clash]]:
    """The content after the op; what clashed keeps the value in force."""
    after = deepcopy(content)
    changes = {name: pair for name, pair in op.patch.items() if name not in NOT_CONTENT}
    clashes = [_clash(None, *clash) for clash in _merge_fields(after, changes, FIELDS)]
    for row_id, patch in op.rows.items():
        clashes += _drop(after, row_id, patch) if _drops(op, patch) else _merge_row(after, row_id, patch, op, seq)
    return after, clashes


def settle(content: Content, row_id: str | None, field: str, value: Any) -> Content:
    """Puts the other value in force, as the office decided."""
    after = deepcopy(content)
    if row_id is None:
        _home(after, field, FIELDS)[field] = value
    elif field == DROPPED:
        after["rows"][row_id][DROPPED] = 1
    else:
        row = after["rows"][row_id]
        row.pop(DROPPED, None)
        _home(row, field, known_fields(row["table"]))[field] = value
    return after


def _drops(op: Op, patch: RowPatch) -> bool:
    """A correction changes, adds and takes off in one op: there the row says that it goes."""
    return op.kind in ("drop_row", "detach") or (op.kind == "correct" and patch.fields.get(DROPPED, (0, 0))[1] == 1)


def _merge_row(content: Content, row_id: str, patch: RowPatch, op: Op, seq: int) -> list[Clash]:
    row = content["rows"].setdefault(row_id, {"table": patch.table, "fields": {}, "extra": {}})
    if row["table"] != patch.table:
        return [Clash(row_id, "table", row["table"], patch.table)]
    if row.get(DROPPED):
        return [Clash(row_id, name, None, new) for name, (_, new) in patch.fields.items()]
    clashes = _merge_fields(row, patch.fields, known_fields(patch.table))
    row["by"], row["seq"] = op.author, seq
    return [_clash(row_id, *clash) for clash in clashes]


def _drop(content: Content, row_id: str, patch: RowPatch) -> list[Clash]:
    row = content["rows"].get(row_id)
    if row is None or row.get(DROPPED):
        return []
    there = {name: value for name, value in {**row["extra"], **row["fields"]}.items() if value is not None}
    seen = {name: old for name, (old, _) in patch.fields.items() if name != DROPPED and old is not None}
    if there != seen:
        return [Clash(row_id, DROPPED, 0, 1)]
    row[DROPPED] = 1
    return []


def _merge_fields(part: dict[str, Any], changes: dict[str, Pair], known: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    clashes = []
    for name, (old, new) in changes.items():
        home = _home(part, name, known)
        current = home.get(name)
        if current != old and current != new:
            clashes.append((name, current, new))
        else:
            home[name] = new
    return clashes


def _home(part: dict[str, Any], name: str, known: dict[str, Any]) -> dict[str, Any]:
    home: dict[str, Any] = part["fields" if name in known else "extra"]
    return home


def _clash(row_id: str | None, field: str, current: Any, proposed: Any) -> Clash:
    return Clash(row_id, field, current, proposed)
