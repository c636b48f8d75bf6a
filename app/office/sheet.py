"""A slip as it is read at a desk, field by field. Pure: a content in, lines out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from app.office.rows import Fields, MaterialLine, Pair, Pauses, Photo, Ride, Said, TimeLine, pair, said
from app.slips.conflicts import Content
from app.slips.evidence import EXTENT
from app.slips.slip import live_rows


@dataclass(frozen=True)
class Sheet:
    """Everything a page says about the content of a slip."""

    content: Content
    names: dict[str, str] = field(default_factory=dict)
    here: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()

    @property
    def fields(self) -> Fields:
        return Said({name: value for name, value in self.content["fields"].items() if value not in (None, "")})

    @cached_property
    def times(self) -> list[TimeLine]:
        pauses = self._fields_of("break")
        rows = self._fields_of("time").items()
        lines = [TimeLine(row_id, row, _of_time(pauses, row_id)) for row_id, row in rows]
        return sorted(
            lines,
            key=lambda line: (line.fields.get("person") != self.fields.get("lead"), line.fields.get("name") or ""),
        )

    @cached_property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.times)

    @cached_property
    def plan_minutes(self) -> int:
        return sum(line.plan_minutes for line in self.times)

    @cached_property
    def longest_over(self) -> int:
        """How much longer than planned the latest of them stayed."""
        return max((line.over for line in self.times), default=0)

    @cached_property
    def rides(self) -> list[Ride]:
        """Trips, the people in one vehicle together; whoever drives stands first."""
        trips, found = self._fields_of("trip"), dict[tuple[Any, ...], list[Fields]]()
        for trip in trips.values():
            of = trips.get(trip["ride"] or "", trip)
            found.setdefault(tuple(of[name] for name in ("start", "end", "vehicle", "km", "purpose")), []).append(trip)
        inside = [sorted(people, key=lambda trip: trip["role"] or "none") for people in found.values()]
        rides = [Ride(people[0], people) for people in inside]
        return sorted(rides, key=lambda ride: ride.trip["start"] or "")

    @cached_property
    def materials(self) -> list[MaterialLine]:
        return [MaterialLine(row) for row in self._fields_of("material").values()]

    @property
    def shorter(self) -> int:
        """How much less than planned was worked altogether."""
        return max(self.plan_minutes - self.minutes, 0) if self.minutes else 0

    @property
    def deviating(self) -> int:
        """Lines of material that are not as planned."""
        return sum(line.pair.differs and not line.fields["extra_order"] for line in self.materials)

    @property
    def extras(self) -> list[MaterialLine]:
        return [line for line in self.materials if line.fields.get("extra_order")]

    @property
    def other_extras(self) -> list[Fields]:
        """Hours, equipment and measurements beyond the order."""
        rows = (row for table in ("time", "equipment", "measurement") for row in self._fields_of(table).values())
        return [row for row in rows if row["extra_order"]]

    @cached_property
    def equipment(self) -> list[Fields]:
        return list(self._fields_of("equipment").values())

    @cached_property
    def allowances(self) -> list[Fields]:
        return list(self._fields_of("allowance").values())

    @cached_property
    def photos(self) -> list[Photo]:
        """The one that says most first: what it looked like afterwards; a drawn-on one beside its original."""
        rows = live_rows(self.content, "photo")
        found = [self._photo(row_id, row) for row_id, row in rows.items()]
        first = sorted(found, key=lambda photo: photo.fields.get("tag") != "after")
        return [one for photo in first if not _is_drawn(photo, rows) for one in (photo, *_drawn_on(photo, first))]

    @property
    def travelling(self) -> int:
        return sum(not photo.here and not photo.lost for photo in self.photos)

    @property
    def gone(self) -> int:
        """Photos that will never come."""
        return sum(photo.lost for photo in self.photos)

    @cached_property
    def signatures(self) -> list[Fields]:
        """For the extent of the work, latest last: row ids sort by the time they were made."""
        return [one for one in self._fields_of("signature").values() if (one["part"] or EXTENT) == EXTENT]

    @property
    def further_signatures(self) -> list[Fields]:
        """The latest acceptance, and the crew's own."""
        found = {one["part"]: one for one in self._fields_of("signature").values() if (one["part"] or EXTENT) != EXTENT}
        return list(found.values())

    @property
    def signature(self) -> Fields | None:
        return self.signatures[-1] if self.signatures else None

    @property
    def signed(self) -> bool:
        return bool(self.signature and self.signature.get("outcome") == "signed")

    @cached_property
    def remarks(self) -> list[Fields]:
        rows = live_rows(self.content, "remark").values()
        return [Said({**row["fields"], "by": self._by(row)}) for row in rows]

    def remarks_at(self, number: str) -> list[Fields]:
        return [remark for remark in self.remarks if (remark.get("field") or "0") == number]

    def returned_at(self, number: str) -> bool:
        """Whether the red pencil is on this field and nobody has said it is done."""
        return any(remark.get("kind") == "return" and not remark.get("done") for remark in self.remarks_at(number))

    @property
    def has_work(self) -> bool:
        return bool(self.fields.get("work") or any(line.fields.get("text") for line in self.times))

    @cached_property
    def pauses(self) -> list[Pauses]:
        """Breaks, the people who had the same ones together."""
        found: dict[tuple[tuple[Pair, Pair], ...], list[str]] = {}
        for line in self.times:
            spans = tuple((pair(pause, "start"), pair(pause, "end")) for pause in line.breaks.values())
            if spans:
                found.setdefault(spans, []).append(line.fields.get("name") or self.name(line.fields.get("person")))
        return [Pauses(people, spans) for spans, people in found.items()]

    @property
    def as_planned(self) -> bool:
        """Nothing one would have to look at: hours and material as planned, nothing extra, nothing left over."""
        same = all(line.minutes == line.plan_minutes > 0 for line in self.times)
        return bool(self.times) and same and not self.deviating and not self.extras and not self.fields.get("leftover")

    def name(self, person_id: str | None) -> str:
        return self.names.get(person_id or "", "")

    def _photo(self, row_id: str, row: dict[str, Any]) -> Photo:
        digest = row["fields"].get("sha256")
        return Photo(row_id, said(row["fields"]), self._by(row), digest in self.here, digest in self.lost)

    def _by(self, row: dict[str, Any]) -> str:
        return self.name(row.get("by"))

    def _fields_of(self, table: str) -> dict[str, Fields]:
        return {row_id: said(row["fields"]) for row_id, row in live_rows(self.content, table).items()}


def digests(contents: Iterable[Content]) -> set[str]:
    """Pictures named by some slips."""
    tables = ("photo", "signature", "answer")
    return {row["fields"]["sha256"] for one in contents for row in one["rows"].values()
            if row["table"] in tables and row["fields"].get("sha256")}  # fmt: skip


def _is_drawn(photo: Photo, rows: dict[str, Any]) -> bool:
    """Whether it was drawn on another one that is there, and no drawing itself."""
    original = rows.get(photo.fields.get("original") or "")
    return original is not None and not original["fields"].get("original")


def _drawn_on(photo: Photo, all_of_them: list[Photo]) -> list[Photo]:
    if photo.fields.get("original"):
        return []
    return [one for one in all_of_them if one.fields.get("original") == photo.row_id]


def _of_time(pauses: dict[str, Fields], time_id: str) -> dict[str, Fields]:
    own = {row_id: row for row_id, row in pauses.items() if row.get("time") == time_id}
    return dict(sorted(own.items(), key=lambda item: item[1].get("start") or item[1].get("plan_start") or ""))
