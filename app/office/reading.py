"""What the templates of a slip are given: the slip beside its plan, findings, story, and what may be done now."""

from dataclasses import dataclass
from typing import Any

from fastapi import Request
from sqlalchemy.orm import Session

from app.firm import Firm
from app.office import door, phones
from app.office.reader import Reader
from app.office.special import special_of
from app.office.story import in_short, told
from app.office.view import View, view_of
from app.pages import t, texts
from app.people.person import Person
from app.reports.printing import templates_of
from app.slips import rules
from app.slips.around import around_of
from app.slips.findings import Around
from app.slips.tables import Slip

MAY = {
    "draft": ("remark", "plan", "void"),
    "returned": ("remark", "plan", "void"),
    "submitted": ("return", "approve", "remark", "correct", "void"),
    "approved": ("remark", "correct"),
    "void": (),
}
FIELD_NUMBERS = tuple("012345678")


@dataclass(frozen=True)
class Finding:
    """Something the self-check found, in words."""

    level: str
    field: str
    words: str


def values(
    request: Request, session: Session, firm: Firm, person: Person, slip: Slip, *, here: str, whole: bool = False
) -> dict[str, Any]:
    """`here` is the page's own address, where an action leads back to; `whole`: with every change in the history."""
    reader = door.reader_for(firm, person)
    view = view_of(session, reader, slip)
    story = told(view.steps, view.labels) if whole else in_short(view.steps, view.labels)
    return {
        "view": view, "slip": slip, "sheet": view.sheet, "story": story, "here_url": here, "then": here,
        "findings": findings(reader, view, around_of(session, slip, firm.settings.zone)),
        "may": MAY[slip.state], "returning": _opened(request, slip),
        "special": special_of(slip.content, view.labels, templates_of(session, slip.content)),
        "slip_line": slip_line(reader, view), "place_line": place_line(view),
        "standing": phones.standing(session, reader, slip, view.steps),
    }  # fmt: skip


def findings(reader: Reader, view: View, around: Around) -> list[Finding]:
    content = view.slip.content
    there = {row_id: row for row_id, row in content["rows"].items() if not row.get("dropped")}
    asked = {"slip_id": view.slip.id, "fields": content["fields"], "rows": there}
    return [_finding(reader, one) for one in rules.check(asked, around)]


def slip_line(reader: Reader, view: View) -> str:
    """Slip 2026-0412 · Job 26-118 · Order · Wed 25 Nov 2026"""
    fields, lang = view.sheet.fields, reader.lang
    parts = [
        t(lang, "office.slip.number", number=view.slip.number)
        if view.slip.number
        else t(lang, "office.slip.no_number"),
        t(lang, "office.slip.job", number=fields["job_no"]) if "job_no" in fields else "",
        t(lang, f"office.value.kind.{fields['kind']}")
        if f"office.value.kind.{fields.get('kind')}" in texts(lang)
        else "",
        reader.full_day(view.slip.date),
    ]
    return " · ".join(part for part in parts if part)


def place_line(view: View) -> str:
    fields = view.sheet.fields
    site = ", ".join(fields.get("site_text", "").split("\n"))
    return " · ".join(part for part in (site, fields.get("client_text", "").partition("\n")[0]) if part)


def _finding(reader: Reader, found: rules.Finding) -> Finding:
    params = dict(found["params"])
    minutes = ("minutes", "taken", "needed", "most") if "minutes" in params else ()
    params |= {name: reader.hm(int(params[name] or 0)) for name in minutes if name in params}
    params |= {name: reader.full_day(str(params[name])) for name in ("day", "until") if name in params}
    return Finding(found["level"], found["field"], t(reader.lang, f"office.check.{found['code']}", **params))


def _opened(request: Request, slip: Slip) -> tuple[str, ...]:
    """Fields the red pencil is at."""
    asked = request.query_params.get("return", "").split(",") if slip.state == "submitted" else []
    return tuple(number for number in asked if number in FIELD_NUMBERS)
