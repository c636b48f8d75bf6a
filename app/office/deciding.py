"""Decisions about slips. Every action is a resource of its own that is posted to."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.errors import Refusal
from app.firm import Firm
from app.office import correcting, door, inbox, slips
from app.office.form import Form, Typed
from app.office.reading import FIELD_NUMBERS
from app.people.person import Person
from app.slips import review
from app.web import FirmOf, Reviewer, firm_of

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
MOST = 2000  # characters of a remark or a reason


@router.post("/slips/{slip_id}/approval")
def approve(request: Request, person: Reviewer, slip_id: str, form: Typed) -> Response:
    rev = _rev(form.said("rev"))
    return _do(
        request,
        person,
        slip_id,
        form,
        "approved",
        lambda session: review.approve(session, slip_id, person, seen_rev=rev),
    )


@router.post("/approvals")
def approve_several(request: Request, firm: FirmOf, person: Reviewer, form: Typed) -> Response:
    """Approves what is exactly as planned. A slip that moved on in the meantime stays where it is."""
    results = [_approve_one(firm, person, *said.partition(" ")[::2]) for said in form.all("slip")[:100]]
    return door.to("/?tray=review", done="approved_several" if all(results) else "approved_some")


@router.post("/slips/{slip_id}/return")
def send_back(request: Request, firm: FirmOf, person: Reviewer, slip_id: str, form: Typed) -> Response:
    notes = [(number, form.text(f"note_{number}", MOST)) for number in FIELD_NUMBERS]
    notes = [(number, text) for number, text in notes if text]
    if not notes:
        form.object("note", "error.missing_reason")
    if not form.ok:
        opened = tuple(number for number, _ in notes) or ("0",)
        return _again(request, firm, person, slip_id, form, returning=opened)

    def work(session: Session) -> None:
        review.refuse_if_changed(session, slip_id, _rev(form.said("rev")))
        review.send_back(session, slip_id, person, notes)

    return _do(request, person, slip_id, form, "returned", work, returning=tuple(number for number, _ in notes))


@router.post("/slips/{slip_id}/remarks")
def remark(request: Request, firm: FirmOf, person: Reviewer, slip_id: str, form: Typed) -> Response:
    text = form.text("remark", MOST, needed=True)
    if not form.ok:
        return _again(request, firm, person, slip_id, form)
    return _do(request, person, slip_id, form, "asked", lambda session: review.remark(session, slip_id, person, text))


@router.post("/slips/{slip_id}/decisions")
def decide(request: Request, person: Reviewer, slip_id: str, form: Typed) -> Response:
    """Decides a held op or a conflict."""
    table = form.choice("table", ("held", "conflict"))
    decision = form.choice("decision", ("apply", "discard") if table == "held" else ("stays", "replaced"))
    row, reason, without = form.said("row"), form.text("reason", 500), bool(form.said("without_bytes"))
    if not form.ok:
        raise Refusal("bad_value", fields=sorted(form.wrong))
    return _do(
        request, person, slip_id, form, "decided",
        lambda session: review.decide(
            session, slip_id, person, table, row, decision, reason, without_bytes=without and decision == "apply"
        ),
    )  # fmt: skip


@router.get("/slips/{slip_id}/corrections")
def correction_page(request: Request, firm: FirmOf, person: Reviewer, slip_id: str) -> Response:
    with firm.database.read() as session:
        return correcting.show(request, session, firm, person, slip_id)


@router.post("/slips/{slip_id}/corrections")
def correct(request: Request, firm: FirmOf, person: Reviewer, slip_id: str, form: Typed) -> Response:
    """A new version of what was handed in, with the reason for it."""
    with firm.database.read() as session:
        slip = door.slip_or_404(session, person, slip_id)
        if form.said("more"):
            return correcting.show(request, session, firm, person, slip_id, form=form)
        change = correcting.read(form, slip.content, firm.settings.zone, correcting.team_of(session))
        if not form.ok:
            return correcting.show(request, session, firm, person, slip_id, form=form, status=422)

    def work(session: Session) -> None:
        review.refuse_if_changed(session, slip_id, _rev(form.said("rev")))
        review.correct(session, slip_id, person, reason=change.reason, patch=change.patch, rows=change.rows)

    try:
        firm.database.write(work)
    except Refusal as refusal:
        return _corrected_not(request, firm, person, slip_id, form, refusal)
    return door.to(f"/slips/{slip_id}", done="corrected")


@router.post("/slips/{slip_id}/void")
def void(request: Request, firm: FirmOf, person: Reviewer, slip_id: str, form: Typed) -> Response:
    reason = form.text("reason", MOST, needed=True)
    if not form.ok:
        return _again(request, firm, person, slip_id, form, whole=True)
    return _do(request, person, slip_id, form, "voided", lambda session: review.void(session, slip_id, person, reason))


def _do(
    request: Request,
    person: Person,
    slip_id: str,
    form: Form,
    done: str,
    work: Callable[[Session], None],
    **values: Any,
) -> Response:
    """Carries it out and goes on; if it cannot be, the page again with the reason and everything typed."""
    firm = firm_of(request)
    try:
        firm.database.write(work)
    except Refusal as refusal:
        if refusal.code == "not_found":
            raise
        words = door.words_of(request, person, refusal)
        return _again(request, firm, person, slip_id, form, status=refusal.status, refused=words, **values)
    return door.to(door.local(form.said("then"), f"/slips/{slip_id}"), done=done)


def _again(
    request: Request,
    firm: Firm,
    person: Person,
    slip_id: str,
    form: Form,
    *,
    status: int = 422,
    whole: bool = False,
    **values: Any,
) -> Response:
    """Where the form was: in the inbox, or on the slip's own page."""
    with firm.database.read() as session:
        if form.said("then").startswith("/?") and not whole:
            tray = form.said("then").partition("tray=")[2].partition("&")[0]
            return inbox.show(
                request, session, firm, person, tray=tray, slip_id=slip_id, status=status, form=form, **values
            )
        return slips.show(request, session, firm, person, slip_id, status=status, form=form, **values)


def _corrected_not(
    request: Request, firm: Firm, person: Person, slip_id: str, form: Form, refusal: Refusal
) -> Response:
    words = door.words_of(request, person, refusal)
    with firm.database.read() as session:
        return correcting.show(request, session, firm, person, slip_id, form=form, status=refusal.status, refused=words)


def _approve_one(firm: Firm, person: Person, slip_id: str, rev: str) -> bool:
    try:
        firm.database.write(lambda session: review.approve(session, slip_id, person, seen_rev=_rev(rev)))
    except Refusal:
        return False
    return True


def _rev(said: str) -> int:
    """The revision somebody was looking at. Without one nothing may be decided."""
    if not said.isdecimal() or len(said) > 15:
        raise Refusal("bad_value", fields=["rev"])
    return int(said)
