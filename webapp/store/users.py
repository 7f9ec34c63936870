"""The people who sign in."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import select

from webapp.store.database import session_scope
from webapp.store.models import User


def signed_in(issuer: str, subject: str, *, name: str, email: str | None, role: str) -> User:
    """Record a sign-in by the identity (issuer, subject), known or new, with what the issuer says about it now."""
    now = datetime.now(UTC)
    with session_scope() as session:
        user = session.scalar(select(User).where(User.issuer == issuer, User.subject == subject))
        if user is None:
            user = User(issuer=issuer, subject=subject, blocked=False, created_at=now)
            session.add(user)
        user.name, user.email, user.role, user.last_signed_in_at = name, email, role, now
    return user


def find_by_identity(issuer: str, subject: str) -> User | None:
    with session_scope() as session:
        return session.scalar(select(User).where(User.issuer == issuer, User.subject == subject))


def everybody(limit: int, offset: int = 0) -> Sequence[User]:
    """Who has ever signed in, the latest first."""
    latest_first = select(User).order_by(User.last_signed_in_at.desc(), User.id).limit(limit).offset(offset)
    with session_scope() as session:
        return session.scalars(latest_first).all()


def find(user_id: int) -> User | None:
    with session_scope() as session:
        return session.get(User, user_id)


def set_blocked(user_id: int, *, blocked: bool) -> None:
    """Shut a user out, or let them in again; it counts from their next request on."""
    with session_scope() as session:
        user = session.get_one(User, user_id)
        user.blocked = blocked
