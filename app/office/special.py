"""What a desk shows beside times and material: measurements, openings, checklists, records, reasons, who was away."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.office.labels import Labels
from app.pages import t, texts
from app.reports.checks import Check, Templates, checks
from app.reports.records import Line, Record, lines_of, openings, records_of
from app.slips.conflicts import Content
from app.slips.slip import live_rows

Fields = dict[str, Any]
AGREEMENT = ("agreed_with", "agreed_on", "agreed_ref")
STATE = ("finished", "safe", "site_clean", "keys_returned")
NOTES = ("notice_at", "early_start", "client_language", "paper")


@dataclass(frozen=True)
class Special:
    """All of it in the reader's words; empty where the crew wrote nothing."""

    agreement: tuple[Line, ...]
    state: tuple[Line, ...]
    notes: tuple[Line, ...]
    measurements: tuple[Fields, ...]
    openings: tuple[Record, ...]
    checks: tuple[Check, ...]
    away: tuple[tuple[str, tuple[Line, ...]], ...]
    records: tuple[Record, ...]
    reasons: tuple[Line, ...]
    photos_of: Mapping[str, int]

    @property
    def alarming(self) -> int:
        """Records and checklists somebody has to look at."""
        return sum(one.alarming for one in self.records) + sum(one.alarming for one in self.checks)


def special_of(content: Content, labels: Labels, templates: Templates) -> Special:
    fields = content["fields"]
    return Special(
        agreement=_of_slip(fields, AGREEMENT, labels),
        state=_of_slip(fields, STATE, labels),
        notes=_of_slip(fields, NOTES, labels),
        measurements=tuple(_measurement(one, labels) for one in _rows(content, "measurement")),
        openings=openings(content, labels),
        checks=checks(content, templates, labels, labels.reader.lang),
        away=tuple((one.get("name") or "", lines_of("away", one, labels)) for one in _rows(content, "away")),
        records=records_of(content, labels),
        reasons=tuple(_reason(content, one, labels) for one in _rows(content, "reason") if one.get("text")),
        photos_of=_photos_of(content),
    )


def _of_slip(fields: Fields, names: tuple[str, ...], labels: Labels) -> tuple[Line, ...]:
    told = [name for name in names if fields.get(name)]
    return tuple((labels.field(None, name), labels.value(name, fields[name])) for name in told)


def _measurement(fields: Fields, labels: Labels) -> Fields:
    """`what`, `formula` and `result` beside the position."""
    names = ("text", "place", "drawing")
    what = [fields.get(name) for name in names]
    flags = [labels.field("measurement", name) for name in ("client_present", "extra_order") if fields.get(name)]
    who = labels.names.get(fields.get("person") or "")
    unit = labels.value("unit", fields["unit"]) if fields.get("unit") else ""
    return {
        "position": fields.get("position") or "",
        "what": ", ".join(filter(None, [*what, who, *flags])),
        "formula": fields.get("formula") or "",
        "result": f"{labels.reader.quantity(fields.get('quantity'))} {unit}".strip(),
    }


def _reason(content: Content, fields: Fields, labels: Labels) -> Line:
    """What the self-check had said, of whom; and the reason somebody gave."""
    code, about = fields.get("code") or "", fields.get("about") or ""
    key, lang = f"office.reason.{code}", labels.reader.lang
    row = content["rows"].get(about)
    whom = labels.names.get(about) or (labels.row(row["table"], row["fields"]) if row else "")
    return ", ".join(filter(None, [t(lang, key) if key in texts(lang) else code, whom])), fields["text"]


def _photos_of(content: Content) -> dict[str, int]:
    """How many photos show a row."""
    shown = [one["of"] for one in _rows(content, "photo") if one.get("of")]
    return {row_id: shown.count(row_id) for row_id in shown}


def _rows(content: Content, table: str) -> list[Fields]:
    return [row["fields"] for _, row in sorted(live_rows(content, table).items())]
