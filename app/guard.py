"""What a browser may do with our pages, and one line in the log per request."""

import logging
import time
from urllib.parse import urlsplit

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import Refusal
from app.web import answer, without_token

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
}
# What only a page or an answer of the API can be asked about: on a file that is part of a page it is mere weight.
OF_PAGES = {
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(), microphone=()",
}
PARTS = (b"text/css", b"text/javascript")
log = logging.getLogger("handzettel.web")


class Guard:
    """Security headers on every answer, writes from our own pages only, one line in the log per request."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        started, status = time.perf_counter(), 0

        async def send_guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *_missing_headers(message["headers"])]
            await send(message)

        try:
            if _foreign(scope):
                await answer(Request(scope), Refusal("foreign_origin"))(scope, receive, send_guarded)
            else:
                await self.app(scope, receive, send_guarded)
        finally:
            took = round((time.perf_counter() - started) * 1000, 1)
            said = {"method": scope["method"], "path": without_token(scope["path"]), "status": status, "ms": took}
            log.info("request", extra=said)


def _missing_headers(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    there = {name.lower(): value for name, value in headers}
    wanted = ALWAYS if there.get(b"content-type", b"").startswith(PARTS) else ALWAYS | OF_PAGES
    return [(name.encode(), value.encode()) for name, value in wanted.items() if name.encode() not in there]


def _foreign(scope: Scope) -> bool:
    """Whether a write comes from another site's page. Scripts without these headers have no cookies to abuse."""
    if scope["method"] in ("GET", "HEAD", "OPTIONS"):
        return False
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")
