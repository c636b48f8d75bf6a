"""Three months at one site end the meal allowance (§ 9 (4a) EStG). The same as core/three-months.js.

They begin with the first week of at least three days there; four weeks away begin them anew.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from app.slips.limits import Limits


def ended_since(visits: Iterable[str] | None, today: str, rates: Limits) -> str | None:
    """The first day of the months that are over today, or None while they are not, or nothing is known."""
    months, gap, often = rates.get("months"), rates.get("break_days"), rates.get("days_a_week")
    if visits is None or months is None or gap is None or often is None:
        return None
    days = sorted({date.fromisoformat(one) for one in visits if one < today} | {date.fromisoformat(today)})
    begun = _first_of_a_full_week(_last_run(days, gap), often)
    return begun.isoformat() if begun and _months_later(begun, months) <= days[-1] else None


def _last_run(days: list[date], gap: int) -> list[date]:
    """The days since the last long enough absence."""
    breaks = [i for i in range(1, len(days)) if days[i] - days[i - 1] > timedelta(days=gap)]
    return days[breaks[-1] :] if breaks else days


def _first_of_a_full_week(days: list[date], often: int) -> date | None:
    weeks = [one.isocalendar()[:2] for one in days]
    return next((one for one, week in zip(days, weeks, strict=True) if weeks.count(week) >= often), None)


def _months_later(begun: date, months: int) -> date:
    """The first day after so many months; where a month is too short, the first of the next."""
    year, month = divmod(begun.year * 12 + begun.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    there = first + timedelta(days=begun.day - 1)
    return there if there.month == first.month else there.replace(day=1)
