"""The PDF of a slip: kept once it is approved, made anew as a preview before."""

from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.errors import Refusal
from app.firm import Firm
from app.people.person import Person
from app.reports.document import Source, compose
from app.reports.paper import Paper
from app.reports.pdf import render_slip
from app.sites.places import Company, Job, companies
from app.slips import evidence, queries
from app.slips.history import history
from app.slips.tables import Document, Slip

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


def paper_of(firm: Firm, session: Session, slip: Slip) -> Paper:
    """What would be printed now."""
    steps, versions = history(session, slip.id), queries.versions(session, slip.id)
    people = [session.get(Person, who) for who in (slip.approved_by, *(version.by for version in versions)) if who]
    return compose(
        Source(
            slip=slip,
            steps=steps,
            versions=versions,
            names={person.id: person.name for person in people if person},
            company=_company(session, slip),
            base_url=firm.settings.base_url,
            zone=firm.settings.zone,
            lost=frozenset(evidence.lost(session, [slip.id])),
        )
    )


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
