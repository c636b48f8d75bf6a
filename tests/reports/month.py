"""Six slips of November and one of December, inserted as rows; every expected number can be worked out by hand.

slip  job  day    kind    state      plan  worked  submitted (wall)  approved            returns
1     A    3.11.  order   approved   480   510     3.11. 16:30       3.11. 18:30 (120)   0
2     A    4.11.  order   approved   480   450     5.11. 00:10       5.11. 10:10 (600)   1
3     A    5.11.  order   submitted  480   480     5.11. 23:50                           0
4     B    6.11.  hourly  approved   0     95      6.11. 15:00       9.11. 15:00 (4320)  2
5     -    9.11.  hourly  approved   60    60      9.11. 12:00       9.11. 12:30 (30)    0
6     A    10.11. order   void       480   0       10.11. 16:00                          1
7     A    1.12.  order   approved   480   500     1.12. 16:00       1.12. 17:00 (60)    0
"""

from typing import Any

from app.firm import Firm
from app.sites.places import Company, Job, Site
from app.slips.tables import Slip, SlipPerson, Work
from tests.cast import Cast
from tests.reports.slips import row_id, slip_of

A, B = (f"0199b3a2-0000-7000-8000-00000000000{n}" for n in "ab")
NORTH, SOUTH = (f"0199b3a3-0000-7000-8000-00000000000{n}" for n in (1, 2))
ZONE = "Europe/Berlin"


def fill(firm: Firm, cast: Cast) -> None:
    firm.database.write(_places)
    firm.database.write(lambda session: session.add_all(_slips(cast)))


def _places(session: Any) -> None:
    session.add_all([Company(id=NORTH, name="Stahlbau Nord GmbH"), Company(id=SOUTH, name="Torservice Süd GmbH")])
    session.flush()
    session.add(Site(id=row_id(50), name="Halle 4", text="Ring 1\n01936 Königsbrück"))
    session.flush()
    job: dict[str, Any] = {"site_id": row_id(50), "kind": "order"}
    session.add(Job(id=A, number="26-001", title="Vordach", company_id=NORTH, plan_minutes=1200, **job))
    session.add(Job(id=B, number="26-002", title="Rolltor", company_id=SOUTH, plan_minutes=0, **job))
    session.flush()


def _slips(cast: Cast) -> list[Any]:
    approved, person = {"state": "approved", "approved_by": cast.max.id}, cast.anna
    return [
        *_slip(
            1,
            A,
            "2026-11-03",
            person,
            480,
            510,
            "2026-11-03T15:30:00.000Z",
            approved_at="2026-11-03T17:30:00.000Z",
            **approved,
        ),
        *_slip(
            2,
            A,
            "2026-11-04",
            person,
            480,
            450,
            "2026-11-04T23:10:00.000Z",
            approved_at="2026-11-05T09:10:00.000Z",
            returns=1,
            **approved,
        ),
        *_slip(3, A, "2026-11-05", person, 480, 480, "2026-11-05T22:50:00.000Z", state="submitted"),
        *_slip(
            4,
            B,
            "2026-11-06",
            person,
            0,
            95,
            "2026-11-06T14:00:00.000Z",
            approved_at="2026-11-09T14:00:00.000Z",
            returns=2,
            **approved,
        ),
        *_slip(
            5,
            None,
            "2026-11-09",
            person,
            60,
            60,
            "2026-11-09T11:00:00.000Z",
            approved_at="2026-11-09T11:30:00.000Z",
            **approved,
        ),
        *_slip(6, A, "2026-11-10", person, 480, 0, "2026-11-10T15:00:00.000Z", state="void", returns=1),
        *_slip(
            7,
            A,
            "2026-12-01",
            person,
            480,
            500,
            "2026-12-01T15:00:00.000Z",
            approved_at="2026-12-01T16:00:00.000Z",
            **approved,
        ),
    ]


def _slip(
    n: int, job: str | None, day: str, person: Any, plan: int, worked: int, submitted_at: str, **more: Any
) -> list[Any]:
    kind, company = ("order", NORTH) if job == A else ("hourly", SOUTH)
    columns = {
        "id": slip_id(n),
        "number": f"2026-{n:04d}",
        "date": day,
        "kind": kind,
        "job_id": job,
        "company_id": company,
        "minutes": worked,
        "plan_minutes": plan,
        "submitted_at": submitted_at,
        "handed_in_at": submitted_at,
        "approved_at": None,
    }
    content = {"fields": {"date": day}, "extra": {}, "rows": {}}
    return [
        slip_of(content, **({"approved_by": None} | columns | more)),
        SlipPerson(slip_id=slip_id(n), person_id=person.id),
        Work(slip_id=slip_id(n), row_id=row_id(n), person_id=person.id, name=person.name, date=day, minutes=worked),
    ]


def slip_id(n: int) -> str:
    return f"0199b3a4-0000-7000-8000-{n:012d}"


def numbers(slips: list[Slip]) -> list[int]:
    return [int(slip.id[-4:]) for slip in slips]
