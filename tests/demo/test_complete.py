"""Whoever looks at the demo firm sees every kind of line, and no slip that could not have been handed in."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import pages
from app.demo.given import WHY
from app.sites import terms
from app.sites.catalog import items
from app.sites.phrases import is_one_sentence
from app.slips.around import around_of
from app.slips.expenses import propose
from app.slips.rules import check
from app.slips.tables import Slip

from .conftest import Loaded

pytestmark = pytest.mark.slow
ZONE = "Europe/Berlin"


def test_nothing_that_was_handed_in_has_anything_open(loaded: Loaded) -> None:
    """No `must` of the self-check stands on a slip the office has."""
    with loaded[0].database.read() as session:
        slips = session.scalars(select(Slip).where(Slip.state.in_(("submitted", "approved")))).all()
        found = [(slip, one) for slip in slips for one in check(shown(slip), around_of(session, slip, ZONE))]
        musts = [(slip.date, one["code"]) for slip, one in found if one["level"] == "must"]
    assert (len(slips) > 100, musts) == (True, [])


def test_every_line_a_crew_can_write_is_there(loaded: Loaded) -> None:
    with loaded[0].database.read() as session:
        rows = [row for content in session.scalars(select(Slip.content)) for row in content["rows"].values()]
    tables = {row["table"] for row in rows}
    lists = {row["fields"]["template"] for row in rows if row["table"] == "checklist"}
    assert tables >= {"obstruction", "concern", "defect", "follow_up", "measurement", "opening", "away", "answer"}
    assert lists == {"powered-gate", "fire-door", "flood-protection", "hot-work"}


def test_a_reason_was_given_and_nothing_is_asked_any_more(loaded: Loaded) -> None:
    with loaded[0].database.read() as session:
        given = [(slip, row) for slip, row in rows_of(session, "reason")]
        slips = {slip.id: slip for slip, _ in given}.values()
        left = [one["code"] for slip in slips for one in check(shown(slip), around_of(session, slip, ZONE))]
    assert [(slip.state, row["code"], row["text"]) for slip, row in given] == [
        ("submitted", "photo_after_missing", WHY["photo_after_missing"])
    ]
    assert "photo_after_missing" not in left


def test_a_crew_signed_its_own_and_a_client_accepted_with_what_is_to_be_put_right(loaded: Loaded) -> None:
    with loaded[0].database.read() as session:
        signed = [(slip.title, row) for slip, row in rows_of(session, "signature") if row.get("part")]
    assert sorted((title, row["part"], row["name"], bool(row.get("defects"))) for title, row in signed) == [
        ("Geländer Treppenhaus B", "acceptance", "Jörg Lindner", True),
        ("Geländer Treppenhaus B", "own", "Anna Richter", False),
        ("Schiebetor Maschinenhalle", "own", "Tomasz Zieliński", False),
    ]
    assert {row["outcome"] for _, row in signed} == {"signed"}


def test_what_was_proposed_for_a_day_away_was_accepted_and_is_proposed_no_more(loaded: Loaded) -> None:
    with loaded[0].database.read() as session:
        paid = [(slip, row) for slip, row in rows_of(session, "allowance") if row.get("amount_cents")]
        signed = [(slip, row) for slip, row in rows_of(session, "signature") if row.get("part") == "own"]
        slip = next(slip for slip, row in signed if row["name"] == "Tomasz Zieliński")
        open_ = propose(shown(slip), {"rates": terms.rates(session)})
    lines = [row for one, row in paid if one.id == slip.id]
    said = sorted((row["name"], row["kind"], row["text"], row["amount_cents"], row["note"]) for row in lines)
    emre, tomasz = "Emre Yıldız", "Tomasz Zieliński"
    meals, zone = "10:15 h unterwegs, mehr als 8:00", "Baustelle 31 km entfernt"
    assert said == [
        (emre, "firm", "Zone 2", 900, zone), (emre, "meals", "Verpflegung", 1400, meals),
        (tomasz, "firm", "Zone 2", 900, zone), (tomasz, "meals", "Verpflegung", 1400, meals),
    ]  # fmt: skip
    assert open_ == []
    days = Counter((row["person"], row["kind"], slip.date) for slip, row in paid)
    assert (len(days) > 100, days.most_common(1)[0][1]) == (True, 1)  # paid on many days, and once a day


def test_every_phrase_is_one_sentence_in_every_language_of_the_phone(loaded: Loaded) -> None:
    with loaded[0].database.read() as session:
        said = [{"de": one.text, **one.more} for one in items(session, "phrase")]
    sentences = [one.get(lang, "") for one in said for lang in pages.CREW_LANGUAGES]
    assert (len(said), len(sentences)) == (36, 252)
    assert [one for one in sentences if not is_one_sentence(one)] == []
    assert len(set(sentences)) == 252


def rows_of(session: Session, table: str) -> list[tuple[Slip, dict[str, Any]]]:
    """The rows of a table on all slips, with their slip."""
    slips = session.scalars(select(Slip).order_by(Slip.date, Slip.id)).all()
    return [(slip, row["fields"]) for slip in slips for row in shown(slip)["rows"].values() if row["table"] == table]


def shown(slip: Slip) -> dict[str, Any]:
    """As the self-check looks at it: without the lines that were taken off."""
    rows = {key: row for key, row in slip.content["rows"].items() if not row.get("dropped")}
    return {"slip_id": slip.id, "fields": slip.content["fields"], "rows": rows}
