"""What somebody typed into a form: read, checked, and kept as typed so that nothing is lost when it was not right."""

from collections.abc import Collection
from datetime import date
from re import fullmatch
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile


class Form:
    """The fields of one form. `wrong` holds, per field, the key of the words that say what is not right."""

    def __init__(
        self,
        data: FormData | None = None,
        values: dict[str, str] | None = None,
        several: dict[str, list[str]] | None = None,
    ) -> None:
        given: list[tuple[str, str | UploadFile]] = [
            *(values or {}).items(),
            *((name, one) for name, many in (several or {}).items() for one in many),
        ]
        self._data = data if data is not None else FormData(given)
        self.wrong: dict[str, str] = {}

    @property
    def ok(self) -> bool:
        return not self.wrong

    def said(self, name: str) -> str:
        """As it was typed."""
        value = self._data.get(name, "")
        return value if isinstance(value, str) else ""

    def copy(self) -> "Form":
        """The same fields, and nothing objected to yet."""
        return Form(self._data)

    def has(self, name: str) -> bool:
        """Whether the form asked for it."""
        return name in self._data

    def all(self, name: str) -> list[str]:
        return [value for value in self._data.getlist(name) if isinstance(value, str)]

    def names(self, start: str) -> list[str]:
        """Fields that begin so and hold something, in order."""
        return sorted({name for name in self._data if name.startswith(start) and self.said(name).strip()})

    def object(self, name: str, key: str) -> None:
        """Marks a field as not right; the first objection stays."""
        self.wrong.setdefault(name, key)

    def text(self, name: str, most: int, *, needed: bool = False) -> str:
        value = self.said(name).replace("\r\n", "\n").strip()
        if needed and not value:
            self.object(name, "office.form.missing")
        if len(value) > most:
            self.object(name, "office.form.too_long")
        return value

    def choice(self, name: str, among: Collection[str], *, needed: bool = True) -> str:
        value = self.said(name)
        if value not in among and (value or needed):
            self.object(name, "office.form.choose")
        return value

    def choices(self, name: str, among: Collection[str]) -> list[str]:
        values = self.all(name)
        if not set(values) <= set(among):
            self.object(name, "office.form.choose")
        return values

    def day(self, name: str, *, needed: bool = True) -> str:
        value = self.said(name).strip()
        if (value or needed) and not _is_day(value):
            self.object(name, "office.form.day")
        return value

    def near_day(self, name: str) -> str:
        """A day slips can have."""
        value = self.day(name)
        if value and not "2020" <= value[:4] <= "2099":
            self.object(name, "office.form.day")
        return value

    def clock(self, name: str, *, needed: bool = True) -> str:
        """A time of day. Typed as 7, 7:00, 0700 or 7.00, it is 07:00."""
        value = self.said(name).strip()
        match = fullmatch(r"(\d{1,2})(?:[:.]?(\d\d))?", value)
        if match and int(match[1]) < 24 and int(match[2] or 0) < 60:
            return f"{int(match[1]):02}:{match[2] or '00'}"
        if value or needed:
            self.object(name, "office.form.clock")
        return ""

    def minutes(self, name: str) -> int:
        """A duration typed as 8:30, 8 or 8,5 hours; nothing is 0."""
        value = self.said(name).strip().replace(",", ".")
        if match := fullmatch(r"(\d{1,5}):([0-5]\d)", value):
            return int(match[1]) * 60 + int(match[2])
        if fullmatch(r"\d{1,5}(\.\d{1,2})?", value):
            return round(float(value) * 60)
        if value:
            self.object(name, "office.form.hours")
        return 0


async def _typed(request: Request) -> Form:
    return Form(await request.form(max_files=0, max_fields=2000))


Typed = Annotated[Form, Depends(_typed)]


def _is_day(value: str) -> bool:
    try:
        return bool(fullmatch(r"(19|20)\d\d-\d\d-\d\d", value)) and date.fromisoformat(value) is not None
    except ValueError:
        return False
