"""The page behind a client's link, its PDF, and where phone and desk ask for a link."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse
from sqlalchemy.orm import Session
from starlette.responses import Response

from app import assets, clock, pages
from app.errors import Refusal
from app.firm import Firm
from app.people import signin
from app.reports import printing, wording
from app.reports.pictures import qr_path
from app.slips import links, queries
from app.slips.links import ClientCopy
from app.slips.slip import live_rows
from app.slips.tables import Slip, Version
from app.web import Anybody, FirmOf, address_of, language_of

router = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/slips", tags=["client's copy"])
CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


@dataclass(frozen=True)
class Facts:
    """What is plain about a copy; `corrected`: there is a later version, of which this link tells nothing more."""

    title: str
    number: str
    version: int
    firm: str
    site: str
    day: str
    signer: str
    signed_at: str
    until: str
    corrected: bool


@api.post("/{slip_id}/copy")
def give_link(firm: FirmOf, person: Anybody, slip_id: str) -> JSONResponse:
    """A link to the client's copy of what was handed in last, until when it is good, and the link as a QR code."""

    def work(session: Session) -> dict[str, Any]:
        link, token = links.make(session, firm.settings, person, slip_id)
        url = f"{firm.settings.base_url}/copy/{token}"
        size, path = qr_path(url)
        said = {"server": queries.head(session).server, "url": url, "version": link.version, "until": link.until}
        return said | {"qr": {"size": size, "path": path}}

    return JSONResponse(firm.database.write(work), headers={"Cache-Control": "no-store"})


@router.get("/copy/{token}", response_class=HTMLResponse)
def copy_page(request: Request, firm: FirmOf, token: str) -> HTMLResponse:
    lang = language_of(request)
    with firm.database.read() as session:
        link, slip, version = _behind(request, firm, session, token)
        values: dict[str, Any] = {"facts": _facts(firm, link, slip, version), "pdf": f"/copy/{token}/pdf"}
    page = pages.render("customer/copy.html", lang, asset=assets.installed().url, **values)
    return HTMLResponse(page, headers=HEADERS)


@router.get("/copy/{token}/pdf")
def copy_pdf(request: Request, firm: FirmOf, token: str) -> Response:
    with firm.database.read() as session:
        link, _, _ = _behind(request, firm, session, token)
        link_id = link.id
    content, name = _document(firm, link_id)
    headers = HEADERS | {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(content, media_type="application/pdf", headers=headers)


def _behind(request: Request, firm: Firm, session: Session, token: str) -> tuple[ClientCopy, Slip, Version]:
    """What the link leads to. Whoever guesses is told nothing, and after some tries not even that; who has a good link
    is let in all the same, for many may come from one address: nobody guesses 256 bits."""
    found = links.behind(session, firm.settings, token)
    if found is not None:
        return found
    key = f"copy from {address_of(request)}"
    if signin.too_many(session, key):
        wait = str(int(signin.WITHIN.total_seconds()))
        raise Refusal("too_many_tries", headers=HEADERS | {"Retry-After": wait})
    firm.database.write(lambda session: signin.note_failures(session, key))
    raise Refusal("copy_gone", headers=HEADERS)


def _facts(firm: Firm, link: ClientCopy, slip: Slip, version: Version) -> Facts:
    fields = version.content["fields"]
    signatures = [row["fields"] for row in live_rows(version.content, "signature").values()]
    signed = [one for one in signatures if one.get("outcome") == "signed" and one.get("part", "extent") == "extent"]
    last = signed[-1] if signed else {}
    return Facts(
        title=fields.get("title") or "",
        number=slip.number or "",
        version=version.version,
        firm=(fields.get("company_text") or "").partition("\n")[0],
        site=", ".join((fields.get("site_text") or "").split("\n")),
        day=wording.short_day(fields["date"]) if fields.get("date") else "",
        signer=last.get("name") or "",
        signed_at=wording.at_wall(last["signed_at"]) if last.get("signed_at") else "",
        until=wording.moment(link.until, firm.settings.zone),
        corrected=slip.version > version.version,
    )


def _document(firm: Firm, link_id: str) -> tuple[bytes, str]:
    """The PDF: made once, and kept as soon as nothing is missing in it."""
    with firm.database.read() as session:
        link = session.get_one(ClientCopy, link_id)
        slip_id, version, kept = link.slip_id, link.version, link.sha256
        name = printing.client_name(session, slip_id, version)
    if kept and firm.files.has(kept):  # no backup brings it back: it can be made again
        return firm.files.read(kept), name
    content, whole = printing.client_pdf(firm, slip_id, version)
    sha256 = firm.files.put(content) if whole else None
    firm.database.write(lambda session: _note_read(session, link_id, sha256))
    return content, name


def _note_read(session: Session, link_id: str, sha256: str | None) -> None:
    link = session.get_one(ClientCopy, link_id)
    link.read_at, link.sha256 = clock.stamp(), sha256
