"""Limits of the self-check as data: what holds from which day, for whom.

The law changes; a new row with its date is all it takes, and None switches a rule off. A firm's own rows come after
these. Pure, and the same as app/static/crew/core/limits.js: tests/cases/limits.json holds both to one table.
"""

from collections.abc import Iterable, Mapping
from typing import Any

Limit = Mapping[str, Any]
Limits = dict[str, int | None]

_LAW, _YOUTH, _RECORDS, _HOUSE = "1994-07-01", "1976-05-01", "2015-01-01", "2020-01-01"


def in_force(table: Iterable[Limit], day: str, who: str) -> Limits:
    """What holds for somebody on a day: of several rows the latest that has begun, of one day the last named."""
    begun = [row for row in table if row["who"] in ("all", who) and row["from"] <= day]
    return {row["name"]: row["value"] for row in sorted(begun, key=lambda row: str(row["from"]))}


def _rows(who: str, since: str, basis: str, **values: int | None) -> list[Limit]:
    return [{"who": who, "name": name, "from": since, "value": one, "basis": basis} for name, one in values.items()]


# Times of day and durations are minutes. "Above" means more than so many minutes of work.
STATUTORY: tuple[Limit, ...] = (
    *_rows("adult", _LAW, "§ 3 ArbZG", day_usual=480, day_most=600, week_most=None),
    *_rows("adult", _LAW, "§ 4 ArbZG", in_a_row=360, short_above=360, short_break=30),
    *_rows("adult", _LAW, "§ 4 ArbZG", long_above=540, long_break=45, break_edge=1),
    *_rows("adult", _LAW, "§ 5 ArbZG", rest=660),
    *_rows("all", _LAW, "§ 4 ArbZG, § 11 JArbSchG", break_part=15),
    *_rows("all", _LAW, "§ 11 ArbZG", sunday_rest_days=14, holiday_rest_days=56),
    *_rows("minor", _YOUTH, "§ 8 JArbSchG", day_usual=480, day_most=510, week_most=2400),
    *_rows("minor", _YOUTH, "§ 15 JArbSchG", week_days=5),
    *_rows("minor", _YOUTH, "§ 11 JArbSchG", in_a_row=270, short_above=270, short_break=30),
    *_rows("minor", _YOUTH, "§ 11 JArbSchG", long_above=360, long_break=60, break_edge=60),
    *_rows("minor", _YOUTH, "§ 13 JArbSchG", rest=720),
    *_rows("minor", _YOUTH, "§ 14 JArbSchG", earliest=360, latest=1200),
    *_rows("minor", _YOUTH, "§ 16 JArbSchG", free_saturday=1),
    *_rows("minor", _YOUTH, "§ 17 JArbSchG", free_sunday=1),
    *_rows("minor", _YOUTH, "§ 18 JArbSchG", free_holiday=1),
    *_rows("all", _RECORDS, "§ 17 MiLoG", record_days=7),
    *_rows("all", _HOUSE, "", longest=960, ahead=30, enough_text=15, worth_a_reason=15, fastest=200),
)
