"""Histories: lists of steps, made by Hypothesis or from a seed, carried out by the world."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from hypothesis import strategies as st

from tests.simulation.ground import Ground
from tests.simulation.reading import Wrong
from tests.simulation.world import Step, World

VERBS = {
    "rest": 1, "hand create": 1, "hand edit": 12, "hand edit_row": 4, "hand add_row": 3, "hand add_person": 1,
    "hand drop_row": 3, "hand attach": 6, "hand attach_big": 2, "hand detach": 1, "hand submit": 6,
    "hand withdraw": 2, "hand remark": 1, "hand void": 1, "hand overstep": 1,
    "hand fill": 9, "hand change": 5, "hand strike": 2, "hand state": 2, "hand draw": 2, "hand show": 2,
    "hand answer": 5, "hand sign_off": 3,
    "office plan": 1, "office replan": 1, "office take_off": 1, "office send_back": 4, "office approve": 1,
    "office correct": 2, "office amend": 2, "office void": 1, "office remark": 1, "office resolve": 4,
    "sync": 46, "network": 4, "switch": 3, "pair_again": 2, "days": 2,
    "trouble session": 1, "trouble grant": 1, "trouble revoke": 1, "trouble clock": 1, "trouble spoil": 2,
    "trouble give_up": 1, "trouble full": 1, "trouble release": 1, "trouble empty": 1,
    "backup": 2, "backup checked": 1, "restore": 4,
}  # fmt: skip
LENGTH = 50
LUCK = 2**20
EVERY = [verb for verb, weight in VERBS.items() for _ in range(weight)]
REST = Step("rest")

steps = st.builds(Step, st.sampled_from(EVERY), st.integers(0, 2), st.integers(0, LUCK))
histories = st.lists(steps, min_size=LENGTH, max_size=LENGTH)

History = Sequence[Step]


def history_of(seed: str) -> list[Step]:
    """Always the same for the same seed."""
    luck = Random(seed)
    return [Step(luck.choice(EVERY), luck.randrange(3), luck.randrange(LUCK)) for _ in range(LENGTH)]


@dataclass
class Tally:
    """What many histories were made of."""

    histories: int = 0
    steps: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)  # that people wrote, by table
    tables: Counter[str] = field(default_factory=Counter)  # in how many histories


class Theatre:
    """Plays histories one after the other, each in a firm of its own."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.tally = ground, Tally()
        self._loop = asyncio.new_event_loop()

    def world(self) -> World:
        return World(self.ground, self._loop)

    def play(self, history: History) -> None:
        """Raises Wrong at the first promise that does not hold."""
        world = self.world()
        try:
            for step in history:
                world.take(step)
            world.settle()
        finally:
            self.tally.histories += 1
            self.tally.steps += world.happened
            self.tally.faults += world.network.counted
            self._count_rows(world)
            world.close()

    def _count_rows(self, world: World) -> None:
        rows = [row["table"] for op in world.checker.saved.values() for row in op["rows"].values()]
        self.tally.rows += Counter(rows)
        self.tally.tables += Counter(set(rows))

    def breaks(self, history: History) -> str | None:
        """The promise a history breaks, if it does."""
        try:
            self.play(history)
        except Wrong as wrong:
            return str(wrong)
        return None

    def shrunk(self, history: History) -> list[Step]:
        """A shorter history with less bad luck that still breaks a promise."""
        shortest = list(history)
        for at in reversed(range(len(history))):
            for easier in ([], [Step(shortest[at].verb, shortest[at].who)]):
                shorter = [*shortest[:at], *easier, *shortest[at + 1 :]]
                if shorter != shortest and self.breaks(shorter):
                    shortest = shorter
                    break
        return shortest

    def close(self) -> None:
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()
        self.ground.close()
