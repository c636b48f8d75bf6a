"""The tables of slips. `Entry` is the ledger; everything else here is a projection of it and can be rebuilt."""

from typing import Any

from sqlalchemy import JSON, Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

GENESIS = "0" * 64


class Entry(SQLModel, table=True):
    """One op in the ledger. Written once, never changed, never deleted."""

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("op_id", "hash"),
        Index("entry_by_slip", "slip_id", "seq"),
        Index("entry_by_counter", "slip_id", "device", "n"),
        Index("entry_by_author", "author", "seq"),
    )

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    op_id: str = Field(max_length=36)
    hash: str = Field(max_length=64)
    chain: str = Field(max_length=64)
    slip_id: str = Field(max_length=36)
    device: str = Field(max_length=36)
    author: str = Field(max_length=36)
    n: int
    kind: str = Field(max_length=12)
    outcome: str = Field(max_length=8, description="applied, merged or held")
    reason: str | None = Field(default=None, max_length=40)
    received_at: str = Field(max_length=24)
    brought_by: str | None = Field(default=None, max_length=36, description="who loaded the file it came in")
    op: str = Field(
        sa_column=Column(Text, nullable=False), description="canonical JSON, as it was hashed, without hash"
    )


class Head(SQLModel, table=True):
    """The end of the ledger; the row the write lock is taken on."""

    __tablename__ = "head"

    id: int = Field(primary_key=True, default=1)
    seq: int = 0
    chain: str = Field(default=GENESIS, max_length=64)
    server: str = Field(max_length=36, description="who we are, fixed for the life of the database")
    backed_up_to: int = 0


class Slip(SQLModel, table=True):
    """A slip as it is now. `content` is {"fields", "extra", "rows"}; the columns beside it are read out of it."""

    __table_args__ = (
        Index("slip_by_seq", "seq"),
        Index("slip_by_state", "state", "date"),
        Index("slip_by_job", "job_id", "state"),
        Index("slip_by_date", "date"),
    )

    id: str = Field(primary_key=True, max_length=36)
    state: str = Field(max_length=10)
    planned: int = 0
    rev: int = 0
    version: int = 1
    seq: int
    number: str | None = Field(default=None, max_length=20, index=True)
    author: str = Field(max_length=36)
    date: str | None = Field(default=None, max_length=10)
    kind: str | None = Field(default=None, max_length=12)
    title: str = Field(default="", max_length=4000)
    job_id: str | None = Field(default=None, max_length=36)
    site_id: str | None = Field(default=None, max_length=36)
    crew_id: str | None = Field(default=None, max_length=36)
    company_id: str | None = Field(default=None, max_length=36)
    lead: str | None = Field(default=None, max_length=36)
    minutes: int = Field(default=0, description="worked, breaks deducted")
    plan_minutes: int = 0
    photos: int = 0
    outcome: str | None = Field(default=None, max_length=10, description="signed, absent, refused, later")
    content_hash: str = Field(default="", max_length=64)
    submitted_at: str | None = Field(default=None, max_length=24, description="first accepted submit")
    handed_in_at: str | None = Field(default=None, max_length=24, description="latest accepted submit")
    approved_at: str | None = Field(default=None, max_length=24)
    approved_by: str | None = Field(default=None, max_length=36)
    returns: int = 0
    content: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class SlipPerson(SQLModel, table=True):
    """Who is on the slip; an inactive row is somebody who was, and is told that it is gone."""

    __tablename__ = "slip_person"
    __table_args__ = (Index("slip_person_by_person", "person_id", "active"),)

    slip_id: str = Field(primary_key=True, max_length=36)
    person_id: str = Field(primary_key=True, max_length=36)
    active: bool = True


class Work(SQLModel, table=True):
    """A time entry, counted: what figures, hours and exports read."""

    __tablename__ = "work"
    __table_args__ = (Index("work_by_person", "person_id", "date"), Index("work_by_date", "date"))

    slip_id: str = Field(primary_key=True, max_length=36)
    row_id: str = Field(primary_key=True, max_length=36)
    person_id: str = Field(max_length=36)
    name: str = Field(default="", max_length=4000)
    date: str = Field(max_length=10)
    start: str | None = Field(default=None, max_length=22)
    end: str | None = Field(default=None, max_length=22)
    minutes: int = 0
    break_minutes: int = 0
    plan_minutes: int = 0
    activity: str = Field(default="work", max_length=20)
    billable: int = 1


class Attachment(SQLModel, table=True):
    """Bytes a slip names; decides who may read them. Kept when the row is dropped or names others: the history still
    names them."""

    __tablename__ = "attachment"
    __table_args__ = (Index("attachment_by_digest", "sha256"),)

    slip_id: str = Field(primary_key=True, max_length=36)
    row_id: str = Field(primary_key=True, max_length=36)
    sha256: str = Field(primary_key=True, max_length=64)
    size: int = 0
    role: str = Field(max_length=12)


class Pin(SQLModel, table=True):
    """A version of a checklist a slip was filled with: phones that carry the slip carry that version."""

    __tablename__ = "pin"
    __table_args__ = (Index("pin_by_checklist", "checklist", "version"),)

    slip_id: str = Field(primary_key=True, max_length=36)
    checklist: str = Field(primary_key=True, max_length=40)
    version: int = Field(primary_key=True)


class Conflict(SQLModel, table=True):
    """Two values for one field of one row (or of the slip). `decided_seq` is the op that decided."""

    __tablename__ = "conflict"
    __table_args__ = (Index("conflict_by_slip", "slip_id"),)

    id: str = Field(primary_key=True, max_length=36)
    seq: int
    slip_id: str = Field(max_length=36)
    op_id: str = Field(max_length=36)
    author: str = Field(max_length=36)
    row_id: str | None = Field(default=None, max_length=36)
    field: str = Field(max_length=60)
    current: Any = Field(sa_column=Column(JSON))
    proposed: Any = Field(sa_column=Column(JSON))
    decided_seq: int | None = None
    decision: str | None = Field(default=None, max_length=10)


class Held(SQLModel, table=True):
    """An op that was stored and not applied."""

    __tablename__ = "held"
    __table_args__ = (Index("held_by_slip", "slip_id"),)

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    op_id: str = Field(max_length=36)
    slip_id: str = Field(max_length=36)
    author: str = Field(max_length=36)
    kind: str = Field(max_length=12)
    reason: str = Field(max_length=40)
    decided_seq: int | None = None
    decision: str | None = Field(default=None, max_length=10)


class Version(SQLModel, table=True):
    """What a slip said when it was handed in or corrected. Never changed."""

    __tablename__ = "version"

    slip_id: str = Field(primary_key=True, max_length=36)
    version: int = Field(primary_key=True)
    seq: int
    at: str = Field(max_length=24)
    by: str = Field(max_length=36)
    reason: str = Field(default="", max_length=4000)
    content_hash: str = Field(max_length=64)
    content: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class NumberRange(SQLModel, table=True):
    """The last slip number given in a year."""

    __tablename__ = "number_range"

    year: int = Field(primary_key=True)
    last: int = 0


class Blob(SQLModel, table=True):
    """Bytes that are whole and checked in the files."""

    sha256: str = Field(primary_key=True, max_length=64)
    size: int
    type: str = Field(max_length=20)
    by: str = Field(max_length=36)
    at: str = Field(max_length=24)


class Document(SQLModel, table=True):
    """A PDF that was rendered once and is kept."""

    slip_id: str = Field(primary_key=True, max_length=36)
    version: int = Field(primary_key=True)
    sha256: str = Field(max_length=64)
    at: str = Field(max_length=24)
