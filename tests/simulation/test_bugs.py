"""A checker is worth what it sees: each planted bug is caught within a few histories."""

import pytest

from tests.conftest import ON_POSTGRES
from tests.simulation.bugs import BUGS
from tests.simulation.bugs.__main__ import caught
from tests.simulation.bugs.planted import DIRECTED, LIKELY
from tests.simulation.history import Theatre

ENOUGH = 40
SEED = "planted"


@pytest.mark.slow
@pytest.mark.skipif(ON_POSTGRES, reason="the bugs are in code that is the same on both databases")
@pytest.mark.parametrize("name", sorted(BUGS.keys() - DIRECTED.keys()))
def test_a_planted_bug_is_caught(theatre: Theatre, name: str) -> None:
    tries, promise = caught(theatre, name, SEED, ENOUGH, LIKELY.get(name, 0))
    assert promise, f"{name} was not seen in {tries} histories"


def test_what_is_too_rare_has_a_history_of_its_own() -> None:
    from tests.simulation import test_found

    assert DIRECTED.keys() | LIKELY.keys() <= BUGS.keys()
    assert all(hasattr(test_found, name) for name in DIRECTED.values())
