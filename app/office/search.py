"""Looking for slips: the filters of the list, which every figure uses to open the slips behind it."""

from dataclasses import asdict, dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query
from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from app.people.person import Person
from app.sites.places import Client, Job, Site
from app.slips import queries
from app.slips.tables import Slip, SlipPerson

PAGE = 50
STATES = ("draft", "submitted", "returned", "approved", "void")
Text = Annotated[str, Query(max_length=120)]


@dataclass(frozen=True)
class Search:
    """What to look for; empty means anything. `after` is where the page before ended."""

    text: Text = ""
    state: Text = ""
    month: Text = ""
    since: Text = ""
    until: Text = ""
    job: Text = ""
    site: Text = ""
    company: Text = ""
    crew: Text = ""
    kind: Text = ""
    person: Text = ""
    tray: Text = ""
    after: Text = ""

    def query(self, person: Person, today: str) -> Select[tuple[Slip]]:
        """One page and the first slip of the next, newest day first."""
        found = queries.visible_to(person).where(*self._conditions(today))
        return found.order_by(func.coalesce(C.date, "").desc(), C.id.desc()).limit(PAGE + 1)

    def address(self, **other: str) -> str:
        """The list with these filters, some of them different."""
        said = asdict(self) | {"after": ""} | other
        return "/slips?" + urlencode({name: value for name, value in said.items() if value})

    def _conditions(self, today: str) -> list[Any]:
        found = [column == getattr(self, name) for name, column in EQUAL.items() if getattr(self, name)]
        if self.month:
            found.append(C.date.startswith(self.month, autoescape=True))
        if self.since:
            found.append(C.date >= self.since)
        if self.until:
            found.append(C.date <= self.until)
        if self.person:
            on = (SlipPerson.slip_id == C.id, SlipPerson.person_id == self.person, SlipPerson.active)
            found.append(exists().where(*on))
        if self.tray in queries.TRAYS:
            found.append(queries.tray(self.tray, today))
        return [*found, *(_says(word) for word in self.text.split()[:8]), *self._further()]

    def _further(self) -> list[Any]:
        """Keyset: days and ids below those of the last slip shown."""
        day, _, slip_id = self.after.partition("~")
        if not slip_id:
            return []
        date = func.coalesce(C.date, "")
        return [or_(date < day, and_(date == day, C.id < slip_id))]


def page_of(session: Session, search: Search, person: Person, today: str) -> tuple[list[Slip], str]:
    """The slips of a page, and the address of the next one if there is more."""
    slips = list(session.scalars(search.query(person, today)))
    if len(slips) <= PAGE:
        return slips, ""
    last = slips[PAGE - 1]
    return slips[:PAGE], search.address(after=f"{last.date or ''}~{last.id}")


C = Slip.__table__.c  # type: ignore[attr-defined]
EQUAL = {
    "state": C.state, "job": C.job_id, "site": C.site_id, "company": C.company_id, "crew": C.crew_id, "kind": C.kind,
}  # fmt: skip


def _says(word: str) -> Any:
    """A word of the title, the number, the job, the site or the client."""
    jobs = select(Job.id).outerjoin(Client, Client.id == Job.client_id)  # type: ignore[arg-type]
    jobs = jobs.where(or_(_has(Job.number, word), _has(Job.title, word), _has(Client.name, word)))
    sites = select(Site.id).where(or_(_has(Site.name, word), _has(Site.text, word)))
    return or_(_has(C.title, word), _has(C.number, word), C.job_id.in_(jobs), C.site_id.in_(sites))


def _has(column: Any, word: str) -> Any:
    return func.lower(column).contains(word.lower(), autoescape=True)
