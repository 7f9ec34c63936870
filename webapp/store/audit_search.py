"""Reading the audit trail: intents, newest first, each with its outcome and what is kept apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from webapp.store.database import session_scope
from webapp.store.models import AuditDetails, AuditRecord

OUTCOME = "outcome"
UNKNOWN = "unknown"
READ_AT_ONCE = 500

_Ending = aliased(AuditRecord, name="ending")
_Mention = aliased(AuditRecord, name="mention")
_EndingDetails = aliased(AuditDetails, name="ending_details")


class Row(NamedTuple):
    """An intent and, where there is one, its outcome; each with its details."""

    intent: AuditRecord
    details: AuditDetails | None
    outcome: AuditRecord | None
    outcome_details: AuditDetails | None


@dataclass(frozen=True, kw_only=True)
class Criteria:
    """What to look for; what is None is not asked. `since` is included, `until` is not (both aware)."""

    actor_id: int | None = None
    customer_id: str | None = None
    action: str | None = None
    outcome: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        if self.actor_id is not None:
            yield AuditRecord.actor_id == self.actor_id
        if self.customer_id is not None:
            # By way of a subquery that an index answers; a created customer's id stands in the outcome alone.
            entry = func.coalesce(_Mention.intent_position, _Mention.position)
            yield AuditRecord.position.in_(select(entry).where(_Mention.customer_id == self.customer_id))
        if self.action is not None:
            yield AuditRecord.action == self.action
        if self.outcome is not None:
            yield func.coalesce(AuditRecord.outcome, _Ending.outcome, UNKNOWN) == self.outcome
        if self.since is not None:
            yield AuditRecord.at >= self.since
        if self.until is not None:
            yield AuditRecord.at < self.until


def find(entry_id: int) -> Row | None:
    with session_scope() as session:
        row = session.execute(_rows().where(AuditRecord.position == entry_id)).one_or_none()
        return _row(row) if row else None


def page(criteria: Criteria, *, before: int | None, limit: int) -> Sequence[Row]:
    """At most `limit` entries that match, newest first, from those older than the entry `before`."""
    wanted = _rows().where(*criteria.conditions()).order_by(AuditRecord.position.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(AuditRecord.position < before)
    with session_scope() as session:
        return [_row(row) for row in session.execute(wanted)]


def every(criteria: Criteria) -> Iterator[Row]:
    """All entries that match, newest first, read in portions."""
    before = None
    while portion := page(criteria, before=before, limit=READ_AT_ONCE):
        yield from portion
        before = portion[-1].intent.position


def count(criteria: Criteria) -> int:
    with session_scope() as session:
        matching = _rows().where(*criteria.conditions()).with_only_columns(func.count())
        return session.scalar(matching) or 0


def actors() -> Sequence[tuple[int, str]]:
    """Everybody who is in the trail, as (id, latest name), by name."""
    with session_scope() as session:
        latest = (
            select(func.max(AuditRecord.position))
            .where(AuditRecord.actor_id.is_not(None))
            .group_by(AuditRecord.actor_id)
        )
        found = session.execute(
            select(AuditRecord.actor_id, AuditRecord.actor_name)
            .where(AuditRecord.position.in_(latest))
            .order_by(AuditRecord.actor_name)
        )
        return [(actor_id, name) for actor_id, name in found if actor_id is not None]


def _row(found: Any) -> Row:
    return Row(*found)


def _rows() -> Select[AuditRecord, AuditDetails, AuditRecord, AuditDetails]:
    return (
        select(AuditRecord, AuditDetails, _Ending, _EndingDetails)
        .outerjoin(AuditDetails, AuditDetails.position == AuditRecord.position)
        .outerjoin(_Ending, _Ending.intent_position == AuditRecord.position)
        .outerjoin(_EndingDetails, _EndingDetails.position == _Ending.position)
        .where(AuditRecord.kind != OUTCOME)
    )
