"""What a client reads on paper and on the phone: tests/phone/report.test.js runs the same cases."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.crew import words
from app.reports.copies import BLOCKS
from app.reports.document import Source, compose
from app.slips.lines import FIELDS, TABLES
from tests.reports.reading import reads
from tests.reports.slips import slip_of

CASES = json.loads((Path(__file__).parent.parent / "cases" / "paper.json").read_text())
NOT_READ = {"away", "allowance", "reason", "signature", "remark"}
SILENT = {"person", "article", "equipment", "purpose", "sha256", "size", "type", "points"}  # ids, bytes


def paper_of(case: Any) -> Any:
    slip = slip_of(json.loads(json.dumps(CASES["contents"][case["content"]])))
    templates = {f"{one['id']}@{one['version']}": one for one in CASES["templates"]}
    return compose(
        Source(
            slip=slip, steps=[], versions=[], names=CASES["names"], company=("", "", ""), base_url="",
            zone="Europe/Berlin", templates=templates, client=frozenset(case["blocks"]),
        )
    )  # fmt: skip


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_the_paper_reads(case: Any) -> None:
    assert reads(paper_of(case)) == case["reads"]


def test_every_field_of_every_table_a_client_sees_is_in_the_cases() -> None:
    rows = [row for content in CASES["contents"].values() for row in content["rows"].values()]
    filled = {(row["table"], name) for row in rows for name in row["fields"]}
    wanted = {(table, name) for table, fields in TABLES.items() if table not in NOT_READ for name in fields}
    assert sorted(pair for pair in wanted - filled if pair[1] not in SILENT) == []


def test_every_field_of_the_slip_is_in_the_cases() -> None:
    filled = {name for content in CASES["contents"].values() for name in content["fields"]}
    silent = {"zone", "job", "site", "crew", "company", "client", "company_text", "client_kind", "reason"}
    assert sorted(set(FIELDS) - filled - silent) == []


def test_every_word_there_is_for_a_value_is_in_the_cases() -> None:
    """Of codes like `cause` the phone has the paper's own words; here is proof that it finds each."""
    contents = CASES["contents"].values()
    said = {(name, value) for content in contents for row in content["rows"].values() for name, value in _codes(row)}
    said |= {(name, value) for content in contents for name, value in content["fields"].items() if _is_code(value)}
    assert sorted(_known_codes() - said) == []


def test_a_phone_has_the_words_the_cases_are_told_in() -> None:
    """tests/phone/report.test.js has no others, and asks for each."""
    assert sorted(words.of_paper()) == CASES["texts"]


def test_every_block_is_chosen_and_left_out_once() -> None:
    for block in BLOCKS:
        assert {block in case["blocks"] for case in CASES["cases"]} == {True, False}


def _codes(row: Any) -> list[tuple[str, str]]:
    return [(f"{row['table']}.{name}", value) for name, value in row["fields"].items() if _is_code(value)]


def _is_code(value: Any) -> bool:
    return isinstance(value, str) and value.isidentifier()


def _known_codes() -> set[tuple[str, str]]:
    """Every word a field takes: those of a closed list are asked with each word the code knows."""
    tables = {table: checks for table, checks in TABLES.items() if table not in NOT_READ}
    fields = [(f"{table}.{name}", check) for table, checks in tables.items() for name, check in checks.items()]
    listed = [(name, check) for name, check in [*fields, *FIELDS.items()] if not check("no such word at all")]
    listed = [(name, check) for name, check in listed if name not in ("photo.type", "client_kind")]
    return {(name, word) for name, check in listed for word in CASES["words"] if check(word)}
