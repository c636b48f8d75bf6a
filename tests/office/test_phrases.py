"""The phrases of a slip at the desk: exact German, for which slips, in which languages; phones get what is in use."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.firm import Firm
from app.sites.catalog import Item
from tests.cast import Cast, at_desk, phone_of
from tests.office.desk import Page

POSTS = {
    "text": "Pfosten gesetzt und ausgerichtet.", "kinds": ["hourly", "order"], "in_en": "Posts set and aligned.",
    "in_uk": "Стовпи встановлено й вирівняно.", "in_tr": "  ",
}  # fmt: skip


@pytest.fixture
def keeper(firm: Firm, client: TestClient, cast: Cast) -> TestClient:
    return at_desk(client)


def post(client: TestClient, path: str, data: dict[str, Any]) -> Any:
    return client.post(f"/phrases{path}", data=data, follow_redirects=False)


def of_firm(firm: Firm) -> list[Item]:
    with firm.database.read() as session:
        rows = session.query(Item).filter(Item.kind == "phrase").order_by(Item.text).all()
        session.expunge_all()
    return rows


def catalog(phone: Any, etag: str = "") -> tuple[list[dict[str, Any]], str]:
    answer = phone.http.get("/api/sync/catalog", headers={"if-none-match": etag})
    return ([] if answer.status_code == 304 else answer.json()["phrases"]), answer.headers["etag"]


def test_a_new_phrase_is_on_the_phones_as_it_was_typed(firm: Firm, keeper: TestClient, cast: Cast) -> None:
    phone = phone_of(firm, TestClient(keeper.app), cast.anna)
    _, before = catalog(phone)
    assert post(keeper, "", POSTS).headers["location"] == "/phrases?done=saved"
    (phrase,), after = catalog(phone, before)
    assert after != before
    assert phrase.pop("id") == of_firm(firm)[0].id
    assert phrase == {
        "kinds": ["order", "hourly"], "de": "Pfosten gesetzt und ausgerichtet.", "en": "Posts set and aligned.",
        "uk": "Стовпи встановлено й вирівняно.",
    }  # fmt: skip


def test_a_changed_phrase_goes_out_anew_and_keeps_what_the_form_does_not_ask(
    firm: Firm, keeper: TestClient, cast: Cast
) -> None:
    post(keeper, "", POSTS)
    (row,) = of_firm(firm)

    def more(session: Any) -> None:
        one = session.get_one(Item, row.id)
        one.more = {**one.more, "from": "Kartei"}

    firm.database.write(more)
    phone = phone_of(firm, TestClient(keeper.app), cast.anna)
    _, before = catalog(phone)
    form = keeper.get(f"/phrases/{row.id}").text
    assert 'lang="uk" maxlength="500" spellcheck="true" value="Стовпи встановлено й вирівняно."' in form
    assert re.findall(r'name="kinds" value="(\w+)" checked', form) == ["order", "hourly"]
    new = {"text": "Pfosten gesetzt.", "in_en": "", "in_tr": "Dikmeler yerleştirildi."}
    assert post(keeper, f"/{row.id}", new).status_code == 303
    (phrase,), after = catalog(phone, before)
    assert (phrase["de"], phrase["en"], phrase["tr"], phrase["kinds"]) == (
        "Pfosten gesetzt.", "Pfosten gesetzt.", "Dikmeler yerleştirildi.", [],
    )  # fmt: skip
    assert "uk" not in phrase
    assert of_firm(firm)[0].more == {"from": "Kartei", "kinds": [], "tr": "Dikmeler yerleştirildi."}
    assert catalog(phone, after) == ([], after)


def test_one_out_of_use_goes_from_the_phones_and_comes_back(firm: Firm, keeper: TestClient, cast: Cast) -> None:
    post(keeper, "", POSTS)
    (row,) = of_firm(firm)
    phone = phone_of(firm, TestClient(keeper.app), cast.anna)
    assert post(keeper, f"/{row.id}/active", {"active": ""}).headers["location"] == "/phrases?done=saved"
    assert catalog(phone)[0] == []
    assert "Nicht mehr verwendet 1 " in Page(keeper.get("/phrases").text).text
    assert "Wieder verwenden" in keeper.get(f"/phrases/{row.id}").text
    assert "schon" in post(keeper, "", POSTS).text
    post(keeper, f"/{row.id}/active", {"active": "1"})
    assert [one["id"] for one in catalog(phone)[0]] == [row.id]


def test_the_list_says_for_which_slips_they_are_and_which_language_is_missing(keeper: TestClient) -> None:
    post(keeper, "", POSTS)
    everything = {f"in_{lang}": lang for lang in ("en", "pl", "cs", "ro", "uk", "tr")}
    post(keeper, "", {"text": "Baustelle geräumt.", **everything})
    post(keeper, "", {"text": "Tor geprüft, ohne Mängel.", "kinds": ["service"], **everything, "in_ro": ""})
    page = keeper.get("/phrases").text
    heads = [Page(head).text.strip() for head in re.findall(r"<h2.*?</h2>", page, re.S)]
    rows = [Page(row).text.strip() for row in re.findall(r"<tr>\s*<th scope=\"row\".*?</tr>", page, re.S)]
    assert heads == ["Montage nach Auftrag, Stundenlohn 1", "Service 1", "Für alle Zettel 1"]
    assert rows == [
        "Pfosten gesetzt und ausgerichtet. Polnisch, Tschechisch, Rumänisch, Türkisch",
        "Tor geprüft, ohne Mängel. Rumänisch",
        "Baustelle geräumt. keine",
    ]


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        (POSTS | {"text": " "}, "text", "Bitte ausfüllen."),
        (POSTS | {"text": "x" * 501}, "text", "Das ist zu lang."),
        (POSTS | {"text": "..."}, "text", "Bitte nur ein Satz"),
        (POSTS | {"text": "Tor geprüft. Ohne Mängel."}, "text", "Bitte nur ein Satz"),
        (POSTS | {"text": "Zink\nausgebessert"}, "text", "Bitte nur ein Satz"),
        (POSTS | {"in_pl": "Brama sprawdzona! Bez usterek."}, "in_pl", "Bitte nur ein Satz"),
        (POSTS | {"in_tr": "x" * 501}, "in_tr", "Das ist zu lang."),
        (POSTS | {"kinds": ["king"]}, "kinds", "Bitte aus der Liste wählen."),
        (POSTS | {"text": "Baustelle geräumt"}, "text", "Diesen Satz gibt es schon"),
    ],
)
def test_what_is_not_right_is_said_at_its_field_and_nothing_is_kept(
    firm: Firm, keeper: TestClient, data: dict[str, Any], field: str, words: str
) -> None:
    post(keeper, "", {"text": "Baustelle geräumt."})
    answer = post(keeper, "", data)
    said = re.search(f'id="{field}-wrong">([^<]*)', answer.text)
    assert (answer.status_code, said is not None and said[1].startswith(words)) == (422, True), said
    assert 'value="Posts set and aligned."' in answer.text  # as typed
    assert [one.text for one in of_firm(firm)] == ["Baustelle geräumt."]


def test_a_phrase_may_be_saved_as_it_is_and_not_as_another(firm: Firm, keeper: TestClient) -> None:
    post(keeper, "", POSTS)
    post(keeper, "", {"text": "Zink ausgebessert."})
    posts, zinc = of_firm(firm)
    assert post(keeper, f"/{zinc.id}", {"text": "Zink ausgebessert"}).status_code == 303
    assert post(keeper, f"/{zinc.id}", POSTS).status_code == 422
    assert [one.text for one in of_firm(firm)] == [posts.text, "Zink ausgebessert"]


def test_what_is_no_phrase_has_no_form(firm: Firm, keeper: TestClient) -> None:
    other = firm.database.write(lambda session: _material(session))
    for path in (f"/{other}", "/nothing"):
        assert keeper.get(f"/phrases{path}").status_code == 404
        assert post(keeper, path, POSTS).status_code == 404
        assert post(keeper, f"{path}/active", {"active": ""}).status_code == 404
    assert of_firm(firm) == []


def test_who_keeps_the_directory_keeps_the_phrases(client: TestClient, cast: Cast) -> None:
    assert [at_desk(client, who).get("/phrases").status_code for who in ("olga", "max")] == [200, 403]
    assert [client.get("/phrases/new").status_code, post(client, "", POSTS).status_code] == [403, 403]


def _material(session: Any) -> str:
    one = Item(kind="material", text="Dübel")
    session.add(one)
    session.flush()
    return one.id
