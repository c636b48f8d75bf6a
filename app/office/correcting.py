"""The form with which the office corrects what was handed in: hours, text and every other line, with a reason."""

from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from app.firm import Firm
from app.office import correcting_lines, correcting_rows, door
from app.office.correcting_lines import Team
from app.office.form import Form
from app.office.labels import Labels
from app.office.reader import Reader
from app.office.view import names_of, sheet_of
from app.people.person import Person, people
from app.reports.printing import templates_of
from app.slips.conflicts import Content
from app.slips.op import Value
from app.slips.slip import live_rows
from app.slips.walltime import clock, following, wall

TEXTS = ("work", "late_reason", "leftover")
LONGEST = 4000


@dataclass
class Change:
    """What a correction changes, and why."""

    reason: str
    patch: dict[str, Value] = field(default_factory=dict)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)


def read(form: Form, content: Content, zone: str, team: Team) -> Change:
    """What was typed, as far as it differs from what is there. At least one thing must."""
    change = Change(form.text("reason", LONGEST, needed=True))
    for name in filter(form.has, TEXTS):
        _set(change.patch, name, form.text(name, LONGEST) or None, content["fields"].get(name))
    labels = Labels(Reader("de", zone), {})
    patch, rows = correcting_rows.read(form, content, labels, zone)
    change.patch |= patch
    change.rows |= rows
    for row_id, row in live_rows(content, "time").items():
        _read_times(form, change, row_id, row, content, zone)
    for row_id, row in live_rows(content, "break").items():
        _read_times(form, change, row_id, row, content, zone)
    change.rows |= correcting_lines.added(form, content, labels, zone, team)
    change.rows |= correcting_lines.taken_off(form, content)  # whatever was typed about them
    if form.ok and not change.patch and not change.rows:
        form.object("reason", "office.correct.nothing")
    return change


def team_of(session: Session) -> Team:
    """Whom a new line may be of."""
    return {one.id: (one.name, one.job_title) for one in people(session) if one.role in ("worker", "lead")}


def typed(content: Content) -> dict[str, str]:
    """The form as it is first shown."""
    values = {name: content["fields"].get(name) or "" for name in TEXTS}
    for table in ("time", "break"):
        for row_id, row in live_rows(content, table).items():
            values |= {f"{name}_{row_id}": _shown(row["fields"].get(name)) for name in ("start", "end")}
            values[f"text_{row_id}"] = row["fields"].get("text") or ""
    return values


def show(
    request: Request, session: Session, firm: Firm, person: Person, slip_id: str, *, form: Form | None = None,
    status: int = 200, refused: str = "",
) -> HTMLResponse:  # fmt: skip
    slip = door.slip_or_404(session, person, slip_id)
    names = names_of(session)
    labels = Labels(door.reader_for(firm, person), names)
    first = typed(slip.content) | correcting_rows.typed(slip.content, labels) | {"rev": str(slip.rev)}
    templates, shown = templates_of(session, slip.content), form or Form(values=first)
    values: dict[str, Any] = {
        "slip": slip, "sheet": sheet_of(session, slip.id, slip.content, names), "form": shown,
        "refused": refused, "lines": correcting_rows.asked_lines(slip.content, labels, templates),
        "of_slip": correcting_rows.asked_of_slip(labels),
        "blanks": correcting_lines.blanks(shown, slip.content, labels, team_of(session)),
    }  # fmt: skip
    return door.page(request, session, person, "office/correct.html", here="slips", status=status, **values)


def _read_times(form: Form, change: Change, row_id: str, row: dict[str, Any], content: Content, zone: str) -> None:
    start, end = (form.clock(f"{name}_{row_id}", needed=False) for name in ("start", "end"))
    if not form.ok:
        return
    new = _walls(content, row, start, end, zone) if form.has(f"start_{row_id}") else {}
    if form.has(f"text_{row_id}"):
        new["text"] = form.text(f"text_{row_id}", LONGEST) or None
    fields: dict[str, Value] = {}
    for name, value in new.items():
        _set(fields, name, value, row["fields"].get(name))
    if fields:
        change.rows.setdefault(row_id, {"table": row["table"], "fields": {}})["fields"] |= fields


def _walls(content: Content, row: dict[str, Any], start: str, end: str, zone: str) -> dict[str, Value]:
    """Clock readings as wall times. What nobody touched stays as it is; what is not later than the beginning of the
    work is past midnight."""
    now, begin = row["fields"], _begin(content, row)
    date = (begin or now.get("start") or now.get("plan_start") or content["fields"].get("date") or "")[:10]
    first = _reading(begin, date, start, zone) if start else None
    last = _reading(begin or first, date, end, zone) if end else None
    return {name: _kept(now.get(name), said, new) for name, said, new in (("start", start, first), ("end", end, last))}


def _reading(begin: str | None, date: str, reading: str, zone: str) -> str:
    return following(begin, reading, zone) if begin and clock(begin) != reading else wall(date, reading, zone)


def _kept(now: str | None, said: str, new: str | None) -> str | None:
    return now if now and clock(now) == said else new


def _begin(content: Content, row: dict[str, Any]) -> str | None:
    """The wall time at which the work began whose break this is; None for the work itself."""
    if row["table"] == "time":
        return None
    time = content["rows"].get(row["fields"].get("time") or "", {"fields": {}})["fields"]
    begin: str | None = time.get("start") or time.get("plan_start")
    return begin


def _set(fields: dict[str, Value], name: str, new: Value, now: Value) -> None:
    if new != now and (new or now):
        fields[name] = new


def _shown(wall_time: str | None) -> str:
    return clock(wall_time) if wall_time else ""
