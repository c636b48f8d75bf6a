"""Which texts the code asks for: written out, counted (`key.one`), or composed of a beginning and a word of the code.

Nothing is kept by hand. A composed key such as `check.${code}` counts only with words that stand in quotes, as a name
or as a number in the code itself, so a text nobody can ask for any more is found even among its sisters."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

FORMS = re.compile(r"\.(?:one|few|many|other)$")
QUOTED = re.compile(r"""(["'`])([\w-][\w.,-]*)\1""")
NAMES = re.compile(r"(?<![\w.])(?:[a-z]\w*|\d{1,2})(?!\w)")
COMPOSED = (
    re.compile(r"`([\w.]*(?:\$\{[^}`]*\}[\w.]*)+)`"),  # JavaScript
    re.compile(r'\bf"([\w.]*(?:\{[^}"]*\}[\w.]*)+)"'),  # Python
    re.compile(r"\bf'([\w.]*(?:\{[^}']*\}[\w.]*)+)'"),
    re.compile(r"'([\w.]*%s[\w.]*)' %"),  # a page
)
HOLE = re.compile(r"\$?\{[^}]*\}|%s")
SPEAKER = r"""(?:[a-z]\w*(?:\.\w+)*, )?(?!"(?:de|en)", )"""
ASKED = re.compile(
    rf"""(?<![\w.])(?:pages\.)?t\({SPEAKER}(?:"([\w.]+)"|'([\w.]+)'|`([^`\n]+)`|f"([^"\n]+)"|'([\w.]*%s[\w.]*)' %)"""
)


class Code:
    """All sources below a folder: Python, the phone's modules, the pages."""

    def __init__(self, folder: Path) -> None:
        found = [path for path in folder.rglob("*") if path.suffix in (".py", ".js", ".html")]
        self.sources = [path.read_text() for path in found if "vendor" not in path.parts]
        self.quoted = {word for source in self.sources for _, word in QUOTED.findall(source)}
        self.words = {""} | self.quoted | {name for source in self.sources for name in NAMES.findall(source)}
        self.shapes = [_shape(one) for one in set(self._composed()) if _says_something(one)]

    def unused(self, keys: Iterable[str]) -> list[str]:
        return [key for key in keys if not self._uses(key) and not self._uses(FORMS.sub("", key))]

    def missing(self, keys: Iterable[str]) -> list[str]:
        """What is asked for and is not there; of a composed key not a single end."""
        known = {form for key in keys for form in (key, FORMS.sub("", key))}
        return sorted(asked for asked in self._asked() if not any(map(_shape(asked).fullmatch, known)))

    def _uses(self, key: str) -> bool:
        return key in self.quoted or any(self._fits(match) for shape in self.shapes if (match := shape.fullmatch(key)))

    def _fits(self, match: re.Match[str]) -> bool:
        return all(part in self.words or ("." in part and self._uses(part)) for part in match.groups())

    def _composed(self) -> Iterator[str]:
        for source in self.sources:
            for form in COMPOSED:
                yield from form.findall(source)
        yield from (f"{word}{{}}" for word in self.quoted if re.fullmatch(r"[a-z_]+(\.\w+)*\.", word))

    def _asked(self) -> set[str]:
        return {key for source in self.sources for found in ASKED.findall(source) for key in found if key}


def _says_something(composed: str) -> bool:
    """A key of holes alone, or of a hole and the form of a number, would fit everything."""
    said = FORMS.sub("", HOLE.sub("", composed))
    return bool(re.search(r"[a-z]{2}", said) and re.search(r"[._]", said))


@cache
def _shape(composed: str) -> re.Pattern[str]:
    return re.compile(r"([\w.,-]*)".join(re.escape(part) for part in HOLE.split(composed)))
