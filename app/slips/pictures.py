"""Bringing bytes in: whichever way a picture comes, it is kept only if it is what its name says and can be seen."""

import hashlib
import io
from contextlib import suppress

from PIL import Image, UnidentifiedImageError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.errors import Refusal
from app.failpoints import reach
from app.firm import Firm
from app.people import statement
from app.slips.tables import Blob

TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
MOST_PIXELS = 80_000_000
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def keep(firm: Firm, sha256: str, body: bytes, *, by: str, device: str | None = None) -> bool:
    """Keeps a picture a person brought, from a device that waited to send it; False if it was here already.
    Refused with `digest_differs` or `not_an_image`, and then nothing is kept."""
    if hashlib.sha256(body).hexdigest() != sha256:
        raise Refusal("digest_differs")
    if is_here(firm, sha256):
        return False
    type_ = _image_type(body)
    firm.files.put(body)
    with suppress(IntegrityError):  # somebody brought the same picture at the same moment: then it is noted
        firm.database.write(lambda session: note(session, sha256, len(body), type_, by=by, device=device))
    return True


def is_here(firm: Firm, sha256: str) -> bool:
    """Whole, on the disk, and noted."""
    if not firm.files.has(sha256):
        return False
    with firm.database.read() as session:
        return session.get(Blob, sha256) is not None


def note(session: Session, sha256: str, size: int, type_: str, *, by: str, device: str | None = None) -> None:
    """Writes down that these bytes are here, whole and checked. Harmless when they were."""
    if session.get(Blob, sha256) is None:
        session.add(Blob(sha256=sha256, size=size, type=type_, by=by, at=clock.stamp()))
        session.flush()
        reach("blobs.noted")
        if device:
            statement.note_picture(session, device)


def _image_type(body: bytes) -> str:
    """The media type, after decoding it: a name or a header proves nothing."""
    try:
        with Image.open(io.BytesIO(body), formats=tuple(TYPES)) as image:
            image.load()
            return TYPES[str(image.format)]
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError, EOFError):
        raise Refusal("not_an_image") from None
