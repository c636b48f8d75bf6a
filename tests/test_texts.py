"""Words: German and English, one key in one place, and the client always reads German."""

import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from app import pages
from tests.asked import FORMS, Code


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


FOREIGN = [lang for lang in pages.CREW_LANGUAGES if lang != "de"]
MORE_FORMS = (".few", ".many")  # languages that count otherwise than German


@pytest.mark.parametrize("lang", FOREIGN)
@pytest.mark.parametrize("area", ["common", "crew", "errors"])
def test_every_text_of_the_phone_is_there_in_every_language(lang: str, area: str) -> None:
    german, foreign = pages.texts("de", area), pages.texts(lang, area)
    assert [key for key in german if not foreign.get(key)] == []
    assert [key for key in foreign if key not in german and not key.endswith(MORE_FORMS)] == []


@pytest.mark.parametrize("lang", FOREIGN)
def test_nobody_fills_a_place_that_german_does_not_have(lang: str) -> None:
    german, foreign = pages.texts("de", "common", "crew", "errors"), pages.texts(lang, "common", "crew", "errors")
    wrong = {key for key, text in foreign.items() if places(text) - places(german[counted(key)])}
    assert wrong == set()


@pytest.mark.parametrize("lang", FOREIGN)
def test_what_the_client_reads_is_german_in_every_language(lang: str) -> None:
    german, foreign = pages.texts("de", "crew"), pages.texts(lang, "crew")
    assert [key for key in german if key.startswith(("client.", "record.")) and german[key] != foreign[key]] == []


def test_a_client_reads_the_same_sentences_in_each_language() -> None:
    german = pages.texts("de", "crew")
    sentences = ("no_prices", "notice", "oath", "oath_acceptance", "oath_short")
    for lang in ("en", "pl", "cs", "ro", "uk", "tr"):
        assert [name for name in sentences if not german.get(f"client.beside.{lang}.{name}")] == []


def test_the_phone_offers_every_language_that_is_there_and_no_other() -> None:
    script = (pages.HERE / "static" / "crew" / "texts.js").read_text()
    offered = re.search(r"export const LANGUAGES = \{(.*?)\};", script)
    assert offered
    assert re.findall(r"(\w+): \"", offered[1]) == list(pages.CREW_LANGUAGES)
    assert sorted(folder.name for folder in (pages.HERE / "texts").iterdir()) == sorted(pages.CREW_LANGUAGES)


def places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def counted(key: str) -> str:
    """The German key of a form German does not have."""
    return re.sub(r"\.(few|many)$", ".other", key)


def test_a_page_escapes_and_does_not_forgive() -> None:
    made = pages.environment().from_string("<p>{{ word }}</p>")
    assert made.render(word="<b>") == "<p>&lt;b&gt;</p>"
    with pytest.raises(UndefinedError):
        made.render()


def test_every_text_is_asked_for_and_every_text_asked_for_is_there() -> None:
    code, german = Code(pages.HERE), pages.texts("de")
    assert code.unused(german) == []
    assert code.missing(german) == []


def test_a_planted_text_that_nobody_asks_for_is_found(tmp_path: Path) -> None:
    """Also among sisters that are composed, and where a screen that asked for it is gone."""
    german = pages.texts("de")
    planted = ["late.nobody_says_this", "check.never_found.one", "office.month.13x", "copy.unasked"]
    assert Code(pages.HERE).unused([*german, *planted]) == planted
    copy = copied(tmp_path)
    (copy / "static/crew/screens/alarm.js").unlink()
    assert {"full.free", "full.free_how", "dead.title"} <= set(Code(copy).unused(german))


def test_a_text_that_is_asked_for_and_not_there_is_found(tmp_path: Path) -> None:
    copy, german = copied(tmp_path), pages.texts("de")
    (copy / "planted.js").write_text('t("today.planted"); t(`planted.${code}`); t(`late.${name}`)')
    (copy / "planted.py").write_text('t(lang, "office.planted", n=1)\nt(lang, f"office.planted.{kind}")\n')
    (copy / "planted.html").write_text("{{ t('office.planted_too') }}{{ t('office.planted_end.%s' % end) }}")
    assert Code(copy).missing(german) == [
        "office.planted",
        "office.planted.{kind}",
        "office.planted_end.%s",
        "office.planted_too",
        "planted.${code}",
        "today.planted",
    ]
    assert "slip.own" in Code(copy).missing([key for key in german if key != "slip.own"])


def test_every_finding_of_a_rule_has_its_words_on_the_phone_and_in_the_office() -> None:
    cases = "".join(path.read_text() for path in (Path(__file__).parent / "cases").glob("rules*.json"))
    codes = set(re.findall(r'"code": ?"(\w+)"', cases))
    phone, office = said("crew", "check."), said("office", "office.check.")
    assert len(codes) > 40
    assert sorted(codes - phone) == []
    assert office == codes


def copied(tmp_path: Path) -> Path:
    away = shutil.ignore_patterns("texts", "vendor", "__pycache__")
    return Path(shutil.copytree(pages.HERE, tmp_path / "app", ignore=away))


def said(area: str, beginning: str) -> set[str]:
    """What follows a beginning in the keys of an area, without the form of a number."""
    return {FORMS.sub("", key).removeprefix(beginning) for key in pages.texts("de", area) if key.startswith(beginning)}
