"""Somebody faster than the phone, and a phone that does not read for a moment: nothing gets stuck, no entry is lost."""

import pytest
from playwright.sync_api import Page

from tests.journeys.hands import WORK, fill_in, go_home, open_slip, to_pad, write
from tests.journeys.house import until
from tests.journeys.reading import Book, all_sent, same_set, script, slip_in_office, store_of
from tests.journeys.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STARTS = 5


def test_a_slip_is_left_while_it_is_being_read(stage: Stage) -> None:
    """The app is started again and again, and left for another screen faster than it has read the first: nothing is
    read for a screen that has been left, and writing goes on."""
    page, book = stage.phone.open(), Book()
    for _ in range(STARTS):
        page.reload()
        page.evaluate(HURRY, stage.slip_id)
    assert not unread(page)
    open_slip(page, stage.slip_id)
    write(page, "Trotz der Eile.")
    book.note(page)
    same_set(stage.firm, all_sent(page), book)
    assert slip_in_office(stage.firm, stage.slip_id)["fields"]["work"] == "Trotz der Eile."


def test_a_slip_that_could_not_be_read_keeps_nobody_from_going_on(stage: Stage) -> None:
    """The phone gives nothing back while a slip is opened: said so, and with the next try all of it is there again."""
    stage.phone.scripts.append(script("dead_connections"))
    page, book = stage.phone.open(), Book()
    go_home(page)
    page.evaluate("void (window.unread = 'slip:')")
    page.evaluate("(id) => (location.hash = `#/slip/${id}`)", stage.slip_id)
    page.get_by_text("Der Speicher antwortet nicht").wait_for()
    page.evaluate("void (window.unread = '')")
    page.get_by_role("button", name="Noch einmal versuchen").click()
    page.get_by_label(WORK).wait_for()
    write(page, "Beim zweiten Mal.")
    assert unread(page)
    book.note(page)
    same_set(stage.firm, all_sent(page), book)


def test_what_is_typed_while_a_slip_is_frozen_anew_stays(stage: Stage) -> None:
    """The client takes another language and types on in the same moment, again and again: every letter is kept."""
    page = stage.phone.open()
    fill_in(page, stage.slip_id, "Pfosten gesetzt.")
    to_pad(page)
    page.evaluate("(id) => (location.hash = `#/slip/${id}/summary`)", stage.slip_id)
    page.get_by_role("button", name="Sprache").click()
    page.get_by_role("radio", name="polski").wait_for()
    assert page.evaluate(TYPE_ON, ["English", "polski", "Türkçe", "Deutsch"]) == LETTERS
    until(lambda: kept_reservation(page) == LETTERS)


def kept_reservation(page: Page) -> str:
    [signing] = [row["value"] for row in store_of(page).drafts if row["key"].startswith("sign:")]
    return str(signing["reservation"])


def unread(page: Page) -> list[str]:
    return [str(line) for line in store_of(page).log if "not_read" in str(line)]


HURRY = """async (slip) => {
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  for (let i = 0; i < 100; i++) {
    location.hash = i % 2 ? "#/" : `#/slip/${slip}`;
    await pause((i * 7) % 19);
  }
}"""

LETTERS = "".join(str(number % 10) for number in range(40))
TYPE_ON = """async (languages) => {
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const named = () => [...document.querySelectorAll("label")].find((one) => one.textContent.includes("Vorbehalt"));
  const field = () => named().querySelector("textarea, input");
  const chip = (word) => [...document.querySelectorAll("[role=radio]")].find((one) => one.textContent.includes(word));
  for (let i = 0; i < 40; i++) {
    if (i % 10 === 0) chip(languages[i / 10]).click();
    field().value += String(i % 10);
    field().dispatchEvent(new Event("input", { bubbles: true }));
    await pause((i * 5) % 17);
  }
  return field().value;
}"""
