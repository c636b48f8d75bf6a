"""The figures: plan and actual per job, and how slips go through the house. Every number opens its slips."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from app.office import door
from app.reports import figures
from app.reports.figures import Compared
from app.reports.slip_filter import STATES, SlipFilter, days_of, months, read_filter
from app.sites.places import KINDS, companies
from app.web import FirmOf, Reviewer

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
WIDTH = 220  # of the longest bar, in pixels
FAR_OVER = 10  # percent above plan from which a job is marked


@dataclass(frozen=True)
class Bar:
    """Plan as a frame, actual as its filling, what is above plan in red. In pixels."""

    plan: int
    actual: int
    over: int


@router.get("/figures")
def figures_page(request: Request, firm: FirmOf, person: Reviewer) -> Response:
    wanted = read_filter(request.query_params)
    if not wanted.from_ and not wanted.to and "month" not in request.query_params:
        first, last = days_of(door.today(firm)[:7])
        wanted = wanted.but(from_=first, to=last)
    with firm.database.read() as session:
        jobs = figures.job_hours(session, person, wanted)
        compared = {row.job_id: row.period for row in jobs}
        process = figures.process(session, person, wanted, zone=firm.settings.zone)
        most = max(count.number for count in process.states.values()) or 1
        values: dict[str, Any] = {
            "wanted": wanted, "month": wanted.query.get("month", ""),
            "months": months(session, person), "address": address,
            "companies": companies(session), "kinds": KINDS, "jobs": jobs, "bars": _bars(compared),
            "far_over": [row for row in jobs if (row.period.percent or 0) > FAR_OVER], "limit": FAR_OVER,
            "hours": figures.hours(session, person, wanted), "states": STATES,
            "process": process, "scale": lambda number: round(110 * number / most),
        }  # fmt: skip
        return door.page(request, session, person, "office/figures.html", here="figures", **values)


def address(behind: SlipFilter) -> str:
    """Where the slips behind a number are."""
    return "/slips?" + urlencode(behind.query)


def _bars(compared: dict[str | None, Compared]) -> dict[str | None, Bar]:
    longest = max((max(one.plan, one.actual) for one in compared.values()), default=0) or 1
    return {key: _bar(one, WIDTH / longest) for key, one in compared.items()}


def _bar(one: Compared, scale: float) -> Bar:
    plan, actual = round(one.plan * scale), round(one.actual * scale)
    return Bar(plan, actual, max(actual - plan, 0) if one.plan else 0)
