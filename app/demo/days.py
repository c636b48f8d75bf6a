"""Who is where on which day: six weeks back, today, and the next days; and what becomes of each day's slip."""

from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from app.demo.cast import CREWS, SITES, Gang, Place
from app.demo.jobs import JOBS, Order
from app.demo.timeline import Calendar
from app.demo.trades import TRADES, Trade

Times = tuple[str, str, tuple[tuple[str, str], ...]]

WEEKS = 6
USUAL: Times = ("07:00", "15:45", (("09:00", "09:15"), ("12:00", "12:30")))
WITH_MINOR: Times = ("07:00", "15:45", (("09:00", "09:15"), ("12:00", "12:45")))
SHORT: Times = ("07:30", "11:45", (("09:00", "09:15"),))
NIGHT: Times = ("22:00", "06:00", (("01:30", "02:00"), ("04:00", "04:15")))
LATE_NIGHT: Times = ("21:00", "05:00", (("00:30", "01:00"),))

# Which job, for how many working days; read from yesterday back into the past, and from today on.
PAST = {
    "richter": "118 128 109*2 112*2 118*4 144*3 118*2 112*4 118*3 109*2 118*3 112*2 128*2",
    "kretzschmar": "121*3 125*2 121*4 139*3 121*4 140*4 125*2 121*5 139*3",
    "service": "131 133 130 141*2 133 136 142 141 133 098 131 130 141 133 136 133 142 131*2 133*3 143 131 141 133 098",
    "service2": "135 127 140 135 128 127 101 127 135 143 127*2 140*2 135 127 128 127 136 135 127*2 140 101 127*3 135",
    "werkstatt": "900*3 901 900*4 901 900*4 901 900*4 901 900*4 901 900*3",
}
COMING = {
    "richter": "118*2 112 118",
    "kretzschmar": "121 125 112 121",
    "service": "133 130 141 142",
    "service2": "127 135 128 140",
    "werkstatt": "900*2 901 900",
}
# What becomes of the slip of a crew so many working days ago (stories.py); the others are just approved.
FATES = {
    ("richter", -1): "waiting",
    ("richter", -2): "forgotten", ("richter", -3): "late", ("richter", -5): "edit_after_approval",
    ("richter", -8): "returned", ("richter", -11): "changed_while_signing", ("richter", -14): "corrected",
    ("richter", -18): "two_phones_decided", ("richter", -21): "returned", ("richter", -25): "late",
    ("kretzschmar", -2): "returned_open", ("kretzschmar", -4): "two_phones", ("kretzschmar", -6): "off_the_slip",
    ("kretzschmar", -9): "corrected", ("kretzschmar", -13): "returned", ("kretzschmar", -17): "late",
    ("kretzschmar", -23): "edit_after_approval_decided",
    ("service", -1): "withdrawn", ("service", -3): "returned_open", ("service", -7): "unplanned",
    ("service", -10): "void", ("service", -15): "returned", ("service", -20): "asked",
    ("service2", -2): "waiting", ("service2", -5): "withdrawn_and_back", ("service2", -8): "unplanned",
    ("service2", -12): "void", ("service2", -16): "late", ("service2", -22): "returned",
    ("werkstatt", -4): "asked", ("werkstatt", -6): "tidied",
    ("werkstatt", -2): "reasoned", ("service2", -3): "hours_signed", ("richter", -7): "accepted",
}  # fmt: skip
OUTCOMES = {
    ("service2", -2): "absent",
    ("service", -7): "refused",
    ("kretzschmar", -5): "later",
    ("richter", -9): "absent",
}

_JOBS = {order.number: order for order in JOBS}
_PLACES = {place.key: place for place in SITES}
_GANGS = {gang.key: gang for gang in CREWS} | {
    "service": Gang("service", "Service", "sven", (), "Caddy BZ-MK 118"),
    "service2": Gang("service", "Service", "tomasz", ("emre",), "Caddy BZ-MK 122"),
}


@dataclass(frozen=True)
class Day:
    """One crew's work on one day at one job."""

    date: Date
    gang: Gang
    people: tuple[str, ...]
    order: Order
    start: str
    end: str
    breaks: tuple[tuple[str, str], ...]
    fate: str
    planned_on: Date
    zone: str
    outcome: str | None = None

    @property
    def lead(self) -> str:
        return self.people[0]

    @property
    def place(self) -> Place:
        return _PLACES[self.order.site]

    @property
    def trade(self) -> Trade:
        return TRADES[self.order.trade]

    def at(self, wall: str) -> datetime:
        """A clock reading of this day; of the next one where the shift is past midnight."""
        over = wall < self.start and self.end < self.start
        return datetime.combine(self.date + timedelta(days=over), time.fromisoformat(wall), ZoneInfo(self.zone))

    def rng(self, seed: int) -> Random:
        return Random(f"{seed}/{self.date}/{self.lead}")


def all_days(calendar: Calendar, zone: str) -> list[Day]:
    """Every day of every crew, and the nights and the holiday beside them."""
    past = [
        _day(calendar, zone, key, -1 - index, job)
        for key, run in PAST.items()
        for index, job in enumerate(_unroll(run))
    ]
    coming = [
        _day(calendar, zone, key, index, job) for key, run in COMING.items() for index, job in enumerate(_unroll(run))
    ]
    first = calendar.first_monday(WEEKS)
    nights = [*_clock_changes(calendar, zone), _night(calendar, zone)]
    rested = {(day.lead, day.date) for day in nights}
    usual = [day for day in (*past, *coming) if (day.lead, day.date) not in rested]
    return [day for day in (*usual, *nights, *_lone_holidays(calendar, zone)) if day.date >= first]


def _day(calendar: Calendar, zone: str, key: str, number: int, job: str) -> Day:
    gang, day, order = _GANGS[key], calendar.day(number), _JOBS[f"26-{job}"]
    people = tuple(who for who in (gang.lead, *gang.others) if who != "lena" or day.weekday() > 1)  # Mo, Tu: school
    short = order.kind in ("service", "maintenance", "survey", "warranty")
    start, end, breaks = SHORT if short else WITH_MINOR if "lena" in people else USUAL
    fate = FATES.get((key, number), "usual") if number < 0 else "usual"
    planned_on = calendar.day(min(number - 2, -1))
    outcome = OUTCOMES.get((key, number))
    return Day(day, gang, people, order, start, end, breaks, fate, planned_on, zone, outcome)


def _clock_changes(calendar: Calendar, zone: str) -> list[Day]:
    """The night the clocks change, where it lies in these weeks: nine hours of work, or seven."""
    saturdays = (calendar.first_monday(WEEKS) + timedelta(days=5 + 7 * week) for week in range(WEEKS))
    return [_at_night(calendar, zone, day, NIGHT) for day in saturdays if day < calendar.anchor and _changes(day, zone)]


def _night(calendar: Calendar, zone: str) -> Day:
    return _at_night(calendar, zone, calendar.first_monday(3) + timedelta(days=4), LATE_NIGHT)


def _at_night(calendar: Calendar, zone: str, day: Date, times: Times) -> Day:
    gang = _GANGS["service2"]
    people = (gang.lead, *gang.others)
    return Day(day, gang, people, _JOBS["26-138"], *times, "usual", _before(calendar, day), zone)


def _lone_holidays(calendar: Calendar, zone: str) -> list[Day]:
    """A holiday in Saxony only: the crew works in Brandenburg, without the apprentice."""
    days = (calendar.first_monday(WEEKS) + timedelta(days=number) for number in range(7 * WEEKS))
    lone = [day for day in days if day in calendar.saxony and day not in calendar.brandenburg and day.weekday() < 5]
    gang, order = _GANGS["kretzschmar"], _JOBS["26-139"]
    people = (gang.lead, *(who for who in gang.others if who != "lena"))
    past = [day for day in lone if day < calendar.anchor]
    return [Day(day, gang, people, order, *USUAL, "usual", _before(calendar, day), zone) for day in past]


def _before(calendar: Calendar, day: Date) -> Date:
    day -= timedelta(days=1)
    while not calendar.works(day):
        day -= timedelta(days=1)
    return day


def _changes(day: Date, zone: str) -> bool:
    """Whether the clocks are changed in the night after this day."""
    noon = datetime.combine(day, time(12), ZoneInfo(zone))
    return noon.utcoffset() != (noon + timedelta(days=1)).utcoffset()


def _unroll(run: str) -> list[str]:
    """`118*2 112` -> 118, 118, 112"""
    parts = (part.partition("*") for part in run.split())
    return [job for job, _, times in parts for _ in range(int(times or 1))]
