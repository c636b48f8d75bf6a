"""A phone becomes somebody's, and stops reading."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from app import web
from app.crew.body import read_json
from app.crew.shapes import shaped
from app.people import device as devices
from app.people import signin
from app.people.device import Device
from app.people.statement import waiting_on
from app.slips import queries

router = APIRouter(prefix="/api", tags=["phone"])


class Pair(BaseModel):
    """What a phone says to become somebody's."""

    model_config = ConfigDict(strict=True, extra="ignore")

    pairing_code: str = Field(min_length=1, max_length=40)
    label: str = Field("", max_length=200)


@router.post("/devices", status_code=201)
def pair(request: Request, firm: web.FirmOf, body: Annotated[Any, Depends(read_json)]) -> Response:
    """Makes this phone the person's the code was given to; sets the two cookies."""
    wanted = shaped(Pair, body)

    def attempt(session: Session) -> tuple[dict[str, Any], str, str]:
        person, device, grant = devices.pair(session, firm.settings, wanted.pairing_code, wanted.label)
        token = signin.sign_in(session, firm.settings, person, device)
        told = {
            "server": queries.head(session).server,
            "person": {"id": person.id, "name": person.name, "role": person.role, "language": person.language},
            "device": {"id": device.id, "label": device.label},
        }
        return told, token, grant

    told, token, grant = web.limited(request, "pairing", attempt)
    response = JSONResponse(told, 201)
    web.set_cookie(response, firm, web.PHONE, token, days=firm.settings.grant_days)
    web.set_cookie(response, firm, web.GRANT, grant, days=firm.settings.grant_days)
    return response


@router.get("/session", response_model=None)
def session_of_phone(firm: web.FirmOf, request: Request) -> dict[str, Any] | Response:
    """Whose phone this is and what we last heard of it: for a browser that has its cookies and lost everything else.

    A browser without any is nobody's yet, and that is no mistake: 204."""
    if not request.cookies.keys() & {web.PHONE, web.GRANT}:
        return Response(status_code=204)
    person, device_id = web.reading_phone(request)
    with firm.database.read() as session:
        device = session.get_one(Device, device_id)
        waiting = waiting_on(device)
        return {
            "server": queries.head(session).server,
            "person": {"id": person.id, "name": person.name, "role": person.role, "language": person.language},
            "device": {"id": device.id, "label": device.label},
            "last_contact": device.last_seen_at or device.paired_at,
            "waiting": asdict(waiting) if waiting else None,
        }


@router.delete("/session", status_code=204)
def end_session(request: Request, firm: web.FirmOf) -> Response:
    """Ends reading on this phone. The push grant stays: what is unsent can still be sent."""
    token = request.cookies.get(web.PHONE, "")
    firm.database.write(lambda session: signin.sign_out(session, firm.settings, token))
    response = Response(status_code=204)
    response.delete_cookie(web.PHONE, path="/")
    return response
