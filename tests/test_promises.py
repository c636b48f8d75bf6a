"""What we promise of the whole house: tested, not remembered."""

import ast
import json
import re
import subprocess
from pathlib import Path

import pytest

from app import pages, settings
from app.errors import STATUS
from app.slips import lines
from app.slips.op import KINDS

ROOT = Path(__file__).parent.parent
APP = ROOT / "app"
KEY = re.compile(r"""\bt\(\s*["']([a-z_]+\.[\w.]+)["']""")


def tracked() -> list[str]:
    return subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()


def sources(*endings: str) -> str:
    files = [path for path in APP.rglob("*") if path.suffix in endings and "vendor" not in path.parts]
    return "\n".join(path.read_text() for path in files)


def test_every_setting_is_documented() -> None:
    documented = (ROOT / "docs/settings.md").read_text()
    missing = [name for name in settings.Settings.model_fields if f"`HANDZETTEL_{name.upper()}`" not in documented]
    assert missing == []


def test_every_text_is_there_in_every_language() -> None:
    keys = {lang: set(pages.texts(lang)) for lang in pages.LANGUAGES}
    assert keys["de"] == keys["en"]


def test_every_text_has_the_same_gaps_in_every_language() -> None:
    gaps = re.compile(r"{(\w+)")
    german, english = pages.texts("de"), pages.texts("en")
    different = [key for key in german if set(gaps.findall(german[key])) != set(gaps.findall(english[key]))]
    assert different == []


def test_every_text_that_is_asked_for_exists() -> None:
    asked = set(KEY.findall(sources(".py", ".html", ".js")))
    known = pages.texts("de")
    assert [key for key in sorted(asked) if key not in known and f"{key}.one" not in known] == []


def test_every_refusal_has_its_words() -> None:
    known = pages.texts("de")
    raised = set(re.findall(r'Refusal\(\s*"(\w+)"', sources(".py")))
    assert [code for code in sorted(STATUS.keys() | raised) if f"error.{code}" not in known or code not in STATUS] == []


def test_every_reason_to_hold_has_its_words_and_is_in_the_protocol() -> None:
    protocol = (ROOT / "docs/protocol.md").read_text()
    listed = re.search(r"Reasons for \*held\*:(.*?)\.\n", protocol, re.S)
    assert listed
    reasons = set(re.findall(r"`(\w+)`", listed.group(1)))
    known = {key.removeprefix("held.") for key in pages.texts("de") if key.startswith("held.")}
    assert reasons == known & reasons
    said = set(re.findall(r'Objection\("(\w+)"\)|reason = "(\w+)"', sources(".py")))
    assert {word for pair in said for word in pair if word} <= reasons


def test_every_kind_field_and_table_is_in_the_protocol() -> None:
    protocol = (ROOT / "docs/protocol.md").read_text()
    names = {*KINDS, *lines.FIELDS, *lines.TABLES, *(name for table in lines.TABLES.values() for name in table)}
    assert [name for name in sorted(names) if f"`{name}`" not in protocol] == []


def test_the_shapes_of_the_phone_are_those_of_the_server() -> None:
    shapes = (APP / "static/crew/shapes.d.ts").read_text()
    kinds = re.search(r"export type Kind =(.*?);", shapes, re.S)
    tables = re.search(r"export type Table =(.*?);", shapes, re.S)
    assert kinds and tables
    assert set(re.findall(r'"(\w+)"', kinds.group(1))) == set(KINDS)
    assert set(re.findall(r'"(\w+)"', tables.group(1))) == set(lines.TABLES)


def test_the_map_names_only_what_is_there() -> None:
    text = (ROOT / "docs/architecture.md").read_text()
    blocks = re.findall(r"```\n(.*?)```", text, re.S)[:2]
    named = re.findall(r"^((?:app/|[a-z]+/|[a-z_]+\.py)\S*)", blocks[0], re.M)
    assert [name for name in named if not (ROOT / name).exists()] == []
    inside = re.findall(r"^(\w+\.py)|  (\w+\.py)", blocks[1], re.M)
    assert [name for pair in inside for name in pair if name and not (APP / "slips" / name).exists()] == []


def test_nothing_of_others_is_committed() -> None:
    assert [name for name in tracked() if "vendor/" in name or "node_modules" in name] == []


def test_no_page_needs_an_inline_script_or_style() -> None:
    pages_ = [path for path in (APP / "templates").rglob("*.html") if "pdf" not in path.parts]
    inline = re.compile(r"""<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=["']|javascript:""", re.I)
    assert [str(path.relative_to(ROOT)) for path in pages_ if inline.search(path.read_text())] == []


def test_only_the_clock_reads_the_clock() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for path in APP.rglob("*.py")
        if path.name != "clock.py" and re.search(r"datetime\.now\(|date\.today\(|time\.time\(", path.read_text())
    ]
    assert readers == []


def test_only_the_database_commits() -> None:
    committers = [
        str(path.relative_to(ROOT))
        for path in APP.rglob("*.py")
        if path.name != "db.py" and any(_commits(node) for node in ast.walk(ast.parse(path.read_text())))
    ]
    assert committers == []


def test_the_version_lives_in_the_changelog_only() -> None:
    version = re.search(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(), re.M)
    assert version
    found = [
        name
        for name in tracked()
        if name.endswith((".py", ".toml")) and f'version = "{version.group(1)}"' in (ROOT / name).read_text()
    ]
    assert found == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_op_has_a_recorded_example(kind: str) -> None:
    example = json.loads((ROOT / f"docs/examples/{kind}.json").read_text())
    assert set(example) == {"op", "result"}
    assert example["op"]["kind"] == kind
    assert example["result"]["op_id"] == example["op"]["op_id"]


def _commits(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "commit"
