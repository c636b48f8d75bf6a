"""The server is ended at every place, every time a day comes there: nothing saved is lost, doubled or changed."""

import pytest

from app import failpoints
from app.firm import Firm
from tests.cast import Cast
from tests.faults.day import day
from tests.faults.house import House
from tests.faults.sweep import killed_at
from tests.faults.truth import half_served, untrue

IN_THE_SERVER = [name for name in failpoints.NAMES if name.split(".")[0] not in ("backup", "restore", "verify")]


@pytest.mark.slow
@pytest.mark.parametrize("name", IN_THE_SERVER)
def test_a_day_survives_the_end_of_the_server(firm: Firm, cast: Cast, house: House, name: str) -> None:
    house.serve()
    anna, olga = house.phone(cast.anna), house.desk()
    house.kill()

    def live() -> None:
        assert half_served(anna) == []
        anna.send()
        olga.again()
        day(anna, olga)

    def look() -> None:
        assert untrue(firm, anna, desk=olga) == []

    kills = killed_at(name, house, live, look)
    assert kills >= 1, "no day ever comes there"
    assert (anna.outbox, anna.unsent, olga.open) == ([], [], [])
    assert anna.saved.keys() == anna.receipts.keys()
    assert len(olga.approved) == len(set(olga.approved)) >= 1
