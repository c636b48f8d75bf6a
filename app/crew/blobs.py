"""Bytes by their SHA-256: photos and signatures, up and down, resumable."""

import io
from contextlib import suppress
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Request, Response
from fastapi.responses import FileResponse, JSONResponse
from PIL import Image, ImageOps
from starlette.concurrency import run_in_threadpool

from app import web
from app.crew.body import read_beginning, read_bytes
from app.errors import Refusal
from app.failpoints import reach
from app.firm import Firm
from app.people.person import Person
from app.slips import pictures, queries
from app.slips.tables import Blob

router = APIRouter(prefix="/api/blobs", tags=["blobs"])
Sender = tuple[Person, str | None]  # who brings it, and from which phone
Sha256 = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]


@router.put("/{sha256}")
async def put(request: Request, sha256: Sha256, firm: web.FirmOf, sender: web.Bringer) -> Response:
    """Whole bytes in one go."""
    length = _length(request.headers.get("content-length"))
    body = await read_bytes(request, _most(firm))
    if len(body) != length:
        raise Refusal("length_differs")
    return await run_in_threadpool(_keep, firm, sender, sha256, body)


@router.head("/{sha256}")
def head(sha256: Sha256, firm: web.FirmOf, sender: web.Bringer) -> Response:
    """How much of it is here."""
    if pictures.is_here(firm, sha256) or _end(firm, sender, sha256):
        return _offset(200, firm.files.size(sha256), complete=True)
    if size := firm.files.part_size(sha256):
        return _offset(200, size, complete=False)
    raise Refusal("not_found")


@router.patch("/{sha256}")
async def patch(
    request: Request,
    sha256: Sha256,
    firm: web.FirmOf,
    sender: web.Bringer,
    upload_offset: Annotated[int, Header(ge=0)],
    upload_length: Annotated[int, Header(ge=1)],
) -> Response:
    """The next piece, from where the last one ended. Of one the line broke in, what came is kept."""
    if upload_length > _most(firm):
        raise Refusal("too_large", most=_most(firm))
    body = await read_beginning(request, upload_length - min(upload_offset, upload_length))
    return await run_in_threadpool(_add, firm, sender, sha256, upload_offset, upload_length, body)


@router.get("/{sha256}")
def get(
    sha256: Sha256, firm: web.FirmOf, person: web.Anybody, width: Annotated[int, Query(ge=64, le=1600)] = 0
) -> Response:
    """The bytes, for who may see a slip that names them; what lies at a site, for everybody who carries its card."""
    with firm.database.read() as session:
        blob = session.get(Blob, sha256) if queries.names_bytes(session, person, sha256) else None
    if blob is None or not firm.files.has(sha256):
        raise Refusal("not_found")
    headers = {"Cache-Control": "private, max-age=31536000, immutable", "Content-Security-Policy": "sandbox"}
    if width and blob.type.startswith("image/"):
        return Response(smaller(firm.files.read(sha256), width), media_type="image/jpeg", headers=headers)
    return FileResponse(firm.files.path(sha256), media_type=blob.type, headers=headers)


def smaller(picture: bytes, width: int) -> bytes:
    """A JPEG of at most this width."""
    with Image.open(io.BytesIO(picture)) as image:
        image.draft("RGB", (width * 2, width * 2))
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((width, width * 2))
        out = io.BytesIO()
        upright.convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


def _keep(firm: Firm, sender: Sender, sha256: str, body: bytes) -> Response:
    person, device = sender
    new = pictures.keep(firm, sha256, body, by=person.id, device=device)
    told = {"server": _server(firm), "sha256": sha256, "size": len(body)}
    reach("blobs.answering")
    return JSONResponse(told, 201 if new else 200)


def _add(firm: Firm, sender: Sender, sha256: str, offset: int, length: int, piece: bytes) -> Response:
    if pictures.is_here(firm, sha256):
        return _offset(204, length, complete=True)
    here = firm.files.part_size(sha256)
    if offset != here:
        raise Refusal("wrong_offset", headers={"Upload-Offset": str(here)}, offset=here)
    here = firm.files.add_part(sha256, offset, piece)
    if here < length:
        return _offset(204, here, complete=False)
    return _keep_part(firm, sender, sha256)


def _keep_part(firm: Firm, sender: Sender, sha256: str) -> Response:
    """The pieces are a picture or are thrown away. They go last: ended in between, they need not be sent anew."""
    try:
        answer = _keep(firm, sender, sha256, firm.files.part(sha256))
    except Refusal:
        firm.files.drop_part(sha256)
        raise
    firm.files.drop_part(sha256)
    return answer


def _end(firm: Firm, sender: Sender, sha256: str) -> bool:
    """Ends an upload whose last piece came in and whose answer did not go out: the phone has nothing more to send."""
    if not firm.files.has_whole_part(sha256):
        return False
    with suppress(Refusal):
        _keep_part(firm, sender, sha256)
    return pictures.is_here(firm, sha256)


def _server(firm: Firm) -> str:
    with firm.database.read() as session:
        return queries.head(session).server


def _most(firm: Firm) -> int:
    return firm.settings.max_photo_mb * 1024 * 1024


def _length(header: str | None) -> int:
    if header is None or not header.isdigit():
        raise Refusal("length_missing")
    return int(header)


def _offset(status: int, offset: int, *, complete: bool) -> Response:
    headers: dict[str, Any] = {"Upload-Offset": str(offset), "Upload-Complete": "?1" if complete else "?0"}
    return Response(status_code=status, headers=headers)
