"""Which slips a figure counts: the same filter makes the number, the link beside it, and the list behind the link."""

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import Session, defer
from sqlmodel import SQLModel

from app import clock
from app.errors import Refusal
from app.people.person import Person
from app.sites.places import KINDS
from app.slips import queries
from app.slips.tables import Slip

SLIP = SQLModel.metadata.tables["slip"]
STATES = ("draft", "submitted", "returned", "approved", "void")
NO_JOB = "none"
_DAY = re.compile(r"20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class SlipFilter:
    """Every part is optional. `from_` and `to` are days, both included; a slip belongs to its own day, not to that of
    its hand-in. `submitted`, `same_day` and `returned` speak of slips that were handed in and are not void."""

    from_: str | None = None
    to: str | None = None
    job: str | None = None
    company: str | None = None
    kind: str | None = None
    state: str | None = None
    submitted: bool | None = None
    same_day: bool | None = None
    returned: bool | None = None

    def but(self, **changes: Any) -> "SlipFilter":
        return replace(self, **changes)

    @property
    def query(self) -> dict[str, str]:
        """As parameters of the list's address; a whole month is written `month`."""
        said = {field.name.rstrip("_"): getattr(self, field.name) for field in fields(self)}
        month = self.from_[:7] if self.from_ else ""
        if month and (self.from_, self.to) == days_of(month):
            said = {"month": month, **said, "from": None, "to": None}
        return {name: _written(value) for name, value in said.items() if value is not None}

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """Everything but `same_day`, which needs the firm's time zone; see `is_same_day`."""
        return [*self._days(), *self._columns(), *self._handed_in()]

    def _days(self) -> Iterator[ColumnElement[bool]]:
        if self.from_ is not None:
            yield SLIP.c.date >= self.from_
        if self.to is not None:
            yield SLIP.c.date <= self.to

    def _columns(self) -> Iterator[ColumnElement[bool]]:
        job = None if self.job == NO_JOB else self.job
        if self.job is not None:
            yield SLIP.c.job_id == job  # None asks for slips without one
        wanted = {"company_id": self.company, "kind": self.kind, "state": self.state}
        yield from (SLIP.c[name] == value for name, value in wanted.items() if value is not None)
        if self.returned is not None:
            yield SLIP.c.returns > 0 if self.returned else SLIP.c.returns == 0

    def _handed_in(self) -> list[ColumnElement[bool]]:
        if self.submitted is False:
            return [SLIP.c.submitted_at.is_(None)]
        if self.submitted or self.same_day is not None or self.returned is not None:
            return [SLIP.c.submitted_at.is_not(None), SLIP.c.state != "void"]
        return []


def read_filter(params: Mapping[str, str]) -> SlipFilter:
    """The filter of an address; parameters of others are left alone. Refused with `bad_value` for what cannot be."""
    wanted = {name: params[name] for name in (*CHECKS, "month") if params.get(name)}
    month = wanted.pop("month", None)
    if month is not None:
        _check(_MONTH.fullmatch(month) is not None, "month")
        wanted["from"], wanted["to"] = days_of(month)
    for name, value in wanted.items():
        _check(CHECKS[name](value), name)
    named = {("from_" if name == "from" else name): _read(name, value) for name, value in wanted.items()}
    return SlipFilter().but(**named)


def slips_behind(
    session: Session, person: Person, wanted: SlipFilter, *, zone: str, limit: int = 200, offset: int = 0
) -> list[Slip]:
    """A page of the slips a figure counts, newest day first; their content is loaded only when it is touched."""
    ids = _ids_behind(session, person, wanted, zone)[offset : offset + limit]
    query = queries.visible_to(person).where(SLIP.c.id.in_(ids)).options(defer(Slip.content))
    found = {slip.id: slip for slip in session.scalars(query)}
    return [found[slip_id] for slip_id in ids]


def count_behind(session: Session, person: Person, wanted: SlipFilter, *, zone: str) -> int:
    return len(_ids_behind(session, person, wanted, zone))


def is_same_day(day: str | None, submitted_at: str | None, zone: str) -> bool:
    """Handed in on the slip's own day, by the clock of the firm."""
    if not day or not submitted_at:
        return False
    return clock.read(submitted_at).astimezone(ZoneInfo(zone)).date().isoformat() == day


def days_of(month: str) -> tuple[str, str]:
    """First and last day of `2026-11`."""
    last = calendar.monthrange(int(month[:4]), int(month[5:7]))[1]
    return f"{month}-01", f"{month}-{last:02d}"


def months(session: Session, person: Person) -> list[str]:
    """The months there are slips of, newest first."""
    month = func.substr(SLIP.c.date, 1, 7)
    query = queries.visible_to(person).with_only_columns(month).where(SLIP.c.date.is_not(None))
    return list(session.scalars(query.distinct().order_by(month.desc())))


def _ids_behind(session: Session, person: Person, wanted: SlipFilter, zone: str) -> list[str]:
    columns = (SLIP.c.id, SLIP.c.date, SLIP.c.submitted_at)
    query = queries.visible_to(person).with_only_columns(*columns).where(*wanted.conditions)
    rows = session.execute(query.order_by(SLIP.c.date.desc(), SLIP.c.number.desc(), SLIP.c.id))
    return [
        slip_id
        for slip_id, day, submitted_at in rows
        if wanted.same_day is None or wanted.same_day == is_same_day(day, submitted_at, zone)
    ]


def _identity(value: str) -> bool:
    return len(value) <= 36


def _flag(value: str) -> bool:
    return value in ("0", "1")


FLAGS = ("submitted", "same_day", "returned")
CHECKS = {
    "from": lambda value: _DAY.fullmatch(value) is not None,
    "to": lambda value: _DAY.fullmatch(value) is not None,
    "job": _identity,
    "company": _identity,
    "kind": lambda value: value in KINDS,
    "state": lambda value: value in STATES,
    **dict.fromkeys(FLAGS, _flag),
}


def _check(fits: bool, name: str) -> None:
    if not fits:
        raise Refusal("bad_value", field=name)


def _read(name: str, value: str) -> str | bool:
    return value == "1" if name in FLAGS else value


def _written(value: str | bool) -> str:
    return str(int(value)) if isinstance(value, bool) else value
