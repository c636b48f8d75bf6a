"""Weeks on the site, by command: `bin/soak --phones 12 --days 20 --seed 7 --database sqlite`.

Every day the office plans, crews fill their slips together on bad signal, hand in, are sent back; every night a backup
is made and checked. The server is restored from an older one at least twice, phones are lost, and in the end, with the
faults off, the server and the phones' exports are everything ever shown as saved.
"""

import argparse
import asyncio
import logging
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random, SystemRandom

from tests.simulation.ground import Ground, standing
from tests.simulation.reading import Wrong
from tests.simulation.world import Step, World

PER_CREW = 3
WORK = {
    "hand edit": 10, "hand edit_row": 5, "hand add_row": 4, "hand drop_row": 1, "hand attach": 5, "hand attach_big": 1,
    "hand detach": 1, "hand submit": 1, "hand withdraw": 1, "hand remark": 1, "hand create": 1, "hand overstep": 1,
    "sync": 26, "network": 4, "switch": 2, "pair_again": 3,
    "office take_off": 1, "office send_back": 1, "office resolve": 2, "office remark": 1,
    "trouble session": 1, "trouble grant": 1, "trouble revoke": 1, "trouble spoil": 1, "trouble give_up": 1,
    "trouble full": 1, "trouble release": 1,
}  # fmt: skip
EVENING = {"office send_back": 2, "office approve": 4, "office correct": 1, "office resolve": 6, "office void": 1}
PER_PHONE = 8  # things done a day
ALL_WORK = [verb for verb, weight in WORK.items() for _ in range(weight)]
ALL_EVENING = [verb for verb, weight in EVENING.items() for _ in range(weight)]


@dataclass
class Soak:
    """The days of one firm. `say` hears how it goes."""

    world: World
    luck: Random
    days: int
    say: Callable[[str], None] = lambda line: None
    day: int = 0
    restores: dict[int, int] = field(init=False)  # on which days, and how many nights back
    losses: set[int] = field(init=False)  # days on which somebody loses a phone

    def __post_init__(self) -> None:
        self.restores = {max(1, self.days // 3): 0, max(2, 2 * self.days // 3): 1}
        self.losses = set(range(self.days // 2, self.days, 6))
        for hands, off in zip(self.world.hands[1::4], (-1095, 2, 40), strict=False):
            hands.clock = off  # some clocks are wrong all the time

    def run(self) -> None:
        """Raises Wrong at the first promise that does not hold; `day` says when."""
        for day in range(self.days):
            self.day = day
            self._morning()
            self._work(self.day in self.restores)
            self._evening()
            self._night()
            self.say(self._so_far())
        self.say("faults off")
        self.world.settle()

    def _morning(self) -> None:
        world, today = self.world, date.fromisoformat(self.world.office.day) + timedelta(days=1)
        world.office.day = today.isoformat()
        for hands in world.hands:
            hands.day = today.isoformat()
        world.office.plan_all()
        for at in range(len(world.phones)):
            self._take("sync", at)

    def _work(self, restore: bool) -> None:
        """The usual, and in the middle of it the server breaks down or a phone is lost."""
        steps = PER_PHONE * len(self.world.phones)
        for step in range(steps):
            if restore and step == steps // 2:
                self._restore()
            if self.day in self.losses and step == steps // 3:
                self._take("trouble empty", self._somebody())
            self._take(self.luck.choice(ALL_WORK), self._somebody())

    def _restore(self) -> None:
        """From the checked backup of so many nights before the last one."""
        checked = self.world.checked()
        self.world.restore(checked[max(0, len(checked) - 1 - self.restores[self.day])])
        self.world.check()
        self.say(f"  day {self.day + 1}: the server is restored")

    def _evening(self) -> None:
        """Leads hand in, all look for signal, the office works through what came."""
        for at in range(0, len(self.world.phones), PER_CREW):
            self._take("sync", at)
            self._take("hand submit", at)
        for at in range(len(self.world.phones)):
            self._take("sync", at)
        for _ in self.world.phones:
            self._take(self.luck.choice(ALL_EVENING), 0)

    def _night(self) -> None:
        self._take("backup checked", 0)
        for phone in self.world.phones:
            phone.days += 1

    def _somebody(self) -> int:
        return self.luck.randrange(len(self.world.phones))

    def _take(self, verb: str, who: int) -> None:
        self.world.take(Step(verb, who, self.luck.randrange(1, 2**20)))

    def _so_far(self) -> str:
        world, stores = self.world, self.world.stores
        waiting = sum(len(store.ops) for store in stores), sum(len(store.unsent()) for store in stores)
        return (
            f"  day {self.day + 1}: {len(world.checker.saved)} ops and {len(world.checker.captured)} pictures saved, "
            f"{waiting[0]} and {waiting[1]} waiting on phones, {world.network.counted.total()} faults"
        )


def soak(ground: Ground, phones: int, days: int, seed: str, say: Callable[[str], None]) -> str | None:
    """The promise that was broken, and on which day; None if all held."""
    loop = asyncio.new_event_loop()
    world = World(ground, loop, phones)
    weeks = Soak(world, Random(seed), days, say)
    try:
        weeks.run()
        for line in totals(world):
            say(line)
    except Wrong as wrong:
        return f"day {weeks.day + 1} of seed {seed} breaks a promise: {wrong}"
    finally:
        world.close()
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
    return None


def totals(world: World) -> list[str]:
    checker, counted = world.checker, world.network.counted
    ops, digests = checker.contents()
    exported = sum(len(store.ops) for store in world.stores)
    return [
        f"faults: {', '.join(f'{name} {times}' for name, times in counted.most_common())} = {counted.total()}",
        f"ops: {len(checker.saved)} shown as saved = {len(ops & checker.saved.keys())} at the office + {exported} "
        f"exported + {len(checker.saved.keys() - ops)} that were only on a lost phone",
        f"pictures: {len(checker.captured)} shown as saved = {len(digests & checker.captured.keys())} at the office + "
        f"{len(checker.captured.keys() - digests)} on a lost phone or unreadable on their own",
        f"ledger: {len(ops)} entries, {world.happened.total()} steps",
    ]


def main() -> int:
    wanted = _arguments()
    logging.disable(logging.CRITICAL)
    print(f"soak: {wanted.phones} phones, {wanted.days} days, seed {wanted.seed}, {wanted.database}", flush=True)
    started, crews = time.monotonic(), -(-wanted.phones // PER_CREW)
    with (
        tempfile.TemporaryDirectory(prefix="soak-") as folder,
        standing(Path(folder), wanted.database, crews) as ground,
    ):
        broken = soak(ground, wanted.phones, wanted.days, wanted.seed, lambda line: print(line, flush=True))
        ground.close()
    print(broken or "every promise held", f"({time.monotonic() - started:.0f} s)")
    return 1 if broken else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/soak", description=__doc__.split("\n")[0])
    parser.add_argument("--phones", type=int, default=12)
    parser.add_argument("--days", type=int, default=20)
    parser.add_argument("--seed", default=str(SystemRandom().randrange(10**6)))
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--short", action="store_true", help="6 phones, 4 days")
    wanted = parser.parse_args()
    if wanted.short:
        wanted.phones, wanted.days = 6, 4
    return wanted


if __name__ == "__main__":
    raise SystemExit(main())
