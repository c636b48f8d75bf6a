"""What people were shown of their own work. I14: what was refused does not count. I15: what they wrote stays there."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.audit import true
from tests.simulation.book import Book
from tests.simulation.reading import ALL, GONE, STATE, Place, written
from tests.simulation.store import Store
from tests.simulation.view import Op, View

NEWER = "_next_year"  # fields an older release does not know


@dataclass
class Word:
    """The last thing a person wrote in one place."""

    value: Any
    seq: int | None  # where it stands in the ledger
    clashed: bool


@dataclass
class Eyes:
    """A log of its own: what was shown as saved, by phone and slip, in order."""

    _own: dict[Store, dict[str, list[Op]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    _told: dict[tuple[Store, str], dict[str, Any]] = field(default_factory=dict)

    def note_saved(self, store: Store, op: Op) -> None:
        self._own[store][op["slip_id"]].append(op)

    def note_result(self, store: Store, result: dict[str, Any]) -> None:
        self._told[store, result["op_id"]] = result

    def forget(self, store: Store) -> None:
        """The phone was emptied."""
        self._own.pop(store, None)

    def look(self, store: Store, book: Book, slip_ids: Iterable[str] | None = None) -> None:
        """At these slips, or at all this person has written in on this phone."""
        own = self._own[store]
        for slip_id in own.keys() if slip_ids is None else own.keys() & set(slip_ids):
            view = store.view(slip_id)
            if view is None:
                self._may_be_gone(store, book, slip_id, own[slip_id])
            else:
                self._reads_own_words(store, book, view, own[slip_id])
                self._leaves_out_held(store, book, view, own[slip_id])

    def _may_be_gone(self, store: Store, book: Book, slip_id: str, ops: list[Op]) -> None:
        """A slip goes from a phone when its person was taken off it, or when the office does not have it."""
        page = book.pages.get(slip_id)
        started = any(op["kind"] == "create" and not self._refused(store, book, op) for op in ops)
        mine = page is not None and store.person in page.people and page.seq <= store.seen
        true(not mine and (page is not None or not started), f"I15: slip {slip_id} is not shown any more")

    def _reads_own_words(self, store: Store, book: Book, view: View, ops: list[Op]) -> None:
        touched = book.touched[view["slip_id"]]
        for place, word in self._words(store, book, ops).items():
            later = max(touched.get(place, 0), touched.get((place[0], GONE), 0), touched.get(ALL, 0))
            overruled = word.clashed or (word.seq is not None and later > word.seq)
            if overruled or (store.old and place[1].endswith(NEWER)):
                continue
            true(shown(view, place) == word.value, f"I15: {place} reads {shown(view, place)}, written {word.value}")

    def _words(self, store: Store, book: Book, ops: list[Op]) -> dict[Place, Word]:
        words: dict[Place, Word] = {}
        for op in ops:
            if self._refused(store, book, op):
                continue
            seq = book.seqs.get(op["op_id"])
            for place, value in written(op):
                if place[1] == GONE:
                    words = {one: word for one, word in words.items() if one[0] != place[0]}
                words[place] = Word(value, seq, self._clashed(store, book, op, place))
        return words

    def _leaves_out_held(self, store: Store, book: Book, view: View, ops: list[Op]) -> None:
        """I14: a row that came with a refused op is not there, unless the office or another op put it there; a later
        change to it stands until this phone has been told that it was refused too."""
        base = store.base.get(view["slip_id"], {"rows": {}})
        named = {row_id for op in ops if not self._told_held(store, op) for row_id in op["rows"]}
        for op in ops:
            if op["op_id"] in book.open_held(view["slip_id"]) and self._told_held(store, op):
                left = op["rows"].keys() & view["rows"].keys() - base["rows"].keys() - named
                true(not left, f"I14: {op['kind']} {op['op_id']} was held, and still counts on the phone")

    def _refused(self, store: Store, book: Book, op: Op) -> bool:
        return book.outcomes.get(op["op_id"]) == "held" or self._told_held(store, op)

    def _told_held(self, store: Store, op: Op) -> bool:
        return bool(self._last_told(store, op).get("reason"))

    def _clashed(self, store: Store, book: Book, op: Op, place: Place) -> bool:
        told = self._last_told(store, op).get("conflicts", [])
        return book.clashed(op, place) or any((one["row_id"], one["field"]) == place for one in told)

    def _last_told(self, store: Store, op: Op) -> dict[str, Any]:
        """The last result with a receipt; none of what a restored server has forgotten and waits to be sent again."""
        waits = any(one["op_id"] == op["op_id"] for one in store.ops)
        return {} if waits else self._told.get((store, op["op_id"]), {})


def shown(view: View, place: Place) -> Any:
    row_id, name = place
    if place == STATE:
        return view["state"]
    if name == GONE:
        return row_id not in view["rows"]
    part = view["fields"] if row_id is None else view["rows"].get(row_id, {"fields": {}})["fields"]
    return part.get(name)
