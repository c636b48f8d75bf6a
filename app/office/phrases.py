"""The firm's phrases: which there are for which kind of slip, and the form for one in every language of the phone."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.errors import Refusal
from app.firm import Firm
from app.office import door
from app.office.form import Form, Typed
from app.people.person import Person
from app.sites.catalog import Item
from app.sites.phrases import FOREIGN, LONGEST, is_one_sentence, keep_phrase, of_id, phrases
from app.sites.places import KINDS
from app.web import FirmOf, Keeper

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Kinds = tuple[str, ...]


@router.get("/phrases")
def list_page(request: Request, firm: FirmOf, keeper: Keeper) -> Response:
    with firm.database.read() as session:
        everything = phrases(session)
        values: dict[str, Any] = {
            "tab": "phrases", "groups": _groups([one for one in everything if one.active]), "foreign": FOREIGN,
            "gone": [one for one in everything if not one.active],
        }  # fmt: skip
        return door.page(request, session, keeper, "office/phrases.html", here="directory", **values)


@router.get("/phrases/new")
def new_page(request: Request, firm: FirmOf, keeper: Keeper) -> Response:
    with firm.database.read() as session:
        return _show(request, session, keeper, Form())


@router.get("/phrases/{phrase}")
def change_page(request: Request, firm: FirmOf, keeper: Keeper, phrase: str) -> Response:
    with firm.database.read() as session:
        row = of_id(session, phrase)
        return _show(request, session, keeper, _typed(row), row)


@router.post("/phrases")
def add(request: Request, firm: FirmOf, keeper: Keeper, form: Typed) -> Response:
    return _save(request, firm, keeper, form, None)


@router.post("/phrases/{phrase}")
def change(request: Request, firm: FirmOf, keeper: Keeper, phrase: str, form: Typed) -> Response:
    return _save(request, firm, keeper, form, phrase)


@router.post("/phrases/{phrase}/active")
def use(firm: FirmOf, keeper: Keeper, phrase: str, form: Typed) -> Response:
    """No longer to choose from, or again; slips that say it go on saying it."""
    active = form.said("active") == "1"

    def work(session: Session) -> None:
        of_id(session, phrase).active = active

    firm.database.write(work)
    return door.to("/phrases", done="saved")


def _save(request: Request, firm: Firm, keeper: Person, form: Form, phrase: str | None) -> Response:
    with firm.database.read() as session:
        row = of_id(session, phrase) if phrase else None
    text, kinds, said = _read(form)
    if form.ok:
        _write(firm, form, phrase, text, kinds, said)
    if form.ok:
        return door.to("/phrases", done="saved")
    with firm.database.read() as session:
        return _show(request, session, keeper, form, row, 422)


def _write(
    firm: Firm, form: Form, phrase: str | None, text: str, kinds: Sequence[str], said: Mapping[str, str]
) -> None:
    try:
        firm.database.write(lambda session: keep_phrase(session, phrase, text, kinds, said).id)
    except Refusal as refusal:
        if refusal.code != "name_taken":
            raise
        form.object("text", "office.phrase.taken")


def _read(form: Form) -> tuple[str, list[str], dict[str, str]]:
    """What was typed; what is not right is marked in the form."""
    text, kinds = form.text("text", LONGEST, needed=True), form.choices("kinds", KINDS)
    said = {lang: form.text(f"in_{lang}", LONGEST) for lang in FOREIGN}
    for name, sentence in (("text", text), *((f"in_{lang}", words) for lang, words in said.items() if words)):
        if not is_one_sentence(sentence):
            form.object(name, "office.phrase.one_sentence")
    return text, [kind for kind in KINDS if kind in kinds], said


def _typed(row: Item) -> Form:
    """The form as the phrase is now."""
    said = {f"in_{lang}": str(row.more.get(lang) or "") for lang in FOREIGN}
    return Form(values={"text": row.text, **said}, several={"kinds": list(row.more.get("kinds", []))})


def _groups(rows: list[Item]) -> list[tuple[Kinds, list[Item]]]:
    """Those for the same kinds together, in the order of the kinds; those for every kind come last."""
    found: dict[Kinds, list[Item]] = {}
    for row in rows:
        said = row.more.get("kinds", [])
        found.setdefault(tuple(kind for kind in KINDS if kind in said), []).append(row)
    return sorted(found.items(), key=lambda group: [not group[0], *map(KINDS.index, group[0])])


def _show(
    request: Request, session: Session, keeper: Person, form: Form, row: Item | None = None, status: int = 200
) -> HTMLResponse:
    values: dict[str, Any] = {"tab": "phrases", "row": row, "form": form, "kinds": KINDS, "foreign": FOREIGN}
    return door.page(request, session, keeper, "office/phrase.html", here="directory", status=status, **values)
