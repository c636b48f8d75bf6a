"""What becomes of a day's slip: one story per fate of days.py, yielding the moments it waits for."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from app import clock, ids
from app.demo.days import Day
from app.demo.given import reasons
from app.demo.tale import Tale
from app.demo.timeline import Calendar, Story
from app.demo.trades import Shot
from app.demo.world import World, gone
from app.slips.tables import Conflict

NOTES = (
    (("5", "Bitte die Charge vom Material nachtragen. Sie steht auf der Packung, ein Foto reicht."),),
    (("6", "Foto „nachher“ fehlt."),),
    (("4", "Zu ungenau. Was genau, wie viel und wo?"),),
    (("1", "Ende 15:45? Die Stempeluhr sagt 16:15."),),
    (("4", "Bitte schreiben, welches Feld fertig ist."), ("6", "Und ein Foto davon.")),
)
GATE_NOTES = (
    ("5", "Welche Federwelle ist drin? Bitte Serien-Nr. vom Typenschild."),
    ("6", "Und ein Foto davon."),
)


def story(world: World, calendar: Calendar, day: Day) -> Story:
    tale = Tale(world, calendar, day)
    yield from tale.created() if day.fate == "unplanned" else tale.planned()
    yield from FATES[day.fate](tale)


def usual(tale: Tale) -> Story:
    yield from tale.report.until_submitted()
    yield from tale.approved()


def waiting(tale: Tale) -> Story:
    """Handed in, and nobody has looked at it yet."""
    yield from tale.report.until_submitted()


def forgotten(tale: Tale) -> Story:
    """The hours are there, the rest is not: a draft."""
    yield tale.report.arrives(0)
    tale.report.times(clock.now())
    tale.report.photo(tale.day.trade.shots[0], clock.now())


def returned(tale: Tale) -> Story:
    yield from returned_open(tale)
    yield from tale.answered()
    yield from tale.approved()


def returned_open(tale: Tale) -> Story:
    yield from tale.report.until_submitted()
    notes = GATE_NOTES if tale.day.order.trade == "rollgate" else tale.report.rng.choice(NOTES)
    yield from tale.returned(notes)


def asked(tale: Tale) -> Story:
    """A question and an answer; nothing goes back."""
    yield from tale.report.until_submitted()
    yield tale.later(hours=1)
    tale.remark("Ist die alte Welle noch da? Der Hersteller fragt danach.", desk=True)
    yield tale.morning()
    tale.remark("Liegt im Sprinter, bringe ich morgen mit.")
    yield from tale.approved()


def void(tale: Tale) -> Story:
    yield tale.day.at("06:05")
    tale.office("void", {"reason": "Kunde hat abgesagt, neuer Termin folgt."})


def withdrawn(tale: Tale) -> Story:
    """Taken back to add something, and left as a draft."""
    yield from tale.report.until_submitted()
    yield tale.later(minutes=20)
    tale.crew("withdraw")


def withdrawn_and_back(tale: Tale) -> Story:
    yield from withdrawn(tale)
    yield tale.later(minutes=15)
    tale.crew("edit", {"work": f"{tale.says('work')} Werkzeug im Keller eingeschlossen."})
    tale.report.sign(clock.now())
    yield from tale.approved()


def corrected(tale: Tale) -> Story:
    """Approved, and changed afterwards: version 2."""
    yield from usual(tale)
    yield tale.later(hours=26)
    row_id, fields = next(iter(tale.world.rows(tale.slip_id, "time").items()))
    end = tale.moved(fields["end"], minutes=-15)
    tale.office("correct", {"reason": "Ende laut Stempeluhr."}, {row_id: ("time", {"end": end})}, who="max")


def two_phones(tale: Tale) -> Story:
    """Two phones say two things about the end of one person's day; nobody has decided yet."""
    before = tale.world.slip(tale.slip_id).content
    yield from tale.report.filled()
    row_id, fields = list(tale.world.rows(tale.slip_id, "time").items())[-1]
    end = tale.moved(fields["end"], minutes=30)
    colleague, made = tale.day.people[-1], clock.now() - timedelta(minutes=40)
    changes = {row_id: ("time", {"end": end})}
    tale.world.on_phone(colleague, "edit", tale.slip_id, rows=changes, made=made, seen=before, expect="merged")
    yield from tale.report.handed_in()


def two_phones_decided(tale: Tale) -> Story:
    yield from two_phones(tale)
    yield tale.later(hours=3)
    conflict = tale.world.session.scalars(select(Conflict).where(Conflict.slip_id == tale.slip_id)).one()
    tale.decided("conflict", conflict.id, "replaced", "Laut Ben war es die spätere Zeit.")
    yield from tale.approved()


def edit_after_approval(tale: Tale) -> Story:
    """A phone was without a signal for days: its entry comes when the slip is approved already, and is held."""
    yield from tale.report.until_submitted()
    seen, made = tale.world.slip(tale.slip_id).content, clock.now()
    yield from tale.approved()
    yield tale.later(hours=5)
    row_id, fields = list(tale.world.rows(tale.slip_id, "time").items())[-1]
    changes = {row_id: ("time", {"end": tale.moved(fields["end"], minutes=30)})}
    tale.world.on_phone(tale.day.people[-1], "edit", tale.slip_id, rows=changes, made=made, seen=seen, expect="held")


def edit_after_approval_decided(tale: Tale) -> Story:
    yield from edit_after_approval(tale)
    yield tale.later(hours=20)
    tale.decided("held", tale.held(), "apply", "Nacharbeit gehört dazu, mit Jens geklärt.")


def off_the_slip(tale: Tale) -> Story:
    """Somebody was taken off the plan and did not know: what their phone sends is held."""
    colleague = tale.day.people[-1]
    seen = tale.world.slip(tale.slip_id).content
    yield from tale.replanned(without=colleague)
    yield tale.day.at("06:20")
    tale.office("plan", {"hazard": "Nur zu dritt: Felder nicht von Hand heben."})
    yield from tale.report.filled()
    changes = {ids.new(): ("remark", {"field": "0", "text": "War bis Mittag mit dabei.", "kind": "remark"})}
    tale.world.on_phone(colleague, "remark", tale.slip_id, rows=changes, seen=seen, expect="held")
    yield from tale.report.handed_in()


def changed_while_signing(tale: Tale) -> Story:
    """The client read one thing, then a photo arrived: held, and signed again."""
    yield from tale.report.filled()
    read = tale.world.slip(tale.slip_id).content_hash
    yield tale.report.arrives(9)
    tale.report.photo(Shot("foot_plate", "during", "Anker angezogen"), clock.now(), who=tale.day.people[-1])
    yield from tale.report.handed_in(minute=11, saw=read, expect="held")
    yield from tale.report.handed_in(minute=17)
    yield tale.later(hours=2)
    tale.decided("held", tale.held(), "discard", "Wurde noch einmal unterschrieben.")
    yield from tale.approved()


def reasoned(tale: Tale) -> Story:
    """The self-check asks why, and is told."""
    yield from tale.report.filled()
    yield tale.report.arrives(8)
    tale.report.given(8, reasons(tale.world.session, tale.world.slip(tale.slip_id), tale.day.zone))
    yield from tale.report.handed_in()


def tidied(tale: Tale) -> Story:
    """A photo too many and a machine that was not there are taken off again."""
    yield from tale.report.filled()
    double = tale.report.photo(tale.day.trade.shots[0], clock.now())
    yield tale.report.arrives(8)
    tale.crew("detach", rows=gone({double: tale.world.rows(tale.slip_id, "photo")[double]}, "photo"))
    machine, fields = next(iter(tale.world.rows(tale.slip_id, "equipment").items()))
    tale.crew("drop_row", rows=gone({machine: fields}, "equipment"))
    yield from tale.report.handed_in()
    yield from tale.approved()


FATES: dict[str, Callable[[Tale], Story]] = {
    "usual": usual,
    "late": usual,
    "unplanned": usual,
    "waiting": waiting,
    "forgotten": forgotten,
    "returned": returned,
    "returned_open": returned_open,
    "asked": asked,
    "void": void,
    "withdrawn": withdrawn,
    "withdrawn_and_back": withdrawn_and_back,
    "corrected": corrected,
    "two_phones": two_phones,
    "two_phones_decided": two_phones_decided,
    "edit_after_approval": edit_after_approval,
    "edit_after_approval_decided": edit_after_approval_decided,
    "off_the_slip": off_the_slip,
    "changed_while_signing": changed_while_signing,
    "tidied": tidied,
    "reasoned": reasoned,
    "accepted": usual,  # a part of it, with what is still to be put right
    "hours_signed": usual,  # by the crew too
}
