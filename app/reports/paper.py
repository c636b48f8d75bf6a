"""What stands on a printed slip, worded and in order. Values only: it travels to the process that prints it."""

from dataclasses import dataclass, field
from datetime import datetime

from app.reports.checks import Check
from app.reports.records import Record


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
    will never come; `about` says what it shows or was drawn on."""

    number: int
    sha256: str | None
    tag: str
    caption: str
    lost: bool = False
    about: str = ""
    of: str = ""


@dataclass(frozen=True)
class Signing:
    """What somebody did with the pen. `part`: for the extent of the work, for an acceptance, or the crew's own;
    `stated` is what was said about signing for somebody else, `proof` whether it was over what is printed."""

    part: str
    outcome: str
    words: str
    who: str
    role: str
    when: str
    reservation: str
    reason: str
    picture: str | None
    lost: bool = False
    stated: tuple[str, ...] = ()
    proof: str = ""


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
    """The head: whose letter, which slip, what was ordered. `mark` is printed across every page, if any; `copy` says
    whose copy it is."""

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
    copy: str = ""


@dataclass(frozen=True)
class Report:
    """Fields 1 to 8. `has_hours`: whether this copy shows them; `state` is how the site was left; `notes` is what was
    told to the client."""

    has_hours: bool
    times: tuple[TimeLine, ...]
    total: Said
    total_planned: str
    late_reason: str
    trips: Table | None
    work: tuple[tuple[str, str], ...]
    finished: str
    leftover: str
    state: tuple[tuple[str, str], ...]
    material: Table | None
    equipment: Table | None
    measurements: Table | None
    openings: tuple[Record, ...]
    photos: tuple[Photo, ...]
    checks: tuple[Check, ...]
    allowances: Table | None
    away: Table | None
    extras: tuple[str, ...]
    records: tuple[Record, ...]
    notes: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]

    @property
    def shown_by(self) -> dict[str, list[int]]:
        """Numbers of the photos, by the id of the row they show."""
        found: dict[str, list[int]] = {}
        for photo in filter(lambda photo: photo.of, self.photos):
            found.setdefault(photo.of, []).append(photo.number)
        return found


@dataclass(frozen=True)
class Closing:
    """Who signed, handed in and approved what, and how it can be proved. Pairs are (who, when) or (when, what)."""

    signing: Signing | None
    others: tuple[Signing, ...]
    handed_in: tuple[str, str] | None
    approved: tuple[str, str] | None
    changes: tuple[Change, ...]
    differences: tuple[Difference, ...]
    trail: tuple[tuple[str, str], ...]
    proof: str
    attached: str
    content_hash: str


@dataclass(frozen=True)
class Paper:
    """One printed slip. `content` is the canonical JSON whose SHA-256 is the content hash; of a client's copy, the part
    of it the client sees."""

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
        return tuple(dict.fromkeys(sha for sha in [*photos, *self.signatures] if sha))

    @property
    def signatures(self) -> tuple[str, ...]:
        """Digests of what was written by hand."""
        return tuple(dict.fromkeys(digest for _, digest in self.hands))

    @property
    def hands(self) -> tuple[tuple[str, str], ...]:
        """(who, digest of the picture) of everything that was written by hand."""
        signed = [(one.who, one.picture) for one in (self.closing.signing, *self.closing.others) if one]
        answered = [(answer.text, answer.picture) for check in self.report.checks for answer in check.answers]
        return tuple((who, digest) for who, digest in [*signed, *answered] if digest)
