"""The pictures of a slip in the order they were taken, a drawn-on one right after what it was drawn on."""

from collections.abc import Collection, Mapping
from typing import Any

from app.reports import wording
from app.reports.paper import Photo
from app.reports.wording import say
from app.slips.conflicts import Content
from app.slips.slip import live_rows

Fields = dict[str, Any]


def photos(content: Content, lost: Collection[str] = ()) -> tuple[Photo, ...]:
    """Field 6; `lost` are digests of pictures that will never come."""
    rows = {row_id: row["fields"] for row_id, row in live_rows(content, "photo").items()}
    numbers = {row_id: number for number, row_id in enumerate(_order(rows), start=1)}
    day = content["fields"].get("date")
    return tuple(_photo(numbers, row_id, rows[row_id], content, day, lost) for row_id in numbers)


def _order(rows: Mapping[str, Fields]) -> list[str]:
    taken = sorted(rows, key=lambda row_id: (rows[row_id].get("taken_at") or "", row_id))
    drawn = {row_id: rows[row_id]["original"] for row_id in taken if rows[row_id].get("original") in rows}
    firsts = [row_id for row_id in taken if drawn.get(row_id, row_id) == row_id or drawn[row_id] in drawn]
    return [one for first in firsts for one in (first, *(row_id for row_id in taken if _is_on(drawn, row_id, first)))]


def _is_on(drawn: Mapping[str, str], row_id: str, first: str) -> bool:
    return row_id != first and drawn.get(row_id) == first and first not in drawn


def _photo(
    numbers: Mapping[str, int], row_id: str, fields: Fields, content: Content, day: str | None, lost: Collection[str]
) -> Photo:
    taken, digest = fields.get("taken_at"), fields.get("sha256")
    return Photo(
        number=numbers[row_id],
        sha256=digest,
        tag=say(f"pdf.tag.{fields['tag']}") if fields.get("tag") else "",
        caption=", ".join(filter(None, [fields.get("caption"), wording.reading(taken, day) if taken else None])),
        lost=digest in lost,
        about=_about(numbers, fields, content),
        of=fields.get("of") or "",
    )


def _about(numbers: Mapping[str, int], fields: Fields, content: Content) -> str:
    """`gezeichnet auf Foto 3`, `zu: Mangel`"""
    row = content["rows"].get(fields.get("of") or "")
    shows = say("pdf.photo_of", what=wording.German().table(row["table"])) if row and not row.get("dropped") else None
    original = numbers.get(fields.get("original") or "")
    drawn = say("pdf.photo_drawn", number=original) if original else None
    return ", ".join(filter(None, [drawn, shows]))
