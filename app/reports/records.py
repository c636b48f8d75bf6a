"""The records of a slip in words: what was measured, what hindered, what is doubtful, wrong, or left for another day.

The same for paper and desk, each in its own words. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from app.slips import opening
from app.slips.conflicts import Content
from app.slips.lines import TABLES
from app.slips.slip import live_rows

RECORDS = ("obstruction", "concern", "defect", "follow_up")
TITLES = {"opening": "text", "checklist": "title"}
SILENT = ("person", "name")
CLOCKED = ("since", "until", "told_at", "left", "back")

Fields = dict[str, Any]
Line = tuple[str, str]


class Words(Protocol):
    """How a reader is told: labels of tables and fields, and values."""

    def table(self, table: str) -> str: ...

    def field(self, table: str | None, name: str) -> str: ...

    def value(self, name: str, value: Any) -> str: ...

    def say(self, key: str, /, **values: Any) -> str: ...


@dataclass(frozen=True)
class Record:
    """One of them: what it is, its lines (label, value), and whether somebody has to look at it."""

    row_id: str
    table: str
    title: str
    lines: tuple[Line, ...]
    alarming: bool = False


def records_of(content: Content, words: Words) -> tuple[Record, ...]:
    """Obstructions, concerns, defects and follow-ups, numbered where there are several."""
    return tuple(record for table in RECORDS for record in _of_table(content, table, words))


def openings(content: Content, words: Words) -> tuple[Record, ...]:
    """Doors, windows and gates as they were measured, with what the readings come to."""
    return tuple(_opening(row_id, fields, words) for row_id, fields in _rows(content, "opening"))


def _of_table(content: Content, table: str, words: Words) -> list[Record]:
    rows, title = _rows(content, table), words.table(table)
    names = [f"{title} {number}" for number in range(1, len(rows) + 1)] if len(rows) > 1 else [title]
    return [
        Record(row_id, table, name, lines_of(table, fields, words), alarming=_is_open(table, fields))
        for name, (row_id, fields) in zip(names, rows, strict=False)
    ]


def lines_of(table: str, fields: Mapping[str, Any], words: Words) -> tuple[Line, ...]:
    """Every field somebody filled, in the order of the form."""
    told = (name for name in TABLES[table] if name not in SILENT and fields.get(name) not in (None, ""))
    return tuple((words.field(table, name), words.value(name, fields[name])) for name in told)


def _is_open(table: str, fields: Fields) -> bool:
    return (table == "obstruction" and not fields.get("until")) or (table == "defect" and not fields.get("fixed"))


def _opening(row_id: str, fields: Fields, words: Words) -> Record:
    kind = words.value("kind", fields["kind"]) if fields.get("kind") else words.table("opening")
    title = " ".join(filter(None, [kind, fields.get("text")]))
    told = {name: value for name, value in fields.items() if name not in ("kind", "text", *opening.READINGS)}
    found = opening.derived(fields)
    lines = [
        line
        for names in (opening.WIDTHS, opening.HEIGHTS, opening.DIAGONALS, opening.PLUMBS)
        if (line := _readings(names, fields, words))
    ]
    results = [(words.say(f"record.opening.{name}"), _mm(found[name], words)) for name in _RESULTS if found[name]]
    warnings = [(words.say("record.opening.look"), words.say(f"record.opening.{name}")) for name in found["warnings"]]
    return Record(
        row_id, "opening", title, (*lines, *results, *lines_of("opening", told, words), *warnings), bool(warnings)
    )


_RESULTS = ("width", "height", "diagonal_difference", "out_of_plumb")


def _readings(names: tuple[str, ...], fields: Fields, words: Words) -> Line | None:
    """`Breite oben, Mitte, unten: 1010 / 1008 / 1012 mm`"""
    told = [name for name in names if fields.get(name)]
    if not told:
        return None
    label = ", ".join(words.field("opening", name) for name in told)
    return label, " / ".join(words.value(name, fields[name]) for name in told) + " mm"


def _mm(value: str, words: Words) -> str:
    return f"{words.value('quantity', value)} mm"


def _rows(content: Content, table: str) -> list[tuple[str, Fields]]:
    return [(row_id, row["fields"]) for row_id, row in sorted(live_rows(content, table).items())]
