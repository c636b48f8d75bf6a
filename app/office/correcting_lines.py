"""Lines a correction adds, and lines it takes off: a version later they are there, or gone, and the history says so."""

from collections.abc import Iterator, Mapping
from typing import Any

from app import ids
from app.office.correcting_fields import FIXED, Asked, asked, read
from app.office.form import Form
from app.office.labels import Labels
from app.slips import lines
from app.slips.calc import FormulaError, evaluate
from app.slips.conflicts import DROPPED, Content
from app.slips.op import Value
from app.slips.slip import live_rows
from app.slips.walltime import clock, following, wall

# Rows with an identity of their own (answer, away, reason) are never taken off, their fields are emptied.
LINES = (
    "time", "break", "trip", "material", "equipment", "measurement", "allowance", "obstruction", "concern", "defect",
    "follow_up",
)  # fmt: skip
TAKEN_OFF = (*LINES, "opening")
OF_SOMEBODY = ("time", "trip", "allowance")
MOST = 20  # new lines of a table at once

Team = Mapping[str, tuple[str, str]]  # person id -> name, what they work as
Rows = dict[str, dict[str, Any]]


def blanks(form: Form, content: Content, labels: Labels, team: Team) -> dict[str, list[tuple[Asked, ...]]]:
    """Empty lines to be filled, by table; one more of the table somebody asked it for."""
    return {
        table: [tuple(_blank(table, n, content, labels, team)) for n in range(1, _count(form, table) + 1)]
        for table in LINES
    }


def added(form: Form, content: Content, labels: Labels, zone: str, team: Team) -> Rows:
    """The new lines that were filled; what is not right is marked in the form."""
    rows: Rows = {}
    for table in LINES:
        for n in range(1, _count(form, table) + 1):
            fields = _filled(form, table, n, content, labels, zone, team)
            pause = {name: fields.pop(f"break_{name}", None) for name in ("start", "end")}
            if fields:
                rows[row_id := ids.new()] = {"table": table, "fields": fields}
            if pause["start"] and pause["end"]:
                rows[ids.new()] = {"table": "break", "fields": {"time": row_id, **pause}}
    return rows


def taken_off(form: Form, content: Content) -> Rows:
    """The lines that were ticked to go; whose time goes, their breaks go too."""
    chosen = set(form.all("drop"))
    there = {row_id: row for table in TAKEN_OFF for row_id, row in live_rows(content, table).items()}
    going = {
        row_id: row for row_id, row in there.items() if row_id in chosen or row["fields"].get("time") in chosen
    }  # fmt: skip
    return {
        row_id: {"table": row["table"], "fields": dict.fromkeys(row["fields"] | row["extra"]) | {DROPPED: 1}}
        for row_id, row in going.items()
    }


def _count(form: Form, table: str) -> int:
    said = form.said(f"new_{table}")
    count = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 1
    return min(max(count, 1) + (form.said("more") == table), MOST)


def _blank(table: str, n: int, content: Content, labels: Labels, team: Team) -> Iterator[Asked]:
    end = f"new-{table}-{n}"
    if table in OF_SOMEBODY:
        people = tuple((one, name) for one, (name, _) in team.items())
        yield Asked(f"person_{end}", "person", "choice", labels.field(table, "person"), people)
    if table == "break":
        whose = tuple((one, row["fields"].get("name") or "") for one, row in live_rows(content, "time").items())
        yield Asked(f"time_{end}", "time", "choice", labels.field(table, "time"), whose)
    for name, check in lines.TABLES[table].items():
        if name not in (*FIXED, "time", "job_title") and not name.startswith("plan_"):
            yield asked(f"{name}_{end}", name, check, labels.field(table, name), labels)
    if table == "time":
        for name in ("start", "end"):
            yield Asked(
                f"break_{name}_{end}", f"break_{name}", "clock", labels.say(f"office.correct.break_{name}", n=1)
            )


def _filled(
    form: Form, table: str, n: int, content: Content, labels: Labels, zone: str, team: Team
) -> dict[str, Value]:
    """The fields of one new line; none where nobody typed anything."""
    wanted = tuple(_blank(table, n, content, labels, team))
    if not any(form.said(one.key).strip() for one in wanted):
        return {}
    fields = {one.name: read(form, one, None, content, zone) for one in wanted}
    key = {one.name: one.key for one in wanted}
    needed = {"time": ("person", "start", "end"), "break": ("time", "start", "end"), "trip": ("person",)}
    for name in needed.get(table, ()):
        if fields[name] is None:
            form.object(key[name], "office.form.missing")
    if form.ok and table in ("time", "break"):
        fields |= _span(form, table, key, fields, content, zone)
    if table == "measurement" and fields["formula"]:
        _calculate(form, key["formula"], fields)
    return {name: value for name, value in (fields | _who(table, fields, team)).items() if value is not None}


def _who(table: str, fields: dict[str, Value], team: Team) -> dict[str, Value]:
    """Names are written out, so that a line reads by itself."""
    name, job_title = team.get(str(fields.get("person")), ("", ""))
    said: dict[str, Value] = {"name": name, "job_title": job_title or None if table == "time" else None}
    return said if name else {}


def _span(
    form: Form, table: str, key: dict[str, str], fields: dict[str, Value], content: Content, zone: str
) -> dict[str, Value]:
    """Start and end as wall times: what is earlier than the start of the work is on the next day."""
    work = content["rows"][fields["time"]]["fields"].get("start") if table == "break" else None
    first = _after(work, form.clock(key["start"]), content, zone)
    found: dict[str, Value] = {"start": first, "end": following(first, form.clock(key["end"]), zone)}
    pause = [form.clock(key[f"break_{name}"], needed=False) for name in ("start", "end") if table == "time"]
    if any(pause) and not all(pause):
        form.object(key["break_end"], "office.plan.half_break")
    elif any(pause):
        begin = _after(first, pause[0], content, zone)
        found |= {"break_start": begin, "break_end": following(begin, pause[1], zone)}
    return found


def _after(begin: str | None, reading: str, content: Content, zone: str) -> str:
    if not begin:
        return wall(str(content["fields"].get("date") or ""), reading, zone)
    return begin if clock(begin) == reading else following(begin, reading, zone)


def _calculate(form: Form, key: str, fields: dict[str, Value]) -> None:
    try:
        fields["quantity"] = evaluate(str(fields["formula"]))
    except FormulaError:
        form.object(key, "office.correct.formula")
