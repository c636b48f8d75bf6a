"""The phone's side of the ledger: push, pull, catalog, hello, events."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Depends, Header, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from app import clock, web
from app.crew.body import read_json
from app.crew.carried import Carried, carried_of
from app.crew.shapes import High, Push, shaped
from app.db import Database
from app.errors import Refusal
from app.failpoints import reach
from app.firm import Firm
from app.people import statement
from app.people.device import owner_of
from app.people.person import Person
from app.slips import queries
from app.slips.ledger import Result, Sender, append, lock
from app.slips.op import SAFE_INTEGER
from app.version import VERSION

Take = Callable[[Session, dict[str, Any], Sender], Result]
router = APIRouter(prefix="/api", tags=["sync"])
CarriedOf = Annotated[Carried, Depends(carried_of)]
OLDEST_PULL = "0.1.0"  # phones older than this must update before they can read
BEAT = 20.0  # seconds between signs of life on the event stream


@router.post("/sync/push")
def push(request: Request, firm: web.FirmOf, body: Annotated[Any, Depends(read_json)]) -> Response:
    """Ops into the ledger, one result each, committed before this answers."""
    person, device, trouble = web.phone_sender(request)
    pushed = shaped(Push, body)

    def work(session: Session, take: Take) -> dict[str, Any]:
        server = lock(session).server
        if pushed.device != device.id and owner_of(session, pushed.device) not in (None, person.id):
            raise Refusal("grant_missing")  # somebody else has paired on this phone since it began: its ops wait
        ahead = trouble is None and _is_ahead(session, pushed.high)  # who may not read any more could never catch up
        sent_by = Sender(person.id, trouble, device.id, person, pushed.lost, ahead=ahead)
        results = [take(session, op, sent_by) for op in pushed.ops]
        if trouble is None:
            receipts = sum("receipt" in result for result in results)
            statement.note(session, firm.settings, device, pushed.statement(receipts))
        return {"server": server, "results": results}

    answer = JSONResponse(_write(firm.database, work))
    reach("sync.answering")
    return answer


@router.get("/sync/pull")
def pull(
    firm: web.FirmOf,
    phone: web.ReadingPhone,
    carried: CarriedOf,
    after: BackgroundTasks,
    cursor: Annotated[int, Query(ge=0, le=SAFE_INTEGER)] = 0,
    high_seq: Annotated[int, Query(ge=0, le=SAFE_INTEGER)] = 0,
    high_chain: Annotated[str, Query(max_length=64)] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    device: Annotated[str, Query(max_length=36)] = "",
) -> Response:
    """What changed for this person since the cursor, or a reset if the phone has seen a history we do not have."""
    person, device_id = phone
    if device and device != device_id:  # somebody else has paired on this phone since it asked
        raise Refusal("session_missing")
    with firm.database.read() as session:
        days = firm.settings.phone_days
        if high_seq and queries.chain_at(session, high_seq) != high_chain:
            return JSONResponse(_reset(session, person, days) | _common(session, carried, person))
        if statement.pulled_to(session, device_id) < cursor <= high_seq:
            after.add_task(_note_pulled, firm, device_id, cursor)
        changes = queries.changed_since(session, person, cursor, limit + 1, days=days)
        more, changes = len(changes) > limit, changes[:limit]
        head = queries.head(session)
        reached = changes[-1]["seq"] if more else head.seq
        answer = {"changes": changes, "cursor": max(reached, cursor if more else 0), "more": more}
        return JSONResponse(answer | _common(session, carried, person), background=after)


@router.get("/sync/catalog")
def catalog(
    firm: web.FirmOf, carried: CarriedOf, person: web.PhoneReader, if_none_match: Annotated[str, Header()] = ""
) -> Response:
    """What the phone carries of the firm's lists."""
    with firm.database.read() as session:
        content, etag = carried.catalog(session, person)
    headers = {"ETag": f'"{etag}"', "Cache-Control": "private, no-cache"}
    if etag in if_none_match:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="application/json", headers=headers)


@router.get("/hello")
def hello(firm: web.FirmOf) -> dict[str, Any]:
    """Who we are and what time it is."""
    with firm.database.read() as session:
        head = queries.head(session)
        return {
            "server": head.server,
            "time": clock.stamp(),
            "version": VERSION,
            "min_pull_version": OLDEST_PULL,
            "backed_up_to": head.backed_up_to,
        }


@router.get("/sync/events")
async def events(request: Request, firm: web.FirmOf, _: web.Anybody) -> StreamingResponse:
    """Server-sent events: a poke whenever the ledger grew, never data."""
    return StreamingResponse(_pokes(request), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


def _write(database: Database, work: Callable[[Session, Take], dict[str, Any]]) -> dict[str, Any]:
    """All ops at once; if one of them fails, all anew and each on its own."""
    try:
        return database.write(lambda session: work(session, append))
    except Refusal:
        raise
    except Exception:
        return database.write(lambda session: work(session, _alone))


def _alone(session: Session, op: dict[str, Any], sender: Sender) -> Result:
    """One op in a savepoint of its own: what fails takes nothing else with it."""
    try:
        with session.begin_nested():
            return append(session, op, sender)
    except Refusal:
        raise
    except Exception:
        web.log.exception("op failed", extra={"op_id": op.get("op_id")})
        return {"op_id": op.get("op_id"), "result": "error", "code": "failed"}


def _is_ahead(session: Session, high: High) -> bool:
    """Whether a phone has been here in a history that a restore has taken back."""
    return high.seq > 0 and queries.chain_at(session, high.seq) != high.chain


def _note_pulled(firm: Firm, device_id: str, cursor: int) -> None:
    """What the phone asks from it has, if it has also found that point of our history; told after the answer."""
    try:
        firm.database.write(lambda session: statement.note_pulled(session, device_id, cursor))
    except Exception:
        web.log.exception("pull not noted", extra={"device": device_id})


def _reset(session: Session, person: Person, days: int) -> dict[str, Any]:
    snapshot = queries.all_for_phone(session, person, days=days)
    head = queries.head(session)
    return {"reset": True, "snapshot": snapshot, "known_ops": queries.known_ops(session, person), "cursor": head.seq}


def _common(session: Session, carried: Carried, person: Person) -> dict[str, Any]:
    head = queries.head(session)
    return {
        "server": head.server,
        "high": {"seq": head.seq, "chain": head.chain if head.seq else ""},
        "catalog": {"etag": carried.etag(session, person)},
        "backed_up_to": head.backed_up_to,
    }


async def _pokes(request: Request) -> AsyncIterator[str]:
    firm, pokes = web.firm_of(request), request.app.state.pokes
    last = await run_in_threadpool(_seq, firm)
    yield f'data: {{"seq": {last}}}\n\n'
    while not await request.is_disconnected():
        await pokes.wait(BEAT)
        now = await run_in_threadpool(_seq, firm)
        yield f'data: {{"seq": {now}}}\n\n' if now != last else ": here\n\n"
        last = now


def _seq(firm: Any) -> int:
    with firm.database.read() as session:
        return queries.head(session).seq


class Pokes:
    """Wakes everybody who listens, from whichever thread wrote."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._event = asyncio.Event()

    def poke(self) -> None:
        """Called by the database after a commit."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)

    async def wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._event.wait(), seconds)
        except TimeoutError:
            return

    def _wake(self) -> None:
        self._event.set()
        self._event = asyncio.Event()
