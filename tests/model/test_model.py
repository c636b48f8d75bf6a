"""The protocol without the app: many seeded runs hold, and every mistake it is there to prevent is seen."""

import os
from contextlib import suppress

import pytest

from tests.model.__main__ import caught
from tests.model.bugs import BUGS
from tests.model.judge import Broken
from tests.model.phone import Phone
from tests.model.world import World, broken

RUNS = int(os.environ.get("HANDZETTEL_MODEL_RUNS", "60"))
ENOUGH = 100
SEED = "model"


@pytest.mark.slow
def test_no_run_breaks_a_promise() -> None:
    promises = {number: broken(f"{SEED}/{number}") for number in range(RUNS)}
    assert {number: promise for number, promise in promises.items() if promise} == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(BUGS))
def test_a_planted_bug_is_caught(name: str) -> None:
    tries, promise = caught(name, SEED, ENOUGH)
    assert promise, f"{name} was not seen in {tries} runs"


def test_a_run_is_the_same_each_time() -> None:
    first, second = (World("again") for _ in range(2))
    for world in (first, second):
        world.run()
    assert first.server.now.chain == second.server.now.chain
    assert first.counted == second.counted


@pytest.mark.parametrize("bug", ["submit_no_blobs", "trust_sent", None])
def test_a_picture_lost_between_its_op_and_the_backup(bug: str | None) -> None:
    """The backup has the op and not the picture: the restored ledger is the one the phone knows, nothing shows."""
    world = World("directed", frozenset([bug] if bug else []))
    world.network.faulty = False
    anna, ben = world.phones[0], world.phones[1]
    world.take("create", anna)
    world.take("attach", anna)
    anna._push_all(submits=False)
    before = world.server.save()
    world.take("sync", anna)
    world.server.restore(before)
    world.take("sync", ben)
    world.take("submit", ben)
    if bug is None:
        world.settle()
        assert not world.judge.captured - world.server.now.pictures.keys()
        return
    with pytest.raises(Broken, match=r"I4|L1|I1"):
        world.take("sync", ben)
        world.settle()


@pytest.mark.parametrize(("bug", "reads"), [(None, None), ("push_unlooked", 1)])
def test_another_device_of_the_same_person_does_not_turn_the_order_round(bug: str | None, reads: int | None) -> None:
    """Paired anew, the phone writes on; the server is restored to before its earlier op, which must go first."""
    world = World("directed", frozenset([bug] if bug else []))
    world.network.faulty = False
    anna = world.phones[0]
    world.take("create", anna)
    anna.sync()
    before = world.server.save()
    write(world, anna, None, 1)
    anna.sync()
    world.pair_again(anna)
    world.server.restore(before)
    write(world, anna, 1, None)
    for _ in range(2):
        with suppress(Broken):
            anna.sync()
    assert world.server.now.slips["s1"].fields.get("m") == reads


def write(world: World, phone: Phone, seen: int | None, new: int | None) -> None:
    world.note(phone, phone.record("s1", "edit", patch=(("m", seen, new),)))
