"""Links to a client's copy: each for one version of one slip. Only the hash of a link's token is kept."""

import secrets
from datetime import timedelta

from sqlalchemy import Index, select
from sqlalchemy.orm import Session
from sqlmodel import Field, SQLModel

from app import clock, ids
from app.errors import Refusal
from app.people.device import token_hash
from app.people.person import Person
from app.settings import Settings
from app.slips import queries
from app.slips.tables import Slip, Version

HANDED_IN = ("submitted", "approved")


class ClientCopy(SQLModel, table=True):
    """A link that was given away. `sha256`: the PDF, once it is made with everything that belongs into it."""

    __tablename__ = "client_copy"
    __table_args__ = (Index("client_copy_by_slip", "slip_id"),)

    id: str = Field(primary_key=True, default_factory=ids.new, max_length=36)
    token_hash: str = Field(max_length=64, unique=True)
    slip_id: str = Field(max_length=36)
    version: int
    made_by: str = Field(max_length=36)
    made_at: str = Field(max_length=24)
    until: str = Field(max_length=24)
    revoked_at: str | None = Field(default=None, max_length=24)
    read_at: str | None = Field(default=None, max_length=24)
    sha256: str | None = Field(default=None, max_length=64)


def make(session: Session, settings: Settings, person: Person, slip_id: str) -> tuple[ClientCopy, str]:
    """A new link and its token, which can be read only now. Refused with `not_found`, or `wrong_state` where nothing
    was handed in."""
    slip = queries.slip_for(session, person, slip_id)
    if slip is None:
        raise Refusal("not_found")
    if slip.state not in HANDED_IN or session.get(Version, (slip.id, slip.version)) is None:
        raise Refusal("wrong_state")
    token, now = secrets.token_urlsafe(32), clock.now()
    link = ClientCopy(
        token_hash=token_hash(settings, token),
        slip_id=slip.id,
        version=slip.version,
        made_by=person.id,
        made_at=clock.stamp(now),
        until=clock.stamp(now + timedelta(days=settings.copy_days)),
    )
    session.add(link)
    return link, token


def behind(session: Session, settings: Settings, token: str) -> tuple[ClientCopy, Slip, Version] | None:
    """What a link leads to, as long as it does: not revoked, not over, and the slip not void."""
    link = session.scalar(select(ClientCopy).where(ClientCopy.token_hash == token_hash(settings, token)))
    if link is None or link.revoked_at or link.until < clock.stamp():
        return None
    slip, version = session.get(Slip, link.slip_id), session.get(Version, (link.slip_id, link.version))
    return (link, slip, version) if slip and version and slip.state != "void" else None


def of_slip(session: Session, slip_id: str) -> list[ClientCopy]:
    """All that were given away, newest first."""
    query = select(ClientCopy).where(ClientCopy.slip_id == slip_id)
    return list(session.scalars(query.order_by(ClientCopy.made_at.desc(), ClientCopy.id.desc())))


def revoke(session: Session, slip_id: str) -> int:
    """Ends every link of a slip; returns how many were still good."""
    good = [link for link in of_slip(session, slip_id) if is_good(link)]
    for link in good:
        link.revoked_at = clock.stamp()
    return len(good)


def is_good(link: ClientCopy) -> bool:
    return not link.revoked_at and link.until >= clock.stamp()
