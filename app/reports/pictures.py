"""Pictures made ready for paper: small enough, upright, in the colours of paper. And the QR code."""

import base64
import hashlib
import io
from collections.abc import Iterable
from itertools import groupby

import segno
from PIL import Image, ImageOps

from app.files import Files

JPEG_QUALITY = 82
SIGNATURE_EDGE = 1000


def photo(files: Files, sha256: str, longest_edge: int) -> bytes | None:
    """A JPEG of a photo; None where the bytes are missing, damaged or are no picture."""
    try:
        with Image.open(io.BytesIO(_whole(files, sha256))) as image:
            image.draft("RGB", (longest_edge, longest_edge))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((longest_edge, longest_edge), Image.Resampling.LANCZOS)
            return _saved(_on_white(upright), "JPEG", quality=JPEG_QUALITY)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def signature(files: Files, sha256: str) -> bytes | None:
    """A PNG of the strokes, without the empty paper around them; None where the bytes are missing, damaged or are no
    picture."""
    try:
        with Image.open(io.BytesIO(_whole(files, sha256))) as image:
            strokes = _on_white(image)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    written = ImageOps.invert(strokes.convert("L")).point(lambda light: 255 if light > 24 else 0).getbbox()
    trimmed = strokes.crop(written) if written else strokes
    trimmed.thumbnail((SIGNATURE_EDGE, SIGNATURE_EDGE), Image.Resampling.LANCZOS)
    return _saved(trimmed, "PNG", optimize=True)


def qr_code(address: str) -> str:
    """A QR code as data URI of an SVG."""
    buffer = io.BytesIO()
    segno.make(address, error="m", micro=False).save(buffer, kind="svg", border=0, scale=4, xmldecl=False)
    return "data:image/svg+xml;base64," + base64.b64encode(buffer.getvalue()).decode()


def qr_path(address: str) -> tuple[int, str]:
    """A QR code to be drawn: how many squares wide, and the dark ones as the path of an SVG."""
    squares = segno.make(address, error="m", micro=False).matrix
    return len(squares), "".join(_dark(y, row) for y, row in enumerate(squares))


def _whole(files: Files, sha256: str) -> bytes:
    """The bytes, only if they are those that were signed or taken."""
    content = files.read(sha256)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise OSError(f"{sha256} is damaged")
    return content


def _dark(y: int, row: Iterable[int]) -> str:
    x, path = 0, ""
    for dark, run in groupby(row, bool):
        wide = len(list(run))
        path += f"M{x} {y}h{wide}v1H{x}z" if dark else ""
        x += wide
    return path


def _on_white(image: Image.Image) -> Image.Image:
    """In RGB; what was transparent is paper."""
    if image.mode in ("RGB", "L", "CMYK", "YCbCr"):
        return image.convert("RGB")
    layered = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered).convert("RGB")


def _saved(image: Image.Image, format_: str, **options: int | bool) -> bytes:
    buffer = io.BytesIO()
    image.info.clear()
    image.save(buffer, format_, **options)
    return buffer.getvalue()
