"""Whatever happens, in whatever order, no promise is broken.

More of it: HANDZETTEL_SIM_HISTORIES=500, --hypothesis-seed=N, or `python -m tests.simulation`.
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings

from tests.conftest import ON_POSTGRES
from tests.simulation.history import History, Theatre, histories

ENOUGH = int(os.environ.get("HANDZETTEL_SIM_HISTORIES", "10" if ON_POSTGRES else "14"))


@pytest.mark.slow
@settings(max_examples=ENOUGH, deadline=None, database=None, print_blob=True, suppress_health_check=list(HealthCheck))
@given(history=histories)
def test_no_history_breaks_a_promise(theatre: Theatre, history: History) -> None:
    theatre.play(history)
