"""The rest of the directory: crews, sites, jobs, companies and clients. One list and one form serve them all."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel
from starlette.responses import Response

from app.firm import Firm
from app.office import door, records
from app.office.form import Form, Typed
from app.office.labels import Labels
from app.office.records import RECORDS, Record
from app.office.view import names_of
from app.people.person import Person, people_of
from app.reports.copies import USUAL
from app.sites import documents
from app.sites.places import Site
from app.web import FirmOf, Keeper

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


def site_page(
    request: Request, session: Session, keeper: Person, site_id: str, document: Form, status: int
) -> HTMLResponse:
    """A site as it is kept, with what is not right about a document somebody brought."""
    record, site = RECORDS["sites"], door.found(session.get(Site, site_id))
    form = records.typed(session, record, site)
    return _show(request, session, keeper, record, form, site, status, document)


def _list(record: Record) -> Callable[..., Response]:
    def page(request: Request, firm: FirmOf, keeper: Keeper) -> Response:
        with firm.database.read() as session:
            order = [getattr(record.table, record.columns[0]), record.table.id]
            rows = list(session.scalars(select(record.table).order_by(record.table.active.desc(), *order)))
            labels = Labels(door.reader_for(firm, keeper), names_of(session))
            values: dict[str, Any] = {
                "tab": record.tab,
                "record": record,
                "rows": [(row, _told(session, labels, record, row)) for row in rows],
            }
            return door.page(request, session, keeper, "office/records.html", here="directory", **values)

    return page


def _new(record: Record) -> Callable[..., Response]:
    def page(request: Request, firm: FirmOf, keeper: Keeper) -> Response:
        with firm.database.read() as session:
            return _show(
                request,
                session,
                keeper,
                record,
                Form(values={"active": "1", "state": "SN"}, several={"client_sees": list(USUAL)}),
            )

    return page


def _add(record: Record) -> Callable[..., Response]:
    def act(request: Request, firm: FirmOf, keeper: Keeper, form: Typed) -> Response:
        return _write(request, firm, keeper, record, form, None)

    return act


def _one(record: Record) -> Callable[..., Response]:
    def page(request: Request, firm: FirmOf, keeper: Keeper, record_id: str) -> Response:
        with firm.database.read() as session:
            row = door.found(session.get(record.table, record_id))
            return _show(request, session, keeper, record, records.typed(session, record, row), row)

    return page


def _change(record: Record) -> Callable[..., Response]:
    def act(request: Request, firm: FirmOf, keeper: Keeper, record_id: str, form: Typed) -> Response:
        return _write(request, firm, keeper, record, form, record_id)

    return act


def _write(request: Request, firm: Firm, keeper: Person, record: Record, form: Form, record_id: str | None) -> Response:
    with firm.database.read() as session:
        row = door.found(session.get(record.table, record_id)) if record_id else None
        values = records.read(form, record, records.choices(session))

    def work(session: Session) -> None:
        entry = session.get_one(record.table, record_id) if record_id else record.table()
        records.keep(session, form, record, entry, values)

    if form.ok:
        firm.database.write(work)
    if form.ok:
        return door.to(f"/{record.tab}", done="saved")
    with firm.database.read() as session:
        return _show(request, session, keeper, record, form, row, 422)


def _show(
    request: Request,
    session: Session,
    keeper: Person,
    record: Record,
    form: Form,
    row: SQLModel | None = None,
    status: int = 200,
    document: Form | None = None,
) -> HTMLResponse:
    values = {"tab": record.tab, "record": record, "row": row, "form": form, "options": records.choices(session)}
    values["document"] = document or Form()
    values["documents"] = documents.of_site(session, row.id) if isinstance(row, Site) else []
    return door.page(request, session, keeper, "office/record.html", here="directory", status=status, **values)


def _told(session: Session, labels: Labels, record: Record, row: Any) -> list[str]:
    """The columns of an entry in words."""
    return [_column(session, labels, row, name) for name in record.columns]


def _column(session: Session, labels: Labels, row: Any, name: str) -> str:
    if name == "people":
        return ", ".join(one.name for one in people_of(session, row.id))
    value = getattr(row, name)
    if name == "plan_minutes":
        return labels.reader.hm(value)
    if name == "kind":
        return labels.value("kind", value)
    return (labels.names.get(value, "") if name in ("lead", "client_id", "site_id") else value) or ""


for _record in RECORDS.values():
    _path = f"/{_record.tab}"
    router.add_api_route(_path, _list(_record), methods=["GET"])
    router.add_api_route(_path, _add(_record), methods=["POST"])
    router.add_api_route(f"{_path}/new", _new(_record), methods=["GET"])
    router.add_api_route(f"{_path}/{{record_id}}", _one(_record), methods=["GET"])
    router.add_api_route(f"{_path}/{{record_id}}", _change(_record), methods=["POST"])
