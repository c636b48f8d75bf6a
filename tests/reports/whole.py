"""A slip with something in every table a crew can fill."""

from typing import Any

from app.sites.checklist import shipped
from tests.reports.slips import BEN, KAROL, ORDER, REPORT, content, row, row_id, signed, slip_of, usual_rows, wall

TEMPLATES: dict[str, Any] = {f"{one.id}@{one.version}": one.content() for one in shipped()}
GATE = row_id(60)
FIELDS = ORDER | REPORT | {
    "kind": "hourly", "agreed_with": "Jörg Lindner, Bauleiter", "agreed_on": "2026-11-20", "agreed_ref": "Nachtrag 3",
    "hot_work": 1, "client_kind": "consumer", "notice_at": wall("09:40"), "early_start": 1, "safe": "yes",
    "site_clean": "yes", "keys_returned": "no", "client_language": "pl", "paper": 1,
}  # fmt: skip


def whole(photos: list[str], signatures: list[str], **more: Any) -> Any:
    """`photos`: five digests; `signatures`: of the client, of the acceptance, of the crew and of the permit."""
    rows = {f"{n:03}": line for n, line in enumerate(usual_rows(), start=1)}
    made = content(FIELDS, rows.values())
    made["rows"][row_id(1)]["fields"] |= {"position": "03.02.0040"}
    made["rows"][row_id(2)]["fields"] |= {"extra_order": 1, "ordered_by": "Jörg Lindner", "text": "Konsole versetzt."}
    made["rows"] |= {row_id(n): line for n, line in _lines().items()}
    made["rows"] |= {row_id(n): line for n, line in _pictures(photos).items()}
    made["rows"] |= {row_id(n): line for n, line in _checklist(signatures[3]).items()}
    made["rows"] |= _signatures(signatures)
    return slip_of(made, **more)


def _lines() -> dict[int, Any]:
    return {
        30: row("trip", person=KAROL, name="Karol Wiśniewski", role="driver", vehicle="DD-MK 214", km="18.5",
                start=wall("10:10"), end=wall("10:50"), kind="forgotten", from_place="Baustelle", to_place="Betrieb",
                billable=0, paid=1),
        31: row("material", text="Flachstahl 60 × 8, S235", quantity="2.4", unit="m", batch="H-77120",
                certificate="3.1 Nr. 88-4471", position="03.02.0050", source="workshop"),
        32: row("equipment", text="Hebebühne 12 m", minutes=120, extra_order=1, ordered_by="Jörg Lindner"),
        33: row("measurement", position="03.02.0040", text="Geländer", place="Podest 2", formula="2*(1,20+0,85)+3,4",
                quantity="7.5", unit="m", drawing="W-118-4", person=BEN, client_present=1),
        34: row("opening", kind="door", text="T 1.04", place="1. OG", width_top="1010", width_middle="1008",
                width_bottom="1022", height_left="2126", height_right="2124", diagonal_rising="2355",
                diagonal_falling="2349", depth="240", hinge="left", released_by="Jörg Lindner"),
        35: row("allowance", person=BEN, name="Ben Nowak", kind="meals", quantity="1", amount_cents=1400,
                because="absent", note="mehr als 8 Stunden abwesend (10:05)"),
        36: row("away", person=BEN, name="Ben Nowak", left=wall("05:50"), back=wall("15:55"), left_from="home",
                lunch=1),
        37: row("obstruction", cause="preceding_work", text="Podest 2 nicht betoniert, Pfosten 9 bis 12 nicht setzbar.",
                place="Podest 2", since=wall("08:30"), expected="bis Freitag", told_to="Jörg Lindner",
                told_at=wall("08:35")),
        38: row("concern", against="plan", text="Fußplatten zu nah am Rand.", consequence="Beton kann ausbrechen.",
                told_to="Jörg Lindner", told_at=wall("09:05")),
        39: row("defect", text="Kratzer am Handlauf", place="Feld 3", whose="own", severity="minor", fixed=1),
        40: row("defect", text="Estrich fehlt", place="Flur", whose="other_trade", severity="major",
                until="2026-12-01"),
        41: row("follow_up", cause="part_missing", text="Wandanschluss links", wished="2026-12-02", people=2,
                minutes=180),
        42: row("reason", code="break_too_short", about=BEN, text="Beton musste fertig werden."),
    }  # fmt: skip


def _pictures(photos: list[str]) -> dict[int, Any]:
    tags = ["before", "during", "during", "after", "paper"]
    said: dict[int, dict[str, Any]] = {
        n: {"sha256": sha256, "size": 1, "type": "image/jpeg", "tag": tags[n], "taken_at": wall(f"{8 + n:02}:05")}
        for n, sha256 in enumerate(photos)
    }
    said[2] |= {"original": row_id(50), "taken_at": wall("15:00"), "caption": "Riss markiert"}
    said[3] |= {"of": row_id(40)}
    return {50 + n: row("photo", **fields) for n, fields in said.items()}


def _checklist(signature: str) -> dict[int, Any]:
    answers: dict[str, dict[str, Any]] = {
        "kind": {"value": "sectional"}, "place": {"value": "Halle 2, Tor 4"}, "year": {"value": "2014"},
        "marking": {"value": "yes"}, "edge": {"value": "no", "text": "Schließkante spricht nicht an."},
        "fall_guard": {"value": "na"},
    }  # fmt: skip
    rows = {60: row("checklist", template="powered-gate", version=1, purpose="gate", asset="Tor 4",
                    title="Kraftbetätigtes Tor, Prüfung")}  # fmt: skip
    for n, (item, answer) in enumerate(answers.items(), start=61):
        rows[n] = row("answer", checklist=GATE, item=item, **answer)
    rows[80] = row("checklist", template="hot-work", version=1, purpose="hot_work", title="Erlaubnisschein Heißarbeit")
    item = next(one["key"] for one in TEMPLATES["hot-work@1"]["items"] if one["kind"] == "signature")
    rows[81] = row("answer", checklist=row_id(80), item=item, value=signature, sha256=signature, name="Jörg Lindner")
    return rows


def _signatures(digests: list[str]) -> dict[str, Any]:
    client, acceptance, own, _ = digests
    return {
        row_id(90): signed(client, part="extent", authority="yes", company="Stadt Königsbrück", role="Bauleiter",
                           language="pl", reservation="Stunden von Karol prüfe ich."),
        row_id(91): signed(acceptance, part="acceptance", parts="Treppenhaus B", defects="Kratzer Feld 3",
                           authority="unknown", text="Ich nehme die genannte Leistung ab."),
        row_id(92): signed(own, part="own", name="Anna Richter", role="Vorarbeiterin",
                           text="So haben wir gearbeitet."),
    }  # fmt: skip
