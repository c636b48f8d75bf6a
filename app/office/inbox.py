"""The inbox: what came in, and beside it the slip under review."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session
from starlette.responses import Response

from app import assets, pages
from app.firm import Firm
from app.office import door, reading
from app.office.form import Form
from app.office.labels import Labels
from app.office.tray import Entry, entries
from app.office.view import Waiting, names_of, waiting
from app.people.person import Person
from app.slips import queries
from app.slips.history import history
from app.web import FirmOf, Reviewer, SignedIn

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True)
class Inbox:
    """One tray opened at one slip."""

    tray: str
    entries: list[Entry]
    chosen: str | None

    @property
    def place(self) -> int:
        """Where in the tray the slip lies, from 1; 0 if it is not in it."""
        return next((n for n, entry in enumerate(self.entries, 1) if entry.slip.id == self.chosen), 0)

    @property
    def before(self) -> str | None:
        return self.entries[self.place - 2].slip.id if self.place > 1 else None

    @property
    def after(self) -> str | None:
        return self.entries[self.place].slip.id if 0 < self.place < len(self.entries) else None

    @property
    def clean(self) -> list[Entry]:
        """What may be approved without opening it."""
        return [entry for entry in self.entries if entry.clean]

    def address(self, slip_id: str | None) -> str:
        return f"/?tray={self.tray}" + (f"&slip={slip_id}" if slip_id else "")


@router.get("/")
def inbox_page(request: Request, firm: FirmOf, person: SignedIn, tray: str = "review", slip: str = "") -> Response:
    if not person.reviews:
        return door.bare(request, "office/phone_only.html", person=person)
    with firm.database.read() as session:
        return show(request, session, firm, person, tray=tray, slip_id=slip)


@router.get("/inbox/tray")
def tray_part(request: Request, firm: FirmOf, person: Reviewer, tray: str = "review", slip: str = "") -> Response:
    """The list alone, for a page that is open while something comes in."""
    with firm.database.read() as session:
        values = _values(session, firm, person, tray, slip)
        reader = door.reader_for(firm, person)
        counts = queries.trays(session, person, door.today(firm))
        html = pages.render(
            "office/tray.html", reader.lang, r=reader, asset=assets.installed().url, trays=counts, **values
        )
        return HTMLResponse(html)


def show(
    request: Request, session: Session, firm: Firm, person: Person, *, tray: str, slip_id: str, status: int = 200,
    **values: Any,
) -> HTMLResponse:  # fmt: skip
    """The inbox with a slip of it; the first one if none is named."""
    frame = _values(session, firm, person, tray, slip_id)
    inbox: Inbox = frame["inbox"]
    slip = queries.slip_for(session, person, inbox.chosen) if inbox.chosen else None
    shown = (
        reading.values(request, session, firm, person, slip, here=inbox.address(slip.id)) if slip else {"view": None}
    )
    shown |= {"next_slip": inbox.after, "then": inbox.address(inbox.after or inbox.before)}
    values = {"opened": bool(slip_id and slip), "form": Form(), "refused": ""} | frame | shown | values
    return door.page(request, session, person, "office/inbox.html", here="inbox", status=status, **values)


def _values(session: Session, firm: Firm, person: Person, tray: str, slip_id: str) -> dict[str, Any]:
    tray = tray if tray in queries.TRAYS else "review"
    reader = door.reader_for(firm, person)
    found = entries(session, person, reader, tray, door.today(firm))
    chosen = slip_id or (found[0].slip.id if found else None)
    lost = _lost(session, Labels(reader, names_of(session))) if tray == "decide" else []
    return {"inbox": Inbox(tray, found, chosen), "tray_names": queries.TRAYS, "lost": lost}


def _lost(session: Session, labels: Labels) -> list[Waiting]:
    """Held ops of slips nobody has: they would be seen nowhere else."""
    orphans = queries.orphans(session)
    slip_ids = dict.fromkeys(held.slip_id for held in orphans)
    return [
        one
        for slip_id in slip_ids
        for one in waiting(
            session, labels, None, [held for held in orphans if held.slip_id == slip_id], history(session, slip_id)
        )
    ]
