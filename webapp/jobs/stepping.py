"""Carrying out one step of one job: taking hold of it, doing it, and writing down how it ended."""

import logging
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from flask import Flask
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError

from webapp.error_words import words_for
from webapp.jobs.kinds import Again, Finished, Kind, kind_named, known_kinds
from webapp.jobs.records import Job, Outcome, State, Wants, job_of
from webapp.store import jobs
from webapp.store.job_models import JobRecord
from webapp.voucherify import request_context
from webapp.voucherify.errors import InvalidAnswer, RateLimited, ServerFailure, TimedOut, Unreachable

LEASE = timedelta(seconds=15)
RENEWED_EVERY_SECONDS = 5.0
LONGEST_DELAY_SECONDS = 300.0
BREATH_SECONDS = 0.01
LATEST = datetime.max.replace(tzinfo=UTC)
MAY_PASS = (Unreachable, TimedOut, RateLimited, ServerFailure, InvalidAnswer, OperationalError, InterfaceError)
END_STATES = {Outcome.FAILED: State.FAILED, Outcome.CANCELED: State.CANCELED}

_logger = logging.getLogger(__name__)


class LeaseLostError(Exception):
    """Somebody else holds the job by now: whatever this step still does may be done twice."""


class Work:
    """A step's hold on its job. `job` is the job as the step found it."""

    def __init__(self, job: Job, holder: str) -> None:
        self.job = job
        self._holder = holder

    def progress(self, done: int, total: int | None = None, phase: str | None = None) -> None:
        """Tell how far the job is, and hold it for longer; None leaves `total` or `phase` as it is.

        Raise LeaseLostError where somebody else holds the job by now; let it end the step.
        """
        told = {"total": total, "phase": phase}
        changes = {name: value for name, value in told.items() if value is not None}
        if not jobs.renew(self.job.id, self._holder, LEASE, done=done, **changes):
            raise LeaseLostError

    def wants(self) -> Wants:
        """What somebody asked of the job meanwhile. It is done when the step ends with Again."""
        record = jobs.find(self.job.id)
        return Wants.NOTHING if record is None else Wants(record.wants)


def take_step(*, due_by: datetime | None = None) -> float | None:
    """Do the next step of whichever job is due, in an app context. None where none is.

    Return the seconds for which the job wants to rest now. `due_by` stands in for now where what is due later is
    wanted too. Raise SQLAlchemy's errors where the database does not answer.
    """
    holder = secrets.token_hex(16)
    record = jobs.claim(known_kinds(), holder, LEASE, due_by=due_by)
    kind = None if record is None else kind_named(record.kind)
    if record is None or kind is None:
        return None
    with _kept_up(record.id, holder), request_context(f"job-{record.id}"):
        end = _carried_out(kind, record, holder)
    if end is not None:
        _write(record, holder, end)
    return 0.0 if end is None or isinstance(end, Finished) else end.after


def run_due(app: Flask, *, until_idle: bool = True, seconds: float = 30) -> int:
    """Carry out steps in this thread, as tests and benches want it. Return how many.

    Until no job is open that is not paused, taking the time a job wants to wait as over; with `until_idle=False`
    until no step is due now. `seconds` is how long at most.
    """
    give_up_at = time.monotonic() + seconds
    due_by = LATEST if until_idle else None
    steps = 0
    with app.app_context():
        while time.monotonic() < give_up_at:
            pause = take_step(due_by=due_by)
            if pause is None:
                break
            steps += 1
            time.sleep(min(pause, BREATH_SECONDS))
    return steps


def delay_after_trouble(error: Exception, troubles: int) -> float:
    """The seconds until a step that came to nothing is tried again; `troubles` did before it, in a row."""
    delay = min(2.0 ** min(troubles + 1, 16), LONGEST_DELAY_SECONDS)
    return max(delay, float(error.retry_after or 0)) if isinstance(error, RateLimited) else delay


class _PutOff(NamedTuple):
    """A step that came to nothing and is tried again after these seconds."""

    after: float
    message: str


_End = Again | Finished | _PutOff


def _carried_out(kind: Kind, record: JobRecord, holder: str) -> _End | None:
    """How the step ended; None where the job is in other hands by now."""
    try:
        return _done(kind, Work(job_of(record), holder))
    except LeaseLostError:
        _logger.warning("A step was given up, as its job is in other hands", extra=_facts(record))
        return None
    except MAY_PASS as error:
        seconds = delay_after_trouble(error, record.troubles)
        kind_of_error = type(error).__name__
        _logger.warning("A step came to nothing: %s", kind_of_error, extra=_facts(record) | {"seconds": seconds})
        return _PutOff(seconds, _sentence(error))
    except Exception as error:
        _logger.exception("A job failed", extra=_facts(record))
        return Finished(Outcome.FAILED, _sentence(error))


def _done(kind: Kind, work: Work) -> Again | Finished:
    if work.job.wants is not Wants.CANCEL:
        return kind.step(work)
    if kind.on_cancel is not None:
        kind.on_cancel(work.job)
    return Finished(Outcome.CANCELED)


def _write(record: JobRecord, holder: str, end: _End) -> None:
    """Write down how the step ended, where its lease still holds. What cannot be written is done again later."""
    try:
        match end:
            case Finished(outcome, message):
                state = END_STATES.get(outcome, State.DONE)
                is_written = jobs.finish(record.id, holder, state=state, outcome=outcome, message=message)
            case _PutOff(after, message):
                is_written = jobs.postpone(record.id, holder, timedelta(seconds=after), message)
            case Again(after):
                is_written = jobs.put_back(record.id, holder, timedelta(seconds=after))
    except SQLAlchemyError:
        _logger.exception("How a step ended could not be written down", extra=_facts(record))
    else:
        if not is_written:
            _logger.warning("How a step ended was left out, as its job is in other hands", extra=_facts(record))


def _sentence(error: Exception) -> str:
    words = words_for(error)
    return f"{words.title}. {words.happened}"


def _facts(record: JobRecord) -> dict[str, object]:
    return {"job": record.id, "kind": record.kind}


@contextmanager
def _kept_up(job_id: int, holder: str) -> Iterator[None]:
    """Renew the lease from another thread as long as the step lasts, so that only who was killed loses it."""
    is_over = threading.Event()

    def keep_up() -> None:
        while not is_over.wait(RENEWED_EVERY_SECONDS):
            try:
                jobs.renew(job_id, holder, LEASE)
            except SQLAlchemyError:
                _logger.warning("A lease could not be renewed", extra={"job": job_id})

    thread = threading.Thread(target=keep_up, daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
