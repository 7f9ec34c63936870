"""Time that passes for sessions, without anybody having to wait."""

from datetime import timedelta

from sqlalchemy import select

from webapp.store.database import session_scope
from webapp.store.models import SessionRecord


def let_time_pass(span: timedelta) -> None:
    """Move every session into the past."""
    with session_scope() as session:
        for record in session.scalars(select(SessionRecord)):
            record.began_at -= span
            record.used_at -= span


def sessions_in_store() -> list[SessionRecord]:
    with session_scope() as session:
        return list(session.scalars(select(SessionRecord)))
