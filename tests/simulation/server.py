"""The real application in this process: asked over ASGI, backed up, restored, and made to fail at its commit."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from app import backup
from app.main import create_app
from tests.simulation.ground import Ground


@dataclass(frozen=True)
class Request:
    """What a phone sends."""

    method: str
    path: str
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut: int | None = None  # the line breaks after so many bytes of the body


@dataclass
class Answer:
    """What comes back, from the server or from something on the way."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


@dataclass(frozen=True)
class Backup:
    path: Path
    seq: int


class Server:
    """One firm's server through all its databases: `restore` puts an older one in its place."""

    def __init__(self, ground: Ground, loop: asyncio.AbstractEventLoop) -> None:
        self._ground, self._loop = ground, loop
        self.firm = ground.firm()
        self.app = create_app(self.firm)
        self._backups = (
            Path(self.firm.settings.files).parent.parent / f"backups-{Path(self.firm.settings.files).parent.name}"
        )

    def handle(self, request: Request) -> Answer:
        """Answers a request, whatever happens inside."""
        return self._loop.run_until_complete(_ask(self.app, request))

    @contextmanager
    def torn(self) -> Iterator[None]:
        """Inside, no commit succeeds: the disk is full, the machine is going down."""

        def fail(dialect: Any, connection: Any) -> None:
            dialect.do_rollback(connection)
            raise OSError("disk full")

        with mock.patch.object(type(self.firm.database.engine.dialect), "do_commit", fail):
            yield

    def save(self) -> Backup:
        path = backup.save(self.firm, self._backups)
        return Backup(path, int(backup._about(path)["seq"]))

    def verify(self, saved: Backup) -> list[str]:
        with mock.patch.object(backup, "migrate", self._ground.scratch):
            return backup.verify(self.firm, saved.path)

    def restore(self, saved: Backup) -> None:
        """As after a broken disk: an empty machine, filled from the backup."""
        new = self._ground.empty()
        backup.restore(new, saved.path)
        self._ground.clear(self.firm)
        self.firm = self.app.state.firm = new

    def close(self) -> None:
        self._ground.clear(self.firm)


async def _ask(app: Any, request: Request) -> Answer:
    whole = request.cut is None
    incoming = [{"type": "http.request", "body": request.body[: request.cut], "more_body": not whole}]
    answer = Answer(0, [], b"")

    async def receive() -> dict[str, Any]:
        if not incoming and whole:
            await asyncio.Event().wait()  # the phone waits for its answer
        return incoming.pop() if incoming else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in message["headers"]]
        else:
            answer.body += message.get("body", b"")

    try:
        await app(_scope(request), receive, send)
    except Exception:
        if not answer.status:  # the outermost layer answers 500 first and raises then
            raise
    return answer


def _scope(request: Request) -> dict[str, Any]:
    headers = {"host": "localhost:8000", "content-length": str(len(request.body)), **request.headers}
    return {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http", "method": request.method,
        "path": request.path, "raw_path": request.path.encode(), "root_path": "",
        "query_string": request.query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "server": ("localhost", 8000), "client": ("127.0.0.1", 50000),
    }  # fmt: skip
