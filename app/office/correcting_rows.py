"""The rest of a correction: every line, each of its fields by the shape its value must have; hours have their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.office.correcting_fields import FIXED, Asked, asked, shown
from app.office.correcting_fields import read as read_one
from app.office.correcting_lines import TAKEN_OFF
from app.office.form import Form
from app.office.labels import Labels
from app.reports.checks import Templates, checks
from app.slips import lines
from app.slips.calc import FormulaError, evaluate
from app.slips.conflicts import Content
from app.slips.op import Value
from app.slips.slip import live_rows

TABLES = (
    "time", "trip", "material", "equipment", "measurement", "opening", "checklist", "answer", "allowance", "away",
    "obstruction", "concern", "defect", "follow_up", "reason",
)  # fmt: skip
OF_SLIP = (
    "finished",
    "safe",
    "site_clean",
    "keys_returned",
    "agreed_with",
    "agreed_on",
    "agreed_ref",
    "notice_at",
    "early_start",
)
OF_HOURS = {"start", "end", "plan_start", "plan_end", "text", "job_title"}  # asked beside, or the office's own


@dataclass(frozen=True)
class Line:
    """One row of the slip with what may be corrected about it."""

    row_id: str
    table: str
    title: str
    asked: tuple[Asked, ...]

    @property
    def droppable(self) -> bool:
        """Whose time it is, stands beside the hours."""
        return self.table in TAKEN_OFF and self.table != "time"


def asked_lines(content: Content, labels: Labels, templates: Templates) -> list[Line]:
    """Every line that is there, in the order of the form; an answer is called by its question."""
    found = checks(content, templates, labels, labels.reader.lang)
    questions = {answer.row_id: answer.question for check in found for answer in check.answers}
    return [
        Line(row_id, row["table"], questions.get(row_id) or labels.row(row["table"], row["fields"]),
             tuple(_asked(row_id, row, labels)))
        for row_id, row in _rows(content)
    ]  # fmt: skip


def asked_of_slip(labels: Labels) -> tuple[Asked, ...]:
    return tuple(asked(name, name, lines.REPORT[name], labels.field(None, name), labels) for name in OF_SLIP)


def typed(content: Content, labels: Labels) -> dict[str, str]:
    """The form as it is first shown."""
    values = {one.key: shown(one.kind, content["fields"].get(one.name)) for one in asked_of_slip(labels)}
    for row_id, row in _rows(content):
        values |= {one.key: shown(one.kind, row["fields"].get(one.name)) for one in _asked(row_id, row, labels)}
    return values


def read(form: Form, content: Content, labels: Labels, zone: str) -> tuple[dict[str, Value], dict[str, dict[str, Any]]]:
    """(patch, rows) of what was typed and differs from what is there. A field that is not in the form stays."""
    patch = _changed(form, asked_of_slip(labels), content["fields"], content, zone)
    rows = {}
    for row_id, row in _rows(content):
        fields = _changed(form, tuple(_asked(row_id, row, labels)), row["fields"], content, zone)
        if row["table"] == "measurement" and fields.get("formula"):
            _calculate(form, row_id, fields)
        if fields:
            rows[row_id] = {"table": row["table"], "fields": fields}
    return patch, rows


def _calculate(form: Form, row_id: str, fields: dict[str, Value]) -> None:
    """The result is what the formula comes to."""
    try:
        fields["quantity"] = evaluate(str(fields["formula"]))
    except FormulaError:
        form.object(f"formula_{row_id}", "office.correct.formula")


def _rows(content: Content) -> list[tuple[str, dict[str, Any]]]:
    return [item for table in TABLES for item in sorted(live_rows(content, table).items())]


def _asked(row_id: str, row: dict[str, Any], labels: Labels) -> Iterator[Asked]:
    for name, check in lines.TABLES[row["table"]].items():
        if name not in FIXED and not (row["table"] == "time" and name in OF_HOURS):
            yield asked(f"{name}_{row_id}", name, check, labels.field(row["table"], name), labels)


def _changed(
    form: Form, wanted: tuple[Asked, ...], now: dict[str, Any], content: Content, zone: str
) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for one in wanted:
        if not form.has(one.key):
            continue
        new = read_one(form, one, now.get(one.name), content, zone)
        if new != now.get(one.name) and (new is not None or now.get(one.name) not in (None, "")):
            found[one.name] = new
    return found
