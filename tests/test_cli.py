"""The command line, run as people run it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import inspect, select

from app.firm import Firm
from app.people import signin
from app.people.device import pair
from app.people.person import Person
from app.slips.tables import Slip
from tests.cast import Cast, plan


def run(firm: Firm, *command: str, said: str = "") -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HANDZETTEL_")}
    environment |= {f"HANDZETTEL_{name.upper()}": str(value) for name, value in firm.settings.model_dump().items()}
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *command],
        input=said,
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
    )


def test_a_person_gets_a_phone_and_a_password(firm: Firm) -> None:
    added = run(firm, "person", "add", "Anna Richter", "--role", "lead")
    assert (added.returncode, added.stderr) == (0, "")
    code = run(firm, "pair", "Anna Richter").stdout
    assert len(code.strip()) == 11 and code.count("\n") == 1
    name = firm.database.write(lambda session: pair(session, firm.settings, code.strip(), "Handy")[0].name)
    assert name == "Anna Richter"
    assert run(firm, "password", "Anna Richter", said="correct horse battery\n").stdout == "sign-in name: anna\n"
    with firm.database.read() as session:
        assert signin.check_password(session, "anna", "correct horse battery").name == "Anna Richter"


@pytest.mark.parametrize(
    ("command", "said", "words"),
    [
        (("pair", "Nobody"), "", "There is nothing here."),
        (("password", "Olga Hartmann"), "short\n", "The password needs at least 10 characters."),
        (("person", "add", "Olga Hartmann", "--role", "office"), "", "This name is taken."),
        (("verify",), "", "There is no backup to verify. Run: handzettel backup"),
        (("demo",), "", "There are people in this database already; the demo firm wants an empty one."),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    firm: Firm, cast: Cast, command: tuple[str, ...], said: str, words: str
) -> None:
    done = run(firm, *command, said=said)
    assert (done.returncode, done.stderr) == (1, words + "\n")


def test_a_database_that_is_not_set_up_is_said_to_be(firm: Firm, tmp_path: Path) -> None:
    empty = Firm(firm.settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/new/empty.db"}))
    (tmp_path / "new").mkdir()
    done = run(empty, "pair", "Anna")
    assert (done.returncode, done.stderr) == (1, "The database is not set up. Run: handzettel migrate\n")
    assert run(empty, "migrate").returncode == 0
    assert run(empty, "migrate").returncode == 0
    assert run(empty, "ledger", "verify").stdout == "the chain holds from the first entry on\n"


def test_backup_verify_and_ledger_say_what_they_found(firm: Firm, cast: Cast) -> None:
    slip_id = plan(firm, cast)
    folder = Path(run(firm, "backup").stdout.strip())
    about = json.loads((folder / "backup.json").read_text())
    assert about["seq"] == 1
    assert {*about["tables"], "try", "alembic_version"} == set(inspect(firm.database.engine).get_table_names())
    assert run(firm, "verify").stdout == f"{folder.name}: whole, and restored for a test\n"
    assert run(firm, "ledger", "rebuild").stdout == "the slips are what the ledger says\n"

    def tamper(session: object) -> None:
        session.get_one(Slip, slip_id).title = "Anders"  # type: ignore[attr-defined]

    firm.database.write(tamper)
    found = run(firm, "ledger", "rebuild")
    assert (found.returncode, found.stdout) == (1, f"slip: {slip_id}\n")


def test_a_backup_is_restored_elsewhere(firm: Firm, cast: Cast, tmp_path: Path) -> None:
    plan(firm, cast)
    folder = run(firm, "backup").stdout.strip()
    other = Firm(
        firm.settings.model_copy(
            update={"database_url": f"sqlite:///{tmp_path}/other/firm.db", "files": f"{tmp_path}/other/files"}
        )
    )
    assert run(other, "restore", folder).stdout == "restored\n"
    with other.database.read() as session:
        assert "Anna Richter" in session.scalars(select(Person.name)).all()
        assert len(session.scalars(select(Slip.id)).all()) == 1
    other.close()
