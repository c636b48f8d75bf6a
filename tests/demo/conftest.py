"""The demo firm with seed 1, loaded once for all tests of this folder."""

import shutil
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from app import demo
from app.demo import Summary
from app.firm import Firm
from tests.conftest import ON_POSTGRES, _database_on, settings_for

Loaded = tuple[Firm, Summary]


@pytest.fixture(scope="session")
def empty_firm(
    migrated: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Callable[[], Firm]:
    """Makes empty firms."""

    def make() -> Firm:
        folder = tmp_path_factory.mktemp("demo")
        if ON_POSTGRES:
            url = _database_on(request.getfixturevalue("postgres"), f"demo_{uuid4().hex}", template="template_firm")
        else:
            shutil.copy(migrated.removeprefix("sqlite:///"), folder / "firm.db")
            url = f"sqlite:///{folder}/firm.db"
        return Firm(settings_for(url, folder))

    return make


@pytest.fixture(scope="session")
def loaded(empty_firm: Callable[[], Firm]) -> Iterator[Loaded]:
    firm = empty_firm()
    yield firm, demo.load(firm, seed=1)
    firm.close()
