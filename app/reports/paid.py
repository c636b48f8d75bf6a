"""Field 7 of the firm's own copy: allowances with what they come to and why, and who was away from when to when."""

from collections.abc import Callable
from typing import Any

from app.reports import wording
from app.reports.paper import Row, Said, Table
from app.reports.wording import NOTHING, German, say
from app.slips.conflicts import Content
from app.slips.slip import live_rows

Fields = dict[str, Any]
Place = Callable[[Fields], int]


def allowances(content: Content, place: Place) -> Table | None:
    """Person by person; the amount has a column where there is one."""
    rows = _rows(content, "allowance", place)
    if not rows:
        return None
    priced = any(fields.get("amount_cents") is not None for fields in rows)
    columns = tuple(say("pdf.allowance.columns_priced" if priced else "pdf.allowance.columns").split("|"))
    return Table(columns, "llrr" if priced else "llr", tuple(_allowance(fields, priced=priced) for fields in rows))


def away(content: Content, place: Place) -> Table | None:
    """From home or the first workplace, and back."""
    rows = _rows(content, "away", place)
    day = content["fields"].get("date")
    columns = tuple(say("pdf.away.columns").split("|"))
    return Table(columns, "lll", tuple(_away(fields, day) for fields in rows)) if rows else None


def _rows(content: Content, table: str, place: Place) -> list[Fields]:
    rows = sorted(live_rows(content, table).items(), key=lambda item: (place(item[1]["fields"]), item[0]))
    return [row["fields"] for _, row in rows]


def _allowance(fields: Fields, *, priced: bool) -> Row:
    what = fields.get("text") or (German().value("kind", fields["kind"]) if fields.get("kind") else None)
    told = ": ".join(filter(None, [what, fields.get("note")])) or NOTHING
    cells = [Said(told, "ink"), Said(wording.amount(fields.get("quantity")) or NOTHING, "ink")]
    cents = fields.get("amount_cents")
    if priced:
        cells.append(Said(NOTHING if cents is None else wording.money(cents), "ink"))
    return Row(Said(_name(fields)), tuple(cells))


def _away(fields: Fields, day: str | None) -> Row:
    span = wording.span(fields.get("left"), fields.get("back"), day)
    start = German().value("left_from", fields["left_from"]) if fields.get("left_from") else None
    told = [name for name in ("slept_before", "slept_after", "breakfast", "lunch", "dinner") if fields.get(name)]
    lodging = f"{_label('lodging')}: {German().value('lodging', fields['lodging'])}" if fields.get("lodging") else None
    more = ", ".join(filter(None, [lodging, *map(_label, told)]))
    left = ", ".join(filter(None, [span, say("pdf.away.from", place=start) if start else None]))
    return Row(Said(_name(fields)), (Said(left or NOTHING, "ink"), Said(more or NOTHING, "ink")))


def _label(name: str) -> str:
    return German().field("away", name)


def _name(fields: Fields) -> str:
    return fields.get("name") or say("pdf.nobody_named")
