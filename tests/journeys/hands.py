"""What a person does on the phone. Each returns when it is on the phone's disk, not when a label says so."""

import io
import random
from typing import Any

from PIL import Image
from playwright.sync_api import Page

from tests.journeys.house import until
from tests.journeys.reading import Store, store_of

WORK = "So steht es auf dem Zettel"


def go_home(page: Page) -> None:
    page.evaluate("location.hash = '#/'")
    page.get_by_role("heading", name="Heute", level=1).wait_for()


def open_slip(page: Page, slip_id: str) -> None:
    go_home(page)
    page.evaluate("(id) => (location.hash = `#/slip/${id}`)", slip_id)
    page.get_by_label(WORK).wait_for()


def write(page: Page, text: str) -> None:
    """Types the work done and leaves the field: one op."""
    page.get_by_label(WORK).fill(text)
    page.get_by_label(WORK).blur()
    until(lambda: text in store_of(page).texts())


def take_photo(page: Page, seed: int, size: int = 400, grain: int = 40) -> str:
    """A photo out of the camera; its digest on the phone."""
    before = {card["sha256"] for card in store_of(page).blobs}
    give_photo(page, photo(seed, size, grain))
    until(lambda: len(store_of(page).blobs) > len(before))
    return next(card["sha256"] for card in store_of(page).blobs if card["sha256"] not in before)


def give_photo(page: Page, picture: bytes, name: str = "image.jpg") -> None:
    """What the camera hands over; every phone calls it image.jpg."""
    page.locator("input[type=file]").first.set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": picture})


def as_planned(page: Page) -> None:
    page.get_by_role("button", name="Wie geplant", exact=True).click()
    until(lambda: any(row["fields"].get("start") for op in ops_of(page) for row in op["rows"].values()))


def to_pad(page: Page, name: str = "Jörg Lindner") -> None:
    """From the report through the summary to the pad."""
    page.get_by_role("button", name="Weiter zur Unterschrift").click()
    page.get_by_role("radio", name="jemand anders").click()
    page.get_by_label("Vor- und Nachname").fill(name)
    page.get_by_role("button", name=f"{name} unterschreibt").click()
    page.locator("canvas").wait_for()


def draw(page: Page, steps: int = 12) -> None:
    box = page.locator("canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    for step in range(steps):
        page.mouse.move(box["x"] + 40 + step * 18, box["y"] + 60 + (step % 3) * 25)
    page.mouse.up()


def hand_in(page: Page) -> Store:
    """Signed and handed in."""
    to_pad(page)
    draw(page)
    page.get_by_role("button", name="Unterschrift gilt").click()
    until(lambda: any(op["kind"] == "submit" for op in ops_of(page)))
    return store_of(page)


def fill_in(page: Page, slip_id: str, text: str) -> None:
    """Everything a slip must have before it can be signed."""
    open_slip(page, slip_id)
    as_planned(page)
    write(page, text)


def send(page: Page) -> None:
    """The phone says that it is online again."""
    page.evaluate("window.dispatchEvent(new Event('online'))")


def trying(page: Page, enough: object) -> None:
    """The phone tries again and again until it is enough."""

    def tried() -> bool:
        send(page)
        return bool(enough())  # type: ignore[operator]

    until(tried)


def ops_of(page: Page) -> list[dict[str, Any]]:
    return list(store_of(page).every_op.values())


def photo(seed: int, size: int = 400, grain: int = 40) -> bytes:
    """A real JPEG, another one for each seed; the finer its grain, the more bytes."""
    dice = random.Random(seed)
    coarse = Image.frombytes("RGB", (grain, grain), dice.randbytes(3 * grain * grain))
    picture = coarse.resize((size, size), Image.Resampling.NEAREST)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()
