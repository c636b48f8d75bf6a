"""Bytes by their SHA-256: photos and signatures, up and down, resumable."""

import hashlib
import io
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Request, Response
from fastapi.responses import FileResponse, JSONResponse
from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from app import clock, web
from app.crew.body import read_bytes
from app.errors import Refusal
from app.firm import Firm
from app.people.person import Person
from app.slips import queries
from app.slips.tables import Blob

router = APIRouter(prefix="/api/blobs", tags=["blobs"])
TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
MOST_PIXELS = 80_000_000
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
Sha256 = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]


@router.put("/{sha256}")
async def put(request: Request, sha256: Sha256, firm: web.FirmOf, person: web.Bringer) -> Response:
    """Whole bytes in one go."""
    length = _length(request.headers.get("content-length"))
    body = await read_bytes(request, _most(firm))
    if len(body) != length:
        raise Refusal("length_differs")
    return await run_in_threadpool(_keep, firm, person, sha256, body)


@router.head("/{sha256}")
def head(sha256: Sha256, firm: web.FirmOf, person: web.Bringer) -> Response:
    """How much of it is here."""
    if firm.files.has(sha256) and _known(firm, sha256):
        return _offset(200, firm.files.size(sha256), complete=True)
    if size := firm.files.part_size(sha256):
        return _offset(200, size, complete=False)
    raise Refusal("not_found")


@router.patch("/{sha256}")
async def patch(
    request: Request,
    sha256: Sha256,
    firm: web.FirmOf,
    person: web.Bringer,
    upload_offset: Annotated[int, Header(ge=0)],
    upload_length: Annotated[int, Header(ge=1)],
) -> Response:
    """The next piece, from where the last one ended."""
    if upload_length > _most(firm):
        raise Refusal("too_large", most=_most(firm))
    body = await read_bytes(request, upload_length - min(upload_offset, upload_length))
    return await run_in_threadpool(_add, firm, person, sha256, upload_offset, upload_length, body)


@router.get("/{sha256}")
def get(
    sha256: Sha256, firm: web.FirmOf, person: web.Anybody, width: Annotated[int, Query(ge=64, le=1600)] = 0
) -> Response:
    """The bytes, for who may see a slip that names them."""
    with firm.database.read() as session:
        blob = session.get(Blob, sha256) if queries.names_bytes(session, person, sha256) else None
    if blob is None or not firm.files.has(sha256):
        raise Refusal("not_found")
    headers = {"Cache-Control": "private, max-age=31536000, immutable", "Content-Security-Policy": "sandbox"}
    if width:
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


def _keep(firm: Firm, person: Person, sha256: str, body: bytes) -> Response:
    if hashlib.sha256(body).hexdigest() != sha256:
        raise Refusal("digest_differs")
    known = _known(firm, sha256) and firm.files.has(sha256)
    if not known:
        kind = _image_type(body)
        firm.files.put(body)
        firm.database.write(lambda session: _note(session, sha256, len(body), kind, person))
    told = {"server": _server(firm), "sha256": sha256, "size": len(body)}
    return JSONResponse(told, 200 if known else 201)


def _add(firm: Firm, person: Person, sha256: str, offset: int, length: int, piece: bytes) -> Response:
    if firm.files.has(sha256) and _known(firm, sha256):
        return _offset(204, length, complete=True)
    here = firm.files.part_size(sha256)
    if offset != here:
        raise Refusal("wrong_offset", headers={"Upload-Offset": str(here)}, offset=here)
    here = firm.files.add_part(sha256, offset, piece)
    if here < length:
        return _offset(204, here, complete=False)
    return _keep(firm, person, sha256, firm.files.take_part(sha256))


def _note(session: Session, sha256: str, size: int, kind: str, person: Person) -> None:
    if session.get(Blob, sha256) is None:
        session.add(Blob(sha256=sha256, size=size, type=kind, by=person.id, at=clock.stamp()))


def _image_type(body: bytes) -> str:
    """The media type, after decoding it: a name or a header proves nothing."""
    try:
        with Image.open(io.BytesIO(body), formats=tuple(TYPES)) as image:
            image.load()
            return TYPES[str(image.format)]
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError, EOFError):
        raise Refusal("not_an_image") from None


def _known(firm: Firm, sha256: str) -> bool:
    with firm.database.read() as session:
        return session.get(Blob, sha256) is not None


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
