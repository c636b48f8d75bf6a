"""kill -9 of the browser at every point of one send."""

import base64

import pytest
from playwright.sync_api import Error, Page

from tests.journeys.faults import Fault
from tests.journeys.hands import photo, send
from tests.journeys.house import until
from tests.journeys.reading import Book, all_sent, same_set, script, store_of
from tests.journeys.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MOST_POINTS = 200


def test_closing_the_app_at_any_point_of_a_send_loses_nothing(stage: Stage) -> None:
    """Row 14: two entries and a photo; killed before and after each request and in each write, one after the other."""
    stage.phone.scripts.append(script("points"))
    page, book = stage.phone.open(), Book()
    points = 0
    for point in range(1, MOST_POINTS):
        something_to_send(stage, page, point)
        book.note(page)
        if not killed_at(stage, page, point):
            break
        points += 1
        page = stage.phone.open()
        page.locator("main").wait_for()
        book.nothing_lost(book.note(page))
        all_sent(page)
    print(f"killed at {points} points of a send")
    assert 15 <= points < MOST_POINTS - 2
    same_set(stage.firm, all_sent(page), book)


def something_to_send(stage: Stage, page: Page, number: int) -> None:
    """Two entries and a photo, saved by the app's own store while there is no signal."""
    stage.phone.proxy.arm(Fault("before", "/api/", times=None))
    picture = base64.b64encode(photo(1000 + number, 100)).decode()
    page.evaluate(script("save_some"), {"slip": stage.slip_id, "number": number, "picture": picture})


def killed_at(stage: Stage, page: Page, point: int) -> bool:
    """Arms the point and sends; whether it was reached before everything was sent."""
    reached: list[int] = []

    def kill(*_: object) -> None:
        reached.append(point)
        stage.phone.kill()

    page.expose_binding("killHere", kill)
    stage.phone.proxy.clear()
    try:
        page.evaluate("(point) => window.stopAt(point)", point)
        send(page)
        until(lambda: bool(reached) or (page.evaluate("window.quiet()") and not store_of(page).ops))
    except Error:
        assert reached  # else the page died by itself
    return bool(reached)
