"""Somebody pauses in a sentence and goes on: what stands in the field is never put back to what it was before."""

import pytest

from tests.journeys.hands import WORK, open_slip
from tests.journeys.house import until
from tests.journeys.lines import no_signal
from tests.journeys.reading import all_sent, script, slip_in_office, store_of
from tests.journeys.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAUSES = ("Pfosten gesetzt", ", zwei fehlen", " noch, kommen Montag")


def test_a_field_is_not_put_back_while_its_entry_is_written(stage: Stage) -> None:
    """Each pause makes an entry; the page itself tells whether it ever took a letter away meanwhile."""
    stage.phone.scripts.append(script("put_back"))
    page = stage.phone.open()
    no_signal(stage)
    open_slip(page, stage.slip_id)
    field, text = page.get_by_label(WORK), ""
    field.click()
    for words in PAUSES:
        field.press_sequentially(words)
        text += words
        until(lambda text=text: store_of(page).texts()[-1:] == [text])
        page.get_by_text("gespeichert", exact=True).wait_for()
    assert page.evaluate("window.putBack") == []
    stage.phone.proxy.clear()
    all_sent(page)
    slip = slip_in_office(stage.firm, stage.slip_id)
    assert (slip["fields"]["work"], slip["conflicts"]) == ("".join(PAUSES), [])
