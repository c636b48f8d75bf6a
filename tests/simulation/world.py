"""One firm, its phones, its office and its bad luck: carries out a history and has every step checked."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from functools import partial
from itertools import count
from random import Random

from app import clock
from app.people.device import make_pairing_code
from app.people.person import Person
from tests.simulation import trouble
from tests.simulation.checker import Checker
from tests.simulation.faults import Network
from tests.simulation.ground import Ground
from tests.simulation.hands import Hands
from tests.simulation.office import Office
from tests.simulation.phone import Phone, Told
from tests.simulation.reading import Wrong
from tests.simulation.server import Backup, Request, Server
from tests.simulation.store import Store
from tests.simulation.wire import Wire

ROUNDS = 12  # how often everybody tries, once nothing goes wrong any more
BUSY = ("edit", "edit", "edit_row", "add_row", "fill", "change", "answer")


@dataclass(frozen=True, order=True)
class Step:
    """`verb` by `who`; `luck` 0 is none at all, neither good nor bad."""

    verb: str
    who: int = 0
    luck: int = 0


class World:
    """Every crew has three phones; the third lies in the van, and its owner shares it with the second of the crew."""

    def __init__(self, ground: Ground, loop: asyncio.AbstractEventLoop, phones: int | None = None) -> None:
        self.server = Server(ground, loop)
        self.network, cast = Network(self.server), ground.cast
        self.checker = Checker(self.server, {cast.olga.id, cast.max.id})
        self.owners = [person for crew in ground.crews for person in crew][:phones]
        self._shared_with = {crew[2].id: crew[1] for crew in ground.crews}
        day = clock.today("Europe/Berlin").isoformat()
        self.office = Office(self.server, cast, ground.crews, day)
        names = {person.id: person.name for crew in ground.crews for person in crew}
        self.hands = self._hands(names, day)
        self.phones = [hands.phone for hands in self.hands]
        self.backups: list[Backup] = []
        self.happened: Counter[str] = Counter()
        for phone, person in zip(self.phones, self.owners, strict=True):
            self.pair(phone, person)
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
        self.check()

    def check(self) -> None:
        self.checker.step(self.stores)
        costly = self.network.meter.too_much()
        if costly:
            raise Wrong(f"L3: {costly[0][:8]} costs more on the line than it may")

    def settle(self) -> None:
        """With the faults off, everything arrives, all see the same; two weeks later phones have let go of it."""
        while self.network.late:
            self.network.deliver()
        for phone, person in zip(self.phones, self.owners, strict=True):
            self.pair(phone, person)
        self._sync_all()
        while self._give_up_what_is_gone():
            self._sync_all()
        self._days("", 0, None)
        self._sync_all()
        self.check()
        self.checker.finish(self.stores)

    def fault(self, name: str) -> None:
        self.network.counted[name] += 1

    def _hands(self, names: dict[str, str], day: str) -> list[Hands]:
        checker, number = self.checker, count(1)
        told = Told(checker.note_saved, checker.note_receipts, checker.note_pulled, checker.note_purged)
        phones = [Phone(Wire(self.network), told) for _ in self.owners]
        hands = [Hands(phone, names, day, lambda: next(number)) for phone in phones]
        for one in hands:
            one.phone.wire.meanwhile = partial(_meanwhile, one)
        return hands

    def _begin(self) -> None:
        """The day's plan is on every phone; from here on things go wrong."""
        self.office.plan_all()
        for phone in self.phones:
            phone.sync()
        self._backup("", 0, None)

    def _sync_all(self) -> None:
        """Until nobody has anything left, and once more, so that everybody has heard of it."""
        rounds = 0
        while not self._everybody_syncs() and rounds < ROUNDS:
            rounds += 1
        self._everybody_syncs()

    def _everybody_syncs(self) -> bool:
        quiet = True
        for phone, owner in zip(self.phones, self.owners, strict=True):
            for person in sorted(self.users(owner), key=lambda one: one.id != phone.who):
                if person.id not in phone.stores:
                    continue
                if person.id != phone.who:
                    self.pair(phone, person)
                quiet = phone.sync() and phone.store.quiet and quiet
        return quiet

    def users(self, owner: Person) -> list[Person]:
        other = self._shared_with.get(owner.id)
        return [owner, other] if other else [owner]

    def _give_up_what_is_gone(self) -> bool:
        """Slips may wait for a picture that was on a lost phone, or that a phone cannot read any more; of which is only
        heard when what went before it was given up. Whether there was something new."""
        known = sum(len(store.lost) for store in self.stores)
        for store in self.stores:
            trouble.give_up_unreadable(store)
            for digest in store.missing & self.checker.fate.hopeless:
                store.give_up(digest)
        return sum(len(store.lost) for store in self.stores) > known

    # ---- the areas of a history's verbs

    def _rest(self, verb: str, who: int, luck: Random | None) -> None:
        """Nothing happens; what a shorter history is made of."""

    def _hand(self, verb: str, who: int, luck: Random | None) -> None:
        """With luck the person is at it for a while."""
        self.hands[who].do(verb, luck or Random(0))
        while luck and luck.random() < 0.6:
            self.hands[who].do(luck.choice(BUSY), luck)

    def _office(self, verb: str, who: int, luck: Random | None) -> None:
        self.office.do(verb, luck or Random(0))
        if verb in ("take_off", "void"):
            self.fault({"take_off": "access_revoked", "void": "slip_voided"}[verb])

    def _sync(self, verb: str, who: int, luck: Random | None) -> None:
        self.network.luck = luck
        self.phones[who].sync(luck)
        self.network.luck = None
        self._peep(who, luck or Random(0))

    def _peep(self, who: int, luck: Random) -> None:
        """I13: somebody asks for a picture they may have heard of, theirs or not."""
        if not self.checker.captured:
            return
        digest, phone = luck.choice(list(self.checker.captured)), self.phones[who]
        cookies = "; ".join(f"{name}={value}" for name, value in phone.wire.cookies.items())
        answer = self.server.handle(Request("GET", f"/api/blobs/{digest}", headers={"cookie": cookies}))
        self.checker.note_fetched(phone.who, digest, answer)

    def _network(self, verb: str, who: int, luck: Random | None) -> None:
        self.network.deliver(luck)

    def _switch(self, verb: str, who: int, luck: Random | None) -> None:
        """Somebody else takes the shared phone."""
        shared = [at for at, owner in enumerate(self.owners) if owner.id in self._shared_with]
        if shared:
            at = shared[who % len(shared)]
            phone = self.phones[at]
            self.pair(phone, next(person for person in self.users(self.owners[at]) if person.id != phone.who))
            self.fault("person_switched")

    def _trouble(self, verb: str, who: int, luck: Random | None) -> None:
        getattr(trouble, verb)(self, who, luck or Random(0))

    def _pair_again(self, verb: str, who: int, luck: Random | None) -> None:
        phone = self.phones[who]
        self.pair(phone, next(person for person in self.users(self.owners[who]) if person.id == phone.who))

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
        """From the newest checked backup or one made after it."""
        if self.backups:
            self.restore((luck or Random(0)).randrange(max(self.checked(), default=0), len(self.backups)))

    def checked(self) -> list[int]:
        """Which of the backups were restored and compared."""
        return [at for at, saved in enumerate(self.backups) if str(saved.path) in self.checker.checked]

    def restore(self, at: int) -> None:
        """The history since then is gone from the server."""
        self.server.restore(self.backups[at])
        del self.backups[at + 1 :]
        self.checker.note_restored()
        self.network.meter.start_anew()
        self.fault("server_restored")

    def pair(self, phone: Phone, person: Person) -> None:
        firm = self.server.firm
        phone.pair(firm.database.write(lambda session: make_pairing_code(session, firm.settings, person)))


def _meanwhile(hands: Hands, luck: Random) -> None:
    """While an answer is on its way: the other tab sends too, or the person writes on."""
    if luck.random() < 0.5:
        hands.phone.round()
    else:
        hands.do(luck.choice(BUSY), luck)
