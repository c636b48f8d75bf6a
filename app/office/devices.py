"""The phones of everybody, and loading the file of one that cannot send any more."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import Response

from app.errors import Refusal
from app.firm import Firm
from app.office import door, phones
from app.people.person import Person
from app.slips import unsent
from app.slips.op import KINDS
from app.slips.tables import Slip
from app.slips.unsent import Loaded
from app.slips.unsent_file import MOST_BYTES
from app.web import FirmOf, Keeper

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
ENVELOPE = 1 << 20  # what a form adds to the file in it


@router.get("/devices")
def devices_page(request: Request, firm: FirmOf, keeper: Keeper) -> Response:
    with firm.database.read() as session:
        found = phones.lines(session, door.reader_for(firm, keeper))
        return _page(request, session, keeper, "office/devices.html", phones=found)


@router.get("/devices/import")
def import_page(request: Request, firm: FirmOf, keeper: Keeper) -> Response:
    with firm.database.read() as session:
        return _page(request, session, keeper, "office/import.html", loaded=None, refused="")


@router.post("/devices/import", max_body_size=MOST_BYTES + ENVELOPE)
async def import_unsent(request: Request, firm: FirmOf, keeper: Keeper) -> Response:
    """Who it is has been asked before the file comes in; the file waits on the disk."""
    async with request.form(max_files=1, max_fields=10) as form:
        file = form.get("file")
        return await run_in_threadpool(_load, request, firm, keeper, file if isinstance(file, UploadFile) else None)


def _load(request: Request, firm: Firm, keeper: Person, file: UploadFile | None) -> Response:
    loaded, refused, status = None, "", 200
    try:
        if file is None or not file.filename:
            raise Refusal("file_missing")
        loaded = unsent.load(firm, file.file, keeper)
    except Refusal as refusal:
        refused, status = door.words_of(request, keeper, refusal), refusal.status
    with firm.database.read() as session:
        values = {"loaded": loaded, "refused": refused, "links": _links(session, loaded) if loaded else []}
        return _page(request, session, keeper, "office/import.html", status=status, **values)


def _links(session: Session, loaded: Loaded) -> list[dict[str, str]]:
    """Where each held op can be decided: on its slip's page, or among those whose slip nobody has."""
    found = []
    for held in loaded.held:
        slip = session.get(Slip, held.slip_id)
        address = f"/slips/{slip.id}" if slip else "/?tray=decide"
        found.append({"address": address, "title": slip.title if slip else "", "kind": held.kind, "why": held.reason})
    return found


def _page(
    request: Request, session: Session, keeper: Person, template: str, *, status: int = 200, **values: Any
) -> HTMLResponse:
    return door.page(
        request, session, keeper, template, here="directory", tab="devices", status=status, kinds=KINDS, **values
    )
