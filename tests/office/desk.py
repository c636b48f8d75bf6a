"""What the tests of the office share: reading pages, and a slip that was handed in."""

import re
from html.parser import HTMLParser
from typing import Any

from fastapi.testclient import TestClient

from app.firm import Firm
from app.slips.tables import Slip
from tests.cast import Cast, phone_of, plan, rows_of


def handed_in(firm: Firm, client: TestClient, cast: Cast, **more: Any) -> str:
    """A planned slip Anna handed in, signed, as it was planned."""
    slip_id = plan(firm, cast, **more)
    phone = phone_of(firm, client, cast.anna)
    confirm(phone, slip_id)
    assert phone.hand_in(slip_id)["result"] == "applied"
    return slip_id


def confirm(phone: Any, slip_id: str, **times: tuple[str, str]) -> None:
    """Everybody worked as planned; `times` gives somebody (by first name) another end."""
    change = phone.slip(slip_id)
    rows = {}
    for row_id, row in (rows_of(change, "time") | rows_of(change, "break")).items():
        fields = row["fields"]
        end = times.get(fields.get("name", "").split(" ")[0].lower(), ("", fields["plan_end"]))[1]
        rows[row_id] = {"table": row["table"], "fields": {"start": [None, fields["plan_start"]], "end": [None, end]}}
    patch = {"work": [None, "14 Pfosten gesetzt und ausgerichtet"]}
    assert phone.do("edit", slip_id, patch=patch, rows=rows)["result"] == "applied"


def slip_now(firm: Firm, slip_id: str) -> Slip:
    with firm.database.read() as session:
        slip = session.get_one(Slip, slip_id)
        session.expunge_all()
    return slip


class Page(HTMLParser):
    """The parts of a page that tests look at: its text, and the hidden values of its forms by action."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.forms: dict[str, dict[str, str]] = {}
        self._form = ""
        self.feed(html)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "form":
            self._form = said.get("action") or ""
            self.forms.setdefault(self._form, {})
        if tag == "input" and said.get("type") == "hidden":
            self.forms[self._form][said.get("name") or ""] = said.get("value") or ""

    def handle_data(self, data: str) -> None:
        self.words.append(data)
