"""What a client reads on the phone before signing is what the PDF of the copy says, fact by fact and both ways."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page
from sqlalchemy import update
from uuid_utils import uuid7

from app.main import create_app
from app.reports import pdf
from app.reports.copies import BLOCKS
from app.reports.paper import Paper
from app.reports.printing import paper_of
from app.reports.wording import NOTHING
from app.sites.places import Job
from app.slips.tables import Slip
from tests.cast import Cast, Phone, jpeg, phone_of
from tests.journeys.hands import trying
from tests.journeys.house import until
from tests.journeys.looking import looked_at
from tests.journeys.stage import Stage
from tests.reports import slips
from tests.reports.reading import reads
from tests.reports.whole import whole

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CHOICES = [None, list(BLOCKS), ["material", "checklists"], []]
# Each part of the paper as one text, up to the signature; folded ones too.
PARTS = """(article) => {
  for (const one of article.querySelectorAll("details")) one.open = true;
  const all = [...article.querySelectorAll("h1, tr, p, dl > div, figure, summary, .record")];
  const end = article.querySelector(".perforation");
  const above = (one) => one.compareDocumentPosition(end) & Node.DOCUMENT_POSITION_FOLLOWING;
  return all.filter(above).map((one) => one.innerText);
}"""
ONLY_HERE = {"geplant", "von", "bis", "Std."}  # beside amounts, and heads of columns; on paper they are others


def test_every_fact_of_the_pdf_stands_on_the_phone_and_no_other(stage: Stage, tmp_path: Path) -> None:
    """A slip with something in every table, for a client who sees all, some and hardly anything of it."""
    with TestClient(create_app(stage.firm), base_url="http://localhost:8000") as client:
        slip_id = filled(phone_of(stage.firm, client, stage.cast.anna), stage.cast)
    page = stage.phone.open(f"slip/{slip_id}/summary")
    page.emulate_media(reduced_motion="reduce")
    trying(page, lambda: page.locator("article.original").count())
    for choice in CHOICES:
        choose(stage, choice)
        paper = client_paper(stage, slip_id)
        told = told_on(page, paper)
        missing = [fact for fact in facts(reads(paper)) if not any(all(text in part for text in fact) for part in told)]
        assert (choice, missing) == (choice, [])
        printed = squeezed(text_of(stage, paper, tmp_path))
        words = {word for part in told for word in re.split("[ ·–,]+", part)}
        assert (choice, sorted(word for word in words - ONLY_HERE if word not in printed)) == (choice, [])
    choose(stage, list(BLOCKS))
    told_on(page, client_paper(stage, slip_id))
    together = page.locator("article.original .hold").all_inner_texts()
    assert (len(together), [one for one in together if not re.fullmatch(r"\d\d:\d\d–\d\d:\d\d", one)]) == (10, [])
    assert looked_at(page) == []


def test_a_closed_jobs_last_slip_shows_what_was_chosen(stage: Stage) -> None:
    """The job is off the lists of the phone, and the choice still holds."""
    change = update(Job).values(client_sees=["material"], active=False)
    stage.firm.database.write(lambda session: session.execute(change))
    page = stage.phone.open(f"slip/{stage.slip_id}/summary")
    sheet = page.locator("article.original")
    trying(page, lambda: sheet.get_by_text("bestätigen Art und Umfang der Arbeit, wie sie oben stehen").count() == 1)
    assert sheet.locator("table").count() == 0


def filled(phone: Phone, cast: Cast) -> str:
    """A slip of its own with everything a crew can fill, made by another phone of Anna's."""
    photos = [phone.send_picture(jpeg(f"photo {n}")) for n in range(5)]
    hands = [phone.send_picture(jpeg(f"hand {n}", "PNG")) for n in range(4)]
    content = whole(photos, hands).content
    own = {slips.ANNA: cast.anna.id, slips.BEN: cast.ben.id, slips.KAROL: cast.karol.id}
    fields = content["fields"] | {"job": cast.job.id, "title": "Handlauf Treppenhaus C", "lead": cast.anna.id}
    rows = {id_: row for id_, row in content["rows"].items() if row["table"] not in ("signature", "away", "allowance")}
    told = {id_: {"table": row["table"], "fields": pairs(row["fields"], own)} for id_, row in rows.items()}
    slip_id = str(uuid7())
    answer = phone.do("create", slip_id, patch=pairs(fields, own), rows=told)
    assert answer["result"] == "applied", answer
    return slip_id


def pairs(fields: dict[str, Any], own: dict[str, str]) -> dict[str, list[Any]]:
    return {name: [None, own.get(value, value) if isinstance(value, str) else value] for name, value in fields.items()}


def choose(stage: Stage, blocks: list[str] | None) -> None:
    chosen = update(Job).values(client_sees=blocks)
    stage.firm.database.write(lambda session: session.execute(chosen))


def client_paper(stage: Stage, slip_id: str) -> Paper:
    with stage.firm.database.read() as session:
        return paper_of(stage.firm, session, session.get_one(Slip, slip_id), for_client=True)


def told_on(page: Page, paper: Paper) -> list[str]:
    """The parts of the summary, once the phone has heard what this client sees."""
    article = page.locator("article.original")
    report = paper.report
    shown = {"Zeiten und Pausen": report.has_hours, "Fahrt": bool(report.trips), "Fotos": bool(report.photos)}
    shown |= {"Prüflisten": bool(report.checks), "Geräte": bool(report.equipment and len(report.equipment.rows) > 1)}

    def as_chosen() -> bool:
        heads = article.locator("h2").all_inner_texts()
        return all((head in heads) == there or head == "Geräte" for head, there in shown.items())

    trying(page, as_chosen)
    until(lambda: article.locator("img").evaluate_all("(all) => all.every((one) => one.complete || one.loading)"))
    return [" ".join(part.split()) for part in article.evaluate(PARTS)]


def facts(read: dict[str, Any]) -> Iterator[list[str]]:
    """What must stand together in one part."""
    yield [read["heading"]]
    for name in ("boxes", "times", "trips", "work", "material", "equipment", "measurements"):
        yield from (known(line) for line in read.get(name, []))
    yield from ([text] for name in ("extras", "notes", "sum") for text in read.get(name, []) if text)
    yield from (known([one] if isinstance(one, str) else one) for one in read["after"])
    for title, lines in (*read["openings"], *read["records"]):
        yield known([title, *(text for line in lines for text in line)])
    for *head, answers in read["checks"]:
        yield known(head)
        yield from ([section] for section in {one[0] for one in answers if one[0]})
        yield from (known(one[1:]) for one in answers)
    yield from (known([str(part) for part in photo]) for photo in read["photos"])


def known(texts: list[str]) -> list[str]:
    return [" ".join(text.split()) for text in texts if text and text != NOTHING]


def text_of(stage: Stage, paper: Paper, folder: Path) -> str:
    made = folder / "copy.pdf"
    made.write_bytes(pdf.render_slip(stage.firm, paper))
    return subprocess.run(["pdftotext", "-raw", str(made), "-"], capture_output=True, text=True, check=True).stdout


def squeezed(text: str) -> str:
    return "".join(text.split())
