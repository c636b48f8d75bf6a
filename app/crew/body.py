"""Reading what a phone sends: counted while it comes in, so that nothing absurd fills the memory."""

import json
from typing import Any

from fastapi import Request

from app.errors import Refusal

MOST_JSON = 256 * 1024


async def read_bytes(request: Request, most: int) -> bytes:
    """The body, refused with `too_large` as soon as it is."""
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > most:
            raise Refusal("too_large", most=most)
        pieces.append(piece)
    return b"".join(pieces)


async def read_json(request: Request) -> Any:
    """The body as JSON; `malformed` for what is not, also for NaN and its like."""
    body = await read_bytes(request, MOST_JSON)
    try:
        return json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Refusal("malformed") from None


def _refuse(constant: str) -> Any:
    raise ValueError(constant)
