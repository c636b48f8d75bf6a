"""Jobs: enqueued with what they follow from, done once, taken over from the dead, and given up in the end."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app import clock, jobs
from app.jobs import JOB, Job, Worker

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def put(firm, kind="pdf", **payload):
    firm.database.write(lambda session: jobs.enqueue(session, kind, payload))


def claim(firm, worker="one") -> Any:
    return firm.database.write(lambda session: jobs.claim(session, worker))


def row(firm, job_id) -> Any:
    with firm.database.read() as session:
        return session.get_one(Job, job_id)


def counts(firm):
    with firm.database.read() as session:
        return jobs.counts(session)


def test_a_job_is_there_exactly_when_its_business_row_is(firm):
    def fails(session):
        jobs.enqueue(session, "pdf", {"slip_id": "a"})
        session.flush()
        raise ValueError

    with pytest.raises(ValueError):
        firm.database.write(fails)
    assert counts(firm) == {}
    put(firm, slip_id="a")
    assert counts(firm) == {"new": 1}


def test_jobs_are_claimed_oldest_first_and_each_only_once(firm):
    for name in "abc":
        put(firm, slip_id=name)
    taken = [claim(firm, "one"), claim(firm, "two"), claim(firm, "one")]
    assert [job.payload["slip_id"] for job in taken] == ["a", "b", "c"]
    assert [job.tries for job in taken] == [1, 1, 1]
    assert claim(firm, "two") is None


def test_many_workers_at_once_never_share_a_job(firm):
    for number in range(30):
        put(firm, number=number)
    taken, lock = [], threading.Lock()

    def work(name):
        while job := claim(firm, name):
            with lock:
                taken.append(job.payload["number"])

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(30))


def test_who_dies_loses_the_job_and_cannot_finish_it_afterwards(firm):
    put(firm, slip_id="a")
    first = firm.database.write(in_time(NOON, lambda session: jobs.claim(session, "one")))
    later = NOON + jobs.LEASE + timedelta(seconds=1)
    assert firm.database.write(in_time(NOON + timedelta(seconds=5), lambda session: jobs.claim(session, "two"))) is None
    second = firm.database.write(in_time(later, lambda session: jobs.claim(session, "two")))
    assert (second.id, second.tries, second.worker) == (first.id, 2, "two")
    assert firm.database.write(lambda session: jobs.finish(session, first)) is False
    assert row(firm, first.id).state == "run"
    assert firm.database.write(lambda session: jobs.finish(session, second)) is True
    assert row(firm, first.id).state == "done"


def test_a_renewed_lease_holds(firm):
    put(firm, slip_id="a")
    job = firm.database.write(in_time(NOON, lambda session: jobs.claim(session, "one")))
    soon, late = NOON + timedelta(seconds=100), NOON + timedelta(seconds=180)
    assert firm.database.write(in_time(soon, lambda session: jobs.renew(session, job))) is True
    assert firm.database.write(in_time(late, lambda session: jobs.claim(session, "two"))) is None


def test_failures_are_tried_again_later_and_given_up_with_the_error_kept(firm):
    put(firm, slip_id="a")
    now, pauses = NOON, []
    for _ in range(jobs.MOST_TRIES):
        job = firm.database.write(in_time(now, lambda session: jobs.claim(session, "one")))
        firm.database.write(in_time(now, lambda session, job=job: jobs.fail(session, job, "no paper")))
        if run_at := row(firm, job.id).run_at:
            pauses.append((clock.read(run_at) - now).total_seconds())
            too_early = clock.read(run_at) - timedelta(seconds=1)
            assert firm.database.write(in_time(too_early, lambda session: jobs.claim(session, "one"))) is None
            now = clock.read(run_at)
    dead = row(firm, job.id)
    assert pauses == [10.0, 40.0, 160.0, 640.0]
    assert (dead.state, dead.tries, dead.error) == ("dead", 5, "no paper")
    assert firm.database.write(in_time(now + timedelta(days=9), lambda session: jobs.claim(session, "one"))) is None


def test_a_job_that_kills_every_worker_is_buried(firm):
    put(firm, slip_id="a")
    now = NOON
    for _ in range(jobs.MOST_TRIES):
        assert firm.database.write(in_time(now, lambda session: jobs.claim(session, "one"))) is not None
        now += jobs.LEASE + timedelta(seconds=1)
    assert firm.database.write(in_time(now, lambda session: jobs.claim(session, "one"))) is None
    assert counts(firm) == {"dead": 1}


def test_a_worker_does_what_is_put_down_while_it_runs(firm):
    done, told = [], threading.Event()

    def handle(handed, payload):
        assert handed is firm
        done.append(payload["slip_id"])
        if payload["slip_id"] == "bad":
            raise RuntimeError("no paper")
        if payload["slip_id"] == "last":
            told.set()

    put(firm, slip_id="first")
    worker = Worker(firm, {"pdf": handle}, poll=60)
    worker.start()
    try:
        put(firm, slip_id="bad")
        put(firm, slip_id="last")
        assert told.wait(10)
    finally:
        worker.stop()
    assert done == ["first", "bad", "last"]
    assert counts(firm) == {"done": 2, "new": 1}
    with firm.database.read() as session:
        waiting = session.query(Job).filter(JOB.c.state == "new").one()
        assert (waiting.tries, waiting.error) == (1, "RuntimeError: no paper")


def test_a_job_of_a_kind_nobody_knows_is_kept_with_that_error(firm):
    put(firm, kind="fax")
    assert Worker(firm, {}).work_off() == 1
    with firm.database.read() as session:
        assert session.query(Job).one().error == "KeyError: 'fax'"


def test_an_idle_worker_writes_nothing(firm):
    writes = []
    firm.database.on_write(lambda: writes.append(1))
    assert Worker(firm, {}).work_off() == 0
    assert writes == []


def test_a_long_job_keeps_its_lease(firm):
    put(firm, slip_id="a")
    job = claim(firm)
    before = row(firm, job.id).lease
    with jobs.Holding(firm.database, job, every=0.02):
        threading.Event().wait(0.3)
    assert row(firm, job.id).lease > before


def in_time(instant, work):
    """The work at an instant; the writer's thread has a clock of its own."""

    def then(session):
        with clock.at(instant):
            return work(session)

    return then
