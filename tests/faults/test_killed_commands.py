"""backup, verify and restore are ended at every place: what has a backup's name is whole, what phones hear is true."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from app import backup, snapshot
from app.failpoints import NAMES
from app.firm import Firm
from app.metadata import METADATA
from app.migrate import migrate
from app.slips import queries, replay
from tests.cast import Cast, plan
from tests.conftest import ON_POSTGRES, _database_on, settings_for
from tests.faults.day import day
from tests.faults.house import House
from tests.faults.sweep import MOST, note
from tests.faults.truth import untrue
from tests.test_backup import tables_of

WRITING = ("database.committing", "database.committed")
KEEPING = ("files.written", "files.synced", "files.renamed", "files.kept")


def of(command: str) -> list[str]:
    return [name for name in NAMES if name.startswith(f"{command}.")]


@pytest.fixture
def full(firm: Firm, cast: Cast, house: House) -> Firm:
    """A firm after one day."""
    house.serve()
    day(house.phone(cast.anna), house.desk())
    house.kill()
    return firm


def killed(house: House, command: tuple[str, ...], name: str, look: Callable[[], None], **more: object) -> int:
    """Runs the command, ended the first time it comes there, the second time, ... until it comes through."""
    for n in range(1, MOST):
        status = house.run(*command, failpoint=f"{name}:{n}", **more)  # type: ignore[arg-type]
        if status != -signal.SIGKILL:
            assert status == 0, house.said()[-3000:]
            return n - 1
        note(f"{command[0]}: {name}")
        look()
    raise AssertionError(f"{command} comes to {name} more than {MOST} times")


def backed_up_to(firm: Firm) -> int:
    with firm.database.read() as session:
        return queries.head(session).backed_up_to


def last_seq(firm: Firm) -> int:
    with firm.database.read() as session:
        return queries.head(session).seq


@pytest.mark.slow
@pytest.mark.parametrize("name", of("backup"))
def test_a_backup_has_its_name_when_it_is_whole(full: Firm, house: House, name: str) -> None:
    backups = Path(full.settings.backups)
    assert killed(house, ("backup",), name, lambda: none_named(backups)) == 1
    (saved,) = backups.glob("handzettel-*")
    assert backup.verify(full, saved) == []
    assert untrue(full) == []


def none_named(backups: Path) -> None:
    assert list(backups.glob("handzettel-*")) == []
    assert backup.newest(backups) is None


@pytest.mark.slow
@pytest.mark.parametrize("name", [*of("verify"), *WRITING, "restore.filled"])
def test_nobody_hears_of_a_backup_before_it_is_checked(full: Firm, house: House, name: str) -> None:
    assert house.run("backup") == 0

    def look() -> None:
        assert backed_up_to(full) in ((0, last_seq(full)) if name == "database.committed" else (0,))

    assert killed(house, ("verify",), name, look) >= 1
    assert backed_up_to(full) == last_seq(full)
    assert untrue(full) == []


@pytest.fixture
def empty(request: pytest.FixtureRequest, tmp_path: Path, migrated: str) -> Firm:
    """Another machine, with nothing on it."""
    folder = tmp_path / "other"
    folder.mkdir()
    url = _database_on(request.getfixturevalue("postgres"), f"other_{folder.parent.name}") if ON_POSTGRES else ""
    firm = Firm(settings_for(url or f"sqlite:///{folder}/other.db", folder))
    request.addfinalizer(firm.close)
    return firm


@pytest.mark.slow
@pytest.mark.parametrize("name", [*of("restore"), "database.committing", *KEEPING])
def test_a_restore_that_was_cut_is_done_again(full: Firm, empty: Firm, house: House, name: str) -> None:
    saved = backup.save(full, Path(full.settings.backups))

    def nothing_yet() -> None:
        with empty.database.read() as session:
            rows = {table.name: session.execute(table.select()).all() for table in METADATA.sorted_tables}
        assert {name for name, found in rows.items() if found} <= set(snapshot.OWN)

    command = ("restore", str(saved))
    assert killed(house, command, name, nothing_yet, settings=empty.settings) >= 1
    assert tables_of(empty) == tables_of(full)
    assert untrue(empty) == []


@pytest.mark.slow
def test_a_restore_that_is_committed_is_complete(full: Firm, empty: Firm, house: House) -> None:
    saved = backup.save(full, Path(full.settings.backups))
    command = ("restore", str(saved))
    status = house.run(*command, failpoint="database.committed:2", settings=empty.settings)  # the first one migrates
    assert status == -signal.SIGKILL
    note("restore: database.committed")
    assert tables_of(empty) == tables_of(full)
    assert untrue(empty) == []
    assert house.run(*command, settings=empty.settings) == 1
    assert "already" in house.said().splitlines()[-1]


def test_a_backup_of_another_history_backs_nothing_up(firm: Firm, cast: Cast, tmp_path: Path) -> None:
    """Restored from an older backup, written on since: the newer backup holds other ops under the same numbers."""
    plan(firm, cast)
    before = last_seq(firm)
    first = backup.save(firm, tmp_path / "first")
    plan(firm, cast, date="2026-11-26")
    plan(firm, cast, date="2026-11-27")
    newer = backup.save(firm, tmp_path / "longer")
    restored = Firm(settings_for(f"sqlite:///{tmp_path}/restored.db", tmp_path / "restored"))
    migrate(restored)
    backup.restore(restored, first)
    for date in ("2026-12-01", "2026-12-02", "2026-12-03"):
        plan(restored, cast, date=date)
    assert backup.verify(restored, newer) == []
    assert backed_up_to(restored) == 0
    assert backup.verify(restored, first) == []
    assert backed_up_to(restored) == before
    with restored.database.read() as session:
        assert replay.broken_links(session) == []
    restored.close()
