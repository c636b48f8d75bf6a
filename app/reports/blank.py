"""A slip to be filled in by pen: with its plan, or empty for a job. Its QR code leads a phone to this very slip."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from app import ids
from app.errors import Refusal
from app.firm import Firm
from app.reports import wording
from app.reports.document import boxes, heading
from app.reports.paper import Box
from app.reports.wording import say
from app.sites.places import Company, Job, plan_fields
from app.slips.conflicts import Content
from app.slips.slip import live_rows
from app.slips.tables import Slip

PEOPLE, MATERIAL = 5, 6  # rows at least, planned ones and empty ones together

Fields = dict[str, Any]
Line = TypeVar("Line")


@dataclass(frozen=True)
class Blank:
    """The sheet: what is printed on it; everything else is room to write. A person is (name, start, end, breaks), a
    material (article, planned quantity)."""

    slip_id: str
    address: str
    title: str
    firm: str
    firm_lines: tuple[str, ...]
    trades: str
    heading: str
    boxes: tuple[Box, ...]
    people: tuple[tuple[str, str, str, str], ...]
    material: tuple[tuple[str, str], ...]


def blank_of_slip(firm: Firm, session: Session, slip: Slip) -> Blank:
    """With the plan of a slip that has not been handed in. Refused with `wrong_state` otherwise."""
    if slip.state not in ("draft", "returned"):
        raise Refusal("wrong_state")
    address = f"{firm.settings.base_url}/app#/paper/{slip.id}"
    return _blank(session, slip.id, address, slip.content, slip.company_id)


def blank_of_job(firm: Firm, session: Session, job: Job) -> Blank:
    """For a day nobody planned: the slip with this id begins with whoever photographs the paper first."""
    slip_id = ids.new()
    address = f"{firm.settings.base_url}/app#/paper/{slip_id}/{job.id}"
    content: Content = {"fields": plan_fields(session, job), "extra": {}, "rows": {}}
    return _blank(session, slip_id, address, content, job.company_id)


def _blank(session: Session, slip_id: str, address: str, content: Content, company_id: str | None) -> Blank:
    fields = content["fields"]
    company = session.get(Company, company_id) if company_id else None
    name, *firm_lines = (fields.get("company_text") or (company.name if company else "")).split("\n")
    return Blank(
        slip_id=slip_id,
        address=address,
        title=", ".join(filter(None, [say("pdf.blank.title"), fields.get("title")])),
        firm=name,
        firm_lines=tuple(filter(None, firm_lines)),
        trades=company.trades if company else "",
        heading=heading(fields),
        boxes=boxes(fields),
        people=_filled(_people(content), PEOPLE, ("", "", "", "")),
        material=_filled(_material(content), MATERIAL, ("", "")),
    )


def _people(content: Content) -> Iterable[tuple[str, str, str, str]]:
    rows, pauses = live_rows(content, "time"), live_rows(content, "break").values()
    lead = content["fields"].get("lead")
    for row_id, row in sorted(rows.items(), key=lambda item: (item[1]["fields"].get("person") != lead, item[0])):
        own = sorted(_span(pause["fields"]) for pause in pauses if pause["fields"].get("time") == row_id)
        start, end = (row["fields"].get(name) for name in ("plan_start", "plan_end"))
        yield row["fields"].get("name") or "", _clock(start), _clock(end), ", ".join(filter(None, own))


def _material(content: Content) -> Iterable[tuple[str, str]]:
    for _, row in sorted(live_rows(content, "material").items()):
        fields = row["fields"]
        article = ", ".join(filter(None, [fields.get("text"), fields.get("number")]))
        yield article, wording.amount(fields.get("plan_quantity"), fields.get("unit"))


def _span(fields: Fields) -> str:
    return wording.span(fields.get("plan_start"), fields.get("plan_end"), None)


def _clock(wall: str | None) -> str:
    return wall[11:16] if wall else ""


def _filled(rows: Iterable[Line], least: int, empty: Line) -> tuple[Line, ...]:
    """At least so many rows, and always one to write into."""
    found = list(rows)
    return (*found, *[empty] * max(least - len(found), 1))
