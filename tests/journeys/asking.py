"""A checklist under a person's hands: started on a slip, answered question by question, signed, left again."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.journeys.hands import draw, photo
from tests.journeys.house import until
from tests.journeys.lines import new_cards
from tests.journeys.reading import store_of


def start(page: Page, title: str) -> str:
    """Begins a checklist that is offered on the open slip; its row."""
    page.locator("#pc").get_by_role("button", name=title).click()
    until(lambda: "/checklist/" in page.evaluate("location.hash"))
    page.get_by_role("heading", name=title, level=1).wait_for()
    return str(page.evaluate("location.hash").partition("/checklist/")[2])


def item(page: Page, key: str) -> Locator:
    return page.locator(f"#item-{key}")


def tap(page: Page, key: str, word: str) -> None:
    chip = item(page, key).get_by_role("radio", name=word, exact=True)
    chip.click()
    expect(chip).to_have_attribute("aria-checked", "true")


def say(page: Page, key: str, label: str, text: str) -> None:
    """Types an answer, or the remark beside one, and leaves the field."""
    field = item(page, key).get_by_label(label, exact=True)
    field.fill(text)
    field.blur()
    until(lambda: text.replace(",", ".") in [one.replace(",", ".") for one in answers_here(page, key)])


def put_time(page: Page, key: str, clock: str) -> None:
    field = item(page, key).get_by_label("Uhrzeit", exact=True)
    field.fill(clock)
    field.blur()
    until(lambda: any(f"T{clock}" in one for one in answers_here(page, key)))


def show(page: Page, key: str, seed: int) -> str:
    """A photo at a question; its digest."""
    before = {card["sha256"] for card in store_of(page).blobs}
    file: Any = {"name": "image.jpg", "mimeType": "image/jpeg", "buffer": photo(seed)}
    item(page, key).locator("input[type=file]").first.set_input_files(file)
    until(lambda: len(new_cards(page, before)) == 1)
    return new_cards(page, before)[0]


def sign(page: Page, key: str, name: str) -> None:
    item(page, key).get_by_role("link", name="Unterschreiben").click()
    page.get_by_label("Wer unterschreibt?", exact=True).last.fill(name)
    page.locator("canvas.stroke").wait_for()
    draw(page)
    page.get_by_role("button", name="Unterschrift behalten").click()
    item(page, key).wait_for()


def answers_here(page: Page, key: str) -> list[str]:
    """Whatever this phone has written down at a question, values and remarks."""
    written = [pair for op in store_of(page).every_op.values() for pair in op["rows"].items()]
    own = {row_id for row_id, row in written if row["fields"].get("item", ["", ""])[1] == key}
    fields = [row["fields"] for row_id, row in written if row_id in own]
    return [str(one[name][1]) for one in fields for name in ("value", "text") if name in one]
