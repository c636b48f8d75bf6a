"""The checker's own reading of the ledger. Written from docs/protocol.md alone; it shares no code with app/slips."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.reading import (
    ALL,
    BEFORE,
    Clash,
    Place,
    Wrong,
    change,
    change_row,
    conflict_key,
    deserved,
    drop,
    drops,
    put,
    signed_over,
    touches_plan,
    written,
)
from tests.simulation.view import NEXT, seal

BY_OFFICE = ("plan", "return", "approve", "correct", "resolve")


@dataclass
class Page:
    """One slip, as the entries so far make it."""

    slip_id: str
    author: str
    planned: bool
    held: set[str]
    state: str = "draft"
    fields: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    clashes: set[Clash] = field(default_factory=set)
    decided: set[Clash] = field(default_factory=set)
    versions: dict[int, str] = field(default_factory=dict)
    seq: int = 0
    late: bool = False  # handed in by a decision of the office
    named: set[str] = field(default_factory=set)  # bytes it names or ever named

    @property
    def people(self) -> set[str]:
        """Who is on the slip."""
        on = {
            row["fields"].get("person") for row in self.rows.values() if row["table"] == "time" and not row["dropped"]
        }
        on |= {self.fields.get("lead"), None if self.planned else self.author}
        return {person for person in on if person}

    @property
    def live(self) -> dict[str, dict[str, Any]]:
        return {row_id: row for row_id, row in self.rows.items() if not row["dropped"]}

    def signed_hash(self) -> str:
        """Hash of what a client reads and signs."""
        rows = {
            row_id: {"table": row["table"], **row["fields"]}
            for row_id, row in self.live.items()
            if row["table"] not in ("signature", "remark")
        }
        return seal({"slip_id": self.slip_id, "fields": self.fields, "rows": rows})

    def digests(self) -> set[str]:
        """Bytes the slip names now."""
        return {row["fields"]["sha256"] for row in self.live.values() if row["fields"].get("sha256")}

    def version(self) -> None:
        self.versions[len(self.versions) + 1] = self.signed_hash()


class Book:
    """All slips, entry by entry."""

    def __init__(self, desks: set[str], office: set[str]) -> None:
        self._desks, self._office = desks, office
        self.pages: dict[str, Page] = {}
        self.ops: dict[str, dict[str, Any]] = {}
        self.outcomes: dict[str, str] = {}
        self.seqs: dict[str, int] = {}
        self.touched: dict[str, dict[Place, int]] = defaultdict(dict)  # by slip: where, and by which entry last
        self._counted: Counter[tuple[str, str]] = Counter()
        self._held: dict[str, set[str]] = defaultdict(set)  # by slip, also of slips nobody has heard of yet

    def enter(self, entry: Any) -> Page | None:
        """The next entry; the slip it was about, as it is now. Wrong if it should not have been applied."""
        op = json.loads(entry.op)
        self.ops[entry.op_id], self.outcomes[entry.op_id], self.seqs[entry.op_id] = op, entry.outcome, entry.seq
        page = self.pages.get(entry.slip_id)
        self._count(entry)
        if entry.outcome == "held":
            return self._hold(entry, op, page)
        if op["kind"] == "resolve":
            page = self._resolve(page, op)
        page = self._page(op, page)
        if page is None:
            return None
        clashes = set() if op["kind"] == "resolve" else self._apply(page, op)
        page.seq = entry.seq
        page.named |= page.digests()
        self._touch(op, entry.seq)
        if bool(clashes) != (entry.outcome == "merged"):
            raise Wrong(
                f"I7: {op['kind']} {entry.op_id} is {entry.outcome}, the clashes are {sorted(map(str, clashes))}"
            )
        return page

    def _hold(self, entry: Any, op: dict[str, Any], page: Page | None) -> Page | None:
        if not deserved(entry.reason, op, page, lambda page: self._may(op, page)):
            raise Wrong(f"I10: {op['kind']} {entry.op_id} was held as {entry.reason}, without cause")
        self._held[entry.slip_id].add(entry.op_id)
        if page:
            page.seq = entry.seq
        return page

    def open_held(self, slip_id: str) -> set[str]:
        return self._held[slip_id]

    def clashed(self, op: dict[str, Any], place: Place) -> bool:
        page = self.pages.get(op["slip_id"])
        return page is not None and any((one[0], one[1], one[2]) == (op["op_id"], *place) for one in page.clashes)

    def _count(self, entry: Any) -> None:
        """I11: a device's ops about a slip come in their order, without gaps."""
        line = (entry.slip_id, entry.device)
        if entry.n and entry.n != self._counted[line] + 1:
            raise Wrong(f"I11: {entry.op_id} is number {entry.n} of its line, after {self._counted[line]}")
        self._counted[line] = entry.n or self._counted[line]

    def _touch(self, op: dict[str, Any], seq: int) -> None:
        places = [ALL] if op["kind"] == "resolve" else [place for place, _ in written(op)]
        self.touched[op["slip_id"]] |= dict.fromkeys(places, seq)

    def _page(self, op: dict[str, Any], page: Page | None) -> Page | None:
        if page is None and op["kind"] == "resolve":
            return None  # what was held for a slip nobody ever heard of
        if (page is None) != (op["kind"] == "create"):
            raise Wrong(f"I10: {op['kind']} applied to a slip that is {page and page.state}")
        if page is None:
            page = self._start(op)
        elif page.state not in BEFORE[op["kind"]]:
            raise Wrong(f"I10: {op['kind']} applied to a slip that is {page.state}")
        elif not self._may(op, page):
            raise Wrong(f"I10: {op['kind']} applied without the pen")
        return page

    def _may(self, op: dict[str, Any], page: Page) -> bool:
        if op["author"] in self._office:
            return op["kind"] in (*BY_OFFICE, "void", "remark", "drop_row")
        own_draft = op["kind"] == "void" and page.author == op["author"] and page.state == "draft"
        if page.planned and touches_plan(op):
            return False
        return own_draft or (op["kind"] not in (*BY_OFFICE, "void") and op["author"] in page.people)

    def _apply(self, page: Page, op: dict[str, Any]) -> set[Clash]:
        clashes = self._merge(page, op)
        if op["kind"] == "submit":
            self._signed(page, op)
            page.late = False
            page.version()
        if op["kind"] == "correct":
            page.version()
        page.state = NEXT.get(op["kind"], page.state)
        page.clashes |= clashes
        return clashes

    def _signed(self, page: Page, op: dict[str, Any]) -> None:
        if signed_over(op) - {page.signed_hash()}:
            raise Wrong(f"I9: {op['op_id']} was signed over something else")

    def _merge(self, page: Page, op: dict[str, Any]) -> set[Clash]:
        changes = {name: pair for name, pair in op["patch"].items() if name != "reason"}
        clashes: set[Clash] = {(op["op_id"], None, *clash) for clash in change(page.fields, changes)}
        for row_id, patch in op["rows"].items():
            step = drop if drops(op, patch) else change_row
            clashes |= {(op["op_id"], row_id, *clash) for clash in step(page.rows, row_id, patch)}
        return clashes

    def _resolve(self, page: Page | None, op: dict[str, Any]) -> Page | None:
        for row_id, row in op["rows"].items():
            decision = row["fields"]["decision"][1]
            if row["table"] == "held":
                self._held[op["slip_id"]].discard(row_id)
            if decision in ("apply", "replaced", "stays"):
                page = self._carry_out(page, row["table"], row_id, decision)
        return page

    def _carry_out(self, page: Page | None, table: str, row_id: str, decision: str) -> Page:
        if page is None and self.ops.get(row_id, {}).get("kind") == "create":
            page = self._start(self.ops[row_id])
        if page is None:
            raise Wrong(f"I10: {decision} for a slip that does not exist")
        if table == "held":
            self._apply_late(page, self.ops[row_id])
        else:
            self._decide(page, row_id, decision)
        return page

    def _start(self, op: dict[str, Any]) -> Page:
        held = self._held[op["slip_id"]]
        page = self.pages[op["slip_id"]] = Page(op["slip_id"], op["author"], op["device"] in self._desks, held)
        return page

    def _apply_late(self, page: Page, late: dict[str, Any]) -> None:
        clashes = self._merge(page, late)
        if late["kind"] == "submit":
            page.state, page.late = "submitted", True
            page.version()
        else:
            page.clashes |= clashes
            if page.state in ("submitted", "approved"):
                page.version()

    def _decide(self, page: Page, conflict_id: str, decision: str) -> None:
        (clash,) = [one for one in page.clashes - page.decided if conflict_key(one) == conflict_id]
        page.decided.add(clash)
        if decision == "replaced":
            self._settle(page, clash)
            if page.state in ("submitted", "approved"):
                page.version()

    def _settle(self, page: Page, clash: Clash) -> None:
        _, row_id, name, _, proposed = clash
        if row_id is None:
            put(page.fields, name, proposed)
        elif name == "dropped":
            page.rows[row_id]["dropped"] = True
        else:
            page.rows[row_id]["dropped"] = False
            put(page.rows[row_id]["fields"], name, proposed)
