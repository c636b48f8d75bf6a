"""Checklists as they were filled: every question that was asked, its answer, and what comes of the whole. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.reports.records import Words
from app.slips import checklist
from app.slips.conflicts import Content
from app.slips.slip import live_rows

Fields = dict[str, Any]
Templates = Mapping[str, Mapping[str, Any]]  # by `id@version`


@dataclass(frozen=True)
class Answer:
    """One question. `picture` is the digest of a signature; `photos` are ids of the answer's own photo rows."""

    section: str
    question: str
    text: str
    remark: str = ""
    faulty: bool = False
    missing: bool = False
    picture: str | None = None
    row_id: str = ""


@dataclass(frozen=True)
class Check:
    """One checklist of a slip. `result` is open, passed, faults or severe_faults; unknown without its template."""

    row_id: str
    title: str
    version: int | None
    asset: str
    result: str
    answers: tuple[Answer, ...]

    @property
    def alarming(self) -> bool:
        return self.result in ("open", "faults", "severe_faults")


def checks(content: Content, templates: Templates, words: Words, lang: str) -> tuple[Check, ...]:
    """All of a slip, in the order they were begun; questions in the reader's language where the template has it."""
    return tuple(
        _check(content, row_id, row["fields"], templates, words, lang)
        for row_id, row in sorted(live_rows(content, "checklist").items())
    )


def _check(
    content: Content, row_id: str, fields: Fields, templates: Templates, words: Words, lang: str
) -> Check:  # fmt: skip
    template = templates.get(f"{fields.get('template')}@{fields.get('version')}")
    rows = {one: row for one, row in content["rows"].items() if not row.get("dropped")}
    answers, by_item = checklist.answers_of(rows, row_id), _row_ids(rows, row_id)
    if template is None:
        said = tuple(_bare(one, by_item.get(item, ""), item, words) for item, one in answers.items())
        return _made(row_id, fields, "unknown", said)
    state = checklist.open_items(template, answers)
    faults = {fault["item"] for fault in state["faults"]}
    asked = tuple(
        _answer(template, item, answers.get(item["key"], {}), words, lang, by_item.get(item["key"], ""),
                faulty=item["key"] in faults, missing=item["key"] in state["open"])
        for item in checklist.visible(template, answers)
    )  # fmt: skip
    return _made(row_id, fields, state["result"], asked)


def _made(row_id: str, fields: Fields, result: str, answers: tuple[Answer, ...]) -> Check:
    title = fields.get("title") or fields.get("template") or ""
    return Check(row_id, title, fields.get("version"), fields.get("asset") or "", result, answers)


def _answer(
    template: Mapping[str, Any], item: Mapping[str, Any], given: Mapping[str, Any], words: Words, lang: str,
    row_id: str, *, faulty: bool, missing: bool,
) -> Answer:  # fmt: skip
    section = (template.get("sections") or {}).get(item.get("section"), {})
    return Answer(
        section=_in(section, lang),
        question=_in(item["title"], lang),
        text=words.say("record.answer.open") if missing else _text(item, given, words, lang),
        remark=given.get("text") or "",
        faulty=faulty,
        missing=missing,
        picture=given.get("sha256"),
        row_id=row_id,
    )


def _bare(given: Mapping[str, Any], row_id: str, item: str, words: Words) -> Answer:
    text = words.value("value", given["value"]) if given.get("value") else ""
    remark = given.get("text") or ""
    return Answer("", item, given.get("name") or text, remark, picture=given.get("sha256"), row_id=row_id)


def _text(item: Mapping[str, Any], given: Mapping[str, Any], words: Words, lang: str) -> str:
    value, kind = given.get("value") or "", item["kind"]
    if kind == "photo" or not value:
        return ""
    if value == checklist.NOT_APPLICABLE or kind == "yes_no":
        return words.say(f"record.answer.{value}") if value in ("yes", "no", "na") else value
    if kind == "choice":
        chosen = next((one for one in item["choices"] if one["key"] == value), None)
        return _in(chosen["title"], lang) if chosen else value
    if kind == "signature":
        return given.get("name") or ""
    return _measured(item, value, words)


def _measured(item: Mapping[str, Any], value: str, words: Words) -> str:
    said = value.replace("; ", " · ") if item["kind"] == "readings" else words.value("value", value)
    least, most = item.get("least"), item.get("most")
    limits = [words.say("record.answer.least", least=words.value("value", least)) if least else "",
              words.say("record.answer.most", most=words.value("value", most)) if most else ""]  # fmt: skip
    bound = ", ".join(filter(None, limits)) if item["kind"] == "number" and item.get("unit") else ""
    return " ".join(filter(None, [said, item.get("unit"), f"({bound})" if bound else ""]))


def _row_ids(rows: Mapping[str, Fields], checklist_id: str) -> dict[str, str]:
    own = (
        (row_id, row["fields"])
        for row_id, row in sorted(rows.items())
        if row["table"] == "answer" and row["fields"].get("checklist") == checklist_id
    )
    return {fields["item"]: row_id for row_id, fields in own if fields.get("item")}


def _in(titles: Mapping[str, str], lang: str) -> str:
    return titles.get(lang) or titles.get("de") or ""
