"""The firm's numbers at the desk: the law shown as such, a later row instead of another history, phones get them."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app import clock
from app.firm import Firm
from app.sites import terms
from app.sites.catalog import Item
from tests.cast import Cast, at_desk, phone_of
from tests.office.desk import Page

MOST = {"name": "day_most", "who": "adult", "from": "2026-01-01", "value": "9:30", "basis": "Betriebsvereinbarung 3"}
ZONE = {"name": "Zone 2", "from": "2026-01-01", "value": "12,5", "km_above": "25", "km_most": "50,5", "role": "driver"}


@pytest.fixture
def keeper(firm: Firm, client: TestClient, cast: Cast) -> TestClient:
    return at_desk(client)


def post(client: TestClient, kind: str, data: dict[str, str]) -> Any:
    return client.post(f"/terms/{kind}", data=data, follow_redirects=False)


def lines_of(client: TestClient, words: str) -> list[str]:
    """The rows of the list that begin with these words."""
    rows = re.findall(r"<tr data-is.*?</tr>", client.get("/terms").text, re.S)
    told = [Page(row).text.strip() for row in rows]
    return [row for row in told if row.startswith(words)]


def test_what_the_law_says_is_there_from_the_start_and_stamped_so(keeper: TestClient) -> None:
    adults, minors = lines_of(keeper, "Höchste Arbeitszeit am Tag")
    assert adults.startswith("Höchste Arbeitszeit am Tag Erwachsene 10:00 h Fr 01.07.1994 § 3 ArbZG Gesetz gilt")
    assert minors.startswith("Höchste Arbeitszeit am Tag unter 18 8:30 h Sa 01.05.1976 § 8 JArbSchG Gesetz gilt")
    (meals,) = lines_of(keeper, "Verpflegung, voller Tag")
    assert "28,00 € Mi 01.01.2020 § 9 (4a) EStG Gesetz gilt" in meals
    (night,) = lines_of(keeper, "Übernachtung")
    assert "20,00 € Mi 01.01.2020 R 9.7 (3) LStR Gesetz gilt" in night
    (own,) = lines_of(keeper, "Längste Zeit in einem Stück")
    assert "Vorgabe von Handzettel" in own and "Gesetz" not in own


def test_a_later_row_takes_the_place_of_the_law_and_phones_get_it(
    firm: Firm, keeper: TestClient, client: TestClient, cast: Cast
) -> None:
    phone = phone_of(firm, client, cast.anna)
    etag = phone.http.get("/api/sync/catalog").headers["etag"]
    assert post(keeper, "limit", MOST).headers["location"] == "/terms?done=saved"
    assert [line.split("§")[0].split("Betr")[0] for line in lines_of(keeper, "Höchste Arbeitszeit am Tag Erw")] == [
        "Höchste Arbeitszeit am Tag Erwachsene 10:00 h Fr 01.07.1994 ",
        "Höchste Arbeitszeit am Tag Erwachsene 9:30 h Do 01.01.2026 ",
    ]
    law, own = lines_of(keeper, "Höchste Arbeitszeit am Tag Erw")
    assert "abgelöst" in law and "Neu ab" not in law
    assert "Olga Hartmann" in own and " gilt " in own and "Gesetz" not in own and "Neu ab" in own
    answer = phone.http.get("/api/sync/catalog", headers={"if-none-match": etag})
    assert answer.status_code == 200
    assert answer.json()["limits"] == [
        {"who": "adult", "name": "day_most", "from": "2026-01-01", "value": 570, "basis": "Betriebsvereinbarung 3"}
    ]


@pytest.mark.parametrize(
    ("kind", "sent", "kept"),
    [
        ("limit", {"name": "earliest", "who": "minor", "value": "5.30"}, ("minor", 330)),
        ("limit", {"name": "free_saturday", "who": "minor", "value": "0"}, ("minor", 0)),
        ("limit", {"name": "week_most", "who": "adult", "value": "48"}, ("adult", 2880)),
        ("limit", {"name": "day_most", "who": "all", "value": "", "off": "1"}, ("all", None)),
        ("rate", {"name": "meals_full", "value": "30 €"}, ("all", 3000)),
        ("rate", {"name": "meals_above", "value": "0:00"}, ("all", 0)),
        ("rate", {"name": "breakfast", "value": "20"}, ("all", 20)),
    ],
)
def test_each_number_is_typed_in_its_unit(
    firm: Firm, keeper: TestClient, kind: terms.Kind, sent: dict[str, str], kept: tuple[str, int | None]
) -> None:
    assert post(keeper, kind, {"from": "2027-01-01", "basis": "Gesetz von 2027", **sent}).status_code == 303
    with firm.database.read() as session:
        (row,) = terms.of_kind(session, kind)
    assert (row["who"], row["value"]) == kept
    form = keeper.get(f"/terms/{kind}/new", params={"name": sent["name"], "who": kept[0]}).text
    assert "Gesetz von 2027" in form  # among what held until now


def test_an_ausloese_is_paid_for_its_zone_and_ends(firm: Firm, keeper: TestClient) -> None:
    assert post(keeper, "expense", ZONE).status_code == 303
    assert lines_of(keeper, "Zone 2")[0].startswith("Zone 2 12,50 € Do 01.01.2026 über 25 bis 50,5 km, fährt")
    form = keeper.get("/terms/expense/new", params={"name": "Zone 2"}).text
    assert 'name="value" type="text" value="12,50"' in form and 'name="km_most" type="text" value="50,5"' in form
    assert post(keeper, "expense", ZONE | {"from": "2099-01-01", "value": "", "off": "1"}).status_code == 303
    assert [line.split(" über")[0] for line in lines_of(keeper, "Zone 2")] == [
        "Zone 2 12,50 € Do 01.01.2026",
        "Zone 2 endet Do 01.01.2099",
    ]
    zone = {"role": "driver", "km_above": "25", "km_most": "50.5"}
    with firm.database.read() as session:
        assert terms.expenses(session) == [
            {"name": "Zone 2", "from": "2026-01-01", "cents": 1250, **zone},
            {"name": "Zone 2", "from": "2099-01-01", "cents": None, **zone},
        ]


def test_what_has_begun_stays_as_it_is(firm: Firm, keeper: TestClient) -> None:
    today = clock.today("Europe/Berlin").isoformat()
    post(keeper, "limit", MOST | {"from": today})
    for day in (today, "2026-01-01"):
        answer = post(keeper, "limit", MOST | {"from": day, "who": "all"})
        assert (answer.status_code, "Für diesen Tag gilt schon eine Zeile." in answer.text) == (422, True)
    assert post(keeper, "limit", MOST | {"who": "minor"}).status_code == 303  # of others, another row
    for value in ("9", "9:15"):  # what has not begun can be said anew
        assert post(keeper, "limit", MOST | {"from": "2099-01-01", "value": value}).status_code == 303
    with firm.database.read() as session:
        rows = [(row["who"], row["from"], row["value"]) for row in terms.limits(session)]
    assert rows == [
        ("minor", "2026-01-01", 570), ("adult", today, 570), ("adult", "2099-01-01", 540), ("adult", "2099-01-01", 555),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "data", "field", "words"),
    [
        ("limit", MOST | {"from": ""}, "from", "Bitte ein Datum angeben."),
        ("limit", MOST | {"basis": " "}, "basis", "Bitte ausfüllen."),
        ("limit", MOST | {"value": ""}, "value", "Bitte ausfüllen."),
        ("limit", MOST | {"value": "viel"}, "value", "Bitte Stunden angeben"),
        ("limit", MOST | {"name": "latest", "value": "25:00"}, "value", "Bitte eine Uhrzeit angeben"),
        ("limit", MOST | {"name": "record_days", "value": "-1"}, "value", "Bitte eine passende ganze Zahl."),
        ("rate", {"name": "lunch", "from": "2027-01-01", "value": "140", "basis": "x"}, "value", "Bitte eine passende"),
        (
            "rate",
            {"name": "overnight", "from": "2027-01-01", "value": "1e3", "basis": "x"},
            "value",
            "Bitte einen Betrag in Euro",
        ),
        ("expense", ZONE | {"name": ""}, "name", "Bitte ausfüllen."),
        ("expense", ZONE | {"value": ""}, "value", "Bitte ausfüllen."),
        ("expense", ZONE | {"km_most": "20"}, "km_most", "Muss größer sein"),
        ("expense", ZONE | {"km_above": "nah"}, "km_above", "Bitte eine Zahl"),
        ("expense", ZONE | {"minutes_most": "1,5"}, "minutes_most", "Bitte eine Zahl"),
    ],
)
def test_what_is_not_right_is_said_at_its_field_and_nothing_is_kept(
    firm: Firm, keeper: TestClient, kind: terms.Kind, data: dict[str, str], field: str, words: str
) -> None:
    answer = post(keeper, kind, data)
    said = re.search(f'id="{field}-wrong">([^<]*)', answer.text)
    assert (answer.status_code, said is not None and said[1].startswith(words)) == (422, True), said
    with firm.database.read() as session:
        assert session.query(Item).filter(Item.kind == kind).count() == 0


def test_a_number_nobody_knows_has_no_form(keeper: TestClient) -> None:
    for path in ("limit/new?name=king", "limit/new", "expense/new?name=Zone+9"):
        assert keeper.get(f"/terms/{path}").status_code == 404
    assert keeper.get("/terms/expense/new").status_code == 200
    assert post(keeper, "limit", MOST | {"name": "king"}).status_code == 422


def test_who_keeps_the_directory_keeps_the_numbers(client: TestClient, cast: Cast) -> None:
    assert [at_desk(client, who).get("/terms").status_code for who in ("olga", "max")] == [200, 403]
    assert post(client, "limit", MOST).status_code == 403
