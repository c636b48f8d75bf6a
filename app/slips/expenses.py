"""Meal allowance, overnight flat and the firm's own Auslöse: what a day away from home is worth, and why.

A proposal, never more: § 9 (4a) EStG and a table of the firm, both dated data. Pure, and the same as core/expenses.js;
tests/cases/expenses.json is run by both. `around`: `rates` (dated rows like limits), `table` (the firm's rows), `site`
{km, minutes} one way, `site_days` {person: [dates]} at this site, `counted` {person: [dates]} whose absence is on
another slip. What is not known is not proposed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.slips.decimals import thousandths
from app.slips.findings import Around, Slip, fields_of
from app.slips.hours import Fields, entries
from app.slips.limits import Limits, in_force
from app.slips.three_months import ended_since
from app.slips.walltime import day, instant, next_day
from app.slips.workday import span, working_day

MEALS, OVERNIGHT, FIRM = "meals", "overnight", "firm"
CUTS = ("breakfast", "lunch", "dinner")
_SINCE = "2020-01-01"
_MEALS, _FLAT = "§ 9 (4a) EStG", "R 9.7 (3) LStR"  # the flat rate for a night an employer may pay
# Cents, minutes, per cent of the full day, months, days.
STATUTORY_RATES: tuple[Mapping[str, Any], ...] = tuple(
    {"who": "all", "name": name, "from": _SINCE, "value": value, "basis": _FLAT if name == OVERNIGHT else _MEALS}
    for name, value in {
        "meals_part": 1400, "meals_full": 2800, "meals_above": 480, "breakfast": 20, "lunch": 40, "dinner": 40,
        "overnight": 2000, "months": 3, "break_days": 28, "days_a_week": 3,
    }.items()
)  # fmt: skip

Proposal = dict[str, Any]


@dataclass(frozen=True)
class Day:
    """One person's day away: what is put down of it, or at least what the slip shows."""

    person: str
    name: str
    date: str
    away: Fields
    role: str
    left: str | None
    back: str | None

    @property
    def minutes(self) -> int:
        return instant(self.back) - instant(self.left) if self.left and self.back else 0


def propose(slip: Slip, around: Around | None = None) -> list[Proposal]:
    """What is not on the slip yet; an amount of 0 says why there is none."""
    known: Around = around or {}
    found = [one for own in _days(slip, known) for one in _for(own, known)]
    there = {_key(fields) for _, fields in fields_of(slip["rows"], "allowance")}
    return [one for one in found if _key(one) not in there]


def _for(own: Day, around: Around) -> list[Proposal]:
    rates = in_force([*STATUTORY_RATES, *around.get("rates", ())], own.date, "all")
    return [*_meals(own, rates, around), *_overnight(own, rates), *_firm(own, around)]


def _days(slip: Slip, around: Around) -> Iterable[Day]:
    times = entries(slip["rows"])
    people = {str(time.fields["person"]): time.fields.get("name") or "" for time in times if time.fields.get("person")}
    away = {fields.get("person"): fields for _, fields in fields_of(slip["rows"], "away")}
    date, internal = working_day(slip, times), slip["fields"].get("kind") == "internal"
    for person, name in people.items():
        if (internal and person not in away) or date in around.get("counted", {}).get(person, ()):
            continue
        own = away.get(person, {})
        first, last = _at_least(slip, person)
        left, back = (own["left"], own["back"]) if own.get("left") and own.get("back") else (first, last)
        yield Day(person, name, date, own, _role(slip, person), left, back)


def _at_least(slip: Slip, person: str) -> tuple[str | None, str | None]:
    """From the first to the last moment the slip shows: the absence was that long or longer."""
    rows = [fields for table in ("time", "trip") for _, fields in fields_of(slip["rows"], table)]
    own = [way for fields in rows if fields.get("person") == person and span(way := _way(slip, fields))]
    starts, ends = (sorted((one[name] for one in own), key=instant) for name in ("start", "end"))
    return (starts[0], ends[-1]) if own else (None, None)


def _way(slip: Slip, fields: Fields) -> Fields:
    """Who rides along is away as long as who drives."""
    ride = slip["rows"].get(fields.get("ride") or "")
    return ride["fields"] if ride and not span(fields) else fields


def _role(slip: Slip, person: str) -> str:
    roles = {fields.get("role") for _, fields in fields_of(slip["rows"], "trip") if fields.get("person") == person}
    return next((role for role in ("driver", "passenger") if role in roles), "none")


def _meals(own: Day, rates: Limits, around: Around) -> list[Proposal]:
    code, times, rate = _day_away(own, rates)
    if not code:
        return []
    said = {"minutes": own.minutes, "above": rates["meals_above"]}
    since = ended_since(around.get("site_days", {}).get(own.person), own.date, rates) if times else None
    if since:
        return [_proposal(own, MEALS, 0, "three_months", {"since": since, "months": rates["months"]})]
    cuts = {meal: _part(rates, meal) for meal in CUTS if own.away.get(meal) and times}
    amount = max(0, times * (rates.get(rate) or 0) - sum(cuts.values()))
    cut = [{"meal": meal, "amount_cents": cents} for meal, cents in cuts.items()]
    return [{**_proposal(own, MEALS, amount, code, said), "quantity": str(times), "cuts": cut}]


def _day_away(own: Day, rates: Limits) -> tuple[str, int, str]:
    """Why, how many days, at which rate; no code where nothing can be said."""
    before, after = own.away.get("slept_before"), own.away.get("slept_after")
    if before and after:
        return "full_day", 1, "meals_full"
    if before or after:
        return ("arrival_day" if after else "departure_day"), 1, "meals_part"
    above = rates.get("meals_above")
    if above is None or not own.left or not own.back:
        return "", 0, ""
    if own.minutes <= above:
        return ("too_short", 0, "meals_part") if own.away.get("left") else ("", 0, "")
    return (*_without_sleep(own, above), "meals_part")


def _without_sleep(own: Day, above: int) -> tuple[str, int]:
    """Over midnight both parts count together, for the day with the longer one; each for itself where both suffice."""
    left, back = str(own.left), str(own.back)
    if day(left) == day(back):
        return "absent", 1
    if day(back) != next_day(day(left)):
        return "", 0
    first = instant(f"{day(back)}T00:00{left[-6:]}") - instant(left)
    both = first > above and own.minutes - first > above
    return ("absent_two_days", 2) if both else ("absent_over_night", 1)


def _part(rates: Limits, meal: str) -> int:
    return (rates.get("meals_full") or 0) * (rates.get(meal) or 0) // 100


def _overnight(own: Day, rates: Limits) -> list[Proposal]:
    """Only who pays for the bed gets the flat."""
    amount = rates.get("overnight")
    if amount is None or not own.away.get("slept_after") or own.away.get("lodging") != "own":
        return []
    return [_proposal(own, OVERNIGHT, amount, "overnight", {})]


def _firm(own: Day, around: Around) -> list[Proposal]:
    site: Mapping[str, Any] = around.get("site", {})
    rows: dict[str, Mapping[str, Any]] = {}
    for row in sorted(around.get("table", ()), key=lambda row: str(row["from"])):
        if row["from"] <= own.date:
            rows[row["name"]] = row
    return [
        {**_proposal(own, FIRM, row["cents"], *_why(row, own, site)), "allowance": row.get("allowance"),
         "text": row.get("text") or row["name"]}
        for row in rows.values()
        if row.get("cents") is not None and _holds(row, own, site)
    ]  # fmt: skip


def _holds(row: Mapping[str, Any], own: Day, site: Mapping[str, Any]) -> bool:
    role, overnight = row.get("role"), row.get("overnight")
    return (
        (role is None or role == own.role)
        and (overnight is None or bool(overnight) == bool(own.away.get("slept_after")))
        and _within(site.get("km"), row.get("km_above"), row.get("km_most"))
        and _within(site.get("minutes"), row.get("minutes_above"), row.get("minutes_most"))
    )


def _within(value: str | int | None, above: str | int | None, most: str | int | None) -> bool:
    """More than the one, up to the other; a distance nobody knows is in no zone."""
    if above is None and most is None:
        return True
    if value is None:
        return False
    size = thousandths(str(value))
    return (above is None or size > thousandths(str(above))) and (most is None or size <= thousandths(str(most)))


def _why(row: Mapping[str, Any], own: Day, site: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    for name in ("km", "minutes"):
        above, most = row.get(f"{name}_above"), row.get(f"{name}_most")
        if above is not None or most is not None:
            return f"zone_{name}", {name: site[name], "above": above, "most": most}
    if row.get("overnight"):
        return "overnight", {}
    return (str(row["role"]), {}) if row.get("role") else ("every_day", {})


def _proposal(own: Day, kind: str, amount: int, code: str, params: Mapping[str, Any]) -> Proposal:
    return {
        "person": own.person, "name": own.name, "kind": kind, "allowance": None, "text": "", "quantity": "1",
        "amount_cents": amount, "because": {"code": code, "params": dict(params)}, "cuts": [],
    }  # fmt: skip


def _key(one: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    return one.get("person"), one.get("kind") or FIRM, one.get("allowance")
