"""Slips made by hand, exactly as a ledger would have projected them."""

from collections.abc import Iterable
from typing import Any

from app.slips.conflicts import Content
from app.slips.op import content_hash
from app.slips.tables import Slip

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
    "date": DAY,
    "zone": "Europe/Berlin",
    "kind": "order",
    "title": "Geländer Treppenhaus B",
    "job_no": "26-118",
    "task": "14 Pfosten setzen, Füllstäbe und Handlauf montieren.",
    "site_text": "Grundschule, Schulstraße 8\n01936 Königsbrück",
    "client_text": "Stadt Königsbrück, Markt 1\n01936 Königsbrück",
    "company_text": "Metallbau Keulenberg GmbH\nGewerbering 4\n01936 Königsbrück\n03579 0000-0",
    "contact": "Jörg Lindner, Bauleiter",
    "hazard": "Absturzkante im 2. OG, Seitenschutz nicht entfernen.",
    "lead": ANNA,
    "plan_start": wall("07:00"),
    "plan_end": wall("15:45"),
}
REPORT = {
    "work": "14 Pfosten gesetzt, Fußplatten verdübelt. Füllstäbe Feld 1 bis 5 eingehängt. Baustelle geräumt.",
    "late_reason": "Bewehrung getroffen, Bohrungen versetzt.",
    "finished": "partly",
    "leftover": "Handlauf Podest 2 verschleifen.",
}


def usual_rows(photos: Iterable[str] = (), signature: str | None = None) -> list[dict[str, Any]]:
    """A crew of three, half an hour late, with something in every field of the form; signed if said so."""
    plan: dict[str, Any] = {"plan_start": wall("07:00"), "plan_end": wall("15:45"), "activity": "work"}
    end = wall("16:15")
    rows = [
        row("time", person=ANNA, name="Anna Richter", job_title="Vorarbeiterin", start=wall("07:00"), end=end, **plan),
        row("time", person=BEN, name="Ben Nowak", job_title="Monteur", start=wall("07:00"), end=end, **plan),
        row(
            "time",
            person=KAROL,
            name="Karol Wiśniewski",
            job_title="Monteur",
            start=wall("10:00"),
            end=end,
            text="Zink ausgebessert, Handlauf zugeschnitten.",
            **plan,
        ),
        *(pause for n in (1, 2) for pause in (_pause(n, "09:00", "09:15"), _pause(n, "12:00", "12:30"))),
        _pause(3, "12:00", "12:30"),
        row(
            "trip",
            person=BEN,
            name="Ben Nowak",
            role="driver",
            vehicle="DD-MK 212",
            km="36",
            start=wall("06:25"),
            end=wall("06:58"),
            purpose="Anfahrt",
        ),
        row(
            "trip",
            person=ANNA,
            name="Anna Richter",
            role="passenger",
            vehicle="DD-MK 212",
            start=wall("06:25"),
            end=wall("06:58"),
        ),
        row(
            "material",
            number="GP-B-110",
            text="Geländerpfosten Typ B, verzinkt",
            plan_quantity="12",
            quantity="14",
            unit="Stk",
            source="workshop",
        ),
        row(
            "material",
            text="Verbundmörtel 300 ml",
            plan_quantity="2",
            quantity="3",
            unit="Kart.",
            source="vehicle",
            batch="26-3381",
        ),
        row(
            "material",
            text="Füllstab 12 mm, 900 lang",
            plan_quantity="96",
            quantity="96",
            unit="Stk",
            source="workshop",
        ),
        row(
            "material",
            text="Schwerlastanker M12 × 110",
            quantity="8",
            unit="Stk",
            source="vehicle",
            extra_order=1,
            ordered_by="Jörg Lindner, Bauleiter",
        ),
        row("equipment", text="Kernbohrgerät", minutes=150),
        row("allowance", person=KAROL, name="Karol Wiśniewski", text="Schmutzzulage", quantity="1.5"),
    ]
    tags = ["before", "during", "during", "extra", "after"]
    for n, sha256 in enumerate(photos):
        rows.append(
            row(
                "photo",
                sha256=sha256,
                size=1,
                type="image/jpeg",
                tag=tags[n % 5],
                caption="Fußplatte verdübelt",
                taken_at=wall(f"{7 + n % 9:02d}:{n * 7 % 60:02d}"),
            )
        )
    if signature:
        rows.append(signed(signature))
    return rows


def _pause(time: int, start: str, end: str) -> dict[str, Any]:
    """A break of the time entry with this number, taken as planned."""
    start, end = wall(start), wall(end)
    return row("break", time=row_id(time), plan_start=start, plan_end=end, start=start, end=end)


def signed(sha256: str, **more: Any) -> dict[str, Any]:
    said: dict[str, Any] = {
        "outcome": "signed",
        "name": "Jörg Lindner",
        "role": "Bauleiter, Stadt Königsbrück",
        "sha256": sha256,
        "size": 1,
        "signed_at": wall("16:26"),
        "points": 210,
        "text": "Ich bestätige Art und Umfang der Arbeit und die Stunden, wie sie oben stehen. "
        "Ich bestätige damit keine Preise und keine Abnahme.",
    }
    return row("signature", seq=7, **(said | more))


def slip_of(content: Content, *, state: str = "approved", version: int = 1, **more: Any) -> Slip:
    """A slip whose columns say what its content says; the signature in it is for this very content."""
    digest = content_hash(SLIP, content)
    for line in content["rows"].values():
        if line["table"] == "signature" and line["fields"].get("outcome") == "signed":
            line["fields"].setdefault("content_hash", digest)
    handed_in = state in ("submitted", "returned", "approved")
    columns: dict[str, Any] = {
        "id": SLIP,
        "state": state,
        "planned": 1,
        "rev": 9,
        "version": version,
        "seq": 9,
        "author": OLGA,
        "date": DAY,
        "number": "2026-0412" if handed_in else None,
        "title": content["fields"].get("title") or "",
        "submitted_at": "2026-11-25T16:03:11.120Z" if handed_in else None,
        "handed_in_at": "2026-11-25T16:03:11.120Z" if handed_in else None,
        "approved_at": "2026-11-26T07:12:40.000Z" if state == "approved" else None,
        "approved_by": MAX if state == "approved" else None,
        "content_hash": digest,
        "content": content,
    }
    return Slip(**(columns | more))
