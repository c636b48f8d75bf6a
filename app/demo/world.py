"""What the stories act with: phones that push ops as real ones do, desks, and the photos and signatures they have."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app import clock, ids
from app.demo.directory import Directory
from app.slips import desk
from app.slips.ledger import Result, Sender, append
from app.slips.op import op_hash, stored
from app.slips.tables import Entry, Slip
from app.slips.upcast import newest

Fields = Mapping[str, Any]
Rows = Mapping[str, tuple[str, Fields]]  # row id -> its table and its new values
Content = dict[str, Any]
NOTHING: Content = {"fields": {}, "extra": {}, "rows": {}}


@dataclass(frozen=True)
class Picture:
    """Bytes in the files: a photo, or a signature with the points the pen left."""

    sha256: str
    size: int
    points: int = 0


@dataclass
class World:
    """The demo firm while it is being lived."""

    session: Session
    directory: Directory
    zone: str
    seed: int
    photos: dict[str, list[Picture]]
    signatures: dict[str, Picture]
    examples: dict[str, dict[str, Any]] = field(default_factory=dict)
    _counters: dict[tuple[str, str], int] = field(default_factory=dict)

    def slip(self, slip_id: str) -> Slip:
        return self.session.get_one(Slip, slip_id)

    def rows(self, slip_id: str, table: str) -> dict[str, Content]:
        """Live rows of a table with their fields, oldest first."""
        rows = sorted(self.slip(slip_id).content["rows"].items())
        return {key: row["fields"] for key, row in rows if row["table"] == table and not row.get("dropped")}

    def at_desk(
        self, who: str, kind: str, slip_id: str, patch: Fields | None = None, rows: Rows | None = None
    ) -> Result:
        """Somebody of the office acts."""
        wanted = {key: {"table": table, "fields": dict(fields)} for key, (table, fields) in (rows or {}).items()}
        person = self.directory.people[who]
        result = desk.act(self.session, person, kind, slip_id, patch=dict(patch or {}), rows=wanted)
        if kind not in self.examples:
            entry = self.session.get_one(Entry, result["receipt"]["seq"])
            self._record(stored(entry.op, entry.hash).model_dump(by_alias=True), result)
        return result

    def on_phone(
        self,
        who: str,
        kind: str,
        slip_id: str,
        patch: Fields | None = None,
        rows: Rows | None = None,
        *,
        manifest: list[dict[str, Any]] | None = None,
        made: datetime | None = None,
        seen: Content | None = None,
        expect: str = "applied",
    ) -> Result:
        """Somebody's phone pushes an op, made over what it had `seen` (now, if not said) and when it was `made`."""
        phone, slip = self.directory.phones[who], self.session.get(Slip, slip_id)
        base = seen or (slip.content if slip else NOTHING)
        op = {
            "op_id": ids.new(), "slip_id": slip_id, "n": self._next(slip_id, phone.id), "author": phone.person_id,
            "device": phone.id, "kind": kind, "schema": newest(), "base_rev": slip.rev if slip else 0,
            "patch": _pairs(base, patch or {}),
            "rows": {key: _row(base, key, row) for key, row in (rows or {}).items()},
            "manifest": manifest or [], "offset_ms": 0,
            "client_time": (made or clock.now()).astimezone(ZoneInfo(self.zone)).isoformat(timespec="seconds"),
        }  # fmt: skip
        op["hash"] = op_hash(op)
        result = append(self.session, op, Sender(phone.person_id))
        if result["result"] != expect:
            raise RuntimeError(f"{kind} by {who}: {result}")
        self._record(op, result)
        return result

    def _next(self, slip_id: str, device: str) -> int:
        number = self._counters.get((slip_id, device), 0) + 1
        self._counters[slip_id, device] = number
        return number

    def _record(self, op: dict[str, Any], result: Result) -> None:
        """The first op of each kind that was applied, with what the wire answered: docs/examples."""
        if result["result"] == "applied":
            self.examples.setdefault(op["kind"], {"op": op, "result": result})


def gone(rows: Mapping[str, Content], table: str) -> Rows:
    """The rows as somebody names them who takes them off."""
    return {key: (table, dict.fromkeys(fields)) for key, fields in rows.items()}


def _pairs(part: Content, new: Fields) -> dict[str, list[Any]]:
    """[old, new] of what really changes."""
    now = {**part["extra"], **part["fields"]}
    return {name: [now.get(name), value] for name, value in new.items() if now.get(name) != value}


def _row(base: Content, row_id: str, row: tuple[str, Fields]) -> dict[str, Any]:
    table, fields = row
    return {"table": table, "fields": _pairs(base["rows"].get(row_id, NOTHING), fields)}
