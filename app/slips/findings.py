"""What the self-check says, and what silences it. The same as app/static/crew/core/findings.js."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypedDict

TIMES, BREAKS, TRIP, WORK, MATERIAL, PHOTOS, ALLOWANCES, SPECIAL = "12345678"
LEVELS = ("must", "should", "info")

Slip = Mapping[str, Any]
Rows = Mapping[str, Mapping[str, Any]]
Around = Mapping[str, Any]
Params = dict[str, str | int | None]


class Finding(TypedDict):
    """`field` is the number printed on phone, desk and PDF; `about` the person or row it is about, or empty."""

    level: Literal["must", "should", "info"]
    code: str
    field: str
    about: str
    params: Params


def must(code: str, field: str, about: str = "", /, **params: str | int | None) -> Finding:
    return {"level": "must", "code": code, "field": field, "about": about, "params": params}


def should(code: str, field: str, about: str = "", /, **params: str | int | None) -> Finding:
    return {"level": "should", "code": code, "field": field, "about": about, "params": params}


def info(code: str, field: str, about: str = "", /, **params: str | int | None) -> Finding:
    return {"level": "info", "code": code, "field": field, "about": about, "params": params}


def unanswered(found: Iterable[Finding], rows: Rows) -> list[Finding]:
    """By level and field, without what somebody has given a reason for."""
    said = {(row["fields"].get("code"), row["fields"].get("about") or "") for row in _reasons(rows)}
    left = [one for one in found if one["level"] != "should" or (one["code"], one["about"]) not in said]
    return sorted(left, key=lambda one: (LEVELS.index(one["level"]), int(one["field"])))


def fields_of(rows: Rows, table: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Row id and fields of a table, oldest first."""
    return [(row_id, row["fields"]) for row_id, row in sorted(rows.items()) if row["table"] == table]


def trimmed(text: object) -> str:
    return str(text or "").strip()


def _reasons(rows: Rows) -> list[Mapping[str, Any]]:
    return [row for row in rows.values() if row["table"] == "reason" and trimmed(row["fields"].get("text"))]
