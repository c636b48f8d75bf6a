"""Checklists as data: what may stand in a template, and the templates that come along.

A template is never changed, only followed by its next version; a slip is pinned to the one it was filled with.
app/slips/checklist.py judges the answers.
"""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

HERE = Path(__file__).parent / "checklists"

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Amount = Annotated[str, Field(pattern=r"^-?(0|[1-9]\d{0,8})(\.\d{1,3})?$")]
Text = Annotated[str, Field(min_length=1, max_length=300)]
Words = dict[Annotated[str, Field(pattern=r"^[a-z]{2}$")], Text]
Proof = Literal["text", "photo"]
ItemKind = Literal["yes_no", "number", "choice", "text", "photo", "signature", "readings", "time", "date"]

# What an item may say besides its key, title and condition, by kind.
OF_KIND: dict[str, set[str]] = {
    "yes_no": {"good", "severe", "proof"},
    "number": {"least", "most", "unit", "severe", "proof"},
    "choice": {"choices", "proof"},
    "text": set(),
    "photo": {"count"},
    "signature": set(),
    "readings": {"nominal", "nominal_item", "most", "count", "unit", "severe", "proof"},
    "time": {"after", "minutes_item", "severe", "proof"},
    "date": set(),
}


class Shape(BaseModel):
    """Strict, and nothing we do not know."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Choice(Shape):
    key: Key
    title: Words
    fault: bool | None = None
    severe: bool | None = None


class When(Shape):
    """Asked only if an earlier item was answered with one of these."""

    item: Key
    is_: Annotated[list[str], Field(alias="is", min_length=1)]


class Item(Shape):
    """One question. `proof` is what an answer that is not in order needs: the template's, if it says nothing itself."""

    key: Key
    kind: ItemKind
    title: Words
    hint: Words | None = None
    section: Key | None = None
    required: bool | None = None
    na: bool | None = None
    when: When | None = None
    good: Literal["yes", "no"] | None = None
    least: Amount | None = None
    most: Amount | None = None
    unit: Annotated[str, Field(max_length=10)] | None = None
    choices: Annotated[list[Choice], Field(min_length=2)] | None = None
    count: Annotated[int, Field(ge=1, le=500)] | None = None
    nominal: Amount | None = None
    nominal_item: Key | None = None
    after: Key | None = None
    minutes_item: Key | None = None
    severe: bool | None = None
    proof: list[Proof] | None = None

    @model_validator(mode="after")
    def says_only_what_its_kind_can(self) -> Self:
        said = {name for names in OF_KIND.values() for name in names if getattr(self, name) is not None}
        _insist(
            said <= OF_KIND[self.kind], f"{self.key}: {self.kind} does not know {sorted(said - OF_KIND[self.kind])}"
        )
        _insist(self.kind != "choice" or self.choices is not None, f"{self.key}: a choice needs its choices")
        given = [self.nominal, self.nominal_item].count(None) == 1
        _insist(self.kind != "readings" or given, f"{self.key}: readings need one nominal value or its item")
        both = self.least is not None and self.most is not None
        _insist(not both or float(self.least or 0) <= float(self.most or 0), f"{self.key}: least above most")
        return self


class Template(Shape):
    """One version of a checklist. `months`: when the check is due again."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    version: Annotated[int, Field(ge=1)]
    purpose: Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")]
    title: Words
    basis: str = ""
    months: Annotated[int, Field(ge=1, le=120)] | None = None
    proof: list[Proof] | None = None
    sections: dict[Key, Words] | None = None
    items: Annotated[list[Item], Field(min_length=1, max_length=200)]

    @model_validator(mode="after")
    def hangs_together(self) -> Self:
        earlier: dict[str, Item] = {}
        for item in self.items:
            _insist(item.key not in earlier, f"{item.key}: twice")
            _insist(item.section is None or item.section in (self.sections or {}), f"{item.key}: unknown section")
            for name, kinds in _REFERENCES.items():
                _points_back(item.key, _reference(item, name), kinds, earlier)
            if item.when:
                _insist(set(item.when.is_) <= _answers(earlier[item.when.item]), f"{item.key}: unknown answer")
            earlier[item.key] = item
        _insist(all("de" in words for words in self.all_words()), "German is missing")
        return self

    def content(self) -> dict[str, Any]:
        """As it is kept, sent and judged: without what is not said."""
        return self.model_dump(by_alias=True, exclude_none=True)

    def all_words(self) -> Iterator[Words]:
        yield self.title
        yield from (self.sections or {}).values()
        for item in self.items:
            yield from (words for words in (item.title, item.hint) if words is not None)
            yield from (choice.title for choice in item.choices or [])


_REFERENCES: dict[str, set[str]] = {
    "when": {"yes_no", "choice"},
    "nominal_item": {"number"},
    "after": {"time"},
    "minutes_item": {"number"},
}


def read(content: Any) -> Template:
    """A template from outside; ValueError says what is wrong with it."""
    return Template.model_validate(content)


@cache
def shipped() -> tuple[Template, ...]:
    """The templates that come along, by id."""
    return tuple(read(json.loads(path.read_text("utf-8"))) for path in sorted(HERE.glob("*.json")))


def _reference(item: Item, name: str) -> str | None:
    if name == "when":
        return item.when.item if item.when else None
    return getattr(item, name)  # type: ignore[no-any-return]


def _points_back(key: str, to: str | None, kinds: Iterable[str], earlier: dict[str, Item]) -> None:
    if to is not None:
        _insist(to in earlier and earlier[to].kind in kinds, f"{key}: {to} is no earlier item of a fitting kind")


def _answers(item: Item) -> set[str]:
    return {choice.key for choice in item.choices} if item.choices else {"yes", "no", "na"}


def _insist(is_so: bool, otherwise: str) -> None:
    if not is_so:
        raise ValueError(otherwise)
