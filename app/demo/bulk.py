"""Many plain slips for benchmarks: three ops each, through the ledger like all others, as fast as it goes."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app import clock, ids
from app.demo.directory import Directory
from app.demo.jobs import JOBS
from app.demo.timeline import identities
from app.demo.trades import TRADES
from app.firm import Firm
from app.people.device import desk_of
from app.sites.places import plan_fields
from app.slips.ledger import Sender, append
from app.slips.op import SCHEMA, content_hash, op_hash
from app.slips.walltime import in_zone

AT_ONCE = 250  # slips in one transaction
YEARS = 2  # they are spread over

Fields = dict[str, Any]


def load_plain(firm: Firm, directory: Directory, count: int, seed: int, *, until: datetime) -> None:
    """So many approved slips, spread over the years before `until`, without photos and without a signature."""
    begin = until - timedelta(days=365 * YEARS)
    moments = iter([begin + (until - begin) * number / count for number in range(count)])
    rng = Random(f"{seed}/plain")
    make_id = identities(rng)
    while portion := list(islice(moments, AT_ONCE)):

        def work(session: Session, portion: list[datetime] = portion) -> None:
            with ids.taken_from(make_id):
                Plain(session, directory, rng, firm.settings.zone).write(portion)

        firm.database.write(work)


class Plain:
    """Writes plain slips. What is the same for all is looked up once."""

    def __init__(self, session: Session, directory: Directory, rng: Random, zone: str) -> None:
        self.session, self.rng, self.zone = session, rng, zone
        self.crews = [(directory.people[key], phone) for key, phone in directory.phones.items()]
        self.reviewer = directory.people["max"]
        self.desk = desk_of(session, self.reviewer)
        self.jobs = [(plan_fields(session, directory.jobs[order.number]), order.trade) for order in JOBS]

    def write(self, moments: list[datetime]) -> None:
        for moment in moments:
            with clock.at(moment.astimezone(UTC)):
                self._slip(moment)

    def _slip(self, moment: datetime) -> None:
        person, phone = self.rng.choice(self.crews)
        slip_id, rows = ids.new(), self._rows(person, moment.date())
        fields, trade = self.rng.choice(self.jobs)
        patch = {**fields, "date": moment.date().isoformat(), "zone": self.zone, "lead": person.id, "finished": "yes",
                 "work": self.rng.choice(TRADES[trade].work)}  # fmt: skip
        self._push(person.id, phone.id, 1, "create", slip_id, patch, rows)
        signature = {
            "outcome": "later",
            "reason": "Unterschreibt am Freitag.",
            "content_hash": _hash(slip_id, patch, rows),
        }
        self._push(person.id, phone.id, 2, "submit", slip_id, {}, {ids.new(): ("signature", signature)})
        self._push(self.reviewer.id, self.desk.id, 1, "approve", slip_id, {}, {})

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
        return in_zone(datetime.combine(day, time(hour, minute), ZoneInfo(self.zone)))

    def _push(self, author: str, device: str, n: int, kind: str, slip_id: str, patch: Fields, rows: Any) -> None:
        op = {
            "op_id": ids.new(), "slip_id": slip_id, "n": n, "author": author, "device": device, "kind": kind,
            "schema": SCHEMA, "base_rev": n - 1, "patch": _pairs(patch),
            "rows": {key: {"table": table, "fields": _pairs(fields)} for key, (table, fields) in rows.items()},
            "manifest": [], "client_time": clock.now().isoformat(timespec="seconds"), "offset_ms": 0,
        }  # fmt: skip
        op["hash"] = op_hash(op)
        result = append(self.session, op, Sender(author))
        if result["result"] != "applied":
            raise RuntimeError(f"{kind}: {result}")


def _pairs(fields: Fields) -> dict[str, list[Any]]:
    return {name: [None, value] for name, value in fields.items()}


def _hash(slip_id: str, fields: Fields, rows: dict[str, tuple[str, Fields]]) -> str:
    content = {key: {"table": table, "fields": values, "extra": {}} for key, (table, values) in rows.items()}
    return content_hash(slip_id, {"fields": fields, "extra": {}, "rows": content})
