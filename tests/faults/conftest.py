"""One process that forks for all tests, a house per test, and the table of what was killed where."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.firm import Firm
from tests.cast import Cast
from tests.faults.house import House, Stable
from tests.faults.sweep import SWEPT, lines


@pytest.fixture(scope="session")
def stable() -> Iterator[Stable]:
    stable = Stable()
    yield stable
    stable.close()


@pytest.fixture
def house(firm: Firm, cast: Cast, stable: Stable, tmp_path: Path) -> Iterator[House]:
    house = House(firm, stable, tmp_path)
    yield house
    house.close()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if SWEPT:
        terminalreporter.section("killed at 1..n")
        terminalreporter.write_line("\n".join(lines()))
