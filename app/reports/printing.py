"""The PDF of a slip: kept once it is approved, made anew as a preview before. And the client's copy."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.errors import Refusal
from app.firm import Firm
from app.people.person import Person
from app.reports.copies import blocks_for
from app.reports.document import Source, compose
from app.reports.paper import Paper
from app.reports.pdf import render_slip
from app.reports.wording import say
from app.sites.checklists import pinned
from app.sites.places import Company, Job, companies
from app.slips import evidence, queries
from app.slips.conflicts import Content
from app.slips.history import history
from app.slips.slip import live_rows
from app.slips.tables import Document, Slip, Version

Kept = tuple[str, int]  # which slip, which version


def slip_pdf(firm: Firm, slip_id: str) -> tuple[bytes, str]:
    """The PDF and the name of its file. Whether the reader may see the slip is asked before."""
    with firm.database.read() as session:
        slip = _slip(session, slip_id)
        name = f"{_file_name(slip)}.pdf"
        kept = session.get(Document, (slip.id, slip.version)) if slip.state == "approved" else None
    return (firm.files.read(kept.sha256) if kept else _made(firm, slip_id)), name


def keep_pdf(firm: Firm, payload: dict[str, Any]) -> None:
    """The job `pdf`: prints an approved slip once. Harmless when it runs again, or finds it no longer approved."""
    with firm.database.read() as session:
        slip = session.get(Slip, payload["slip_id"])
        wanted = slip is not None and slip.state == "approved" and not session.get(Document, (slip.id, slip.version))
    if wanted:
        _made(firm, payload["slip_id"])


def client_pdf(firm: Firm, slip_id: str, version: int) -> tuple[bytes, bool]:
    """The client's copy of a version that was handed in; whether every picture that belongs to it is in it."""
    with firm.database.read() as session:
        paper = paper_of(firm, session, _as_of(session, _slip(session, slip_id), version), for_client=True)
    whole = all(firm.files.has(sha256) for sha256 in paper.pictures)
    return render_slip(firm, paper), whole


def client_name(session: Session, slip_id: str, version: int) -> str:
    """What the file of a client's copy is called."""
    return f"{_file_name(_as_of(session, _slip(session, slip_id), version))}-{say('pdf.file.client')}.pdf"


def paper_of(firm: Firm, session: Session, slip: Slip, *, for_client: bool = False) -> Paper:
    """What would be printed now."""
    steps = [step for step in history(session, slip.id) if step.seq <= slip.seq]
    versions = [one for one in queries.versions(session, slip.id) if one.version <= slip.version]
    return compose(
        Source(
            slip=slip,
            steps=steps,
            versions=versions,
            names=_names(session, slip, versions),
            company=_company(session, slip),
            base_url=firm.settings.base_url,
            zone=firm.settings.zone,
            lost=frozenset(evidence.lost(session, [slip.id])),
            templates=templates_of(session, slip.content),
            client=client_blocks(session, slip) if for_client else None,
        )
    )


def client_blocks(session: Session, slip: Slip) -> frozenset[str]:
    """What the client of this slip's job sees."""
    job = session.get(Job, slip.job_id) if slip.job_id else None
    return blocks_for(job.client_sees if job else None, slip.content["fields"].get("kind"))


def templates_of(session: Session, content: Content) -> dict[str, Any]:
    """The checklists a slip was filled with, by `id@version`."""
    rows = [row["fields"] for row in live_rows(content, "checklist").values()]
    pins = [(one["template"], one["version"]) for one in rows if one.get("template") and one.get("version")]
    return {f"{one.id}@{one.version}": one.content for one in pinned(session, pins)}


def _as_of(session: Session, slip: Slip, number: int) -> Slip:
    """The slip as it was handed in or corrected then; approved it is only as the version it is now."""
    version = session.get(Version, (slip.id, number))
    if version is None:
        raise Refusal("not_found")
    if number == slip.version and slip.state in ("submitted", "approved"):
        return slip
    columns = {name: getattr(slip, name) for name in Slip.model_fields}
    then = {"version": number, "seq": version.seq, "content": version.content, "content_hash": version.content_hash}
    return Slip(**columns | then | {"state": "submitted", "approved_at": None, "approved_by": None})


def _names(session: Session, slip: Slip, versions: Sequence[Version]) -> dict[str, str]:
    """Whoever approved, corrected or measured."""
    measured = {row["fields"].get("person") for row in live_rows(slip.content, "measurement").values()}
    wanted = filter(None, {slip.approved_by, *(version.by for version in versions), *measured})
    return {person.id: person.name for who in wanted if (person := session.get(Person, who))}


def _made(firm: Firm, slip_id: str) -> bytes:
    with firm.database.read() as session:
        slip = _slip(session, slip_id)
        paper, kept = paper_of(firm, session, slip), (slip.id, slip.version)
    content = render_slip(firm, paper)
    if paper.order.mark:
        return content
    return firm.files.read(_keep(firm, kept, content))


def _keep(firm: Firm, kept: Kept, content: bytes) -> str:
    """Keeps the bytes as *the* PDF of this version; returns the digest of the one that was first."""
    sha256 = firm.files.put(content)
    slip_id, version = kept

    def note(session: Session) -> str:
        first = session.get(Document, kept)
        if first is None:
            first = Document(slip_id=slip_id, version=version, sha256=sha256, at=clock.stamp())
            session.add(first)
            session.flush()
        return first.sha256

    return firm.database.write(note)


def _slip(session: Session, slip_id: str) -> Slip:
    slip = session.get(Slip, slip_id)
    if slip is None:
        raise Refusal("not_found")
    return slip


def _file_name(slip: Slip) -> str:
    return f"zettel-{slip.number or slip.id}-v{slip.version}"


def _company(session: Session, slip: Slip) -> tuple[str, str, str]:
    """The slip's company, else its job's, else the only one there is. A wrong letterhead is worse than none."""
    job = session.get(Job, slip.job_id) if slip.job_id else None
    company_id = slip.company_id or (job.company_id if job else None)
    company = session.get(Company, company_id) if company_id else None
    if company is None:
        all_of_them = companies(session)
        company = all_of_them[0] if len(all_of_them) == 1 else None
    return (company.name, company.text, company.trades) if company else ("", "", "")
