"""The hours of a month, as CSV and as XLSX."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from app import clock
from app.errors import Refusal
from app.reports.hours import hours_rows
from app.reports.spreadsheet import PIECE, _harmless, _pieces, file_name, hours_csv, hours_xlsx, in_hours
from app.slips.tables import SlipPerson, Work
from tests.reports.month import NORTH, SOUTH, fill
from tests.reports.slips import SLIP, content, row, row_id, slip_of, wall


@pytest.fixture
def session(firm, cast):
    """A night of Karol and a day of Anna on one approved slip; another slip that is not approved."""
    firm.database.write(lambda session: setattr(session.merge(cast.anna), "personnel_no", "0042"))
    firm.database.write(lambda session: _keep(session, cast))
    with firm.database.read() as session:
        yield session


def _keep(session, cast):
    fields = {
        "date": "2026-11-25",
        "title": "=SUMME(A1)",
        "job_no": "26-118",
        "site_text": "Grundschule\nSchulstraße 8",
    }
    rows = [
        row("time", person=cast.anna.id, name="Anna Richter", start=wall("07:00"), end=wall("15:45")),
        row("break", time=row_id(1), start=wall("12:00"), end=wall("12:30")),
        row("break", time=row_id(1), start=wall("09:00"), end=wall("09:15")),
        row(
            "time", person=cast.karol.id, name="Karol Wiśniewski", start=wall("22:00"), end=wall("06:00", "2026-11-26")
        ),
    ]
    session.add(slip_of(content(fields, rows), version=2, title=fields["title"], company_id=NORTH))
    session.add(slip_of(content(fields), id=row_id(70), state="submitted"))
    session.add_all(SlipPerson(slip_id=SLIP, person_id=person.id) for person in (cast.anna, cast.karol))
    day: dict[str, Any] = {"slip_id": SLIP, "date": "2026-11-25"}
    anna: dict[str, Any] = {"person_id": cast.anna.id, "name": "Anna Richter"}
    anna |= {"start": wall("07:00"), "end": wall("15:45")}
    karol: dict[str, Any] = {"person_id": cast.karol.id, "name": "Karol Wiśniewski", "start": wall("22:00")}
    session.add(Work(row_id=row_id(1), minutes=480, break_minutes=45, **anna, **day))
    session.add(
        Work(
            row_id=row_id(4),
            end=wall("06:00", "2026-11-26"),
            minutes=470,
            activity="travel",
            billable=0,
            **karol,
            **day,
        )
    )
    session.add(Work(row_id=row_id(71), minutes=60, **(anna | day | {"slip_id": row_id(70)})))


def text(pieces):
    return b"".join(pieces).decode("utf-8")


def test_csv_to_the_last_character(session, cast):
    head = (
        "Datum;Name;Personalnummer;Auftrag;Bezeichnung;Baustelle;Beginn;Ende;Pausen;Pausen (min);Minuten;Stunden;"
        "Tätigkeit;berechenbar;Zettel;Fassung"
    )
    assert text(hours_csv(session, cast.max, "2026-11")) == "\ufeff" + "".join(
        f"{line}\r\n"
        for line in (
            head,
            "25.11.2026;Anna Richter;0042;26-118;'=SUMME(A1);Grundschule;25.11.2026 07:00;25.11.2026 15:45;"
            "09:00–09:15, 12:00–12:30;45;480;8,00;Arbeit;ja;2026-0412;2",
            "25.11.2026;Karol Wiśniewski;;26-118;'=SUMME(A1);Grundschule;25.11.2026 22:00;26.11.2026 06:00;"
            ";0;470;7,83;Fahrt;nein;2026-0412;2",
        )
    )


def test_csv_in_english(session, cast):
    lines = text(hours_csv(session, cast.max, "2026-11", lang="en")).splitlines()
    assert lines[0].startswith("\ufeffDate;Name;Personnel no.;Job;")
    assert lines[2].endswith(";travel;no;2026-0412;2")


def test_xlsx_has_real_dates_and_numbers(session, cast):
    book = openpyxl.load_workbook(io.BytesIO(hours_xlsx(session, cast.max, "2026-11")))
    sheet = book["Stunden 2026-11"]
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 3
    assert rows[0][:3] == ("Datum", "Name", "Personalnummer")
    assert rows[1][:9] == (
        datetime(2026, 11, 25), "Anna Richter", "0042", "26-118", "=SUMME(A1)", "Grundschule",
        datetime(2026, 11, 25, 7, 0), datetime(2026, 11, 25, 15, 45), "09:00–09:15, 12:00–12:30",
    )  # fmt: skip
    assert rows[1][9:] == (45, 480, 8, "Arbeit", "ja", "2026-0412", 2)
    assert rows[2][11] == 7.83
    assert sheet["E2"].data_type == "s"  # shown, not computed
    assert (sheet["A2"].number_format, sheet["L3"].number_format) == ("dd.mm.yyyy", "0.00")
    assert (sheet.freeze_panes, sheet.column_dimensions["B"].width > 20) == ("A2", True)


def test_the_same_month_is_the_same_file(session, cast):
    with clock.at(datetime(2026, 12, 1, 9, 0, tzinfo=UTC)):
        assert hours_xlsx(session, cast.max, "2026-11") == hours_xlsx(session, cast.max, "2026-11")


def test_rows_in_order_and_only_of_approved_slips_of_the_month(firm, cast):
    fill(firm, cast)
    with firm.database.read() as session:
        november = list(hours_rows(session, cast.max, "2026-11"))
        assert [(line.day, line.minutes, line.job_no, line.site) for line in november] == [
            (date(2026, 11, 3), 510, "26-001", ""),
            (date(2026, 11, 4), 450, "26-001", ""),
            (date(2026, 11, 6), 95, "26-002", ""),
            (date(2026, 11, 9), 60, "", ""),
        ]
        south = hours_rows(session, cast.max, "2026-11", company=SOUTH)
        assert [line.minutes for line in south] == [95, 60]
        assert [line.minutes for line in hours_rows(session, cast.max, "2026-12")] == [500]
        assert list(hours_rows(session, cast.max, "2027-02")) == []
        assert list(hours_rows(session, cast.ben, "2026-11")) == []


def test_a_month_that_cannot_be_is_refused(session, cast):
    with pytest.raises(Refusal) as refused:
        list(hours_rows(session, cast.max, "2026-00"))
    assert refused.value.details == {"field": "month"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_is_taken_for_a_formula(start):
    assert _harmless(f"{start}1+1") == f"'{start}1+1"
    assert _harmless(f"1{start}1") == f"1{start}1"


def test_a_large_month_is_sent_in_pieces():
    cells: list[Any] = [["x" * 1000, date(2026, 11, 1), Decimal("1.50"), None, 7]] * 200
    pieces = list(_pieces(["a"], iter(cells)))
    assert len(pieces) == 4
    assert max(len(piece) for piece in pieces) < PIECE + 1100
    lines = text(pieces).split("\r\n")
    assert (lines[0], lines[1], len(lines)) == ("\ufeffa", "x" * 1000 + ";01.11.2026;1,50;;7", 202)


@pytest.mark.parametrize(
    ("minutes", "hours"), [(0, "0.00"), (1, "0.02"), (20, "0.33"), (470, "7.83"), (471, "7.85"), (60, "1.00")]
)
def test_hours_to_two_places(minutes, hours):
    assert str(in_hours(minutes)) == hours


def test_the_name_of_the_file():
    assert (file_name("2026-11", "csv"), file_name("2026-11", "xlsx", "en")) == (
        "Stunden-2026-11.csv",
        "hours-2026-11.xlsx",
    )
