"""What people do with a slip on their phone: each verb makes one op out of what they see, or None."""

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.cast import jpeg
from tests.simulation import answers, signing
from tests.simulation.made import Made, big_picture, item, pairs
from tests.simulation.papers import Papers
from tests.simulation.phone import Phone
from tests.simulation.view import Op, View, content_hash, seal

WORDS = ("Pfosten gesetzt", "Handlauf montiert", "", "Regen ab 10 Uhr", "neu 7", "Änderung „B“ – fertig")
WITH_PEN = ("draft", "returned")


class Hands:
    """A person at a phone. `number` makes identities, so that a history is the same each time."""

    def __init__(self, phone: Phone, names: dict[str, str], day: str, number: Callable[[], int]) -> None:
        self.phone, self.names, self.day, self._number = phone, names, day, number
        self.clock = 0  # days the phone's clock is off

    def do(self, verb: str, luck: Random) -> Op | None:
        """Does `verb` to one of the slips on the phone, or starts one; the op, or None where `verb` changes nothing."""
        offered = [view for view in self.phone.store.views() if self._offers(verb, view)]
        if verb == "create" or not offered:
            return self._write(self._new_id(), 0, self.create(luck))
        view = luck.choice(offered[-2:] if luck.random() < 0.8 else offered)
        made = getattr(self, verb)(view, luck)
        return self._write(view["slip_id"], view["rev"], made) if made else None

    def create(self, luck: Random) -> Made:
        """A day nobody planned."""
        me, others = self.phone.who, [one for one in self.names if one != self.phone.who]
        rows = self._time_row(me) | (self._time_row(luck.choice(others)) if luck.random() < 0.6 else {})
        patch = {"date": self.day, "zone": "Europe/Berlin", "title": luck.choice(WORDS), "kind": "hourly"}
        return "create", {"patch": pairs({}, patch), "rows": rows}, []

    def edit(self, view: View, luck: Random) -> Made | None:
        """A newer release writes fields this server does not know; an older one does not even show them."""
        newest = "work" if self.phone.old else "weather_next_year"
        fields = {luck.choice(["work", "work", "work", "leftover", newest]): luck.choice(WORDS) or None}
        fields |= {"finished": luck.choice(["yes", "partly", "no"])} if luck.random() < 0.2 else {}
        patch = pairs(view["fields"], fields)
        return ("edit", {"patch": patch}, []) if patch else None

    def edit_row(self, view: View, luck: Random) -> Made | None:
        rows = {row_id: row for row_id, row in view["rows"].items() if row["table"] in ("time", "material")}
        if not rows:
            return None
        row_id = luck.choice(list(rows))
        row = rows[row_id]
        clock = f"{self.day}T{luck.choice(['06', '07', '15', '16'])}:00+01:00"
        newer = not self.phone.old and luck.random() < 0.2
        change = (
            {luck.choice(["start", "end"]): clock} if row["table"] == "time" else {"quantity": str(luck.randrange(9))}
        )
        fields = pairs(row["fields"], change | ({"seen_next_year": luck.randrange(3)} if newer else {}))
        return ("edit", {"rows": {row_id: {"table": row["table"], "fields": fields}}}, []) if fields else None

    def add_row(self, view: View, luck: Random) -> Made:
        fields = {"text": luck.choice(WORDS), "quantity": str(luck.randrange(20)), "unit": "Stk"}
        return "add_row", {"rows": {self._new_id(): {"table": "material", "fields": pairs({}, fields)}}}, []

    def add_person(self, view: View, luck: Random) -> Made:
        return "add_row", {"rows": self._time_row(luck.choice(list(self.names)))}, []

    def drop_row(self, view: View, luck: Random) -> Made | None:
        """Takes a line off, or a person with all theirs."""
        rows = {row_id: row for row_id, row in view["rows"].items() if row["table"] in ("material", "time")}
        return self._drop("drop_row", rows, luck)

    def attach(self, view: View, luck: Random) -> Made:
        return self._photo(jpeg(str(luck.randrange(10**6)), size=32))

    def attach_big(self, view: View, luck: Random) -> Made:
        """One that goes in pieces."""
        return self._photo(big_picture(luck))

    def _photo(self, content: bytes) -> Made:
        row_id, digest = self._new_id(), hashlib.sha256(content).hexdigest()
        fields = {"sha256": digest, "size": len(content), "type": "image/jpeg", "tag": "during"}
        manifest = [{"att_id": row_id, "sha256": digest, "size": len(content), "role": "photo"}]
        return (
            "attach",
            {"rows": {row_id: {"table": "photo", "fields": pairs({}, fields)}}, "manifest": manifest},
            [content],
        )

    def detach(self, view: View, luck: Random) -> Made | None:
        return self._drop(
            "detach", {row_id: row for row_id, row in view["rows"].items() if row["table"] == "photo"}, luck
        )

    def submit(self, view: View, luck: Random) -> Made:
        """Signed by the client over what the phone shows, or not signed for a reason."""
        manifest = signing.pictures(view)
        row_id = self._new_id()
        if luck.random() < 0.25:
            fields: dict[str, Any] = {"outcome": "absent", "reason": "niemand da"}
            return (
                "submit",
                {"rows": {row_id: {"table": "signature", "fields": pairs({}, fields)}}, "manifest": manifest},
                [],
            )
        stroke = jpeg(f"stroke {luck.randrange(10**6)}", "PNG", 16)
        digest = hashlib.sha256(stroke).hexdigest()
        fields = {
            "outcome": "signed",
            "name": "Jörg Lindner",
            "sha256": digest,
            "size": len(stroke),
            "content_hash": content_hash(view),
        }
        manifest.append(item(row_id, fields, "signature"))
        return (
            "submit",
            {"rows": {row_id: {"table": "signature", "fields": pairs({}, fields)}}, "manifest": manifest},
            [stroke],
        )

    def sign_off(self, view: View, luck: Random) -> Made:
        return signing.sign_off(view, self._new_id, luck)

    def fill(self, view: View, luck: Random) -> Made:
        return self._papers(view).fill(luck)

    def change(self, view: View, luck: Random) -> Made | None:
        return self._papers(view).change(luck)

    def strike(self, view: View, luck: Random) -> Made | None:
        return self._papers(view).strike(luck)

    def state(self, view: View, luck: Random) -> Made | None:
        return self._papers(view).state(luck)

    def draw(self, view: View, luck: Random) -> Made | None:
        return self._papers(view).draw(luck)

    def show(self, view: View, luck: Random) -> Made:
        return self._papers(view).show(luck)

    def answer(self, view: View, luck: Random) -> Made | None:
        return answers.answer(self._papers(view), luck)

    def withdraw(self, view: View, luck: Random) -> Made:
        return "withdraw", {}, []

    def remark(self, view: View, luck: Random) -> Made:
        fields = {"field": "0", "kind": "remark", "text": luck.choice(WORDS)}
        return "remark", {"rows": {self._new_id(): {"table": "remark", "fields": pairs({}, fields)}}}, []

    def void(self, view: View, luck: Random) -> Made:
        return "void", {"patch": {"reason": [None, "doppelt"]}}, []

    def overstep(self, view: View, luck: Random) -> Made:
        """What a phone of an older release or a stranger's program might send: it must be held, not lost."""
        wrong: list[Made] = [
            ("edit", {"patch": pairs(view["fields"], {"title": "anders als geplant"})}, []),
            ("approve", {}, []),
            ("edit", {"patch": {"finished": [None, "vielleicht"]}}, []),
            ("dance", {}, []),
            ("edit", {"schema": 99}, []),
        ]
        return luck.choice(wrong)

    def _offers(self, verb: str, view: View) -> bool:
        if verb == "withdraw":
            return bool(view["state"] == "submitted")
        if verb == "void":
            return bool(view["state"] == "draft" and not view["planned"] and view["author"] == self.phone.who)
        return verb in ("remark", "overstep") or view["state"] in WITH_PEN

    def _drop(self, kind: str, rows: dict[str, Any], luck: Random) -> Made | None:
        if not rows:
            return None
        row_id = luck.choice(list(rows))
        seen = {name: [value, None] for name, value in rows[row_id]["fields"].items()}
        return kind, {"rows": {row_id: {"table": rows[row_id]["table"], "fields": seen}}}, []

    def _time_row(self, person: str) -> dict[str, Any]:
        fields = {
            "person": person,
            "name": self.names[person],
            "start": f"{self.day}T07:00+01:00",
            "end": f"{self.day}T15:45+01:00",
        }
        return {self._new_id(): {"table": "time", "fields": pairs({}, fields)}}

    def _papers(self, view: View) -> Papers:
        return Papers(view, self.names, self.day, self._new_id)

    def _write(self, slip_id: str, rev: int, made: Made) -> Op | None:
        kind, parts, pictures = made
        phone = self.phone
        n = phone.store.counters.get((phone.device, slip_id), 0) + 1
        op: Op = {
            "op_id": self._new_id(), "slip_id": slip_id, "n": n, "author": phone.who, "device": phone.device,
            "kind": kind,
            "schema": 1, "base_rev": rev, "patch": {}, "rows": {}, "manifest": [],
            "client_time": self._time(), "offset_ms": 0, **parts,
        }  # fmt: skip
        op["hash"] = seal(op)
        return op if phone.record(op, pictures) else None

    def _time(self) -> str:
        """What the phone's clock says: it decides nothing."""
        return f"{date.fromisoformat(self.day) + timedelta(days=self.clock)}T16:24:05+01:00"

    def _new_id(self) -> str:
        return f"0198c0de-0000-7000-8000-{self._number():012x}"
