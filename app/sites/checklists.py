"""The firm's checklists in the database: every version that ever was, so that a slip is judged by the one it was
filled with.

For the editor at the desk (app/office): `newest` lists them, `save_template` makes a new version, `retire` takes one
out of use. What may stand in one is said in app/sites/checklist.py.
"""

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError
from sqlalchemy import JSON, Column, func, select, tuple_
from sqlalchemy.orm import Session
from sqlmodel import Field, SQLModel

from app import clock
from app.errors import Refusal
from app.sites.checklist import Template, read, shipped

Pinned = tuple[str, int]


class ChecklistVersion(SQLModel, table=True):
    """One version of a checklist. Its content is never changed; `active` counts on the newest one only. `by` is None
    for what came along with a release."""

    __tablename__ = "checklist_version"

    id: str = Field(primary_key=True, max_length=40)
    version: int = Field(primary_key=True)
    active: bool = Field(default=True)
    by: str | None = Field(default=None, max_length=36)
    at: str = Field(max_length=24)
    content: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


def save_template(session: Session, content: dict[str, Any], by: str) -> ChecklistVersion:
    """The checklist as its next version, 1 for an id nobody has used; `content` is a template as in checklists/*.json,
    its `version` is not looked at. Nothing happens if nothing is different. Refused with `checklist_bad`, whose
    details `problems` say where and what: a key twice, a kind unknown, a condition on what is not an earlier item."""
    latest = _latest(session, str(content.get("id")))
    template = _checked({**content, "version": latest.version + 1 if latest else 1})
    if latest and latest.active and {**template.content(), "version": latest.version} == latest.content:
        return latest
    return _keep(session, template, by)


def check(content: dict[str, Any]) -> None:
    """Whether it could be saved; refused as `save_template` does."""
    _checked({**content, "version": 1})


def retire(session: Session, checklist: str, *, active: bool = False) -> None:
    """Out of use for new slips, or into it again; what was filled with it stays readable."""
    latest = _latest(session, checklist)
    if latest is None:
        raise Refusal("not_found")
    latest.active = active


def newest(session: Session, *, active: bool = True) -> list[ChecklistVersion]:
    """The version in force of each checklist, by id; with `active=False` also of those out of use."""
    last = select(ChecklistVersion.id, func.max(ChecklistVersion.version)).group_by(ChecklistVersion.id)
    key = tuple_(ChecklistVersion.id, ChecklistVersion.version)
    query = select(ChecklistVersion).where(key.in_(last)).order_by(ChecklistVersion.id)
    return list(session.scalars(query.where(ChecklistVersion.active) if active else query))


def versions(session: Session, checklist: str) -> list[ChecklistVersion]:
    """All of one, newest first."""
    query = select(ChecklistVersion).where(ChecklistVersion.id == checklist)
    return list(session.scalars(query.order_by(ChecklistVersion.version.desc())))


def pinned(session: Session, pins: Iterable[Pinned]) -> list[ChecklistVersion]:
    """These versions, as far as they are known."""
    key = tuple_(ChecklistVersion.id, ChecklistVersion.version)
    wanted = sorted(set(pins))
    query = select(ChecklistVersion).where(key.in_(wanted)).order_by(ChecklistVersion.id, ChecklistVersion.version)
    return list(session.scalars(query)) if wanted else []


def in_use(session: Session, pin: Pinned) -> bool:
    """Whether every phone carries this version anyway."""
    latest = _latest(session, pin[0])
    return latest is not None and latest.active and latest.version == pin[1]


def put_in_shipped(session: Session) -> None:
    """The checklists that come along: those the firm does not have, and newer ones it has not made its own."""
    for template in shipped():
        there = versions(session, template.id)
        untouched = all(one.by is None and one.active for one in there[:1])
        if untouched and (not there or there[0].version < template.version):
            _keep(session, template, None)


def _latest(session: Session, checklist: str) -> ChecklistVersion | None:
    return next(iter(versions(session, checklist)), None)


def _keep(session: Session, template: Template, by: str | None) -> ChecklistVersion:
    kept = ChecklistVersion(
        id=template.id, version=template.version, by=by, at=clock.stamp(), content=template.content()
    )
    session.add(kept)
    session.flush()
    return kept


def _checked(content: dict[str, Any]) -> Template:
    try:
        return read(content)
    except ValidationError as error:
        problems = [
            {"at": [str(part) for part in one["loc"]], "what": one["msg"].removeprefix("Value error, ")}
            for one in error.errors(include_url=False, include_input=False, include_context=False)
        ]
        raise Refusal("checklist_bad", problems=problems) from None
