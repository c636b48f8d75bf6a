"""The trays of the inbox: what came in, went back, is late or has to be decided, each slip as one entry."""

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.office.phones import Seen, seen_of
from app.office.reader import Reader
from app.office.sheet import Sheet
from app.office.view import names_of, pictures
from app.pages import t
from app.people.person import Person
from app.slips import queries
from app.slips.tables import Slip

MOST = 60


@dataclass(frozen=True)
class Flag:
    """One thing about a slip that somebody may want to know before opening it."""

    icon: str
    words: str
    urgent: bool = False


@dataclass(frozen=True)
class Entry:
    """A slip in a tray."""

    slip: Slip
    where: str
    lead: str
    when: str
    flags: list[Flag]
    clean: bool


def entries(session: Session, person: Person, reader: Reader, tray: str, today: str) -> list[Entry]:
    """What lies in a tray, newest first; the missing ones oldest first."""
    query = queries.visible_to(person).where(queries.tray(tray, today)).order_by(*_order(tray)).limit(MOST)
    slips = list(session.scalars(query))
    names, known = names_of(session), pictures(session, {slip.id: slip.content for slip in slips})
    open_ones, seen = _undecided(session, slips), seen_of(session, [slip.id for slip in slips])
    return [
        _entry(reader, slip, Sheet(slip.content, names, *known), tray, today, undecided=slip.id in open_ones, seen=seen)
        for slip in slips
    ]


def town(site_text: str) -> str:
    """The town of an address, else its first line."""
    found = re.search(r"\d{5} ([^\n,]+)", site_text)
    return found[1] if found else site_text.partition("\n")[0]


def _order(tray: str) -> tuple[ColumnElement[object], ...]:
    columns = Slip.__table__.c  # type: ignore[attr-defined]
    if tray == "missing":
        return (columns.date, columns.id)
    if tray == "decide":
        return (columns.seq.desc(),)
    return (columns.handed_in_at.desc(), columns.id)


def _undecided(session: Session, slips: list[Slip]) -> set[str]:
    ids = [slip.id for slip in slips]
    return set(session.scalars(select(Slip.id).where(Slip.id.in_(ids), queries.needs_decision())))


def _entry(
    reader: Reader, slip: Slip, sheet: Sheet, tray: str, today: str, *, undecided: bool, seen: Seen
) -> Entry:  # fmt: skip
    unseen = slip.state == "returned" and slip.id in seen.unseen
    return Entry(
        slip=slip,
        where=town(sheet.fields.get("site_text", "")),
        lead=_short(sheet.name(slip.lead)),
        when=reader.since(slip.handed_in_at, slip.date),
        flags=_late(reader, slip, today, seen) if tray == "missing" else _flags(reader, sheet, undecided, unseen),
        clean=slip.state == "submitted"
        and sheet.as_planned
        and sheet.signed
        and not sheet.travelling
        and not sheet.gone
        and not undecided,
    )


def _late(reader: Reader, slip: Slip, today: str, seen: Seen) -> list[Flag]:
    days = (date.fromisoformat(today) - date.fromisoformat(slip.date or today)).days
    last = seen.last.get(slip.id)
    known = t(reader.lang, "office.flag.last" if last else "office.flag.nothing", when=reader.when(last))
    return [Flag("clock", t(reader.lang, "office.flag.late", n=days), urgent=True), Flag("phone", known)]


def _flags(reader: Reader, sheet: Sheet, undecided: bool, unseen: bool) -> list[Flag]:
    lang = reader.lang
    found = [
        (unseen, "phone", t(lang, "office.flag.unseen")),
        (undecided, "warning", t(lang, "office.flag.decide")),
        (bool(sheet.extras), "plus", t(lang, "office.flag.extra")),
        (sheet.longest_over > 0, "clock", t(lang, "office.flag.longer", hours=reader.hm(sheet.longest_over))),
        (
            sheet.shorter > 0 and sheet.longest_over <= 0,
            "clock",
            t(lang, "office.flag.shorter", hours=reader.hm(sheet.shorter)),
        ),
        (sheet.deviating > 0, "info", t(lang, "office.flag.material")),
        (sheet.travelling > 0, "phone", t(lang, "office.flag.travelling", n=sheet.travelling)),
        (sheet.gone > 0, "warning", t(lang, "office.flag.lost", n=sheet.gone)),
        (not sheet.signed, "pen", t(lang, "office.flag.unsigned")),
        (bool(sheet.fields.get("leftover")), "info", t(lang, "office.flag.leftover")),
        (sheet.as_planned, "check", t(lang, "office.flag.as_planned")),
    ]
    return [Flag(icon, words) for true, icon, words in found if true]


def _short(name: str) -> str:
    """A. Richter"""
    first, _, last = name.rpartition(" ")
    return f"{first[0]}. {last}" if first else last
