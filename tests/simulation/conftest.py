"""The theatre, on the database this run is about."""

import logging
from collections.abc import Iterator

import pytest

from tests.conftest import ON_POSTGRES
from tests.simulation.ground import Ground
from tests.simulation.history import Theatre


@pytest.fixture(scope="session")
def theatre(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Theatre]:
    postgres = request.getfixturevalue("postgres") if ON_POSTGRES else None
    theatre = Theatre(Ground(tmp_path_factory.mktemp("simulation"), postgres))
    yield theatre
    theatre.close()


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of requests, many of them meant to fail, are no news."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
