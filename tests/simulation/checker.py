"""The promises of docs/protocol.md, asserted after every step. Keeps its own log of what each person was shown."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.people.device import Device
from app.slips import queries, replay
from app.slips.tables import Blob, Entry, Slip
from tests.simulation.audit import same_base, same_slip, true
from tests.simulation.book import Book, Page
from tests.simulation.eyes import Eyes
from tests.simulation.fate import Fate
from tests.simulation.server import Answer, Backup, Server
from tests.simulation.store import Store
from tests.simulation.view import Op

GENESIS = "0" * 64


@dataclass
class Kept:
    """What a backup holds."""

    ops: set[str]
    digests: set[str]


@dataclass
class Checker:
    """Reads the ledger as it grows, beside the server; told by the phones what people saw."""

    server: Server
    office: set[str]
    _seq: int = field(default=0, init=False)
    _chain: str = field(default=GENESIS, init=False)
    saved: dict[str, Op] = field(default_factory=dict)  # shown as saved, by phones
    captured: dict[str, bytes] = field(default_factory=dict)
    checked: dict[str, Kept] = field(default_factory=dict)  # backups that were restored and compared
    eyes: Eyes = field(default_factory=Eyes, init=False)
    fate: Fate = field(default_factory=Fate, init=False)

    def __post_init__(self) -> None:
        self._reread()

    # ---- what people are shown

    def note_saved(self, store: Store, op: Op, pictures: list[bytes]) -> None:
        self.saved[op["op_id"]] = op
        self.captured |= {hashlib.sha256(content).hexdigest(): content for content in pictures}
        self.eyes.note_saved(store, op)
        self._look(store, {op["slip_id"]})

    def note_receipts(self, store: Store, results: list[dict[str, Any]]) -> None:
        """I3, I14: a receipt is the truth at the moment it is given, and a refusal is seen."""
        self._read_on()
        for result in results:
            receipt = result.get("receipt")
            if receipt is None:
                continue
            self.eyes.note_result(store, result)
            entry = self._entries.get(receipt["op_id"])
            true(entry is not None, f"I3: receipt for {receipt['op_id']}, which is not in the ledger")
            true((receipt["seq"], receipt["chain"], receipt["hash"]) == entry, "I3: receipt and ledger differ")
            held = self._book.outcomes[receipt["op_id"]] == "held"
            true(
                bool(result.get("reason")) == held,
                f"I14: {receipt['op_id']} is held={held}, the phone was told otherwise",
            )
        self._look(store, {self.saved[result["op_id"]]["slip_id"] for result in results})

    def note_pulled(self, store: Store, answer: dict[str, Any]) -> None:
        """I13: nothing of others. I11, L2: after the last page the phone has everything, as the ledger says it."""
        self._read_on()
        told = answer["snapshot"] if answer.get("reset") else answer["changes"]
        for change in told:
            page = self._book.pages[change["slip_id"]]
            true(change.get("gone") or store.person in page.people, f"I13: {store.person} was sent a slip of others")
        if not answer["more"] and answer["high"]["seq"] == self._seq:  # the other tab may have sent more meanwhile
            same_base(store, self._book.pages)
        self._look(store, None if answer.get("reset") else {change["slip_id"] for change in told})

    def note_emptied(self, stores: list[Store]) -> None:
        """The phone was lost, or the browser cleared: what only it had is gone, and nothing else may be."""
        self._read_on()
        for store in stores:
            self.fate.emptied(store, self._entries.keys(), self.contents()[1])
            self.eyes.forget(store)

    def note_fetched(self, person: str, digest: str, answer: Answer) -> None:
        """I13: bytes are for who may see a slip that names them or named them, and for nobody else."""
        self._read_on()
        named = (page for page in self._book.pages.values() if person in page.people)
        may = any(digest in page.named for page in named)
        got = answer.status == 200
        true(may or not got, f"I13: {person} was given a picture of others")
        true(not got or answer.body == self.captured[digest], f"I5: {digest[:8]} is not what was captured")
        may_read = may and digest in self.contents()[1] and answer.status != 401
        true(got or not may_read, f"I13: {person} was not given a picture of their own slip: {answer.status}")

    def note_purged(self, ops: list[str], digests: list[str]) -> None:
        """I6: phones let go only of what a checked backup has."""
        for what in ops:
            true(
                any(what in kept.ops for kept in self.checked.values()),
                "I6: an op was purged that no checked backup has",
            )
        for what in digests:
            true(
                any(what in kept.digests for kept in self.checked.values()),
                "I6: a picture was purged that no checked backup has",
            )

    # ---- backups

    def note_checked(self, saved: Backup, ops: set[str], digests: set[str]) -> None:
        self.checked[str(saved.path)] = Kept(ops, digests)

    def contents(self) -> tuple[set[str], set[str]]:
        """Ops and digests the server has now."""
        self._read_on()
        with self.server.firm.database.read() as session:
            return set(self._entries), set(session.scalars(select(Blob.sha256)))

    def note_restored(self) -> None:
        """The server's history since the backup is gone; what phones had let go of was in it."""
        self._reread()
        self.fate.restored(*self.contents())

    # ---- after every step

    def step(self, stores: list[Store]) -> None:
        touched = self._read_on()
        with self.server.firm.database.read() as session:
            for page in touched:
                same_slip(session, page, self.server.firm.files, self.captured, self.fate.hopeless)
            for store in stores:
                self._honest(session, store)

    def _read_on(self) -> list[Page]:
        """I2, I8, I11: the entries since the last look, each somebody's action, once, unchanged, in one chain."""
        touched: dict[str, Page] = {}
        with self.server.firm.database.read() as session:
            self._desks |= set(session.scalars(select(Device.id).where(Device.kind == "desk")))
            for entry in session.scalars(select(Entry).where(Entry.seq > self._seq).order_by(Entry.seq)):
                self._take(entry)
                page = self._book.enter(entry)
                if page:
                    touched[page.slip_id] = page
        self._numbers_once()
        return list(touched.values())

    def _take(self, entry: Entry) -> None:
        chain = hashlib.sha256(f"{self._chain}{entry.op_id}{entry.hash}".encode()).hexdigest()
        true(entry.seq == self._seq + 1, f"I11: {entry.seq} follows {self._seq}")
        true(entry.chain == chain, f"I11: the chain breaks at {entry.seq}")
        true(
            hashlib.sha256(entry.op.encode()).hexdigest() == entry.hash, f"I11: the op of {entry.seq} has not its hash"
        )
        true(entry.op_id not in self._entries, f"I2: {entry.op_id} is in the ledger twice")
        if entry.device not in self._desks:
            self._take_from_phone(entry)
        self._entries[entry.op_id] = (entry.seq, entry.chain, entry.hash)
        self._seq, self._chain, self._chains[entry.seq] = entry.seq, entry.chain, entry.chain

    def _take_from_phone(self, entry: Entry) -> None:
        made = self.saved.get(entry.op_id)
        true(made is not None, f"I2: nobody made {entry.kind} {entry.op_id}")
        assert made is not None
        true(entry.author == made["author"], f"I8: {entry.op_id} is filed under {entry.author}")
        true(entry.hash == made["hash"], f"I7: {entry.op_id} is not what was made")
        true(entry.reason not in ("wrong_author", "id_reused", "number_reused"), f"I8: own op held as {entry.reason}")

    def _numbers_once(self) -> None:
        true(len(self._entries) == self._seq, "I2: fewer ops than entries")

    # ---- one phone

    def _honest(self, session: Session, store: Store) -> None:
        """I3: what a phone holds as delivered is here, or the phone will notice at its next pull that it is not."""
        lost = [done.op["op_id"] for done in store.done if done.op["op_id"] not in self._entries]
        if lost:
            noticed = any(seq and queries.chain_at(session, seq) != chain for seq, chain in store.checks)
            true(noticed, f"I3: {lost[0]} counts as delivered, is not on the server, and nothing would show it")

    # ---- at the end, with the faults off

    def finish(self, stores: list[Store]) -> None:
        self._read_on()
        for store in stores:
            kinds = [op["kind"] for op in store.ops]
            true(not kinds, f"L1: {len(kinds)} ops never left the phone, first {kinds[:1]}")
            true(set(store.unsent()) <= store.lost, "L1: a picture never left the phone")
            same_base(store, self._book.pages)
            self._look(store, None)
        self.nothing_lost(stores)
        self._whole_server()

    def nothing_lost(self, stores: list[Store]) -> None:
        """I1, as sets: the server and the phones' exports together are everything ever shown as saved, but for what
        was nowhere else when a phone was lost."""
        ops, digests = self.contents()
        from_phones = {op_id for op_id in ops if op_id in self.saved}
        exported = {op["op_id"] for store in stores for op in store.ops}
        missing = self.saved.keys() - from_phones - exported
        true(missing <= self.fate.gone, f"I1: {len(missing - self.fate.gone)} saved ops are lost")
        true(exported <= self.saved.keys(), "I1: a phone exports what nobody saved")
        pictures = {digest for store in stores for digest in store.unsent() if store.reads(digest)}
        missing = self.captured.keys() - digests - pictures
        true(missing <= self.fate.hopeless, f"I1: {len(missing - self.fate.hopeless)} pictures are lost")

    def _whole_server(self) -> None:
        files = self.server.firm.files
        with self.server.firm.database.read() as session:
            for page in self._book.pages.values():
                same_slip(session, page, files, self.captured, self.fate.hopeless)
            here = set(session.scalars(select(Blob.sha256)))
            true(replay.broken_links(session) == [], "I11: broken links")
            numbers = sorted(number for number in session.scalars(select(Slip.number)) if number)
        for digest in here:
            true(files.has(digest) and files.read(digest) == self.captured.get(digest), f"I5: {digest[:8]} differs")
        true([int(one.split("-")[1]) for one in numbers] == list(range(1, len(numbers) + 1)), f"I2: numbers {numbers}")
        true(self.server.firm.database.write(replay.rebuild) == [], "I7: the slips are not what a replay makes")

    def _look(self, store: Store, slip_ids: set[str] | None) -> None:
        """I14, I15, unless the phone still shows a history the server has lost: it will notice at its next pull."""
        if all(not seq or self._chains.get(seq) == chain for seq, chain in store.checks):
            self.eyes.look(store, self._book, slip_ids)

    def _reread(self) -> None:
        self._desks: set[str] = set()
        self._book = Book(self._desks, self.office)
        self._seq, self._chain = 0, GENESIS
        self._entries: dict[str, tuple[int, str, str]] = {}
        self._chains: dict[int, str] = {}
