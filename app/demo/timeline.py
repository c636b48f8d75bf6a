"""The demo firm's clock and its identities: stories wait for their moments, and all of them run in one line of time."""

import heapq
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from app import clock

Story = Iterator[datetime]  # yields the moments it waits for; what follows a yield happens then


def play(stories: Iterable[Story], until: datetime) -> Iterator[tuple[datetime, Story]]:
    """The stories' next steps in order of time, up to `until`; what would come later never happens.

    The caller runs each step with `step(...)`; a step schedules the next one.
    """
    order = count()
    waiting = [(moment, next(order), story) for story in stories if (moment := next(story, None))]
    heapq.heapify(waiting)
    while waiting and waiting[0][0] <= until:
        moment, _, story = heapq.heappop(waiting)
        yield moment, story
        with clock.at(moment):
            later = next(story, None)
        if later:
            heapq.heappush(waiting, (max(later, moment), next(order), story))
