"""The rows of a change set, a block at a time."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from webapp.store.change_models import ChangeBlock
from webapp.store.database import session_scope


class Letters(NamedTuple):
    """What is known of a block without reading its rows."""

    number: int
    kinds: str
    outcomes: str
    sendable: int
    size: int


def add(change_set_id: int, blocks: Sequence[Mapping[str, Any]]) -> None:
    """Store blocks: `number, rows, kinds, outcomes, sendable, size` each."""
    with session_scope() as session:
        session.execute(
            insert(ChangeBlock), [{"change_set_id": change_set_id, "failures": None, **block} for block in blocks]
        )


def letters(change_set_id: int) -> Iterator[Letters]:
    """Every block's letters, in order."""
    with session_scope() as session:
        found = session.execute(
            select(ChangeBlock.number, ChangeBlock.kinds, ChangeBlock.outcomes, ChangeBlock.sendable, ChangeBlock.size)
            .where(ChangeBlock.change_set_id == change_set_id)
            .order_by(ChangeBlock.number)
        ).all()
    return iter([Letters(*row) for row in found])


def find(change_set_id: int, number: int) -> ChangeBlock | None:
    with session_scope() as session:
        return session.get(ChangeBlock, (change_set_id, number))


def hold(session: Session, change_set_id: int, number: int) -> ChangeBlock | None:
    """A block to be changed in the caller's transaction, which writes only what differs then."""
    return session.get(ChangeBlock, (change_set_id, number), with_for_update=True)


def between(change_set_id: int, first: int, last: int) -> Sequence[ChangeBlock]:
    """The blocks with these numbers, both included."""
    with session_scope() as session:
        return session.scalars(
            select(ChangeBlock)
            .where(
                ChangeBlock.change_set_id == change_set_id,
                ChangeBlock.number >= first,
                ChangeBlock.number <= last,
            )
            .order_by(ChangeBlock.number)
        ).all()


def each(change_set_id: int) -> Iterator[ChangeBlock]:
    """Every block in order, one in memory at a time."""
    number = 0
    while (block := find(change_set_id, number)) is not None:
        yield block
        number += 1


def write_outcomes(session: Session, change_set_id: int, blocks: Sequence[tuple[int, str, bytes | None]]) -> None:
    """Store (number, outcomes, failures) of blocks, as part of the caller's transaction."""
    for number, outcomes, failures in blocks:
        session.execute(
            update(ChangeBlock)
            .where(ChangeBlock.change_set_id == change_set_id, ChangeBlock.number == number)
            .values(outcomes=outcomes, failures=failures)
        )
