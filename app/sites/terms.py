"""The firm's own numbers, dated: limits of the self-check, rates and its table of Auslöse.

They come after the statutory ones of app/slips/limits.py and app/slips/expenses.py. A row is never changed: a later one
with the same name takes its place from its day on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.orm import Session

from app import clock
from app.errors import Refusal
from app.sites.catalog import Item, items

Kind = Literal["limit", "rate", "expense"]
Day = Annotated[str, Field(pattern=r"^20[2-9]\d-\d\d-\d\d$")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Amount = Annotated[str, Field(pattern=r"^(0|[1-9]\d{0,5})(\.\d{1,3})?$")]
Minutes = Annotated[int, Field(ge=0, le=100_000)]


class Shape(BaseModel):
    """Strict, and nothing we do not know."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Number(Shape):
    """A limit or a rate: minutes, cents or per cent; None switches it off."""

    who: Literal["all", "adult", "minor"]
    name: Name
    from_: Annotated[Day, Field(alias="from")]
    value: Annotated[int, Field(ge=0, le=10_000_000)] | None
    basis: Annotated[str, Field(max_length=200)] = ""


class Expense(Shape):
    """One row of the Auslöse: `km_above` < km <= `km_most`, the same for minutes; `cents` None ends it."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    from_: Annotated[Day, Field(alias="from")]
    cents: Annotated[int, Field(ge=0, le=10_000_000)] | None
    allowance: Annotated[str, Field(max_length=36)] | None = None
    text: Annotated[str, Field(max_length=200)] | None = None
    role: Literal["driver", "passenger"] | None = None
    overnight: bool | None = None
    km_above: Amount | None = None
    km_most: Amount | None = None
    minutes_above: Minutes | None = None
    minutes_most: Minutes | None = None


def limits(session: Session) -> list[dict[str, Any]]:
    return of_kind(session, "limit")


def rates(session: Session) -> list[dict[str, Any]]:
    return of_kind(session, "rate")


def expenses(session: Session) -> list[dict[str, Any]]:
    return of_kind(session, "expense")


def of_kind(session: Session, kind: Kind) -> list[dict[str, Any]]:
    """The rows as phones and rules read them, oldest first."""
    return [_said(one) for one in _items(session, kind)]


@dataclass(frozen=True)
class Entered:
    """A row as it was put in; `by` is None for what came with the firm."""

    row: dict[str, Any]
    by: str | None
    at: str | None


def entered(session: Session, kind: Kind) -> list[Entered]:
    """All rows there ever were, oldest first, with who put them in and when."""
    return [Entered(_said(one), one.more.get("by"), one.more.get("at")) for one in _items(session, kind)]


def add_term(session: Session, kind: Kind, row: dict[str, Any], by: str, today: str) -> Item:
    """A new row of somebody at a desk. What has begun to hold stays as it is: refused with `bad_value` at `from` unless
    the row begins later than the last one of its name that has begun."""
    begun = [one["from"] for one in of_kind(session, kind) if _is_of(one, row) and one["from"] <= today]
    if row["from"] <= max(begun, default=""):
        raise Refusal("bad_value", where=["from"])
    item = save_term(session, kind, row)
    item.more = {**item.more, "by": by, "at": clock.stamp()}
    return item


def save_term(session: Session, kind: Kind, row: dict[str, Any]) -> Item:
    """A new row; refused with `bad_value` and where it is wrong."""
    shape = Expense if kind == "expense" else Number
    try:
        checked = shape.model_validate(row).model_dump(by_alias=True)
    except ValidationError as error:
        raise Refusal("bad_value", where=[".".join(map(str, one["loc"])) for one in error.errors()]) from None
    said = checked if kind != "expense" else {name: value for name, value in checked.items() if _is_said(name, value)}
    item = Item(kind=kind, number=checked["from"], text=checked["name"], more=said)
    session.add(item)
    return item


def _items(session: Session, kind: Kind) -> list[Item]:
    """Oldest first: of two of one day the later named wins, as it was put in."""
    return sorted(items(session, kind), key=lambda one: (one.number, one.id))


def _said(item: Item) -> dict[str, Any]:
    """The row without who put it in: that is nothing for a phone."""
    return {name: value for name, value in item.more.items() if name not in ("by", "at")}


def _is_of(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether the one takes the place of the other: the same name, for people it is for too."""
    whose = {one.get("who", "all"), other.get("who", "all")}
    return one["name"] == other["name"] and (len(whose) == 1 or "all" in whose)


def _is_said(name: str, value: Any) -> bool:
    return value is not None or name == "cents"
