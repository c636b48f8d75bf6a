"""The demo firm is real input: every state is there, it is the same each time, and its bytes exist."""

import io
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from random import Random

import pytest
from PIL import Image
from sqlalchemy import desc, func, select

from app import clock, demo
from app.demo import cast, days, examples
from app.demo.pictures.album import SCENES
from app.demo.pictures.canvas import Canvas
from app.demo.pictures.pens import sign
from app.demo.pictures.photo import SIZE, photo
from app.demo.timeline import Calendar
from app.firm import Firm
from app.people.person import Person, crews
from app.people.signin import check_password
from app.sites.catalog import ITEM_KINDS, items
from app.sites.places import KINDS, companies, jobs, sites
from app.slips import replay
from app.slips.op import KINDS as OP_KINDS
from app.slips.op import op_hash
from app.slips.tables import Attachment, Blob, Conflict, Entry, Head, Held, Slip, Version, Work

from .conftest import Loaded

pytestmark = pytest.mark.slow
ZONE = "Europe/Berlin"


def test_the_lists_are_those_of_a_firm(loaded: Loaded) -> None:
    with loaded[0].database.read() as session:
        roles = Counter(session.scalars(select(Person.role)))
        counted = {kind: len(items(session, kind)) for kind in ITEM_KINDS}
        assert roles == {"lead": 5, "worker": 8, "office": 1, "manager": 1, "admin": 1}
        assert [crew.name for crew in crews(session)] == [
            "Kolonne Kretzschmar",
            "Kolonne Richter",
            "Service",
            "Werkstatt",
        ]
        assert (len(companies(session)), len(sites(session)), len(jobs(session))) == (2, 14, 23)
        assert {job.kind for job in jobs(session)} == set(KINDS)
        assert {site.state for site in sites(session)} == {"SN", "BB"}
        assert counted == {
            "material": 127,
            "equipment": 12,
            "vehicle": 6,
            "allowance": 5,
            "phrase": 36,
            "limit": 0,
            "rate": 0,
            "expense": 3,
        }


def test_every_state_is_there(loaded: Loaded) -> None:
    with loaded[0].database.read() as session:
        found = set(session.execute(select(Slip.state, Slip.outcome)))
        planned_ahead = session.scalar(select(func.count()).where(Slip.state == "draft", Slip.date > "2026-11-20"))
        begun = session.scalar(select(func.count()).where(Slip.state == "draft", Slip.minutes > 0))
        by_phone = session.scalar(select(func.count()).where(Slip.planned == 0))
    signed = {("submitted", "signed"), ("returned", "signed"), ("approved", "signed"), ("draft", "signed")}
    unsigned = {("submitted", "absent"), ("approved", "absent"), ("approved", "later"), ("approved", "refused")}
    assert found >= signed | unsigned | {("draft", None), ("void", None)}
    assert (planned_ahead, begun, by_phone) == (15, 2, 2)


def test_every_kind_of_op_and_every_outcome_is_there(loaded: Loaded) -> None:
    with loaded[0].database.read() as session:
        kinds = set(session.scalars(select(Entry.kind)))
        held = Counter(session.execute(select(Entry.kind, Entry.reason).where(Entry.outcome == "held")))
        decided = set(session.scalars(select(Held.decision))) | set(session.scalars(select(Conflict.decision)))
        corrected = session.scalar(select(func.count()).where(Version.reason == "Ende laut Stempeluhr."))
        returned = session.scalar(select(func.count()).where(Slip.state == "approved", Slip.returns == 1))
    assert kinds == set(OP_KINDS)
    assert held == {("edit", "wrong_state"): 2, ("remark", "not_allowed"): 1, ("submit", "changed_since_signing"): 1}
    assert decided == {None, "apply", "discard", "replaced"}
    assert (corrected, returned) == (2, 5)


def test_the_night_of_the_clock_change_is_an_hour_longer(loaded: Loaded) -> None:
    night = (Work.date == "2026-10-24", Work.start == "2026-10-24T22:00+02:00", Work.end == "2026-10-25T06:00+01:00")
    with loaded[0].database.read() as session:
        minutes = session.scalars(select(Work.minutes).where(*night)).all()
    assert minutes == [9 * 60 - 45, 9 * 60 - 45]


def test_only_brandenburg_works_on_the_saxon_holiday(loaded: Loaded) -> None:
    with loaded[0].database.read() as session:
        worked = session.scalars(select(Slip.content).where(Slip.date == "2026-11-18")).all()
    assert [content["fields"]["site_text"].split("\n")[0] for content in worked] == ["Pumpwerk Ruhland"]


def test_nobody_under_age_works_longer_than_eight_hours(loaded: Loaded) -> None:
    (minor,) = (player.name for player in cast.PEOPLE if player.minor)
    with loaded[0].database.read() as session:
        worked = session.execute(select(Work.minutes, Work.break_minutes).where(Work.name == minor, Work.minutes > 0))
        days_ = [(minutes <= 480, pause >= 60) for minutes, pause in worked]
    assert len(days_) == 16
    assert set(days_) == {(True, True)}


def test_the_slips_arrive_as_in_life(loaded: Loaded) -> None:
    """Most on the same day, some later, none before its day; the ledger is in the order of time."""
    with loaded[0].database.read() as session:
        received = session.scalars(select(Entry.received_at).order_by(Entry.seq)).all()
        rows = session.execute(select(Slip.date, Slip.submitted_at).where(Slip.submitted_at.is_not(None)))
        delays = [(clock.read(str(at)).date() - date.fromisoformat(str(day))).days for day, at in rows]
    assert received == sorted(received)
    assert min(delays) == 0
    assert 0.7 < delays.count(0) / len(delays) < 0.95
    assert max(delays) >= 2


def test_what_a_slip_names_is_in_the_files_and_can_be_seen(loaded: Loaded) -> None:
    firm, summary = loaded
    with firm.database.read() as session:
        named = set(session.scalars(select(Attachment.sha256)))
        blobs = {blob.sha256: blob for blob in session.scalars(select(Blob))}
    assert named <= blobs.keys()
    sizes = []
    for blob in blobs.values():
        content = firm.files.read(blob.sha256)
        picture = Image.open(io.BytesIO(content))
        picture.load()
        assert (len(content), f"image/{str(picture.format).lower()}") == (blob.size, blob.type)
        sizes += [len(content)] if picture.size == SIZE else []
    assert len(sizes) == summary.photos == 33
    assert min(sizes) > 300_000
    assert sum(sizes) < 60_000_000


def test_the_ledger_is_what_the_slips_say(loaded: Loaded) -> None:
    firm, summary = loaded
    with firm.database.read() as session:
        assert replay.broken_links(session) == []
        assert session.get_one(Head, 1).seq == summary.entries
    assert firm.database.write(replay.rebuild) == []


def test_the_office_can_sign_in(loaded: Loaded) -> None:
    firm, summary = loaded
    assert [(one.login, one.role) for one in summary.sign_ins] == [
        ("olga", "office"),
        ("max", "manager"),
        ("ines", "admin"),
    ]
    with firm.database.read() as session:
        assert check_password(session, "olga", summary.password).name == "Olga Hartmann"


def test_the_examples_are_current(loaded: Loaded) -> None:
    """Also the proof that another process comes to the same ledger. Renewed by `python -m app.demo.examples`."""
    found = loaded[1].examples
    assert set(found) == set(OP_KINDS)
    for kind, example in found.items():
        assert example["op"]["hash"] == op_hash(example["op"]) == example["result"]["receipt"]["hash"]
        assert (examples.FOLDER / f"{kind}.json").read_text(encoding="utf-8") == examples.as_text(example)


def test_two_loads_come_to_the_same_head(
    empty_firm: Callable[[], Firm], loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two short ones, of one week; their photos are the same single picture."""
    picture = photo(Canvas(Random(1), (90, 90, 90)).image, Random(1))
    monkeypatch.setattr(demo, "take_photos", lambda _: {scene: [picture] for scene in SCENES})
    monkeypatch.setattr(days, "WEEKS", 1)
    heads = []
    for _ in range(2):
        firm = empty_firm()
        demo.load(firm, seed=2)
        with firm.database.read() as session:
            head = session.get_one(Head, 1)
            heads.append((head.seq, head.chain))
        firm.close()
    assert heads[0] == heads[1]
    assert heads[0][0] > 100


def test_pictures_are_the_same_for_the_same_seed() -> None:
    def drawn(seed: str) -> bytes:
        rng = Random(seed)
        canvas = Canvas(rng, (150, 150, 150))
        SCENES["stair_after"](canvas)
        return photo(canvas.image, rng)

    assert drawn("a") == drawn("a") != drawn("b")
    assert sign("Jörg Lindner", 1) == sign("Jörg Lindner", 1) != sign("Jörg Lindner", 2)


def test_without_a_seed_the_demo_is_today(empty_firm: Callable[[], Firm], monkeypatch: pytest.MonkeyPatch) -> None:
    """Loaded before dawn on a Sunday: nothing happens later than now, and the crew has its slip for today."""
    now = datetime(2027, 3, 28, 4, 0, tzinfo=UTC)
    picture = photo(Canvas(Random(1), (90, 90, 90)).image, Random(1))
    monkeypatch.setattr(demo, "take_photos", lambda _: {scene: [picture] for scene in SCENES})
    monkeypatch.setattr(days, "WEEKS", 1)
    firm = empty_firm()
    with clock.at(now):
        assert demo.load(firm).today == date(2027, 3, 28)
    with firm.database.read() as session:
        assert max(session.scalars(select(Entry.received_at))) <= clock.stamp(now)
        titles = session.scalars(select(Slip.title).where(Slip.date == "2027-03-28")).all()
        night = session.scalars(select(Slip.date).where(Slip.date == "2027-03-27")).all()
    firm.close()
    assert "Geländer Treppenhaus B" in titles
    assert night == ["2027-03-27"]


def test_plain_slips_are_what_a_replay_makes_of_them(
    empty_firm: Callable[[], Firm], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "take_photos", lambda _: {})
    monkeypatch.setattr(demo, "all_days", lambda *_: [])
    firm = empty_firm()
    summary = demo.load(firm, slips=60, seed=1)
    with firm.database.read() as session:
        numbers = sorted(str(number) for number in session.scalars(select(Slip.number)))
        assert replay.broken_links(session) == []
        last = session.scalars(select(Entry).order_by(desc(Entry.seq))).first()
        head = session.scalars(select(Head)).one()
    assert last and (head.seq, head.chain) == (last.seq, last.chain)
    assert summary.slips == {"approved": 60}
    assert numbers == sorted({f"{year}-{number:04d}" for year, number in _numbered(numbers)})
    assert firm.database.write(replay.rebuild) == []
    firm.close()


def test_every_crew_is_at_work_on_every_working_day() -> None:
    calendar = Calendar(date(2026, 11, 20))
    made = days.all_days(calendar, ZONE)
    working = [day for day in {day.date for day in made} if calendar.works(day)]
    assert (min(working), max(working), len(working)) == (date(2026, 10, 12), date(2026, 11, 25), 32)
    assert {day.lead for day in made if day.date == calendar.anchor} == {"anna", "jens", "sven", "tomasz", "petra"}


def _numbered(numbers: list[str]) -> list[tuple[int, int]]:
    """Without a gap within each year: 1, 2, 3 and so on."""
    years = Counter(int(number[:4]) for number in numbers)
    return [(year, number) for year, count in years.items() for number in range(1, count + 1)]
