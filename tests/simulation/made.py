"""What an op consists of before it has an identity: changes, rows, and the bytes they speak of."""

import hashlib
import io
from random import Random
from typing import Any

from PIL import Image

Made = tuple[str, dict[str, Any], list[bytes]]  # kind, parts of the op, bytes


def named(content: bytes) -> dict[str, Any]:
    """The fields by which a row names bytes."""
    return {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}


def big_picture(luck: Random) -> bytes:
    """A little more than 1 MiB."""
    side, out = 608, io.BytesIO()
    Image.frombytes("RGB", (side, side), luck.randbytes(side * side * 3)).save(out, "PNG", compress_level=0)
    return out.getvalue()


def pairs(now: dict[str, Any], new: dict[str, Any]) -> dict[str, list[Any]]:
    """[old, new] of what really changes."""
    return {name: [now.get(name), value] for name, value in new.items() if now.get(name) != value}


def item(row_id: str, fields: dict[str, Any], role: str) -> dict[str, Any]:
    return {"att_id": row_id, "sha256": fields["sha256"], "size": fields.get("size", 0), "role": role}
