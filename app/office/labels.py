"""Fields and values of a slip in words: for the history, conflicts, held ops and versions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.office.reader import Reader
from app.pages import t, texts
from app.slips import lines
from app.slips.conflicts import DROPPED
from app.slips.op import Op, Pair, RowPatch

NAMES = ("person", "lead", "job", "site", "crew", "company", "client", "time")
HIDDEN = (
    "sha256", "size", "points", "content_hash", "article", "equipment", "allowance", "zone", "type", "of",
    "original", "about", "checklist", "because", "ride",
)  # fmt: skip
ROW_NAMES = ("name", "text", "title", "item", "caption", "tag", "outcome")


@dataclass(frozen=True)
class Changed:
    """One field that got another value, in words; `old` is empty where there was none."""

    where: str
    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Labels:
    """`names`: id -> what people call it, for persons, jobs, sites and rows."""

    reader: Reader
    names: dict[str, str]

    def field(self, table: str | None, name: str) -> str:
        key = f"office.field.{table or 'slip'}.{name}"
        return t(self.reader.lang, key) if key in texts(self.reader.lang) else name

    def table(self, table: str) -> str:
        key = f"office.table.{table}"
        return t(self.reader.lang, key) if key in texts(self.reader.lang) else table

    def value(self, name: str, value: Any) -> str:
        if value in (None, ""):
            return t(self.reader.lang, "office.value.none")
        key = f"office.value.{name}.{value}"
        if key in texts(self.reader.lang):
            return t(self.reader.lang, key)
        return self.names.get(value, str(value)) if name in NAMES else self._plain(value)

    def say(self, key: str, /, **values: Any) -> str:
        """The text of a key in the reader's language."""
        return t(self.reader.lang, key, **values)

    def changes(self, op: Op) -> list[Changed]:
        """What an op changed, as its author saw it."""
        found = [self._changed("", None, name, pair) for name, pair in _told(op.patch)]
        for row in op.rows.values():
            where = self._where(row)
            found += [self._changed(where, row.table, name, pair) for name, pair in _told(row.fields)]
        return found

    def row(self, table: str, fields: dict[str, Any]) -> str:
        """A row by what one would call it: its table, and its name or text."""
        said = next((self.value(name, fields[name]) for name in ROW_NAMES if fields.get(name)), "")
        return f"{self.table(table)} {said}".strip()

    def _where(self, row: RowPatch) -> str:
        return self.row(row.table, {name: new if new is not None else old for name, (old, new) in row.fields.items()})

    def _changed(self, where: str, table: str | None, name: str, pair: Pair) -> Changed:
        if name == DROPPED:
            return Changed(where, self.say("office.row.line"), "", self.say("office.row.dropped"))
        old = "" if pair[0] is None else self.value(name, pair[0])
        return Changed(where, self.field(table, name), old, self.value(name, pair[1]))

    def _plain(self, value: Any) -> str:
        if lines.wall(value):
            return self.reader.clock(value)
        if lines.day(value):
            return self.reader.full_day(value)
        return self.reader.quantity(value) if lines.quantity(value) else str(value)


def _told(fields: dict[str, Pair]) -> Iterator[tuple[str, Pair]]:
    """Changes worth telling: no digests, nothing that stayed as it was."""
    return ((name, pair) for name, pair in fields.items() if name not in HIDDEN and pair[0] != pair[1])
