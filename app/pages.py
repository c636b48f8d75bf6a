"""The words of every screen, mail and document, and the pages made with them."""

import json
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).parent
LANGUAGES = ("de", "en")
CREW_LANGUAGES = (*LANGUAGES, "pl", "cs", "ro", "uk", "tr")  # of the phone; paper is German in all of them


@cache
def texts(lang: str, *areas: str) -> MappingProxyType[str, str]:
    """All texts of a language, or those of some areas. A key is in one area only."""
    files = [HERE / "texts" / lang / f"{area}.json" for area in areas] or sorted((HERE / "texts" / lang).glob("*.json"))
    found: dict[str, str] = {}
    for file in files:
        found |= json.loads(file.read_text(encoding="utf-8"))
    return MappingProxyType(found)


def t(lang: str, key: str, /, **values: Any) -> str:
    """The text of a key. With `n`, `key.one` or `key.other` where the key has two forms."""
    words = texts(known(lang))
    if key not in words and "n" in values:
        key = f"{key}.one" if values["n"] == 1 else f"{key}.other"
    return words[key].format_map(values)


def render(template: str, lang: str, /, **values: Any) -> str:
    """A page. Inside, `t(key, name=value)` speaks the page's language and `lang` is its code."""
    words: Callable[..., str] = partial(t, known(lang))
    return environment().get_template(template).render(t=words, lang=known(lang), **values)


@cache
def environment() -> Environment:
    """Jinja with escaping on, where a missing value is an error and not a gap."""
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def known(lang: str) -> str:
    """The language itself if we speak it, else German."""
    return lang if lang in LANGUAGES else LANGUAGES[0]


def spoken(accept_language: str | None) -> str:
    """The first language of an Accept-Language header that we speak."""
    for part in (accept_language or "").split(","):
        lang = part.split(";")[0].strip().lower()[:2]
        if lang in LANGUAGES:
            return lang
    return LANGUAGES[0]
