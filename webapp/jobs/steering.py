"""Starting jobs, finding them, and telling them to pause, go on or stop."""

from typing import Any

from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from webapp.jobs.kinds import kind_named
from webapp.jobs.queue import wake_a_worker
from webapp.jobs.records import Job, job_of
from webapp.store import jobs
from webapp.store.database import session_scope


def start(kind: str, subject_id: str, *, title: str, owner_id: int | None, session: Session | None = None) -> Job:
    """Start a job of a registered kind about a subject, and wake a worker.

    With a `session` the job is part of the caller's transaction and begins when that is committed. `title` says in
    plain words what it is, without personal data. Raise KeyError for a kind that nobody registered.
    """
    known = kind_named(kind)
    if known is None:
        raise KeyError(kind)
    values = {"kind": kind, "lane": known.lane, "subject_id": subject_id, "title": title, "owner_id": owner_id}
    if session is not None:
        _wake_after_commit(session)
        return job_of(jobs.add(session, **values))
    with session_scope() as own:
        _wake_after_commit(own)
        return job_of(jobs.add(own, **values))


def find(job_id: int) -> Job | None:
    """The job as it is now; None where there is none of this id."""
    record = jobs.find(job_id)
    return None if record is None else job_of(record)


def latest_of(kind: str, subject_id: str) -> Job | None:
    """The job of this kind that was started last about a subject, if any."""
    record = jobs.latest_of(kind, subject_id)
    return None if record is None else job_of(record)


def pause(job_id: int) -> bool:
    """Let a job rest after the step it is in. False where it has ended, rests already, or may not be paused."""
    return _may_be(job_id, "pausable") and jobs.pause(job_id)


def resume(job_id: int) -> bool:
    """Let a job go on that was paused. False where it was not."""
    return _and_wake(jobs.resume(job_id))


def cancel(job_id: int) -> bool:
    """End a job after the step it is in. False where it has ended, is ending, or may not be canceled."""
    return _may_be(job_id, "cancelable") and _and_wake(jobs.cancel(job_id))


def running_count(owner_id: int) -> int:
    """How many jobs of a person have not ended."""
    return jobs.count_open(owner_id)


def _may_be(job_id: int, steered: str) -> bool:
    job = find(job_id)
    kind = kind_named(job.kind) if job else None
    return kind is not None and bool(getattr(kind, steered))


def _and_wake(has_changed: bool) -> bool:
    if has_changed:
        wake_a_worker(_this_app())
    return has_changed


def _wake_after_commit(session: Session) -> None:
    app = _this_app()

    @event.listens_for(session, "after_commit", once=True)
    def _wake(_session: Session) -> None:
        wake_a_worker(app)


def _this_app() -> Flask:
    app: Any = current_app
    found = app._get_current_object()  # noqa: SLF001 - Flask's own way to the app behind the proxy
    assert isinstance(found, Flask)  # noqa: S101 - for the type checker
    return found
