"""The week of the crews, and the form that plans a slip for a crew and a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.errors import Refusal
from app.firm import Firm
from app.office import door
from app.office.board import board_of
from app.office.form import Form, Typed
from app.people.person import Crew, Person, crews, people, people_of
from app.sites.places import Job, jobs
from app.slips import queries, review
from app.slips.carry import USUAL
from app.slips.op import Value
from app.slips.slip import live_rows
from app.slips.tables import Slip
from app.slips.walltime import clock as clock_of
from app.web import FirmOf, Reviewer

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
BREAKS = 3  # rows of the form
OUT = ("worker", "lead")
CLIENT_KINDS = ("business", "public", "consumer")
AGREED = ("agreed_with", "agreed_ref")
BY_BOTH = (*AGREED, "agreed_on")  # the crew writes them too, where the plan does not say them
Day = Annotated[str, Query(pattern=r"^20[2-9]\d-\d\d-\d\d$")]


@router.get("/week")
def week_page(request: Request, firm: FirmOf, person: Reviewer, day: Day | None = None) -> Response:
    today = door.today(firm)
    monday = _monday(day or today)
    with firm.database.read() as session:
        reader = door.reader_for(firm, person)
        board = board_of(reader, monday, _slips(session, person, monday), _groups(session), today)
        values: dict[str, Any] = {
            "board": board, "week": monday.isocalendar().week, "today": today, "monday": monday,
            "before": monday - timedelta(days=7), "after": monday + timedelta(days=7),
        }  # fmt: skip
        return door.page(request, session, person, "office/week.html", here="week", **values)


@router.get("/slips/new/plan")
def plan_page(
    request: Request, firm: FirmOf, person: Reviewer, day: Day | None = None, crew: str = "", job: str = ""
) -> Response:
    with firm.database.read() as session:
        values = {"date": day or door.today(firm), "crew": crew, "job": job} | _usual()
        chosen = session.get(Crew, crew) if crew else None
        values |= {"lead": chosen.lead or ""} if chosen else {}
        team = [one.id for one in people_of(session, chosen.id)] if chosen else []
        return _show(request, session, firm, person, _filled(values, team))


@router.post("/slips")
def plan(request: Request, firm: FirmOf, person: Reviewer, form: Typed) -> Response:
    with firm.database.read() as session:
        planned = _read(session, form, firm.settings.zone)
        if planned is None:
            return _show(request, session, firm, person, form, status=422)
        session.expunge_all()
    firm.database.write(lambda session: review.plan_slip(session, person, planned))
    return door.to(f"/week?day={planned.date}", done="planned")


@router.get("/slips/{slip_id}/plan")
def replan_page(request: Request, firm: FirmOf, person: Reviewer, slip_id: str) -> Response:
    with firm.database.read() as session:
        slip = door.slip_or_404(session, person, slip_id)
        return _show(request, session, firm, person, _plan_of(slip), slip=slip)


@router.post("/slips/{slip_id}/plan")
def replan(request: Request, firm: FirmOf, person: Reviewer, slip_id: str, form: Typed) -> Response:
    """Changes the plan of a slip that has not been handed in."""
    with firm.database.read() as session:
        slip = door.slip_or_404(session, person, slip_id)
        planned = _read(session, form, firm.settings.zone)
        if planned is None:
            return _show(request, session, firm, person, form, slip=slip, status=422)
        session.expunge_all()
    try:
        firm.database.write(lambda session: review.replan(session, person, slip_id, planned, _seen(form)))
    except Refusal as refusal:
        words = door.words_of(request, person, refusal)
        with firm.database.read() as session:
            slip = door.slip_or_404(session, person, slip_id)
            return _show(request, session, firm, person, form, slip=slip, status=refusal.status, refused=words)
    return door.to(f"/slips/{slip_id}", done="replanned")


@dataclass(frozen=True)
class Lists:
    """What one may choose from."""

    jobs: list[Job]
    crews: list[Crew]
    people: list[Person]

    @property
    def team(self) -> list[tuple[str, str]]:
        return [(one.id, one.name) for one in self.people]

    @classmethod
    def read(cls, session: Session, form: Form) -> "Lists":
        """People who go out, and whoever is on the slip already."""
        team = [one for one in people(session) if one.role in OUT or one.id in (*form.all("people"), form.said("lead"))]
        return cls(jobs(session), crews(session), team)


def _show(
    request: Request, session: Session, firm: Firm, person: Person, form: Form, *, slip: Slip | None = None,
    status: int = 200, refused: str = "",
) -> HTMLResponse:  # fmt: skip
    lists = Lists.read(session, form)
    team = {crew.id: " ".join(one.id for one in people_of(session, crew.id)) for crew in lists.crews}
    values: dict[str, Any] = {
        "lists": lists,
        "team": team,
        "form": form,
        "slip": slip,
        "refused": refused,
        "breaks": range(1, BREAKS + 1),
        "client_kinds": CLIENT_KINDS,
    }
    return door.page(request, session, person, "office/plan.html", here="week", status=status, **values)


def _read(session: Session, form: Form, zone: str) -> review.Plan | None:
    """The plan that was typed, or None with the words at the fields."""
    lists = Lists.read(session, form)
    job_id = form.choice("job", [job.id for job in lists.jobs])
    chosen = form.choices("people", [one.id for one in lists.people])
    lead = form.choice("lead", [one.id for one in lists.people], needed=False)
    crew = form.choice("crew", [crew.id for crew in lists.crews], needed=False)
    day, start, end = form.near_day("date"), form.clock("start"), form.clock("end")
    breaks, task, hazard, own = _breaks(form), form.text("task", 2000), form.text("hazard", 500), _own(form)
    if not chosen:
        form.object("people", "office.plan.nobody")
    if not form.ok:
        return None
    on_it = [one for one in lists.people if one.id in {*chosen, lead}]
    leading = next((one for one in on_it if one.id == lead), None)
    return review.Plan(
        job=session.get_one(Job, job_id), date=day, people=on_it, lead=leading,
        start=start, end=end, zone=zone, breaks=breaks, crew_id=crew or None, task=task, hazard=hazard,
        own=own,
    )  # fmt: skip


def _own(form: Form) -> dict[str, Value]:
    """What this day has otherwise than its job; what was left empty is as the job has it."""
    said: dict[str, Value] = {name: form.text(name, 200) for name in AGREED}
    said |= {"agreed_on": form.day("agreed_on", needed=False)}
    said |= {"client_kind": form.choice("client_kind", CLIENT_KINDS, needed=False)}
    hot_work = form.choice("hot_work", ("0", "1"), needed=False)
    return {name: value or None for name, value in said.items() if value or name in BY_BOTH} | (
        {"hot_work": int(hot_work)} if hot_work else {}
    )


def _seen(form: Form) -> dict[str, Value]:
    """What the form showed of fields the crew writes too."""
    return {name: form.said(f"was_{name}") or None for name in BY_BOTH if form.has(f"was_{name}")}


def _breaks(form: Form) -> list[tuple[str, str]]:
    found = []
    for number in range(1, BREAKS + 1):
        start, end = (form.clock(f"break_{name}_{number}", needed=False) for name in ("start", "end"))
        if bool(start) != bool(end):
            form.object(f"break_end_{number}", "office.plan.half_break")
        elif start and end:
            found.append((start, end))
    return found


def _usual() -> dict[str, str]:
    """Start, end and breaks as they usually are."""
    return {"start": str(USUAL["start"]), "end": str(USUAL["end"])} | _break_values(USUAL["breaks"])  # type: ignore[arg-type]


def _break_values(breaks: list[list[str]]) -> dict[str, str]:
    return {
        f"break_{name}_{number}": clock
        for number, pause in enumerate(breaks[:BREAKS], 1)
        for name, clock in zip(("start", "end"), pause, strict=True)
    }


def _plan_of(slip: Slip) -> Form:
    """The form as the slip is planned now."""
    fields, times = slip.content["fields"], live_rows(slip.content, "time")
    same = ("date", "job", "crew", "lead", "task", "hazard")
    values = {name: fields.get(name) or "" for name in same}
    values |= {name: str(fields.get(name) or "") for name in (*BY_BOTH, "client_kind", "hot_work")}
    values |= {f"was_{name}": values[name] for name in BY_BOTH}
    values |= {"start": _shown(fields.get("plan_start")), "end": _shown(fields.get("plan_end"))}
    return _filled(values, [row["fields"].get("person") or "" for row in times.values()])


def _filled(values: dict[str, str], team: list[str]) -> Form:
    return Form(values=values, several={"people": team})


def _slips(session: Session, person: Person, monday: date) -> list[Slip]:
    week = (monday.isoformat(), (monday + timedelta(days=6)).isoformat())
    query = queries.visible_to(person).where(Slip.date.between(*week), Slip.state != "void")
    return list(session.scalars(query.order_by(Slip.id)))


def _groups(session: Session) -> list[tuple[str, str, list[Person]]]:
    """Crews with their people, and who is in none and goes out all the same. The lead stands first."""
    found = [(crew.id, crew.name, _lead_first(people_of(session, crew.id), crew.lead)) for crew in crews(session)]
    placed = {one.id for _, _, members in found for one in members}
    others = [one for one in people(session) if one.id not in placed and one.role in OUT]
    return [*found, ("", "", others)] if others else found


def _lead_first(members: list[Person], lead: str | None) -> list[Person]:
    return sorted(members, key=lambda one: one.id != lead)


def _monday(day: str) -> date:
    try:
        given = date.fromisoformat(day)
    except ValueError:
        raise Refusal("not_found") from None
    return given - timedelta(days=given.weekday())


def _shown(wall_time: str | None) -> str:
    return clock_of(wall_time) if wall_time else ""
