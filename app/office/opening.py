"""The way in: first run, sign-in, sign-out, and the settings of one's own."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.errors import Refusal
from app.office import door
from app.office.form import Form, Typed
from app.people import signin
from app.people.person import Person
from app.sites.places import Company
from app.web import DESK, FirmOf, SignedIn, desk_person, firm_of, language_of, limited, set_cookie

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/setup")
def setup_page(request: Request, firm: FirmOf) -> Response:
    with firm.database.read() as session:
        _refuse_if_set_up(session)
    return _setup(request, Form(values={"language": language_of(request)}))


@router.post("/setup")
def set_up(request: Request, firm: FirmOf, form: Typed) -> Response:
    """The first admin and the first company, once; whoever did it is signed in."""
    admin, company = _first_admin(form), _first_company(form)
    password = _new_password(form)
    if not form.ok:
        return _setup(request, form, 422)
    return _welcome(
        request, firm.database.write(lambda session: _found_firm(request, session, admin, company, password)), "/"
    )


@router.get("/signin")
def sign_in_page(request: Request, firm: FirmOf, next: str = "/") -> Response:
    with firm.database.read() as session:
        if not _is_set_up(session):
            return door.to("/setup")
    if desk_person(request):
        return door.to(door.local(next, "/"))
    return _sign_in(request, Form(), next=next)


@router.post("/signin")
def sign_in(request: Request, form: Typed) -> Response:
    login, next_page = form.text("login", 120, needed=True), door.local(form.said("next"), "/")
    form.text("password", 1000, needed=True)
    if not form.ok:
        return _sign_in(request, form, next=next_page, status=422)
    try:
        token = limited(request, f"login {login.lower()[:100]}", lambda session: _token(request, session, form))
    except Refusal as refusal:
        words = door.words_of(request, None, refusal)
        return _sign_in(request, form, next=next_page, status=refusal.status, refused=words, headers=refusal.headers)
    return _welcome(request, token, next_page)


@router.post("/signout")
def sign_out(request: Request, firm: FirmOf) -> Response:
    token = request.cookies.get(DESK, "")
    firm.database.write(lambda session: signin.sign_out(session, firm.settings, token))
    answer = door.to("/signin")
    answer.delete_cookie(DESK, path="/")
    return answer


@router.get("/me")
def me_page(request: Request, firm: FirmOf, person: SignedIn) -> Response:
    return _me(request, person, Form(values={"language": person.language}))


@router.post("/me")
def change_me(request: Request, firm: FirmOf, person: SignedIn, form: Typed) -> Response:
    """My own language, and my own password if I know the present one."""
    language = form.choice("language", [code for code, _ in door.LANGUAGES])
    password = _new_password(form) if form.said("password") else ""
    if form.ok and password:
        _check_present_password(request, person, form)
    if not form.ok:
        return _me(request, person, form, 422)
    firm.database.write(lambda session: _keep_me(session, person.id, language, password))
    return door.to("/signin" if password else "/me", done="" if password else "saved")


def _keep_me(session: Session, person_id: str, language: str, password: str) -> None:
    person = session.get_one(Person, person_id)
    person.language = language
    if password:
        signin.set_password(session, person, password)


def _check_present_password(request: Request, person: Person, form: Form) -> None:
    try:
        key = f"login {person.login}"
        limited(request, key, lambda session: signin.check_password(session, person.login or "", form.said("present")))
    except Refusal as refusal:
        form.object("present", f"error.{refusal.code}")


def _me(request: Request, person: Person, form: Form, status: int = 200) -> Response:
    if not person.reviews:
        return door.bare(request, "office/phone_only.html", person=person)
    with firm_of(request).database.read() as session:
        values: dict[str, Any] = {"languages": door.LANGUAGES, "shortest": signin.SHORTEST_PASSWORD}
        return door.page(request, session, person, "office/me.html", here="me", status=status, form=form, **values)


def _setup(request: Request, form: Form, status: int = 200) -> HTMLResponse:
    values: dict[str, Any] = {"form": form, "languages": door.LANGUAGES, "shortest": signin.SHORTEST_PASSWORD}
    return door.bare(request, "office/setup.html", status=status, **values)


def _sign_in(
    request: Request,
    form: Form,
    *,
    next: str,
    status: int = 200,
    refused: str = "",
    headers: dict[str, str] | None = None,
) -> HTMLResponse:
    answer = door.bare(
        request, "office/signin.html", status=status, form=form, next=door.local(next, "/"), refused=refused
    )
    answer.headers.update(headers or {})
    return answer


def _welcome(request: Request, token: str, path: str) -> RedirectResponse:
    firm, answer = firm_of(request), door.to(path)
    set_cookie(answer, firm, DESK, token, days=firm.settings.session_days)
    return answer


def _token(request: Request, session: Session, form: Form) -> str:
    person = signin.check_password(session, form.said("login"), form.said("password"))
    return signin.sign_in(session, firm_of(request).settings, person)


def _is_set_up(session: Session) -> bool:
    return session.scalar(select(Person.id).where(Person.password_hash.is_not(None)).limit(1)) is not None


def _refuse_if_set_up(session: Session) -> None:
    if _is_set_up(session):
        raise Refusal("already_set_up")


def _first_admin(form: Form) -> Person:
    languages = [code for code, _ in door.LANGUAGES]
    return Person(
        name=form.text("name", 120, needed=True),
        login=form.text("login", 120, needed=True).lower(),
        language=form.choice("language", languages),
        role="admin",
    )


def _first_company(form: Form) -> Company:
    return Company(name=form.text("company", 120, needed=True), text=form.text("company_text", 500))


def _new_password(form: Form) -> str:
    password = form.said("password")
    if len(password) < signin.SHORTEST_PASSWORD:
        form.object("password", "error.password_weak")
    elif len(password) > 1000:
        form.object("password", "office.form.too_long")
    return password


def _found_firm(request: Request, session: Session, admin: Person, company: Company, password: str) -> str:
    _refuse_if_set_up(session)
    session.add_all([admin, company])
    session.flush()
    signin.set_password(session, admin, password)
    return signin.sign_in(session, firm_of(request).settings, admin)
