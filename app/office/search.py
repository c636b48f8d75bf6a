"""Looking for slips: the filters of the list. Every figure opens the slips behind it with the same ones."""

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Request
from sqlalchemy import Select, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session, defer

from app.people.person import Person
from app.reports.slip_filter import SLIP, SlipFilter, is_same_day, read_filter
from app.sites.places import Client, Job, Site
from app.slips import queries
from app.slips.tables import Slip, SlipPerson

PAGE = 50
LONGEST = 120
OWN = ("text", "person", "site", "crew", "tray")
SHOWN = ("text", "state", "month", "job", "person")  # what the form of the list asks for


@dataclass(frozen=True)
class Search:
    """What to look for: what a figure can ask, and what only the list asks. `after` is where the page before ended."""

    said: dict[str, str]
    wanted: SlipFilter
    after: str

    def __getitem__(self, name: str) -> str:
        return self.said.get(name, "")

    @property
    def narrowed(self) -> bool:
        """Whether something narrows the list that the form does not show."""
        return bool(self.said.keys() - set(SHOWN))

    def address(self, **other: str) -> str:
        """The list with these filters and some others."""
        return "/slips?" + urlencode(self.said | other)

    def conditions(self, today: str) -> list[Any]:
        found = [*self.wanted.conditions, *(_says(word) for word in self["text"].split()[:8])]
        found += [SLIP.c[f"{name}_id"] == self[name] for name in ("site", "crew") if self[name]]
        if self["person"]:
            found.append(
                exists().where(
                    SlipPerson.slip_id == SLIP.c.id, SlipPerson.person_id == self["person"], SlipPerson.active
                )
            )
        if self["tray"] in queries.TRAYS:
            found.append(queries.tray(self["tray"], today))
        return found


def _search(request: Request) -> Search:
    wanted = read_filter(request.query_params)
    own = {name: request.query_params.get(name, "")[:LONGEST].strip() for name in OWN}
    return Search(
        wanted.query | {name: value for name, value in own.items() if value},
        wanted,
        request.query_params.get("after", ""),
    )


SearchOf = Annotated[Search, Depends(_search)]


def page_of(session: Session, search: Search, person: Person, *, today: str, zone: str) -> tuple[list[Slip], str]:
    """The slips of a page, newest day first, and the address of the next page if there is one."""
    query = queries.visible_to(person).where(*search.conditions(today))
    if search.wanted.same_day is not None:
        query = query.where(SLIP.c.id.in_(_same_day(session, query, search.wanted.same_day, zone)))
    query = query.where(*_further(search.after)).order_by(DAY.desc(), SLIP.c.id.desc()).limit(PAGE + 1)
    slips = list(session.scalars(query.options(defer(Slip.content))))
    last = slips[PAGE - 1] if len(slips) > PAGE else None
    return slips[:PAGE], search.address(after=f"{last.date or ''}~{last.id}") if last else ""


DAY = func.coalesce(SLIP.c.date, "")


def _same_day(session: Session, query: Select[Any], asked: bool, zone: str) -> list[str]:
    """The day of an instant is a matter of the firm's zone, which the database does not know."""
    rows = session.execute(query.with_only_columns(SLIP.c.id, SLIP.c.date, SLIP.c.submitted_at))
    return [slip_id for slip_id, day, at in rows if is_same_day(day, at, zone) == asked]


def _further(after: str) -> list[Any]:
    """Keyset: days and ids below those of the last slip shown."""
    day, _, slip_id = after.partition("~")
    return [tuple_(DAY, SLIP.c.id) < tuple_(day, slip_id)] if slip_id else []


def _says(word: str) -> Any:
    """A word of the title, the number, the job, the site or the client."""
    jobs = select(Job.id).outerjoin(Client, Client.id == Job.client_id)
    jobs = jobs.where(or_(_has(Job.number, word), _has(Job.title, word), _has(Client.name, word)))
    sites = select(Site.id).where(or_(_has(Site.name, word), _has(Site.text, word)))
    return or_(_has(SLIP.c.title, word), _has(SLIP.c.number, word), SLIP.c.job_id.in_(jobs), SLIP.c.site_id.in_(sites))


def _has(column: Any, word: str) -> Any:
    return func.lower(column).contains(word.lower(), autoescape=True)
