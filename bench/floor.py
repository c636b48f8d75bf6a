"""The durable floor: the least a server can do that parses a slip, validates, commits with fsync, answers 201.

Run by bench/push.py: `python -m bench.floor PORT DATABASE`.
"""

import queue
import sqlite3
import sys
import threading
from concurrent.futures import Future

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel


class Time(BaseModel):
    person: str
    start: str
    end: str
    text: str = ""


class Material(BaseModel):
    text: str
    quantity: str
    unit: str


class Slip(BaseModel):
    """What is handed in: a head, ten time rows, eight material rows."""

    id: str
    date: str
    title: str
    work: str
    time: list[Time]
    material: list[Material]


app = FastAPI()
waiting: "queue.SimpleQueue[tuple[Slip, Future[None]]]" = queue.SimpleQueue()


@app.post("/slips", status_code=201)
def take(slip: Slip) -> dict[str, str]:
    done: Future[None] = Future()
    waiting.put((slip, done))
    done.result()
    return {"id": slip.id}


def write(path: str) -> None:
    """The only writer: everything that waits goes into one commit."""
    database = sqlite3.connect(path, isolation_level=None)
    for line in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL"):
        database.execute(line)
    database.execute("CREATE TABLE slip (id TEXT PRIMARY KEY, date TEXT, content TEXT)")
    database.execute("CREATE INDEX slip_by_date ON slip (date)")
    while True:
        batch = [waiting.get()]
        while not waiting.empty():
            batch.append(waiting.get())
        database.execute("BEGIN IMMEDIATE")
        database.executemany(
            "INSERT INTO slip VALUES (?, ?, ?)", [(s.id, s.date, s.model_dump_json()) for s, _ in batch]
        )
        database.execute("COMMIT")
        for _, done in batch:
            done.set_result(None)


if __name__ == "__main__":
    threading.Thread(target=write, args=(sys.argv[2],), daemon=True).start()
    uvicorn.run(app, port=int(sys.argv[1]), log_level="warning", access_log=False)
