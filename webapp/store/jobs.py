"""Work in the background: its rows, who holds them, and the processes that carry it out.

Every change of a row is one UPDATE with the condition under which it holds, so whoever comes second changes nothing.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Update, and_, case, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.store.database import session_scope
from webapp.store.job_models import LONGEST_MESSAGE, LONGEST_TITLE, ChoreRecord, JobRecord, WorkerRecord
from webapp.store.models import User

WAITING, WORKING, PAUSED = "waiting", "working", "paused"
NOTHING, PAUSE, CANCEL = "nothing", "pause", "cancel"
TAKEN_UP = (WAITING, WORKING)
OPEN = (WAITING, WORKING, PAUSED)
LOOKED_AT_ONCE = 50  # jobs tried for one step, where others are faster
WORKERS_FORGOTTEN_AFTER = timedelta(days=1)

# What becomes of a job when nobody holds it any more: a wish to pause is fulfilled.
_FREE: dict[Any, Any] = {
    JobRecord.holder: None,
    JobRecord.held_until: None,
    JobRecord.state: case((JobRecord.wants == PAUSE, PAUSED), else_=JobRecord.state),
    JobRecord.wants: case((JobRecord.wants == PAUSE, NOTHING), else_=JobRecord.wants),
}


def add(session: Session, **values: Any) -> JobRecord:
    """A new job, due at once, in a transaction of the caller's. A title is cut where it would not fit."""
    now = datetime.now(UTC)
    values["title"] = values["title"][:LONGEST_TITLE]
    record = JobRecord(state=WAITING, wants=NOTHING, created_at=now, updated_at=now, due_at=now, turn_at=now, **values)
    session.add(record)
    session.flush()
    return record


def find(job_id: int) -> JobRecord | None:
    with session_scope() as session:
        return session.get(JobRecord, job_id)


def latest_of(kind: str, subject_id: str) -> JobRecord | None:
    of_subject = select(JobRecord).where(JobRecord.kind == kind, JobRecord.subject_id == subject_id)
    with session_scope() as session:
        return session.scalar(of_subject.order_by(JobRecord.id.desc()).limit(1))


def newest(
    limit: int, *, owner_id: int | None = None, is_open: bool | None = None, before: int | None = None
) -> Sequence[JobRecord]:
    """Jobs, the newest first: of an owner, open or ended, with an id below `before`; None leaves each out."""
    found = select(JobRecord).order_by(JobRecord.id.desc()).limit(limit)
    if owner_id is not None:
        found = found.where(JobRecord.owner_id == owner_id)
    if is_open is not None:
        found = found.where(JobRecord.state.in_(OPEN) if is_open else JobRecord.state.not_in(OPEN))
    if before is not None:
        found = found.where(JobRecord.id < before)
    with session_scope() as session:
        return session.scalars(found).all()


def names_of_owners(owner_ids: Iterable[int | None]) -> dict[int, str]:
    """The names of people by their id, for those given."""
    people = select(User.id, User.name).where(User.id.in_({owner_id for owner_id in owner_ids if owner_id}))
    with session_scope() as session:
        return {row.id: row.name for row in session.execute(people)}


def count_open(owner_id: int) -> int:
    mine = select(func.count()).where(JobRecord.owner_id == owner_id, JobRecord.state.in_(OPEN))
    with session_scope() as session:
        return session.scalar(mine) or 0


def claim(kinds: Collection[str], holder: str, lease: timedelta, *, due_by: datetime | None = None) -> JobRecord | None:
    """Take hold of a job that is due, for one step; None where there is none, or others were faster.

    Of each lane, what is to be canceled comes first, then whichever job's last step is longest ago. `due_by` stands in
    for now where what is due later is wanted too.
    """
    now = datetime.now(UTC)
    _forget_holders(now)
    for job_id in _candidates(kinds, due_by or now):
        taken = update(JobRecord).where(JobRecord.id == job_id, JobRecord.holder.is_(None), _is_due(due_by or now))
        started_at = func.coalesce(JobRecord.started_at, now, type_=JobRecord.started_at.type)
        values = {"holder": holder, "held_until": now + lease, "turn_at": now, "started_at": started_at}
        try:
            if _changes(taken.values(state=WORKING, updated_at=now, **values)):
                return find(job_id)
        except IntegrityError:
            continue  # the index over lanes: somebody has begun a step of this one
    return None


def next_due_at(kinds: Collection[str]) -> datetime | None:
    """When the next step may begin of the jobs that nobody holds, in a lane where nobody holds any."""
    soonest = select(func.min(JobRecord.due_at, type_=JobRecord.due_at.type)).where(
        JobRecord.kind.in_(kinds), JobRecord.state.in_(TAKEN_UP), JobRecord.lane.not_in(_held_lanes(datetime.now(UTC)))
    )
    with session_scope() as session:
        return session.scalar(soonest)


def renew(job_id: int, holder: str, lease: timedelta, **progress: Any) -> bool:
    """Hold the job for longer, and note how far it is. False where somebody else holds it by now."""
    now = datetime.now(UTC)
    held = update(JobRecord).where(JobRecord.id == job_id, JobRecord.holder == holder)
    return _changes(held.values(held_until=now + lease, updated_at=now, **progress))


def put_back(job_id: int, holder: str, after: timedelta) -> bool:
    """End a step after which others follow; at once where the job is to be canceled meanwhile.

    False where somebody else holds the job by now.
    """
    return _changes(_let_go(job_id, holder).values(message="", troubles=0, **_rested(after)))


def postpone(job_id: int, holder: str, after: timedelta, message: str) -> bool:
    """End a step that came to nothing and is tried again; at once where the job is to be canceled meanwhile.

    False where somebody else holds the job by now.
    """
    troubled = {"message": message, "troubles": JobRecord.troubles + 1}
    return _changes(_let_go(job_id, holder).values(**troubled, **_rested(after)))


def finish(job_id: int, holder: str, *, state: str, outcome: str, message: str) -> bool:
    """End the job; a message is cut where it would not fit. False where somebody else holds it by now."""
    now = datetime.now(UTC)
    held = update(JobRecord).where(JobRecord.id == job_id, JobRecord.holder == holder)
    ended = {"state": state, "outcome": outcome, "message": message[:LONGEST_MESSAGE], "wants": NOTHING}
    return _changes(held.values(holder=None, held_until=None, updated_at=now, finished_at=now, **ended))


def pause(job_id: int) -> bool:
    """Pause a job, at once or after the step it is in. False where that changes nothing."""
    now = datetime.now(UTC)
    is_free = or_(JobRecord.holder.is_(None), JobRecord.held_until < now)
    can_pause = and_(JobRecord.state.in_(TAKEN_UP), JobRecord.wants == NOTHING)
    return _changes(
        update(JobRecord)
        .where(JobRecord.id == job_id, can_pause)
        .values(
            state=case((is_free, PAUSED), else_=JobRecord.state),
            wants=case((is_free, NOTHING), else_=PAUSE),
            holder=case((is_free, None), else_=JobRecord.holder),
            updated_at=now,
        )
    )


def resume(job_id: int) -> bool:
    """Let a paused job go on, or take back a wish to pause. False where that changes nothing."""
    now = datetime.now(UTC)
    is_pausing = or_(JobRecord.state == PAUSED, JobRecord.wants == PAUSE)
    resumed = update(JobRecord).where(JobRecord.id == job_id, is_pausing)
    return _changes(resumed.values(state=_state_without_pause(), wants=NOTHING, due_at=now, updated_at=now))


def cancel(job_id: int) -> bool:
    """Note that a job is to be canceled, which whoever takes it up next does. False where that changes nothing."""
    now = datetime.now(UTC)
    canceled = update(JobRecord).where(JobRecord.id == job_id, JobRecord.state.in_(OPEN), JobRecord.wants != CANCEL)
    return _changes(canceled.values(state=_state_without_pause(), wants=CANCEL, due_at=now, updated_at=now))


def remove_ended(before: datetime) -> int:
    """Remove the jobs that ended before a moment. Return how many went."""
    with session_scope() as session:
        removed = session.execute(delete(JobRecord).where(JobRecord.finished_at < before))
        return cast("CursorResult[Any]", removed).rowcount


def worker_lives(worker_id: str) -> None:
    """Note that a worker lives, and forget those that were last seen long ago."""
    now = datetime.now(UTC)
    with session_scope() as session:
        session.execute(delete(WorkerRecord).where(WorkerRecord.seen_at < now - WORKERS_FORGOTTEN_AFTER))
        session.merge(WorkerRecord(id=worker_id, seen_at=now))


def worker_ended(worker_id: str) -> None:
    with session_scope() as session:
        session.execute(delete(WorkerRecord).where(WorkerRecord.id == worker_id))


def a_worker_was_seen(since: datetime) -> bool:
    with session_scope() as session:
        return session.scalar(select(WorkerRecord.id).where(WorkerRecord.seen_at >= since).limit(1)) is not None


def take_chore(name: str, every: timedelta) -> bool:
    """Whether a chore is due; who is told so does it, and nobody else until it is due again."""
    now = datetime.now(UTC)
    if _changes(update(ChoreRecord).where(ChoreRecord.name == name, ChoreRecord.done_at < now - every), done_at=now):
        return True
    try:
        with session_scope() as session:
            if session.get(ChoreRecord, name) is not None:
                return False
            session.add(ChoreRecord(name=name, done_at=now))
    except IntegrityError:
        return False
    return True


def _candidates(kinds: Collection[str], now: datetime) -> Sequence[int]:
    """Jobs in lanes where nobody is at work, in the order in which they want a step."""
    found = select(JobRecord.id).where(
        JobRecord.kind.in_(kinds), _is_due(now), JobRecord.lane.not_in(_held_lanes(datetime.now(UTC)))
    )
    order = (case((JobRecord.wants == CANCEL, 0), else_=1), JobRecord.turn_at, JobRecord.id)
    with session_scope() as session:
        return session.scalars(found.order_by(*order).limit(LOOKED_AT_ONCE)).all()


def _forget_holders(now: datetime) -> None:
    """Free what is held by those who have not said for too long that they live."""
    expired = and_(JobRecord.holder.is_not(None), JobRecord.held_until < now)
    with session_scope() as session:
        found = session.scalars(select(JobRecord.id).where(expired)).all()
    if found:
        _changes(update(JobRecord).where(JobRecord.id.in_(found), expired).values(_FREE))


def _rested(after: timedelta) -> dict[str, Any]:
    """What a step leaves that ends now: when the next one may begin, which nothing puts off where it is to cancel."""
    now = datetime.now(UTC)
    return {"due_at": case((JobRecord.wants == CANCEL, now), else_=now + after), "updated_at": now}


def _let_go(job_id: int, holder: str) -> Update:
    return update(JobRecord).where(JobRecord.id == job_id, JobRecord.holder == holder).values(_FREE)


def _is_due(now: datetime) -> ColumnElement[bool]:
    return and_(JobRecord.state.in_(TAKEN_UP), JobRecord.due_at <= now)


def _held_lanes(now: datetime) -> Any:
    return select(JobRecord.lane).where(JobRecord.holder.is_not(None), JobRecord.held_until >= now).scalar_subquery()


def _state_without_pause() -> Any:
    was_begun = case((JobRecord.started_at.is_(None), WAITING), else_=WORKING)
    return case((JobRecord.state == PAUSED, was_begun), else_=JobRecord.state)


def _changes(statement: Update, **values: Any) -> bool:
    with session_scope() as session:
        changed = session.execute(statement.values(**values) if values else statement)
        return cast("CursorResult[Any]", changed).rowcount > 0
