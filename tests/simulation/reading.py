"""What an op means by docs/protocol.md alone: where it writes, what clashes, when it may be held."""

import uuid
from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import Any

from tests.simulation.view import DROPS, NEXT

Place = tuple[str | None, str]  # row and field; GONE for the row itself
GONE, STATE = "dropped", (None, "state")
ALL: Place = (None, "*")  # a decision of the office, about whatever
Clash = tuple[str, str | None, str, Any, Any]  # op, row, field, current, proposed

BEFORE: dict[str, tuple[str, ...]] = {
    "plan": ("draft", "returned"), "edit": ("draft", "returned"), "add_row": ("draft", "returned"),
    "drop_row": ("draft", "returned"), "attach": ("draft", "returned"), "detach": ("draft", "returned"),
    "submit": ("draft", "returned"), "withdraw": ("submitted",), "return": ("submitted",), "approve": ("submitted",),
    "remark": ("draft", "submitted", "returned", "approved"), "correct": ("submitted", "approved"),
    "void": ("draft", "returned", "submitted"), "resolve": ("draft", "submitted", "returned", "approved", "void"),
}  # fmt: skip
PLAN = (
    "date", "zone", "kind", "title", "task", "job", "site", "crew", "company", "client", "job_no", "site_text",
    "client_text", "company_text", "contact", "contact_phone", "hazard", "lead", "hot_work", "client_kind",
)  # fmt: skip
FINISHED = ("yes", "partly", "no", "", None)
KNOWN_REASONS = ("device_revoked", "grant_expired", "bytes_missing")  # what the ledger alone does not show


class Wrong(AssertionError):
    """The ledger says something that must not be."""


def written(op: dict[str, Any]) -> Iterable[tuple[Place, Any]]:
    """Places an op writes in, and what."""
    for name, (_, new) in op["patch"].items():
        if name != "reason":
            yield (None, name), new
    for row_id, row in op["rows"].items():
        if drops(op, row):
            yield (row_id, GONE), True
        else:
            yield from (((row_id, name), new) for name, (_, new) in row["fields"].items())
    if op["kind"] in NEXT:
        yield STATE, NEXT[op["kind"]]


def deserved(reason: str, op: dict[str, Any], page: Any, may: Callable[[Any], bool]) -> bool:
    """Whether what was held had to be. Nothing is refused for its date, its age or its release."""
    if reason in KNOWN_REASONS:
        return True
    if reason in ("unknown_slip", "unknown_kind", "unknown_schema", "bad_value"):
        return {
            "unknown_slip": page is None, "unknown_kind": op["kind"] not in (*BEFORE, "create"),
            "unknown_schema": op["schema"] > 1, "bad_value": op["patch"].get("finished", [0, ""])[1] not in FINISHED,
        }[reason]  # fmt: skip
    return page is not None and _deserved_by(page, reason, op, may)


def _deserved_by(page: Any, reason: str, op: dict[str, Any], may: Callable[[Any], bool]) -> bool:
    if reason == "not_allowed":
        return not may(page)
    if reason in ("wrong_state", "slip_void"):
        return page.state not in BEFORE[op["kind"]]
    if reason == "slip_exists":
        return bool(op["kind"] == "create")
    return reason == "changed_since_signing" and _signed_otherwise(page, op)


def _signed_otherwise(page: Any, op: dict[str, Any]) -> bool:
    after = deepcopy(page)
    for row_id, patch in op["rows"].items():
        change_row(after.rows, row_id, patch)
    return bool(signed_over(op) - {after.signed_hash()})


def signed_over(op: dict[str, Any]) -> set[str]:
    """The hashes of what somebody signed with this hand-in: the client, the lead, for an acceptance."""
    rows = [{name: new for name, (_, new) in row["fields"].items()} for row in op["rows"].values()]
    return {row["content_hash"] for row in rows if row["outcome"] == "signed"}


def touches_plan(op: dict[str, Any]) -> bool:
    """Whether it writes what on a planned slip is the office's; a row of the plan may be taken off."""
    rows = () if op["kind"] in DROPS else op["rows"].values()
    names = [*op["patch"], *(name for row in rows for name in row["fields"])]
    return any(name.startswith("plan_") for name in names) or any(name in PLAN for name in op["patch"])


def change(part: dict[str, Any], changes: dict[str, list[Any]]) -> list[tuple[str, Any, Any]]:
    """Sets what the author has seen as it is; the rest clashes."""
    clashes = []
    for name, (old, new) in changes.items():
        if part.get(name) not in (old, new):
            clashes.append((name, part.get(name), new))
        else:
            put(part, name, new)
    return clashes


def change_row(rows: dict[str, Any], row_id: str, patch: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    row = rows.setdefault(row_id, {"table": patch["table"], "fields": {}, "dropped": False})
    if row["dropped"]:
        return [(name, None, new) for name, (_, new) in patch["fields"].items()]
    return change(row["fields"], patch["fields"])


def drops(op: dict[str, Any], patch: dict[str, Any]) -> bool:
    """Whether a row is taken off: the whole op says so, or of a correction the row itself."""
    return op["kind"] in DROPS or (op["kind"] == "correct" and patch["fields"].get(GONE, [0, 0])[1] == 1)


def drop(rows: dict[str, Any], row_id: str, patch: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    row = rows.get(row_id)
    if row is None or row["dropped"]:
        return []
    seen = {name: old for name, (old, _) in patch["fields"].items() if name != GONE and old is not None}
    if row["fields"] != seen:
        return [("dropped", 0, 1)]
    row["dropped"] = True
    return []


def put(part: dict[str, Any], name: str, value: Any) -> None:
    if value is None:
        part.pop(name, None)
    else:
        part[name] = value


def conflict_key(clash: Clash) -> str:
    """The id a conflict has on the wire."""
    op_id, row_id, name, _, _ = clash
    return str(uuid.uuid5(uuid.UUID(op_id), f"{row_id}/{name}"))
