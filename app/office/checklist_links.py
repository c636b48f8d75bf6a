"""What one question of a checklist has to do with others: asked only if, measured against, later than. In the form a
question is named by its key, or by `#` and the number of its block as long as it has none."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.office.form import Form
from app.sites.checklist import OF_KIND

Item = dict[str, Any]
TO = {"nominal_item": "number", "after": "time", "minutes_item": "number"}  # of which kind the other question must be
CONDITIONS = ("yes_no", "choice")
YES_NO = ("yes", "no", "na")
PROOFS = ("text,photo", "text", "photo", "-")  # of what is not in order; - is none


@dataclass(frozen=True)
class Question:
    """A question others may hang on; `answers` are (key, title), without a title where every language has its word."""

    name: str
    kind: str
    title: str
    answers: tuple[tuple[str, str], ...] = ()


def questions(items: Iterable[tuple[int, Item]]) -> list[Question]:
    """(number of the block, question) as questions, in their order."""
    return [
        Question(item["key"] or f"#{n}", item["kind"], item["title"].get("de", ""), tuple(_answers(item)))
        for n, item in items
        if item["title"].get("de")
    ]


def typed(item: Item, n: int) -> tuple[dict[str, str], dict[str, list[str]]]:
    """(fields, fields with several values) of the form for one question."""
    when, hint, proof = item.get("when") or {}, item.get("hint") or {}, item.get("proof")
    values = {f"when_item_{n}": when.get("item", ""), f"no_na_{n}": "1" if item.get("na") is False else ""}
    values |= {f"hint_{lang}_{n}": hint.get(lang, "") for lang in ("de", "en")}
    values |= {f"{name}_{n}": item.get(name) or "" for name in TO} | {f"proof_{n}": shown_proof(proof)}
    return values, {f"when_is_{n}": list(when.get("is", ()))}


def shown_proof(proof: list[str] | None) -> str:
    return "" if proof is None else ",".join(proof) or "-"


def read_proof(form: Form, name: str, before: Any) -> dict[str, Any]:
    """What a fault needs; nothing where it is as the checklist says, or as it always is."""
    said = form.choice(name, {*PROOFS, shown_proof(before)} - {""}, needed=False)
    return {"proof": [] if said == "-" else said.split(",")} if said else {}


def read(form: Form, n: int, kind: str, before: Item) -> Item:
    """Condition, references, hint and what an answer may be, as far as its kind knows them."""
    knows = OF_KIND.get(kind, set())
    found: Item = _when(form, n) | _hint(form, n, before)
    found |= {name: said for name in TO if name in knows and (said := form.said(f"{name}_{n}"))}
    found |= read_proof(form, f"proof_{n}", before.get("proof")) if "proof" in knows else {}
    if form.said(f"no_na_{n}"):
        found["na"] = False
    elif before.get("na"):
        found["na"] = True
    return found


def connect(form: Form, items: Iterable[tuple[int, Item]]) -> None:
    """Puts keys for the numbers of blocks, once every question has one, and marks what names no earlier question."""
    earlier: dict[str, Item] = {}
    for n, item in items:
        for name, kinds in {"when": CONDITIONS, **{to: (kind,) for to, kind in TO.items()}}.items():
            if name in item:
                _connect(form, n, item, name, kinds, earlier)
        earlier |= {item["key"]: item, f"#{n}": item}


def _connect(form: Form, n: int, item: Item, name: str, kinds: tuple[str, ...], earlier: Mapping[str, Item]) -> None:
    said = item[name]["item"] if name == "when" else item[name]
    other, field = earlier.get(said), f"when_item_{n}" if name == "when" else f"{name}_{n}"
    if other is None or other["kind"] not in kinds:
        form.object(field, "office.checklist.not_earlier")
    elif name != "when":
        item[name] = other["key"]
    else:
        item[name]["item"] = other["key"]
        if not set(item[name]["is"]) <= {key for key, _ in _answers(other)} or not item[name]["is"]:
            form.object(field, "office.checklist.which_answer")


def _answers(item: Item) -> Iterator[tuple[str, str]]:
    if item["kind"] == "yes_no":
        yield from ((key, "") for key in YES_NO)
    for choice in item.get("choices") or ():
        yield choice["key"], choice["title"]["de"]


def _when(form: Form, n: int) -> Item:
    item = form.said(f"when_item_{n}")
    return {"when": {"item": item, "is": form.all(f"when_is_{n}")}} if item else {}


def _hint(form: Form, n: int, before: Item) -> Item:
    """In both languages; other languages it had stay, as long as there is a German one."""
    said = {lang: form.text(f"hint_{lang}_{n}", 300) for lang in ("de", "en")}
    if not said["de"]:
        if said["en"]:
            form.object(f"hint_de_{n}", "office.form.missing")
        return {}
    others = {lang: words for lang, words in (before.get("hint") or {}).items() if lang not in said}
    return {"hint": others | {lang: words for lang, words in said.items() if words}}
