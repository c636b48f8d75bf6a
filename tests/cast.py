"""The standing cast of the tests, and phones in their hands."""

import hashlib
import io
from dataclasses import dataclass, field
from typing import Any

from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from PIL import Image
from uuid_utils import uuid7

from app import web
from app.firm import Firm
from app.people.device import make_pairing_code
from app.people.person import Crew, CrewPerson, Person
from app.sites.places import Client, Company, Job, Site
from app.slips.op import op_hash
from app.slips.review import Plan, plan_slip

PASSWORD = "correct horse battery"


@dataclass
class Cast:
    """Who is there, and the one job at the one site."""

    anna: Person
    ben: Person
    karol: Person
    olga: Person
    max: Person
    crew: Crew
    job: Job


def hire(firm: Firm) -> Cast:
    with firm.database.read():
        pass

    def work(session: Any) -> Cast:
        cast = Cast(
            anna=Person(name="Anna Richter", role="lead", job_title="Vorarbeiterin"),
            ben=Person(name="Ben Nowak", role="worker", job_title="Monteur"),
            karol=Person(name="Karol Wiśniewski", role="worker", job_title="Monteur", language="en"),
            olga=Person(name="Olga Hartmann", role="office", login="olga"),
            max=Person(name="Max Lehmann", role="manager", login="max"),
            crew=Crew(name="Kolonne Richter"),
            job=_job(session),
        )
        people = [cast.anna, cast.ben, cast.karol, cast.olga, cast.max]
        session.add_all(people)
        session.flush()
        for person in (cast.olga, cast.max):
            person.password_hash = QUICK_HASH
        cast.crew.lead = cast.anna.id
        session.add(cast.crew)
        session.flush()
        session.add_all(CrewPerson(crew_id=cast.crew.id, person_id=person.id) for person in people[:3])
        session.flush()
        for one in (*people, cast.crew, cast.job):
            session.refresh(one)
            session.expunge(one)
        return cast

    return firm.database.write(work)


def plan(
    firm: Firm, cast: Cast, *, date: str = "2026-11-25", people: list[Person] | None = None, by: Person | None = None
) -> str:
    """A planned day for the crew; its slip's id."""
    wanted = Plan(
        job=cast.job, date=date, people=people or [cast.anna, cast.ben, cast.karol], lead=cast.anna,
        start="07:00", end="15:45", zone="Europe/Berlin", breaks=(("09:00", "09:15"), ("12:00", "12:30")),
        crew_id=cast.crew.id,
    )  # fmt: skip
    return firm.database.write(lambda session: plan_slip(session, by or cast.olga, wanted))


def at_desk(client: TestClient, login: str = "olga") -> TestClient:
    """Signs in at a desk."""
    answer = client.post("/signin", data={"login": login, "password": PASSWORD}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return client


@dataclass
class Phone:
    """A phone as the wire sees it: pairs, counts its ops, pushes and pulls."""

    http: TestClient
    person: str
    device: str
    counted: dict[str, int] = field(default_factory=dict)

    def op(self, kind: str, slip_id: str, *, n: int | None = None, **more: Any) -> dict[str, Any]:
        """The next op of this phone about a slip; `patch`, `rows` and `manifest` as on the wire."""
        self.counted[slip_id] = n or self.counted.get(slip_id, 0) + 1
        op = {
            "op_id": str(uuid7()), "slip_id": slip_id, "n": self.counted[slip_id], "author": self.person,
            "device": self.device, "kind": kind, "schema": 1, "base_rev": 0, "patch": {}, "rows": {}, "manifest": [],
            "client_time": "2026-11-25T16:24:05+01:00", "offset_ms": 0,
        } | more  # fmt: skip
        return {**op, "hash": op_hash(op)}

    def push(self, *ops: dict[str, Any], high: Any = None) -> list[dict[str, Any]]:
        """The results; `high` is the point of the ledger the phone says it has seen."""
        seen = high or {"seq": 0, "chain": ""}
        answer = self.http.post("/api/sync/push", json={"device": self.device, "high": seen, "ops": ops})
        assert answer.status_code == 200, answer.text
        return answer.json()["results"]

    def do(self, kind: str, slip_id: str, **more: Any) -> dict[str, Any]:
        """Makes an op and pushes it."""
        return self.push(self.op(kind, slip_id, **more))[0]

    def pull(self, cursor: int = 0, **more: Any) -> dict[str, Any]:
        answer = self.http.get("/api/sync/pull", params={"cursor": cursor, **more})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def slip(self, slip_id: str) -> dict[str, Any]:
        """The slip as a fresh pull tells it."""
        return next(change for change in self.pull()["changes"] if change["slip_id"] == slip_id)

    def send_picture(self, picture: bytes) -> str:
        digest = hashlib.sha256(picture).hexdigest()
        answer = self.http.put(f"/api/blobs/{digest}", content=picture)
        assert answer.status_code in (200, 201), answer.text
        return digest

    def sign(self, slip_id: str, content_hash: str, picture: bytes | None = None, **fields: Any) -> dict[str, Any]:
        """A submit with the client's signature over `content_hash`."""
        digest = self.send_picture(picture or jpeg("signature", "PNG"))
        row_id = str(uuid7())
        said = {
            "outcome": "signed",
            "name": "Jörg Lindner",
            "role": "Bauleiter",
            "sha256": digest,
            "content_hash": content_hash,
        }
        rows = {
            row_id: {"table": "signature", "fields": {name: [None, value] for name, value in (said | fields).items()}}
        }
        manifest = [{"att_id": row_id, "sha256": digest, "size": 1, "role": "signature"}]
        return self.op("submit", slip_id, rows=rows, manifest=manifest)

    def hand_in(self, slip_id: str) -> dict[str, Any]:
        """Handed in, signed for what the server says now."""
        return self.push(self.sign(slip_id, self.slip(slip_id)["content_hash"]))[0]


def phone_of(firm: Firm, client: TestClient, person: Person, label: str = "test phone") -> Phone:
    """Pairs a phone; it has cookies of its own."""
    code = firm.database.write(lambda session: make_pairing_code(session, firm.settings, person))
    http = TestClient(client.app, base_url="http://localhost:8000", raise_server_exceptions=False)
    http.app_state = client.app_state
    http.portal = client.portal
    answer = http.post("/api/devices", json={"pairing_code": code, "label": label})
    assert answer.status_code == 201, answer.text
    assert {web.PHONE, web.GRANT} <= set(http.cookies)
    return Phone(http, person.id, answer.json()["device"]["id"])


def rows_of(change: dict[str, Any], table: str) -> dict[str, dict[str, Any]]:
    return {row_id: row for row_id, row in change["rows"].items() if row["table"] == table}


def jpeg(seed: str, kind: str = "JPEG", size: int = 64) -> bytes:
    """A small real picture, different for each seed."""
    shade = hashlib.sha256(seed.encode()).digest()
    image = Image.new("RGB", (size, size), tuple(shade[:3]))
    image.paste(tuple(shade[3:6]), (4, 4, size // 2, size // 3))
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def _job(session: Any) -> Job:
    company = Company(name="Metallbau Keulenberg GmbH", text="Gewerbering 4\n01936 Königsbrück")
    client = Client(name="Stadt Königsbrück", text="Markt 1\n01936 Königsbrück")
    session.add_all([company, client])
    session.flush()
    site = Site(name="Riverside", text="Schulstraße 8\n01936 Königsbrück", client_id=client.id, contact="Jörg Lindner")
    session.add(site)
    session.flush()
    job = Job(
        number="26-118", title="Geländer Treppenhaus B", kind="order", site_id=site.id, client_id=client.id,
        company_id=company.id, task="14 Pfosten setzen", plan_minutes=2400,
    )  # fmt: skip
    session.add(job)
    return job


QUICK_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
