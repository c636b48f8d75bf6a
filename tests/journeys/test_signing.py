"""The client signs, and everything happens at once."""

import io
import random
from datetime import date, timedelta

import pytest
from PIL import Image

from tests.cast import plan
from tests.journeys.hands import draw, fill_in, ops_of, to_pad
from tests.journeys.house import until
from tests.journeys.reading import Book, all_sent, entries, same_set, script
from tests.journeys.stage import Stage, today

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SEED, TIMINGS = 2, 40
LEAST_INK = 150  # pixels; a short stroke has some hundreds


def test_signed_and_handed_in_within_one_moment(stage: Stage) -> None:
    """Row 2: forty random timings of strokes, turning the phone, leaving the page and the last tap. Each hand-in has a
    signature with ink in it, whole on the server; a tap that is no signature is refused."""
    page, book, dice = stage.phone.open(), Book(), random.Random(SEED)
    fill_in(page, stage.slip_id, "Pfosten gesetzt.")
    to_pad(page)
    print(f"seed {SEED}")
    outcomes = [page.evaluate(script("sign_quickly"), timing(dice, stage.slip_id)) for _ in range(TIMINGS)]
    store = all_sent(page)
    book.note(page)
    same_set(stage.firm, store, book)
    submits = [op for op in book.ops.values() if op["kind"] == "submit"]
    assert outcomes.count("signed") == len(submits)
    assert outcomes.count("signed") + outcomes.count("blank") == TIMINGS
    assert len(submits) >= 10
    assert "blank" in outcomes
    for op in submits:
        [signature] = [row["fields"] for row in op["rows"].values()]
        assert ink(stage.firm.files.read(signature["sha256"][1])) > LEAST_INK
        assert signature["points"][1] >= 8
    assert [entry.outcome for entry in entries(stage.firm)] == ["applied"] * len(entries(stage.firm))


def test_whoever_leaves_the_pad_and_is_back_at_once_signs_on_the_same_one(stage: Stage) -> None:
    """Two changes of the address in one moment, the second back to the pad; both are heard when it is there again."""
    page = stage.phone.open()
    fill_in(page, stage.slip_id, "Geländer gesetzt.")
    to_pad(page)
    page.evaluate("""() => { const pad = location.hash; location.hash = "#/hours"; location.hash = pad; }""")
    page.wait_for_timeout(500)
    draw(page)
    page.get_by_role("button", name="Unterschrift gilt").click()
    until(lambda: any(op["kind"] == "submit" for op in ops_of(page)))


def test_a_slip_of_yesterday_is_signed_today(stage: Stage) -> None:
    """The day beside the signature is the one it is given on, not that of the work; so too where there is none."""
    worked, signed = date.fromisoformat(today()) - timedelta(1), date.fromisoformat(today())
    slip_id = plan(stage.firm, stage.cast, date=worked.isoformat())
    page = stage.phone.open()
    fill_in(page, slip_id, "Geländer gesetzt.")
    to_pad(page)
    assert f"{worked:%d.%m.%Y}" in page.get_by_role("heading", level=1).inner_text()
    assert f"{signed:%d.%m.%Y}" in page.locator(".sign-name").inner_text()
    page.evaluate("(id) => (location.hash = `#/slip/${id}/without`)", slip_id)
    assert f"{signed:%d.%m.%Y}" in page.locator(".witness").inner_text()


def timing(dice: random.Random, slip_id: str) -> dict[str, object]:
    """How fast somebody signs, and what happens between the stroke and the tap."""
    return {
        "slip": slip_id,
        "moves": dice.choice([2, 9, 14, 30]),
        "every": dice.choice([0, 2, 7, 17]),  # ms between two points; the pad itself looks every 16
        "between": dice.choice(["nothing", "nothing", "turn", "leave", "turn and leave"]),
        "wait": dice.choice([0, 0, 1, 5, 30]),  # ms before the tap
    }


def ink(picture: bytes) -> int:
    """Pixels that are not paper."""
    with Image.open(io.BytesIO(picture)) as image:
        alpha = image.convert("RGBA").getchannel("A")
        return sum(count for value, count in enumerate(alpha.histogram()) if value > 128)
