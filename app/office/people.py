"""The directory of people, and their phones: pairing by QR code, and taking a phone away again."""

from dataclasses import asdict
from typing import Any

import segno
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.errors import Refusal
from app.firm import Firm
from app.office import door
from app.office.form import Form, Typed
from app.office.phones import lines
from app.people import device as devices
from app.people import directory
from app.people.device import Device
from app.people.directory import Entry
from app.people.person import ROLES, Person, crews, people
from app.people.signin import SHORTEST_PASSWORD
from app.web import FirmOf, Keeper, firm_of

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/people")
def people_page(request: Request, firm: FirmOf, keeper: Keeper) -> Response:
    with firm.database.read() as session:
        named = {crew.id: crew.name for crew in crews(session)}
        rows = [
            (one, [named[crew] for crew in directory.crews_of(session, one.id) if crew in named])
            for one in people(session, active=False)
        ]
        phones = {one.id: sum(not phone.revoked_at for phone in devices.devices_of(session, one.id)) for one, _ in rows}
        rows.sort(key=lambda row: not row[0].active)
        return door.page(
            request, session, keeper, "office/people.html", here="directory", tab="people", rows=rows, phones=phones
        )


@router.get("/people/new")
def new_person_page(request: Request, firm: FirmOf, keeper: Keeper) -> Response:
    with firm.database.read() as session:
        return _new(request, session, keeper, Form(values={"role": "worker", "language": "de", "active": "1"}))


@router.post("/people")
def add_person(request: Request, firm: FirmOf, keeper: Keeper, form: Typed) -> Response:
    entry = _read(form)

    def work(session: Session) -> str:
        person = directory.add_person(session, keeper, entry)
        directory.place_in_crews(session, person, form.all("crews"))
        return person.id

    person_id = _kept(firm, form, work)
    if person_id is None:
        with firm.database.read() as session:
            return _new(request, session, keeper, form, 422)
    return door.to(f"/people/{person_id}", done="saved")


@router.get("/people/{person_id}")
def person_page(request: Request, firm: FirmOf, keeper: Keeper, person_id: str) -> Response:
    with firm.database.read() as session:
        return _show(request, session, keeper, person_id)


@router.post("/people/{person_id}")
def change_person(request: Request, firm: FirmOf, keeper: Keeper, person_id: str, form: Typed) -> Response:
    entry = _read(form)

    def work(session: Session) -> str:
        person = door.found(session.get(Person, person_id))
        directory.change_person(session, keeper, person, entry)
        directory.place_in_crews(session, person, form.all("crews"))
        return person.id

    if _kept(firm, form, work) is None:
        with firm.database.read() as session:
            return _show(request, session, keeper, person_id, form=form, status=422)
    return door.to(f"/people/{person_id}", done="saved")


@router.post("/people/{person_id}/password")
def give_password(request: Request, firm: FirmOf, keeper: Keeper, person_id: str, form: Typed) -> Response:
    password = form.said("password")

    def work(session: Session) -> str:
        directory.give_password(session, keeper, door.found(session.get(Person, person_id)), password[:1000])
        return person_id

    if _kept(firm, form, work, field="password") is None:
        with firm.database.read() as session:
            return _show(request, session, keeper, person_id, wrong=form.wrong, status=422)
    return door.to(f"/people/{person_id}", done="password")


@router.post("/people/{person_id}/devices/pairing")
def make_pairing(request: Request, firm: FirmOf, keeper: Keeper, person_id: str) -> Response:
    """A pairing code, shown on this one page and never again."""
    with firm.database.read() as session:
        person = door.found(session.get(Person, person_id))
        if not person.active:
            raise Refusal("not_allowed")
    code = firm.database.write(
        lambda session: devices.make_pairing_code(session, firm.settings, session.get_one(Person, person_id))
    )
    link = f"{firm.settings.base_url}/app#pair={code}"
    qr = segno.make(link, micro=False, error="m").svg_data_uri(scale=6, border=3, dark="#000", light="#fff")
    with firm.database.read() as session:
        values: dict[str, Any] = {
            "whose": person,
            "code": code,
            "link": link,
            "qr": qr,
            "days": firm.settings.pairing_days,
            "tab": "people",
        }
        answer = door.page(request, session, keeper, "office/pairing.html", here="directory", **values)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@router.post("/people/{person_id}/devices/{device_id}/revocation")
def revoke(firm: FirmOf, keeper: Keeper, person_id: str, device_id: str) -> Response:
    def work(session: Session) -> None:
        device = door.found(session.get(Device, device_id))
        if device.person_id != person_id:
            raise Refusal("not_found")
        devices.revoke(device)

    firm.database.write(work)
    return door.to(f"/people/{person_id}", done="revoked")


def _kept(firm: Firm, form: Form, work: Any, field: str = "name") -> str | None:
    """Does it if the form is right; else, or if it is refused, the words are at the field."""
    if not form.ok:
        return None
    try:
        return str(firm.database.write(work))
    except Refusal as refusal:
        if refusal.code == "not_found":
            raise
        form.object(next(iter(refusal.details.get("fields", [field]))), f"error.{refusal.code}")
        return None


def _read(form: Form) -> Entry:
    return Entry(
        name=form.text("name", 120, needed=True),
        role=form.choice("role", ROLES),
        job_title=form.text("job_title", 80),
        language=form.choice("language", [code for code, _ in door.LANGUAGES]),
        login=form.text("login", 120),
        personnel_no=form.text("personnel_no", 20),
        birth_date=form.day("birth_date", needed=False),
        active=bool(form.said("active")),
    )


def _new(request: Request, session: Session, keeper: Person, form: Form, status: int = 200) -> HTMLResponse:
    values = {"whose": None, "form": form, **_choices(session)}
    return door.page(request, session, keeper, "office/person.html", here="directory", status=status, **values)


def _show(
    request: Request, session: Session, keeper: Person, person_id: str, *, form: Form | None = None,
    wrong: dict[str, str] | None = None, status: int = 200,
) -> HTMLResponse:  # fmt: skip
    whose, reader = door.found(session.get(Person, person_id)), door.reader_for(firm_of(request), keeper)
    form = form or _form_of(session, whose)
    form.wrong |= wrong or {}
    values = {"whose": whose, "form": form, "phones": lines(session, reader, whose.id), **_choices(session)}
    return door.page(request, session, keeper, "office/person.html", here="directory", status=status, **values)


def _choices(session: Session) -> dict[str, Any]:
    return {
        "tab": "people",
        "roles": ROLES,
        "crews": crews(session),
        "languages": door.LANGUAGES,
        "shortest": SHORTEST_PASSWORD,
    }


def _form_of(session: Session, person: Person) -> Form:
    entry = Entry(**{name: getattr(person, name) for name in Entry.__dataclass_fields__})
    values = {name: value or "" for name, value in asdict(entry).items() if name != "active"}
    return Form(
        values=values | {"active": "1" if person.active else ""},
        several={"crews": directory.crews_of(session, person.id)},
    )
