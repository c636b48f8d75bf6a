"""A few days of the soak; weeks of it by `bin/soak`."""

import pytest

from tests.conftest import ON_POSTGRES
from tests.simulation.ground import Ground
from tests.simulation.soak import soak

PHONES, DAYS, SEED = 6, 3, "short"


@pytest.mark.slow
def test_a_few_days_break_no_promise(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> None:
    postgres = request.getfixturevalue("postgres") if ON_POSTGRES else None
    ground, told = Ground(tmp_path_factory.mktemp("soak"), postgres, crews=2), list[str]()
    assert soak(ground, PHONES, DAYS, SEED, told.append) is None, told
    assert sum("the server is restored" in line for line in told) == 2
    assert "storage_cleared 1" in " ".join(told)
    ground.close()
