"""What is known of a customer's consents, since the API cannot say what they are now. Pure.

Two sources tell: Frontdesk's own audit trail, and the events customer.consents.given and customer.consents.revoked.
The later one counts; a consent neither of them names is not known.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp.audit import Entry, Outcome
from webapp.voucherify.activity import ActivityEvent

FIELD = "consents"
EVENTS = {"customer.consents.given": True, "customer.consents.revoked": False}
FRONTDESK = "Frontdesk"
VOUCHERIFY = "Voucherify"


@dataclass(frozen=True)
class KnownAnswer:
    """The latest answer known for one consent. `source` is FRONTDESK or VOUCHERIFY; `is_certain` is False for an
    answer that was sent and never confirmed."""

    given: bool
    at: datetime
    source: str
    is_certain: bool = True


def known_answers(entries: Iterable[Entry], events: Iterable[ActivityEvent]) -> dict[str, KnownAnswer]:
    """The latest answers by consent id, from entries and events of one customer in any order."""
    latest: dict[str, KnownAnswer] = {}
    for consent_id, answer in (*_of_entries(entries), *_of_events(events)):
        if consent_id not in latest or answer.at > latest[consent_id].at:
            latest[consent_id] = answer
    return latest


def _of_entries(entries: Iterable[Entry]) -> Iterator[tuple[str, KnownAnswer]]:
    for entry in entries:
        if entry.outcome is Outcome.FAILED:
            continue
        for change in entry.changes:
            name, *key = change.path
            if name == FIELD and key and isinstance(change.new, bool):
                certain = entry.outcome is Outcome.SUCCEEDED
                yield key[0], KnownAnswer(change.new, entry.at, FRONTDESK, certain)


def _of_events(events: Iterable[ActivityEvent]) -> Iterator[tuple[str, KnownAnswer]]:
    for event in events:
        given = EVENTS.get(event.type or "")
        if given is None or event.created_at is None:
            continue
        for consent in _consents(event):
            yield consent["id"], KnownAnswer(given, event.created_at, VOUCHERIFY)


def _consents(event: ActivityEvent) -> Iterator[dict[str, Any]]:
    named = event.payload.get("consents")
    for consent in named if isinstance(named, list) else []:
        if isinstance(consent, dict) and isinstance(consent.get("id"), str):
            yield consent
