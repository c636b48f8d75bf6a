"""The hours of a month: one row per time entry of approved slips, as payroll and calculation want them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from app.errors import Refusal
from app.people.person import Person
from app.reports.slip_filter import SLIP, SlipFilter, days_of
from app.slips import queries
from app.slips.slip import live_rows
from app.slips.tables import Slip

WORK, PERSON, SITE, JOB = (SQLModel.metadata.tables[name] for name in ("work", "person", "site", "job"))
AT_ONCE = 500  # rows fetched from the database together
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")

Breaks = list[tuple[datetime, datetime]]


@dataclass(frozen=True)
class HoursRow:
    """One time entry. Times are what the clock on the wall said; `minutes` is the truth where a clock was changed."""

    day: date
    name: str
    personnel_no: str
    job_no: str
    title: str
    site: str
    start: datetime | None
    end: datetime | None
    breaks: tuple[tuple[datetime, datetime], ...]
    break_minutes: int
    minutes: int
    activity: str
    billable: bool
    number: str
    version: int


def hours_rows(session: Session, person: Person, month: str, *, company: str | None = None) -> Iterator[HoursRow]:
    """By day, name and start. Keep the session open while reading: rows come as they are fetched."""
    if not _MONTH.fullmatch(month):
        raise Refusal("bad_value", field="month")
    first, last = days_of(month)
    wanted = SlipFilter(from_=first, to=last, company=company, state="approved")
    breaks = _breaks(session, person, wanted)
    columns = (
        WORK.c.row_id, WORK.c.date, WORK.c.name, WORK.c.start, WORK.c.end, WORK.c.break_minutes, WORK.c.minutes,
        WORK.c.activity, WORK.c.billable, PERSON.c.name.label("person_name"), PERSON.c.personnel_no,
        SLIP.c.number, SLIP.c.version, SLIP.c.title, SITE.c.name.label("site_name"), JOB.c.number.label("job_number"),
        Slip.content["fields"]["job_no"].as_string().label("job_no"),
        Slip.content["fields"]["site_text"].as_string().label("site_text"),
    )  # fmt: skip
    query = queries.visible_to(person).with_only_columns(*columns).where(*wanted.conditions)
    query = query.join(WORK, WORK.c.slip_id == SLIP.c.id).outerjoin(PERSON, PERSON.c.id == WORK.c.person_id)
    query = query.outerjoin(SITE, SITE.c.id == SLIP.c.site_id).outerjoin(JOB, JOB.c.id == SLIP.c.job_id)
    query = query.order_by(WORK.c.date, WORK.c.name, WORK.c.start, SLIP.c.id, WORK.c.row_id)
    for row in session.execute(query.execution_options(yield_per=AT_ONCE)):
        yield _row(row, breaks.get((row.row_id), []))


def _row(row: Any, breaks: Breaks) -> HoursRow:
    return HoursRow(
        day=date.fromisoformat(row.date),
        name=row.name or row.person_name or "",
        personnel_no=row.personnel_no or "",
        job_no=row.job_no or row.job_number or "",
        title=row.title,
        site=(row.site_text or row.site_name or "").split("\n")[0],
        start=_wall(row.start),
        end=_wall(row.end),
        breaks=tuple(sorted(breaks)),
        break_minutes=row.break_minutes,
        minutes=row.minutes,
        activity=row.activity,
        billable=bool(row.billable),
        number=row.number or "",
        version=row.version,
    )


def _breaks(session: Session, person: Person, wanted: SlipFilter) -> dict[str, Breaks]:
    """Time row -> its breaks. Where a break lay decides about supplements, so its length alone is not enough."""
    query = queries.visible_to(person).with_only_columns(Slip.content).where(*wanted.conditions)
    found: dict[str, Breaks] = {}
    for content in session.scalars(query.execution_options(yield_per=AT_ONCE)):
        for row in live_rows(content, "break").values():
            start, end = _wall(row["fields"].get("start")), _wall(row["fields"].get("end"))
            if start and end:
                found.setdefault(row["fields"].get("time") or "", []).append((start, end))
    return found


def _wall(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text[:16]) if text else None
