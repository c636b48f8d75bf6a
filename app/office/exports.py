"""What the office hands on: the hours of a month as CSV or spreadsheet."""

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from starlette.responses import Response

from app.firm import Firm
from app.office import door
from app.people.person import Person
from app.reports.slip_filter import months
from app.reports.spreadsheet import file_name, hours_csv, hours_xlsx
from app.sites.places import companies
from app.web import FirmOf, Reviewer

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Month = Annotated[str, Query(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/exports")
def exports_page(request: Request, firm: FirmOf, person: Reviewer) -> Response:
    with firm.database.read() as session:
        values: dict[str, Any] = {"months": months(session, person), "companies": companies(session)}
        return door.page(request, session, person, "office/exports.html", here="exports", **values)


@router.get("/exports/hours.csv")
def hours_as_csv(firm: FirmOf, person: Reviewer, month: Month, company: str = "") -> Response:
    lang = door.reader_for(firm, person).lang
    pieces = _pieces(firm, person, month, company or None, lang)
    return StreamingResponse(
        pieces, media_type="text/csv; charset=utf-8", headers=_as_file(file_name(month, "csv", lang))
    )


@router.get("/exports/hours.xlsx")
def hours_as_xlsx(firm: FirmOf, person: Reviewer, month: Month, company: str = "") -> Response:
    lang = door.reader_for(firm, person).lang
    with firm.database.read() as session:
        book = hours_xlsx(session, person, month, company=company or None, lang=lang)
    return Response(book, media_type=XLSX, headers=_as_file(file_name(month, "xlsx", lang)))


def _pieces(firm: Firm, person: Person, month: str, company: str | None, lang: str) -> Iterator[bytes]:
    with firm.database.read() as session:
        yield from hours_csv(session, person, month, company=company, lang=lang)


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
