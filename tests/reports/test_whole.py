"""Everything a crew can fill is on the firm's paper; what is internal is not on the client's."""

import json

import pytest

from app.office.sheet import Sheet
from app.reports import parts
from app.reports.copies import BLOCKS, USUAL, blocks_for
from app.reports.document import Source, compose
from app.reports.paper import Row, Said
from app.reports.signing import others
from app.slips.lines import TABLES
from tests.reports.papers import usual_steps, version_of
from tests.reports.slips import BEN, MAX, OLGA, row, row_id
from tests.reports.whole import TEMPLATES, whole

PHOTOS = [f"{n}" * 64 for n in range(5)]
SIGNATURES = [sign * 64 for sign in "abcd"]


def paper_of(blocks=None):
    slip = whole(PHOTOS, SIGNATURES)
    return compose(
        Source(
            slip=slip, steps=usual_steps(), versions=[version_of(slip)],
            names={MAX: "Max Lehmann", OLGA: "Olga Hartmann", BEN: "Ben Nowak"},
            company=("", "", ""), base_url="https://zettel.example", zone="Europe/Berlin", templates=TEMPLATES,
            client=blocks,
        )
    )  # fmt: skip


def test_the_slip_of_this_test_has_every_table():
    tables = {row["table"] for row in whole(PHOTOS, SIGNATURES).content["rows"].values()}
    assert set(TABLES) - tables == {"remark"}


def test_lines_say_position_certificate_and_kind():
    report = paper_of().report
    assert report.times[0].role == "Vorarbeiterin, Pos. 03.02.0040"
    assert report.times[1].role == "Monteur, Zusatz"
    assert [cell.text for cell in report.trips.rows[-1].cells] == [
        "Fahrer", "10:10–10:50", "DD-MK 214, Vergessenes geholt, Baustelle–Betrieb, ohne Berechnung", "18,5 km",
    ]  # fmt: skip
    assert report.material.rows[-1].head.text == (
        "Flachstahl 60 × 8, S235, Charge H-77120, Zeugnis 3.1 Nr. 88-4471, Pos. 03.02.0050"
    )
    assert report.equipment.rows[-1].head.text == "Hebebühne 12 m, Zusatz"
    assert report.extras == (
        "07:00–16:15 Konsole versetzt. Beauftragt von Jörg Lindner.",
        "8 Stk Schwerlastanker M12 × 110. Beauftragt von Jörg Lindner, Bauleiter.",
        "2:00 h Hebebühne 12 m. Beauftragt von Jörg Lindner.",
    )


def test_a_quantity_has_its_formula_and_an_opening_its_smallest_sizes():
    report = paper_of().report
    (line,) = report.measurements.rows
    assert (line.head.text, [cell.text for cell in line.cells]) == (
        "03.02.0040",
        ["Geländer, Podest 2, W-118-4, gemessen von Ben Nowak, Auftraggeber war dabei", "2*(1,20+0,85)+3,4", "7,5 m"],
    )
    (door,) = report.openings
    assert door.title == "Tür T 1.04"
    assert dict(door.lines)["Breite oben, Breite Mitte, Breite unten"] == "1010 / 1008 / 1022 mm"
    assert (dict(door.lines)["Kleinste Breite"], dict(door.lines)["Kleinste Höhe"]) == ("1008 mm", "2124 mm")
    assert (dict(door.lines)["Achtung"], door.alarming) == ("Breiten weichen stark ab", True)


def test_records_are_told_field_by_field():
    records = {record.title: dict(record.lines) for record in paper_of().report.records}
    assert list(records) == ["Behinderung", "Bedenken", "Mangel 1", "Mangel 2", "Folgetermin"]
    assert records["Behinderung"]["Ursache"] == "Vorleistung fehlt"
    assert records["Behinderung"]["Seit"] == "25.11.2026, 08:30"
    assert records["Mangel 2"] == {
        "Mangel": "Estrich fehlt", "Ort": "Flur", "Verursacht von": "anderem Gewerk", "Schwere": "erheblich",
        "Beheben bis": "Di 01.12.2026",
    }  # fmt: skip


def test_a_checklist_has_its_answers_and_its_verdict():
    gate, permit = paper_of().report.checks
    answers = {answer.question: answer for answer in gate.answers}
    assert (gate.title, gate.version, gate.asset, gate.result) == ("Kraftbetätigtes Tor, Prüfung", 1, "Tor 4", "open")
    assert answers["Bauart"].text == "Sektionaltor"
    edge = answers["Schließkantensicherung wirkt"]
    assert (edge.text, edge.remark, edge.faulty) == ("nein", "Schließkante spricht nicht an.", True)
    assert (answers["Absturzsicherung wirkt"].text, answers["Not-Halt wirkt"].text) == ("entfällt", "offen")
    assert [answer.picture for answer in permit.answers if answer.picture] == [SIGNATURES[3]]


def test_who_rides_along_stands_with_who_drives():
    slip = whole(PHOTOS, SIGNATURES)
    trips = {id_: one["fields"] for id_, one in slip.content["rows"].items() if one["table"] == "trip"}
    driven = next(id_ for id_, fields in trips.items() if fields.get("kind") == "forgotten")
    who = trips[driven]["name"]
    for n, name in ((97, "Ben Nowak"), (98, "Anna Richter")):
        slip.content["rows"][row_id(n)] = row("trip", name=name, role="passenger", kind="forgotten", ride=driven)
    table = parts.trips(slip.content)
    assert table is not None
    told = [(one.head.text, one.cells[2].text) for one in table.rows]
    about = f"mit {who}, Vergessenes geholt, ohne Berechnung"
    assert [one for one in told if "mit " in one[1]] == [("Ben Nowak", about), ("Anna Richter", about)]
    (ride,) = [one for one in Sheet(slip.content, {}).rides if one.trip["kind"] == "forgotten"]
    assert [(one["name"], one["role"]) for one in ride.people] == [
        (who, "driver"), ("Ben Nowak", "passenger"), ("Anna Richter", "passenger"),
    ]  # fmt: skip


def test_a_drawn_on_photo_follows_its_original():
    photos = paper_of().report.photos
    assert [(photo.sha256[0], photo.about) for photo in photos] == [
        ("0", ""), ("2", "gezeichnet auf Foto 1"), ("1", ""), ("3", "zu Mangel"), ("4", ""),
    ]  # fmt: skip
    assert paper_of().report.shown_by == {row_id(40): [4]}


def test_money_and_absence_stand_on_the_firms_paper():
    report = paper_of().report
    assert report.allowances.rows[0] == Row(
        Said("Ben Nowak"),
        (Said("Verpflegung: mehr als 8 Stunden abwesend (10:05)", "ink"), Said("1", "ink"), Said("14,00 €", "ink")),
    )
    assert report.away.rows[0].cells[0].text == "05:50–15:55, ab zu Hause"
    assert report.reasons == (("Pause zu kurz, Ben Nowak", "Beton musste fertig werden."),)


def test_signatures_stand_apart_each_under_its_own_sentence():
    closing = paper_of().closing
    assert (closing.signing.part, closing.signing.role) == ("extent", "Bauleiter, Stadt Königsbrück")
    assert closing.signing.stated == ("Vollmacht laut Angabe: ja", "Sprache: Polnisch")
    assert closing.signing.reservation == "Stunden von Karol prüfe ich."
    assert [(one.part, one.words, one.picture, one.reservation) for one in closing.others] == [
        ("acceptance", "Ich nehme die genannte Leistung ab.", SIGNATURES[1], "Kratzer Feld 3"),
        ("own", "So haben wir gearbeitet.", SIGNATURES[2], ""),
    ]
    assert [one.proof for one in closing.others] == ["Diese Fassung ist die, die unterschrieben wurde."] * 2
    assert paper_of().report.notes[0] == "Die Widerrufsbelehrung wurde am 25.11.2026, 09:40 übergeben."


def test_the_paper_says_of_each_signature_what_it_was_given_over_and_which_picture_it_is():
    slip = whole(PHOTOS, SIGNATURES)
    rows = slip.content["rows"]
    rows[row_id(91)]["fields"]["content_hash"], rows[row_id(92)]["fields"]["content_hash"] = "c" * 64, None
    acceptance, own = others(slip.content, (), slip.content_hash)
    assert acceptance.proof == f"Diese Unterschrift gilt für eine frühere Fassung mit der Prüfsumme {'c' * 64}."
    assert own.proof == "Zu dieser Unterschrift ist keine Prüfsumme des Inhalts festgehalten."
    assert paper_of().hands == (
        ("Jörg Lindner", SIGNATURES[0]), ("Jörg Lindner", SIGNATURES[1]), ("Anna Richter", SIGNATURES[2]),
        ("Jörg Lindner", SIGNATURES[3]),
    )  # fmt: skip


def test_the_client_gets_neither_money_nor_absence_nor_what_was_answered_to_the_self_check():
    paper = paper_of(blocks_for(None, "hourly"))
    report, attached = paper.report, json.loads(paper.content)
    assert (report.allowances, report.away, report.reasons, report.trips) == (None, None, (), None)
    assert {row["table"] for row in attached["rows"].values()} & {"allowance", "away", "reason", "trip"} == set()
    assert "amount_cents" not in paper.content.decode()
    assert paper.order.copy == "Ausfertigung für den Auftraggeber"
    assert len(report.times) == 3
    assert paper.closing.content_hash == whole(PHOTOS, SIGNATURES).content_hash


@pytest.mark.parametrize("block", BLOCKS)
def test_each_block_is_there_only_if_it_was_chosen(block):
    has, lacks = paper_of(frozenset({block})).report, paper_of(frozenset(BLOCKS) - {block}).report
    said = {
        "hours": lambda report: report.has_hours and report.times[0].hours.text == "8:30",
        "trips": lambda report: report.trips is not None,
        "material": lambda report: len(report.material.rows) > 1,
        "photos": lambda report: report.photos != (),
        "checklists": lambda report: report.checks != (),
    }[block]
    assert (bool(said(has)), bool(said(lacks))) == (True, False)


def test_without_hours_nothing_says_when_somebody_worked():
    paper = paper_of(frozenset({"photos"}))
    assert (paper.report.has_hours, paper.report.total.text, paper.report.late_reason) == (False, "0:00", "")
    assert paper.report.extras[0] == "Konsole versetzt. Beauftragt von Jörg Lindner."
    assert [box.text for box in paper.order.boxes if box.label == "Datum"] == ["Mi 25.11.2026"]
    attached = json.loads(paper.content)
    assert {name for row in attached["rows"].values() if row["table"] == "time" for name in row} == {
        "table", "person", "name", "job_title", "activity", "text", "position", "extra_order", "ordered_by",
    }  # fmt: skip


def test_work_by_the_hour_always_shows_its_hours():
    assert blocks_for([], "hourly") == {"hours"}
    assert blocks_for([], "order") == frozenset()
    assert blocks_for(None, "order") == set(USUAL)
