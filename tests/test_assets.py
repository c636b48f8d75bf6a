"""One digest names every file a browser loads."""

import gzip
import hashlib
from pathlib import Path

import pytest

from app import assets

SCRIPT = b"""/** What it is for.
    @param {string} name */
export function hi(name) {
  return "/** kept */" + name;  // kept
}
/** @type {HTMLElement} */ (hi("cast")).focus();
/** not this line's */
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, body in {
        "base.css": b"body{}",
        "crew/app.js": b'import { a } from "./parts/a.js";\nimport "../vendor/lib.js";\nimport("./later.js");\n',
        "crew/parts/a.js": b'import { b } from "./b.js";\nexport const a = b;\n',
        "crew/parts/b.js": SCRIPT,
        "crew/later.js": b"export const later = 1;\n",
        "crew/shapes.d.ts": b"export type A = 1;",
        "crew/.hidden.js": b"",
        "vendor/lib.js": b'/**\n * A notice.\n */\nimport{c}from"./core.js";',
        "vendor/core.js": b"export const c=1;",
        "icon.png": b"\x89PNG",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(body)
    return tmp_path


def test_only_what_a_browser_can_use_is_served(folder: Path) -> None:
    assert assets.load(folder).under("crew/") == ["crew/app.js", "crew/later.js", "crew/parts/a.js", "crew/parts/b.js"]


def test_any_changed_byte_is_another_version(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    words = tmp_path_factory.mktemp("texts")
    (words / "de.json").write_text("{}")
    first = assets.load(folder, also=[words]).digest
    assert assets.load(folder, also=[words]).digest == first
    (words / "de.json").write_text('{"a":"b"}')
    second = assets.load(folder, also=[words]).digest
    (folder / "base.css").write_bytes(b"body{ }")
    third = assets.load(folder, also=[words]).digest
    assert len({first, second, third}) == 3


def test_a_file_has_one_address_per_version(folder: Path) -> None:
    own = assets.load(folder)
    assert own.url("base.css") == f"/static/{own.digest}/base.css"
    assert own.get(own.digest, "base.css") is own.files["base.css"]
    assert own.get("0" * 16, "base.css") is None
    with pytest.raises(KeyError):
        own.url("crew/shapes.d.ts")


def test_files_are_packed_once_and_pictures_not_at_all(folder: Path) -> None:
    own = assets.load(folder)
    packed = own.files["base.css"].packed
    assert packed is not None
    assert gzip.decompress(packed) == b"body{}"
    assert own.files["icon.png"].packed is None
    assert own.files["icon.png"].type == "image/png"


def test_own_scripts_travel_without_their_notes_but_with_their_lines(folder: Path) -> None:
    own = assets.load(folder)
    kept = SCRIPT[SCRIPT.index(b"\nexport") : SCRIPT.index(b"/** not")]
    assert own.files["crew/parts/b.js"].body == b"\n" + kept + b"\n"
    assert own.files["vendor/lib.js"].body.startswith(b"/**\n * A notice.")


def test_nothing_but_notes_is_left_out() -> None:
    scripts = [path for path in (assets.HERE / "static").rglob("*.js") if "vendor" not in path.parts]
    assert len(scripts) > 60
    for path in scripts:
        left_out = assets.NOTES.findall(path.read_bytes())
        assert [note for note in left_out if note.count(b"*/") != 1 or not note.strip().startswith(b"/**")] == [], path


def test_what_a_module_needs_is_followed_but_not_what_it_loads_later(folder: Path) -> None:
    needed = assets.load(folder).needed_by("crew/app.js")
    assert needed == ["crew/app.js", "crew/parts/a.js", "vendor/lib.js", "crew/parts/b.js", "vendor/core.js"]


def test_hashes_are_of_what_is_sent(folder: Path) -> None:
    own = assets.load(folder)
    sent = own.files["crew/parts/b.js"].body
    assert own.hashes(["crew/parts/b.js"]) == {own.url("crew/parts/b.js"): hashlib.sha256(sent).hexdigest()}


def test_the_app_itself_loads() -> None:
    own = assets.installed()
    needed = own.needed_by("crew/app.js")
    assert set(needed) <= set(own.files)
    assert "vendor/lit-html.js" in needed
    assert "vendor/signature_pad.js" not in needed
    assert not any(b"@param" in own.files[path].body for path in own.under("crew/", ending=".js"))
