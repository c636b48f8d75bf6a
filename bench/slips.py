"""The slip both servers get: a head, 10 time rows, 8 material rows; as a document for the floor, as an op for us."""

import hashlib
import json
from collections.abc import Iterator
from itertools import count
from typing import Any
from uuid import uuid4

from uuid_utils import uuid7

from bench.load import http

DAY = "2026-11-25"
WORK = "14 Pfosten gesetzt und vergossen, Handlauf im 2. OG montiert, Geländer Treppenhaus B ausgerichtet."
TEXTS = (
    "Ankerbolzen M12",
    "Handlauf 42,4",
    "Verbundmörtel",
    "Pfosten 60/40",
    "Schrauben M8",
    "Unterlegscheiben",
    "Kappen",
    "Trennscheiben",
)


def documents() -> Iterator[bytes]:
    """Requests for the floor, without end."""
    for number in count():
        time = [
            {"person": f"Monteur {at}", "start": f"{DAY}T07:00+01:00", "end": f"{DAY}T15:45+01:00"} for at in range(10)
        ]
        material = [{"text": text, "quantity": str(number % 40), "unit": "Stk"} for text in TEXTS]
        head = {"id": str(uuid4()), "date": DAY, "title": "Geländer Treppenhaus B", "work": WORK}
        yield http("/slips", json.dumps({**head, "time": time, "material": material}, ensure_ascii=False).encode())


def pushes(person: str, device: str, crew: list[str], cookies: str, ops: int) -> Iterator[bytes]:
    """Requests of one phone, `ops` new slips in each, without end."""
    for _ in count():
        batch = [create(person, device, crew) for _ in range(ops)]
        body = json.dumps(
            {"device": device, "high": {"seq": 0, "chain": ""}, "ops": batch}, ensure_ascii=False, separators=(",", ":")
        )
        yield http("/api/sync/push", body.encode(), cookies)


def create(person: str, device: str, crew: list[str]) -> dict[str, Any]:
    """One slip as the crew's phone writes it."""
    head = {"date": DAY, "zone": "Europe/Berlin", "kind": "order", "title": "Geländer Treppenhaus B", "work": WORK}
    times = [{"person": one, "start": f"{DAY}T07:00+01:00", "end": f"{DAY}T15:45+01:00"} for one in crew]
    material = [{"text": text, "quantity": "14", "unit": "Stk"} for text in TEXTS]
    rows = [("time", row) for row in times] + [("material", row) for row in material]
    op = {
        "op_id": str(uuid7()), "slip_id": str(uuid7()), "n": 1, "author": person, "device": device, "kind": "create",
        "schema": 1, "base_rev": 0, "patch": _new(head),
        "rows": {str(uuid7()): {"table": table, "fields": _new(fields)} for table, fields in rows},
        "manifest": [], "client_time": f"{DAY}T16:24:05+01:00", "offset_ms": 0,
    }  # fmt: skip
    canonical = json.dumps(op, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    return {**op, "hash": hashlib.sha256(canonical).hexdigest()}


def _new(fields: dict[str, str]) -> dict[str, list[str | None]]:
    return {name: [None, value] for name, value in fields.items()}
