"""The sentences a tap puts into a slip: German as it will stand there, and in the languages a crew chooses by."""

import re
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import pages
from app.errors import Refusal
from app.sites.catalog import Item

LONGEST = 500
FOREIGN = tuple(lang for lang in pages.CREW_LANGUAGES if lang != "de")


def phrases(session: Session) -> list[Item]:
    """All of them, also those no longer in use."""
    query = select(Item).where(Item.kind == "phrase").order_by(Item.active.desc(), Item.text, Item.id)
    return list(session.scalars(query))


def keep_phrase(session: Session, phrase: str | None, text: str, kinds: Sequence[str], said: Mapping[str, str]) -> Item:
    """A new one, or this one changed. Refused with `name_taken` if another says the same."""
    if any(bare(one.text) == bare(text) and one.id != phrase for one in phrases(session)):
        raise Refusal("name_taken")
    row = of_id(session, phrase) if phrase else Item(kind="phrase", text=text)
    rest = {name: value for name, value in row.more.items() if name not in ("kinds", *FOREIGN)}
    row.text = text
    row.more = {**rest, "kinds": list(kinds), **{lang: said[lang] for lang in FOREIGN if said.get(lang)}}
    session.add(row)
    return row


def of_id(session: Session, phrase: str) -> Item:
    row = session.get(Item, phrase)
    if row is None or row.kind != "phrase":
        raise Refusal("not_found")
    return row


def is_one_sentence(text: str) -> bool:
    """Whether a phone finds it again in what somebody wrote: it looks there sentence by sentence."""
    return len(re.split(r"(?<=[.!?])\s+|\n", text.strip())) == 1 and bare(text) != ""


def bare(text: str) -> str:
    """Without the full stop."""
    return re.sub(r"[.!?]+$", "", text.strip())
