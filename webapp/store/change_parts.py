"""The parts in which a change set goes to the API."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from webapp.store.change_models import ChangePart
from webapp.store.database import session_scope

WAITING = "waiting"
SENT = "sent"
ACCEPTED = "accepted"
DONE = "done"
REFUSED = "refused"
ENDED = (DONE, REFUSED)


def add(session: Session, change_set_id: int, parts: Sequence[tuple[int, int, int]]) -> None:
    """Store parts as (first block, last block, rows), as part of the caller's transaction."""
    if parts:
        session.execute(
            insert(ChangePart),
            [
                {
                    "change_set_id": change_set_id,
                    "number": number,
                    "first_block": first,
                    "last_block": last,
                    "rows": rows,
                    "state": WAITING,
                    "times_sent": 0,
                    "looks": 0,
                    "is_adopted": False,
                    "rejected": [],
                }
                for number, (first, last, rows) in enumerate(parts)
            ],
        )


def all_of(change_set_id: int) -> Sequence[ChangePart]:
    with session_scope() as session:
        return session.scalars(
            select(ChangePart).where(ChangePart.change_set_id == change_set_id).order_by(ChangePart.number)
        ).all()


def next_open(change_set_id: int) -> ChangePart | None:
    """The first part that has not ended."""
    with session_scope() as session:
        return session.scalar(
            select(ChangePart)
            .where(ChangePart.change_set_id == change_set_id, ChangePart.state.not_in(ENDED))
            .order_by(ChangePart.number)
            .limit(1)
        )


def change(part: ChangePart, **values: Any) -> None:
    with session_scope() as session:
        change_in(session, part, **values)


def change_in(session: Session, part: ChangePart, **values: Any) -> None:
    """The same as part of the caller's transaction."""
    session.execute(
        update(ChangePart)
        .where(ChangePart.change_set_id == part.change_set_id, ChangePart.number == part.number)
        .values(**values)
    )


def about_to_send(part: ChangePart, digest: str) -> None:
    """Store, before it is sent, that the part may have been sent from now on; the part itself knows it, too."""
    part.state, part.sent_at, part.times_sent = SENT, datetime.now(UTC), part.times_sent + 1
    change(part, state=SENT, sent_at=part.sent_at, times_sent=part.times_sent, looks=0, digest=digest)


def known_actions(async_action_ids: Sequence[str]) -> set[str]:
    """Those of the async actions that belong to a part already."""
    with session_scope() as session:
        found = session.scalars(
            select(ChangePart.async_action_id).where(ChangePart.async_action_id.in_(async_action_ids))
        )
        return {each for each in found if each is not None}
