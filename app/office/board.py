"""The week as a board: people down by crew, days across, a slip over everybody who is on it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.office.reader import Reader
from app.office.sheet import Sheet
from app.office.tray import town
from app.pages import t
from app.people.person import Person
from app.slips.tables import Slip

WORKDAYS = 6


@dataclass(frozen=True)
class Block:
    """One slip on the board. `kind`: plan, run, in, ok, back, due or clash."""

    slip: Slip
    people: frozenset[str]
    where: str
    span: str
    kind: str
    words: str


@dataclass
class Cell:
    """A person's day; `rows` people share it when the same slips lie over them."""

    blocks: list[Block]
    rows: int = 1


@dataclass(frozen=True)
class Row:
    """A person: planned minutes of the week, and a cell per day; None where the one above reaches down."""

    person: Person
    minutes: int
    cells: list[Cell | None]


@dataclass(frozen=True)
class Group:
    """A crew and its people."""

    id: str
    name: str
    rows: list[Row]


@dataclass(frozen=True)
class Board:
    """A week."""

    days: list[date]
    groups: list[Group]
    load: list[int]
    troubles: list[Block]


def days_of(monday: date, slips: Sequence[Slip]) -> list[date]:
    """Monday to Saturday, and Sunday if somebody works."""
    sunday = monday + timedelta(days=6)
    needed = WORKDAYS + any(slip.date == sunday.isoformat() for slip in slips)
    return [monday + timedelta(days=n) for n in range(needed)]


def board_of(
    reader: Reader, monday: date, slips: Sequence[Slip], crews: Sequence[tuple[str, str, list[Person]]], today: str
) -> Board:
    days = days_of(monday, slips)
    blocks = _marked(reader, [_block(reader, slip, today) for slip in slips])
    groups = [_group(crew, days, blocks) for crew in crews]
    load = [sum(block.slip.plan_minutes for block in blocks if block.slip.date == day.isoformat()) for day in days]
    return Board(days, groups, load, [block for block in blocks if block.kind in ("clash", "due")])


def _group(crew: tuple[str, str, list[Person]], days: list[date], blocks: list[Block]) -> Group:
    crew_id, name, members = crew
    members = sorted(
        members, key=lambda one: -sum(one.id in block.people for block in blocks)
    )  # neighbours share more slips
    table = [
        [[b for b in blocks if b.slip.date == day.isoformat() and one.id in b.people] for day in days]
        for one in members
    ]
    rows = [Row(one, _minutes(one, blocks), [None] * len(days)) for one in members]
    for column in range(len(days)):
        _merge([line[column] for line in table], [row.cells for row in rows], column)
    return Group(crew_id, name, rows)


def _merge(cells: list[list[Block]], into: list[list[Cell | None]], column: int) -> None:
    """Neighbours under the same slips become one cell."""
    above: Cell | None = None
    for blocks, row in zip(cells, into, strict=True):
        if above and blocks and blocks == above.blocks:
            above.rows += 1
        else:
            above = row[column] = Cell(blocks)


def _minutes(person: Person, blocks: list[Block]) -> int:
    """Planned for this person; on a slip without a plan what was worked."""
    lines = [
        line
        for b in blocks
        if person.id in b.people
        for line in Sheet(b.slip.content).times
        if line.fields.get("person") == person.id
    ]
    return sum(line.plan_minutes or line.minutes for line in lines)


def _block(reader: Reader, slip: Slip, today: str) -> Block:
    sheet = Sheet(slip.content)
    kind, words = _state(reader, slip, sheet, today)
    return Block(
        slip=slip,
        people=frozenset(line.fields.get("person") or "" for line in sheet.times) | {slip.lead or ""},
        where=town(sheet.fields.get("site_text", "")),
        span=_span(reader, sheet),
        kind=kind,
        words=words,
    )


def _state(reader: Reader, slip: Slip, sheet: Sheet, today: str) -> tuple[str, str]:
    begun = min((line.fields["start"] for line in sheet.times if line.fields.get("start")), default="")
    if slip.state == "draft" and slip.planned and (slip.date or "") < today:
        return "due", t(reader.lang, "office.block.due")
    if slip.state == "draft" and (begun or not slip.planned):
        return "run", t(reader.lang, "office.block.run", clock=reader.clock(begun)) if begun else t(
            reader.lang, "office.block.begun"
        )
    kind = {"draft": "plan", "submitted": "in", "returned": "back", "approved": "ok"}[slip.state]
    return kind, t(reader.lang, f"office.block.{kind}")


def _span(reader: Reader, sheet: Sheet) -> str:
    start, end = (sheet.fields.get(name) for name in ("plan_start", "plan_end"))
    return reader.span(start, end) if start and end else ""


def _marked(reader: Reader, blocks: list[Block]) -> list[Block]:
    """Plans that want one person in two places at once."""
    words = t(reader.lang, "office.block.clash")
    return [
        Block(b.slip, b.people, b.where, b.span, "clash", words) if any(_clash(b, other) for other in blocks) else b
        for b in blocks
    ]


def _clash(one: Block, other: Block) -> bool:
    if one.slip.id == other.slip.id or one.kind != "plan" or other.kind not in ("plan", "run"):
        return False
    mine, theirs = _planned(one), _planned(other)
    return bool(mine and theirs and one.people & other.people - {""} and mine[0] < theirs[1] and theirs[0] < mine[1])


def _planned(block: Block) -> tuple[str, str] | None:
    fields = block.slip.content["fields"]
    start, end = fields.get("plan_start"), fields.get("plan_end")
    return (start, end) if start and end else None
