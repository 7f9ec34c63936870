"""The audit chain as rows: appending to its end, reading it, and the two ways in which something may go.

Whoever appends changes the one row of `audit_head` first. That takes SQLite's write lock or PostgreSQL's lock on the
row, so positions have no gap and no two records follow the same one, however many processes write.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from webapp.store.database import session_scope
from webapp.store.models import AuditDetails, AuditHead, AuditRecord

HEAD = 1
READ_AT_ONCE = 500

Link = tuple[AuditRecord, AuditDetails | None]
"""A record and what is kept apart from it."""


class Sealed(NamedTuple):
    """A record to append, what is kept apart from it, and the seal that makes it the chain's end."""

    record: AuditRecord
    details: AuditDetails | None
    end: str


class Head(NamedTuple):
    """The end of the chain, as kept apart from it: the last record's position and hash, and the seal over both."""

    position: int
    hash: str
    seal: str


Seal = Callable[[int, str], Sealed]
"""Makes the record for a position, given the hash of the record before it."""


def append(seal: Seal) -> int:
    """Add a record at the end of the chain, in a transaction of its own, and return its position."""
    with session_scope() as session:
        return _append(session, seal)


def append_and_erase(seal: Seal, customer_id: str, spared_action: str) -> int:
    """Add a record and, in the same transaction, erase the details of all earlier records about the customer.

    Records of the `spared_action` keep theirs. Return the position of the new record.
    """
    with session_scope() as session:
        position = _append(session, seal)
        about = select(AuditRecord.position).where(AuditRecord.customer_id == customer_id)
        begun = select(AuditRecord.intent_position).where(AuditRecord.customer_id == customer_id)
        erasable = select(AuditRecord.position).where(
            AuditRecord.position.in_(about) | AuditRecord.position.in_(begun),
            AuditRecord.position < position,
            AuditRecord.action != spared_action,
        )
        session.execute(
            update(AuditDetails).where(AuditDetails.position.in_(erasable)).values(salt=None, document=None)
        )
        return position


def append_and_cut(seal: Seal, last_position: int) -> int:
    """Add a record and, in the same transaction, delete all records up to `last_position`. Return how many went."""
    with session_scope() as session:
        _append(session, seal)
        old = AuditRecord.position <= last_position
        count = session.scalar(select(func.count()).select_from(AuditRecord).where(old)) or 0
        session.execute(delete(AuditDetails).where(AuditDetails.position <= last_position))
        session.execute(delete(AuditRecord).where(old))
        return count


def head() -> Head:
    """The end of the chain; position 0 before the first record."""
    with session_scope() as session:
        end = session.get_one(AuditHead, HEAD)
        return Head(end.position, end.hash, end.seal)


def first_position_past_the_end() -> int | None:
    """The first record behind the end, where no record can be: asked in one statement, as others may be appending."""
    end = select(AuditHead.position).where(AuditHead.id == HEAD).scalar_subquery()
    with session_scope() as session:
        return session.scalar(select(func.min(AuditRecord.position)).where(AuditRecord.position > end))


def find(position: int) -> AuditRecord | None:
    with session_scope() as session:
        return session.get(AuditRecord, position)


def links(last_position: int) -> Iterator[Link]:
    """The chain with what is kept apart, from its beginning to a position, read in portions."""
    position = 0
    while portion := _portion(position, last_position):
        yield from portion
        position = portion[-1][0].position


def last_position_before(moment: datetime) -> int:
    """The position up to which every record is older than the moment; 0 where none is."""
    with session_scope() as session:
        first_kept = session.scalar(
            select(AuditRecord.position).where(AuditRecord.at >= moment).order_by(AuditRecord.position).limit(1)
        )
        if first_kept is not None:
            return first_kept - 1
        return session.scalar(select(AuditRecord.position).order_by(AuditRecord.position.desc()).limit(1)) or 0


def _append(session: Session, seal: Seal) -> int:
    position, previous_hash = session.execute(
        update(AuditHead)
        .where(AuditHead.id == HEAD)
        .values(position=AuditHead.position + 1)
        .returning(AuditHead.position, AuditHead.hash)
    ).one()
    record, details, end = seal(position, previous_hash)
    session.add(record)
    session.flush()
    if details is not None:
        session.add(details)
    session.execute(update(AuditHead).where(AuditHead.id == HEAD).values(hash=record.hash, seal=end))
    return position


def _portion(after: int, last_position: int) -> Sequence[Link]:
    with session_scope() as session:
        rows = session.execute(
            select(AuditRecord, AuditDetails)
            .outerjoin(AuditDetails, AuditDetails.position == AuditRecord.position)
            .where(AuditRecord.position > after, AuditRecord.position <= last_position)
            .order_by(AuditRecord.position)
            .limit(READ_AT_ONCE)
        )
        return [(record, details) for record, details in rows]
