"""Many plain slips for benchmarks: a few made op by op through the ledger, and copies of their form (mould.py)."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from app import clock, ids
from app.demo.directory import Directory
from app.demo.jobs import JOBS
from app.demo.mould import Mould, Pouring, pour, read_mould
from app.demo.timeline import identities
from app.demo.trades import TRADES
from app.firm import Firm
from app.people.device import desk_of
from app.sites.places import plan_fields
from app.slips.ledger import Sender, append, lock
from app.slips.op import content_hash, op_hash
from app.slips.tables import NumberRange
from app.slips.upcast import newest
from app.slips.walltime import wall

AT_ONCE = 1000  # slips in one transaction
MOULDS = 24
YEARS = 2  # the slips are spread over

Fields = dict[str, Any]


def load_plain(firm: Firm, directory: Directory, count: int, seed: int, *, until: datetime) -> None:
    """So many approved slips, spread over the years before `until`, without photos and without a signature."""
    begin = until - timedelta(days=365 * YEARS)
    moments = [begin + (until - begin) * number / max(1, count) for number in range(count)]
    rng = Random(f"{seed}/plain")
    make_id = identities(rng)
    plain = Plain(directory, rng, firm.settings.zone)

    def first(session: Session) -> list[Mould]:
        with ids.taken_from(make_id):
            return plain.made(session, moments[:MOULDS])

    moulds = firm.database.write(first) if count else []
    for start in range(MOULDS, count, AT_ONCE):

        def more(session: Session, portion: list[datetime] = moments[start : start + AT_ONCE]) -> None:
            with ids.taken_from(make_id):
                plain.poured(session, moulds, portion)

        firm.database.write(more)


class Plain:
    """Makes plain slips of one person and one day."""

    def __init__(self, directory: Directory, rng: Random, zone: str) -> None:
        self.directory, self.rng, self.zone = directory, rng, zone
        self.phones = list(directory.phones.items())

    def made(self, session: Session, moments: list[datetime]) -> list[Mould]:
        """One slip per moment, through the ledger."""
        moulds = []
        for moment in moments:
            with clock.at(moment.astimezone(UTC)):
                moulds.append(read_mould(session, self._slip(session, moment)))
        return moulds

    def poured(self, session: Session, moulds: list[Mould], moments: list[datetime]) -> None:
        """One copy per moment."""
        head, ranges = lock(session), _ranges(session, {moment.year for moment in moments})
        at = Pouring(head.seq, head.chain, {year: found.last for year, found in ranges.items()})
        for moment in moments:
            with clock.at(moment.astimezone(UTC)):
                pour(self.rng.choice(moulds), at, ids.new, moment, self.zone)
        at.write(session)
        for year, found in ranges.items():
            found.last = at.numbers[year]

    def _slip(self, session: Session, moment: datetime) -> str:
        key, phone = self.rng.choice(self.phones)
        person, reviewer = self.directory.people[key], self.directory.people["max"]
        slip_id, rows, order = ids.new(), self._rows(person, moment.date()), self.rng.choice(JOBS)
        patch = {
            **plan_fields(session, self.directory.jobs[order.number]), "date": moment.date().isoformat(),
            "zone": self.zone, "lead": person.id, "finished": "yes", "work": self.rng.choice(TRADES[order.trade].work),
        }  # fmt: skip
        read = _hash(slip_id, patch, rows)
        signature = {"outcome": "later", "reason": "Unterschreibt am Freitag.", "content_hash": read}
        _push(session, person.id, phone.id, 1, "create", slip_id, patch, rows)
        _push(session, person.id, phone.id, 2, "submit", slip_id, {}, {ids.new(): ("signature", signature)})
        _push(session, reviewer.id, desk_of(session, reviewer).id, 1, "approve", slip_id, {}, {})
        return slip_id

    def _rows(self, person: Any, day: date) -> dict[str, tuple[str, Fields]]:
        """One person from seven to a quarter to four, one break."""
        start, end, noon, after = (self._wall(day, *reading) for reading in ((7, 0), (15, 45), (12, 0), (12, 30)))
        time_id = ids.new()
        named = {"person": person.id, "name": person.name, "job_title": person.job_title, "activity": "work"}
        return {
            time_id: ("time", {**named, "plan_start": start, "plan_end": end, "start": start, "end": end}),
            ids.new(): ("break", {"time": time_id, "start": noon, "end": after}),
        }

    def _wall(self, day: date, hour: int, minute: int) -> str:
        return wall(day.isoformat(), f"{hour:02}:{minute:02}", self.zone)


def _push(
    session: Session, author: str, device: str, n: int, kind: str, slip_id: str, patch: Fields, rows: Any
) -> None:
    op = {
        "op_id": ids.new(), "slip_id": slip_id, "n": n, "author": author, "device": device, "kind": kind,
        "schema": newest(), "base_rev": n - 1, "patch": _pairs(patch),
        "rows": {key: {"table": table, "fields": _pairs(fields)} for key, (table, fields) in rows.items()},
        "manifest": [], "client_time": clock.now().isoformat(timespec="seconds"), "offset_ms": 0,
    }  # fmt: skip
    op["hash"] = op_hash(op)
    result = append(session, op, Sender(author))
    if result["result"] != "applied":
        raise RuntimeError(f"{kind}: {result}")


def _ranges(session: Session, years: set[int]) -> dict[int, NumberRange]:
    """The slip numbers given so far, year by year."""
    ranges = {year: session.get(NumberRange, year) or NumberRange(year=year, last=0) for year in sorted(years)}
    session.add_all(ranges.values())
    return ranges


def _pairs(fields: Fields) -> dict[str, list[Any]]:
    return {name: [None, value] for name, value in fields.items()}


def _hash(slip_id: str, fields: Fields, rows: dict[str, tuple[str, Fields]]) -> str:
    content = {key: {"table": table, "fields": values, "extra": {}} for key, (table, values) in rows.items()}
    return content_hash(slip_id, {"fields": fields, "extra": {}, "rows": content})
