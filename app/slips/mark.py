"""A mark on all a phone carries of the firm's lists: as long as it is the same, so are they.

It is set anew in the transaction that changes one of them, as the last thing before it commits: whoever holds the
ledger's lock then holds it already, so nobody waits for each other in a ring.
"""

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session
from sqlmodel import Field, SQLModel

from app import ids
from app.people.person import Crew, CrewPerson, Person
from app.sites.catalog import Item
from app.sites.checklists import ChecklistVersion
from app.sites.documents import SiteDocument
from app.sites.places import Client, Company, Job, Site

CARRIED = (Person, Crew, CrewPerson, Company, Client, Site, Job, Item, ChecklistVersion, SiteDocument)
_CHANGED = "what phones carry has changed"


class CatalogMark(SQLModel, table=True):
    """The one row of it; a mark comes once only, also after a restore."""

    __tablename__ = "catalog_mark"

    id: int = Field(primary_key=True, default=1)
    mark: str = Field(max_length=36)


def mark_of(session: Session) -> str:
    row = session.get(CatalogMark, 1)
    return row.mark if row else ""


def note_change(session: Session) -> None:
    """For what is carried without being one of the lists."""
    session.info[_CHANGED] = True


@event.listens_for(Session, "before_flush")
def _look(session: Session, *_: Any) -> None:
    changed = [*session.new, *session.deleted, *(one for one in session.dirty if session.is_modified(one))]
    if any(isinstance(one, CARRIED) for one in changed):
        note_change(session)


@event.listens_for(Session, "do_orm_execute")
def _look_at(state: ORMExecuteState) -> None:
    """Statements that change many at once."""
    if not state.is_select and any(mapper.class_ in CARRIED for mapper in state.all_mappers):
        note_change(state.session)


@event.listens_for(Session, "before_commit")
def _set_anew(session: Session) -> None:
    if session.in_nested_transaction():  # a savepoint: the whole of it comes later
        return
    session.flush()
    if session.info.pop(_CHANGED, False):
        session.merge(CatalogMark(id=1, mark=ids.new()))
        session.flush()
