"""Hours, days and numbers as the language of whoever reads them writes them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from app import clock
from app.pages import t

MINUS = "\u2212"


@dataclass(frozen=True)
class Reader:
    """Somebody at a desk: the language of the page and the zone of the firm."""

    lang: str
    zone: str

    def hm(self, minutes: int | None) -> str:
        """Minutes as hours on the clock: 8:30."""
        if minutes is None:
            return ""
        return f"{MINUS if minutes < 0 else ''}{abs(minutes) // 60}:{abs(minutes) % 60:02}"

    def change(self, minutes: int) -> str:
        """A difference with its sign; none is 0:00 without one."""
        return f"+{self.hm(minutes)}" if minutes > 0 else self.hm(minutes)

    def hours(self, minutes: float) -> str:
        """Whole hours, for long sums: 1.842."""
        return self.whole(round(minutes / 60))

    def whole(self, number: int) -> str:
        grouped = f"{abs(number):,}".replace(",", t(self.lang, "office.format.thousands"))
        return f"{MINUS if number < 0 else ''}{grouped}"

    def quantity(self, value: str | int | float | None) -> str:
        """A decimal as people write it: 2,5."""
        text = "" if value is None else str(value).replace("-", MINUS)
        return text.replace(".", t(self.lang, "office.format.decimal"))

    def money(self, cents: int) -> str:
        """14,00 €"""
        return f"{self.quantity(f'{cents // 100}.{cents % 100:02}')} €"

    def percent_of(self, percent: Decimal | None) -> str:
        """A share: 78 %."""
        return "–" if percent is None else t(self.lang, "office.format.percent", n=round(percent))

    def signed_percent(self, percent: Decimal | None) -> str:
        sign = "+" if percent and round(percent) > 0 else ""
        return sign + self.percent_of(percent).replace("-", MINUS)

    def long(self, minutes: int | None) -> str:
        """A duration as one says it: in hours, from two days on in days."""
        if minutes is None:
            return "–"
        if minutes < 2 * 24 * 60:
            return t(self.lang, "office.format.hours", n=self.hm(minutes))
        return t(self.lang, "office.format.days", n=self.quantity(round(minutes / 1440, 1)))

    def clock(self, wall: str | None) -> str:
        """The time of a wall time: 07:00."""
        return wall[11:16] if wall else ""

    def span(self, start: str | None, end: str | None) -> str:
        return f"{self.clock(start)}–{self.clock(end)}"

    def weekday(self, day: str | date) -> str:
        return t(self.lang, f"office.weekday.{_date(day).weekday()}")

    def day(self, day: str | date | None) -> str:
        """Wed 25 Nov, without the year."""
        return self._day("office.format.day", day)

    def full_day(self, day: str | date | None) -> str:
        return self._day("office.format.full_day", day)

    def short_day(self, day: str | date) -> str:
        """25., under the name of the weekday."""
        return t(self.lang, "office.format.short_day", d=_date(day).day)

    def month(self, month: str) -> str:
        """November 2026 for 2026-11."""
        year, number = month.split("-")
        return f"{t(self.lang, f'office.month.{int(number)}')} {year}"

    def moment(self, stamp: str | None) -> str:
        """An instant as the wall said it, with its day: Wed 25 Nov, 16:27."""
        if not stamp:
            return ""
        local = self._local(stamp)
        return f"{self.day(local.date())}, {local:%H:%M}"

    def time(self, stamp: str) -> str:
        return f"{self._local(stamp):%H:%M}"

    def when(self, stamp: str | None) -> str:
        """An instant as short as it is clear: its time on the same day, else its day too."""
        if not stamp:
            return ""
        today = clock.now().astimezone(ZoneInfo(self.zone)).date()
        return self.time(stamp) if self._local(stamp).date() == today else self.moment(stamp)

    def ago(self, stamp: str | None) -> str:
        """How long since: in minutes, in hours on the same day, then by the day."""
        if not stamp:
            return ""
        local, now = self._local(stamp), clock.now().astimezone(ZoneInfo(self.zone))
        minutes = int((now - local).total_seconds() // 60)
        if minutes < 60:
            return t(self.lang, "office.ago.minutes", n=max(minutes, 0))
        if local.date() == now.date():
            return t(self.lang, "office.ago.hours", n=minutes // 60)
        if local.date() == now.date() - timedelta(days=1):
            return t(self.lang, "office.ago.yesterday")
        return self.day(local.date())

    def since(self, stamp: str | None, day: str | None) -> str:
        """The same beside a day: what happened on that very day only needs its time."""
        ago = self.ago(stamp)
        return self.time(stamp) if stamp and day and ago == self.day(day) else ago

    def _local(self, stamp: str) -> datetime:
        return clock.read(stamp).astimezone(ZoneInfo(self.zone))

    def _day(self, key: str, day: str | date | None) -> str:
        if not day:
            return ""
        when = _date(day)
        month = t(self.lang, f"office.month_short.{when.month}")
        return t(self.lang, key, weekday=self.weekday(when), d=f"{when.day:02}", month=month, y=when.year)


def _date(day: str | date) -> date:
    return date.fromisoformat(day[:10]) if isinstance(day, str) else day
