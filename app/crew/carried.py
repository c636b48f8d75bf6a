"""The catalog as bytes, kept: a pull asks for its mark, and it is only built anew when something in it has changed."""

import hashlib
import json
from threading import Lock
from typing import Any

from fastapi import Request
from sqlalchemy.orm import Session

from app import clock
from app.people.person import Person
from app.slips import carry
from app.slips.mark import mark_of

Key = tuple[str, str]


class Carried:
    """What the phones of a firm carry. All of it is the same for everybody but the first line: whose phone it is."""

    def __init__(self, zone: str, days: int) -> None:
        self._zone, self._days = zone, days
        self._lock = Lock()
        self._kept: tuple[Key, bytes, str] | None = None

    def etag(self, session: Session, person: Person) -> str:
        return _digest(self._lists(session)[1].encode() + _json(carry.owner(person)))[:32]

    def catalog(self, session: Session, person: Person) -> tuple[bytes, str]:
        """The catalog of this person as JSON, and its etag."""
        whose, (lists, _) = _json(carry.owner(person)), self._lists(session)
        return b'{"person":%s,%s' % (whose, lists[1:]), self.etag(session, person)

    def _lists(self, session: Session) -> tuple[bytes, str]:
        """A day may change them too: somebody comes of age, a slip is carried no longer."""
        key = (mark_of(session), clock.today(self._zone).isoformat())
        with self._lock:
            if self._kept is None or self._kept[0] != key or not key[0]:
                body = _json(carry.lists(session, self._zone, self._days))
                self._kept = (key, body, _digest(body))
            return self._kept[1:]


async def carried_of(request: Request) -> Carried:
    """Of the running application. Async: not worth a thread."""
    carried: Carried = request.app.state.carried
    return carried


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
