"""What a phone carries: everything a slip needs, built once, and anew only when something in it has changed."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session
from uuid_utils import uuid7

from app import clock
from app.firm import Firm
from app.people.person import Person
from app.sites import checklists, terms
from app.sites.catalog import Item
from app.sites.places import Client, Job, Site
from app.slips import carry
from app.slips.tables import Slip
from tests.cast import Cast, Phone, phone_of, plan
from tests.sites.test_templates import save, simple

DAY = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.fixture
def anna(firm: Firm, client: TestClient, cast: Cast) -> Phone:
    return phone_of(firm, client, cast.anna)


def catalog(phone: Phone) -> dict[str, Any]:
    answer = phone.http.get("/api/sync/catalog")
    assert answer.headers["ETag"] == f'"{phone.pull()["catalog"]["etag"]}"'
    return json.loads(answer.content)


def change(firm: Firm, model: type[Any], id_: str, **new: Any) -> None:
    def work(session: Any) -> None:
        row = session.get_one(model, id_)
        for name, value in new.items():
            setattr(row, name, value)

    firm.database.write(work)


def etag(phone: Phone) -> str:
    return str(phone.pull()["catalog"]["etag"])


def test_a_job_brings_what_its_slip_needs(firm: Firm, cast: Cast, anna: Phone) -> None:
    agreed = {"agreed_with": "Frau Benda, Verwaltung", "agreed_on": "2026-10-05", "agreed_ref": "Auftrag 4711"}
    change(firm, Job, cast.job.id, **agreed, hot_work=True, position_mask="00.00.0000", checklists=["hot-work"])
    change(firm, Client, str(cast.job.client_id), public=True)
    (job,) = catalog(anna)["jobs"]
    told = {name: job[name] for name in agreed}
    assert told == agreed
    assert (job["hot_work"], job["client_kind"], job["position_mask"]) == (1, "public", "00.00.0000")
    assert job["checklists"] == ["hot-work"]


def test_a_consumer_is_one_however_the_client_is_marked(firm: Firm, cast: Cast, anna: Phone) -> None:
    change(firm, Client, str(cast.job.client_id), consumer=True, public=True)
    assert catalog(anna)["jobs"][0]["client_kind"] == "consumer"


def test_holidays_come_once_per_place(firm: Firm, cast: Cast, anna: Phone) -> None:
    def work(session: Any) -> None:
        name, town = "Bautzen, Salzenforst", "Bautzen"
        session.add(Site(name=name, municipality=town, quarter="Salzenforst", km="52.5", minutes=50))
        session.add(Site(name="Dresden"))
        session.add(Site(name="Senftenberg", state="BB"))

    firm.database.write(work)
    with clock.at(DAY):
        told = catalog(anna)
    of = {site["name"]: told["holidays"][site["holidays"]] for site in told["sites"]}
    assert len(told["holidays"]) == 3
    assert of["Riverside"] == of["Dresden"]
    assert ("2026-11-18" in of["Dresden"], "2026-11-18" in of["Senftenberg"]) == (True, False)
    assert ("2026-06-04" in of["Dresden"], "2027-05-27" in of["Bautzen, Salzenforst"]) == (False, True)
    far = next(site for site in told["sites"] if site["municipality"] == "Bautzen")
    assert (far["km"], far["minutes"]) == ("52.5", 50)


def test_the_numbers_of_the_firm_are_carried_in_their_order(firm: Firm, anna: Phone) -> None:
    limit = {"who": "adult", "name": "day_most", "from": "2026-01-01", "value": 570, "basis": "Betriebsvereinbarung"}
    row = {"name": "Zone 1", "from": "2026-01-01", "cents": 600, "km_above": "5", "km_most": "25"}

    def work(session: Any) -> None:
        terms.save_term(session, "expense", {**row, "from": "2027-01-01", "cents": None})
        terms.save_term(session, "expense", row)
        terms.save_term(session, "limit", limit)

    firm.database.write(work)
    told = catalog(anna)
    assert told["limits"] == [limit]
    assert told["rates"] == []
    assert told["expenses"] == [row, {**row, "from": "2027-01-01", "cents": None}]


def test_the_versions_slips_are_pinned_to_are_carried(firm: Firm, cast: Cast, anna: Phone) -> None:
    save(firm, simple())
    save(firm, simple(title={"de": "Neu"}))
    before = catalog(anna)
    slip_id = plan(firm, cast, date=clock.today("Europe/Berlin").isoformat())
    fields = {"template": [None, "railing"], "version": [None, 1]}
    anna.do("add_row", slip_id, rows={str(uuid7()): {"table": "checklist", "fields": fields}})
    railing = [one for one in catalog(anna)["checklists"] if one["id"] == "railing"]
    told = [(one["version"], one["newest"], one["title"]["de"]) for one in railing]
    assert told == [(2, 1, "Neu"), (1, 0, "Geländer")]
    assert [one["version"] for one in before["checklists"] if one["id"] == "railing"] == [2]


def test_a_version_used_after_it_went_out_of_use_is_carried_too(firm: Firm, cast: Cast, anna: Phone) -> None:
    """Begun without signal: the office has taken the checklist away meanwhile, the others must be able to read it."""
    save(firm, simple())
    slip_id = plan(firm, cast, date=clock.today("Europe/Berlin").isoformat())
    firm.database.write(lambda session: checklists.retire(session, "railing"))
    before = catalog(anna)["checklists"]
    fields = {"template": [None, "railing"], "version": [None, 1]}
    anna.do("add_row", slip_id, rows={str(uuid7()): {"table": "checklist", "fields": fields}})
    carried = [(one["version"], one["newest"]) for one in catalog(anna)["checklists"] if one["id"] == "railing"]
    assert ([one["id"] for one in before if one["id"] == "railing"], carried) == ([], [(1, 0)])


def test_a_checklist_out_of_use_is_not_offered(firm: Firm, anna: Phone) -> None:
    firm.database.write(lambda session: checklists.retire(session, "hot-work"))
    told = [one["id"] for one in catalog(anna)["checklists"]]
    assert "hot-work" not in told
    assert "powered-gate" in told


def test_a_closed_job_says_what_its_client_sees_while_a_phone_carries_a_slip_of_it(
    firm: Firm, cast: Cast, anna: Phone
) -> None:
    """The phone would else show the usual blocks, and the paper what was chosen."""
    change(firm, Job, cast.job.id, client_sees=["material"])
    told = [catalog(anna)["closed_jobs"]]
    plan(firm, cast, date=clock.today("Europe/Berlin").isoformat())
    steps: list[dict[str, Any]] = [{"active": False}, {"client_sees": None}, {"client_sees": []}, {"active": True}]
    for new in steps:
        change(firm, Job, cast.job.id, **new)
        told.append(catalog(anna)["closed_jobs"])
    chosen = {"id": cast.job.id, "client_sees": ["material"]}
    assert told == [[], [chosen], [], [chosen | {"client_sees": []}], []]


@pytest.mark.parametrize(("state", "days_ago", "carried"), [
    ("draft", 400, True), ("submitted", 400, True), ("approved", 2, True), ("approved", 400, False), ("void", 2, False),
])  # fmt: skip
def test_a_closed_job_is_carried_no_longer_than_its_slips(
    firm: Firm, cast: Cast, anna: Phone, state: str, days_ago: int, carried: bool
) -> None:
    day = clock.today("Europe/Berlin") - timedelta(days=days_ago)
    slip_id = plan(firm, cast, date=day.isoformat())
    change(firm, Slip, slip_id, state=state)
    change(firm, Job, cast.job.id, client_sees=["material"], active=False)
    assert [job["id"] for job in catalog(anna)["closed_jobs"]] == [cast.job.id] * carried


def test_phones_hear_of_a_closed_job_with_the_first_slip_that_comes_to_have_it(
    firm: Firm, cast: Cast, anna: Phone
) -> None:
    """Made on a phone that had not heard yet that the job was closed."""
    change(firm, Job, cast.job.id, client_sees=["material"], active=False)
    assert catalog(anna)["closed_jobs"] == []
    slip_id, day = str(uuid7()), clock.today("Europe/Berlin").isoformat()
    fields = {"kind": "order", "zone": "Europe/Berlin", "date": day, "lead": cast.anna.id}
    anna.do("create", slip_id, patch={name: [None, value] for name, value in fields.items()})
    without = etag(anna)
    anna.do("edit", slip_id, patch={"job": [None, cast.job.id]})
    assert [job["id"] for job in catalog(anna)["closed_jobs"]] == [cast.job.id]
    known = etag(anna)
    anna.do("edit", slip_id, patch={"work": [None, "Pfosten"]})
    assert (etag(anna) == known, known == without) == (True, False)


def test_it_is_built_once_and_not_for_every_pull(
    firm: Firm, cast: Cast, client: TestClient, anna: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = phone_of(firm, client, cast.ben)
    built, lists = [], carry.lists

    def counted(*given: Any) -> Any:
        built.append(1)
        return lists(*given)

    monkeypatch.setattr(carry, "lists", counted)
    tags = [etag(anna), etag(ben), etag(anna)]
    slip_id = plan(firm, cast)
    anna.do("edit", slip_id, patch={"work": [None, "Pfosten"]})
    assert [etag(anna), etag(ben)] == tags[:2]
    assert (len(built), tags[0] == tags[1], tags[0] == tags[2]) == (1, False, True)
    firm.database.write(lambda session: session.add(Item(kind="vehicle", text="Sprinter")))
    assert etag(anna) != tags[0]
    assert len(built) == 2
    assert anna.http.get("/api/sync/catalog", headers={"If-None-Match": f'"{etag(anna)}"'}).status_code == 304


@pytest.mark.parametrize("how", ["changed", "deleted", "in_bulk", "taken_back"])
def test_every_way_to_change_a_list_is_noticed(firm: Firm, anna: Phone, how: str) -> None:
    def add(session: Any) -> str:
        item = Item(kind="vehicle", text="Sprinter")
        session.add(item)
        return item.id

    item_id = firm.database.write(add)
    before = etag(anna)

    def work(session: Any) -> None:
        if how == "changed":
            session.get_one(Item, item_id).text = "Crafter"
        elif how == "deleted":
            session.delete(session.get_one(Item, item_id))
        elif how == "in_bulk":
            session.query(Item).filter_by(id=item_id).update({"text": "Caddy"})
        else:
            nested = session.begin_nested()
            session.add(Item(kind="vehicle", text="keiner"))
            nested.rollback()

    firm.database.write(work)
    assert (etag(anna) == before) == (how == "taken_back")


def test_who_comes_of_age_does_so_overnight(firm: Firm, cast: Cast, anna: Phone) -> None:
    change(firm, Person, cast.ben.id, birth_date="2008-11-26")
    minors = []
    for day in (DAY, DAY.replace(day=26)):
        with clock.at(day):
            minors.append({one["name"] for one in catalog(anna)["people"] if one["minor"]})
    assert minors == [{"Ben Nowak"}, set()]


def test_nothing_about_people_but_what_a_slip_needs(firm: Firm, anna: Phone) -> None:
    told = catalog(anna)
    assert {name for one in told["people"] for name in one} == {"id", "name", "job_title", "minor"}
    assert told["person"] == {"id": anna.person, "name": "Anna Richter", "role": "lead", "language": "de"}


def test_a_phrase_goes_to_the_phone_in_the_languages_it_was_put_into_and_its_german_is_the_exact_one(
    firm: Firm, anna: Phone
) -> None:
    more = {"kinds": ["order"], "en": "Posts set.", "pl": "Słupki ustawione.", "cs": "", "de": "nicht dieser"}
    phrase = Item(kind="phrase", text="Pfosten gesetzt.", more=more)
    bare = Item(kind="phrase", text="Zargen gesetzt.", more={})

    def add(session: Session) -> tuple[str, str]:
        session.add_all([phrase, bare])
        return phrase.id, bare.id

    ids = firm.database.write(add)
    assert anna.http.get("/api/sync/catalog").json()["phrases"] == [
        {"id": ids[0], "kinds": ["order"], "de": "Pfosten gesetzt.", "en": "Posts set.", "pl": "Słupki ustawione."},
        {"id": ids[1], "kinds": [], "de": "Zargen gesetzt.", "en": "Zargen gesetzt."},
    ]
