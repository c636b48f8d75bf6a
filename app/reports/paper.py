"""What stands on a printed slip, worded and in order. Values only: it travels to the process that prints it."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Said:
    """A value. `pen` is `print` (the plan, black), `ink` (entered on site, blue) or `open` (planned, not confirmed)."""

    text: str
    pen: str = "print"


@dataclass(frozen=True)
class Box:
    """A labelled box of the order; `width` of 4 columns."""

    label: str
    text: str
    width: int = 1


@dataclass(frozen=True)
class TimeLine:
    """One time entry of one person."""

    name: str
    role: str
    start: Said
    end: Said
    breaks: Said
    hours: Said


@dataclass(frozen=True)
class Row:
    """A line of any other table: its head, then its cells."""

    head: Said
    cells: tuple[Said, ...]


@dataclass(frozen=True)
class Table:
    """A numbered field of the form that is a table; `aligned` has one letter per column, `l` or `r`."""

    columns: tuple[str, ...]
    aligned: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Photo:
    """A picture with its number on the paper. `sha256` is None where nobody said which bytes; `lost` are bytes that
    will never come."""

    number: int
    sha256: str | None
    tag: str
    caption: str
    lost: bool = False


@dataclass(frozen=True)
class Signing:
    """What the client did with the pen."""

    outcome: str
    words: str
    who: str
    role: str
    when: str
    reservation: str
    reason: str
    picture: str | None
    lost: bool = False


@dataclass(frozen=True)
class Difference:
    """A value that was changed after the signature."""

    where: str
    old: str
    new: str


@dataclass(frozen=True)
class Change:
    """Who made a version after the signature, and why."""

    version: int
    when: str
    who: str
    reason: str


@dataclass(frozen=True)
class Order:
    """The head: whose letter, which slip, what was ordered. `mark` is printed across every page, if any."""

    slip_id: str
    address: str
    title: str
    number: str
    version: int
    mark: str
    firm: str
    firm_lines: tuple[str, ...]
    trades: str
    heading: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Report:
    """Fields 1 to 8."""

    times: tuple[TimeLine, ...]
    total: Said
    total_planned: str
    late_reason: str
    trips: Table | None
    work: tuple[tuple[str, str], ...]
    finished: str
    leftover: str
    material: Table | None
    equipment: Table | None
    photos: tuple[Photo, ...]
    allowances: Table | None
    extras: tuple[str, ...]
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Closing:
    """Who signed, handed in and approved what, and how it can be proved. Pairs are (who, when) or (when, what)."""

    signing: Signing | None
    handed_in: tuple[str, str] | None
    approved: tuple[str, str] | None
    changes: tuple[Change, ...]
    differences: tuple[Difference, ...]
    trail: tuple[tuple[str, str], ...]
    proof: str
    content_hash: str


@dataclass(frozen=True)
class Paper:
    """One printed slip. `content` is the canonical JSON whose SHA-256 is the content hash."""

    order: Order
    report: Report
    closing: Closing
    content: bytes = field(repr=False)
    created: datetime
    modified: datetime

    @property
    def pictures(self) -> tuple[str, ...]:
        """Digests of every picture on it, each once."""
        photos = [photo.sha256 for photo in self.report.photos]
        signature = self.closing.signing.picture if self.closing.signing else None
        return tuple(dict.fromkeys(sha for sha in [*photos, signature] if sha))
