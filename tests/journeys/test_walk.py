"""A random day: typing, photos, signal that comes and goes, dead batteries, a falling server. Same seed, same day.

HANDZETTEL_JOURNEY_STEPS and HANDZETTEL_JOURNEY_SEED make it longer, or another one.
"""

import os
import random
from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.hands import WORK, send, take_photo, write
from tests.journeys.reading import Book, Store, all_sent, same_set, slip_in_office
from tests.journeys.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STEPS = int(os.environ.get("HANDZETTEL_JOURNEY_STEPS", "24"))
SEED = int(os.environ.get("HANDZETTEL_JOURNEY_SEED", "1"))
KINDS = ("before", "after", "twice", "truncate", "cut_up", "cut_down", "shorten", "portal", "502", "204", "503")


def test_a_random_day(stage: Stage) -> None:
    """Any order of work, faults, kill -9 of the phone and of the server: what was saved arrives, once, as it was
    saved."""
    print(f"seed {SEED}, {STEPS} steps")
    day = Day(stage, random.Random(SEED))
    for number in range(STEPS):
        day.step(number)
    store = day.evening()
    print(dict(day.done), dict(stage.phone.proxy.faults))
    same_set(stage.firm, store, day.book)
    assert day.texts[-1:] in ([], [slip_in_office(stage.firm, stage.slip_id)["fields"].get("work")])
    assert not slip_in_office(stage.firm, stage.slip_id)["conflicts"]


class Day:
    """What has happened so far."""

    def __init__(self, stage: Stage, dice: random.Random) -> None:
        self.stage, self.dice, self.book = stage, dice, Book()
        self.texts: list[str] = []
        self.done: Counter[str] = Counter()
        self.page = self._opened()

    def step(self, number: int) -> None:
        action = self.dice.choice(ACTIONS)
        self.done[action.__name__] += 1
        action(self, number)
        self.book.note(self.page)

    def evening(self) -> Store:
        """Fair weather, and the app stays open until everything has gone."""
        self.stage.phone.proxy.clear()
        self.server_back(0)
        store = all_sent(self.page, 120)
        self.book.nothing_lost(self.book.note(self.page))
        return store

    # ---- what may happen

    def writes(self, number: int) -> None:
        self.texts.append(f"Schritt {number}.")
        write(self.page, self.texts[-1])

    def photographs(self, number: int) -> None:
        take_photo(self.page, number, size=200)

    def sends(self, _: int) -> None:
        send(self.page)

    def phone_dies(self, _: int) -> None:
        send(self.page)
        self.stage.phone.kill()
        self.page = self._opened()
        self.book.nothing_lost(self.book.note(self.page))

    def server_falls(self, _: int) -> None:
        send(self.page)
        self.stage.server.stop()

    def server_back(self, _: int) -> None:
        if not self.stage.server.running:
            self.stage.server.start()

    def weather(self, number: int) -> None:
        self.stage.phone.proxy.weather(SEED + number, 0.4, KINDS)
        send(self.page)

    def weather_clears(self, _: int) -> None:
        self.stage.phone.proxy.clear()

    def _opened(self) -> Page:
        page = self.stage.phone.open(f"slip/{self.stage.slip_id}")
        page.get_by_label(WORK).wait_for()
        return page


ACTIONS: list[Callable[[Day, int], None]] = [
    Day.writes, Day.writes, Day.writes, Day.photographs, Day.photographs, Day.sends, Day.sends, Day.phone_dies,
    Day.server_falls, Day.server_back, Day.server_back, Day.weather, Day.weather, Day.weather_clears,
]  # fmt: skip
