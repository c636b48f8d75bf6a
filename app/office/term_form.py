"""One of the firm's numbers as a form: its new value and the day it holds from."""

from collections.abc import Mapping
from re import fullmatch
from typing import Any

from app.office.form import Form
from app.office.term_rows import LAW, UNITS
from app.sites.terms import Kind
from app.slips.lines import quantity

MOST = 10_000_000
ZONES = ("km_above", "km_most", "minutes_above", "minutes_most")
ROLES = ("driver", "passenger")


def names(kind: str) -> tuple[str, ...]:
    """What may be said of a kind; an Auslöse is called as one likes."""
    return tuple(dict.fromkeys(row["name"] for row in LAW[kind]))


def typed(kind: str, row: Mapping[str, Any], who: str) -> Form:
    """The form as the number is now; only the day is to be put in."""
    if kind == "expense":
        return Form(values=_typed_expense(row))
    name = row["name"]
    values = {"name": name, "who": who, "value": _shown(name, row["value"])}
    return Form(values=values | {"off": "1" if row["value"] is None else ""})


def read(form: Form, kind: Kind, allowances: Mapping[str, str]) -> dict[str, Any]:
    """The row that was typed; what is not right is marked in the form."""
    if kind == "expense":
        return _expense(form, allowances)
    name = form.choice("name", names(kind))
    who = form.choice("who", ("adult", "minor", "all")) if kind == "limit" else "all"
    value = None if form.said("off") else _value(form, name)
    basis = form.text("basis", 200, needed=True)
    return {"who": who, "name": name, "from": form.near_day("from"), "value": value, "basis": basis}


def _expense(form: Form, allowances: Mapping[str, str]) -> dict[str, Any]:
    overnight = form.choice("overnight", ("1", "0"), needed=False)
    row: dict[str, Any] = {
        "name": form.text("name", 80, needed=True), "from": form.near_day("from"),
        "cents": None if form.said("off") else _money(form, "value"),
        "allowance": form.choice("allowance", tuple(allowances), needed=False) or None,
        "text": form.text("text", 200) or None, "role": form.choice("role", ROLES, needed=False) or None,
        "overnight": bool(int(overnight)) if overnight else None,
    }  # fmt: skip
    zone = {name: _zone(form, name) for name in ZONES}
    for unit in ("km", "minutes"):
        above, most = zone[f"{unit}_above"], zone[f"{unit}_most"]
        if above is not None and most is not None and float(above) >= float(most):
            form.object(f"{unit}_most", "office.term.zone_wrong")
    return row | zone


def _zone(form: Form, name: str) -> str | int | None:
    value = form.text(name, 8).replace(",", ".")
    whole = name.startswith("minutes")
    fits = fullmatch(r"\d{1,5}", value) if whole else quantity(value) and fullmatch(r"\d{1,6}(\.\d{1,3})?", value)
    if value and not fits:
        form.object(name, "office.form.number")
        return None
    return int(value) if whole and value else value or None


def _value(form: Form, name: str) -> int | None:
    """By its unit: hours as 7:30, times of day, money with a comma, counts."""
    if not form.said("value").strip():
        form.object("value", "office.form.missing")
        return None
    unit = UNITS.get(name)
    if unit == "minutes":
        return form.minutes("value")
    if unit == "clock":
        reading = form.clock("value")
        return int(reading[:2]) * 60 + int(reading[3:]) if reading else None
    return _money(form, "value") if unit == "cents" else _count(form, unit)


def _count(form: Form, unit: str | None) -> int | None:
    most = {"percent": 100, "yes_no": 1, "days": 366, "months": 120}.get(unit or "", 1000)
    value = form.said("value").strip()
    if not fullmatch(r"\d{1,4}", value) or int(value) > most:
        form.object("value", "office.term.count_wrong")
        return None
    return int(value)


def _money(form: Form, name: str) -> int | None:
    """14, 14,5 or 14,50 euros as cents."""
    match = fullmatch(r"(\d{1,5})(?:[.,](\d{1,2}))?", form.said(name).replace("€", "").strip())
    if not match:
        form.object(name, "office.term.money_wrong" if form.said(name).strip() else "office.form.missing")
        return None
    return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))


def _typed_expense(row: Mapping[str, Any]) -> dict[str, str]:
    """As text; nothing where the row says nothing."""
    values = {name: str(row.get(name) or "") for name in ("name", "allowance", "text", "role")}
    overnight = row.get("overnight")
    values |= {"overnight": "" if overnight is None else str(int(overnight))}
    values |= {name: "" if row.get(name) is None else str(row[name]).replace(".", ",") for name in ZONES}
    cents = row.get("cents")
    return values | {"value": "" if cents is None else _euros(cents)}


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02}"


def _shown(name: str, value: int | None) -> str:
    if value is None:
        return ""
    unit = UNITS[name]
    if unit in ("minutes", "clock"):
        return f"{value // 60:{'02' if unit == 'clock' else ''}}:{value % 60:02}"
    return _euros(value) if unit == "cents" else str(value)
