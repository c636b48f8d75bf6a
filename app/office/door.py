"""What the pages of the office share: the frame around them, and how they answer."""

from typing import Any, TypeVar
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from app import assets, clock, pages
from app.errors import Refusal
from app.firm import Firm
from app.office.form import Form
from app.office.reader import Reader
from app.people.person import DIRECTORY_ROLES, Person
from app.slips import queries
from app.slips.tables import Slip
from app.web import firm_of, language_of

T = TypeVar("T")
LANGUAGES = (("de", "Deutsch"), ("en", "English"))
NAV = (("inbox", "/"), ("week", "/week"), ("slips", "/slips"), ("figures", "/figures"), ("exports", "/exports"))
DIRECTORY_NAV = ("directory", "/people")


def page(
    request: Request, session: Session, person: Person, template: str, *, here: str, status: int = 200, **values: Any
) -> HTMLResponse:
    """A page inside the frame, in the language of whoever is signed in."""
    reader = reader_for(firm_of(request), person)
    trays = queries.trays(session, person, today(firm_of(request)))
    frame = {
        "person": person, "here": here, "nav": _nav(person), "trays": trays, "waiting": trays["review"], "r": reader,
        "asset": assets.installed().url, "done": done_words(request, reader.lang), "form": Form(),
    }  # fmt: skip
    return HTMLResponse(pages.render(template, reader.lang, **(frame | values)), status)


def bare(
    request: Request, template: str, *, status: int = 200, person: Person | None = None, **values: Any
) -> HTMLResponse:
    """A page without the frame: nobody is signed in, or nobody the office is for."""
    html = pages.render(template, language_of(request, person), asset=assets.installed().url, person=person, **values)
    return HTMLResponse(html, status)


def to(path: str, **query: str) -> RedirectResponse:
    """Goes on, after something was done."""
    said = {name: value for name, value in query.items() if value}
    joint = "&" if "?" in path else "?"
    return RedirectResponse(f"{path}{joint}{urlencode(said)}" if said else path, 303)


def local(path: str, otherwise: str) -> str:
    """The path if it is one of ours; never another site's."""
    ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if ours else otherwise


def reader_for(firm: Firm, person: Person) -> Reader:
    return Reader(pages.known(person.language), firm.settings.zone)


def today(firm: Firm) -> str:
    return clock.today(firm.settings.zone).isoformat()


def slip_or_404(session: Session, person: Person, slip_id: str) -> Slip:
    slip = queries.slip_for(session, person, slip_id)
    if slip is None:
        raise Refusal("not_found")
    return slip


def found(record: T | None) -> T:
    if record is None:
        raise Refusal("not_found")
    return record


def done_words(request: Request, lang: str) -> str:
    """What was just done, said once at the top of the next page."""
    key = f"office.done.{request.query_params.get('done', '')}"
    return pages.t(lang, key) if key in pages.texts(lang) else ""


def words_of(request: Request, person: Person | None, refusal: Refusal) -> str:
    """A refusal as a sentence."""
    return pages.t(language_of(request, person), f"error.{refusal.code}")


def _nav(person: Person) -> tuple[tuple[str, str], ...]:
    return (*NAV, DIRECTORY_NAV) if person.role in DIRECTORY_ROLES else NAV
