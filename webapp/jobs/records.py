"""What is known of a job."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from webapp.store.job_models import JobRecord


class State(StrEnum):
    """Where a job is. DONE says that it came to its end, not that all went well: that is its outcome."""

    WAITING = "waiting"
    WORKING = "working"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"
    CANCELED = "canceled"

    @property
    def has_ended(self) -> bool:
        return self in {State.DONE, State.FAILED, State.CANCELED}


class Outcome(StrEnum):
    """How a job ended. UNKNOWN: it may have done what it was to do, and nobody can tell."""

    SUCCEEDED = "succeeded"
    PARTLY = "partly"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELED = "canceled"


class Wants(StrEnum):
    """What somebody asked of a job that is in the middle of a step."""

    NOTHING = "nothing"
    PAUSE = "pause"
    CANCEL = "cancel"


@dataclass(frozen=True)
class Job:
    """A job as it was when it was read; times are in UTC. `owner_id` is who started it, None for Frontdesk itself.

    `done` and `total` are counted in whatever its kind counts; `total` is None where that is not known. `message` is a
    sentence for people. `due_at` is when its next step may begin, and `troubles` how many steps in a row came to
    nothing because something did not answer.
    """

    id: int
    kind: str
    subject_id: str
    title: str
    owner_id: int | None
    state: State
    outcome: Outcome | None
    wants: Wants
    phase: str
    done: int
    total: int | None
    message: str
    created_at: datetime
    started_at: datetime | None
    updated_at: datetime
    finished_at: datetime | None
    due_at: datetime
    troubles: int


def job_of(record: JobRecord) -> Job:
    return Job(
        id=record.id,
        kind=record.kind,
        subject_id=record.subject_id,
        title=record.title,
        owner_id=record.owner_id,
        state=State(record.state),
        outcome=None if record.outcome is None else Outcome(record.outcome),
        wants=Wants(record.wants),
        phase=record.phase,
        done=record.done,
        total=record.total,
        message=record.message,
        created_at=record.created_at,
        started_at=record.started_at,
        updated_at=record.updated_at,
        finished_at=record.finished_at,
        due_at=record.due_at,
        troubles=record.troubles,
    )
