"""The fields of a slip and of its lines, and the shape each value must have. docs/protocol.md lists the same."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from app import ids
from app.slips.op import Op, Pair

Check = Callable[[Any], bool]

_WALL = re.compile(r"20[2-9]\d-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d[+-](0\d|1[0-4]):[0-5]\d")
_QUANTITY = re.compile(r"-?(0|[1-9]\d{0,8})(\.\d{1,3})?")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_ZONES = available_timezones()


def text(value: Any) -> bool:
    return isinstance(value, str)


def day(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"20[2-9]\d-\d\d-\d\d", value) is not None and _exists(value)


def wall(value: Any) -> bool:
    """`2026-11-25T07:00+01:00`, in the years 2020 to 2099."""
    return isinstance(value, str) and _WALL.fullmatch(value) is not None and _exists(value[:10])


def quantity(value: Any) -> bool:
    return isinstance(value, str) and _QUANTITY.fullmatch(value) is not None


def flag(value: Any) -> bool:
    return value in (0, 1) and not isinstance(value, bool)


def digest(value: Any) -> bool:
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def whole(most: int) -> Check:
    return lambda value: isinstance(value, int) and 0 <= value <= most


def one_of(*words: str) -> Check:
    return lambda value: value in words


def zone(value: Any) -> bool:
    return value in _ZONES


PLAN: dict[str, Check] = {
    "date": day, "zone": zone, "kind": one_of("order", "hourly", "service", "maintenance", "survey", "warranty",
    "internal"),
    "title": text, "task": text, "job": ids.is_id, "site": ids.is_id, "crew": ids.is_id, "company": ids.is_id,
    "client": ids.is_id, "job_no": text, "site_text": text, "client_text": text, "company_text": text, "contact": text,
    "contact_phone": text, "hazard": text, "lead": ids.is_id, "plan_start": wall, "plan_end": wall, "hot_work": flag,
    "client_kind": one_of("business", "public", "consumer"),
}  # fmt: skip
REPORT: dict[str, Check] = {
    "work": text, "late_reason": text, "leftover": text, "finished": one_of("yes", "partly", "no"),
    "agreed_with": text, "agreed_ref": text, "agreed_on": day, "notice_at": wall, "early_start": flag,
    "safe": one_of("yes", "no"), "site_clean": one_of("yes", "no"), "keys_returned": one_of("yes", "no"),
    "client_language": text, "paper": flag,
}  # fmt: skip
DECISION: dict[str, Check] = {"reason": text}
FIELDS = PLAN | REPORT | DECISION

MILLIMETRES: dict[str, Check] = dict.fromkeys(
    ("width_top", "width_middle", "width_bottom", "height_left", "height_middle", "height_right", "diagonal_rising",
     "diagonal_falling", "plumb_left", "plumb_right", "depth", "sill", "lintel", "level"), quantity
)  # fmt: skip
EXTRA: dict[str, Check] = {"extra_order": flag, "ordered_by": text}
TOLD: dict[str, Check] = {"place": text, "told_to": text, "told_at": wall}
TABLES: dict[str, dict[str, Check]] = {
    "time": {
        "person": ids.is_id, "name": text, "job_title": text, "plan_start": wall, "plan_end": wall, "start": wall,
        "end": wall, "activity": one_of("work", "travel", "waiting"), "text": text, "billable": flag, "position": text,
        **EXTRA,
    },
    "break": {"time": ids.is_id, "plan_start": wall, "plan_end": wall, "start": wall, "end": wall},
    "trip": {
        "person": ids.is_id, "name": text, "role": one_of("driver", "passenger", "none"), "vehicle": text,
        "km": quantity, "start": wall, "end": wall, "purpose": text, "from_place": text, "to_place": text,
        "kind": one_of("to_site", "between", "material", "forgotten", "back"), "billable": flag, "paid": flag,
        "ride": ids.is_id,
    },
    "away": {
        "person": ids.is_id, "name": text, "left": wall, "back": wall, "left_from": one_of("home", "workplace"),
        "slept_before": flag, "slept_after": flag, "lodging": one_of("firm", "own"), "breakfast": flag, "lunch": flag,
        "dinner": flag,
    },
    "material": {
        "article": ids.is_id, "number": text, "text": text, "plan_quantity": quantity, "quantity": quantity,
        "unit": text, "source": one_of("workshop", "vehicle", "purchase", "client"), "batch": text,
        "certificate": text, "position": text, **EXTRA,
    },
    "equipment": {"equipment": ids.is_id, "text": text, "minutes": whole(100_000), **EXTRA},
    "measurement": {
        "position": text, "text": text, "place": text, "formula": text, "quantity": quantity,
        "unit": one_of("m", "m2", "m3", "pcs", "kg", "t", "h", "lump"), "drawing": text, "person": ids.is_id,
        "client_present": flag, **EXTRA,
    },
    "opening": {
        "kind": one_of("door", "window", "gate"), "text": text, "place": text, **MILLIMETRES,
        "hinge": one_of("left", "right"), "released_by": text,
    },
    "allowance": {
        "allowance": ids.is_id, "person": ids.is_id, "name": text, "text": text, "quantity": quantity,
        "kind": one_of("meals", "overnight", "firm"), "amount_cents": whole(10_000_000), "because": text, "note": text,
    },
    "photo": {
        "sha256": digest, "size": whole(1 << 30), "type": one_of("image/jpeg", "image/png", "image/webp"),
        "tag": one_of("before", "during", "after", "defect", "extra", "paper"), "caption": text, "taken_at": wall,
        "of": ids.is_id, "original": ids.is_id,
    },
    "checklist": {
        "template": text, "version": whole(1_000_000), "purpose": text, "title": text, "asset": text,
    },
    "answer": {
        "checklist": ids.is_id, "item": text, "value": text, "text": text, "name": text, "sha256": digest,
        "size": whole(1 << 30), "points": whole(1_000_000),
    },
    "follow_up": {
        "cause": one_of("part_missing", "time", "access", "preceding_work", "client_absent", "wrong_order", "other"),
        "text": text, "wished": day, "people": whole(100), "minutes": whole(100_000),
    },
    "obstruction": {
        "cause": one_of("client", "access", "preceding_work", "material", "plan", "weather", "other"), "text": text,
        "since": wall, "until": wall, "expected": text, "effect": text, **TOLD,
    },
    "concern": {"against": one_of("plan", "material", "preceding_work"), "text": text, "consequence": text, **TOLD},
    "defect": {
        "text": text, "place": text, "whose": one_of("own", "other_trade", "client", "unknown"),
        "severity": one_of("minor", "major"), "fixed": flag, "until": day,
    },
    "reason": {"code": text, "about": text, "text": text},
    "signature": {
        "outcome": one_of("signed", "absent", "refused", "later"), "name": text, "role": text, "reservation": text,
        "reason": text, "sha256": digest, "size": whole(1 << 30), "points": whole(1_000_000), "content_hash": digest,
        "signed_at": wall, "text": text, "part": one_of("extent", "own", "acceptance"),
        "authority": one_of("yes", "no", "unknown"), "company": text, "language": text, "defects": text, "parts": text,
    },
    "remark": {"field": one_of(*"012345678"), "text": text, "kind": one_of("return", "remark", "answer"), "done": flag},
}  # fmt: skip
DECISIONS: dict[str, dict[str, Check]] = {
    "held": {"decision": one_of("apply", "discard"), "without_bytes": flag, "reason": text},
    "conflict": {"decision": one_of("stays", "replaced"), "reason": text},
}


def known_fields(table: str) -> dict[str, Check]:
    """The fields this release knows in a table; none for a table it does not know."""
    return TABLES.get(table, {})


def has_bad_value(op: Op) -> bool:
    """Whether a field we know got a value it cannot have. Fields we do not know are not judged."""
    tables = DECISIONS if op.kind == "resolve" else TABLES
    return _bad(op.patch, FIELDS) or any(_bad(row.fields, tables.get(row.table, {})) for row in op.rows.values())


def _bad(changes: dict[str, Pair], checks: dict[str, Check]) -> bool:
    return any(new is not None and name in checks and not checks[name](new) for name, (_, new) in changes.items())


def _exists(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
