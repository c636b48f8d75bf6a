"""One firm, its phones, its office and its bad luck: carries out a history and has every step checked."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from itertools import count
from random import Random

from app import clock
from app.people.device import Device, make_pairing_code, revoke
from app.people.person import Person
from tests.simulation.book import Wrong
from tests.simulation.checker import Checker
from tests.simulation.faults import Network
from tests.simulation.ground import Ground
from tests.simulation.hands import Hands
from tests.simulation.office import Office
from tests.simulation.phone import Phone, Told
from tests.simulation.server import Backup, Server
from tests.simulation.store import Store

SHARED = 2  # the phone people take turns with
ROUNDS = 12  # how often everybody tries, once nothing goes wrong any more


@dataclass(frozen=True, order=True)
class Step:
    """`verb` by `who`; `luck` 0 is none at all, neither good nor bad."""

    verb: str
    who: int = 0
    luck: int = 0


class World:
    """Three phones: Anna's, Ben's, and one in the van that Karol and Ben share."""

    def __init__(self, ground: Ground, loop: asyncio.AbstractEventLoop) -> None:
        self.server = Server(ground, loop)
        self.network, cast = Network(self.server), ground.cast
        self.checker = Checker(self.server, {cast.olga.id, cast.max.id})
        self.crew: list[Person] = [cast.anna, cast.ben, cast.karol]
        day = clock.today("Europe/Berlin").isoformat()
        self.office = Office(self.server, cast, day)
        told = Told(
            self.checker.note_saved, self.checker.note_receipts, self.checker.note_pulled, self.checker.note_purged
        )
        self.phones = [Phone(self.network, told) for _ in self.crew]
        number, names = count(1), {person.id: person.name for person in self.crew}
        self.hands = [Hands(phone, names, day, lambda: next(number)) for phone in self.phones]
        self.backups: list[Backup] = []
        self.happened: Counter[str] = Counter()
        for phone, person in zip(self.phones, self.crew, strict=True):
            self._pair(phone, person)
        self._begin()

    @property
    def stores(self) -> list[Store]:
        return [store for phone in self.phones for store in phone.stores.values()]

    def close(self) -> None:
        self.server.close()

    def take(self, step: Step) -> None:
        """One step, and what must hold after it."""
        self.happened[step.verb] += 1
        area, _, verb = step.verb.partition(" ")
        getattr(self, f"_{area}")(verb, step.who % len(self.phones), Random(step.luck) if step.luck else None)
        self.checker.step(self.stores)

    def _begin(self) -> None:
        """The day's plan is on every phone; from here on things go wrong."""
        self.office.do("plan", Random(0))
        for phone in self.phones:
            phone.sync()
        self._backup("", 0, None)

    def settle(self) -> None:
        """With the faults off, everything arrives, all see the same; two weeks later phones have let go of it."""
        while self.network.late:
            self.network.deliver()
        for phone, person in zip(self.phones, self.crew, strict=True):
            self._pair(phone, person)
        self._sync_all()
        self._days("", 0, None)
        self._sync_all()
        self.checker.step(self.stores)
        self.checker.finish(self.stores)

    def _sync_all(self) -> None:
        """Until nobody has anything left, and once more, so that everybody has heard of it."""
        rounds = 0
        while not self._everybody_syncs() and rounds < ROUNDS:
            rounds += 1
        self._everybody_syncs()

    def _everybody_syncs(self) -> bool:
        quiet = True
        for phone in self.phones:
            for person in sorted(self._whose(phone), key=lambda one: one.id != phone.who):
                if person.id != phone.who:
                    self._pair(phone, person)
                quiet = phone.sync() and phone.store.quiet and quiet
        return quiet

    def _whose(self, phone: Phone) -> list[Person]:
        return [person for person in self.crew if person.id in phone.stores]

    # ---- the areas of a history's verbs

    def _rest(self, verb: str, who: int, luck: Random | None) -> None:
        """Nothing happens; what a shorter history is made of."""

    def _hand(self, verb: str, who: int, luck: Random | None) -> None:
        """With luck the person is at it for a while."""
        self.hands[who].do(verb, luck or Random(0))
        while luck and luck.random() < 0.6:
            self.hands[who].do(luck.choice(["edit", "edit", "edit_row", "add_row"]), luck)

    def _office(self, verb: str, who: int, luck: Random | None) -> None:
        self.office.do(verb, luck or Random(0))

    def _sync(self, verb: str, who: int, luck: Random | None) -> None:
        self.network.luck = luck
        self.phones[who].sync(luck)
        self.network.luck = None

    def _network(self, verb: str, who: int, luck: Random | None) -> None:
        self.network.deliver()

    def _switch(self, verb: str, who: int, luck: Random | None) -> None:
        """Somebody else takes the shared phone."""
        phone = self.phones[SHARED]
        other = next(person for person in self.crew[1:] if person.id != phone.who)
        self._pair(phone, other)

    def _revoke(self, verb: str, who: int, luck: Random | None) -> None:
        device_id = self.phones[who].device
        self.server.firm.database.write(
            lambda session: revoke(device) if (device := session.get(Device, device_id)) else None
        )

    def _pair_again(self, verb: str, who: int, luck: Random | None) -> None:
        phone = self.phones[who]
        self._pair(phone, next(person for person in self.crew if person.id == phone.who))

    def _days(self, verb: str, who: int, luck: Random | None) -> None:
        """Two weeks pass on the phones."""
        for phone in self.phones:
            phone.days += 15

    def _backup(self, verb: str, who: int, luck: Random | None) -> None:
        saved = self.server.save()
        self.backups.append(saved)
        if verb == "checked":
            contents = self.checker.contents()
            problems = self.server.verify(saved)
            if problems:
                raise Wrong(f"I6: a backup does not verify: {problems}")
            self.checker.note_checked(saved, *contents)

    def _restore(self, verb: str, who: int, luck: Random | None) -> None:
        """From the newest checked backup or one made after it. The history since then is gone from the server."""
        if self.backups:
            checked = [at for at, saved in enumerate(self.backups) if str(saved.path) in self.checker.checked]
            at = (luck or Random(0)).randrange(max(checked, default=0), len(self.backups))
            self.server.restore(self.backups[at])
            del self.backups[at + 1 :]
            self.checker.note_restored()

    def _pair(self, phone: Phone, person: Person) -> None:
        firm = self.server.firm
        phone.pair(firm.database.write(lambda session: make_pairing_code(session, firm.settings, person)))
