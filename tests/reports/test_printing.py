"""Which PDF a reader gets: a preview until the slip is approved, afterwards always the same kept one."""

import hashlib

import pytest
from sqlalchemy import func, select

from app import jobs
from app.errors import Refusal
from app.reports import HANDLERS, pdf, printing
from app.reports.printing import keep_pdf, paper_of, slip_pdf
from app.sites.places import Company
from app.slips import review
from app.slips.op import canonical, signable
from app.slips.tables import Document, Slip
from tests.cast import plan
from tests.reports.slips import SLIP, content, row, row_id, slip_of, wall

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def processes():
    yield
    pdf.close()


def kept(firm, slip):
    """Puts a slip into the database as it is."""
    firm.database.write(lambda session: session.add(slip))


def documents(firm):
    with firm.database.read() as session:
        return [(one.slip_id, one.version, one.sha256) for one in session.scalars(select(Document))]


def hour(cast):
    return content(
        {"date": "2026-11-25", "title": "Tor"},
        [row("time", person=cast.anna.id, start=wall("07:00"), end=wall("08:00"))],
    )


def test_a_preview_is_made_anew_and_not_kept(firm, cast):
    slip_id = plan(firm, cast)
    content_, name = slip_pdf(firm, slip_id)
    assert content_.startswith(b"%PDF-1.7")
    assert name == f"zettel-{slip_id}-v1.pdf"
    assert documents(firm) == []


def test_after_approval_it_is_printed_once_by_the_job(firm, cast, monkeypatch):
    kept(firm, slip_of(hour(cast), state="submitted"))
    firm.database.write(lambda session: review.approve(session, SLIP, cast.max))
    assert jobs.Worker(firm, HANDLERS).work_off() == 1
    ((slip_id, version, sha256),) = documents(firm)
    assert (slip_id, version) == (SLIP, 1)
    monkeypatch.setattr(printing, "render_slip", None)  # from here on nothing may be printed
    content_, name = slip_pdf(firm, SLIP)
    assert (hashlib.sha256(content_).hexdigest(), name) == (sha256, "zettel-2026-0412-v1.pdf")
    keep_pdf(firm, {"slip_id": SLIP})
    assert documents(firm) == [(SLIP, 1, sha256)]


def test_who_asks_before_the_job_ran_gets_the_one_that_is_kept(firm, cast):
    kept(firm, slip_of(hour(cast), approved_by=cast.max.id))
    content_, _ = slip_pdf(firm, SLIP)
    assert documents(firm) == [(SLIP, 1, hashlib.sha256(content_).hexdigest())]
    assert slip_pdf(firm, SLIP)[0] == content_


def test_the_first_one_kept_wins(firm, cast):
    kept(firm, slip_of(hour(cast)))
    first = firm.files.put(b"printed by another process a moment ago")
    firm.database.write(lambda session: session.add(Document(slip_id=SLIP, version=1, sha256=first, at="2026-11-26")))
    assert printing._keep(firm, (SLIP, 1), b"printed now") == first
    assert documents(firm) == [(SLIP, 1, first)]


def test_a_correction_is_a_document_of_its_own(firm, cast):
    kept(firm, slip_of(hour(cast)))
    first = slip_pdf(firm, SLIP)[0]
    rows = {row_id(1): {"table": "time", "fields": {"end": wall("09:00")}}}
    firm.database.write(lambda session: review.correct(session, SLIP, cast.olga, reason="Ende falsch", rows=rows))
    assert jobs.Worker(firm, HANDLERS).work_off() == 1
    second, name = slip_pdf(firm, SLIP)
    assert (name, second != first) == ("zettel-2026-0412-v2.pdf", True)
    assert [(version, sha) for _, version, sha in sorted(documents(firm))] == [
        (1, hashlib.sha256(first).hexdigest()),
        (2, hashlib.sha256(second).hexdigest()),
    ]


def test_a_job_for_a_slip_that_is_not_approved_prints_nothing(firm, cast):
    kept(firm, slip_of(hour(cast), state="submitted"))
    keep_pdf(firm, {"slip_id": SLIP})
    keep_pdf(firm, {"slip_id": row_id(404)})
    assert documents(firm) == []


def test_the_paper_carries_the_content_the_ledger_has(firm, cast):
    slip_id = plan(firm, cast)
    with firm.database.read() as session:
        slip = session.get_one(Slip, slip_id)
        paper = paper_of(firm, session, slip)
        assert paper.content == canonical(signable(slip_id, slip.content))
        assert hashlib.sha256(paper.content).hexdigest() == slip.content_hash
    assert paper.closing.trail[0][1] == "geplant von Olga Hartmann, Büro"
    assert [line.name for line in paper.report.times] == ["Anna Richter", "Ben Nowak", "Karol Wiśniewski"]
    assert paper.order.firm == "Metallbau Keulenberg GmbH"


def test_no_letterhead_is_guessed_between_two_companies(firm, cast):
    kept(firm, slip_of(hour(cast), state="draft"))
    assert letterhead(firm) == "Metallbau Keulenberg GmbH"
    firm.database.write(lambda session: session.add(Company(name="Torservice Keulenberg GmbH")))
    assert letterhead(firm) == ""


def test_a_slip_nobody_knows_is_not_found(firm):
    with pytest.raises(Refusal) as refused:
        slip_pdf(firm, row_id(404))
    assert refused.value.code == "not_found"
    with firm.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Document)) == 0


def letterhead(firm):
    with firm.database.read() as session:
        return paper_of(firm, session, session.get_one(Slip, SLIP)).order.firm
