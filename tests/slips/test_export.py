"""A ledger anybody can check: with a few lines of plain Python and none of ours."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app import backup
from app.firm import Firm
from app.slips import replay
from app.slips.op import op_hash, sha256
from tests.cast import Cast, phone_of, plan
from tests.test_cli import run

VERIFIER = Path(__file__).parent.parent.parent / "docs/verify_ledger.py"
Entry = dict[str, Any]


def verify(*arguments: object) -> tuple[int, str]:
    command = [sys.executable, "-I", str(VERIFIER), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, cwd="/")
    return done.returncode, done.stdout.strip()


@pytest.fixture
def receipts(firm: Firm, client: TestClient, cast: Cast) -> list[dict[str, Any]]:
    """A ledger of six entries, one of them held; the receipts of those from a phone."""
    slip_id = plan(firm, cast)
    anna = phone_of(firm, client, cast.anna)
    results = [
        anna.do("edit", slip_id, patch={"work": [None, "Größe ½"]}),
        anna.do("edit", slip_id, patch={"work": ["Größe ½", "14 Pfosten\u2028gesetzt"]}),
        anna.do("approve", slip_id),
        anna.do("edit", slip_id, patch={"late_reason": [None, "Regen"]}),
        anna.hand_in(slip_id),
    ]
    assert [result["result"] for result in results] == ["applied", "applied", "held", "applied", "applied"]
    return [result["receipt"] for result in results]


@pytest.fixture
def exported(firm: Firm, receipts: list[dict[str, Any]], tmp_path: Path) -> Path:
    path = tmp_path / "ledger.jsonl"
    with firm.database.read() as session:
        path.write_text("".join(json.dumps(entry) + "\n" for entry in replay.export(session)))
    return path


def test_what_was_exported_holds_also_against_receipts(exported: Path, receipts: list[dict[str, Any]]) -> None:
    assert verify(exported) == (0, "6 entries: the chain holds from the first one on")
    said = [part for receipt in receipts for part in (receipt["seq"], receipt["chain"])]
    assert verify(exported, *said)[0] == 0


def test_it_is_exported_on_the_command_line(firm: Firm, exported: Path, tmp_path: Path) -> None:
    path = tmp_path / "written.jsonl"
    done = run(firm, "ledger", "export", str(path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"6 entries; check them with: python docs/verify_ledger.py {path}\n"
    assert verify(path)[0] == 0
    assert [json.loads(line) for line in path.read_text().split("\n") if line] == [
        json.loads(line) for line in exported.read_text().split("\n") if line
    ]
    assert [one.name for one in tmp_path.iterdir() if one.name.endswith(".unfinished")] == []


def test_it_says_all_there_is_to_say_of_an_entry(exported: Path) -> None:
    entries = [json.loads(line) for line in exported.read_text().split("\n") if line]
    assert [entry["seq"] for entry in entries] == [1, 2, 3, 4, 5, 6]
    assert set(entries[0]) == {
        "seq", "op_id", "hash", "chain", "slip_id", "device", "author", "n", "kind", "outcome", "reason", "received_at",
        "brought_by", "op",
    }  # fmt: skip
    assert (entries[3]["outcome"], entries[3]["reason"]) == ("held", "not_allowed")
    op = json.loads(entries[1]["op"])
    assert (sha256(entries[1]["op"].encode()), op_hash(op)) == (entries[1]["hash"], entries[1]["hash"])


def test_a_backup_is_checked_the_same_way(firm: Firm, receipts: list[dict[str, Any]], tmp_path: Path) -> None:
    saved = backup.save(firm, tmp_path / "backups")
    assert verify(saved / "tables/entry.jsonl") == (0, "6 entries: the chain holds from the first one on")


def test_an_empty_ledger_holds(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    assert verify(tmp_path / "empty.jsonl") == (0, "0 entries: the chain holds from the first one on")


def changed_op(entries: list[Entry]) -> None:
    entries[2]["op"] = entries[2]["op"].replace("14 Pfosten", "19 Pfosten")


def changed_op_and_hash(entries: list[Entry]) -> None:
    changed_op(entries)
    entries[2]["hash"] = sha256(entries[2]["op"].encode())


def forged_link(entries: list[Entry]) -> None:
    changed_op_and_hash(entries)
    entries[2]["chain"] = sha256(f"{entries[1]['chain']}{entries[2]['op_id']}{entries[2]['hash']}".encode())


def taken_out(entries: list[Entry]) -> None:
    del entries[3]


def taken_out_and_renumbered(entries: list[Entry]) -> None:
    del entries[3]
    for seq, entry in enumerate(entries, 1):
        entry["seq"] = seq


def swapped(entries: list[Entry]) -> None:
    entries[1], entries[2] = entries[2], entries[1]


def other_id(entries: list[Entry]) -> None:
    entries[4]["op_id"] = entries[3]["op_id"]


def first_gone(entries: list[Entry]) -> None:
    del entries[0]


@pytest.mark.parametrize(
    ("tamper", "words"),
    [
        (changed_op, ["entry 3: op and hash differ"]),
        (changed_op_and_hash, ["entry 3: the chain is broken"]),
        (forged_link, ["entry 4: the chain is broken"]),
        (taken_out, ["entry 5: follows on 3"]),
        (taken_out_and_renumbered, ["entry 4: the chain is broken"]),
        (swapped, ["entry 3: follows on 1", "entry 2: follows on 3", "entry 4: follows on 2"]),
        (other_id, ["entry 5: its op has another id"]),
        (first_gone, ["entry 2: follows on 0"]),
    ],
)
def test_what_was_tampered_with_is_named(
    exported: Path, tamper: Callable[[list[Entry]], None], words: list[str]
) -> None:
    entries = [json.loads(line) for line in exported.read_text().split("\n") if line]
    tamper(entries)
    exported.write_text("".join(json.dumps(entry) + "\n" for entry in entries))
    assert verify(exported) == (1, "\n".join(words))


def test_a_history_written_anew_is_shown_up_by_one_receipt(exported: Path, receipts: list[dict[str, Any]]) -> None:
    """Whoever owns the server can forge a whole chain; not the receipts on the phones."""
    entries = [json.loads(line) for line in exported.read_text().split("\n") if line]
    changed_op_and_hash(entries)
    chain = entries[1]["chain"]
    for entry in entries[2:]:
        entry["chain"] = chain = sha256(f"{chain}{entry['op_id']}{entry['hash']}".encode())
    exported.write_text("".join(json.dumps(entry) + "\n" for entry in entries))
    assert verify(exported)[0] == 0
    assert verify(exported, receipts[1]["seq"], receipts[1]["chain"]) == (1, "entry 3: not the one of the receipt")


def test_an_end_that_was_cut_off_is_shown_up_by_a_receipt(exported: Path, receipts: list[dict[str, Any]]) -> None:
    exported.write_text("".join(line + "\n" for line in exported.read_text().split("\n")[:4]))
    assert verify(exported)[0] == 0
    last = receipts[-1]
    assert verify(exported, last["seq"], last["chain"]) == (1, "entry 6: missing, there is a receipt for it")


@pytest.mark.parametrize("line", ["", "{", "[]", "null", '{"seq": 7}', '{"seq": "7"}', "x" * 100])
def test_a_line_that_is_no_entry_is_named(exported: Path, line: str) -> None:
    with open(exported, "a") as file:
        file.write(line + "\n")
    assert verify(exported) == (1, "line 7: not an entry")


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    assert verify(tmp_path / "none.jsonl")[0] == 2
    assert verify()[0] == 2
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    assert verify(tmp_path / "binary")[0] == 2
    (tmp_path / "empty").touch()
    assert verify(tmp_path / "empty", "7")[0] == 2


def test_a_file_that_cannot_be_written_is_said(firm: Firm, cast: Cast, tmp_path: Path) -> None:
    done = run(firm, "ledger", "export", str(tmp_path / "none" / "ledger.jsonl"))
    assert (done.returncode, "No such file or directory" in done.stderr) == (1, True)


def test_the_verifier_needs_nothing_of_ours() -> None:
    source = VERIFIER.read_text()
    imported = {line.split()[1] for line in source.splitlines() if line.startswith(("import ", "from "))}
    assert imported == {"hashlib", "json", "sys"}
    assert len(source.splitlines()) < 70
