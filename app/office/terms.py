"""The firm's limits, rates and Auslöse: a list of what holds from when and why, and the form for the next row."""

from typing import Any, get_args

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.errors import Refusal
from app.firm import Firm
from app.office import door, term_form, term_rows
from app.office.form import Form, Typed
from app.office.view import names_of
from app.people.person import Person
from app.sites import terms
from app.sites.catalog import items
from app.sites.terms import Kind
from app.web import FirmOf, Keeper

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
KINDS: tuple[Kind, ...] = get_args(Kind)


@router.get("/terms")
def list_page(request: Request, firm: FirmOf, keeper: Keeper) -> Response:
    with firm.database.read() as session:
        reader, names, today = door.reader_for(firm, keeper), names_of(session), door.today(firm)
        lists = {kind: term_rows.listed(session, reader, names, kind, today) for kind in KINDS}
        values: dict[str, Any] = {"tab": "terms", "lists": lists}
        return door.page(request, session, keeper, "office/terms.html", here="directory", **values)


@router.get("/terms/{kind}/new")
def new_page(
    request: Request, firm: FirmOf, keeper: Keeper, kind: Kind, name: str = "", who: str = "adult"
) -> Response:
    """The form for the next row of a number, as it is now; or for a new Auslöse."""
    with firm.database.read() as session:
        last = _last(session, kind, name, who)
        if not last and (name or kind != "expense"):
            raise Refusal("not_found")
        form = term_form.typed(kind, last, who)
        return _show(request, session, firm, keeper, kind, form)


@router.post("/terms/{kind}")
def add(request: Request, firm: FirmOf, keeper: Keeper, kind: Kind, form: Typed) -> Response:
    with firm.database.read() as session:
        row = term_form.read(form, kind, _allowances(session))
    if form.ok:
        _write(firm, keeper, kind, form, row)
    if form.ok:
        return door.to("/terms", done="saved")
    with firm.database.read() as session:
        return _show(request, session, firm, keeper, kind, form, 422)


def _write(firm: Firm, keeper: Person, kind: Kind, form: Form, row: dict[str, Any]) -> None:
    today = door.today(firm)
    try:
        firm.database.write(lambda session: terms.add_term(session, kind, row, keeper.id, today).id)
    except Refusal as refusal:
        for name in refusal.details.get("where", ()):
            form.object(name, "office.term.too_early" if name == "from" else "office.form.missing")


def _show(
    request: Request, session: Session, firm: Firm, keeper: Person, kind: Kind, form: Form, status: int = 200
) -> HTMLResponse:
    reader, said = door.reader_for(firm, keeper), form.said("name")
    lines = term_rows.listed(session, reader, names_of(session), kind, door.today(firm))
    values: dict[str, Any] = {
        "tab": "terms", "kind": kind, "form": form,
        "names": [(name, term_rows.words_of(reader, kind, name)) for name in term_form.names(kind)],
        "allowances": list(_allowances(session).items()), "unit": term_rows.UNITS.get(said, ""),
        "before": [line for line in lines if line.name == said],
    }  # fmt: skip
    return door.page(request, session, keeper, "office/term.html", here="directory", status=status, **values)


def _last(session: Session, kind: Kind, name: str, who: str) -> dict[str, Any]:
    """The newest row of this number: the firm's, or else the law's; nothing for a new one."""
    everything = [*term_rows.LAW[kind], *terms.of_kind(session, kind)]
    rows = [row for row in everything if row["name"] == name and row.get("who", who) in (who, "all")]
    return dict(sorted(rows, key=lambda row: str(row["from"]))[-1]) if rows else {}


def _allowances(session: Session) -> dict[str, str]:
    return {one.id: one.text for one in items(session, "allowance")}
