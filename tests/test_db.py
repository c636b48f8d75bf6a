"""One writer, and an answer never ahead of the disk."""

import threading
from typing import Any

import pytest
from sqlalchemy import select

from app.firm import Firm
from app.people.person import Person


def names(firm: Firm) -> list[str]:
    with firm.database.read() as session:
        return list(session.scalars(select(Person.name).order_by(Person.name)))


def add(name: str) -> Any:
    return lambda session: session.add(Person(name=name, role="worker"))


def test_what_was_written_is_there(firm: Firm) -> None:
    firm.database.write(add("Anna"))
    assert names(firm) == ["Anna"]


def test_work_that_fails_leaves_nothing_and_hurts_nobody(firm: Firm) -> None:
    def fails(session: Any) -> None:
        session.add(Person(name="Nobody", role="worker"))
        session.flush()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        firm.database.write(fails)
    firm.database.write(add("Anna"))
    assert names(firm) == ["Anna"]


def test_many_writers_at_once_all_get_in(firm: Firm) -> None:
    threads = [threading.Thread(target=firm.database.write, args=(add(f"P{n:02}"),)) for n in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names(firm) == [f"P{n:02}" for n in range(24)]


def test_reading_changes_nothing(firm: Firm) -> None:
    with firm.database.read() as session:
        session.add(Person(name="Nobody", role="worker"))
        session.flush()
    assert names(firm) == []


def test_a_reader_keeps_its_snapshot(firm: Firm) -> None:
    firm.database.write(add("Anna"))
    with firm.database.read() as session:
        before = session.scalars(select(Person.name)).all()
        firm.database.write(add("Ben"))
        assert session.scalars(select(Person.name)).all() == before == ["Anna"]


def test_listeners_hear_of_a_commit_not_of_a_failure(firm: Firm) -> None:
    heard: list[int] = []
    firm.database.on_write(lambda: heard.append(1))
    firm.database.write(add("Anna"))
    with pytest.raises(ZeroDivisionError):
        firm.database.write(lambda session: 1 // 0)
    assert heard == [1]
