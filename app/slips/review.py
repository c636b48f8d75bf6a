"""What the office does with slips: plan, return, approve, correct, void, decide. Every verb is one op."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from app import ids, jobs
from app.errors import Refusal
from app.people.person import Person
from app.sites.places import Job, plan_fields
from app.slips.desk import NewRows, act
from app.slips.held import refuse_without_bytes
from app.slips.lines import PLAN
from app.slips.op import Value
from app.slips.slip import live_rows
from app.slips.tables import Slip
from app.slips.walltime import following, wall

Break = tuple[str, str]


@dataclass(frozen=True)
class Plan:
    """A day of a crew: times as `07:00`; an end before the start is on the next day. `own`: what this day has otherwise
    than its job, None where the job says it."""

    job: Job
    date: str
    people: Sequence[Person]
    lead: Person | None
    start: str
    end: str
    zone: str
    breaks: Sequence[Break] = ()
    crew_id: str | None = None
    task: str = ""
    hazard: str = ""
    material: Sequence[dict[str, Value]] = field(default_factory=tuple)
    own: Mapping[str, Value] = field(default_factory=dict)


def plan_slip(session: Session, by: Person, plan: Plan) -> str:
    """A planned slip; returns its id."""
    slip_id = ids.new()
    rows = _time_rows(plan, plan.people) | {
        ids.new(): {"table": "material", "fields": dict(line)} for line in plan.material
    }
    act(session, by, "create", slip_id, patch=_plan_patch(session, plan), rows=rows)
    return slip_id


def replan(session: Session, by: Person, slip_id: str, plan: Plan, seen: Mapping[str, Value] | None = None) -> None:
    """Changes the plan of a slip the crew has not handed in.

    People who are new get rows, people who are gone lose theirs, the others keep what they wrote. `seen`: what the form
    showed of `plan.own`; what it left as it was is no change, and what the crew has written since becomes a conflict.
    """
    slip = slip_of(session, slip_id)
    lines = live_rows(slip.content, "time").items()
    there = {row["fields"]["person"]: row_id for row_id, row in lines if row["fields"].get("person")}
    rows = _time_rows(plan, [person for person in plan.people if person.id not in there])
    staying = [there[person.id] for person in plan.people if person.id in there]
    rows |= {row_id: {"table": "time", "fields": _planned(plan)} for row_id in staying}
    act(session, by, "plan", slip_id, patch=_replan_patch(session, slip, plan, seen or {}), rows=rows, seen=seen)
    leaving = [row_id for person_id, row_id in there.items() if person_id not in {person.id for person in plan.people}]
    if leaving:
        _take_off(session, by, slip, leaving)


def send_back(session: Session, slip_id: str, by: Person, notes: Iterable[tuple[str, str]]) -> None:
    """Returns the slip to its crew; `notes` are (number of the field, reason), at least one."""
    fields = [{"field": number, "text": text.strip(), "kind": "return"} for number, text in notes if text.strip()]
    if not fields:
        raise Refusal("missing_reason")
    act(session, by, "return", slip_id, rows={ids.new(): {"table": "remark", "fields": line} for line in fields})


def approve(session: Session, slip_id: str, by: Person, *, seen_rev: int | None = None) -> None:
    """Freezes the slip and has its PDF made. Refused with `slip_changed` if it moved on since `seen_rev`."""
    refuse_if_changed(session, slip_id, seen_rev)
    act(session, by, "approve", slip_id)
    jobs.enqueue(session, "pdf", {"slip_id": slip_id})


def correct(
    session: Session,
    slip_id: str,
    by: Person,
    *,
    reason: str,
    patch: dict[str, Value] | None = None,
    rows: NewRows | None = None,
) -> None:
    """Changes what was handed in, as a new version with a reason."""
    act(session, by, "correct", slip_id, patch={**(patch or {}), "reason": reason.strip()}, rows=rows)
    if slip_of(session, slip_id).state == "approved":
        jobs.enqueue(session, "pdf", {"slip_id": slip_id})


def void(session: Session, slip_id: str, by: Person, reason: str) -> None:
    act(session, by, "void", slip_id, patch={"reason": reason.strip()})


def remark(session: Session, slip_id: str, by: Person, text: str, number: str = "0") -> None:
    """Says something about the slip, in its thread."""
    act(
        session,
        by,
        "remark",
        slip_id,
        rows={ids.new(): {"table": "remark", "fields": {"field": number, "text": text.strip(), "kind": "remark"}}},
    )


def decide(
    session: Session, slip_id: str, by: Person, table: str, row_id: str, decision: str, reason: str = "",
    *, without_bytes: bool = False,
) -> None:  # fmt: skip
    """Decides a held op (`apply`, `discard`) or a conflict (`stays`, `replaced`). `without_bytes` takes a held op
    although pictures have not come that belong to a hand-in; else it is refused with `bytes_missing`."""
    if decision in ("apply", "replaced") and not without_bytes:
        refuse_without_bytes(session, slip_id, table, row_id)
    fields: dict[str, Value] = {"decision": decision, "reason": reason.strip() or None}
    if without_bytes:
        fields["without_bytes"] = 1
    act(session, by, "resolve", slip_id, rows={row_id: {"table": table, "fields": fields}})


def refuse_if_changed(session: Session, slip_id: str, seen_rev: int | None) -> None:
    if seen_rev is not None and slip_of(session, slip_id).rev != seen_rev:
        raise Refusal("slip_changed")


def slip_of(session: Session, slip_id: str) -> Slip:
    slip = session.get(Slip, slip_id)
    if slip is None:
        raise Refusal("not_found")
    return slip


def _plan_patch(session: Session, plan: Plan) -> dict[str, Value]:
    patch: dict[str, Value] = {**plan_fields(session, plan.job), "date": plan.date, "zone": plan.zone, **_planned(plan)}
    more: dict[str, Value] = {
        "task": plan.task,
        "hazard": plan.hazard,
        "crew": plan.crew_id,
        "lead": plan.lead.id if plan.lead else None,
    }
    own = {name: value for name, value in plan.own.items() if value is not None}
    return patch | {name: value for name, value in more.items() if value} | own


def _replan_patch(session: Session, slip: Slip, plan: Plan, seen: Mapping[str, Value]) -> dict[str, Value]:
    """What the plan no longer says is emptied. On a slip the crew began, what it wrote of a plan stays."""
    now, new = slip.content["fields"], _plan_patch(session, plan)
    gone = {name for name in PLAN if slip.planned and now.get(name) is not None}
    gone |= {name for name in plan.own if seen.get(name) not in (None, "")}
    patch = dict.fromkeys(sorted(gone)) | new
    return {name: value for name, value in patch.items() if name not in seen or value != seen[name]}


def _planned(plan: Plan) -> dict[str, Value]:
    start, end = span(plan.date, plan.start, plan.end, plan.zone)
    return {"plan_start": start, "plan_end": end}


def _time_rows(plan: Plan, people: Sequence[Person]) -> NewRows:
    rows: NewRows = {}
    for person in people:
        time_id = ids.new()
        who: dict[str, Value] = {"person": person.id, "name": person.name, "job_title": person.job_title}
        rows[time_id] = {"table": "time", "fields": who | _planned(plan)}
        rows |= {
            ids.new(): {"table": "break", "fields": {"time": time_id, **_pause(plan, pause)}} for pause in plan.breaks
        }
    return rows


def _pause(plan: Plan, pause: Break) -> dict[str, Value]:
    begin = wall(plan.date, plan.start, plan.zone)
    start, end = (following(begin, reading, plan.zone) for reading in pause)
    return {"plan_start": start, "plan_end": end}


def span(date: str, start: str, end: str, zone: str) -> tuple[str, str]:
    """Two clock readings of a day as wall times; the second is after the first."""
    begin = wall(date, start, zone)
    return begin, following(begin, end, zone)


def _take_off(session: Session, by: Person, slip: Slip, time_ids: list[str]) -> None:
    """Takes people off a slip: their rows stay in the history."""
    rows: dict[str, Any] = {}
    for row_id, row in slip.content["rows"].items():
        of_them = row_id in time_ids or row["fields"].get("time") in time_ids
        if of_them and not row.get("dropped"):
            rows[row_id] = {"table": row["table"], "fields": dict.fromkeys(row["fields"] | row["extra"])}
    act(session, by, "drop_row", slip.id, rows=rows)
