"""How a phone brings its pictures: whole, or from 1 MiB on in pieces, each from where the last one ended."""

import hashlib
from collections.abc import Callable

from tests.simulation.server import Answer, Request
from tests.simulation.store import Store
from tests.simulation.wire import Offline, Wire, content_of, refused

IN_PIECES = 1024 * 1024
PIECE = 256 * 1024
PICTURE = {"content-type": "image/jpeg"}
HALVE = (413, 422, 500)  # whatever is wrong with one must not hold up the others


def send_pictures(wire: Wire, store: Store, send: Callable[[str], None]) -> None:
    """Smallest first. What this phone cannot read any more waits for a person."""
    for digest in store.unsent():
        if not store.reads(digest):
            continue
        try:
            send(digest)
        except Offline as trouble:
            if trouble.status not in HALVE:
                raise


def send_whole(wire: Wire, digest: str, content: bytes) -> None:
    told = wire.ask_json(Request("PUT", f"/api/blobs/{digest}", headers=PICTURE, body=content))
    if (told.get("sha256"), told.get("size")) != (digest, len(content)):
        raise Offline


def send_in_pieces(wire: Wire, digest: str, content: bytes) -> None:
    at = offset_at_server(wire, digest)
    while at < len(content):
        at = _send_piece(wire, digest, content, at)


def offset_at_server(wire: Wire, digest: str) -> int:
    """How much of it is there already."""
    answer = wire.ask(Request("HEAD", f"/api/blobs/{digest}"))
    return 0 if answer.status == 404 else _offset(answer)


def is_there(wire: Wire, digest: str) -> bool:
    answer = wire.ask(Request("HEAD", f"/api/blobs/{digest}"))
    complete = dict(answer.headers).get("upload-complete")
    if answer.status != 404 and complete is None:
        raise Offline
    return complete == "?1"


def _send_piece(wire: Wire, digest: str, content: bytes, at: int) -> int:
    where = {"upload-offset": str(at), "upload-length": str(len(content))}
    piece = content[at : at + PIECE]
    answer = wire.ask(Request("PATCH", f"/api/blobs/{digest}", headers=PICTURE | where, body=piece))
    if answer.status in (204, 409):
        return _offset(answer)
    told = content_of(answer)
    if answer.status not in (200, 201):
        raise refused(answer)
    if (told.get("sha256"), told.get("size")) != (digest, len(content)):
        raise Offline
    return len(content)


def _offset(answer: Answer) -> int:
    told = dict(answer.headers).get("upload-offset", "")
    if not told.isdigit():
        raise Offline(answer.status if answer.status >= 400 else 0)
    return int(told)


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
