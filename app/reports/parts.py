"""The numbered fields 1 to 8 of the form, read out of a slip's content. Black is the plan, blue was entered on site."""

from collections.abc import Callable, Iterator
from typing import Any

from app.reports import wording
from app.reports.paper import Row, Said, Table, TimeLine
from app.reports.wording import NOTHING, say
from app.slips import hours
from app.slips.lines import TABLES
from app.slips.slip import live_rows

Content = dict[str, Any]
Fields = dict[str, Any]


def times(content: Content) -> tuple[TimeLine, ...]:
    """Fields 1 and 2: the crew lead first, then everybody else, each with all entries of the day."""
    day = content["fields"].get("date")
    return tuple(_time_line(row, breaks_of(content, row_id), day) for row_id, row in _time_rows(content))


def total(content: Content) -> tuple[int, int]:
    """Minutes worked and minutes planned, of everybody together."""
    entries = [(row, breaks_of(content, row_id)) for row_id, row in _time_rows(content)]
    worked = sum(hours.net_minutes(row, breaks) for row, breaks in entries)
    return worked, sum(_planned_minutes(row, breaks) for row, breaks in entries)


def breaks_of(content: Content, time_id: str) -> list[Fields]:
    """The breaks of a time entry, in the order of the day."""
    own = [fields for _, fields in _fields(content, "break") if fields.get("time") == time_id]
    return sorted(own, key=lambda fields: fields.get("start") or fields.get("plan_start") or "")


def trips(content: Content) -> Table | None:
    """Field 3, in the order of the day."""
    day, people = content["fields"].get("date"), _people(content)
    rows = sorted(_fields(content, "trip"), key=lambda item: (_begin(item[1]), _place(people, item[1]), item[0]))
    drives = {row_id: _name(fields) for row_id, fields in rows}
    return _table("trip", "llllr", [_trip(fields, day, drives) for _, fields in rows])


def work(content: Content) -> tuple[tuple[str, str], ...]:
    """Field 4: who did what. The text of the slip counts for everybody without a text of their own."""
    rows = [row for _, row in _time_rows(content)]
    said: dict[str, list[str]] = {}
    common = content["fields"].get("work")
    if common:
        said[common] = [_name(row) for row in rows if not row.get("text")]
    for row in rows:
        if row.get("text"):
            said.setdefault(row["text"], []).append(_name(row))
    return tuple((wording.names(people) or say("pdf.everybody"), text) for text, people in said.items())


def material(content: Content) -> Table | None:
    """Field 5."""
    return _table("material", "llrr", [_material(fields) for _, fields in _fields(content, "material")])


def equipment(content: Content) -> Table | None:
    """Field 5, second table."""
    return _table("equipment", "lr", [_equipment(fields) for _, fields in _fields(content, "equipment")])


def place_of(content: Content) -> Callable[[Fields], int]:
    """Where a row of a person stands: with the crew lead first."""
    people = _people(content)
    return lambda fields: _place(people, fields)


def others(content: Content) -> tuple[tuple[str, str], ...]:
    """What a newer phone wrote and we have no place for: printed as it came, for it is part of what is signed."""
    return tuple((name, str(value)) for name, value in _unknown(content) if value is not None)


def _time_rows(content: Content) -> list[tuple[str, Fields]]:
    people = _people(content)
    return sorted(_fields(content, "time"), key=lambda item: (_place(people, item[1]), _begin(item[1]), item[0]))


def _people(content: Content) -> list[str | None]:
    """Everybody with hours on the slip, the crew lead first."""
    rows = _fields(content, "time")
    return list(dict.fromkeys([content["fields"].get("lead"), *(fields.get("person") for _, fields in rows)]))


def _place(people: list[str | None], fields: Fields) -> int:
    person = fields.get("person")
    return people.index(person) if person in people else len(people)


def _begin(fields: Fields) -> str:
    return fields.get("start") or fields.get("plan_start") or ""


def _time_line(fields: Fields, breaks: list[Fields], day: str | None) -> TimeLine:
    worked, planned = hours.net_minutes(fields, breaks), _planned_minutes(fields, breaks)
    return TimeLine(
        name=_name(fields),
        role=_role(fields),
        start=_wall(fields, "start", day),
        end=_wall(fields, "end", day),
        breaks=_breaks(breaks, day, confirmed=bool(fields.get("start"))),
        hours=_hours(fields, worked, planned),
    )


def _hours(fields: Fields, worked: int, planned: int) -> Said:
    if not fields.get("start") or not fields.get("end"):
        return Said(NOTHING)
    return Said(wording.hours(worked), "print" if worked == planned else "ink")


def _planned_minutes(fields: Fields, breaks: list[Fields]) -> int:
    return hours.net_minutes(_as_planned(fields), [_as_planned(pause) for pause in breaks])


def _as_planned(fields: Fields) -> Fields:
    return {"start": fields.get("plan_start"), "end": fields.get("plan_end")}


def _role(fields: Fields) -> str:
    activity = fields.get("activity") or "work"
    parts = [
        fields.get("job_title"),
        None if activity == "work" else say(f"pdf.activity.{activity}"),
        say("pdf.position", position=fields["position"]) if fields.get("position") else None,
        say("pdf.extra") if fields.get("extra_order") else None,
        say("pdf.not_billable") if fields.get("billable") == 0 else None,
    ]
    return ", ".join(filter(None, parts))


def _wall(fields: Fields, name: str, day: str | None) -> Said:
    now, plan = fields.get(name), fields.get(f"plan_{name}")
    if now is None:
        return Said(f"({wording.reading(plan, day)})", "open") if plan else Said(NOTHING)
    return Said(wording.reading(now, day), "print" if now == plan else "ink")


def _breaks(breaks: list[Fields], day: str | None, *, confirmed: bool) -> Said:
    now = [wording.span(pause.get("start"), pause.get("end"), day) for pause in breaks]
    plan = [wording.span(pause.get("plan_start"), pause.get("plan_end"), day) for pause in breaks]
    if not any(now) and any(plan) and not confirmed:
        return Said(f"({', '.join(filter(None, plan))})", "open")
    text = ", ".join(filter(None, now)) or (say("pdf.no_breaks") if confirmed else NOTHING)
    return Said(text, "print" if now == plan else "ink")


def _trip(fields: Fields, day: str | None, drives: dict[str, str]) -> Row:
    cells = (
        say(f"pdf.trip.{fields['role']}") if fields.get("role") else NOTHING,
        wording.span(fields.get("start"), fields.get("end"), day) or NOTHING,
        ", ".join(filter(None, [_with(fields, drives), *_about_trip(fields)])) or NOTHING,
        wording.amount(fields.get("km"), "km") or NOTHING,
    )
    return Row(Said(_name(fields)), tuple(Said(text, "ink") for text in cells))


def _with(fields: Fields, drives: dict[str, str]) -> str | None:
    who = drives.get(fields.get("ride") or "")
    return say("pdf.trip.with", who=who) if who else None


def _about_trip(fields: Fields) -> Iterator[str | None]:
    yield fields.get("vehicle")
    yield say(f"pdf.trip_kind.{fields['kind']}") if fields.get("kind") else None
    yield "–".join(filter(None, [fields.get("from_place"), fields.get("to_place")]))
    yield fields.get("purpose")
    yield say("pdf.not_billable") if fields.get("billable") == 0 or fields.get("kind") == "forgotten" else None
    yield say("pdf.not_paid") if fields.get("paid") == 0 else None


def _material(fields: Fields) -> Row:
    plan, used = fields.get("plan_quantity"), fields.get("quantity")
    batch = say("pdf.batch", batch=fields["batch"]) if fields.get("batch") else None
    source = say(f"pdf.source.{fields['source']}") if fields.get("source") else None
    extra = say("pdf.extra") if fields.get("extra_order") else None
    proved = say("pdf.certificate", certificate=fields["certificate"]) if fields.get("certificate") else None
    position = say("pdf.position", position=fields["position"]) if fields.get("position") else None
    article = ", ".join(filter(None, [fields.get("text"), fields.get("number"), batch, proved, position]))
    return Row(
        Said(article or NOTHING, _pen_of_line(fields)),
        (
            Said(", ".join(filter(None, [source, extra])) or NOTHING),
            Said(wording.amount(plan, fields.get("unit")) or NOTHING),
            Said(wording.amount(used, fields.get("unit")) or NOTHING, "print" if used in (plan, None) else "ink"),
        ),
    )


def _pen_of_line(fields: Fields) -> str:
    """A line the office planned is printed, one the crew added is written."""
    return "ink" if fields.get("plan_quantity") is None else "print"


def _equipment(fields: Fields) -> Row:
    minutes = fields.get("minutes")
    time = NOTHING if minutes is None else say("pdf.hours", hours=wording.hours(minutes))
    extra = say("pdf.extra") if fields.get("extra_order") else None
    return Row(Said(", ".join(filter(None, [fields.get("text"), extra])) or NOTHING, "ink"), (Said(time, "ink"),))


def _table(name: str, aligned: str, rows: list[Row]) -> Table | None:
    columns = tuple(say(f"pdf.{name}.columns").split("|"))
    return Table(columns=columns, aligned=aligned, rows=tuple(rows)) if rows else None


def _fields(content: Content, table: str) -> list[tuple[str, Fields]]:
    return [(row_id, row["fields"]) for row_id, row in live_rows(content, table).items()]


def _name(fields: Fields) -> str:
    return fields.get("name") or say("pdf.nobody_named")


def _unknown(content: Content) -> Iterator[tuple[str, Any]]:
    yield from sorted(content["extra"].items())
    for _, row in sorted(content["rows"].items()):
        if not row.get("dropped"):
            named = row["fields"] | row["extra"] if row["table"] not in TABLES else row["extra"]
            yield from ((f"{row['table']}.{name}", value) for name, value in sorted(named.items()))
