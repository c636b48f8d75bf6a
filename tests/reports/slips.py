"""Slips made by hand, exactly as a ledger would have projected them, and pictures for them."""

import io
from collections.abc import Iterable
from typing import Any

from PIL import Image, ImageDraw

from app.files import Files
from app.slips.conflicts import Content
from app.slips.history import Step
from app.slips.op import Op, content_hash, op_hash
from app.slips.tables import Slip, Version

SLIP = "0199b3a0-0000-7000-8000-000000000001"
ANNA, BEN, KAROL = (f"0199b3a0-0000-7000-8000-0000000000a{n}" for n in (1, 2, 3))
OLGA, MAX = (f"0199b3a0-0000-7000-8000-0000000000b{n}" for n in (1, 2))
DAY = "2026-11-25"


def row_id(n: int) -> str:
    return f"0199b3a1-0000-7000-8000-{n:012d}"


def wall(clock: str, day: str = DAY) -> str:
    return f"{day}T{clock}+01:00"


def row(table: str, *, extra: dict[str, Any] | None = None, seq: int = 5, **fields: Any) -> dict[str, Any]:
    return {"table": table, "fields": fields, "extra": extra or {}, "by": ANNA, "seq": seq}


def content(fields: dict[str, Any], rows: Iterable[dict[str, Any]] = ()) -> Content:
    return {"fields": fields, "extra": {}, "rows": {row_id(n): line for n, line in enumerate(rows, start=1)}}


ORDER = {
    "date": DAY, "zone": "Europe/Berlin", "kind": "order", "title": "Geländer Treppenhaus B", "job_no": "26-118",
    "task": "14 Pfosten setzen, Füllstäbe und Handlauf montieren.",
    "site_text": "Grundschule, Schulstraße 8\n01936 Königsbrück", "client_text": "Stadt Königsbrück, Markt 1\n01936 Königsbrück",
    "company_text": "Metallbau Keulenberg GmbH\nGewerbering 4\n01936 Königsbrück\n03579 0000-0", "contact": "Jörg Lindner, Bauleiter",
    "hazard": "Absturzkante im 2. OG, Seitenschutz nicht entfernen.", "lead": ANNA, "plan_start": wall("07:00"), "plan_end": wall("15:45"),
}  # fmt: skip
REPORT = {
    "work": "14 Pfosten gesetzt und ausgerichtet, Fußplatten verdübelt. Füllstäbe Feld 1 bis 5 eingehängt. Baustelle geräumt.",
    "late_reason": "Bewehrung getroffen, Bohrungen versetzt.", "finished": "partly", "leftover": "Handlauf Podest 2 verschleifen.",
}  # fmt: skip


def usual_rows(photos: Iterable[str] = (), signature: str | None = None) -> list[dict[str, Any]]:
    """A crew of three, half an hour late, with material, trips, equipment, an allowance and photos; signed if said so."""
    plan = {"plan_start": wall("07:00"), "plan_end": wall("15:45"), "activity": "work"}
    end = wall("16:15")
    rows = [
        row("time", person=ANNA, name="Anna Richter", job_title="Vorarbeiterin", start=wall("07:00"), end=end, **plan),
        row("time", person=BEN, name="Ben Nowak", job_title="Monteur", start=wall("07:00"), end=end, **plan),
        row("time", person=KAROL, name="Karol Wiśniewski", job_title="Monteur", start=wall("10:00"), end=end,
            text="Zink ausgebessert, Handlauf zugeschnitten.", **plan),
        *(pause for n in (1, 2) for pause in (_pause(n, "09:00", "09:15"), _pause(n, "12:00", "12:30"))),
        _pause(3, "12:00", "12:30"),
        row("trip", person=BEN, name="Ben Nowak", role="driver", vehicle="DD-MK 212", km="36", start=wall("06:25"),
            end=wall("06:58"), purpose="Anfahrt"),
        row("trip", person=ANNA, name="Anna Richter", role="passenger", vehicle="DD-MK 212", start=wall("06:25"), end=wall("06:58")),
        row("material", number="GP-B-110", text="Geländerpfosten Typ B, verzinkt", plan_quantity="12", quantity="14", unit="Stk",
            source="workshop"),
        row("material", text="Verbundmörtel 300 ml", plan_quantity="2", quantity="3", unit="Kart.", source="vehicle", batch="26-3381"),
        row("material", text="Füllstab 12 mm, 900 lang", plan_quantity="96", quantity="96", unit="Stk", source="workshop"),
        row("material", text="Schwerlastanker M12 × 110", quantity="8", unit="Stk", source="vehicle", extra_order=1,
            ordered_by="Jörg Lindner, Bauleiter"),
        row("equipment", text="Kernbohrgerät", minutes=150),
        row("allowance", person=KAROL, name="Karol Wiśniewski", text="Schmutzzulage", quantity="1.5"),
    ]  # fmt: skip
    tags = ["before", "during", "during", "extra", "after"]
    for n, sha256 in enumerate(photos):
        rows.append(row("photo", sha256=sha256, size=1, type="image/jpeg", tag=tags[n % 5], caption="Fußplatte verdübelt",
                        taken_at=wall(f"{7 + n % 9:02d}:{n * 7 % 60:02d}")))  # fmt: skip
    if signature:
        rows.append(signed(signature))
    return rows


def _pause(time: int, start: str, end: str) -> dict[str, Any]:
    """A break of the time entry with this number, taken as planned."""
    start, end = wall(start), wall(end)
    return row("break", time=row_id(time), plan_start=start, plan_end=end, start=start, end=end)


def signed(sha256: str, **more: Any) -> dict[str, Any]:
    said = {
        "outcome": "signed", "name": "Jörg Lindner", "role": "Bauleiter, Stadt Königsbrück", "sha256": sha256, "size": 1,
        "signed_at": wall("16:26"), "points": 210,
        "text": "Ich bestätige Art und Umfang der Arbeit und die Stunden, wie sie oben stehen. "
        "Ich bestätige damit keine Preise und keine Abnahme.",
    }  # fmt: skip
    return row("signature", seq=7, **(said | more))


def slip_of(content: Content, *, state: str = "approved", version: int = 1, **more: Any) -> Slip:
    """A slip whose columns say what its content says; the signature in it is for this very content."""
    digest = content_hash(SLIP, content)
    for line in content["rows"].values():
        if line["table"] == "signature" and line["fields"].get("outcome") == "signed":
            line["fields"].setdefault("content_hash", digest)
    handed_in = state in ("submitted", "returned", "approved")
    columns = {
        "id": SLIP, "state": state, "planned": 1, "rev": 9, "version": version, "seq": 9, "author": OLGA, "date": DAY,
        "number": "2026-0412" if handed_in else None, "title": content["fields"].get("title") or "",
        "submitted_at": "2026-11-25T16:03:11.120Z" if handed_in else None,
        "handed_in_at": "2026-11-25T16:03:11.120Z" if handed_in else None,
        "approved_at": "2026-11-26T07:12:40.000Z" if state == "approved" else None,
        "approved_by": MAX if state == "approved" else None, "content_hash": digest, "content": content,
    }  # fmt: skip
    return Slip(**(columns | more))


def version_of(slip: Slip, *, seq: int = 7, by: str = ANNA, reason: str = "", at: str = "2026-11-25T16:03:11.120Z") -> Version:
    return Version(
        slip_id=slip.id, version=slip.version, seq=seq, at=at, by=by, reason=reason, content_hash=slip.content_hash,
        content=slip.content,
    )  # fmt: skip


def step(seq: int, kind: str, at: str, name: str, *, outcome: str = "applied", **op: Any) -> Step:
    """One entry of the history; `op` may bring patch and rows."""
    raw = {
        "op_id": row_id(900 + seq), "slip_id": SLIP, "n": seq, "author": ANNA, "device": ANNA, "kind": kind, "schema": 1,
        "base_rev": 0, "client_time": wall("16:24"), "offset_ms": 0, **op,
    }  # fmt: skip
    made = Op.model_validate({**raw, "hash": op_hash(raw)})
    return Step(seq=seq, at=at, who=ANNA, name=name, kind=kind, outcome=outcome, reason=None, op=made, hash=made.hash)


def usual_steps() -> list[Step]:
    signature = {row_id(99): {"table": "signature", "fields": {"outcome": [None, "signed"], "name": [None, "Jörg Lindner"]}}}
    remark = {row_id(98): {"table": "remark", "fields": {"field": [None, "5"], "text": [None, "Charge fehlt"], "kind": [None, "return"]}}}
    return [
        step(1, "create", "2026-11-23T13:05:00.000Z", "Olga Hartmann"),
        step(2, "edit", "2026-11-25T14:10:00.000Z", "Anna Richter"),
        step(3, "add_row", "2026-11-25T14:40:00.000Z", "Ben Nowak"),
        step(4, "attach", "2026-11-25T15:00:00.000Z", "Anna Richter"),
        step(5, "submit", "2026-11-25T15:30:00.000Z", "Anna Richter", rows=signature),
        step(6, "return", "2026-11-25T15:45:00.000Z", "Olga Hartmann", rows=remark),
        step(7, "submit", "2026-11-25T16:03:11.120Z", "Anna Richter", rows=signature),
        step(8, "edit", "2026-11-25T16:05:00.000Z", "Ben Nowak", outcome="held"),
        step(9, "approve", "2026-11-26T07:12:40.000Z", "Max Lehmann"),
    ]


def keep_photo(files: Files, shade: int, size: tuple[int, int] = (1600, 1200)) -> str:
    """A real JPEG, different for each shade, about as large as a phone's."""
    image = Image.effect_noise(size, 30).convert("RGB")
    draw = ImageDraw.Draw(image)
    draw.rectangle((size[0] // 8, size[1] // 8, size[0] // 2, size[1] // 2), fill=(shade * 37 % 256, 90, 140))
    draw.line((0, 0, *size), fill=(255, 196, 0), width=20)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return files.put(out.getvalue())


def keep_signature(files: Files) -> str:
    """Blue strokes on nothing."""
    image = Image.new("RGBA", (900, 300), (0, 0, 0, 0))
    points = [(100 + n * 9, 150 + int(70 * ((n * 37) % 13 - 6) / 6)) for n in range(70)]
    ImageDraw.Draw(image).line(points, fill=(20, 57, 138, 255), width=6, joint="curve")
    out = io.BytesIO()
    image.save(out, "PNG")
    return files.put(out.getvalue())
