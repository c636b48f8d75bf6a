"""The hours of a month as CSV and as XLSX."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import xlsxwriter
from sqlalchemy.orm import Session

from app import clock
from app.pages import t
from app.people.person import Person
from app.reports.hours import HoursRow, hours_rows

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what makes a spreadsheet compute a cell it was only meant to show
PIECE = 64 * 1024  # characters sent at once
WIDTHS = (11, 24, 12, 12, 32, 32, 16, 16, 24, 10, 9, 9, 11, 11, 12, 8)
Cell = str | int | Decimal | date | datetime | None


def hours_csv(
    session: Session, person: Person, month: str, *, company: str | None = None, lang: str = "de"
) -> Iterator[bytes]:
    """UTF-8 with BOM, semicolons, decimal commas, CRLF: what a German spreadsheet opens without being asked."""
    rows = hours_rows(session, person, month, company=company)
    return _pieces([*_columns(lang)], (_cells(row, lang) for row in rows))


def hours_xlsx(session: Session, person: Person, month: str, *, company: str | None = None, lang: str = "de") -> bytes:
    """A workbook of one sheet, with real dates and numbers; written row by row, whatever the month holds."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": t(lang, "hours.sheet", month=month), "created": clock.now().replace(tzinfo=None)})
    sheet = book.add_worksheet(t(lang, "hours.sheet", month=month))
    _set_up(book, sheet, lang)
    formats = _formats(book)
    for number, row in enumerate(hours_rows(session, person, month, company=company), start=1):
        for column, cell in enumerate(_cells(row, lang)):
            _write(sheet, number, column, cell, formats)
    book.close()
    return buffer.getvalue()


def file_name(month: str, ending: str, lang: str = "de") -> str:
    return f"{t(lang, 'hours.file', month=month)}.{ending}"


def _columns(lang: str) -> list[str]:
    return t(lang, "hours.columns").split("|")


def _cells(row: HoursRow, lang: str) -> list[Cell]:
    return [
        row.day,
        row.name,
        row.personnel_no,
        row.job_no,
        row.title,
        row.site,
        row.start,
        row.end,
        ", ".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in row.breaks),
        row.break_minutes,
        row.minutes,
        in_hours(row.minutes),
        _activity(row.activity, lang),
        t(lang, "hours.yes" if row.billable else "hours.no"),
        row.number,
        row.version,
    ]


def in_hours(minutes: int) -> Decimal:
    """Hours to two places, half a hundredth rounded up."""
    return (Decimal(minutes) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _activity(activity: str, lang: str) -> str:
    return t(lang, f"hours.activity.{activity}") if activity in ("work", "travel", "waiting") else activity


def _pieces(head: list[Cell], rows: Iterable[list[Cell]]) -> Iterator[bytes]:
    buffer = io.StringIO()
    buffer.write(BOM)
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([_as_text(cell) for cell in head])
    for cells in rows:
        writer.writerow([_as_text(cell) for cell in cells])
        if buffer.tell() > PIECE:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _as_text(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%d.%m.%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, Decimal):
        return str(cell).replace(".", ",")
    return _harmless(cell) if isinstance(cell, str) else str("" if cell is None else cell)


def _harmless(text: str) -> str:
    """Text a spreadsheet would take for a formula gets an apostrophe in front, which it shows as text."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _set_up(book: Any, sheet: Any, lang: str) -> None:
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 30)
    for column, words in enumerate(_columns(lang)):
        sheet.write_string(0, column, words, bold)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _formats(book: Any) -> dict[type, Any]:
    return {
        date: book.add_format({"num_format": "dd.mm.yyyy", "align": "left"}),
        datetime: book.add_format({"num_format": "dd.mm.yyyy hh:mm", "align": "left"}),
        Decimal: book.add_format({"num_format": "0.00"}),
    }


def _write(sheet: Any, row: int, column: int, cell: Cell, formats: dict[type, Any]) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif isinstance(cell, date):  # a datetime is one as well
        sheet.write_datetime(row, column, cell, formats[type(cell)])
    elif cell is not None:
        sheet.write_number(row, column, cell, formats.get(type(cell)))
