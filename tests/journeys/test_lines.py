"""A day with everything a metal builder writes down: used, measured, in the way, doubtful, broken, and left over."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.sites.catalog import Item
from tests.journeys.counting import begin, counted
from tests.journeys.hands import as_planned, draw, hand_in, open_slip, photo, write
from tests.journeys.lines import (
    Desk,
    add_line,
    add_photos,
    fill,
    finish_line,
    heard,
    no_signal,
    planned,
    rows_of,
    unfold,
)
from tests.journeys.reading import all_sent, slip_in_office
from tests.journeys.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PLANNED = ({"text": "Pfosten 42,4", "plan_quantity": "14", "unit": "Stk", "number": "P42"},)


def test_material_is_searched_described_and_counted_against_the_plan(stage: Stage, tmp_path: Path) -> None:
    """Without a signal: an article by parts of its name, a favourite, a line in one's own words ordered as an extra."""
    stage.firm.database.write(lambda session: session.add_all(stock()))
    slip_id = planned(stage, material=PLANNED)
    page = stage.phone.open()
    heard(page, slip_id, "Flachstahl 40 x 8 S235")
    no_signal(stage)
    open_slip(page, slip_id)
    as_planned(page)
    unfold(page, "5")
    page.get_by_role("button", name="Material", exact=True).click()
    search = page.get_by_label("Material suchen oder beschreiben")
    assert page.locator(".article b").all_inner_texts()[0] == "Schwerlastanker M12"  # the firm's favourite
    search.press_sequentially("fla 40 8")
    assert page.locator(".article b").all_inner_texts()[0] == "Flachstahl 40 x 8 S235"
    page.get_by_role("button", name="Flachstahl 40 x 8 S235 merken").click()
    page.locator(".article button.row").first.click()
    line = page.locator("li.item", has_text="Flachstahl")
    line.get_by_role("button", name="mehr").click()
    expect(line).to_contain_text("nicht geplant")
    search.fill("Unterlegkeile Eiche")
    page.get_by_role("button", name="„Unterlegkeile Eiche“ als eigene Zeile").click()
    search.fill("")
    expect(page.locator(".article b").nth(1)).to_have_text("Flachstahl 40 x 8 S235")  # after the firm's, this person's
    posts = page.locator("li.item", has_text="Pfosten 42,4")
    posts.get_by_role("button", name="weniger").click()
    expect(posts).to_contain_text("Plan 14")
    page.locator("li.item", has_text="Unterlegkeile").locator("a").click()
    page.get_by_role("radio", name="gekauft").click()
    page.get_by_role("button", name="Zusatz, nicht im Auftrag").click()
    fill(page, **{"Wer hat es bestellt?": "Jörg Lindner", "Charge": "4711", "Zeugnis 3.1": "3.1-88/26"})
    finish_line(page)
    write(page, "14 Pfosten gesetzt")
    hand_in(page)
    stage.phone.proxy.clear()
    all_sent(page)
    slip = slip_in_office(stage.firm, slip_id)
    used = {row["text"]: row for row in rows_of(slip, "material")}
    assert {text: row["quantity"] for text, row in used.items()} == {
        "Pfosten 42,4": "13", "Flachstahl 40 x 8 S235": "2", "Unterlegkeile Eiche": "1"
    }  # fmt: skip
    keys = ("extra_order", "ordered_by", "batch", "certificate", "source")
    extra = used["Unterlegkeile Eiche"]
    assert [extra[key] for key in keys] == [1, "Jörg Lindner", "4711", "3.1-88/26", "purchase"]
    paper = Desk(stage).prints(slip_id, tmp_path)
    assert all(word in paper for word in ("Flachstahl 40 x 8 S235", "Unterlegkeile Eiche", "Jörg Lindner", "4711"))


def test_measured_with_its_formula_and_an_opening_with_its_smallest_size(stage: Stage, tmp_path: Path) -> None:
    page = stage.phone.open()
    no_signal(stage)
    open_slip(page, stage.slip_id)
    as_planned(page)
    add_line(page, "5", "Aufmaß")
    fill(page, **{"Was?": "Gitterrost Podest", "Rechenweg, z. B. 2,50 x 3,2 + 4 x 1,1": "2*3,5+("})
    expect(page.locator(".formula-said.wrong")).to_be_visible()
    fill(page, **{"Rechenweg, z. B. 2,50 x 3,2 + 4 x 1,1": "2*3,5+1"})
    page.get_by_role("radio", name="m²", exact=True).click()
    expect(page.locator(".formula-said")).to_contain_text("= 8 m²")
    page.get_by_role("button", name="Kunde war dabei").click()
    finish_line(page)
    add_line(page, "5", "Tür, Fenster, Tor")
    sizes = {
        "Breite oben": "1010", "Breite Mitte": "1005", "Breite unten": "1008", "Höhe links": "2130",
        "Höhe Mitte": "2131", "Höhe rechts": "2128", "Diagonale steigend": "2360", "Diagonale fallend": "2349",
    }  # fmt: skip
    fill(page, **{"Was?": "Tür Technikraum"}, **sizes)
    half_typed_stays(page, "Brüstung", "90")
    page.get_by_role("radio", name="DIN links").click()
    expect(page.locator("dl.results")).to_contain_text("1005 mm")
    finish_line(page)
    write(page, "Aufmaß genommen")
    hand_in(page)
    stage.phone.proxy.clear()
    all_sent(page)
    slip = slip_in_office(stage.firm, stage.slip_id)
    [measured], [opening] = rows_of(slip, "measurement"), rows_of(slip, "opening")
    assert [measured[key] for key in ("formula", "quantity", "unit", "client_present")] == ["2*3,5+1", "8", "m2", 1]
    assert [opening[key] for key in ("width_middle", "height_right", "sill", "hinge")] == ["1005", "2128", "90", "left"]
    desk = Desk(stage)
    for said in (desk.reads(stage.slip_id), desk.prints(stage.slip_id, tmp_path)):
        assert "2*3,5+1" in said
        assert "Tür Technikraum" in said
        assert "1.005" in said or "1005" in said


def test_what_was_in_the_way_doubtful_broken_and_left_over(stage: Stage, tmp_path: Path) -> None:
    """Four records, each with its picture, and each of them in the office and on the paper."""
    page = stage.phone.open()
    no_signal(stage)
    open_slip(page, stage.slip_id)
    as_planned(page)
    pictures = {one[0]: record(page, n, *one) for n, one in enumerate(RECORDS)}
    write(page, "Pfosten gesetzt, soweit es ging")
    hand_in(page)
    stage.phone.proxy.clear()
    all_sent(page)
    slip = slip_in_office(stage.firm, stage.slip_id)
    for table, (kind, _, word, _), field in zip(TABLES, RECORDS, SORTS, strict=True):
        row_id, row = next((key, one) for key, one in slip["rows"].items() if one["table"] == table)
        assert (row["fields"]["text"], bool(row["fields"].get(field))) == (word, True)
        [shown] = [one for one in rows_of(slip, "photo") if one.get("of") == row_id]
        assert shown["sha256"] == pictures[kind]
        assert stage.firm.files.read(shown["sha256"])
    [told] = rows_of(slip, "obstruction")
    assert (told["told_to"], told["told_at"][:10]) == ("Jörg Lindner", slip["fields"]["date"])
    desk = Desk(stage)
    for said in (desk.reads(stage.slip_id), desk.prints(stage.slip_id, tmp_path)):
        assert [word for _, _, word, *_ in RECORDS if word not in said] == []


def test_two_materials_three_photos_and_an_obstruction_cost_this_much(stage: Stage) -> None:
    """Counted, and never more than today."""
    stage.firm.database.write(lambda session: session.add_all(stock()))
    slip_id = planned(stage)
    page = stage.phone.open()
    heard(page, slip_id, "Flachstahl 40 x 8 S235")
    page.locator(f'a[href="#/slip/{slip_id}"]').first.wait_for()
    begin(page)
    page.locator(f'a[href="#/slip/{slip_id}"]').first.click()
    page.get_by_role("button", name="Wie geplant", exact=True).click()
    page.get_by_role("button", name="Pfosten gesetzt", exact=True).click()
    unfold(page, "5")
    page.get_by_role("button", name="Material", exact=True).click()
    page.locator(".article button.row", has_text="Schwerlastanker M12").click()
    search = page.get_by_label("Material suchen oder beschreiben")
    search.click()
    search.press_sequentially("fla 40 8")
    page.locator(".article button.row", has_text="Flachstahl 40 x 8 S235").click()
    for seed in range(3):  # the camera itself needs a tap to open and one to take the picture
        add_photos(page, "Aufnehmen", photo(seed))
    add_line(page, "8", "Behinderung")
    page.get_by_role("radio", name="Vorarbeit nicht fertig").click()
    page.get_by_role("button", name="Jörg Lindner Bescheid gesagt").click()
    finish_line(page)
    page.get_by_role("button", name="Weiter zur Unterschrift").click()
    page.get_by_role("button", name="Jörg Lindner unterschreibt").click()
    page.locator("canvas").wait_for()
    draw(page)
    page.get_by_role("button", name="Unterschrift gilt").click()
    all_sent(page)
    hands, slip = counted(page), slip_in_office(stage.firm, slip_id)
    print(f"two materials, three photos, an obstruction: {hands.taps} taps, 6 for the camera, {hands.typed} typed")
    written = [len(rows_of(slip, table)) for table in ("material", "photo", "obstruction")]
    assert (slip["state"], written) == ("submitted", [2, 3, 1])
    assert (hands.taps <= 16, hands.typed) == (True, 8), hands


RECORDS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("Behinderung", "Vorarbeit nicht fertig", "Estrich im Flur ist nass", ("Jörg Lindner Bescheid gesagt",)),
    ("Bedenken", "die Planung", "Dübel sitzen zu nah am Rand", ()),
    ("Mangel", "anderes Gewerk", "Stufe 4 ist gebrochen", ()),
    ("Folgetermin", "Teil fehlt", "Handlauf kommt erst Montag", ()),
)
TABLES = ("obstruction", "concern", "defect", "follow_up")
SORTS = ("cause", "against", "whose", "cause")


def record(page: Page, seed: int, kind: str, sort: str, word: str, taps: tuple[str, ...]) -> str:
    """One of the records with its picture; the picture's digest."""
    add_line(page, "8", kind)
    page.get_by_role("radio", name=sort).click()
    fill(page, **{"Was?": word})
    for tap in taps:
        page.get_by_role("button", name=tap).click()
    [digest] = add_photos(page, "Foto", photo(seed))
    finish_line(page)
    return digest


def half_typed_stays(page: Page, label: str, typed: str) -> None:
    """Something else is drawn while somebody is at a number: it is not taken from under their finger."""
    field = page.get_by_label(label, exact=True)
    field.press_sequentially(typed)
    page.get_by_role("radio", name="Fenster").dispatch_event("click")
    expect(page.get_by_role("radio", name="Fenster")).to_have_attribute("aria-checked", "true")
    expect(field).to_have_value(typed)
    page.get_by_role("radio", name="Tür").click()
    expect(page.get_by_role("radio", name="Tür")).to_have_attribute("aria-checked", "true")


def stock() -> list[Item]:
    """A list long enough to have to search in it."""
    flats = [("material", f"F{w}{t}", f"Flachstahl {w} x {t} S235", "m") for w in (20, 30, 40, 50) for t in (5, 8, 10)]
    tubes = [("material", f"R{n}", f"Rohr {n} x 2,6", "m") for n in range(20, 120)]
    return [Item(kind=kind, number=number, text=text, unit=unit) for kind, number, text, unit in flats + tubes]
