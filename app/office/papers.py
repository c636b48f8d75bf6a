"""What the office prints and gives away beside the slip's own PDF: sheets for the pen, the client's copy, its links."""

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.firm import Firm
from app.office import door
from app.reports import printing
from app.reports.blank import Blank, blank_of_job, blank_of_slip
from app.reports.pdf import render_blank
from app.sites.places import Job
from app.slips import links
from app.web import FirmOf, Reviewer

router = APIRouter(include_in_schema=False)


@router.get("/slips/{slip_id}/paper")
def paper_of_slip(firm: FirmOf, person: Reviewer, slip_id: str) -> Response:
    """To be filled in by pen, with the plan of the day."""
    with firm.database.read() as session:
        blank = blank_of_slip(firm, session, door.slip_or_404(session, person, slip_id))
    return _sheet(firm, blank)


@router.get("/jobs/{job_id}/paper")
def paper_of_job(firm: FirmOf, person: Reviewer, job_id: str) -> Response:
    """To be filled in by pen, for a day nobody planned. Each one printed is a slip of its own."""
    with firm.database.read() as session:
        blank = blank_of_job(firm, session, door.found(session.get(Job, job_id)))
    return _sheet(firm, blank)


@router.get("/slips/{slip_id}/pdf/client")
def client_document(firm: FirmOf, person: Reviewer, slip_id: str) -> Response:
    """The client's copy as it would be given away now."""
    with firm.database.read() as session:
        slip = door.slip_or_404(session, person, slip_id)
        version, name = slip.version, printing.client_name(session, slip.id, slip.version)
    content, _ = printing.client_pdf(firm, slip_id, version)
    return _pdf(content, name)


@router.post("/slips/{slip_id}/links/revoked")
def revoke_links(request: Request, firm: FirmOf, person: Reviewer, slip_id: str) -> Response:
    def work(session: Session) -> None:
        links.revoke(session, door.slip_or_404(session, person, slip_id).id)

    firm.database.write(work)
    return door.to(f"/slips/{slip_id}", done="links_revoked")


def _sheet(firm: Firm, blank: Blank) -> Response:
    return _pdf(render_blank(firm, blank), f"papier-{blank.slip_id}.pdf")


def _pdf(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(content, media_type="application/pdf", headers=headers)
