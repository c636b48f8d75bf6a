"""What differs from day to day: when work ends, when the phone finds a signal, what was used of the plan."""

from datetime import datetime, timedelta
from random import Random

from app.demo.days import Day
from app.demo.timeline import Calendar


def work_end(day: Day, rng: Random) -> str:
    """When work really ended: mostly as planned. The apprentice is sent home in time."""
    planned = datetime.fromisoformat(f"2000-01-01T{day.end}")
    lots = (0, 0, 0, 0, 0, 30, 45, 15, -15, -30) if "lena" not in day.people else (0, 0, 0, -15)
    return (planned + timedelta(minutes=rng.choice(lots))).strftime("%H:%M")


def signal(calendar: Calendar, day: Day, rng: Random) -> datetime:
    """From when on the phone reaches the office. It got better over the weeks."""
    start = day.at(day.start)
    if day.fate not in ("usual", "late", "returned", "corrected"):
        return start
    weeks_ago = (calendar.anchor - day.date).days // 7
    on_time = 0.93 - 0.035 * weeks_ago
    lot = rng.random()
    minute = timedelta(minutes=rng.randrange(60))
    if day.fate == "late" or lot > on_time + (1 - on_time) * 0.6:
        return _morning(calendar, day, 2 if day.fate == "late" else rng.choice((2, 2, 3))) + minute / 4
    if lot > on_time:
        return _morning(calendar, day, 1) + minute / 4
    evening = day.at(day.end) + timedelta(minutes=35) + minute
    return evening if rng.random() < 0.4 else start


def used(planned: str, rng: Random) -> str:
    number = float(planned) * rng.choice((1, 1, 1, 1, 0.5, 1.2))
    return plain(round(number)) if "." not in planned else plain(round(number, 1))


def plain(number: float) -> str:
    return str(number).removesuffix(".0")


def _morning(calendar: Calendar, day: Day, after: int) -> datetime:
    """At the workshop, some working days later, before they drive off."""
    later = calendar.next_working_day(day.date, after)
    return day.at("12:00").replace(year=later.year, month=later.month, day=later.day, hour=6, minute=35)
