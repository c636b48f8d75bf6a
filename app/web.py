"""What every door shares: who is asking, and what an error looks like."""

import logging
from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException

from app import assets, pages
from app.errors import Refusal
from app.firm import Firm
from app.people import device as devices
from app.people import signin
from app.people.device import Device
from app.people.person import DIRECTORY_ROLES, Person

T = TypeVar("T")
DESK, PHONE, GRANT = "handzettel_desk", "handzettel_session", "handzettel_grant"
log = logging.getLogger("handzettel.web")


# ---- who is asking


async def _firm_of(request: Request) -> Firm:
    return firm_of(request)


def firm_of(request: Request) -> Firm:
    firm: Firm = request.app.state.firm
    return firm


def address_of(request: Request) -> str:
    return request.client.host if request.client else "-"


def desk_person(request: Request) -> Person | None:
    """Who is signed in at this desk."""
    return _session_of(request, DESK)


def signed_in(request: Request) -> Person:
    """Somebody at a desk; sends others to sign in."""
    person = desk_person(request)
    if person is None:
        raise SignInFirst(request.url.path if request.method == "GET" else "/")
    return person


def reviewer(person: Annotated[Person, Depends(signed_in)]) -> Person:
    """Somebody who decides about slips."""
    if not person.reviews:
        raise Refusal("not_allowed")
    return person


def keeper(person: Annotated[Person, Depends(signed_in)]) -> Person:
    """Somebody who keeps the directory."""
    if person.role not in DIRECTORY_ROLES:
        raise Refusal("not_allowed")
    return person


def phone_reader(request: Request) -> Person:
    """Whose phone is reading. Refused with `session_missing`, or `phone_revoked`."""
    person = _session_of(request, PHONE)
    if person is None:
        raise _not_reading(request)
    return person


def reading_phone(request: Request) -> tuple[Person, str]:
    """Whose phone is reading, and which phone. Refused with `session_missing`, or `phone_revoked`."""
    found = _signed_in(request, PHONE)
    if found is None or found[1].device_id is None:
        raise _not_reading(request)
    return found[0], found[1].device_id


def anybody(request: Request) -> Person:
    """Somebody with a desk's or a phone's session."""
    return desk_person(request) or phone_reader(request)


def phone_sender(request: Request) -> tuple[Person, Device, str | None]:
    """Whose phone is sending, and why it may not any more, if so. Refused with `grant_missing`."""
    firm, token = firm_of(request), request.cookies.get(GRANT, "")
    with firm.database.read() as session:
        found = devices.holder_of_grant(session, firm.settings, token) if token else None
        session.expunge_all()
    if found is None:
        raise Refusal("grant_missing")
    person, device = found
    return person, device, devices.grant_trouble(device, person)


def sender_or_desk(request: Request) -> tuple[Person, str | None]:
    """Who is bringing bytes: a phone with a push grant, and which, or a desk."""
    desk = desk_person(request)
    if desk and desk.reviews:
        return desk, None
    person, device, _ = phone_sender(request)
    return person, device.id


FirmOf = Annotated[Firm, Depends(_firm_of)]  # async: not worth a thread
SignedIn = Annotated[Person, Depends(signed_in)]
Reviewer = Annotated[Person, Depends(reviewer)]
Keeper = Annotated[Person, Depends(keeper)]
PhoneReader = Annotated[Person, Depends(phone_reader)]
ReadingPhone = Annotated[tuple[Person, str], Depends(reading_phone)]
PhoneSender = Annotated[tuple[Person, Device, str | None], Depends(phone_sender)]
Anybody = Annotated[Person, Depends(anybody)]
Bringer = Annotated[tuple[Person, str | None], Depends(sender_or_desk)]


def set_cookie(response: Response, firm: Firm, name: str, token: str, *, days: int) -> None:
    response.set_cookie(
        name, token, max_age=days * 86400, httponly=True, secure=firm.settings.secure, samesite="lax", path="/"
    )


def language_of(request: Request, person: Person | None = None) -> str:
    return pages.known(person.language) if person else pages.spoken(request.headers.get("accept-language"))


def limited(request: Request, key: str, attempt: Callable[[Session], T]) -> T:
    """Runs an attempt that may fail with a Refusal; after too many failures it is refused beforehand."""
    firm, keys = firm_of(request), (f"{key}", f"from {address_of(request)}")
    with firm.database.read() as session:
        if any(signin.too_many(session, key) for key in keys):
            raise Refusal("too_many_tries", headers={"Retry-After": str(int(signin.WITHIN.total_seconds()))})
    try:
        return firm.database.write(attempt)
    except Refusal as refusal:
        if refusal.status == 401:
            firm.database.write(lambda session: signin.note_failures(session, *keys))
        raise


def _not_reading(request: Request) -> Refusal:
    """A phone the office has signed off still has its push grant, and is told so; any other just pairs anew."""
    firm, token = firm_of(request), request.cookies.get(GRANT, "")
    with firm.database.read() as session:
        found = devices.holder_of_grant(session, firm.settings, token) if token else None
        return Refusal("phone_revoked" if found and found[1].revoked_at else "session_missing")


def _session_of(request: Request, cookie: str) -> Person | None:
    found = _signed_in(request, cookie)
    return found[0] if found else None


def _signed_in(request: Request, cookie: str) -> tuple[Person, signin.SignIn] | None:
    firm, token = firm_of(request), request.cookies.get(cookie)
    if not token:
        return None
    with firm.database.read() as session:
        found = signin.who_is(session, firm.settings, token)
        session.expunge_all()
    if found is None:
        return None
    if signin.wants_renewal(firm.settings, found[1]):
        firm.database.write(lambda session: signin.renew(session, firm.settings, token))
    return found


# ---- what an error looks like


class SignInFirst(Exception):
    """Nobody is signed in at this desk."""

    def __init__(self, next_page: str) -> None:
        self.next_page = next_page


def add_errors(app: FastAPI) -> None:
    """One shape for every error: JSON under /api, a page elsewhere."""
    app.add_exception_handler(Refusal, lambda request, error: answer(request, error))
    app.add_exception_handler(SignInFirst, _to_sign_in)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, _malformed)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, _by_status)  # type: ignore[arg-type]
    app.add_exception_handler(Exception, _failed)


def answer(request: Request, refusal: Refusal) -> Response:
    """A refusal as the asker can read it."""
    wants_json = request.url.path.startswith("/api/")
    person = None if wants_json or refusal.status >= 500 else desk_person(request)
    lang = language_of(request, person)
    message = pages.t(lang, f"error.{refusal.code}")
    if wants_json:
        body = {"error": {"code": refusal.code, "message": message, "details": refusal.details}}
        return JSONResponse(body, refusal.status, headers=refusal.headers)
    page = pages.render("error.html", lang, message=message, status=refusal.status, asset=assets.installed().url)
    return HTMLResponse(page, refusal.status, headers=refusal.headers)


def _to_sign_in(request: Request, error: SignInFirst) -> Response:
    if request.url.path.startswith("/api/"):
        return answer(request, Refusal("session_missing"))
    return RedirectResponse(f"/signin?next={error.next_page}", 303)


def _malformed(request: Request, error: RequestValidationError) -> Response:
    where = [".".join(str(part) for part in problem["loc"]) for problem in error.errors()][:10]
    return answer(request, Refusal("malformed", where=where))


def _by_status(request: Request, error: HTTPException) -> Response:
    code = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}.get(error.status_code, "malformed")
    refusal = Refusal(code, headers=dict(error.headers or {}))
    return answer(request, refusal)


def _failed(request: Request, error: Exception) -> Response:
    log.error("failed", exc_info=error, extra={"path": without_token(request.url.path), "method": request.method})
    return answer(request, Refusal("failed"))


def without_token(path: str) -> str:
    """The address of a client's copy is its key: it stays out of the log."""
    return "/copy/…" if path.startswith("/copy/") else path
