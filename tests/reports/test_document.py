"""What stands on the paper: worded, ordered, black where it was planned and blue where it was entered."""

from typing import Any

from app.reports.paper import Box, Said
from tests.reports import papers
from tests.reports.slips import (
    ANNA,
    BEN,
    DAY,
    KAROL,
    ORDER,
    REPORT,
    SLIP,
    content,
    row,
    row_id,
    slip_of,
    usual_rows,
    wall,
)

SIGNATURE = "5" * 64


def paper_of(slip, **more) -> Any:
    return papers.paper_of(slip, **more)


def usual(**more):
    return slip_of(content(ORDER | REPORT, usual_rows(["1" * 64, "2" * 64], SIGNATURE)), **more)


def test_the_head_says_whose_slip_of_what():
    order = paper_of(usual()).order
    assert (order.number, order.version, order.mark) == ("2026-0412", 1, "")
    assert order.title == "Zettel 2026-0412, Geländer Treppenhaus B"
    assert order.heading == "Arbeitsbericht: Geländer Treppenhaus B"
    assert order.address == f"https://zettel.example/slips/{SLIP}"
    assert (order.firm, order.firm_lines) == (
        "Metallbau Keulenberg GmbH",
        ("Gewerbering 4", "01936 Königsbrück", "03579 0000-0"),
    )
    assert order.boxes[2:5] == (
        Box("Datum", "Mi 25.11.2026\n07:00–15:45 geplant"),
        Box("Auftrag", "26-118"),
        Box("Art", "Auftrag, Montage"),
    )


def test_plan_is_black_and_what_differs_is_blue():
    anna, _, karol = paper_of(usual()).report.times
    assert (anna.start, anna.end) == (Said("07:00", "print"), Said("16:15", "ink"))
    assert anna.breaks == Said("09:00–09:15, 12:00–12:30", "print")
    assert (anna.hours, karol.hours) == (Said("8:30", "ink"), Said("5:45", "ink"))
    assert (karol.start, karol.breaks) == (Said("10:00", "ink"), Said("12:00–12:30", "print"))


def test_hours_are_added_up_beside_the_planned_ones():
    report = paper_of(usual()).report
    assert (report.total, report.total_planned) == (Said("22:45", "ink"), "24:15")


def test_the_crew_lead_comes_first_and_a_person_stays_together():
    rows = [
        row(
            "time", person=BEN, name="Ben Nowak", start=wall("12:00"), end=wall("13:00"), activity="travel", billable=0
        ),
        row("time", person=ANNA, name="Anna Richter", start=wall("07:00"), end=wall("08:00")),
        row("time", person=BEN, name="Ben Nowak", job_title="Monteur", start=wall("07:00"), end=wall("12:00")),
    ]
    times = paper_of(slip_of(content(ORDER, rows))).report.times
    assert [(line.name, line.start.text, line.role) for line in times] == [
        ("Anna Richter", "07:00", ""),
        ("Ben Nowak", "07:00", "Monteur"),
        ("Ben Nowak", "12:00", "Fahrt, ohne Berechnung"),
    ]


def test_a_night_says_which_day_it_ends():
    night = [
        row("time", person=ANNA, name="Anna Richter", start=wall("22:00"), end=wall("06:00", "2026-11-26")),
        row("break", time=row_id(1), start=wall("23:50"), end=wall("00:20", "2026-11-26")),
    ]
    (line,) = paper_of(slip_of(content(ORDER, night))).report.times
    assert (line.start.text, line.end.text, line.breaks.text) == ("22:00", "Do 06:00", "23:50–Do 00:20")
    assert line.hours.text == "7:30"


def test_the_night_of_the_clock_change_counts_its_real_hours():
    night = [row("time", person=ANNA, start="2026-10-24T22:00+02:00", end="2026-10-25T06:00+01:00")]
    (line,) = paper_of(slip_of(content(ORDER | {"date": "2026-10-24"}, night))).report.times
    assert line.hours.text == "9:00"


def test_what_is_only_planned_stands_in_brackets():
    rows = [
        row("time", person=ANNA, name="Anna Richter", plan_start=wall("07:00"), plan_end=wall("15:45")),
        row("break", time=row_id(1), plan_start=wall("09:00"), plan_end=wall("09:15")),
        row("material", text="Pfosten", plan_quantity="12", unit="Stk"),
    ]
    report = paper_of(slip_of(content(ORDER, rows), state="draft"), steps=[]).report
    (line,) = report.times
    assert (line.start, line.end) == (Said("(07:00)", "open"), Said("(15:45)", "open"))
    assert (line.breaks, line.hours) == (Said("(09:00–09:15)", "open"), Said("–"))
    assert report.material.rows[0].cells[1:] == (Said("12 Stk"), Said("–"))


def test_the_text_of_the_slip_is_for_whoever_has_none_of_their_own():
    assert paper_of(usual()).report.work == (
        ("Anna Richter, Ben Nowak", REPORT["work"]),
        ("Karol Wiśniewski", "Zink ausgebessert, Handlauf zugeschnitten."),
    )


def test_material_says_plan_used_source_and_extra():
    table = paper_of(usual()).report.material
    assert table.columns == ("Artikel", "Herkunft", "Plan", "Verbraucht")
    posts, mortar, bars, anchors = table.rows
    assert posts.head == Said("Geländerpfosten Typ B, verzinkt, GP-B-110")
    assert posts.cells == (Said("Werkstatt"), Said("12 Stk"), Said("14 Stk", "ink"))
    assert mortar.head.text == "Verbundmörtel 300 ml, Charge 26-3381"
    assert bars.cells[1:] == (Said("96 Stk"), Said("96 Stk"))
    assert anchors.head == Said("Schwerlastanker M12 × 110", "ink")
    assert anchors.cells == (Said("Fahrzeug, Zusatz"), Said("–"), Said("8 Stk", "ink"))


def test_the_other_fields():
    report = paper_of(usual()).report
    assert report.extras == ("8 Stk Schwerlastanker M12 × 110. Beauftragt von Jörg Lindner, Bauleiter.",)
    assert [line.head.text for line in report.trips.rows] == [
        "Anna Richter",
        "Ben Nowak",
    ]  # at one time: the lead first
    assert [cell.text for cell in report.trips.rows[1].cells] == [
        "Fahrer",
        "06:25–06:58",
        "DD-MK 212, Anfahrt",
        "36 km",
    ]
    assert report.equipment.rows[0].cells == (Said("2:30 h", "ink"),)
    assert [cell.text for cell in report.allowances.rows[0].cells] == ["Schmutzzulage", "1,5"]
    assert [(photo.number, photo.tag, photo.caption) for photo in report.photos] == [
        (1, "vorher", "Fußplatte verdübelt, 07:00"),
        (2, "während", "Fußplatte verdübelt, 08:07"),
    ]
    assert (report.finished, report.leftover) == ("teilweise", "Handlauf Podest 2 verschleifen.")


def test_what_a_newer_phone_wrote_is_printed_as_it_came():
    slip = slip_of(
        content(ORDER, [row("time", person=ANNA, extra={"mood": "gut"}), row("weather", extra={"sky": "grau"})])
    )
    assert paper_of(slip).report.others == (("time.mood", "gut"), ("weather.sky", "grau"))


def test_dropped_rows_are_not_printed():
    slip = usual()
    slip.content["rows"][row_id(11)]["dropped"] = 1
    assert [line.head.text[:8] for line in paper_of(slip).report.material.rows] == ["Verbundm", "Füllstab", "Schwerla"]


def test_an_empty_slip_has_a_paper_too():
    paper = paper_of(slip_of(content({}), state="draft", date=None), steps=[], versions=[])
    assert (paper.order.number, paper.order.title, paper.order.heading) == (
        "ohne Nummer",
        "Zettel ohne Nummer",
        "Arbeitsbericht",
    )
    assert (paper.order.firm, paper.order.firm_lines) == ("Metallbau Keulenberg GmbH", ("Gewerbering 4",))
    assert {box.text for box in paper.order.boxes} == {"–"}
    assert (paper.report.times, paper.report.work, paper.report.total.text) == ((), (), "0:00")
    assert paper.closing.proof == "Dieser Zettel wurde noch nicht abgegeben."


def test_names_are_told_from_rows_alone():
    """The person may have left the firm; the slip reads by itself."""
    slip = slip_of(content({"date": DAY}, [row("time", person=KAROL, start=wall("07:00"), end=wall("08:00"))]))
    assert paper_of(slip).report.times[0].name == "ohne Namen"
