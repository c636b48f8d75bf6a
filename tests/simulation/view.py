"""What is shown of a slip: the server's copy with own ops laid over it, and the hash a client signs."""

import hashlib
import json
from copy import deepcopy
from typing import Any

Op = dict[str, Any]
Change = dict[str, Any]
View = dict[str, Any]

NEXT = {"submit": "submitted", "withdraw": "draft", "return": "returned", "approve": "approved", "void": "void"}
DROPS = ("drop_row", "detach")


def as_view(change: Change, *, old: bool = False) -> View:
    """A release shows what it knows; one that is old leaves out what a newer one has written."""
    rows = {
        row_id: {"table": row["table"], "fields": {**({} if old else row["extra"]), **row["fields"]}}
        for row_id, row in change["rows"].items()
    }
    fields = {**({} if old else change["extra"]), **change["fields"]}
    head = {name: change[name] for name in ("slip_id", "state", "planned", "author", "rev")}
    return deepcopy({**head, "fields": fields, "rows": rows})


def new_view(op: Op) -> View:
    return {
        "slip_id": op["slip_id"], "state": "draft", "planned": 0, "author": op["author"], "rev": 0, "fields": {},
        "rows": {},
    }  # fmt: skip


def lay_over(view: View, op: Op, stays: set[str]) -> None:
    """Shows the op as if it were applied already, without the fields in `stays`."""
    _set(view["fields"], {name: pair for name, pair in op["patch"].items() if name != "reason"}, "None", stays)
    for row_id, row in op["rows"].items():
        if op["kind"] in DROPS:
            if f"{row_id}/dropped" not in stays:
                view["rows"].pop(row_id, None)
        else:
            there = view["rows"].setdefault(row_id, {"table": row["table"], "fields": {}})
            _set(there["fields"], row["fields"], row_id, stays)
    view["state"] = NEXT.get(op["kind"], view["state"])


def content_hash(view: View) -> str:
    """What the client sees and signs, as docs/protocol.md says it; written anew, so that it checks the server's."""
    rows = {
        row_id: {"table": row["table"], **_present(row["fields"])}
        for row_id, row in view["rows"].items()
        if row["table"] not in ("signature", "remark")
    }
    return seal({"slip_id": view["slip_id"], "fields": _present(view["fields"]), "rows": rows})


def seal(value: Any) -> str:
    """SHA-256 of canonical JSON; enough of RFC 8785 for strings, integers and plain names."""
    return hashlib.sha256(
        json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    ).hexdigest()


def _set(fields: dict[str, Any], changes: dict[str, list[Any]], row_id: str, stays: set[str]) -> None:
    for name, (_, new) in changes.items():
        if f"{row_id}/{name}" in stays:
            continue
        if new is None:
            fields.pop(name, None)
        else:
            fields[name] = new


def _present(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
