"""Where and for whom the work is done: company (letterhead), client, site, job."""

from typing import Any

from sqlalchemy import JSON, Column, select
from sqlalchemy.orm import Session
from sqlmodel import Field, SQLModel

from app import ids

KINDS = ("order", "hourly", "service", "maintenance", "survey", "warranty", "internal")


class Company(SQLModel, table=True):
    """One of the firm's companies; its letterhead is on the slip."""

    id: str = Field(primary_key=True, default_factory=ids.new, max_length=36)
    name: str = Field(max_length=120)
    text: str = Field(default="", max_length=500, description="address and phone, lines by \\n")
    trades: str = Field(default="", max_length=200, description="what the letterhead says it does")
    active: bool = Field(default=True)


class Client(SQLModel, table=True):
    """Who orders the work."""

    id: str = Field(primary_key=True, default_factory=ids.new, max_length=36)
    name: str = Field(max_length=120)
    text: str = Field(default="", max_length=500, description="postal address, lines by \\n")
    consumer: bool = Field(default=False)
    public: bool = Field(default=False, description="a public body; a consumer is none")
    active: bool = Field(default=True)


class Site(SQLModel, table=True):
    """A place to work at. `state` is the Bundesland, which decides the holidays; municipality and quarter do in the few
    places that differ. `km` (a quantity) and `minutes` are one way from the firm, None if nobody has measured them."""

    id: str = Field(primary_key=True, default_factory=ids.new, max_length=36)
    name: str = Field(max_length=120)
    text: str = Field(default="", max_length=500, description="address, lines by \\n")
    state: str = Field(default="SN", max_length=2)
    client_id: str | None = Field(default=None, foreign_key="client.id", max_length=36)
    contact: str = Field(default="", max_length=120)
    contact_phone: str = Field(default="", max_length=40)
    access: str = Field(default="", max_length=500)
    hazard: str = Field(default="", max_length=500)
    municipality: str = Field(default="", max_length=120)
    quarter: str = Field(default="", max_length=120)
    km: str | None = Field(default=None, max_length=12)
    minutes: int | None = Field(default=None)
    active: bool = Field(default=True)


class Job(SQLModel, table=True):
    """An order of a client at a site. `plan_minutes` is the Soll of the whole job; `agreed_*` say with whom, when and
    where work by the hour was agreed; `checklists` are ids of checklists to be filled on each day."""

    id: str = Field(primary_key=True, default_factory=ids.new, max_length=36)
    number: str = Field(max_length=40, unique=True)
    title: str = Field(max_length=200)
    kind: str = Field(max_length=12)
    site_id: str = Field(foreign_key="site.id", max_length=36)
    client_id: str | None = Field(default=None, foreign_key="client.id", max_length=36)
    company_id: str = Field(foreign_key="company.id", max_length=36)
    task: str = Field(default="", max_length=2000)
    plan_minutes: int = Field(default=0)
    agreed_with: str = Field(default="", max_length=200)
    agreed_on: str | None = Field(default=None, max_length=10)
    agreed_ref: str = Field(default="", max_length=200)
    hot_work: bool = Field(default=False)
    position_mask: str = Field(default="", max_length=40, description="00.00.0000; empty: any position will do")
    checklists: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, default=list))
    client_sees: list[str] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True)), description="on the client's copy; None: the usual"
    )
    active: bool = Field(default=True)


def companies(session: Session) -> list[Company]:
    return list(session.scalars(select(Company).where(Company.active).order_by(Company.name, Company.id)))


def clients(session: Session) -> list[Client]:
    return list(session.scalars(select(Client).where(Client.active).order_by(Client.name, Client.id)))


def sites(session: Session) -> list[Site]:
    return list(session.scalars(select(Site).where(Site.active).order_by(Site.name, Site.id)))


def jobs(session: Session) -> list[Job]:
    return list(session.scalars(select(Job).where(Job.active).order_by(Job.number)))


def client_kind(client: Client | None) -> str:
    """`business`, `public` or `consumer`; nothing of a job without a client."""
    if client is None:
        return ""
    return "consumer" if client.consumer else "public" if client.public else "business"


def plan_fields(session: Session, job: Job) -> dict[str, Any]:
    """The fields of a slip that follow from its job, written out so that a signed slip reads by itself."""
    site = session.get_one(Site, job.site_id)
    client = session.get(Client, job.client_id) if job.client_id else None
    company = session.get_one(Company, job.company_id)
    fields = {
        "job": job.id,
        "job_no": job.number,
        "title": job.title,
        "kind": job.kind,
        "task": job.task,
        "site": site.id,
        "site_text": "\n".join(filter(None, [site.name, site.text])),
        "client": client.id if client else "",
        "client_text": "\n".join(filter(None, [client.name, client.text])) if client else "",
        "company": company.id,
        "company_text": "\n".join(filter(None, [company.name, company.text])),
        "contact": site.contact,
        "contact_phone": site.contact_phone,
        "hazard": site.hazard,
        "client_kind": client_kind(client),
        "hot_work": int(job.hot_work),
        "agreed_with": job.agreed_with,
        "agreed_on": job.agreed_on,
        "agreed_ref": job.agreed_ref,
    }
    return {name: value for name, value in fields.items() if value}
