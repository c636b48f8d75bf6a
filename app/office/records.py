"""What the forms of crews, sites, jobs, companies and clients consist of, and how they are read and shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from app.office.form import Form
from app.people.directory import keep_crew
from app.people.person import Crew, people, people_of
from app.reports.copies import BLOCKS, USUAL
from app.sites.checklists import newest
from app.sites.places import KINDS, Client, Company, Job, Site, clients, companies, sites
from app.slips.lines import quantity

Choices = dict[str, list[tuple[str, str]]]
LAENDER = ("BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH")


@dataclass(frozen=True)
class Field:
    """One field of a form. `kind`: text, area, choice, maybe (a choice or none), hours, whole, quantity, day, tick or
    many."""

    name: str
    kind: str = "text"
    most: int = 120
    needed: bool = False


@dataclass(frozen=True)
class Record:
    """A kind of entry in the directory."""

    tab: str
    table: type[Any]
    fields: tuple[Field, ...]
    columns: tuple[str, ...]


ACTIVE = Field("active", "tick")
RECORDS = {
    record.tab: record
    for record in (
        Record(
            "crews", Crew,
            (Field("name", most=80, needed=True), Field("lead", "maybe"), Field("people", "many"), ACTIVE),
            ("name", "lead", "people"),
        ),
        Record(
            "sites", Site,
            (
                Field("name", needed=True), Field("text", "area", 500), Field("state", "choice"),
                Field("client_id", "maybe"), Field("contact"), Field("contact_phone", most=40),
                Field("access", "area", 500), Field("hazard", "area", 500),
                Field("municipality"), Field("quarter"), Field("km", "quantity"), Field("minutes", "whole"), ACTIVE,
            ),
            ("name", "text", "client_id", "contact"),
        ),
        Record(
            "jobs", Job,
            (
                Field("number", most=40, needed=True), Field("title", most=200, needed=True), Field("kind", "choice"),
                Field("site_id", "choice"), Field("client_id", "maybe"), Field("company_id", "choice"),
                Field("task", "area", 2000), Field("plan_minutes", "hours"), Field("agreed_with", most=200),
                Field("agreed_on", "day"), Field("agreed_ref", most=200), Field("hot_work", "tick"),
                Field("position_mask", most=40), Field("checklists", "many"), Field("client_sees", "many"), ACTIVE,
            ),
            ("number", "title", "kind", "site_id", "plan_minutes"),
        ),
        Record(
            "companies", Company,
            (Field("name", needed=True), Field("text", "area", 500), Field("trades", most=200), ACTIVE),
            ("name", "text"),
        ),
        Record(
            "clients", Client,
            (
                Field("name", needed=True), Field("text", "area", 500), Field("consumer", "tick"),
                Field("public", "tick"), ACTIVE,
            ),
            ("name", "text"),
        ),
    )
}  # fmt: skip


def choices(session: Session) -> Choices:
    """What one may choose from, by the name of the field; kinds of jobs and Länder are put into words by the page."""
    everybody = [(one.id, one.name) for one in people(session)]
    return {
        "lead": everybody,
        "people": everybody,
        "kind": [(kind, "") for kind in KINDS],
        "state": [(land, "") for land in LAENDER],
        "client_id": [(one.id, one.name) for one in clients(session)],
        "site_id": [(one.id, one.name) for one in sites(session)],
        "company_id": [(one.id, one.name) for one in companies(session)],
        "checklists": [(one.id, one.content["title"]["de"]) for one in newest(session)],
        "client_sees": [(block, "") for block in BLOCKS],
    }


def read(form: Form, record: Record, options: Choices) -> dict[str, Any]:
    """What was typed, by field; what is not right is marked in the form."""
    return {one.name: _read(form, one, [value for value, _ in options.get(one.name, [])]) for one in record.fields}


def keep(session: Session, form: Form, record: Record, row: SQLModel, values: dict[str, Any]) -> None:
    """Writes an entry down. A job's number is its own."""
    members = values.pop("people", []) if isinstance(row, Crew) else []
    if isinstance(row, Job) and session.scalar(select(Job.id).where(Job.number == values["number"], Job.id != row.id)):
        form.object("number", "error.name_taken")
        return
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    if isinstance(row, Crew):
        keep_crew(session, row, members)


def typed(session: Session, record: Record, row: SQLModel) -> Form:
    """The form as the entry is now."""
    values = {one.name: _shown(one, getattr(row, one.name)) for one in record.fields if one.kind != "many"}
    return Form(values=values, several=_several(session, row))


def _several(session: Session, row: SQLModel) -> dict[str, list[str]]:
    """What is ticked of what one may tick several of."""
    if isinstance(row, Crew):
        return {"people": [one.id for one in people_of(session, row.id)]}
    if isinstance(row, Job):
        return {
            "checklists": row.checklists,
            "client_sees": list(USUAL if row.client_sees is None else row.client_sees),
        }
    return {}


def _read(form: Form, one: Field, options: list[str]) -> Any:
    readers: dict[str, Callable[[], Any]] = {
        "choice": lambda: form.choice(one.name, options),
        "maybe": lambda: form.choice(one.name, options, needed=False) or None,
        "many": lambda: form.choices(one.name, options),
        "tick": lambda: bool(form.said(one.name)),
        "hours": lambda: form.minutes(one.name),
        "day": lambda: form.day(one.name, needed=False) or None,
        "whole": lambda: _number(form, one, whole=True),
        "quantity": lambda: _number(form, one, whole=False),
    }
    return readers.get(one.kind, lambda: form.text(one.name, one.most, needed=one.needed))()


def _number(form: Form, one: Field, *, whole: bool) -> int | str | None:
    """A number as people write it, with a comma; nothing is None."""
    value = form.text(one.name, 8).replace(",", ".")
    if value and not (value.isascii() and value.isdigit() if whole else quantity(value)):
        form.object(one.name, "office.form.number")
    return int(value) if whole and value.isdigit() else value or None


def _shown(one: Field, value: Any) -> str:
    if one.kind == "hours":
        return f"{value // 60}:{value % 60:02}"
    if one.kind == "tick":
        return "1" if value else ""
    if one.kind == "quantity" and value:
        return str(value).replace(".", ",")
    return str(value) if isinstance(value, int) else value or ""
