"""A phone of the model: a round of sending and reading, and whose it is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tests.model.bugs import Bugs
from tests.model.network import PORTAL, Lost, Network
from tests.model.server import Server
from tests.model.share import Done, Picture, Share
from tests.model.wording import BEGINNING, Kept, News, Op, Result, Slip, digest


@dataclass
class Phone:
    """The machine: its people's shares, whose it is, and as which device."""

    server: Server
    network: Network
    person: str
    device: str
    bugs: Bugs = frozenset()
    shares: dict[str, Share] = field(default_factory=dict)
    day: int = 0
    dies: Callable[[], None] = lambda: None  # raises Lost where the system ends the app
    heard: Callable[[Share, Result], None] = lambda share, result: None
    let_go: Callable[[str], None] = lambda what: None

    @property
    def share(self) -> Share:
        return self.shares.setdefault(self.person, Share(self.person))

    def record(self, slip: str, kind: str, pictures: tuple[bytes, ...] = (), **more: Any) -> Op:
        """One action of the person, written down with its bytes before anything else happens."""
        share, names = self.share, tuple(digest(content) for content in pictures)
        n = share.counters[slip, self.device] = share.counters.get((slip, self.device), 0) + 1
        base = share.base.get(slip)
        op_id = f"{share.person}/{self.device}/{slip}/{n}"
        rev = base.rev if base else 0
        op = Op(op_id, slip, share.person, self.device, n, kind, base_rev=rev, pictures=names, **more)
        share.outbox.append(op)
        for name, content in zip(names, pictures, strict=True):
            share.pictures[name] = Picture(content)
        return op

    def sync(self) -> None:
        """Small ops, pull, pictures, submits; it may end anywhere."""
        try:
            self._push_all(submits=False)
            self._pull_all()
            for name in self.share.unsent():
                self._send(name)
            self._push_all(submits=True)
            self._pull_all()
            self._purge()
        except Lost:
            return

    def hand_to(self, person: str, device: str) -> None:
        """Somebody else signs in; what others left stays theirs."""
        if "logout_clears" in self.bugs and person != self.person:
            self.shares.pop(self.person, None)
        self.person, self.device = person, device

    # ---- sending

    def _push_all(self, *, submits: bool) -> None:
        stopped: set[object] = set()
        for op in self._sendable():
            waits = op.kind == "submit" and not (submits and self._complete(op))
            if waits or ("push_unlooked" not in self.bugs and self._at_seam(op)):
                stopped.add(op.slip)
            if {op.line, op.slip} & stopped:
                continue
            if not self._push(op):  # behind a gap only its own line waits, which may be for ever
                stopped.add(op.line if op.n > 1 and op.kind != "submit" else op.slip)

    def _sendable(self) -> list[Op]:
        if "wrong_author" in self.bugs:
            return [op for share in self.shares.values() for op in share.outbox]
        return list(self.share.outbox)

    def _at_seam(self, op: Op) -> bool:
        """The first of a new pairing about a slip may follow one sent before; whether the server still has that is
        only known after a pull."""
        share, first = self.share, op.n == 1 and op.kind != "create"
        return (
            first
            and len(share.checks) > 1
            and any(one.op.slip == op.slip and one.op.device != op.device for one in share.done)
        )

    def _complete(self, op: Op) -> bool:
        """Its pictures are sent, or the person has given up those that are not."""
        waiting = set(self.share.unsent()) - self.share.lost
        if "unreadable_goes_without" in self.bugs:
            waiting = {name for name in waiting if self.share.reads(name)}
        return not waiting & set(op.pictures)

    def _push(self, op: Op) -> bool:
        """Whether the op is done with."""
        share = next(one for one in self.shares.values() if op in one.outbox)
        if "shift_first" in self.bugs:
            share.outbox.remove(op)
        self.dies()
        answer = self.network.call(
            partial(self.server.push, self.person, op, frozenset(share.lost), max([BEGINNING, *share.checks]))
        )
        self.dies()
        if answer is PORTAL:
            return self._believe_portal(share, op)
        self._take(share, op, answer)
        return answer.receipt is not None

    def _believe_portal(self, share: Share, op: Op) -> bool:
        if "any_200" not in self.bugs:
            raise Lost
        if op in share.outbox:
            share.outbox.remove(op)
        return True

    def _take(self, share: Share, op: Op, result: Result) -> None:
        for name in result.missing:
            share.missing.add(name)
            self._ask_again(share, name)
        if "drop_403" in self.bugs and result.refused and op in share.outbox:
            share.outbox.remove(op)
        if result.newer_rev is not None:
            self._make_anew(share, op, result.newer_rev)
        if result.receipt is None:
            return
        if op in share.outbox:
            share.outbox.remove(op)
        self._settle(share, op, result)
        self.heard(share, result)

    def _settle(self, share: Share, op: Op, result: Result) -> None:
        assert result.receipt is not None
        if "forget_after_ack" not in self.bugs:
            share.done.append(Done(op, result, result.receipt.seq, self.day))
        point = (result.receipt.seq, result.receipt.chain)
        if "newest_check_only" in self.bugs:
            share.checks = [max(*share.checks, point)]
        elif "receipt_no_chain" not in self.bugs:
            share.checks = [*(one for one in share.checks if one != point), point]
        if "purge_on_op" in self.bugs:
            for name in op.pictures:
                share.pictures.pop(name, None)

    def _make_anew(self, share: Share, op: Op, rev: int) -> None:
        """Planted: the change is made once more, on top of its own result."""
        share.outbox.remove(op)
        share.base.setdefault(op.slip, Slip()).rev = rev
        self.record(op.slip, op.kind, patch=op.patch)

    def _send(self, name: str) -> None:
        share = self.share
        if not share.reads(name):
            return
        content = share.pictures[name].content
        if self.network.faulty and self.network.luck.random() < 0.08:
            self.network.counted["emptied"] += 1
            content = b""  # as WebKit has sent them
        self.dies()
        answer = self.network.call(partial(self.server.put, name, content))
        if answer == Kept(name) or (answer is PORTAL and "any_200" in self.bugs):
            share.pictures[name].sent = share.pictures[name].looked = self.day

    # ---- reading

    def _pull_all(self) -> None:
        """Until every point of the history this phone knows was found again, or the server's was taken."""
        for _ in range(len(self.share.checks)):
            share = self.share
            news = self.network.call(partial(self.server.pull, share.cursor, (share.checks or [BEGINNING])[0]))
            if news is PORTAL:
                raise Lost
            self.dies()
            self._read(share, news)
            if news.known is not None:
                return

    def _read(self, share: Share, news: News) -> None:
        if news.known is not None:
            self._start_over(share, news)
        share.base |= news.slips
        for picture in share.pictures.values():
            if picture.sent is not None and picture.safe is None:
                picture.safe = news.high[0] + 1
        left = [] if news.known is not None else share.checks[1:]
        keeps = not (left and "pull_unchecked" in self.bugs)
        share.checks = [*(one for one in left if one != news.high), *([news.high] if keeps else [])]
        share.cursor, share.seen, share.backed_up_to = news.cursor, news.high[0], news.backed_up_to
        if "mutate_in_place" in self.bugs:
            self._write_into_base(share)

    def _start_over(self, share: Share, news: News) -> None:
        """The server was restored: what it lacks goes out again, every picture is offered again."""
        assert news.known is not None
        share.outbox = [one.op for one in share.done if one.op.op_id not in news.known] + share.outbox
        share.done = [one for one in share.done if one.op.op_id in news.known]
        for one in share.done:
            one.seq, one.found = max(one.seq, news.high[0]), True
        for name in share.pictures:
            self._ask_again(share, name)
        share.base = {}

    def _ask_again(self, share: Share, name: str) -> None:
        if name in share.pictures and "trust_sent" not in self.bugs:
            share.pictures[name].sent = share.pictures[name].safe = None

    def _purge(self) -> None:
        share = self.share
        for one in [one for one in share.done if share.may_go(one.seq, one.day, self.day, self.bugs)]:
            share.done.remove(one)
            self.let_go(one.op.op_id)
        for name, picture in list(share.pictures.items()):
            if picture.sent is None or picture.looked == self.day:
                continue
            if "trust_sent" not in self.bugs and self.network.call(partial(self.server.has, name)) is not True:
                self._ask_again(share, name)
                continue
            picture.looked = self.day
            if share.may_go(picture.safe, picture.sent, self.day, self.bugs):
                del share.pictures[name]
                self.let_go(name)

    def _write_into_base(self, share: Share) -> None:
        for one in share.done:
            if one.result.held and one.op.slip in share.base:
                share.base[one.op.slip].fields |= {name: new for name, _, new in one.op.patch}
