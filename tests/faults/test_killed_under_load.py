"""kill -9 in the middle of eight phones that send as fast as they can, again and again."""

import os
import random
import time
from threading import Thread

import httpx2
import pytest
from uuid_utils import uuid7

from app.firm import Firm
from tests.cast import Cast, jpeg
from tests.faults.carrier import Carrier
from tests.faults.house import House
from tests.faults.truth import untrue

PHONES, ROUNDS, LONGEST = 8, 6, 1.2  # seconds of load until the kill
SEED = int(os.environ.get("HANDZETTEL_TEST_SEED") or random.SystemRandom().randrange(10**6))


def work(phone: Carrier, dice: random.Random) -> None:
    """Slips, edits and pictures, sent at once, until the server is gone."""
    try:
        while True:
            slip_id = str(uuid7())
            phone.do_later("create", slip_id, patch={"date": [None, "2026-11-25"], "zone": [None, "Europe/Berlin"]})
            before = None
            for n in range(dice.randrange(1, 5)):
                phone.do_later("edit", slip_id, patch={"work": [before, before := f"{n} Pfosten"]})
                if dice.random() < 0.3:
                    phone.photograph(slip_id, jpeg(f"{slip_id} {n}", size=200), in_pieces=dice.random() < 0.5)
                if dice.random() < 0.7:
                    phone.send()
            phone.send()
    except httpx2.TransportError:
        return


@pytest.mark.slow
def test_eight_phones_lose_nothing(firm: Firm, cast: Cast, house: House) -> None:
    print(f"HANDZETTEL_TEST_SEED={SEED}")
    dice = random.Random(SEED)
    house.serve()
    crew = [cast.anna, cast.ben, cast.karol]
    phones = [house.phone(crew[n % len(crew)]) for n in range(PHONES)]
    taken = []
    for _ in range(ROUNDS):
        threads = [Thread(target=work, args=(phone, random.Random(dice.random()))) for phone in phones]
        for thread in threads:
            thread.start()
        time.sleep(0.1 + dice.random() * LONGEST)
        house.kill()
        for thread in threads:
            thread.join()
        assert untrue(firm, *phones) == []
        house.serve()
        for phone in phones:
            phone.send()
        assert untrue(firm, *phones) == []
        taken.append(sum(len(phone.receipts) for phone in phones))
    assert all(not phone.outbox and not phone.unsent for phone in phones)
    assert taken == sorted(set(taken)), "a round in which nothing was sent"
    print(f"{ROUNDS} kills, {taken[-1]} ops, {sum(len(phone.pictures) for phone in phones)} pictures")
