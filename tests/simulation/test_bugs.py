"""A checker is worth what it sees: each planted bug is caught within a few histories."""

import pytest

from tests.conftest import ON_POSTGRES
from tests.simulation.bugs import BUGS
from tests.simulation.history import Theatre, history_of

ENOUGH = 40
SEED = "planted"
TOO_RARE = {"pull_unchecked"}  # has a history of its own in test_found.py


@pytest.mark.slow
@pytest.mark.skipif(ON_POSTGRES, reason="the bugs are in code that is the same on both databases")
@pytest.mark.parametrize("name", sorted(BUGS.keys() - TOO_RARE))
def test_a_planted_bug_is_caught(theatre: Theatre, name: str) -> None:
    with BUGS[name]():
        caught = next(filter(None, (theatre.breaks(history_of(f"{SEED}/{number}")) for number in range(ENOUGH))), None)
    assert caught, f"{name} was not seen in {ENOUGH} histories"
