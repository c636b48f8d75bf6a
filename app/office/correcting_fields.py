"""One field of a correction: how it is asked, by the shape its value must have, and how what was typed is read."""

from dataclasses import dataclass
from typing import Any

from app.office.form import Form
from app.office.labels import HIDDEN, Labels
from app.pages import texts
from app.slips import lines
from app.slips.conflicts import Content
from app.slips.lines import Check
from app.slips.op import Value
from app.slips.walltime import clock, wall

FIXED = {*HIDDEN, "person", "name", "template", "version", "purpose", "item", "code", "plan_quantity"}
LONGEST = 4000
_KINDS: dict[Check, str] = {
    lines.text: "text", lines.quantity: "quantity", lines.wall: "clock", lines.day: "day",
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One field of the form. `kind`: text, quantity, whole, clock, day or choice, which has `options`."""

    key: str
    name: str
    kind: str
    label: str
    options: tuple[tuple[str, str], ...] = ()


def asked(key: str, name: str, check: Check, label: str, labels: Labels) -> Asked:
    if check in _KINDS:
        return Asked(key, name, _KINDS[check], label)
    if check is lines.flag:
        return Asked(
            key, name, "choice", label, (("1", labels.say("record.answer.yes")), ("0", labels.say("record.answer.no")))
        )
    options = _options(name, check, labels)
    return Asked(key, name, "choice" if options else "whole", label, options)


def read(form: Form, one: Asked, now: Any, content: Content, zone: str) -> Value:
    """What was typed; what is not right is marked in the form."""
    if one.kind == "clock":
        return _wall(form.clock(one.key, needed=False), now, content, zone)
    if one.kind == "day":
        return form.day(one.key, needed=False) or None
    if one.kind == "choice":
        value = form.choice(one.key, [value for value, _ in one.options], needed=False)
        return None if not value else int(value) if value in ("0", "1") else value
    if one.kind in ("quantity", "whole"):
        return _number(form, one)
    return form.text(one.key, LONGEST) or None


def shown(kind: str, value: Any) -> str:
    """A value as the form shows it."""
    if value is None:
        return ""
    if kind == "clock":
        return clock(value)
    return str(value).replace(".", ",") if kind == "quantity" else str(value)


def _options(name: str, check: Check, labels: Labels) -> tuple[tuple[str, str], ...]:
    """Those of the words we have for a field's values that this table takes."""
    start = f"office.value.{name}."
    words = [key.removeprefix(start) for key in texts(labels.reader.lang) if key.startswith(start)]
    plain = ("m", "kg", "t", "h") if name == "unit" else ()
    return tuple((word, labels.value(name, word)) for word in (*plain, *words) if check(word))


def _number(form: Form, one: Asked) -> Value:
    """As people write it, with a comma."""
    value = form.text(one.key, 14).replace(",", ".").replace("−", "-")
    fits = value.isascii() and value.isdigit() if one.kind == "whole" else lines.quantity(value)
    if value and not fits:
        form.object(one.key, "office.form.number")
        return None
    return None if not value else int(value) if one.kind == "whole" else value


def _wall(reading: str, now: str | None, content: Content, zone: str) -> str | None:
    """On the day it was, or else on the slip's; a reading nobody touched stays as it is."""
    if not reading:
        return None
    if now and clock(now) == reading:
        return now
    return wall((now or content["fields"].get("date") or "")[:10], reading, zone)
