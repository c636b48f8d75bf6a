"""A slip made through the ledger, and how to pour many more of its form.

A copy has its own identities, day and number, and its entries go into the chain like all others; only the merging,
which would come to the same result each time, is not done again. tests/demo proves with a replay that it is the same.
"""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app import clock
from app.slips import walltime
from app.slips.ledger import link, lock
from app.slips.op import canonical, signable
from app.slips.tables import Entry, Head, Slip, SlipPerson, Version, Work

WALL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[+-]\d\d:\d\d")

Row = dict[str, Any]
Names = dict[str, str]  # what a part of the mould is called in the copy
Pieces = list[str]  # a text, cut before and after every part that has another name in the copy


@dataclass(frozen=True)
class Mould:
    """Everything one slip consists of, as rows of the database and as texts."""

    entries: list[Row]
    ops: list[Pieces]
    slip: Row
    people: list[Row]
    work: list[Row]
    version: Row
    content: Pieces
    signable: Pieces
    own: list[str]  # the identities that are only this slip's, sorted
    walls: list[str]
    made_at: str  # as the phone's clock said


@dataclass
class Pouring:
    """The end of the ledger while copies are added to it, and the rows that wait to be written."""

    seq: int
    chain: str
    numbers: dict[int, int]
    rows: dict[Any, list[Row]] = field(default_factory=dict)

    def add(self, model: Any, *rows: Row) -> None:
        self.rows.setdefault(model.__table__, []).extend(rows)

    def write(self, session: Session) -> None:
        """What comes next follows this end."""
        for table, rows in self.rows.items():
            session.execute(insert(table), rows)
        session.execute(update(Head).values(seq=self.seq, chain=self.chain))
        tip = lock(session)
        tip.seq, tip.chain = self.seq, self.chain


def read_mould(session: Session, slip_id: str) -> Mould:
    slip = session.get_one(Slip, slip_id)
    entries = _of(session, Entry, slip_id)
    content, said = canonical(slip.content).decode(), canonical(signable(slip_id, slip.content)).decode()
    own = sorted({slip_id, *slip.content["rows"], *(entry["op_id"] for entry in entries)})
    walls = sorted(set(WALL.findall(content)))
    made_at = json.loads(entries[0]["op"])["client_time"]
    parts = re.compile("|".join(re.escape(part) for part in [*own, *walls, made_at, slip.content_hash, str(slip.date)]))
    return Mould(
        entries=sorted(entries, key=lambda entry: int(entry["seq"])),
        ops=[_cut(entry["op"], parts) for entry in sorted(entries, key=lambda entry: int(entry["seq"]))],
        slip=slip.model_dump(),
        people=_of(session, SlipPerson, slip_id),
        work=_of(session, Work, slip_id),
        version=_of(session, Version, slip_id)[0],
        content=_cut(content, parts),
        signable=_cut(said, parts),
        own=own,
        walls=walls,
        made_at=made_at,
    )


def pour(mould: Mould, at: Pouring, make_id: Callable[[], str], moment: datetime, zone: str) -> None:
    """One copy, for the day of `moment`."""
    names = _names(mould, make_id, moment, zone)
    names[mould.slip["content_hash"]] = _digest(_renamed(mould.signable, names))
    seqs = {entry["seq"]: at.seq + step for step, entry in enumerate(mould.entries, start=1)}
    at.add(Entry, *(_entry(entry, op, names, at) for entry, op in zip(mould.entries, mould.ops, strict=True)))
    content = json.loads(_renamed(mould.content, names))
    for row in content["rows"].values():
        row["seq"] = seqs[row["seq"]]
    numbered = {"number": _number(at, moment.year), "content": content, "seq": at.seq}
    at.add(Slip, _moved(mould.slip, names) | numbered)
    at.add(Version, _moved(mould.version, names) | {"content": content, "seq": seqs[mould.version["seq"]]})
    at.add(SlipPerson, *(_moved(row, names) for row in mould.people))
    at.add(Work, *(_moved(row, names) for row in mould.work))


def _of(session: Session, model: Any, slip_id: str) -> list[Row]:
    return [row.model_dump() for row in session.scalars(select(model).where(model.slip_id == slip_id))]


def _cut(text: str, parts: re.Pattern[str]) -> Pieces:
    pieces, end = [], 0
    for part in parts.finditer(text):
        pieces += [text[end : part.start()], part[0]]
        end = part.end()
    return [*pieces, text[end:]]


def _names(mould: Mould, make_id: Callable[[], str], moment: datetime, zone: str) -> Names:
    """New identities in the order of the old ones: the sorted keys of canonical JSON stay where they are."""
    day = moment.date().isoformat()
    names = dict(zip(mould.own, sorted([make_id() for _ in mould.own]), strict=True))
    names |= {old: walltime.wall(day, walltime.clock(old), zone) for old in mould.walls}
    names[mould.made_at] = clock.now().isoformat(timespec="seconds")
    return names | {mould.slip["date"]: day, mould.entries[0]["received_at"]: clock.stamp()}


def _entry(entry: Row, pieces: Pieces, names: Names, at: Pouring) -> Row:
    """The next entry of the chain."""
    op = _renamed(pieces, names)
    op_id, digest = names[entry["op_id"]], _digest(op)
    at.seq, at.chain = at.seq + 1, link(at.chain, op_id, digest)
    return _moved(entry, names) | {"op": op, "hash": digest, "seq": at.seq, "chain": at.chain}


def _number(at: Pouring, year: int) -> str:
    at.numbers[year] += 1
    return f"{year}-{at.numbers[year]:04d}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _renamed(pieces: Pieces, names: Names) -> str:
    return "".join([names.get(piece, piece) for piece in pieces])


def _moved(row: Row, names: Names) -> Row:
    return {name: names.get(value, value) if isinstance(value, str) else value for name, value in row.items()}
