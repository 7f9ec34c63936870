"""Steps: their order, how they end, and what becomes of a job whose worker died or whose API does not answer."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from webapp import jobs
from webapp.jobs import Again, Finished, Job, Outcome, State, Wants, Work, run_due
from webapp.jobs.stepping import delay_after_trouble, take_step
from webapp.store.database import session_scope
from webapp.store.job_models import JobRecord
from webapp.voucherify.errors import Problem, RateLimited, TimedOut, Unauthorized

pytestmark = pytest.mark.usefixtures("app")

MakeKind = Callable[..., str]
SUCCEEDED = Finished(Outcome.SUCCEEDED, "All is done.")


def start(kind: str, subject: str = "1") -> Job:
    return jobs.start(kind, subject, title="A test", owner_id=None)


def now(job: Job) -> Job:
    found = jobs.find(job.id)
    assert found is not None
    return found


def change(job: Job, **values: object) -> None:
    with session_scope() as session:
        session.execute(update(JobRecord).where(JobRecord.id == job.id).values(**values))


def steps_of(answers: list[object]) -> Callable[[Work], Again | Finished]:
    """A step that answers with these in turn; exceptions are raised."""

    def step(_work: Work) -> Again | Finished:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, (Again, Finished))
        return answer

    return step


def test_a_job_goes_from_step_to_step_to_its_end(app: Flask, kind: MakeKind):
    job = start(kind(steps_of([Again(), Again(60), SUCCEEDED])))
    assert (job.state, job.started_at) == (State.WAITING, None)
    assert run_due(app) == 3
    ended = now(job)
    assert (ended.state, ended.outcome, ended.message) == (State.DONE, Outcome.SUCCEEDED, "All is done.")
    assert ended.started_at is not None
    assert ended.finished_at is not None


def test_a_job_is_not_touched_before_its_time(app: Flask, kind: MakeKind):
    job = start(kind(steps_of([Again(60), SUCCEEDED])))
    assert run_due(app, until_idle=False) == 1
    assert now(job).state is State.WORKING
    assert now(job).due_at > datetime.now(UTC) + timedelta(seconds=50)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.PARTLY, State.DONE),
        (Outcome.UNKNOWN, State.DONE),
        (Outcome.FAILED, State.FAILED),
        (Outcome.CANCELED, State.CANCELED),
    ],
)
def test_the_state_at_the_end_follows_the_outcome(app: Flask, kind: MakeKind, outcome: Outcome, state: State):
    job = start(kind(steps_of([Finished(outcome)])))
    run_due(app)
    assert (now(job).state, now(job).outcome) == (state, outcome)


def test_jobs_of_one_lane_take_turns(app: Flask, kind: MakeKind):
    order: list[str] = []

    def step(work: Work) -> Again | Finished:
        order.append(work.job.subject_id)
        return SUCCEEDED if order.count(work.job.subject_id) == 3 else Again()

    name = kind(step)
    start(name, "long ago")
    start(name, "later")
    run_due(app)
    assert order == ["long ago", "later"] * 3


def test_a_lane_has_one_step_at_a_time_and_others_go_on(kind: MakeKind):
    order: list[str] = []

    def outer(work: Work) -> Finished:
        order.append(work.job.subject_id)
        if work.job.subject_id == "first":
            assert take_step() == 0.0  # only the other lane's
            assert take_step() is None
        return SUCCEEDED

    def inner(_work: Work) -> Finished:
        order.append("other lane")
        return SUCCEEDED

    name = kind(outer)
    start(name, "first")
    start(name, "second")
    start(kind(inner))
    take_step()
    assert order == ["first", "other lane"]


def test_progress_is_written_and_kept(kind: MakeKind):
    def step(work: Work) -> Again:
        work.progress(3, 10, "Reading")
        work.progress(4)
        return Again()

    job = start(kind(step))
    take_step()
    assert (now(job).done, now(job).total, now(job).phase) == (4, 10, "Reading")


def test_a_step_whose_worker_died_runs_again_after_its_lease(kind: MakeKind, caplog: pytest.LogCaptureFixture):
    seen: list[str] = []

    def step(work: Work) -> Finished:
        seen.append("began")
        if len(seen) == 1:
            change(work.job, held_until=datetime.now(UTC) + timedelta(seconds=1))
            assert take_step() is None
            change(work.job, held_until=datetime.now(UTC) - timedelta(seconds=1))
            assert take_step() == 0.0  # somebody else takes it for dead
            with pytest.raises(jobs.LeaseLostError):
                work.progress(1)
            return Finished(Outcome.FAILED, "Written by who had lost it.")
        return SUCCEEDED

    job = start(kind(step))
    with caplog.at_level(logging.WARNING):
        take_step()
    assert seen == ["began", "began"]
    assert now(job).message == SUCCEEDED.message
    assert "in other hands" in caplog.text


def test_a_step_that_notices_its_lost_lease_is_given_up(kind: MakeKind):
    def step(work: Work) -> Finished:
        change(work.job, holder="somebody else")
        work.progress(1)
        return SUCCEEDED

    job = start(kind(step))
    take_step()
    assert now(job).state is State.WORKING


def test_trouble_with_the_api_is_tried_again_ever_later_and_forgotten_when_it_passes(app: Flask, kind: MakeKind):
    trouble = TimedOut("GET /v1/customers")
    job = start(kind(steps_of([trouble, trouble, Again(), SUCCEEDED])))
    delays = []
    for _ in range(2):
        change(job, due_at=datetime.now(UTC))
        take_step()
        delays.append(round((now(job).due_at - datetime.now(UTC)).total_seconds()))
    assert delays == [2, 4]
    assert now(job).message.startswith("Voucherify is too slow to answer.")
    assert (now(job).state, now(job).troubles) == (State.WORKING, 2)
    change(job, due_at=datetime.now(UTC))
    take_step()
    assert (now(job).message, now(job).troubles) == ("", 0)
    run_due(app)
    assert now(job).outcome is Outcome.SUCCEEDED


def test_delays_grow_to_five_minutes_and_keep_to_what_the_api_says():
    assert [delay_after_trouble(TimedOut("GET /"), troubles) for troubles in (0, 1, 2, 6, 7, 900)] == [
        2,
        4,
        8,
        128,
        256,
        300,
    ]
    assert delay_after_trouble(RateLimited("GET /", retry_after=42), 0) == 42


def test_a_database_that_does_not_answer_is_waited_for(kind: MakeKind):
    job = start(kind(steps_of([OperationalError("", {}, Exception())])))
    take_step()
    assert now(job).state is State.WORKING
    assert now(job).message.startswith("Frontdesk's own database does not answer.")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KeyError("anna@example.org"), "Something went wrong in Frontdesk."),
        (Unauthorized("GET /", Problem(status=401, message="anna@example.org")), "Voucherify does not accept"),
    ],
)
def test_any_other_error_ends_the_job_with_a_sentence(
    app: Flask, kind: MakeKind, caplog: pytest.LogCaptureFixture, error: Exception, words: str
):
    job = start(kind(steps_of([error])))
    run_due(app)
    ended = now(job)
    assert (ended.state, ended.outcome) == (State.FAILED, Outcome.FAILED)
    assert ended.message.startswith(words)
    assert "anna" not in ended.message
    assert "A job failed" in caplog.text


def test_a_job_pauses_after_its_step_and_goes_on(app: Flask, kind: MakeKind):
    seen: list[Wants] = []

    def step(work: Work) -> Again | Finished:
        if seen:
            return SUCCEEDED
        assert jobs.pause(work.job.id)
        assert not jobs.pause(work.job.id)
        seen.append(work.wants())
        return Again()

    job = start(kind(step))
    run_due(app)
    assert seen == [Wants.PAUSE]
    assert (now(job).state, now(job).wants) == (State.PAUSED, Wants.NOTHING)
    assert jobs.resume(job.id)
    assert now(job).state is State.WORKING
    assert not jobs.resume(job.id)
    run_due(app)
    assert now(job).outcome is Outcome.SUCCEEDED


def test_a_job_between_steps_pauses_at_once(app: Flask, kind: MakeKind):
    job = start(kind(steps_of([SUCCEEDED])))
    assert jobs.pause(job.id)
    assert now(job).state is State.PAUSED
    assert run_due(app) == 0
    assert jobs.resume(job.id)
    assert now(job).state is State.WAITING


def test_a_wish_to_pause_can_be_taken_back(kind: MakeKind):
    def step(work: Work) -> Again:
        assert jobs.pause(work.job.id)
        assert jobs.resume(work.job.id)
        return Again()

    job = start(kind(step))
    take_step()
    assert now(job).state is State.WORKING


def test_a_wish_to_pause_outlives_the_worker(kind: MakeKind):
    job = start(kind(steps_of([SUCCEEDED])))
    change(job, state="working", wants="pause", holder="dead", held_until=datetime.now(UTC) - timedelta(seconds=1))
    assert take_step() is None
    assert now(job).state is State.PAUSED


@pytest.mark.parametrize("is_paused", [False, True])
def test_canceling_calls_the_feature_and_ends_the_job(app: Flask, kind: MakeKind, is_paused: bool):
    canceled: list[str] = []
    name = kind(steps_of([Again(3600)]), on_cancel=lambda job: canceled.append(job.subject_id))
    job = start(name, "file 1")
    run_due(app, until_idle=False)
    assert not is_paused or jobs.pause(job.id)
    assert jobs.cancel(job.id)
    assert not jobs.cancel(job.id)
    assert not jobs.pause(job.id)
    assert run_due(app, until_idle=False) == 1
    assert canceled == ["file 1"]
    assert (now(job).state, now(job).outcome) == (State.CANCELED, Outcome.CANCELED)
    assert not jobs.cancel(job.id)


def test_canceling_during_a_step_counts_when_it_ends(app: Flask, kind: MakeKind):
    def step(work: Work) -> Again:
        assert jobs.cancel(work.job.id)
        return Again(3600)

    job = start(kind(step))
    run_due(app, until_idle=False)
    assert now(job).state is State.CANCELED


def test_canceling_during_a_step_does_not_wait_out_a_trouble(app: Flask, kind: MakeKind):
    def step(work: Work) -> Again:
        assert jobs.cancel(work.job.id)
        raise RateLimited("GET /", retry_after=3600)

    job = start(kind(step))
    run_due(app, until_idle=False)
    assert now(job).state is State.CANCELED


def test_what_was_finished_meanwhile_is_not_canceled(kind: MakeKind):
    def step(work: Work) -> Finished:
        assert jobs.cancel(work.job.id)
        return SUCCEEDED

    job = start(kind(step))
    take_step()
    assert now(job).outcome is Outcome.SUCCEEDED


def test_only_what_may_be_steered_is(kind: MakeKind):
    job = start(kind(steps_of([]), pausable=False, cancelable=False))
    assert not jobs.pause(job.id)
    assert not jobs.cancel(job.id)
    assert not jobs.pause(job.id + 1)
    assert not jobs.cancel(job.id + 1)
