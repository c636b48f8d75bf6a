"""What goes onto the paper, out of a slip, its history and its versions. Pure: no database, no clock, no printing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.reports import differences, paid, parts, records, special, wording
from app.reports.checks import Check, Templates, checks
from app.reports.copies import shown_to_client
from app.reports.paper import Box, Change, Closing, Difference, Order, Paper, Report, Said
from app.reports.photos import photos
from app.reports.signing import latest, others, signing
from app.reports.trail import trail
from app.reports.wording import LANGUAGE, NOTHING, German, say
from app.slips.conflicts import Content
from app.slips.history import Step
from app.slips.op import canonical, signable
from app.slips.tables import Slip, Version

Fields = dict[str, Any]


@dataclass(frozen=True)
class Source:
    """What a paper is made of. `names` has everybody the paper may have to name; `company` is (name, text, trades);
    `client` are the blocks of a client's copy, None for the firm's own."""

    slip: Slip
    steps: Sequence[Step]
    versions: Sequence[Version]
    names: Mapping[str, str]
    company: tuple[str, str, str]
    base_url: str
    zone: str
    lost: frozenset[str] = frozenset()
    templates: Templates = field(default_factory=dict)
    client: frozenset[str] | None = None

    def seen(self, content: Content) -> Content:
        """As far as whoever gets this copy may see it."""
        return content if self.client is None else shown_to_client(content, self.client)


def compose(source: Source) -> Paper:
    """The paper of a slip as it is now."""
    slip = source.slip
    created, modified = _dates(slip)
    content = source.seen(slip.content)
    return Paper(
        order=_order(source),
        report=_report(source, content),
        closing=_closing(source),
        content=canonical(signable(slip.id, content)),
        created=created,
        modified=modified,
    )


def _order(source: Source) -> Order:
    slip, fields = source.slip, source.seen(source.slip.content)["fields"]
    firm, *firm_lines = _letterhead(source)
    return Order(
        slip_id=slip.id,
        address=f"{source.base_url}/slips/{slip.id}",
        title=_title(slip),
        number=slip.number or say("pdf.no_number"),
        version=slip.version,
        mark=_mark(slip.state, is_copy=source.client is not None),
        firm=firm,
        firm_lines=tuple(firm_lines),
        trades=source.company[2],
        heading=heading(fields),
        boxes=boxes(fields),
        copy="" if source.client is None else say("pdf.copy.client"),
    )


def _report(source: Source, content: Content) -> Report:
    fields = content["fields"]
    worked, planned = parts.total(content)
    shown = photos(content, source.lost)
    return Report(
        has_hours=source.client is None or "hours" in source.client,
        times=parts.times(content),
        total=Said(wording.hours(worked), "ink" if worked not in (0, planned) else "print"),
        total_planned=wording.hours(planned) if planned else "",
        late_reason=fields.get("late_reason") or "",
        trips=parts.trips(content),
        work=parts.work(content),
        finished=say(f"pdf.finished.{fields['finished']}") if fields.get("finished") else "",
        leftover=fields.get("leftover") or "",
        state=special.state(fields),
        material=parts.material(content),
        equipment=parts.equipment(content),
        measurements=special.measurements(content, source.names),
        openings=records.openings(content, German()),
        photos=shown,
        checks=_checks(source),
        allowances=paid.allowances(content, parts.place_of(content)),
        away=paid.away(content, parts.place_of(content)),
        extras=special.extras(content),
        records=records.records_of(content, German()),
        notes=special.notes(fields),
        reasons=special.reasons(content),
        others=parts.others(content),
    )


def _checks(source: Source) -> tuple[Check, ...]:
    """Judged with the photos that prove an answer, also for a client who does not get to see them."""
    seen = source.client is None or "checklists" in source.client
    return checks(source.slip.content, source.templates, German(), LANGUAGE) if seen else ()


def _closing(source: Source) -> Closing:
    signature = latest(source.slip.content)
    signed = _signed_version(source, signature)
    return Closing(
        signing=signing(signature[1], source.lost) if signature else None,
        others=others(source.slip.content, source.lost, source.slip.content_hash),
        handed_in=_handed_in(source),
        approved=_approved(source),
        changes=_changes(source, signed),
        differences=_differences(source, signed),
        trail=trail(source.steps, planned=bool(source.slip.planned), zone=source.zone),
        proof=_proof(source, signature, signed),
        attached=say("pdf.proof.attached" if source.client is None else "pdf.proof.attached_client"),
        content_hash=source.slip.content_hash,
    )


def _letterhead(source: Source) -> list[str]:
    """As it was when the slip was planned; a slip without a plan has that of the company given."""
    name, text, _ = source.company
    written = source.slip.content["fields"].get("company_text") or f"{name}\n{text}"
    return [line.strip() for line in written.strip().split("\n")]


def _title(slip: Slip) -> str:
    number = say("pdf.title", number=slip.number) if slip.number else say("pdf.title_without_number")
    return ", ".join(filter(None, [number, slip.title]))


def heading(fields: Fields) -> str:
    """What the paper calls itself, by the kind of the work."""
    kind = say(f"pdf.heading.{fields.get('kind') or 'order'}")
    return say("pdf.heading", kind=kind, title=fields["title"]) if fields.get("title") else kind


def _mark(state: str, *, is_copy: bool) -> str:
    """What was handed in is what the client signed: that copy is no preview."""
    if state == "approved" or (is_copy and state == "submitted"):
        return ""
    return say("pdf.mark.void") if state == "void" else say("pdf.mark.preview")


def boxes(fields: Fields) -> tuple[Box, ...]:
    """The head of the form: what the office printed."""
    day, kind = fields.get("date"), fields.get("kind")
    planned = wording.span(fields.get("plan_start"), fields.get("plan_end"), day)
    when = [wording.long_day(day), say("pdf.planned_time", span=planned) if planned else None]
    contact = [fields.get("contact"), fields.get("contact_phone")]
    wide = [
        ("agreement", _agreement(fields)),
        ("task", fields.get("task")),
        ("hazard", fields.get("hazard")),
        ("hot_work", say("pdf.hot_work") if fields.get("hot_work") else None),
    ]
    return (
        _box("client", [fields.get("client_text")], 2),
        _box("site", [fields.get("site_text")], 2),
        _box("date", when),
        _box("job", [fields.get("job_no")]),
        _box("kind", [say(f"pdf.kind.{kind}") if kind else None]),
        _box("contact", contact),
        *(_box(name, [text], 4) for name, text in wide if text),
    )


def _agreement(fields: Fields) -> str:
    """Work by the hour: with whom agreed, when and by which paper."""
    day = fields.get("agreed_on")
    told = [fields.get("agreed_with"), say("pdf.agreed_on", day=wording.short_day(day)) if day else None]
    return ", ".join(filter(None, [*told, fields.get("agreed_ref")]))


def _box(name: str, lines: list[str | None], width: int = 1) -> Box:
    return Box(say(f"pdf.box.{name}"), "\n".join(filter(None, lines)).strip() or NOTHING, width)


def _signed_version(source: Source, signature: tuple[int, Fields] | None) -> Version | None:
    """The version the client signed; None where nobody did."""
    if signature is None or signature[1].get("outcome") != "signed":
        return None
    return next((version for version in source.versions if version.seq == signature[0]), None)


def _handed_in(source: Source) -> tuple[str, str] | None:
    """(who, when) of the latest hand-in that took effect."""
    steps = [step for step in source.steps if step.kind == "submit" and step.outcome != "held"]
    if source.slip.state == "draft":  # never handed in, or taken back
        return None
    return (steps[-1].name, wording.moment(steps[-1].at, source.zone)) if steps else None


def _approved(source: Source) -> tuple[str, str] | None:
    slip = source.slip
    if slip.state != "approved" or not slip.approved_at:
        return None
    return source.names.get(slip.approved_by or "", ""), wording.moment(slip.approved_at, source.zone)


def _changes(source: Source, signed: Version | None) -> tuple[Change, ...]:
    """The versions the office made of what the client signed, or of what was handed in without a signature."""
    since = signed.version if signed else 0
    later = [version for version in source.versions if version.version > since and version.reason]
    return tuple(
        Change(
            version=version.version,
            when=wording.moment(version.at, source.zone),
            who=source.names.get(version.by, ""),
            reason=version.reason,
        )
        for version in later
    )


def _differences(source: Source, signed: Version | None) -> tuple[Difference, ...]:
    if signed is None or signed.content_hash == source.slip.content_hash:
        return ()
    return differences.between(source.slip.id, source.seen(signed.content), source.seen(source.slip.content))


def _proof(source: Source, signature: tuple[int, Fields] | None, signed: Version | None) -> str:
    """Whether what is printed is what was signed: said only where the hashes say so."""
    slip = source.slip
    if signature is None:
        return say("pdf.proof.open")
    if signature[1].get("outcome") != "signed":
        return say("pdf.proof.unsigned")
    digest = signature[1].get("content_hash")
    if digest == slip.content_hash:
        return say("pdf.proof.signed")
    return say("pdf.proof.changed", version=signed.version if signed else NOTHING, digest=digest)


def _dates(slip: Slip) -> tuple[Any, Any]:
    """When it was made and last changed, by the slip's own times: printing it again gives the same bytes."""
    created = slip.submitted_at or slip.date or "2020-01-01"
    return wording.as_instant(created), wording.as_instant(slip.approved_at or slip.handed_in_at or created)
