"""The list of slips, the page of one, its earlier versions and its PDF."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.firm import Firm
from app.office import door, reading
from app.office.form import Form
from app.office.search import SearchOf, page_of
from app.office.special import special_of
from app.office.tray import town
from app.office.view import names_of, sheet_of
from app.people.person import Person, people
from app.reports.printing import slip_pdf, templates_of
from app.reports.slip_filter import STATES, months
from app.sites.places import jobs, sites
from app.slips import links, queries
from app.slips.tables import Slip, Version
from app.web import FirmOf, Reviewer

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/slips")
def slips_page(request: Request, firm: FirmOf, person: Reviewer, search: SearchOf) -> Response:
    with firm.database.read() as session:
        slips, further = page_of(session, search, person, today=door.today(firm), zone=firm.settings.zone)
        values: dict[str, Any] = {
            "search": search, "slips": slips, "further": further, "names": names_of(session), "states": STATES,
            "jobs": jobs(session), "people": people(session), "sites": _towns(session),
            "months": months(session, person),
        }  # fmt: skip
        return door.page(request, session, person, "office/slips.html", here="slips", **values)


@router.get("/slips/{slip_id}")
def slip_page(request: Request, firm: FirmOf, person: Reviewer, slip_id: str) -> Response:
    with firm.database.read() as session:
        return show(request, session, firm, person, slip_id)


@router.get("/slips/{slip_id}/versions/{number}")
def version_page(request: Request, firm: FirmOf, person: Reviewer, slip_id: str, number: int) -> Response:
    with firm.database.read() as session:
        slip = door.slip_or_404(session, person, slip_id)
        all_versions = queries.versions(session, slip.id)
        version = door.found(next((one for one in all_versions if one.version == number), None))
        values = _version_values(request, session, firm, person, slip, version)
        return door.page(request, session, person, "office/version.html", here="slips", **values)


@router.get("/slips/{slip_id}/pdf")
def slip_document(firm: FirmOf, person: Reviewer, slip_id: str) -> Response:
    with firm.database.read() as session:
        door.slip_or_404(session, person, slip_id)
    content, name = slip_pdf(firm, slip_id)
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(content, media_type="application/pdf", headers=headers)


def show(
    request: Request, session: Session, firm: Firm, person: Person, slip_id: str, *, status: int = 200, **values: Any
) -> HTMLResponse:
    """The page of one slip, in whatever state it is."""
    slip = door.slip_or_404(session, person, slip_id)
    shown = reading.values(request, session, firm, person, slip, here=f"/slips/{slip.id}", whole=True)
    shown |= {
        "links": links.of_slip(session, slip.id),
        "is_good": links.is_good,
        "form": Form(),
        "next_slip": None,
        "refused": "",
    } | values
    return door.page(request, session, person, "office/slip.html", here="slips", status=status, **shown)


def _version_values(
    request: Request, session: Session, firm: Firm, person: Person, slip: Slip, version: Version
) -> dict[str, Any]:
    """What the templates of a slip need, with the content of back then; nothing may be done to it."""
    shown = reading.values(request, session, firm, person, slip, here=f"/slips/{slip.id}")
    sheet = sheet_of(session, slip.id, version.content, names_of(session))
    labels = shown["view"].labels
    special = special_of(version.content, labels, templates_of(session, version.content))
    return shown | {"sheet": sheet, "special": special, "version": version, "may": (), "returning": (), "form": Form()}


def _towns(session: Session) -> dict[str, str]:
    return {site.id: town(f"{site.name}\n{site.text}") for site in sites(session)}
