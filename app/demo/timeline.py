"""The demo firm's time: stories wait for their moments, and all of them run in one line."""

import heapq
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from uuid import UUID

import holidays

from app import clock

Story = Iterator[datetime]  # yields the moments it waits for; what follows a yield happens then


def play(stories: Iterable[Story], until: datetime) -> None:
    """Runs all stories together, step by step in order of time. What would come after `until` never happens."""
    order = count()
    waiting = [(moment.astimezone(UTC), next(order), story) for story in stories if (moment := next(story, None))]
    heapq.heapify(waiting)
    while waiting and waiting[0][0] <= until:
        moment, _, story = heapq.heappop(waiting)
        with clock.at(moment):
            later = next(story, None)
        if later:
            heapq.heappush(waiting, (max(later.astimezone(UTC), moment), next(order), story))


def identities(rng: Random) -> Callable[[], str]:
    """UUIDs of version 7 out of the seed; those of one moment sort in the order they were made, as everywhere."""
    order = count()

    def make() -> str:
        milliseconds, number = int(clock.now().timestamp() * 1000), next(order)
        high, low = number >> 14 & 0xFFF, number & 0x3FFF
        return str(UUID(int=milliseconds << 80 | 7 << 76 | high << 64 | 2 << 62 | low << 48 | rng.getrandbits(48)))

    return make


class Calendar:
    """Working days around an anchor: number 0 is the anchor whatever day it is, -1 the working day before it."""

    def __init__(self, anchor: date) -> None:
        years = range(anchor.year - 1, anchor.year + 2)
        self.anchor = anchor
        self.saxony = holidays.country_holidays("DE", subdiv="SN", years=years)
        self.brandenburg = holidays.country_holidays("DE", subdiv="BB", years=years)

    def day(self, number: int) -> date:
        """The working day so many before or after the anchor."""
        step = timedelta(days=1 if number > 0 else -1)
        found = self.anchor
        for _ in range(abs(number)):
            found += step
            while not self.works(found):
                found += step
        return found

    def works(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.saxony

    def next_working_day(self, day: date, after: int = 1) -> date:
        for _ in range(after):
            day += timedelta(days=1)
            while not self.works(day):
                day += timedelta(days=1)
        return day

    def first_monday(self, weeks: int) -> date:
        """The Monday `weeks` calendar weeks back, the anchor's own counted as one."""
        return self.anchor - timedelta(days=self.anchor.weekday() + 7 * (weeks - 1))
