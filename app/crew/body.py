"""Reading what a phone sends: counted while it comes in, so that nothing absurd fills the memory."""

import json
from typing import Any

from fastapi import Request
from starlette.requests import ClientDisconnect

from app.errors import Refusal

MOST_JSON = 256 * 1024


async def read_bytes(request: Request, most: int) -> bytes:
    """The whole body. Refused with `too_large` as soon as it is, and with `length_differs` if the line breaks in it."""
    body, whole = await _read(request, most)
    if not whole:
        raise Refusal("length_differs")
    return body


async def read_beginning(request: Request, most: int) -> bytes:
    """The body, or what came of it before the line broke."""
    return (await _read(request, most))[0]


async def read_json(request: Request) -> Any:
    """The body as JSON; `malformed` for what is not, also for NaN and its like."""
    body = await read_bytes(request, MOST_JSON)
    try:
        return json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Refusal("malformed") from None


async def _read(request: Request, most: int) -> tuple[bytes, bool]:
    """What came, and whether that is all."""
    pieces, size = [], 0
    try:
        async for piece in request.stream():
            size += len(piece)
            if size > most:
                raise Refusal("too_large", most=most)
            pieces.append(piece)
    except ClientDisconnect:
        return b"".join(pieces), False
    return b"".join(pieces), True


def _refuse(constant: str) -> Any:
    raise ValueError(constant)
