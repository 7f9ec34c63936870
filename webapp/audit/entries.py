"""Reading the audit trail: one entry is an intent together with how it ended."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp.audit.actions import Action, Outcome, label_of
from webapp.audit.changes import Change
from webapp.store import audit_search
from webapp.store.audit_search import Criteria, Row
from webapp.store.models import AuditDetails

PAGE_SIZE = 50


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing somebody set out to do. `at` is in UTC.

    `fields` names what was to be changed; `changes` holds the values, and is empty once they are `erased`. `result`
    is what the work left to keep, `error` the kind of failure and the API's key for it.
    """

    id: int
    at: datetime
    actor_id: int | None
    actor_name: str
    actor_role: str
    action: str
    customer_id: str | None
    fields: tuple[str, ...]
    changes: tuple[Change, ...]
    erased: bool
    reason: str | None
    result: Mapping[str, Any]
    outcome: Outcome
    error: str | None
    api_request_id: str | None
    correlation_id: str | None

    @property
    def label(self) -> str:
        return label_of(self.action)

    @property
    def undoes(self) -> int | None:
        """The entry this one took back."""
        undone = self.result.get("undoes")
        return undone if isinstance(undone, int) else None

    @property
    def order_id(self) -> str | None:
        """The order it is about."""
        order_id = self.result.get("order_id")
        return order_id if isinstance(order_id, str) else None

    @property
    def can_be_undone(self) -> bool:
        """Whether it is of a kind that can be taken back; whether its values still stand is another question."""
        undoable = {Action.CUSTOMER_UPDATED, Action.CONSENTS_CHANGED, Action.CHANGE_UNDONE}
        return self.action in undoable and self.outcome is not Outcome.FAILED and bool(self.changes)


@dataclass(frozen=True)
class EntryPage:
    """Entries, newest first. `next_before` leads to the older ones; None where there are none."""

    entries: tuple[Entry, ...]
    next_before: int | None


def find_entry(entry_id: int, customer_id: str | None = None) -> Entry | None:
    """The entry of this id; with `customer_id`, only where it is about that customer."""
    row = audit_search.find(entry_id)
    entry = _entry(row) if row else None
    return entry if entry and customer_id in {None, entry.customer_id} else None


def search_entries(criteria: Criteria, *, before: int | None = None, limit: int = PAGE_SIZE) -> EntryPage:
    """One page of the entries that match."""
    rows = audit_search.page(criteria, before=before, limit=limit + 1)
    entries = tuple(_entry(row) for row in rows[:limit])
    return EntryPage(entries, entries[-1].id if len(rows) > limit else None)


def every_entry(criteria: Criteria) -> Iterator[Entry]:
    """All entries that match, read as they are wanted."""
    return (_entry(row) for row in audit_search.every(criteria))


def entries_for_customer(customer_id: str, *, before: int | None = None, limit: int = PAGE_SIZE) -> EntryPage:
    """One page of what was done to one customer, by the API's id."""
    return search_entries(Criteria(customer_id=customer_id), before=before, limit=limit)


def _entry(row: Row) -> Entry:
    intent, ending = row.intent, row.outcome
    kept, result = _document(row.details), _document(row.outcome_details)
    return Entry(
        id=intent.position,
        at=intent.at,
        actor_id=intent.actor_id,
        actor_name=intent.actor_name,
        actor_role=intent.actor_role,
        action=intent.action,
        customer_id=intent.customer_id or (ending.customer_id if ending else None),
        fields=tuple(intent.fields),
        changes=tuple(Change.from_json(change) for change in kept.get("changes", ())),
        erased=row.details is not None and row.details.document is None,
        reason=kept.get("reason"),
        result=result.get("result") or kept.get("result") or {},
        outcome=Outcome(intent.outcome or (ending.outcome if ending else None) or Outcome.UNKNOWN),
        error=ending.error if ending else None,
        api_request_id=ending.api_request_id if ending else None,
        correlation_id=intent.correlation_id,
    )


def _document(details: AuditDetails | None) -> Mapping[str, Any]:
    document: Mapping[str, Any] = json.loads(details.document) if details and details.document else {}
    return document
