"""The editor of checklists: nothing gets lost in it, saving makes a version, and what does not fit is said."""

import re

import pytest

from app.office import checklist_form
from app.office.form import Form
from app.sites.checklist import read, shipped
from app.sites.checklists import newest, put_in_shipped, versions
from tests.cast import at_desk
from tests.office.desk import Page

NEW = {
    "title_de": "Geländer, Abnahme im Werk", "purpose": "railing", "months": "12", "count": "4",
    "title_de_1": "Oberfläche", "kind_1": "choice", "choices_1": "In Ordnung\nKratzer !\nRost !!", "section_1": "Sicht",
    "title_de_2": "Höhe", "kind_2": "number", "least_2": "1,00", "most_2": "1,10", "unit_2": "m", "order_2": "1",
    "title_de_3": "Bild", "kind_3": "photo", "count_3": "2", "optional_3": "1", "order_3": "9", "order_1": "2",
    "kind_4": "yes_no",
}  # fmt: skip


@pytest.fixture
def keeper(firm, client, cast):
    return at_desk(client)


@pytest.mark.parametrize("template", shipped(), ids=lambda one: one.id)
def test_a_checklist_goes_through_the_form_and_nothing_is_lost(template):
    before = template.content()
    form = checklist_form.typed(before)
    after = checklist_form.read(form, before)
    assert form.wrong == {}
    assert read(after).content() == before


def test_a_new_checklist_is_made_of_what_was_typed(firm, keeper):
    answer = keeper.post("/checklists", data=NEW, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/checklists/gelaender-abnahme-im-werk?done=saved")
    with firm.database.read() as session:
        (made,) = versions(session, "gelaender-abnahme-im-werk")
        assert (made.version, made.content["months"], made.content["purpose"]) == (1, 12, "railing")
        assert made.content["items"] == [
            {"key": "hoehe", "kind": "number", "title": {"de": "Höhe"}, "least": "1.00", "most": "1.10", "unit": "m"},
            {"key": "oberflaeche", "kind": "choice", "title": {"de": "Oberfläche"}, "section": "sicht", "choices": [
                {"key": "in_ordnung", "title": {"de": "In Ordnung"}},
                {"key": "kratzer", "title": {"de": "Kratzer"}, "fault": True},
                {"key": "rost", "title": {"de": "Rost"}, "fault": True, "severe": True},
            ]},
            {"key": "bild", "kind": "photo", "title": {"de": "Bild"}, "required": False, "count": 2},
        ]  # fmt: skip
        assert made.content["sections"] == {"sicht": {"de": "Sicht"}}


def test_saving_makes_the_next_version_and_keeps_the_one_before(firm, keeper):
    firm.database.write(put_in_shipped)
    with firm.database.read() as session:
        gate = versions(session, "powered-gate")[0].content
    values = {name: value for name, value in _values(checklist_form.typed(gate)).items()}
    values |= {"title_de_1": "Bauart des Tores", "order_2": "1", "order_1": "2"}
    assert keeper.post("/checklists/powered-gate", data=values, follow_redirects=False).status_code == 303
    with firm.database.read() as session:
        second, first = versions(session, "powered-gate")
        assert (second.version, first.content) == (2, gate)
        assert [item["key"] for item in second.content["items"][:2]] == ["place", "kind"]
        assert second.content["items"][1]["title"] == {"de": "Bauart des Tores", "en": "Type"}
    assert "Bauart des Tores" in keeper.get("/checklists/powered-gate").text
    assert "Bauart des Tores" not in keeper.get("/checklists/powered-gate/versions/1").text


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"least_2": "hoch"}, "least_2", "Bitte eine Zahl"),
        ({"choices_1": "Eins"}, "choices_1", "Mindestens zwei verschiedene."),
        ({"purpose": "Geländer"}, "purpose", "Nur kleine Buchstaben"),
        ({"title_de_1": "", "title_de_2": "", "title_de_3": ""}, "title_de_1", "Mindestens eine Frage."),
    ],
)
def test_what_is_not_right_is_said_at_its_field_and_kept_as_typed(keeper, change, field, words):
    answer = keeper.post("/checklists", data=NEW | change)
    assert answer.status_code == 422
    assert f'id="{field}-wrong"' in answer.text
    assert words in answer.text
    assert "Geländer, Abnahme im Werk" in answer.text


def test_what_does_not_hang_together_names_its_question(keeper):
    answer = keeper.post("/checklists", data=NEW | {"least_2": "2", "most_2": "1"})
    assert answer.status_code == 422
    assert "Diese Prüfliste geht so nicht. Bitte die markierten Stellen prüfen. Höhe" in Page(answer.text).text


def test_a_condition_may_name_several_answers_of_an_earlier_question(firm, keeper):
    keeper.post("/checklists", data=NEW)
    items = saved(keeper, firm, when_item_3="oberflaeche", when_is_3=["kratzer", "rost"])
    assert items[2]["when"] == {"item": "oberflaeche", "is": ["kratzer", "rost"]}
    page = Page(keeper.get("/checklists/gelaender-abnahme-im-werk").text).text
    assert "nur wenn Oberfläche: Kratzer / Rost" in page
    assert "when" not in saved(keeper, firm, when_item_3="")[2]


def test_what_the_engine_knows_of_a_question_can_be_said(firm, keeper):
    more = {
        "count": "7", "title_de_1": "Sollschichtdicke", "kind_1": "number", "title_de_2": "Messwerte", "choices_1": "",
        "section_1": "", "order_1": "", "order_2": "", "order_3": "", "kind_2": "readings", "nominal_item_2": "#1",
        "unit_2": "µm", "least_2": "", "most_2": "", "title_de_3": "Ende der Arbeit", "kind_3": "time", "count_3": "",
        "title_de_4": "Wachzeit", "kind_4": "number", "hint_de_4": "in Minuten", "hint_en_4": "in minutes",
        "title_de_5": "Ende der Brandwache", "kind_5": "time", "after_5": "#3", "minutes_item_5": "#4", "proof_5": "-",
        "title_de_6": "Sauber", "kind_6": "yes_no", "no_na_6": "1", "proof_6": "photo",
        "title_de_7": "Warum nicht", "kind_7": "text", "when_item_7": "#6", "when_is_7": ["no", "na"],
    }  # fmt: skip
    answer = keeper.post("/checklists", data=NEW | more | {"proof": "text"}, follow_redirects=False)
    assert answer.status_code == 303, re.findall(r'id="([^"]+)-wrong"', answer.text)
    with firm.database.read() as session:
        content = versions(session, "gelaender-abnahme-im-werk")[0].content
    item = {one["key"]: one for one in content["items"]}
    assert content["proof"] == ["text"]
    assert item["messwerte"]["nominal_item"] == "sollschichtdicke"
    assert item["wachzeit"]["hint"] == {"de": "in Minuten", "en": "in minutes"}
    brandwache = item["ende_der_brandwache"]
    assert (brandwache["after"], brandwache["minutes_item"], brandwache["proof"]) == ("ende_der_arbeit", "wachzeit", [])
    assert (item["sauber"]["na"], item["sauber"]["proof"]) == (False, ["photo"])
    assert item["warum_nicht"]["when"] == {"item": "sauber", "is": ["no", "na"]}
    assert content["items"] == saved(keeper, firm)  # and nothing is lost when it is saved again
    page = Page(keeper.get("/checklists/gelaender-abnahme-im-werk").text).text
    for words in (
        "nur wenn Sauber: nein / entfällt",
        "Nicht früher als: Ende der Arbeit",
        "Sollwert aus der Frage: Soll",
    ):
        assert words in page


def test_a_preview_shows_what_was_typed_and_saves_nothing(firm, keeper):
    more = {"title_de_4": "Wo", "when_item_4": "#1", "when_is_4": "rost", "kind_4": "text"}
    answer = keeper.post("/checklists", data=NEW | more | {"look": "1"})
    page = Page(answer.text).text
    assert answer.status_code == 200
    assert "So würde gefragt (noch nicht gespeichert)" in page and "nur wenn Oberfläche: Rost" in page
    assert '<option value="#1" selected>Oberfläche</option>' in answer.text
    assert 'name="when_is_4" value="rost" checked' in answer.text
    with firm.database.read() as session:
        assert versions(session, "gelaender-abnahme-im-werk") == []


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"when_item_1": "#3", "when_is_1": "yes"}, "when_item_1", "Das muss eine frühere Frage"),
        ({"when_item_3": "#2", "when_is_3": "yes"}, "when_item_3", "Das muss eine frühere Frage"),
        ({"when_item_3": "#1"}, "when_item_3", "Bitte ankreuzen"),
        ({"when_item_3": "#1", "when_is_3": "yes"}, "when_item_3", "Bitte ankreuzen"),
        ({"when_item_3": "nobody", "when_is_3": "yes"}, "when_item_3", "Das muss eine frühere Frage"),
        ({"kind_3": "time", "after_3": "#1", "count_3": ""}, "after_3", "Das muss eine frühere Frage"),
        ({"hint_en_2": "only English"}, "hint_de_2", "Bitte ausfüllen."),
    ],
)
def test_a_condition_that_cannot_be_is_said_at_its_question(keeper, change, field, words):
    answer = keeper.post("/checklists", data=NEW | change)
    said = re.search(f'id="{field}-wrong">([^<]*)', answer.text)
    assert (answer.status_code, said is not None and said[1].startswith(words)) == (422, True)


def test_out_of_use_and_into_it_again(firm, keeper):
    keeper.post("/checklists", data=NEW)
    for active, left in (("", []), ("1", ["gelaender-abnahme-im-werk"])):
        keeper.post("/checklists/gelaender-abnahme-im-werk/active", data={"active": active})
        with firm.database.read() as session:
            assert [one.id for one in newest(session) if one.id.startswith("gel")] == left


def test_one_name_is_one_checklist(firm, keeper, cast):
    keeper.post("/checklists", data=NEW)
    answer = keeper.post("/checklists", data=NEW)
    assert (answer.status_code, "Diesen Namen gibt es schon." in answer.text) == (422, True)


def test_only_who_keeps_the_directory_may(client, cast):
    assert [at_desk(client, who).get("/checklists").status_code for who in ("olga", "max")] == [200, 403]


def saved(keeper, firm, **change):
    """The questions after the checklist was opened, changed and saved."""
    with firm.database.read() as session:
        content = versions(session, "gelaender-abnahme-im-werk")[0].content
    values = _values(checklist_form.typed(content)) | change
    assert keeper.post("/checklists/gelaender-abnahme-im-werk", data=values, follow_redirects=False).status_code == 303
    with firm.database.read() as session:
        return versions(session, "gelaender-abnahme-im-werk")[0].content["items"]


def _values(form: Form) -> dict[str, str | list[str]]:
    return {name: form.all(name) for name in form._data}
