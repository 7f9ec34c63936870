"""Selections of customers and what is wanted of them. Both hold personal data, and are kept for a month."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from webapp.store.bulk_models import LONGEST_NAME, BulkChange, BulkSelection
from webapp.store.database import session_scope

KEPT_FOR = timedelta(days=30)


def keep_selection(
    *,
    owner_id: int | None,
    ids: Sequence[str] | None,
    listed: Mapping[str, Any] | None,
    segment_name: str | None,
    count: int,
    schema: Mapping[str, Any] | None,
    other_keys: Mapping[str, str],
) -> int:
    """Keep who was selected, and return the selection's id. A segment's name is cut where it would not fit."""
    selection = BulkSelection(
        owner_id=owner_id,
        created_at=datetime.now(UTC),
        ids=None if ids is None else [*ids],
        listed=None if listed is None else dict(listed),
        segment_name=segment_name and segment_name[:LONGEST_NAME],
        count=count,
        schema=None if schema is None else dict(schema),
        other_keys=dict(other_keys),
    )
    with session_scope() as session:
        session.add(selection)
    return selection.id


def find_selection(selection_id: int) -> BulkSelection | None:
    with session_scope() as session:
        return session.get(BulkSelection, selection_id)


def keep_change(selection_id: int, token: str, values: Mapping[str, Any]) -> BulkChange:
    """Keep what is wanted of a selection; the form with a token seen before changes nothing any more."""
    change = BulkChange(selection_id=selection_id, token=token, created_at=datetime.now(UTC), values=dict(values))
    try:
        with session_scope() as session:
            session.add(change)
    except IntegrityError:
        with session_scope() as session:
            return session.scalars(select(BulkChange).where(BulkChange.token == token)).one()
    return change


def find_change(change_id: int) -> tuple[BulkChange, BulkSelection] | None:
    """What is wanted, and of whom."""
    with session_scope() as session:
        found = session.execute(
            select(BulkChange, BulkSelection).join(BulkSelection).where(BulkChange.id == change_id)
        ).one_or_none()
        return None if found is None else (found[0], found[1])


def latest_change(selection_id: int) -> BulkChange | None:
    """What was wanted of a selection last."""
    with session_scope() as session:
        return session.scalar(
            select(BulkChange).where(BulkChange.selection_id == selection_id).order_by(BulkChange.id.desc()).limit(1)
        )


def forget_old() -> None:
    """Forget selections a month old, with what was wanted of them. What was done stays with its change set."""
    with session_scope() as session:
        session.execute(delete(BulkSelection).where(BulkSelection.created_at < datetime.now(UTC) - KEPT_FOR))


def forget_all_with(texts: Collection[str]) -> None:
    """Forget every selection in which one of the texts stands, as a search's word or a value, in capitals or not.

    Ids of customers are no personal data, and stay.
    """
    wanted = [text.casefold() for text in texts]
    with session_scope() as session:
        for selection in session.scalars(select(BulkSelection)):
            changes = session.scalars(select(BulkChange).where(BulkChange.selection_id == selection.id))
            words = [*_texts(selection.listed), *(word for change in changes for word in _texts(change.values))]
            if any(text in word for text in wanted for word in words):
                session.delete(selection)


def _texts(value: Any) -> list[str]:
    """The texts in a JSON value, in small letters."""
    if isinstance(value, str):
        return [value.casefold()]
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return [text for item in inner for text in _texts(item)]
