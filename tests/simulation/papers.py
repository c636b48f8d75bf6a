"""The many lines of a slip: filled, changed and struck out; pictures of them, and pictures drawn on."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from app import ids
from tests.cast import jpeg
from tests.simulation.made import Made, item, named, pairs
from tests.simulation.sheets import DAY, ID, PERSON, PHOTO, REPORT, SHEETS, WALL, Sheet, chosen
from tests.simulation.view import View

ONCE = {"away": ("person",), "reason": ("code", "about")}  # there can be only one with these; none is ever dropped
STAYS = (*ONCE, "answer", "photo", "signature", "remark")
SHOWN = ("answer", "obstruction", "concern", "defect", "measurement")


@dataclass(frozen=True)
class Papers:
    """One slip as it lies before a person."""

    view: View
    names: dict[str, str]
    day: str
    new_id: Callable[[], str]

    def fill(self, luck: Random) -> Made:
        return self.line(luck.choice(list(SHEETS)), luck)

    def line(self, table: str, luck: Random) -> Made:
        """A new line; of what is there once, the line that may be there already."""
        sheet = SHEETS[table]
        must = ONCE.get(table, ())
        more = luck.sample(list(sheet), min(len(sheet), luck.randrange(2, 7)))
        fields = self._values(sheet, [*must, *(name for name in more if name not in must)], luck)
        row_id = self._once(table, [fields[name] for name in must]) if must else self.new_id()
        there = self.view["rows"].get(row_id, {"fields": {}})["fields"]
        return "add_row", {"rows": {row_id: {"table": table, "fields": pairs(there, fields)}}}, []

    def change(self, luck: Random) -> Made | None:
        """Some fields of a line get other values, or none."""
        sheets = {**SHEETS, "photo": PHOTO}
        row_id = self._one_of(tuple(sheets), luck)
        if row_id is None:
            return None
        row = self.view["rows"][row_id]
        free = [name for name in sheets[row["table"]] if name not in ONCE.get(row["table"], ())]
        fields = self._values(sheets[row["table"]], luck.sample(free, min(len(free), luck.randrange(1, 4))), luck)
        fields = {name: value if luck.random() < 0.8 else None for name, value in fields.items()}
        changes = pairs(row["fields"], fields)
        return ("edit", {"rows": {row_id: {"table": row["table"], "fields": changes}}}, []) if changes else None

    def strike(self, luck: Random) -> Made | None:
        row_id = self._one_of(tuple(table for table in SHEETS if table not in STAYS), luck)
        if row_id is None:
            return None
        row = self.view["rows"][row_id]
        seen = {name: [value, None] for name, value in row["fields"].items()}
        return "drop_row", {"rows": {row_id: {"table": row["table"], "fields": seen}}}, []

    def state(self, luck: Random) -> Made | None:
        """What is said about the whole slip: the notice of withdrawal, what was agreed, how the site is left."""
        patch = pairs(self.view["fields"], self._values(REPORT, luck.sample(list(REPORT), 2), luck))
        return ("edit", {"patch": patch}, []) if patch else None

    def draw(self, luck: Random) -> Made | None:
        """Draws on a picture: a new one, which says whose copy it is."""
        original = self._one_of(("photo",), luck)
        return self.photo(luck, {"original": original}) if original else None

    def show(self, luck: Random) -> Made:
        """A picture of a line, or of the paper the slip was typed off."""
        shown = self._one_of(SHOWN, luck)
        return self.photo(luck, {"of": shown} if shown else {"tag": "paper"})

    def photo(self, luck: Random, more: dict[str, Any]) -> Made:
        content, row_id = jpeg(str(luck.randrange(10**6)), size=32), self.new_id()
        fields = {**named(content), "type": "image/jpeg", **self._values(PHOTO, list(PHOTO), luck), **more}
        rows = {row_id: {"table": "photo", "fields": pairs({}, fields)}}
        return "attach", {"rows": rows, "manifest": [item(row_id, fields, "photo")]}, [content]

    def _values(self, sheet: Sheet, names: list[str], luck: Random) -> dict[str, Any]:
        return chosen(sheet, names, luck, self._known)

    def _known(self, word: str, luck: Random) -> str | None:
        """What a word in <> is here; else it names a table, and a line of it is meant."""
        if word in (WALL, DAY):
            return f"{self.day}T{luck.randrange(24):02d}:30+01:00" if word == WALL else self.day
        if word == PERSON:
            return luck.choice(list(self.names))
        return f"0198c0de-0000-7000-8001-{luck.randrange(3):012x}" if word == ID else self._one_of((word[1:-1],), luck)

    def _once(self, table: str, parts: list[str]) -> str:
        return ids.derived(self.view["slip_id"], table, *parts)

    def _one_of(self, tables: tuple[str, ...], luck: Random) -> str | None:
        """Every table alike, however many lines it has."""
        there = sorted({row["table"] for row in self.view["rows"].values()} & set(tables))
        table = luck.choice(there) if there else None
        rows = [row_id for row_id, row in self.view["rows"].items() if row["table"] == table]
        return luck.choice(rows) if rows else None
