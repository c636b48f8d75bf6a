"""One seeded run of the model: people act, everything goes wrong, then nothing does any more."""

from collections import Counter
from random import Random

from tests.model.bugs import Bugs
from tests.model.judge import Broken, Judge
from tests.model.network import Lost, Network
from tests.model.phone import Phone
from tests.model.server import Server, State
from tests.model.wording import Op

STEPS = 120
ROUNDS = 8
DIES = 0.03
ACTIONS = {
    "create": 12, "edit": 22, "attach": 6, "submit": 5, "sync": 40, "deliver": 4, "hand_over": 3, "pair_again": 2,
    "spoil": 1, "give_up": 1, "weeks": 2, "backup": 3, "check": 2, "restore": 2,
}  # fmt: skip
EVERY = [name for name, weight in ACTIONS.items() for _ in range(weight)]


class World:
    """Two phones whose people also use each other's, and the office's."""

    def __init__(self, seed: str, bugs: Bugs = frozenset()) -> None:
        self.luck, self.bugs = Random(seed), bugs
        self.server, self.network = Server(bugs), Network(self.luck)
        self.judge = Judge(self.server, bugs)
        self.phones = [self._phone(person, at) for at, person in enumerate(("w0", "w1", "office"))]
        self.backups: list[State] = [self.server.save()]
        self.counted = self.network.counted
        self._devices, self._made = len(self.phones), 0

    def run(self, steps: int = STEPS) -> None:
        """Raises Broken at the first promise that does not hold."""
        for _ in range(steps):
            self.take(self.luck.choice(EVERY), self.luck.choice(self.phones))
        self.settle()

    def take(self, action: str, phone: Phone) -> None:
        getattr(self, action)(phone)
        self.server.tick()
        self.judge.step(self.phones)

    def settle(self) -> None:
        self.network.faulty = False
        while self.network.late:
            self.network.deliver()
        for at in range(ROUNDS):
            if at in (0, ROUNDS // 2):
                self._give_up_all()
            self._all_sync()
            self.weeks(self.phones[0])
            self.server.tick()
        self.judge.step(self.phones)
        self.judge.finish(self.phones)

    # ---- what can happen

    def create(self, phone: Phone) -> None:
        self._made += 1
        self.note(phone, phone.record(f"s{self._made}", "create", patch=(("h", None, self.luck.randrange(99)),)))

    def edit(self, phone: Phone) -> None:
        slip = self._some_slip(phone)
        if slip is None:
            return
        name, fields = self.luck.choice("hmn"), phone.share.fields(slip, self.bugs) or {}
        allowed = phone.person == "office" or self.luck.random() > 0.06
        new = self.luck.choice([None, *range(9)])
        self.note(phone, phone.record(slip, "edit", patch=((name, fields.get(name), new),), allowed=allowed))

    def attach(self, phone: Phone) -> None:
        self._with_pictures(phone, "attach", 1)

    def submit(self, phone: Phone) -> None:
        self._with_pictures(phone, "submit", 2)

    def sync(self, phone: Phone) -> None:
        phone.sync()

    def deliver(self, phone: Phone) -> None:
        self.network.deliver()

    def hand_over(self, phone: Phone) -> None:
        """Somebody else takes the phone: another person, and as such another device."""
        if phone.person != "office":
            self.counted["person_switched"] += 1
            phone.hand_to("w1" if phone.person == "w0" else "w0", self._device())

    def pair_again(self, phone: Phone) -> None:
        self.counted["paired_again"] += 1
        phone.hand_to(phone.person, self._device())

    def spoil(self, phone: Phone) -> None:
        """The phone's storage loses a picture that was not sent yet."""
        unsent = [name for name in phone.share.unsent() if phone.share.reads(name)]
        if unsent:
            name = self.luck.choice(unsent)
            phone.share.pictures[name].content = b"?"
            self.judge.hopeless.add(name)
            self.counted["picture_damaged"] += 1

    def give_up(self, phone: Phone) -> None:
        """People say of what their phone cannot read that it is lost."""
        for share in phone.shares.values():
            if "never_given_up" not in self.bugs:
                share.lost |= {name for name in share.unsent() if not share.reads(name)}

    def _give_up_all(self) -> None:
        """Also what was on somebody else's phone: a slip would wait for it for ever."""
        for phone in self.phones:
            self.give_up(phone)
            for share in phone.shares.values() if "never_given_up" not in self.bugs else ():
                share.lost |= share.missing & self.judge.hopeless

    def weeks(self, phone: Phone) -> None:
        for one in self.phones:
            one.day += 15

    def backup(self, phone: Phone) -> None:
        self.backups.append(self.server.save())

    def check(self, phone: Phone) -> None:
        """The newest backup is restored elsewhere and compared; what is older is not used any more."""
        self.server.check(self.backups[-1])
        self.judge.checked.append(self.backups[-1])
        self.backups = self.backups[-1:]

    def restore(self, phone: Phone) -> None:
        self.counted["restored"] += 1
        at = self.luck.randrange(len(self.backups))
        self.server.restore(self.backups[at])
        self.backups = self.backups[: at + 1]

    # ---- parts

    def note(self, phone: Phone, op: Op) -> Op:
        self.judge.note_saved(phone.share, op)
        return op

    def _with_pictures(self, phone: Phone, kind: str, count: int) -> None:
        slip = self._some_slip(phone)
        if slip is not None and phone.person != "office":
            self.note(phone, phone.record(slip, kind, tuple(self.luck.randbytes(6) for _ in range(count))))

    def _some_slip(self, phone: Phone) -> str | None:
        share = phone.share
        known = {*share.base, *(op.slip for op in share.outbox)}
        slips = sorted(slip for slip in known if share.fields(slip, self.bugs) is not None)
        return self.luck.choice(slips[-3:]) if slips else None

    def _phone(self, person: str, at: int) -> Phone:
        return Phone(
            self.server, self.network, person, f"d{at}", self.bugs,
            dies=self._dies, heard=self.judge.note_result, let_go=self.judge.note_let_go,
        )  # fmt: skip

    def _dies(self) -> None:
        if self.network.faulty and self.luck.random() < DIES:
            self.counted["killed"] += 1
            raise Lost

    def _device(self) -> str:
        self._devices += 1
        return f"d{self._devices}"

    def _all_sync(self) -> None:
        for phone in self.phones:
            for person in sorted(phone.shares):
                if person != phone.person:
                    phone.hand_to(person, self._device())
                phone.sync()


def broken(seed: str, bugs: Bugs = frozenset(), tally: Counter[str] | None = None) -> str | None:
    """The promise a run breaks, if it does."""
    world = World(seed, bugs)
    try:
        world.run()
    except Broken as promise:
        return str(promise)
    finally:
        if tally is not None:
            tally += world.counted
    return None
