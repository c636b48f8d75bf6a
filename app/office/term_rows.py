"""The firm's numbers as a list: what the law says, what the firm has said after it, and what of it holds today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.office.reader import Reader
from app.pages import t
from app.sites import terms
from app.slips.expenses import STATUTORY_RATES
from app.slips.limits import STATUTORY

Row = Mapping[str, Any]
LAW: dict[str, tuple[Row, ...]] = {"limit": STATUTORY, "rate": STATUTORY_RATES, "expense": ()}
UNITS = {
    name: unit
    for unit, names in {
        "minutes": "day_usual day_most week_most in_a_row short_above short_break long_above long_break break_edge"
        " break_part rest longest ahead worth_a_reason meals_above",
        "clock": "earliest latest",
        "days": "sunday_rest_days holiday_rest_days week_days record_days break_days days_a_week",
        "yes_no": "free_saturday free_sunday free_holiday",
        "signs": "enough_text",
        "kmh": "fastest",
        "cents": "meals_part meals_full overnight",
        "percent": "breakfast lunch dinner",
        "months": "months",
    }.items()
    for name in names.split()
}


@dataclass(frozen=True)
class Line:
    """One row in words. `state`: `now`, `later` or `over`; `law` where nobody of the firm has said it."""

    name: str
    who: str
    key: str
    words: str
    value: str
    since: str
    basis: str
    law: bool
    state: str
    by: str
    at: str | None


def listed(session: Session, reader: Reader, names: Mapping[str, str], kind: terms.Kind, today: str) -> list[Line]:
    """The rows of a kind: by name as the law names them, of each the oldest first."""
    law = [terms.Entered(dict(row), None, None) for row in LAW[kind]]
    own = terms.entered(session, kind)
    everything = [(one, True) for one in law] + [(one, False) for one in own]
    order = {name: n for n, name in enumerate(dict.fromkeys(one.row["name"] for one, _ in everything))}
    holding = _holding([one.row for one, _ in everything], today)
    place = sorted(everything, key=lambda pair: (order[pair[0].row["name"]], _who(pair[0].row), pair[0].row["from"]))
    return [_line(reader, names, kind, one, holding, today, law=is_law) for one, is_law in place]


def words_of(reader: Reader, kind: str, name: str) -> str:
    """What a number is called; an Auslöse is called as the firm calls it."""
    return name if kind == "expense" else t(reader.lang, f"office.term.{kind}.{name}")


def value_of(reader: Reader, name: str, value: int | None) -> str:
    """A limit or a rate with its unit."""
    if value is None:
        return t(reader.lang, "office.term.off")
    unit = UNITS[name]
    if unit in ("minutes", "clock"):
        return t(reader.lang, f"office.term.unit.{unit}", n=reader.hm(value))
    if unit == "cents":
        return reader.money(value)
    key = f"office.term.unit.{unit}"
    return t(reader.lang, f"{key}.{value}" if unit == "yes_no" else key, n=value)


def _holding(rows: Iterable[Row], today: str) -> set[int]:
    """Which rows hold today for somebody: of several the latest that has begun, of one day the last named."""
    found: dict[tuple[str, str], Row] = {}
    for row in sorted(rows, key=lambda row: str(row["from"])):
        if row["from"] <= today:
            found |= {(row["name"], who): row for who in _whose(row)}
    return {id(row) for row in found.values()}


def _whose(row: Row) -> tuple[str, ...]:
    return ("adult", "minor") if _who(row) == "all" else (_who(row),)


def _who(row: Row) -> str:
    return str(row.get("who", "all"))


def _line(
    reader: Reader, names: Mapping[str, str], kind: str, one: terms.Entered, holding: set[int], today: str, *, law: bool
) -> Line:
    row = one.row
    state = "later" if row["from"] > today else "now" if id(row) in holding else "over"
    return Line(
        name=row["name"], who=_who(row), key=f"{kind}-{row['name']}-{_who(row)}",
        words=words_of(reader, kind, row["name"]),
        value=_paid(reader, row) if kind == "expense" else value_of(reader, row["name"], row["value"]),
        since=row["from"], basis=_when(reader, row) if kind == "expense" else row["basis"], law=law, state=state,
        by=names.get(one.by or "", ""), at=one.at,
    )  # fmt: skip


def _paid(reader: Reader, row: Row) -> str:
    return t(reader.lang, "office.term.ends") if row["cents"] is None else reader.money(row["cents"])


def _when(reader: Reader, row: Row) -> str:
    """When an Auslöse is paid, in words: `über 20 bis 50 km, fährt`."""
    said = [_between(reader, "km", row), _between(reader, "minutes", row)]
    if row.get("role"):
        said.append(t(reader.lang, f"office.value.role.{row['role']}"))
    if row.get("overnight") is not None:
        said.append(t(reader.lang, f"office.term.overnight.{int(row['overnight'])}"))
    return ", ".join(filter(None, said)) or t(reader.lang, "office.term.every_day")


def _between(reader: Reader, name: str, row: Row) -> str:
    above, most = row.get(f"{name}_above"), row.get(f"{name}_most")
    if above is None and most is None:
        return ""
    key = "between" if above is not None and most is not None else "above" if above is not None else "most"
    unit = t(reader.lang, f"office.term.of.{name}")
    return t(reader.lang, f"office.term.{key}", above=reader.quantity(above), most=reader.quantity(most), unit=unit)
