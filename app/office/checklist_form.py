"""A checklist as a form: head, then one block per question. What the form does not ask stays as it was."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from app.office import checklist_links
from app.office.checklist_links import Question
from app.office.form import Form
from app.sites.checklist import OF_KIND, ItemKind
from app.slips.lines import quantity

KINDS: tuple[str, ...] = get_args(ItemKind)
SPARE = 3  # empty blocks below the last question
MOST = 200
ASKED = ("good", "least", "most", "unit", "nominal", "count", "severe", "choices")  # of what a kind may say
SEVERE, FAULT = "!!", "!"

Item = dict[str, Any]
Content = Mapping[str, Any]


@dataclass(frozen=True)
class Block:
    """One question of the form, by the number its fields carry."""

    n: int
    kind: str
    title: str


def typed(content: Content) -> Form:
    """The form as the checklist is now; an empty one for a new checklist."""
    title = content.get("title", {})
    values = {"title_de": title.get("de", ""), "title_en": title.get("en", ""), "purpose": content.get("purpose", "")}
    values |= {"basis": content.get("basis", ""), "months": str(content.get("months") or "")}
    values |= {"proof": checklist_links.shown_proof(content.get("proof"))}
    several: dict[str, list[str]] = {}
    for n, item in enumerate(content.get("items", ()), start=1):
        linked, many = checklist_links.typed(item, n)
        values |= {f"{name}_{n}": value for name, value in _shown(content, item, n)} | linked
        several |= many
    return Form(values=values | {"count": str(len(content.get("items", ())) + SPARE)}, several=several)


def blocks(form: Form) -> list[Block]:
    """The questions as they stand in the form, the empty ones last."""
    numbers = range(1, _count(form) + 1)
    return [Block(n, form.said(f"kind_{n}") or "yes_no", form.said(f"title_de_{n}")) for n in numbers]


def questions(form: Form, before: Content) -> list[Question]:
    """What is in the form now, whether it was saved or not: other questions may hang on it."""
    quiet = form.copy()  # what is wrong is said when it is read to be saved
    known = {item["key"]: item for item in before.get("items", ())}
    return checklist_links.questions((n, _item(quiet, n, known, {})) for n in _in_order(form))


def read(form: Form, before: Content) -> dict[str, Any]:
    """The checklist that was typed; what is not right is marked in the form."""
    purpose = form.text("purpose", 40, needed=True)
    if not re.fullmatch(r"[a-z][a-z_]{0,39}", purpose):
        form.object("purpose", "office.checklist.purpose_wrong")
    head = {"title": _words(form, "title", before=dict(before)), "purpose": purpose}
    months = _whole(form, "months", 120)
    sections = dict(before.get("sections") or {})
    known = {item["key"]: item for item in before.get("items", ())}
    order = _in_order(form)
    items = _with_keys([_item(form, n, known, sections) for n in order])
    checklist_links.connect(form, list(zip(order, items, strict=True)))
    if not items:
        form.object("title_de_1", "office.checklist.nothing")
    used = {item.get("section") for item in items}
    rest = {name: value for name, value in before.items() if name not in ("sections", "months", "proof")}
    content = (
        rest | head | {"id": before.get("id") or slug(form.said("title_de"), "-"), "basis": form.text("basis", 300)}
    )
    content |= {"items": items} | checklist_links.read_proof(form, "proof", before.get("proof"))
    content |= {"months": months} if months else {}
    kept = {key: words for key, words in sections.items() if key in used}
    return content | ({"sections": kept} if kept else {})


def slug(words: str, joint: str = "_") -> str:
    """`Tor, Prüfung` is `tor_pruefung`."""
    plain = words.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    ascii_ = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9]+", joint, ascii_).strip(joint)[:32].strip(joint)
    return found if found[:1].isalpha() else f"q{joint}{found}".strip(joint)


def _shown(content: Content, item: Item, n: int) -> Iterator[tuple[str, str]]:
    """(name, value) of the fields of one question."""
    sections = content.get("sections") or {}
    yield from {
        "key": item["key"], "kind": item["kind"], "order": str(n), "title_de": item["title"]["de"],
        "title_en": item["title"].get("en", ""), "section": sections.get(item.get("section"), {}).get("de", ""),
        "optional": "" if item.get("required", True) else "1", "severe": "1" if item.get("severe") else "",
        "good": item.get("good") or "", "unit": item.get("unit") or "", "count": str(item.get("count") or ""),
        "choices": "\n".join(map(_choice_line, item.get("choices") or ())),
    }.items()  # fmt: skip
    yield from ((name, (item.get(name) or "").replace(".", ",")) for name in ("least", "most", "nominal"))


def _choice_line(choice: Item) -> str:
    """`Nicht in Ordnung !`: with ! it is a fault, with !! a severe one."""
    mark = SEVERE if choice.get("severe") else FAULT if choice.get("fault") else ""
    return f"{choice['title']['de']} {mark}".strip()


def _count(form: Form) -> int:
    said = form.said("count")
    return min(int(said), MOST) if said.isascii() and said.isdigit() else SPARE


def _in_order(form: Form) -> list[int]:
    """Numbers of the blocks with a title, by the order that was typed; a block without one stands where it is."""
    filled = [n for n in range(1, _count(form) + 1) if form.said(f"title_de_{n}").strip()]
    return sorted(filled, key=lambda n: (_order(form, n), n))


def _order(form: Form, n: int) -> float:
    said = form.said(f"order_{n}").strip().replace(",", ".")
    return float(said) if re.fullmatch(r"\d{1,4}(\.\d{1,2})?", said) else n


def _item(form: Form, n: int, known: Mapping[str, Item], sections: dict[str, Any]) -> Item:
    before = known.get(form.said(f"key_{n}"), {})
    kind = form.choice(f"kind_{n}", KINDS)
    said = OF_KIND.get(kind, set())
    item: Item = {"key": before.get("key", ""), "kind": kind, "title": _words(form, "title", n, before=before)}
    asked = {name: _READERS[name](form, n, before) for name in ASKED if name in said}
    item |= {name: value for name, value in asked.items() if value not in (None, "", False)}
    item |= {"required": False} if form.said(f"optional_{n}") else {}
    item |= _section(form, n, sections) | checklist_links.read(form, n, kind, before)
    if item.get("nominal"):
        item.pop("nominal_item", None)
    return item


def _words(form: Form, name: str, n: int | None = None, *, before: Item) -> Item:
    """In both languages; other languages it had stay."""
    end = f"_{n}" if n else ""
    found = dict(before.get("title", {}))
    german, english = form.text(f"{name}_de{end}", 300, needed=True), form.text(f"{name}_en{end}", 300)
    found.pop("en", None)
    return found | {"de": german} | ({"en": english} if english else {})


def _amount(name: str) -> Any:
    def read_one(form: Form, n: int, before: Item) -> str:
        value = form.text(f"{name}_{n}", 14).replace(",", ".")
        if value and not quantity(value):
            form.object(f"{name}_{n}", "office.form.number")
        return value

    return read_one


def _choices(form: Form, n: int, before: Item) -> list[Item]:
    """One a line; a choice that was there keeps its key and its other languages."""
    known = {one["title"]["de"]: one for one in before.get("choices") or ()}
    lines = [line.strip() for line in form.text(f"choices_{n}", 4000).split("\n") if line.strip()]
    found: list[Item] = []
    for line in lines:
        title = line.rstrip("! ")
        old = known.get(title)
        mark = {"fault": True} if line.endswith(FAULT) else {}
        mark |= {"severe": True} if line.endswith(SEVERE) else {}
        one = {"key": old["key"] if old else slug(title), "title": old["title"] if old else {"de": title}}
        found.append(one | mark)
    if len({one["key"] for one in found}) < max(len(found), 2):
        form.object(f"choices_{n}", "office.checklist.choices_wrong")
    return found


def _whole(form: Form, name: str, most: int) -> int | None:
    value = form.text(name, 4)
    if value and not (value.isascii() and value.isdigit() and 1 <= int(value) <= most):
        form.object(name, "office.form.number")
        return None
    return int(value) if value else None


_READERS: dict[str, Any] = {
    "good": lambda form, n, before: form.choice(f"good_{n}", ("yes", "no"), needed=False),
    "least": _amount("least"),
    "most": _amount("most"),
    "nominal": _amount("nominal"),
    "unit": lambda form, n, before: form.text(f"unit_{n}", 10),
    "count": lambda form, n, before: _whole(form, f"count_{n}", 500),
    "severe": lambda form, n, before: bool(form.said(f"severe_{n}")),
    "choices": _choices,
}


def _section(form: Form, n: int, sections: dict[str, Any]) -> Item:
    """By its German title; one nobody has used begins with it."""
    title = form.text(f"section_{n}", 300)
    if not title:
        return {}
    key = next((key for key, words in sections.items() if words["de"] == title), "") or slug(title)
    sections.setdefault(key, {"de": title})
    return {"section": key}


def _with_keys(items: list[Item]) -> list[Item]:
    """A new question gets a key nobody has."""
    used = {item["key"] for item in items}
    for item in items:
        if not item["key"]:
            start, number = slug(item["title"]["de"]), 1
            item["key"] = start
            while item["key"] in used:
                number += 1
                item["key"] = f"{start}_{number}"
            used.add(item["key"])
    return items
