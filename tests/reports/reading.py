"""What a client can read on the paper, without its layout: the phone tells the same in the same shape."""

from typing import Any

from app.reports.checks import Check
from app.reports.paper import Paper, Table
from app.reports.records import Record
from app.reports.wording import say


def reads(paper: Paper) -> dict[str, Any]:
    """Every text of the order and of fields 1 to 8."""
    report = paper.report
    return {
        "heading": paper.order.heading,
        "boxes": [[box.label, box.text] for box in paper.order.boxes],
        **(_hours(paper) if report.has_hours else {}),
        "trips": _lines(report.trips),
        "work": [list(pair) for pair in report.work],
        "after": [report.finished, report.leftover, *(list(pair) for pair in report.state)],
        "material": _lines(report.material),
        "equipment": _lines(report.equipment),
        "measurements": _lines(report.measurements),
        "openings": [_record(one) for one in report.openings],
        "checks": [_check(one, report.shown_by) for one in report.checks],
        "extras": list(report.extras),
        "records": [_record(one) for one in report.records],
        "notes": list(report.notes),
        "photos": [[photo.number, photo.tag, photo.about, photo.caption] for photo in report.photos],
    }


def _hours(paper: Paper) -> dict[str, Any]:
    report = paper.report
    lines = [
        [line.name, line.role, line.start.text, line.end.text, line.breaks.text, line.hours.text]
        for line in report.times
    ]
    return {"times": lines, "sum": [report.total.text, report.total_planned, report.late_reason]}


def _lines(table: Table | None) -> list[list[str]]:
    return [[row.head.text, *(cell.text for cell in row.cells)] for row in table.rows] if table else []


def _record(record: Record) -> list[Any]:
    return [record.title, [list(line) for line in record.lines]]


def _check(check: Check, shown_by: dict[str, list[int]]) -> list[Any]:
    version = say("pdf.check.version", version=check.version) if check.version else ""
    answers = [[one.section, one.question, one.text, one.remark, _shown(shown_by, one.row_id)] for one in check.answers]
    return [check.title, check.asset, version, say(f"pdf.check.result.{check.result}"), answers]


def _shown(shown_by: dict[str, list[int]], row_id: str) -> str:
    numbers = shown_by.get(row_id, [])
    return say("pdf.check.photos", numbers=", ".join(map(str, numbers))) if numbers else ""
