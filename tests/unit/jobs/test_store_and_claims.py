"""The rows of jobs on both databases: who gets which, when many ask at once."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from webapp import jobs
from webapp.jobs import Again, Finished, Outcome, State, Work
from webapp.jobs.stepping import take_step
from webapp.store import jobs as store
from webapp.store import users
from webapp.store.database import session_scope
from webapp.store.job_models import JobRecord

MakeKind = Callable[..., str]
LEASE = timedelta(seconds=15)
THREADS = 6


def start(kind: str, subject: str = "1", owner_id: int | None = None) -> int:
    return jobs.start(kind, subject, title="A test", owner_id=owner_id).id


def done(_work: Work) -> Finished:
    return Finished(Outcome.SUCCEEDED)


def somebody(name: str) -> int:
    return users.signed_in("https://id.example", name, name=name, email=None, role="agent").id


@pytest.mark.usefixtures("each_database")
def test_of_many_who_ask_at_once_one_gets_a_lane(kind: MakeKind):
    lane = kind(done)
    for subject in range(THREADS):
        start(lane, str(subject))
    ready = threading.Barrier(THREADS)

    def claim(number: int) -> bool:
        ready.wait()
        return store.claim({lane}, f"holder {number}", LEASE) is not None

    with ThreadPoolExecutor(THREADS) as pool:
        assert sorted(pool.map(claim, range(THREADS))) == [False] * (THREADS - 1) + [True]


def test_many_workers_do_each_step_once_and_one_of_a_lane_at_a_time(each_database: Flask, kind: MakeKind):
    steps: Counter[str] = Counter()
    inside: Counter[str] = Counter()

    def step(work: Work) -> Again | Finished:
        inside[work.job.kind] += 1
        assert inside[work.job.kind] == 1
        steps[work.job.subject_id] += 1
        work.progress(steps[work.job.subject_id], 3)
        inside[work.job.kind] -= 1
        return done(work) if steps[work.job.subject_id] == 3 else Again()

    lanes = [kind(step), kind(step)]
    ids = [start(lane, f"{lane} {subject}") for lane in lanes for subject in range(3)]

    def work(_: int) -> None:
        with each_database.app_context():
            while any(not found.state.has_ended for found in map(jobs.find, ids) if found):
                take_step()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert set(steps.values()) == {3}
    assert [found.outcome for found in map(jobs.find, ids) if found] == [Outcome.SUCCEEDED] * 6


@pytest.mark.usefixtures("each_database")
def test_each_change_of_a_row_works_on_each_database(kind: MakeKind):
    lane = kind(done)
    job_id = start(lane)
    assert store.claim({lane}, "one", LEASE) is not None
    assert store.next_due_at({lane}) is None
    assert store.renew(job_id, "one", LEASE, done=5, total=9)
    assert not store.renew(job_id, "other", LEASE)
    assert store.postpone(job_id, "one", timedelta(0), "It does not answer.")
    assert not store.put_back(job_id, "one", timedelta(0))
    assert store.pause(job_id)
    assert store.resume(job_id)
    assert store.cancel(job_id)
    found = store.claim({lane}, "two", LEASE)
    assert found is not None
    assert (found.wants, found.troubles, found.message) == ("cancel", 1, "It does not answer.")
    assert store.finish(job_id, "two", state="canceled", outcome="canceled", message="")
    assert store.newest(1)[0].id == job_id
    assert store.remove_ended(datetime.now(UTC)) == 1
    assert store.find(job_id) is None


@pytest.mark.usefixtures("each_database")
def test_what_is_too_long_to_keep_is_cut(kind: MakeKind):
    lane = kind(done)
    job_id = jobs.start(lane, "1", title="long " * 100, owner_id=None).id
    assert store.claim({lane}, "one", LEASE) is not None
    assert store.finish(job_id, "one", state="failed", outcome="failed", message="long " * 1_000)
    ended = store.find(job_id)
    assert ended is not None
    assert ended.message.startswith("long long")


@pytest.mark.usefixtures("each_database")
def test_a_lane_whose_holder_died_is_free_after_the_lease(kind: MakeKind):
    lane = kind(done)
    first, second = start(lane, "1"), start(lane, "2")
    assert store.claim({lane}, "dead", timedelta(0)) is not None
    found = store.claim({lane}, "alive", LEASE)
    assert found is not None
    assert found.id == second
    assert not store.renew(first, "dead", LEASE)


@pytest.mark.usefixtures("each_database")
def test_a_chore_is_done_once_by_whoever_comes_first():
    with ThreadPoolExecutor(THREADS) as pool:
        told = list(pool.map(lambda _: store.take_chore("tidy", timedelta(days=1)), range(THREADS)))
    assert told.count(True) == 1
    assert store.take_chore("tidy", timedelta(0))


@pytest.mark.usefixtures("each_database")
def test_a_worker_is_seen_until_it_ends():
    since = datetime.now(UTC)
    assert not store.a_worker_was_seen(since)
    store.worker_lives("w1")
    store.worker_lives("w1")
    assert store.a_worker_was_seen(since)
    store.worker_ended("w1")
    assert not store.a_worker_was_seen(since)


@pytest.mark.usefixtures("app")
def test_what_is_to_be_canceled_comes_first(kind: MakeKind):
    lane = kind(done)
    start(lane, "1")
    second = start(lane, "2")
    jobs.cancel(second)
    found = store.claim({lane}, "one", LEASE)
    assert found is not None
    assert found.id == second


@pytest.mark.usefixtures("app")
def test_work_of_a_kind_that_this_version_does_not_know_is_left_to_others(kind: MakeKind):
    job_id = start(kind(done))
    with session_scope() as session:
        session.execute(update(JobRecord).values(kind="from-the-future"))
    assert take_step() is None
    found = jobs.find(job_id)
    assert found is not None
    assert found.state is State.WAITING


@pytest.mark.usefixtures("app")
def test_a_job_started_in_a_transaction_goes_with_it(kind: MakeKind):
    name = kind(done)

    def fail() -> None:
        with session_scope() as session:
            jobs.start(name, "1", title="A test", owner_id=None, session=session)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert jobs.latest_of(name, "1") is None


@pytest.mark.usefixtures("app")
def test_jobs_are_found_by_subject_owner_and_whether_they_are_open(kind: MakeKind):
    name, anna, jan = kind(done), somebody("Anna"), somebody("Jan")
    old, new, other = start(name, "a", anna), start(name, "a", jan), start(name, "b", anna)
    latest = jobs.latest_of(name, "a")
    assert latest is not None
    assert latest.id == new
    assert jobs.running_count(anna) == 2
    take_step()
    assert jobs.running_count(anna) == 1
    assert [record.id for record in store.newest(10)] == [other, new, old]
    assert [record.id for record in store.newest(1, before=other)] == [new]
    assert [record.id for record in store.newest(10, owner_id=anna, is_open=True)] == [other]
    assert [record.id for record in store.newest(10, is_open=False)] == [old]


@pytest.mark.usefixtures("app")
def test_a_kind_must_be_registered_once(kind: MakeKind):
    with pytest.raises(KeyError):
        start("nobody-knows-it")
    name = kind(done)
    with pytest.raises(ValueError, match=name):
        jobs.register_kind(name, done, lane="x", label="X", url=lambda _: "/")
