"""What is measured, ordered beyond the job, told to a client or answered to the self-check: fields 5 and 8."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.pages import texts
from app.reports import wording
from app.reports.paper import Row, Said, Table
from app.reports.wording import LANGUAGE, NOTHING, German, say
from app.slips.conflicts import Content
from app.slips.slip import live_rows

Fields = dict[str, Any]
LEFT = ("safe", "site_clean", "keys_returned")
EXTRA = ("time", "material", "equipment", "measurement")


def measurements(content: Content, names: Mapping[str, str]) -> Table | None:
    """Quantities with the formula that proves them; `names` are people by id."""
    rows = [_measurement(fields, names) for fields in _fields(content, "measurement")]
    return Table(tuple(say("pdf.measurement.columns").split("|")), "lllr", tuple(rows)) if rows else None


def state(fields: Fields) -> tuple[tuple[str, str], ...]:
    """How the site was left."""
    said = ((name, fields[name]) for name in LEFT if fields.get(name))
    return tuple((German().field("slip", name), German().value(name, value)) for name, value in said)


def extras(content: Content) -> tuple[str, ...]:
    """What was done beyond the order, and who ordered it."""
    return tuple(
        _extra(table, fields) for table in EXTRA for fields in _fields(content, table) if fields.get("extra_order")
    )


def notes(fields: Fields) -> tuple[str, ...]:
    """What was told to a consumer, and that the slip was copied from paper."""
    return tuple(_notes(fields))


def reasons(content: Content) -> tuple[tuple[str, str], ...]:
    """(what the self-check said, of whom; the reason somebody gave)."""
    rows = [fields for fields in _fields(content, "reason") if fields.get("text")]
    return tuple((_asked(content, fields), fields["text"]) for fields in rows)


def _measurement(fields: Fields, names: Mapping[str, str]) -> Row:
    words = German()
    what = [fields.get("text"), fields.get("place"), fields.get("drawing")]
    who = names.get(fields.get("person") or "")
    more = [say("pdf.measured_by", who=who) if who else None,
            say("pdf.client_present") if fields.get("client_present") else None,
            say("pdf.extra") if fields.get("extra_order") else None]  # fmt: skip
    unit = words.value("unit", fields["unit"]) if fields.get("unit") else None
    return Row(
        Said(fields.get("position") or NOTHING, "ink"),
        (
            Said(", ".join(filter(None, [*what, *more])) or NOTHING, "ink"),
            Said(fields.get("formula") or NOTHING, "ink"),
            Said(wording.amount(fields.get("quantity"), unit) or NOTHING, "ink"),
        ),
    )


def _extra(table: str, fields: Fields) -> str:
    said = " ".join(filter(None, [_how_much(table, fields), fields.get("text") or fields.get("name")]))
    line, who = said.rstrip(".") or NOTHING, (fields.get("ordered_by") or "").rstrip(".")
    return say("pdf.extra_ordered", line=line, who=who) if who else say("pdf.extra_unordered", line=line)


def _how_much(table: str, fields: Fields) -> str:
    if table == "equipment":
        minutes = fields.get("minutes")
        return say("pdf.hours", hours=wording.hours(minutes)) if minutes is not None else ""
    if table == "time":
        return wording.span(fields.get("start"), fields.get("end"), None)
    unit = fields.get("unit")
    return wording.amount(fields.get("quantity"), German().value("unit", unit) if unit else None)


def _notes(fields: Fields) -> Iterator[str]:
    if fields.get("notice_at"):
        yield say("pdf.notice", when=wording.at_wall(fields["notice_at"]))
    if fields.get("early_start"):
        yield say("pdf.early_start")
    if fields.get("client_language"):
        yield say("pdf.read_in", language=German().value("client_language", fields["client_language"]))
    if fields.get("paper"):
        yield say("pdf.from_paper")


def _asked(content: Content, fields: Fields) -> str:
    """`Pause zu kurz, Ben Nowak`"""
    code, about = fields.get("code") or "", fields.get("about") or ""
    people = {row["fields"].get("person"): row["fields"].get("name") for row in live_rows(content, "time").values()}
    row = content["rows"].get(about, {"fields": {}})["fields"]
    whom = people.get(about) or row.get("name") or row.get("title") or row.get("text")
    return ", ".join(filter(None, [texts(LANGUAGE).get(f"office.reason.{code}", code), whom]))


def _fields(content: Content, table: str) -> list[Fields]:
    return [row["fields"] for _, row in sorted(live_rows(content, table).items())]
