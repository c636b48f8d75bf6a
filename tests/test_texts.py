"""Words: German and English, one key in one place, and the client always reads German."""

import json
from collections import Counter

import pytest
from jinja2 import UndefinedError

from app import pages


def test_a_text_is_found_and_filled() -> None:
    assert pages.t("de", "slip.number", number="2026-0407") == "Zettel 2026-0407"
    assert pages.t("en", "slip.number", number="2026-0407") == "Slip 2026-0407"


def test_one_and_many() -> None:
    assert [pages.t("de", "count.photos", n=n) for n in (0, 1, 2)] == ["0 Fotos", "1 Foto", "2 Fotos"]


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        pages.t("de", "no.such.key")


def test_a_language_we_do_not_speak_is_german() -> None:
    assert pages.t("fr", "back") == pages.t("de", "back") == "Zurück"


@pytest.mark.parametrize(
    ("header", "lang"),
    [(None, "de"), ("", "de"), ("en-GB,en;q=0.9", "en"), ("fr,en;q=0.5,de;q=0.4", "en"), ("pl", "de"), ("de-AT", "de")],
)
def test_the_browser_says_what_it_speaks(header: str | None, lang: str) -> None:
    assert pages.spoken(header) == lang


@pytest.mark.parametrize("lang", pages.LANGUAGES)
def test_a_key_stands_in_one_area_only(lang: str) -> None:
    files = (pages.HERE / "texts" / lang).glob("*.json")
    counts = Counter(key for file in files for key in json.loads(file.read_text()))
    assert [key for key, count in counts.items() if count > 1] == []


def test_what_is_read_by_the_client_or_stands_on_the_record_is_german_in_every_language() -> None:
    german, english = pages.texts("de", "crew"), pages.texts("en", "crew")
    fixed = [key for key in german if key.startswith(("client.", "record."))]
    assert len(fixed) > 40
    assert [key for key in fixed if german[key] != english[key]] == []


def test_a_page_escapes_and_does_not_forgive() -> None:
    made = pages.environment().from_string("<p>{{ word }}</p>")
    assert made.render(word="<b>") == "<p>&lt;b&gt;</p>"
    with pytest.raises(UndefinedError):
        made.render()
