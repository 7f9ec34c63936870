"""People as the page lists them: pure functions from records to what the template shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from webapp.store.models import User


@dataclass(frozen=True)
class Row:
    """One person. `sessions` is in how many browsers they are signed in; `is_self` is the person who looks."""

    id: int
    name: str
    email: str | None
    role: str
    blocked: bool
    last_signed_in_at: datetime
    sessions: int
    is_self: bool


def rows(users: Sequence[User], sessions: Mapping[int, int], own_id: int) -> list[Row]:
    return [
        Row(
            id=user.id,
            name=user.name,
            email=user.email,
            role=user.role,
            blocked=user.blocked,
            last_signed_in_at=user.last_signed_in_at,
            sessions=sessions.get(user.id, 0),
            is_self=user.id == own_id,
        )
        for user in users
    ]
