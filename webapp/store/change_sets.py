"""Change sets: made, moved from state to state, found again."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from webapp.store.change_models import ChangeBlock, ChangePart, ChangeSet
from webapp.store.database import session_scope

LOOKING = "looking"
READY = "ready"
FAILED = "failed"
RUNNING = "running"
DONE = "done"
CANCELED = "canceled"
BEFORE_THE_RUN = (LOOKING, READY, FAILED)


def add(
    session: Session,
    *,
    origin: str,
    origin_id: int,
    title: str,
    options: Mapping[str, Any],
    owner_id: int | None,
    expected_rows: int | None,
) -> ChangeSet:
    """A new change set that waits for its dry run, as part of the caller's transaction."""
    made = ChangeSet(
        origin=origin,
        origin_id=origin_id,
        title=title,
        options=dict(options),
        owner_id=owner_id,
        expected_rows=expected_rows,
        state=LOOKING,
        created_at=datetime.now(UTC),
        plan={},
        summary={},
        described={},
        choices={},
        outcomes={},
        values_erased=False,
    )
    session.add(made)
    session.flush()
    return made


def find(change_set_id: int) -> ChangeSet | None:
    with session_scope() as session:
        return session.get(ChangeSet, change_set_id)


def latest_of(origin: str, origin_id: int) -> ChangeSet | None:
    """The newest change set of this origin's piece of work."""
    with session_scope() as session:
        return session.scalar(
            select(ChangeSet)
            .where(ChangeSet.origin == origin, ChangeSet.origin_id == origin_id)
            .order_by(ChangeSet.id.desc())
            .limit(1)
        )


def change(change_set_id: int, **values: Any) -> None:
    """Set columns of a change set."""
    with session_scope() as session:
        session.execute(update(ChangeSet).where(ChangeSet.id == change_set_id).values(**values))


def look_again(session: Session, change_set_id: int, *, in_full: bool = False) -> bool:
    """Take a change set that has not been run back to its dry run; False where it has been."""
    return _moved(
        session,
        change_set_id,
        BEFORE_THE_RUN,
        ChangeSet.values_erased.is_(False),
        state=LOOKING,
        seen_as=None,
        looked_at=None,
        approved_by=None,
        approved_at=None,
        plan={},
        summary={},
        choices={"in_full": in_full},
    )


def seen(change_set_id: int, **values: Any) -> bool:
    """Note what the dry run found; False where the change set does not wait for one any more."""
    with session_scope() as session:
        return _moved(session, change_set_id, (LOOKING,), state=READY, looked_at=datetime.now(UTC), **values)


def not_seen(change_set_id: int) -> bool:
    """Note that the dry run ended without having seen everything."""
    with session_scope() as session:
        return _moved(session, change_set_id, (LOOKING,), state=FAILED)


def approve(change_set_id: int, seen_as: str, user_id: int) -> bool:
    """Note a second person's approval of one dry run; False where that is not what stands there any more."""
    with session_scope() as session:
        return _moved(
            session,
            change_set_id,
            (READY,),
            ChangeSet.seen_as == seen_as,
            approved_by=user_id,
            approved_at=datetime.now(UTC),
        )


def begin_run(
    session: Session, change_set_id: int, seen_as: str, *, user_id: int | None, choices: Mapping[str, Any]
) -> bool:
    """Confirm one dry run, once; False where it was confirmed, is kept no longer, or another one took its place."""
    return _moved(
        session,
        change_set_id,
        (READY,),
        ChangeSet.seen_as == seen_as,
        ChangeSet.values_erased.is_(False),
        state=RUNNING,
        confirmed_by=user_id,
        confirmed_at=datetime.now(UTC),
        choices=dict(choices),
    )


def end_run(change_set_id: int, state: str, outcomes: Mapping[str, int]) -> bool:
    with session_scope() as session:
        return _moved(
            session, change_set_id, (RUNNING,), state=state, outcomes=dict(outcomes), finished_at=datetime.now(UTC)
        )


def erase_values_before(moment: datetime) -> int:
    """Erase the customers' values in change sets made before a moment; their counts stay. Return how many sets."""
    with session_scope() as session:
        old = session.scalars(
            select(ChangeSet.id).where(
                ChangeSet.created_at < moment,
                ChangeSet.values_erased.is_(False),
                ChangeSet.state != RUNNING,
            )
        ).all()
        session.execute(update(ChangeBlock).where(ChangeBlock.change_set_id.in_(old)).values(rows=None, failures=None))
        session.execute(update(ChangeSet).where(ChangeSet.id.in_(old)).values(values_erased=True))
        return len(old)


def with_values(since: timedelta) -> list[int]:
    """The change sets made since then that still hold values, newest first."""
    with session_scope() as session:
        found = session.scalars(
            select(ChangeSet.id)
            .where(ChangeSet.created_at > datetime.now(UTC) - since, ChangeSet.values_erased.is_(False))
            .order_by(ChangeSet.id.desc())
        )
        return list(found)


def remove_blocks(change_set_id: int) -> None:
    """Forget what an earlier dry run found."""
    with session_scope() as session:
        session.execute(delete(ChangePart).where(ChangePart.change_set_id == change_set_id))
        session.execute(delete(ChangeBlock).where(ChangeBlock.change_set_id == change_set_id))


def _moved(session: Session, change_set_id: int, states: tuple[str, ...], *conditions: Any, **values: Any) -> bool:
    statement = update(ChangeSet).where(ChangeSet.id == change_set_id, ChangeSet.state.in_(states), *conditions)
    moved: int = session.execute(statement.values(**values)).rowcount  # type: ignore[attr-defined]
    return moved == 1
