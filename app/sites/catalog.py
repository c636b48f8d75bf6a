"""What a phone carries of the firm's lists, and the lists themselves."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, Column, Index, Row, select
from sqlalchemy.orm import Session
from sqlmodel import Field, SQLModel

from app import ids

ITEM_KINDS = ("material", "equipment", "vehicle", "allowance", "phrase", "limit", "rate", "expense")


class Item(SQLModel, table=True):
    """One line of a list: material, equipment, vehicle, allowance or phrase, or one of the firm's numbers (terms.py).

    `more` holds what only its kind has: phrase {"kinds", "en", "pl"…}, material {"favourite"}, a number its whole row.
    """

    __tablename__ = "item"
    __table_args__ = (Index("item_by_kind", "kind", "active"),)

    id: str = Field(primary_key=True, default_factory=ids.new, max_length=36)
    kind: str = Field(max_length=12)
    number: str = Field(default="", max_length=40)
    text: str = Field(max_length=500)
    unit: str = Field(default="", max_length=20)
    active: bool = Field(default=True)
    more: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


def items(session: Session, kind: str) -> list[Item]:
    query = select(Item).where(Item.kind == kind, Item.active).order_by(Item.number, Item.text, Item.id)
    return list(session.scalars(query))


def plain_items(session: Session, kind: str) -> Sequence[Row[tuple[str, str, str, str, dict[str, Any]]]]:
    """The same as rows to read: of thousands of articles, objects would cost most of a catalog."""
    query = select(Item.id, Item.number, Item.text, Item.unit, Item.more).where(Item.kind == kind, Item.active)
    return session.execute(query.order_by(Item.number, Item.text, Item.id)).all()
