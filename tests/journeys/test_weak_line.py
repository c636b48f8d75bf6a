"""A weak cell: slow, and cut again and again."""

import pytest

from tests.journeys.faults import Fault, Request
from tests.journeys.hands import open_slip, take_photo, trying, write
from tests.journeys.reading import Book, all_sent, ops_in_office, same_set
from tests.journeys.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
KIB = 1024


@pytest.mark.parametrize("every", [600 * KIB, 100 * KIB], ids=["600 KiB", "100 KiB"])
def test_a_big_photo_over_a_line_that_is_cut_again_and_again(stage: Stage, every: int) -> None:
    """Row 19: the line is cut after so many bytes (20 KB/s for 30 s are 600 KB). The photo arrives all the same, the
    words long before it, and what was sent stays below 1.5 x its size + 64 KiB per cut."""
    page, line, book = stage.phone.open(), stage.phone.proxy, Book()
    line.arm(Fault("before", "/api/", times=None))
    open_slip(page, stage.slip_id)
    digest = take_photo(page, 1, size=1600, grain=1600)
    write(page, "Die Worte kommen zuerst.")
    book.note(page)
    size = book.pictures[digest]
    assert size > 1024 * KIB
    line.clear()
    line.arm(Cutter(every))
    trying(page, lambda: len(ops_in_office(stage.firm, book)) == len(book.ops))
    assert not stage.firm.files.has(digest)
    same_set(stage.firm, all_sent(page, 120), book)
    cuts, sent = line.faults["cut_up"], line.up[f"/api/blobs/{digest}"]
    print(f"{size} bytes, {cuts} cuts, {sent} sent: {sent / size:.2f} x")
    assert cuts >= 2
    assert sent < 1.5 * size + 64 * KIB * cuts


class Cutter(Fault):
    """Cuts the line whenever so many bytes of pictures have gone up over it."""

    def __init__(self, every: int) -> None:
        super().__init__("cut_up", "/api/blobs/", times=None)
        self.every = self.left = every

    def fits(self, request: Request) -> bool:
        if not super().fits(request) or request.method not in ("PUT", "PATCH"):
            return False
        if request.length < self.left:
            self.left -= request.length
            return False
        self.amount, self.left = self.left, self.every
        return True
