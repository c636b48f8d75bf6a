"""What the office lays down at a site: brought in, looked at, taken away again."""

import hashlib
from contextlib import suppress
from pathlib import PurePath

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import Response

from app.errors import Refusal
from app.firm import Firm
from app.office import door, places
from app.office.form import Form
from app.people.person import Person
from app.sites import documents
from app.sites.documents import MOST_BYTES, SiteDocument
from app.sites.places import Site
from app.slips import pictures
from app.web import FirmOf, Keeper

router = APIRouter(include_in_schema=False)
MOST_SENT = 10 * MOST_BYTES  # up to here it is said at the form that a file is too large; more is cut off
AT_THE_FORM = ("file_missing", "too_large", "not_a_document", "too_many_documents")
LONGEST_NAME = 120


@router.post("/sites/{site_id}/documents", max_body_size=MOST_SENT)
async def bring(request: Request, firm: FirmOf, keeper: Keeper, site_id: str) -> Response:
    """A PDF or a picture; who it is has been asked before the file comes in."""
    async with request.form(max_files=1, max_fields=4) as form:
        file, name = form.get("file"), str(form.get("name") or "")
        body = await file.read(MOST_BYTES + 1) if isinstance(file, UploadFile) else b""
        called = name.strip() or PurePath((file.filename or "") if isinstance(file, UploadFile) else "").stem
    try:
        await run_in_threadpool(_lay_down, firm, keeper, site_id, called[:LONGEST_NAME], body)
    except Refusal as refusal:
        return await run_in_threadpool(_refused, request, firm, keeper, site_id, name, refusal)
    return door.to(f"/sites/{site_id}", done="saved")


@router.post("/sites/{site_id}/documents/{document_id}/gone")
def take_away(firm: FirmOf, keeper: Keeper, site_id: str, document_id: str) -> Response:
    """It lies there no longer, and goes from the phones; its bytes are kept."""

    def work(session: Session) -> None:
        _document(session, site_id, document_id).active = False

    firm.database.write(work)
    return door.to(f"/sites/{site_id}", done="saved")


@router.get("/sites/{site_id}/documents/{document_id}")
def look(firm: FirmOf, keeper: Keeper, site_id: str, document_id: str) -> Response:
    with firm.database.read() as session:
        one = _document(session, site_id, document_id)
        if not firm.files.has(one.sha256):
            raise Refusal("not_found")
        headers = {"Cache-Control": "private, no-store"}
        return FileResponse(firm.files.path(one.sha256), media_type=one.type, headers=headers)


def _lay_down(firm: Firm, keeper: Person, site_id: str, name: str, body: bytes) -> None:
    with firm.database.read() as session:
        door.found(session.get(Site, site_id))
    if not body:
        raise Refusal("file_missing")
    type_, sha256 = documents.type_of(body), hashlib.sha256(body).hexdigest()
    firm.files.put(body)
    with suppress(IntegrityError):  # somebody brought the same bytes at the same moment: then they are noted
        firm.database.write(lambda session: pictures.note(session, sha256, len(body), type_, by=keeper.id))

    def work(session: Session) -> None:
        documents.lay_down(session, site_id, name or sha256[:8], sha256, len(body), type_, by=keeper.id)

    firm.database.write(work)


def _refused(request: Request, firm: Firm, keeper: Person, site_id: str, name: str, refusal: Refusal) -> Response:
    """The site again, with the reason at the file; a browser never gives a file back."""
    if refusal.code not in AT_THE_FORM:
        raise refusal
    form = Form(values={"name": name})
    form.object("document", f"error.{refusal.code}")
    with firm.database.read() as session:
        return places.site_page(request, session, keeper, site_id, form, refusal.status)


def _document(session: Session, site_id: str, document_id: str) -> SiteDocument:
    one = door.found(session.get(SiteDocument, document_id))
    if one.site_id != site_id or not one.active:
        raise Refusal("not_found")
    return one
