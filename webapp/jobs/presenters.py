"""Frontdesk's own jobs as pages show them: pure functions from a job to what a template shows."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from webapp.jobs.kinds import kind_named
from webapp.jobs.records import Job, Outcome, State, Wants

DELAYS_IN_SECONDS = (1, 1, 2, 3, 5, 8, 13, 20)  # between two looks; the last one again and again
LOOKS_FOR_SECONDS = 30 * 60
WAITS_LONG_AFTER = timedelta(seconds=15)

OUTCOMES: dict[Outcome, tuple[str, str]] = {
    Outcome.SUCCEEDED: ("Done", "good"),
    Outcome.PARTLY: ("Done in part", "warn"),
    Outcome.FAILED: ("Failed", "bad"),
    Outcome.UNKNOWN: ("Outcome not known", "warn"),
    Outcome.CANCELED: ("Canceled", "ended"),
}


@dataclass(frozen=True)
class Condition:
    """How things stand with some work, in words and a tone: good, warn, bad, busy, wait, ended or plain."""

    words: str
    tone: str


@dataclass(frozen=True)
class Progress:
    """A job as `jobs/_progress.html` shows it.

    `url` leads to what the job is about. `percent` is None where the total is not known. `retry_at` is set while
    something does not answer. `poll_after` is the seconds until the page looks again by itself, None for never, and
    `looks` how often it has.
    """

    id: int
    title: str
    label: str
    url: str | None
    owner_id: int | None
    state: State
    condition: Condition
    phase: str
    done: int
    total: int | None
    percent: int | None
    message: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    retry_at: datetime | None
    can_pause: bool
    can_resume: bool
    can_cancel: bool
    waits_long: bool
    looks: int
    poll_after: int | None

    @property
    def has_ended(self) -> bool:
        return self.state.has_ended


def progress_of(job: Job, looks: int = 0, now: datetime | None = None) -> Progress:
    """Present a job; `looks` is how often the page has looked at it by itself."""
    kind = kind_named(job.kind)
    is_open = not job.state.has_ended
    is_asked = job.wants is not Wants.NOTHING
    due_since = (now or datetime.now(UTC)) - job.due_at
    return Progress(
        id=job.id,
        title=job.title,
        label=kind.label if kind else job.kind,
        url=kind.url(job) if kind else None,
        owner_id=job.owner_id,
        state=job.state,
        condition=condition_of(job),
        phase=job.phase if is_open else "",
        done=job.done,
        total=job.total,
        percent=_percent(job),
        message=job.message,
        created_at=job.created_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        retry_at=job.due_at if job.troubles and is_open else None,
        can_pause=bool(kind and kind.pausable) and job.state in {State.WAITING, State.WORKING} and not is_asked,
        can_resume=job.state is State.PAUSED or job.wants is Wants.PAUSE,
        can_cancel=bool(kind and kind.cancelable) and is_open and job.wants is not Wants.CANCEL,
        waits_long=job.state in {State.WAITING, State.WORKING} and due_since > WAITS_LONG_AFTER,
        looks=looks,
        poll_after=poll_after(looks) if is_open else None,
    )


def condition_of(job: Job) -> Condition:
    """The words and the tone of a job's state."""
    if job.outcome is not None:
        return Condition(*OUTCOMES[job.outcome])
    if job.wants is Wants.CANCEL:
        return Condition("Canceling", "wait")
    if job.wants is Wants.PAUSE:
        return Condition("Pausing", "wait")
    if job.state is State.PAUSED:
        return Condition("Paused", "wait")
    if job.troubles:
        return Condition("Held up", "warn")
    return Condition("Waiting", "plain") if job.state is State.WAITING else Condition("Working", "busy")


def poll_after(looks: int) -> int | None:
    """The seconds until a page looks again by itself; None once it has looked for half an hour."""
    if sum(DELAYS_IN_SECONDS) + max(looks - len(DELAYS_IN_SECONDS), 0) * DELAYS_IN_SECONDS[-1] > LOOKS_FOR_SECONDS:
        return None
    return DELAYS_IN_SECONDS[min(max(looks, 0), len(DELAYS_IN_SECONDS) - 1)]


def _percent(job: Job) -> int | None:
    """Whole percents, which are not 100 before the end."""
    if not job.total:
        return None
    return min(100 if job.state.has_ended else 99, job.done * 100 // job.total)
