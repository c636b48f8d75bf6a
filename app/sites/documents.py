"""Drawings, instructions, pictures of a site: the office lays them down, the crew has them on the phone."""

import io

import pikepdf
from PIL import Image, UnidentifiedImageError
from sqlalchemy import Index, exists, select
from sqlalchemy.orm import Session
from sqlmodel import Field, SQLModel

from app import clock, ids
from app.errors import Refusal
from app.sites.places import Site

MOST_BYTES = 10 * 1024 * 1024
MOST = 20  # of one site: a phone carries those of every site it goes to
TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
PDF = "application/pdf"


class SiteDocument(SQLModel, table=True):
    """One of them. The bytes are in the files and stay there; `active` is whether it still lies at the site."""

    __tablename__ = "site_document"
    __table_args__ = (Index("site_document_by_site", "site_id", "active"), Index("site_document_by_digest", "sha256"))

    id: str = Field(primary_key=True, default_factory=ids.new, max_length=36)
    site_id: str = Field(foreign_key="site.id", max_length=36)
    name: str = Field(max_length=120)
    sha256: str = Field(max_length=64)
    size: int
    type: str = Field(max_length=20)
    by: str = Field(max_length=36)
    at: str = Field(max_length=24)
    active: bool = Field(default=True)


def type_of(body: bytes) -> str:
    """The media type, after opening it: a name proves nothing. Refused with `not_a_document`, or `too_large`."""
    if len(body) > MOST_BYTES:
        raise Refusal("too_large", most=MOST_BYTES)
    return PDF if body[:5] == b"%PDF-" and _opens(body) else _image_type(body)


def lay_down(session: Session, site_id: str, name: str, sha256: str, size: int, type_: str, *, by: str) -> SiteDocument:
    """At the site from now on; one that lies there already only gets the name. Refused with `too_many_documents`."""
    there = of_site(session, site_id)
    known = next((one for one in there if one.sha256 == sha256), None)
    if known is not None:
        known.name = name
        return known
    if len(there) >= MOST:
        raise Refusal("too_many_documents", most=MOST)
    new = SiteDocument(site_id=site_id, name=name, sha256=sha256, size=size, type=type_, by=by, at=clock.stamp())
    session.add(new)
    return new


def of_site(session: Session, site_id: str) -> list[SiteDocument]:
    query = select(SiteDocument).where(SiteDocument.site_id == site_id, SiteDocument.active)
    return list(session.scalars(query.order_by(SiteDocument.name, SiteDocument.id)))


def by_site(session: Session) -> dict[str, list[SiteDocument]]:
    """Of every site that has some."""
    found: dict[str, list[SiteDocument]] = {}
    query = select(SiteDocument).where(SiteDocument.active).order_by(SiteDocument.name, SiteDocument.id)
    for one in session.scalars(query):
        found.setdefault(one.site_id, []).append(one)
    return found


def is_carried(session: Session, sha256: str) -> bool:
    """Whether these bytes lie at a site, which is what every phone is told."""
    lies = exists().where(SiteDocument.site_id == Site.id, SiteDocument.sha256 == sha256, SiteDocument.active)
    return session.scalar(select(Site.id).where(Site.active, lies).limit(1)) is not None


def _opens(body: bytes) -> bool:
    try:
        with pikepdf.open(io.BytesIO(body)) as file:
            return len(file.pages) > 0
    except pikepdf.PdfError:
        raise Refusal("not_a_document") from None


def _image_type(body: bytes) -> str:
    try:
        with Image.open(io.BytesIO(body), formats=tuple(TYPES)) as image:
            image.load()
            return TYPES[str(image.format)]
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError, EOFError):
        raise Refusal("not_a_document") from None
