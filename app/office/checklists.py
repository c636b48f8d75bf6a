"""The firm's checklists: which there are, one with its preview, and the form whose saving makes the next version."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.errors import Refusal
from app.firm import Firm
from app.office import checklist_form, checklist_links, door
from app.office.form import Form, Typed
from app.office.view import names_of
from app.people.person import Person
from app.sites.checklists import ChecklistVersion, check, newest, retire, save_template, versions
from app.web import FirmOf, Keeper

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/checklists")
def list_page(request: Request, firm: FirmOf, keeper: Keeper) -> Response:
    with firm.database.read() as session:
        values: dict[str, Any] = {"tab": "checklists", "all_of_them": newest(session, active=False)}
        return door.page(request, session, keeper, "office/checklists.html", here="directory", **values)


@router.get("/checklists/new")
def new_page(request: Request, firm: FirmOf, keeper: Keeper) -> Response:
    with firm.database.read() as session:
        return _show(request, session, keeper, checklist_form.typed({}), [])


@router.get("/checklists/{checklist}")
def change_page(request: Request, firm: FirmOf, keeper: Keeper, checklist: str) -> Response:
    with firm.database.read() as session:
        there = _versions(session, checklist)
        return _show(request, session, keeper, checklist_form.typed(there[0].content), there)


@router.get("/checklists/{checklist}/versions/{number}")
def version_page(request: Request, firm: FirmOf, keeper: Keeper, checklist: str, number: int) -> Response:
    """As it was asked then: slips that were filled with it are judged by it."""
    with firm.database.read() as session:
        version = door.found(next((one for one in _versions(session, checklist) if one.version == number), None))
        values: dict[str, Any] = {"tab": "checklists", "version": version, "content": version.content}
        return door.page(request, session, keeper, "office/checklist_version.html", here="directory", **values)


@router.post("/checklists")
def add(request: Request, firm: FirmOf, keeper: Keeper, form: Typed) -> Response:
    return _save(request, firm, keeper, form, None)


@router.post("/checklists/{checklist}")
def change(request: Request, firm: FirmOf, keeper: Keeper, checklist: str, form: Typed) -> Response:
    return _save(request, firm, keeper, form, checklist)


@router.post("/checklists/{checklist}/active")
def use(firm: FirmOf, keeper: Keeper, checklist: str, form: Typed) -> Response:
    """Out of use for new slips, or into it again."""
    active = form.said("active") == "1"
    firm.database.write(lambda session: retire(session, checklist, active=active))
    return door.to("/checklists", done="saved")


def _save(request: Request, firm: Firm, keeper: Person, form: Form, checklist: str | None) -> Response:
    with firm.database.read() as session:
        there = _versions(session, checklist) if checklist else []
        content = checklist_form.read(form, there[0].content if there else {})
        if not there and form.ok and versions(session, content["id"]):
            form.object("title_de", "error.name_taken")
        if not form.ok:
            return _show(request, session, keeper, form, there, status=422)
        if form.said("look"):
            return _look(request, session, keeper, form, there, content)
    try:
        saved = firm.database.write(lambda session: save_template(session, content, keeper.id).id)
    except Refusal as refusal:
        with firm.database.read() as session:
            there = _versions(session, checklist) if checklist else []
            words = door.words_of(request, keeper, refusal)
            return _show(
                request, session, keeper, form, there, status=422, refused=words, wrong=_where(refusal, content)
            )
    return door.to(f"/checklists/{saved}", done="saved")


def _look(
    request: Request,
    session: Session,
    keeper: Person,
    form: Form,
    there: list[ChecklistVersion],
    content: dict[str, Any],
) -> HTMLResponse:
    """How it would be asked, before it is saved."""
    try:
        check(content)
    except Refusal as refusal:
        words, wrong = door.words_of(request, keeper, refusal), _where(refusal, content)
        return _show(request, session, keeper, form, there, status=422, refused=words, wrong=wrong)
    return _show(request, session, keeper, form, there, looked=content)


def _show(
    request: Request, session: Session, keeper: Person, form: Form, there: list[ChecklistVersion], *,
    status: int = 200, refused: str = "", wrong: tuple[str, ...] = (), looked: dict[str, Any] | None = None,
) -> HTMLResponse:  # fmt: skip
    content = there[0].content if there else {}
    values: dict[str, Any] = {
        "tab": "checklists", "form": form, "versions": there, "content": looked or content, "looked": bool(looked),
        "kinds": checklist_form.KINDS, "blocks": checklist_form.blocks(form), "proofs": checklist_links.PROOFS,
        "questions": checklist_form.questions(form, content), "conditions": checklist_links.CONDITIONS,
        "references": checklist_links.TO, "wrong_titles": wrong,
        "refused": refused, "names": names_of(session),
    }  # fmt: skip
    return door.page(request, session, keeper, "office/checklist.html", here="directory", status=status, **values)


def _versions(session: Session, checklist: str) -> list[ChecklistVersion]:
    found = versions(session, checklist)
    if not found:
        raise Refusal("not_found")
    return found


def _where(refusal: Refusal, content: dict[str, Any]) -> tuple[str, ...]:
    """German titles of the questions that do not fit: named by key, or by their place."""
    told = " ".join(" ".join([*one["at"], one["what"]]) for one in refusal.details.get("problems", ()))
    places = {
        one["at"][1] for one in refusal.details.get("problems", ()) if one["at"][:1] == ["items"] and len(one["at"]) > 1
    }
    items = enumerate(content["items"])
    return tuple(item["title"]["de"] for n, item in items if str(n) in places or f"{item['key']}:" in told)
