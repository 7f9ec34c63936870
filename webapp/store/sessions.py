"""What the server remembers of each browser between two requests.

A row's id is made from the browser's token and cannot be turned back into it, so reading this table lets nobody in.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, select, update

from webapp.store.database import session_scope
from webapp.store.models import SessionRecord

# A session that is over is still recognised for a while, so that what its owner sends too late can be kept for them.
RECOGNISED_FOR = timedelta(days=7)


def find(ids: Sequence[str]) -> SessionRecord | None:
    """The session under any of these ids, whether over or not."""
    with session_scope() as session:
        return session.scalar(select(SessionRecord).where(SessionRecord.id.in_(ids)))


def begin(session_id: str, user_id: int | None, data: str, now: datetime) -> None:
    """Remember a new session, and forget those that were last used long ago."""
    with session_scope() as session:
        session.execute(delete(SessionRecord).where(SessionRecord.used_at < now - RECOGNISED_FOR))
        session.add(SessionRecord(id=session_id, user_id=user_id, data=data, began_at=now, used_at=now))


def change(session_id: str, **values: Any) -> None:
    """Change `data` or `used_at` of a session. One that was ended meanwhile stays ended."""
    with session_scope() as session:
        session.execute(update(SessionRecord).where(SessionRecord.id == session_id).values(**values))


def end(session_id: str) -> None:
    with session_scope() as session:
        session.execute(delete(SessionRecord).where(SessionRecord.id == session_id))


def end_all(user_id: int) -> int:
    """Sign a user out of every browser. Return how many sessions that ended."""
    with session_scope() as session:
        ended = session.execute(delete(SessionRecord).where(SessionRecord.user_id == user_id))
        return cast("CursorResult[Any]", ended).rowcount


def count_by_user(used_since: datetime, begun_since: datetime) -> dict[int, int]:
    """How many sessions each user has that are not over."""
    alive = select(SessionRecord.user_id, func.count()).where(
        SessionRecord.user_id.is_not(None),
        SessionRecord.used_at >= used_since,
        SessionRecord.began_at >= begun_since,
    )
    with session_scope() as session:
        return {user: count for user, count in session.execute(alive.group_by(SessionRecord.user_id)) if user}
