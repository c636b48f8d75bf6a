"""The figures of the firm. Each says with which filter the slips behind it are found.

Populations. Hours: approved slips. The process: slips that were handed in and are not void. A slip counts for the month
of its own day. What cannot be divided is None, and shown as a dash.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from app import clock
from app.people.person import Person
from app.reports.slip_filter import NO_JOB, SLIP, STATES, SlipFilter, is_same_day
from app.slips import queries

JobLine = tuple[str, str, str, int]  # number, title, site, planned minutes
JOB, SITE = SQLModel.metadata.tables["job"], SQLModel.metadata.tables["site"]


@dataclass(frozen=True)
class Compared:
    """Plan and actual, in minutes."""

    plan: int
    actual: int
    behind: SlipFilter

    @property
    def deviation(self) -> int | None:
        """None where nothing was planned: there is nothing to deviate from."""
        return self.actual - self.plan if self.plan else None

    @property
    def percent(self) -> Decimal | None:
        return None if self.deviation is None else _percent(self.deviation, self.plan)


@dataclass(frozen=True)
class JobHours:
    """The hours of one job. `whole` holds the plan of the job against all its approved slips, whenever they were;
    `period` what its slips of the period planned against what they worked. Slips without a job have no `whole`."""

    job_id: str | None
    number: str
    title: str
    site: str
    slips: int
    period: Compared
    whole: Compared | None


@dataclass(frozen=True)
class Count:
    """How many slips."""

    number: int
    behind: SlipFilter


@dataclass(frozen=True)
class Share:
    """A part of a number of slips; `behind` opens the part."""

    part: int
    of: int
    behind: SlipFilter

    @property
    def percent(self) -> Decimal | None:
        return _percent(self.part, self.of) if self.of else None


@dataclass(frozen=True)
class Duration:
    """Median and 90th percentile in minutes, of `of` slips; None where there are none."""

    median: int | None
    p90: int | None
    of: int
    behind: SlipFilter


@dataclass(frozen=True)
class Process:
    """How slips go through the house."""

    submitted: Count
    same_day: Share
    returned: Share
    turnaround: Duration
    states: dict[str, Count]


def hours(session: Session, person: Person, wanted: SlipFilter) -> Compared:
    """Planned and worked minutes of all approved slips."""
    approved = wanted.but(state="approved")
    sums = (func.coalesce(func.sum(SLIP.c.plan_minutes), 0), func.coalesce(func.sum(SLIP.c.minutes), 0))
    query = queries.visible_to(person).with_only_columns(*sums).where(*approved.conditions)
    plan, actual = session.execute(query).one()
    return Compared(int(plan), int(actual), approved)


def job_hours(session: Session, person: Person, wanted: SlipFilter) -> list[JobHours]:
    """Every job with approved slips in the period, by number; slips without a job last."""
    approved = wanted.but(state="approved")
    sums = (func.count(), func.sum(SLIP.c.plan_minutes), func.sum(SLIP.c.minutes))
    query = queries.visible_to(person).with_only_columns(SLIP.c.job_id, *sums)
    rows = session.execute(query.where(*approved.conditions).group_by(SLIP.c.job_id)).all()
    jobs, ever = _jobs(session), _ever_worked(session, person)
    found = [
        _job_hours(job_id, slips, Compared(int(plan), int(actual), approved.but(job=job_id or NO_JOB)), jobs, ever)
        for job_id, slips, plan, actual in rows
    ]
    return sorted(found, key=lambda row: (row.job_id is None, row.number, row.job_id or ""))


def process(session: Session, person: Person, wanted: SlipFilter, *, zone: str) -> Process:
    """Same-day share, returned share and turnaround of what was handed in, and how many slips are in which state."""
    handed_in = wanted.but(submitted=True)
    columns = (SLIP.c.date, SLIP.c.state, SLIP.c.submitted_at, SLIP.c.approved_at, SLIP.c.returns)
    query = queries.visible_to(person).with_only_columns(*columns).where(*handed_in.conditions)
    rows = session.execute(query).all()
    same_day = sum(is_same_day(day, submitted_at, zone) for day, _, submitted_at, _, _ in rows)
    lasted = [_minutes(since, until) for _, state, since, until, _ in rows if state == "approved" and until]
    return Process(
        submitted=Count(len(rows), handed_in),
        same_day=Share(same_day, len(rows), wanted.but(same_day=True)),
        returned=Share(sum(returns > 0 for *_, returns in rows), len(rows), wanted.but(returned=True)),
        turnaround=_duration(lasted, wanted.but(state="approved", submitted=True)),
        states=_states(session, person, wanted),
    )


def quantile(values: Sequence[int | Fraction], share: Fraction) -> Fraction | None:
    """Linear between the two nearest ranks, ends included: quantile 0 is the smallest, 1 the largest value.

    This is what `statistics.quantiles(method="inclusive")` and a spreadsheet's QUANTIL.INKL compute, without rounding.
    """
    ordered = sorted(values)
    if not ordered:
        return None
    rank = (len(ordered) - 1) * share
    below = int(rank)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (rank - below) * Fraction(ordered[above] - ordered[below])


def _job_hours(
    job_id: str | None, slips: int, period: Compared, jobs: dict[str, JobLine], ever: dict[str, int]
) -> JobHours:
    """`jobs` may not know the id a phone wrote; then the slips are still counted, under the id alone."""
    if job_id is None:
        return JobHours(None, "", "", "", slips, period, None)
    number, title, site, plan = jobs.get(job_id, ("", "", "", 0))
    whole = Compared(plan, ever[job_id], SlipFilter(job=job_id, state="approved"))
    return JobHours(job_id, number, title, site, slips, period, whole)


def _duration(minutes: Sequence[Fraction], behind: SlipFilter) -> Duration:
    median, p90 = (quantile(minutes, share) for share in (Fraction(1, 2), Fraction(9, 10)))
    return Duration(_rounded(median), _rounded(p90), len(minutes), behind)


def _minutes(since: str, until: str) -> Fraction:
    milliseconds = round((clock.read(until) - clock.read(since)).total_seconds() * 1000)
    return Fraction(milliseconds, 60_000)


def _rounded(value: Fraction | None) -> int | None:
    """Half a minute is rounded up."""
    return None if value is None else int((value + Fraction(1, 2)) // 1)


def _percent(part: int, whole: int) -> Decimal:
    """To one place, half away from zero."""
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _states(session: Session, person: Person, wanted: SlipFilter) -> dict[str, Count]:
    query = queries.visible_to(person).with_only_columns(SLIP.c.state, func.count())
    rows = session.execute(query.where(*wanted.conditions).group_by(SLIP.c.state)).all()
    found = {state: number for state, number in rows}
    return {state: Count(found.get(state, 0), wanted.but(state=state)) for state in STATES}


def _jobs(session: Session) -> dict[str, JobLine]:
    columns = (JOB.c.id, JOB.c.number, JOB.c.title, SITE.c.name, JOB.c.plan_minutes)
    rows = session.execute(select(*columns).join(SITE, SITE.c.id == JOB.c.site_id)).all()
    return {job_id: (number, title, site, plan) for job_id, number, title, site, plan in rows}


def _ever_worked(session: Session, person: Person) -> dict[str, int]:
    """Job -> minutes of all its approved slips."""
    query = queries.visible_to(person).with_only_columns(SLIP.c.job_id, func.sum(SLIP.c.minutes))
    rows = session.execute(query.where(SLIP.c.state == "approved", SLIP.c.job_id.is_not(None)).group_by(SLIP.c.job_id))
    return {job_id: int(minutes) for job_id, minutes in rows}
